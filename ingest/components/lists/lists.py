"""Lists and tables: what their header says, said of every item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import ACTORS, PLACES

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between
from .anchors import anchor_above, anchor_in
from .cues import find_cue
from .headers import header_of, project
from .inline_lists import inline_lists
from .listed import coverage, leading, only
from .tables import read_table

NAME = "hansa_lists_v1"
_DASH = re.compile(
    r"^[^\w]*(?:(?:city )?(?:council|government|municipality))?\s*[–—:-]\W*$", re.IGNORECASE
)
#: A town's name and a colon before words that lead to what the town has.
_OPENED = re.compile(r"^\W*:\W*(?:[\w'’-]+ ){0,9}(?:[\w'’-]+)?[\"“‘'(]?$")
_SHORT = 15  # tokens of an item that is no sentence
_LINE = 0.4  # share of a line that names must fill for it to be a list of them
_NAMED = 0.6  # share of a heading that names must fill for it to be one of a list
_LABEL = 45  # characters of a label before its colon


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
        elif kind == "heading":
            doc._.facts.extend(fact for i in members for fact in _section(reading, i))
        else:
            doc._.facts.extend(fact for i in members for fact in _line(reading, i))
    for index, _ in blocks:
        doc._.facts.extend(_key_value(reading, index))
    doc._.facts.extend(inline_lists(reading))
    return doc


def _list(reading: Reading, members: list[int]) -> Iterator[FactCandidate]:
    """Yield what the header of a list says of its items, if a third of them begin with names."""
    for index in members:
        yield from _dashed(reading, index)
    heads = {index: _items(reading, index) for index in members}
    if not any(heads.values()):
        heads = _alike(reading, members)
    if sum(map(bool, heads.values())) * 3 < len(members):
        return
    for index, items in heads.items():
        short = _is_entry(reading, index, items)
        found = header_of(reading, index, short=short) if items else None
        if found is not None:
            yield from project(reading, *found, items, index, "lists.items")


def _is_entry(reading: Reading, index: int, items: list[Atom]) -> bool:
    """Say whether an item is a name, perhaps with a remark after a sign, and no sentence."""
    span = reading.block_spans[index]
    if len(span) <= _SHORT or not items:
        return True
    after = reading.doc[items[-1].end : items[-1].end + 2].text.strip()
    return after.startswith(("–", "—", "-", ":", "(", ") –", ") —", ") -", "):"))


def _section(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield what a heading says of the sections under it, each headed by a name."""
    span = reading.block_spans[index]
    above = reading.layout.headings(index)
    if not above or len(span) == 0 or coverage(reading, span.start, span.end) < _NAMED:
        return
    items = leading(reading, span.start, span.end)
    items = [atom for atom in items if reading.kind(atom.head) not in {"Country", "Region"}]
    if items and find_cue(reading.layout.block_text(above[0]), label=False) is not None:
        found = header_of(reading, index, short=True)
        if found is not None and not reading.mentions_of_block(above[0]):
            yield from project(reading, *found, items, index, "lists.section")


def _dashed(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield who runs what in "Riga – Night Bus", and where it is in "Night Bus – Riga"."""
    span, block = reading.block_spans[index], reading.layout.blocks[index]
    found = atoms(reading, reading.mentions_in(span.start, span.end, references=False))
    if len(found) < 2 or not _items(reading, index):
        return
    first, second = (atom.head for atom in found[:2])
    gap = between(reading, found[0].end, found[1].start)
    plain = len(found) == 2 and _DASH.match(gap)
    if not plain and not (reading.kind(first) == "City" and _OPENED.match(gap)):
        return
    ends = _dashed_ends(reading, first, second)
    alone = not between(reading, found[1].end, span.end)[:1].isalnum()
    if ends is not None and (ends[1] != "locatedIn" or alone):
        yield FactCandidate(*ends, block.start, block.end, "lists.dashed", confidence=0.7)


def _dashed_ends(reading: Reading, first: Mention, second: Mention) -> tuple[int, str, int] | None:
    """Return what two names with a dash between say of one another, by their kinds."""
    kinds = reading.kind(first), reading.kind(second)
    if kinds[0] in ACTORS and kinds[1] in {"Project", "Programme"}:
        return second.cluster, "ledBy", first.cluster
    if kinds[0] in {"Project", "Programme", "Event"} and kinds[1] in PLACES:
        return first.cluster, "locatedIn", second.cluster
    if kinds == ("City", "Agreement"):
        return first.cluster, "partyTo", second.cluster
    name = fold(reading.cluster(second).names[0]).split()
    if kinds == ("City", "Organization") and words("frames", "official") & set(name):
        return second.cluster, "partOf", first.cluster
    return None


def _alike(reading: Reading, members: list[int]) -> dict[int, list[Atom]]:
    """Return the one name in each item, if they are all of one kind: "2 million to Riga for"."""
    spans = {index: reading.block_spans[index] for index in members}
    heads = {index: only(reading, span.start, span.end) for index, span in spans.items()}
    kinds = {reading.kind(atom.head) for found in heads.values() for atom in found}
    many = 2 * sum(map(bool, heads.values())) >= len(members) > 2
    return heads if len(kinds) == 1 and many else {}


def _items(reading: Reading, index: int) -> list[Atom]:
    span = reading.block_spans[index]
    return leading(reading, span.start, span.end)


def _line(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield what the heading says of a line of names: "Leadership team" over "A, B, C"."""
    span = reading.block_spans[index]
    if len(span) == 0 or coverage(reading, span.start, span.end) < _LINE:
        return
    if any(token.tag_ in {"VBD", "VBZ", "VBP"} for token in span):
        return  # a sentence, and no list
    items = leading(reading, span.start, span.end)
    found = header_of(reading, index, short=True) if items else None
    if found is not None:
        yield from project(reading, *found, items, index, "lists.line")


def _key_value(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield what a label says: "Organiser: Harbour Agency" under the name of an event."""
    block, text = reading.layout.blocks[index], reading.layout.block_text(index)
    colon = text.find(":")
    if block.kind == "heading" or not 0 < colon <= _LABEL or len(text[:colon].split()) > 5:
        return
    cue = find_cue(text[:colon], label=True)
    span = reading.block_spans[index]
    start = next((t.i + 1 for t in span if t.text == ":"), span.end)
    items = leading(reading, start, span.end)
    if cue is None:
        mute = items and not reading.mentions_in(span.start, start) and block.kind == "item"
        found = header_of(reading, index, short=True) if mute else None
        if found is not None:
            yield from project(reading, *found, items, index, "lists.items")
        return
    named = anchor_in(reading, reading.mentions_in(span.start, start), cue.may_anchor)
    anchor = named or (anchor_above(reading, index, cue.may_stand_for) if items else None)
    if anchor is not None:
        yield from project(reading, cue, anchor, items, index, "lists.label")


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_lists)
