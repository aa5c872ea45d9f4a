"""Lists and tables: what their header says, said of every item."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import PLACES

from ...annotations import FactCandidate
from ...reading import Reading
from ..relations.chains import Atom
from .bodies import read_bodies
from .committees import read_committee
from .countries import read_country
from .cues import cue_named
from .dashed import read_dashed
from .entries import is_entry, read_bold, read_sections
from .headers import bare_heading, header_of, project
from .honours import read_honours
from .inline_lists import inline_lists
from .labels import read_label, read_line
from .leads import leads
from .listed import coverage, leading, only
from .officers import read_officers
from .sides import Sides, read_sides, sides_of
from .signatures import read_signatures
from .tables import read_table
from .twins import read_twins

NAME = "hansa_lists_v1"
_PURE = 0.5  # share of an item that its names fill where nothing but names is listed


def read_lists(doc: Doc) -> Doc:
    """Add what headings, lead-ins, labels and column headers say of the names under them."""
    reading = Reading(doc)
    blocks = list(enumerate(reading.layout.blocks))
    for (_, kind), group in groupby(blocks, key=lambda pair: (pair[1].group, pair[1].kind)):
        members = [index for index, _ in group]
        if kind == "cell":
            doc._.facts.extend(read_table(reading, members))
        elif kind == "item":
            doc._.facts.extend(_list(reading, members))
            doc._.facts.extend(read_officers(reading, members))
        elif kind == "paragraph":
            doc._.facts.extend(fact for i in members for fact in read_line(reading, i))
            doc._.facts.extend(fact for i in members for fact in read_officers(reading, [i]))
    doc._.facts.extend(read_sections(reading))
    doc._.facts.extend(read_bold(reading))
    doc._.facts.extend(read_signatures(reading))
    for index, _ in blocks:
        doc._.facts.extend(read_label(reading, index))
        doc._.facts.extend(read_bodies(reading, index))
        doc._.facts.extend(read_honours(reading, index))
    doc._.facts.extend(inline_lists(reading))
    return doc


def _list(reading: Reading, members: list[int]) -> Iterator[FactCandidate]:
    """Yield what the header of a list says of its items, if a third of them begin with names."""
    for index in members:
        yield from read_dashed(reading, index)
    shown = header_of(reading, members[0], short=True)
    if shown is not None and shown[0].name == "appearances":
        for index in members:
            yield from project(reading, *shown, _events(reading, index), index, "lists.items")
        return
    if twins := read_twins(reading, members):
        yield from twins
        return
    if persons := list(read_committee(reading, members)):
        yield from persons
        return
    sides = {index: two for index in members if (two := sides_of(reading, index)) is not None}
    heads = {index: _items(reading, index) or _behind(sides.get(index)) for index in members}
    heads = _without_groups(reading, heads)
    if not any(heads.values()):
        heads = _alike(reading, members)
    if sum(map(bool, heads.values())) * 3 < len(members):
        return
    for index, items in heads.items():
        yield from read_country(reading, index, items)
    pure = _is_pure(reading, heads)
    for index, items in heads.items():
        short = is_entry(reading, index, items)
        found = header_of(reading, index, short=short) if items else None
        if found is None and pure and items:
            found = bare_heading(reading, index)
        if found is not None:
            led = leads(reading, items, found[0], reading.block_spans[index].end)
            cue = cue_named("leaders") if led else found[0]
            yield from project(reading, cue, found[1], items, index, "lists.items")
            if index in sides:
                yield from read_sides(reading, found, sides[index], index)


def _behind(sides: Sides | None) -> list[Atom]:
    """Return the names behind the dash of an item that does not begin with any."""
    return sides.right if sides is not None else []


def _without_groups(reading: Reading, heads: dict[int, list[Atom]]) -> dict[int, list[Atom]]:
    """Leave out the countries and regions under which other items are grouped."""
    parents = {reading.layout.blocks[index].parent for index in heads}
    grouping = {"Country", "Region"}
    return {
        index: items
        for index, items in heads.items()
        if index not in parents or any(reading.kind(a.head) not in grouping for a in items)
    }


def _events(reading: Reading, index: int) -> list[Atom]:
    """Return the events anywhere in an item, where it is told what was said and by whom."""
    named = reading.mentions_of_block(index, references=False)
    return [Atom(m, m.end) for m in named if reading.kind(m) == "Event"]


def _is_pure(reading: Reading, heads: dict[int, list[Atom]]) -> bool:
    """Say whether a list holds three places or more, and nothing but places."""
    spans = [reading.block_spans[index] for index in heads]
    return len(heads) > 2 and all(
        items
        and all(reading.kind(atom.head) in PLACES for atom in items)
        and coverage(reading, span.start, span.end) >= _PURE
        for items, span in zip(heads.values(), spans, strict=True)
    )


def _alike(reading: Reading, members: list[int]) -> dict[int, list[Atom]]:
    """Return the one name in each item, if they are all of one kind: "2 million to Riga for"."""
    spans = {index: reading.block_spans[index] for index in members}
    heads = {index: only(reading, span.start, span.end) for index, span in spans.items()}
    kinds = {reading.kind(atom.head) for found in heads.values() for atom in found}
    many = 2 * sum(map(bool, heads.values())) >= len(members) > 2
    return heads if len(kinds) == 1 and many else {}


def _items(reading: Reading, index: int) -> list[Atom]:
    span = reading.block_spans[index]
    items = leading(reading, span.start, span.end)
    if items and "in" in reading.doc[span.start : items[0].start].text.lower().split():
        return [atom for atom in items if reading.kind(atom.head) not in {"Region", "Country"}]
    return items


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_lists)
