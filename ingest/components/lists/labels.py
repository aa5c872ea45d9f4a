"""Lines that say in themselves what their names are: under a heading, or after a label."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.terms import PLACES

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom
from .anchors import anchor_above, anchor_in
from .captions import is_caption
from .cards import card_of, label_of, value_of
from .countries import read_country
from .cues import Cue, cue_named, find_cue, is_silent
from .headers import header_of, project
from .listed import coverage, leading

_LINE = 0.4  # share of a line that names must fill for it to be a list of them
_SECTION = 12  # tokens of a paragraph under a heading
_GROUPING = frozenset({"Country", "Region"})
_NAMED = 0.8  # share of a label or heading that names must fill for it to be one


def read_line(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield what the heading says of a line of names: "Leadership team" over "A, B, C"."""
    span = reading.block_spans[index]
    items = leading(reading, span.start, span.end) if len(span) else []
    if not items or coverage(reading, items[0].start, span.end) < _LINE:
        return
    if any(token.tag_ in {"VBD", "VBZ", "VBP"} for token in span):
        return  # a sentence, and no list
    if _groups(reading, index, items) or _heads(reading, index):
        return
    yield from read_country(reading, index, items)
    found = header_of(reading, index, short=True)
    if found is not None:
        yield from project(reading, *found, items, index, "lists.line")


def read_label(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield what a label says: "Organiser: Harbour Agency" under the name of an event."""
    block, text = reading.layout.blocks[index], reading.layout.block_text(index)
    label = label_of(text)
    if block.kind == "heading" or label is None or is_silent(label):
        return
    colon = len(label)
    cue = find_cue(label, label=True)
    span = reading.block_spans[index]
    start = value_of(reading, index, label)
    items = leading(reading, start, span.end)
    if cue is None and (whose := _owner(reading, span.start, start, items)) is not None:
        yield from project(reading, cue_named("cities"), whose, items, index, "lists.owner")
        return
    if cue is None:
        mute = items and not reading.mentions_in(span.start, start)
        filled = block.kind == "item" or coverage(reading, start, span.end) >= _NAMED
        neutral = set(fold(text[:colon]).split()) & words("headers", "neutral")
        listed = mute and filled and not neutral
        found = header_of(reading, index, short=True) if listed else None
        if found is not None:
            yield from project(reading, *found, items, index, "lists.items")
        return
    named = anchor_in(reading, reading.mentions_in(span.start, start), cue.may_anchor)
    anchor = named or _anchor(reading, index, cue, items)
    if anchor is not None:
        yield from project(reading, cue, anchor, items, index, "lists.label")


def _heads(reading: Reading, index: int) -> bool:
    """Say whether a line heads a section of running text."""
    blocks = reading.layout.blocks
    over = index + 1 < len(blocks) and blocks[index + 1].kind == "paragraph"
    return over and is_caption(reading, index) and len(reading.block_spans[index + 1]) > _SECTION


def _groups(reading: Reading, index: int, items: list[Atom]) -> bool:
    """Say whether a line only names the country or region of the list under it."""
    blocks, below = reading.layout.blocks, index + 1
    if below >= len(blocks) or any(reading.kind(a.head) not in _GROUPING for a in items):
        return False
    if blocks[below].lead_in == index:
        return True
    span = reading.block_spans[below]
    towns = leading(reading, span.start, span.end)
    alike = blocks[below].kind == blocks[index].kind and bool(towns)
    return alike and all(reading.kind(atom.head) == "City" for atom in towns)


def _anchor(reading: Reading, index: int, cue: Cue, items: list[Atom]) -> Mention | None:
    """Return what a label without a name speaks of: what the headings or the document are about."""
    if not items:
        return None
    own = card_of(reading, index)
    if own is not None and cue.may_anchor(reading.kind(own)):
        return _project_over(reading, index, own, cue) or own
    return anchor_above(reading, index, cue.may_stand_for, inside=False, topic=not cue.titled)


def _project_over(reading: Reading, index: int, own: Mention, cue: Cue) -> Mention | None:
    """Return the project in the heading over a card whose scheme it only names."""
    above = reading.layout.headings(index)[:1]
    if not above or reading.kind(own) == "Project" or not cue.may_anchor("Project"):
        return None
    named = reading.mentions_of_block(above[0], references=False)
    return anchor_in(reading, named, lambda kind: float(kind == "Project"))


def _owner(reading: Reading, start: int, colon: int, items: list[Atom]) -> Mention | None:
    """Return the network or scheme that is a label of nothing but towns: "Baltic Ring: A, B"."""
    if len(items) < 2 or any(reading.kind(atom.head) not in PLACES for atom in items):
        return None
    named = reading.mentions_in(start, colon, references=False)
    whole = len(named) == 1 and coverage(reading, start, colon) >= _NAMED
    return named[0] if whole and reading.kind(named[0]) in {"Network", "Programme"} else None
