"""From an item to what is said above it: the cue, and the entity that the cue speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from ..annotations import FactCandidate, Mention
from ..reading import Reading
from .anchors import anchor_above, anchor_in
from .chains import Atom
from .cues import Cue, find_cue

_LONGEST = 30  # tokens of a lead-in that is taken as a whole; of a longer one the last sentence
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
        anchor = anchor_above(reading, index, cue.may_stand_for)
        return (cue, anchor) if anchor is not None else None
    for header in _above(reading, index, short=short, first=first):
        found = find_cue(header_text(reading, header), label=False)
        if found is None and reading.layout.block_text(header).endswith(":"):
            found = find_cue(reading.layout.block_text(header), label=False)
        if found is None or (header == first and not found.column):
            continue
        anchor = _anchor(reading, header, found)
        if anchor is not None:
            return found, anchor
    return None


def _above(reading: Reading, index: int, *, short: bool, first: int | None) -> Iterator[int]:
    """Yield the blocks that may introduce an item, nearest first."""
    block = reading.layout.blocks[index]
    if first is not None:
        yield first
    seen: set[int] = set()
    for above in (block.parent, block.lead_in):
        if above is not None and _introduces(reading, above, short=short):
            seen.add(above)
            yield above
    if block.kind == "paragraph" and (opener := _colon_before(reading, index)) is not None:
        yield opener
    if short:
        yield from (h for h in reading.layout.headings(index) if h not in seen)


def _colon_before(reading: Reading, index: int) -> int | None:
    """Return the paragraph ending in a colon that a run of short lines follows."""
    blocks = reading.layout.blocks
    for above in range(index - 1, -1, -1):
        if blocks[above].kind != "paragraph" or blocks[above].heading != blocks[index].heading:
            return None
        if reading.layout.block_text(above).endswith(":"):
            return above
        if len(reading.block_spans[above]) > _TITLE:
            return None
    return None


def _introduces(reading: Reading, index: int, *, short: bool) -> bool:
    """Say whether a block is a lead-in: it ends in a colon, or is a title over short items."""
    span = reading.block_spans[index]
    text = reading.layout.block_text(index).rstrip("*_ ")
    return text.endswith(":") or (short and len(span) <= _TITLE and not text.endswith("."))


def header_text(reading: Reading, index: int) -> str:
    """Return the words of a header: all of a short block, the last sentence of a long one."""
    span = reading.block_spans[index]
    if len(span) <= _LONGEST or reading.layout.blocks[index].kind == "heading":
        return str(span.text)
    return str(reading.sentences[reading.sentence_of[span.end - 1]].text)


def _anchor(reading: Reading, header: int, cue: Cue) -> Mention | None:
    """Return what a header speaks of: named in it, in a heading above, or the main entity."""
    span = reading.block_spans[header]
    mentions = reading.mentions_in(span.start, span.end)
    named = anchor_in(reading, mentions, cue.may_anchor)
    return named or anchor_above(reading, header, cue.may_stand_for)


def project(
    reading: Reading, cue: Cue, anchor: Mention, items: list[Atom], block: int, rule: str
) -> Iterator[FactCandidate]:
    """Yield what a cue says of each item in one block, with that block as evidence."""
    span = reading.layout.blocks[block]
    for atom in items:
        read = cue.read(reading.kind(atom.head), reading.kind(anchor))
        if read is None or atom.head.cluster == anchor.cluster:
            continue
        ends = (atom.head.cluster, anchor.cluster)
        subject, object_ = ends if read.item_first else ends[::-1]
        yield FactCandidate(
            subject, read.property, object_, span.start, span.end, f"{rule}.{cue.name}"
        )
