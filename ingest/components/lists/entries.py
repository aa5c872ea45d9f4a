"""Sections and paragraphs headed by a name: the entries of a catalogue, a cohort, a jury."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ontology.terms import PLACES

from ...annotations import FactCandidate
from ...reading import Reading
from ..relations.chains import Atom
from .cues import find_cue
from .headers import header_of, introduces, project
from .listed import coverage, leading
from .objects import header_text

_SHORT = 15  # tokens of an item that is no sentence
_NAMED = 0.6  # share of a heading that names must fill for it to be one of a list
_BOLD = 90  # characters of a name in bold at the head of a paragraph
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HELD = frozenset({"City", "Organization", "Network", "Project", "Programme", "Country", "Region"})
_SIGNS = ("–", "—", "-", ":", "(", ") –", ") —", ") -", "):")


def is_entry(reading: Reading, index: int, items: list[Atom]) -> bool:
    """Say whether an item is a name, perhaps with a remark after a sign, and no sentence."""
    span = reading.block_spans[index]
    if not items:
        return True
    following = reading.doc[items[-1].end : min(items[-1].end + 2, span.end)]
    if len(following) and following[0].tag_ in _FINITE:
        return False
    return len(span) <= _SHORT or following.text.strip().startswith(_SIGNS)


def read_sections(reading: Reading) -> Iterator[FactCandidate]:
    """Yield what a heading says of the sections under it, each headed by a name."""
    groups: dict[tuple[int, int], dict[int, list[Atom]]] = {}
    for index, block in enumerate(reading.layout.blocks):
        above = _cue_heading(reading, index) if block.kind == "heading" else None
        items = _named(reading, index) if above is not None else []
        if above is not None and items:
            groups.setdefault((above, block.level), {})[index] = items
    for (above, _), entries in sorted(groups.items()):
        if reading.mentions_of_block(above) and not _are_alike(reading, entries):
            continue
        told = above if reading.layout.blocks[above].kind == "paragraph" else None
        yield from _entries(reading, entries, told, "lists.section")


def _cue_heading(reading: Reading, index: int) -> int | None:
    """Return the heading that says what a section is, countries between the two apart."""
    for above in reading.layout.headings(index):
        if find_cue(reading.layout.block_text(above), label=False) is not None:
            return above
        if _tells_of_sections(reading, above, index):
            return above + 1
        kinds = {reading.kind(m) for m in reading.mentions_of_block(above)}
        span = reading.block_spans[above]
        if not kinds or kinds - PLACES or coverage(reading, span.start, span.end) < _NAMED:
            return None
    return None


def _tells_of_sections(reading: Reading, above: int, index: int) -> bool:
    """Say whether the paragraph under a heading introduces the sections that follow it."""
    below = above + 1
    if below >= index or reading.layout.blocks[below].kind != "paragraph":
        return False
    if reading.layout.blocks[min(below + 1, index)].kind != "heading":
        return False
    text = reading.layout.block_text(below)
    return text.endswith(":") and find_cue(header_text(reading, below), label=False) is not None


def _named(reading: Reading, index: int) -> list[Atom]:
    """Return the names of a heading that is little more than names, countries apart."""
    span = reading.block_spans[index]
    if len(span) == 0 or coverage(reading, span.start, span.end) < _NAMED:
        return []
    items = leading(reading, span.start, span.end)
    return [atom for atom in items if reading.kind(atom.head) not in {"Country", "Region"}]


def _are_alike(reading: Reading, entries: dict[int, list[Atom]]) -> bool:
    """Say whether two entries or more, and most of them, are of one kind."""
    kinds = Counter(reading.kind(items[0].head) for items in entries.values())
    most = max(kinds.values())
    return most > 1 and 2 * most > len(entries)


def read_bold(reading: Reading) -> Iterator[FactCandidate]:
    """Yield what the header says of paragraphs that each begin with a name in bold."""
    groups: dict[int | None, dict[int, list[Atom]]] = {}
    for index, block in enumerate(reading.layout.blocks):
        items = _bold(reading, index) if block.kind == "paragraph" else []
        if items:
            groups.setdefault(block.heading, {})[index] = items
    for entries in groups.values():
        if len(entries) > 1 and _are_alike(reading, entries):
            yield from _entries(reading, entries, _before(reading, min(entries)), "lists.bold")


def _bold(reading: Reading, index: int) -> list[Atom]:
    """Return the names in bold that a paragraph begins with, if nothing else is in bold there."""
    layout, block = reading.layout, reading.layout.blocks[index]
    start = layout.offsets[block.start]
    if layout.source[max(0, start - 2) : start] not in {"**", "__"}:
        return []
    close = layout.source.find(layout.source[start - 2 : start], start, start + _BOLD)
    end = layout.plain_offset(close) if close > 0 else block.start
    span = reading.doc.char_span(block.start, end, alignment_mode="contract")
    if span is None or ":" in reading.layout.text[block.start : end + 2]:
        return []  # a label
    if coverage(reading, span.start, span.end) < _NAMED:
        return []
    items = leading(reading, span.start, span.end)
    return [atom for atom in items if reading.kind(atom.head) in _HELD]


def _before(reading: Reading, index: int) -> int | None:
    """Return the paragraph before the first of several entries, if it introduces them."""
    above = index - 1
    paragraph = above >= 0 and reading.layout.blocks[above].kind == "paragraph"
    return above if paragraph and introduces(reading, above, short=False) else None


def _entries(
    reading: Reading, entries: dict[int, list[Atom]], first: int | None, rule: str
) -> Iterator[FactCandidate]:
    for index, items in entries.items():
        found = header_of(reading, index, short=True, first=first)
        if found is not None:
            yield from project(reading, *found, items, index, rule)
