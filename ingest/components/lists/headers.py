"""From an item to what is said above it: the cue, and the entity that the cue speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ontology.terms import PLACES

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..posts.line_roles import line_role
from ..relations.chains import Atom
from .anchors import anchor_above, anchor_in
from .announced import announced
from .captions import captions
from .cues import Cue, cue_named, find_cue, is_silent
from .listed import coverage
from .objects import header_text, object_of, opener_of
from .signatures import represented

#: A cue and the entity that it speaks of.
Header = tuple[Cue, Mention]

_NAMED = 0.6  # share of a heading that names fill where it is a name
_SORT = 3  # tokens of a heading that only sorts what a higher one introduces
_CAPTION = 8  # tokens of a line of plain text that heads a section
_NAME = 6  # tokens of a person's name
_EMPHASIS = frozenset("*_")  # signs that may close a name in bold
_TITLE = 12  # tokens of a lead-in that introduces a list without a colon


def header_of(
    reading: Reading,
    index: int,
    *,
    short: bool,
    first: int | None = None,
    cue: Cue | None = None,
) -> Header | None:
    """Return the nearest cue above the item in block *index* and the entity it speaks of.

    ``short`` says that the item is no sentence, so that headings above count too; ``first`` is a
    block to ask before all others (a column's header); ``cue`` is one already found in *index*.
    """
    if cue is not None:
        anchor = anchor_above(reading, index, cue.may_stand_for, topic=not cue.titled)
        return (cue, anchor) if anchor is not None else None
    passed: list[int] = []
    bare: Header | None = None
    for header in header_blocks(reading, index, short=short, first=first):
        if is_silent(header_text(reading, header)):
            return None
        found = find_cue(header_text(reading, header), label=False)
        if found is None and reading.layout.block_text(header).endswith(":"):
            found = find_cue(reading.layout.block_text(header), label=False)
        if found is None or (header == first and not found.column):
            passed.append(header)
            continue
        anchor = _named_between(reading, passed, found) or object_of(reading, header, found)
        if anchor is None or (bare is not None and found.name == "cities"):
            continue
        if bare is None and _only_sorts(reading, header, found):
            bare = found, anchor
            continue
        return found, anchor
    if bare is not None:
        return bare
    return announced(reading, index) if short and first is None else None


def _only_sorts(reading: Reading, header: int, cue: Cue) -> bool:
    """Say whether a heading only says what sort its items are of: "Municipalities" of partners."""
    short = len(reading.block_spans[header]) <= _SORT and not reading.mentions_of_block(header)
    return cue.name == "cities" and short and reading.layout.blocks[header].kind == "heading"


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


def bare_heading(reading: Reading, index: int) -> Header | None:
    """Return the network or scheme whose name is the heading of a list of nothing but places."""
    if any(is_silent(header_text(reading, block)) for block in header_blocks(reading, index)):
        return None
    above = reading.layout.headings(index)[:1]
    named = _bare(reading, above[0]) if above else []
    anchor = anchor_in(reading, named, lambda kind: kind in {"Network", "Programme"})
    return (cue_named("cities"), anchor) if anchor is not None else None


def header_blocks(
    reading: Reading, index: int, *, short: bool = True, first: int | None = None
) -> Iterator[int]:
    """Yield the blocks that may introduce an item, nearest first."""
    block = reading.layout.blocks[index]
    if first is not None:
        yield first
    seen: set[int] = set()
    for above in (block.parent, block.lead_in):
        if above is not None and introduces(reading, above, short=short):
            seen.add(above)
            yield above
    if block.kind == "paragraph" and (opener := opener_of(reading, index)) is not None:
        yield opener
    if short:
        yield from (c for c in _captions(reading, index) if c not in seen)
        yield from (h for h in reading.layout.headings(index) if h not in seen)


def _captions(reading: Reading, index: int) -> Iterator[int]:
    """Yield the line of plain text that heads the section, if it is short as a heading is."""
    for above in islice(captions(reading, index), 1):
        if len(reading.block_spans[above]) <= _CAPTION:
            yield above


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


def _employs(reading: Reading, atom: Atom) -> bool:
    """Say whether a body stands right behind a person of its own: "**Ada Lind** Tide Lab"."""
    start = atom.head.start
    while start and set(reading.doc[start - 1].text) <= _EMPHASIS:
        start -= 1
    if reading.kind(atom.head) not in {"Organization", "Network"} or not start:
        return False
    before = reading.mentions_in(max(0, start - _NAME), start, references=False)
    beside = bool(before) and before[-1].end == start
    return beside and reading.kind(before[-1]) == "Person"


def project(
    reading: Reading, cue: Cue, anchor: Mention, items: list[Atom], block: int, rule: str
) -> Iterator[FactCandidate]:
    """Yield what a cue says of each item in one block, with that block as evidence."""
    span = reading.layout.blocks[block]
    if cue.name == "signatories":
        items = represented(reading, items, reading.block_spans[block].end)
    for atom in items:
        read = cue.read(reading.kind(atom.head), reading.kind(anchor))
        if read is None or atom.head.cluster == anchor.cluster or _employs(reading, atom):
            continue
        ends = (atom.head.cluster, anchor.cluster)
        subject, object_ = ends if read.item_first else ends[::-1]
        held = read.property == "worksFor" and reading.kind(atom.head) == "Person"
        yield FactCandidate(
            subject,
            read.property,
            object_,
            span.start,
            span.end,
            f"{rule}.{cue.name}",
            role=line_role(reading, atom.head) if held else None,
        )
