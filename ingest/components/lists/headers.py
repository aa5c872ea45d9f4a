"""From an item to what is said above it: the cue, and the entity that the cue speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ontology.terms import PLACES

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import head_kinds, words
from ...reading import Reading
from ..relations.chains import Atom
from .anchors import acts, anchor_above, anchor_in
from .announced import announced
from .cues import Cue, cue_named, find_cue, is_silent
from .listed import coverage
from .signatures import represented

#: Kinds that one description may stand for.
_ALIKE = (
    frozenset({"Programme", "Project", "Agreement"}),
    frozenset({"Network", "Organization"}),
    frozenset({"Event", "Programme"}),
    frozenset({"City"}),
)
_LONGEST = 30  # tokens of a lead-in that is taken as a whole; of a longer one the last sentence
_NAMED = 0.6  # share of a heading that names fill where it is a name
_TITLE = 12  # tokens of a lead-in that introduces a list without a colon


def header_of(
    reading: Reading,
    index: int,
    *,
    short: bool,
    first: int | None = None,
    cue: Cue | None = None,
) -> tuple[Cue, Mention] | None:
    """Return the nearest cue above the item in block *index* and the entity it speaks of.

    ``short`` says that the item is no sentence, so that headings above count too; ``first`` is a
    block to ask before all others (a column's header); ``cue`` is one already found in *index*.
    """
    if cue is not None:
        anchor = anchor_above(reading, index, cue.may_stand_for, topic=not cue.titled)
        return (cue, anchor) if anchor is not None else None
    passed: list[int] = []
    for header in _above(reading, index, short=short, first=first):
        if is_silent(header_text(reading, header)):
            return None
        found = find_cue(header_text(reading, header), label=False)
        if found is None and reading.layout.block_text(header).endswith(":"):
            found = find_cue(reading.layout.block_text(header), label=False)
        if found is None or (header == first and not found.column):
            passed.append(header)
            continue
        anchor = _named_between(reading, passed, found) or _anchor_once(reading, header, found)
        if anchor is not None:
            return found, anchor
    return announced(reading, index) if short and first is None else None


def _named_between(reading: Reading, passed: list[int], cue: Cue) -> Mention | None:
    """Return what a heading between items and their cue names: "Networks" over "X" over A."""
    for block in passed:
        named = _bare(reading, block)
        found = anchor_in(reading, named, cue.may_anchor)
        if found is not None:
            return found
    return None


def _bare(reading: Reading, block: int) -> list[Mention]:
    """Return the names that fill a heading, if they are neither places nor persons."""
    span = reading.block_spans[block]
    if not len(span) or coverage(reading, span.start, span.end) < _NAMED:
        return []
    named = reading.mentions_of_block(block, references=False)
    alike = all(reading.kind(m) not in {*PLACES, "Person"} for m in named)
    return named if alike and reading.layout.blocks[block].kind == "heading" else []


def bare_heading(reading: Reading, index: int) -> tuple[Cue, Mention] | None:
    """Return the network or scheme whose name is the heading of a list of nothing but places."""
    above = reading.layout.headings(index)[:1]
    named = _bare(reading, above[0]) if above else []
    anchor = anchor_in(reading, named, lambda kind: kind in {"Network", "Programme"})
    return (cue_named("cities"), anchor) if anchor is not None else None


def _above(reading: Reading, index: int, *, short: bool, first: int | None) -> Iterator[int]:
    """Yield the blocks that may introduce an item, nearest first."""
    block = reading.layout.blocks[index]
    if first is not None:
        yield first
    seen: set[int] = set()
    for above in (block.parent, block.lead_in):
        if above is not None and introduces(reading, above, short=short):
            seen.add(above)
            yield above
    if block.kind == "paragraph" and (opener := _memory(reading).openers[index]) is not None:
        yield opener
    if short:
        yield from (h for h in reading.layout.headings(index) if h not in seen)


def _opener(reading: Reading, index: int, before: dict[int, int | None]) -> int | None:
    """Return the paragraph ending in a colon that a run of short lines up to *index* follows."""
    blocks, above = reading.layout.blocks, index - 1
    beside = above >= 0 and blocks[above].kind == "paragraph"
    if not beside or blocks[above].heading != blocks[index].heading:
        return None
    if reading.layout.block_text(above).endswith(":"):
        return above
    return before[above] if len(reading.block_spans[above]) <= _TITLE else None


def introduces(reading: Reading, index: int, *, short: bool) -> bool:
    """Say whether a block is a lead-in: it ends in a colon, is a title over short items, or speaks
    of those that follow.
    """
    span = reading.block_spans[index]
    text = reading.layout.block_text(index).rstrip("*_ ")
    if text.endswith(":") or (short and len(span) <= _TITLE and not text.endswith(".")):
        return True
    spoken = set(fold(header_text(reading, index)).split())
    return short and bool(spoken & words("headers", "following"))


def header_text(reading: Reading, index: int) -> str:
    """Return the words of a header: all of a short block, the last sentence of a long one."""
    span = reading.block_spans[index]
    if len(span) <= _LONGEST or reading.layout.blocks[index].kind == "heading":
        return str(span.text)
    return str(reading.sentences[reading.sentence_of[span.end - 1]].text)


@dataclass(slots=True)
class _Memory:
    """What was found for one reading: a list asks the same header for each of its items."""

    anchors: dict[tuple[int, str], Mention | None] = field(default_factory=dict)
    openers: dict[int, int | None] = field(default_factory=dict)
    bearers: dict[str, list[Mention]] = field(default_factory=dict)


_MEMORIES: WeakKeyDictionary[Reading, _Memory] = WeakKeyDictionary()


def _memory(reading: Reading) -> _Memory:
    found = _MEMORIES.get(reading)
    if found is None:
        found = _MEMORIES[reading] = _Memory(bearers=_by_word(reading))
        for index, block in enumerate(reading.layout.blocks):
            if block.kind == "paragraph":
                found.openers[index] = _opener(reading, index, found.openers)
    return found


def _by_word(reading: Reading) -> dict[str, list[Mention]]:
    """Return the first mention of each entity that bears a head noun in a name, by that noun."""
    found: dict[str, list[Mention]] = {}
    seen: set[int] = set()
    for mention in reading.mentions:
        if mention.cluster in seen:
            continue
        seen.add(mention.cluster)
        for word in fold(" ".join(reading.cluster(mention).names)).split():
            if word in head_kinds():
                found.setdefault(word, []).append(mention)
    return found


def _anchor_once(reading: Reading, header: int, cue: Cue) -> Mention | None:
    """Return what a header speaks of, looked for once."""
    known = _memory(reading).anchors
    if (header, cue.name) not in known:
        known[header, cue.name] = _anchor(reading, header, cue)
    return known[header, cue.name]


def _anchor(reading: Reading, header: int, cue: Cue) -> Mention | None:
    """Return what a header speaks of: named or described in it or a heading above, or the topic."""
    span = reading.block_spans[header]
    inside = [m for m in reading.mentions_in(span.start, span.end) if not acts(reading, m)]
    named = anchor_in(reading, inside, cue.may_anchor)
    if named is not None:
        return named
    nouns: frozenset[str] = frozenset()
    for level in (header, *reading.layout.headings(header)[:1]):
        span = reading.block_spans[level]
        own = described(reading, span.start, span.end)
        meant = [m for noun in sorted(own) for m in _memory(reading).bearers.get(noun, [])]
        if (found := anchor_in(reading, meant, cue.may_anchor)) is not None:
            return found
        nouns |= own
    if nouns and not nouns & words("headers", "broad"):
        return None
    kinds = {kind for noun in nouns for kind in head_kinds()[noun]}
    alike = frozenset(k for group in _ALIKE if group & kinds for k in group)
    return anchor_above(
        reading,
        header,
        lambda kind: cue.may_stand_for(kind) if kind in alike or not nouns else 0,
        topic=not cue.titled,
    )


def described(reading: Reading, start: int, end: int) -> frozenset[str]:
    """Return the head nouns of definite descriptions: "roadmap" of "agreed to test the roadmap"."""
    nouns: set[str] = set()
    for token in reading.doc[start:end]:
        if token.lower_ not in {"the", "this", "our"}:
            continue
        following = [t.lower_ for t in reading.doc[token.i + 1 : min(token.i + 4, end)]]
        nouns.update(next(([n] for n in following if n in head_kinds()), []))
    return frozenset(nouns)


def project(
    reading: Reading, cue: Cue, anchor: Mention, items: list[Atom], block: int, rule: str
) -> Iterator[FactCandidate]:
    """Yield what a cue says of each item in one block, with that block as evidence."""
    span = reading.layout.blocks[block]
    if cue.name == "signatories":
        items = represented(reading, items, reading.block_spans[block].end)
    for atom in items:
        read = cue.read(reading.kind(atom.head), reading.kind(anchor))
        if read is None or atom.head.cluster == anchor.cluster:
            continue
        ends = (atom.head.cluster, anchor.cluster)
        subject, object_ = ends if read.item_first else ends[::-1]
        yield FactCandidate(
            subject, read.property, object_, span.start, span.end, f"{rule}.{cue.name}"
        )
