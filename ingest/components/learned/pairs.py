"""Pairs of mentions that a sentence may relate: within it, or with what stands over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.annotations import Mention
from ingest.reading import Reading
from ontology.terms import RELATIONS, fits

#: How many later mentions of a sentence are paired with each: those of one clause, not of a list.
_AHEAD = 8
#: How many mentions of a sentence are paired with those over it.
_BELOW = 6
#: How many cells back in its row a cell is paired with.
_CELLS = 12
#: Between two names these alone say that they stand side by side, and nothing of either.
_SIDE_BY_SIDE = frozenset({",", ";", "and", "&", "or", "/", "|"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions, the first ahead of the second in the text, and where the first stands.

    ``where`` is ``sentence`` for one sentence; else the second's sentence lies below the first:
    ``before`` (the sentence before), ``heading``, ``lead`` (what introduces the list), ``column``
    (the header of its column), ``parent`` (the item it is nested in) or ``row`` (a cell before).
    """

    first: Mention
    second: Mention
    where: str


def allowed(first: str, second: str) -> frozenset[str]:
    """Return the relations that may join two kinds; ``<`` after one that goes backwards.

    >>> sorted(allowed("Person", "City"))
    ['supportedBy<', 'worksFor>']
    """
    if (first, second) not in _ALLOWED:
        forth = {f"{name}>" for name in RELATIONS if fits(name, first, second)}
        back = {f"{name}<" for name in RELATIONS if fits(name, second, first)}
        # A partnership has no direction: it is always written forwards.
        _ALLOWED[first, second] = frozenset((forth | back) - {"partnerOf<"})
    return _ALLOWED[first, second]


_ALLOWED: dict[tuple[str, str], frozenset[str]] = {}


def pairs(reading: Reading) -> Iterator[Pair]:
    """Yield the pairs of a document in its order, each of kinds that some relation may join."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        by_sentence.setdefault(reading.sentence_of[mention.start], []).append(mention)
    for sentence, mentions in by_sentence.items():
        yield from _within(reading, mentions)
        above = list(_above(reading, mentions[0], by_sentence.get(sentence - 1, [])))
        yield from _below(reading, above, mentions)


def _within(reading: Reading, mentions: list[Mention]) -> Iterator[Pair]:
    for number, first in enumerate(mentions):
        for second in mentions[number + 1 : number + 1 + _AHEAD]:
            if _may(reading, first, second) and not _side_by_side(reading, first, second):
                yield Pair(first, second, "sentence")


def _below(
    reading: Reading, above: list[tuple[str, Mention]], mentions: list[Mention]
) -> Iterator[Pair]:
    seen: set[tuple[int, int]] = set()
    for where, first in above:
        for second in mentions[:_BELOW]:
            ends = first.cluster, second.cluster
            if ends not in seen and _may(reading, first, second):
                seen.add(ends)
                yield Pair(first, second, where)


def _above(
    reading: Reading, mention: Mention, previous: list[Mention]
) -> Iterator[tuple[str, Mention]]:
    index = reading.block_of[mention.start]
    block = reading.layout.blocks[index]
    if previous and reading.block_of[previous[0].start] == index:
        yield from (("before", one) for one in previous[:2])
    over = (("heading", block.heading), ("lead", block.lead_in))
    for where, place in (*over, ("column", block.header), ("parent", block.parent)):
        if place is not None:
            yield from ((where, one) for one in reading.mentions_of_block(place)[:3])
    if block.row is not None:
        yield from (("row", one) for one in _row(reading, index))


def _row(reading: Reading, index: int) -> Iterator[Mention]:
    blocks = reading.layout.blocks
    for before in range(index - 1, max(-1, index - _CELLS), -1):
        if (blocks[before].group, blocks[before].row) != (blocks[index].group, blocks[index].row):
            return
        yield from reading.mentions_of_block(before)[:2]


def _may(reading: Reading, first: Mention, second: Mention) -> bool:
    if first.cluster == second.cluster:
        return False
    return bool(allowed(reading.kind(first), reading.kind(second)))


def _side_by_side(reading: Reading, first: Mention, second: Mention) -> bool:
    """Say whether nothing but other names, commas and "and" stands between two of one kind."""
    if reading.kind(first) != reading.kind(second):
        return False
    named = {
        token
        for one in reading.mentions_in(first.end, second.start)
        for token in range(one.start, one.end)
    }
    between = (reading.doc[i] for i in range(first.end, second.start) if i not in named)
    return all(token.lower_ in _SIDE_BY_SIDE for token in between)
