"""Lists of towns brought together two by two: "Riga (Latvia) and Turku (Finland) – tides"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...reading import Reading
from ..relations.chains import Atom, atoms, between
from .cues import cue_named
from .headers import header_blocks
from .objects import header_text, object_of

_JOINED = re.compile(
    r"^\)?\s*(?:,|,? ?and|&|\+|/|–|—|-|↔|⇄|<->|with|with the|x|(?:twinned|paired) with)$"
)
_PAIRING = re.compile(
    r"\b(?:twin(?:s|ned|ning|nings)?|pair(?:s|ed|ing|ings)?|matched|match(?:es|ing)?|tandems?|duos?"
    r"|sister cit(?:y|ies)|mentor\w*|city to city|bilateral|peer (?:exchanges?|learning|reviews?)"
    r"|partnerships between)\b"
)
_MOST = 3  # towns of one pairing
_SHARE = 0.6  # share of the items that are pairs


def read_twins(reading: Reading, members: list[int]) -> list[FactCandidate]:
    """Return who is partner of whom in a list of pairs, and in which scheme they take part."""
    pairs = {index: pair for index in members if (pair := _pair(reading, index))}
    if len(pairs) < 2 or len(pairs) < _SHARE * len(members):
        return []
    header = _header(reading, members[0])
    if header is None:
        return []
    scheme = _scheme(reading, header)
    return [fact for index, pair in pairs.items() for fact in _facts(reading, index, pair, scheme)]


def _pair(reading: Reading, index: int) -> list[Atom]:
    """Return the two or three towns, and nothing else, that an item begins with."""
    span = reading.block_spans[index]
    found: list[Atom] = []
    for atom in atoms(reading, reading.mentions_in(span.start, span.end, references=False)):
        gap = between(reading, found[-1].end if found else span.start, atom.start)
        joined = _JOINED.match(gap.strip(") ").lower()) if found else len(gap) < _MOST
        if not joined or reading.kind(atom.head) not in {"City", "Region"}:
            break
        found.append(atom)
    return found if 1 < len(found) <= _MOST else []


def _header(reading: Reading, index: int) -> int | None:
    """Return the block over a list that says that it lists pairs."""
    for block in header_blocks(reading, index):
        if _PAIRING.search(fold(header_text(reading, block))):
            return block
    return None


def _scheme(reading: Reading, header: int) -> Mention | None:
    """Return the scheme whose pairs are listed: the nearest one called so, or the topic."""
    last = reading.block_spans[header].end
    for mention in reversed(reading.mentions_in(0, last, references=False)):
        called = any(_PAIRING.search(fold(name)) for name in reading.cluster(mention).names)
        if called and reading.kind(mention) in {"Programme", "Project", "Network"}:
            return mention
    return object_of(reading, header, cue_named("cities"))


def _facts(
    reading: Reading, index: int, pair: list[Atom], scheme: Mention | None
) -> Iterator[FactCandidate]:
    block = reading.layout.blocks[index]
    place = block.start, block.end
    for one, other in combinations(pair, 2):
        if one.head.cluster != other.head.cluster:
            ends = one.head.cluster, "partnerOf", other.head.cluster
            yield FactCandidate(*ends, *place, "lists.twins")
    cue = cue_named("cities")
    for atom, anchor in ((atom, scheme) for atom in pair if scheme is not None):
        read = cue.read(reading.kind(atom.head), reading.kind(anchor))
        if read is not None:
            ends = atom.head.cluster, read.property, anchor.cluster
            yield FactCandidate(*ends, *place, "lists.twins.scheme")
