"""What ``hansa extract --format html`` writes: one page, whole in itself, to judge a reading by.

The text stands in its order with every mention marked, and beside each block what was read in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.pages.characters import isolated, marked, visible
from api.pages.marked_text import Marker
from api.pages.pages import in_words
from ingest import layout
from ingest.explanation import EntityNote
from ingest.layout import Block, Layout
from ingest.reasons import describe_feature
from ontology.model import Entity
from ontology.terms import KINDS

from .explaining import (
    Explained,
    said_parts,
    said_record,
    said_sources,
    said_votes,
    said_words,
    shortened,
)
from .regions import Numbered, mention_regions, number_sayings, quote_regions

_TEMPLATES = Path(__file__).parents[1] / "templates"
#: More facts than this stand below their table or block, not beside it.
_BESIDE = 8


@dataclass(slots=True)
class Unit:
    """A block or a whole table, with what was read in it.

    ``rows`` are the cells of a table, each whether it is a header and its HTML; else ``html`` is
    the text.
    """

    kind: str
    level: int
    html: Markup
    sayings: list[Numbered]
    rows: list[list[tuple[bool, Markup]]] = field(default_factory=list)

    @property
    def is_wide(self) -> bool:
        """Whether its facts stand below it."""
        return len(self.sayings) > _BESIDE


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document of the page; ``prefix`` begins every id of it."""

    prefix: str
    key: str
    title: str
    language: str
    pipeline: str
    entities: Mapping[str, tuple[int, Entity, EntityNote]]
    units: Sequence[Unit]
    sayings: Sequence[Numbered]

    def counts(self) -> str:
        """Return how much was read, in words."""
        proposed = sum(one.proposed for one in self.sayings)
        counts = (
            (len(self.entities), "entity", "entities"),
            (len(self.sayings) - proposed, "fact", "facts"),
            (proposed, "proposal", "proposals"),
        )
        return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts)


def render_page(read: Sequence[Explained]) -> str:
    """Return the page of explained extractions as HTML that needs nothing else."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        words=in_words,
        bdi=isolated,
        shown=marked,
        visible=visible,
        feature=describe_feature,
        said_parts=said_parts,
        said_record=said_record,
        said_sources=said_sources,
        said_votes=said_votes,
        said_words=said_words,
        shortened=shortened,
    )
    style = (_TEMPLATES / "extraction.css").read_text(encoding="utf-8")
    return environment.get_template("extraction.html").render(
        style=Markup(style),  # noqa: S704  a file of ours
        kinds=KINDS,
        features=_features(read),
        documents=[_view(number, one) for number, one in enumerate(read, start=1)],
    )


def _features(read: Sequence[Explained]) -> list[str]:
    """Return the names of the parts of confidences that the page speaks of, in their order."""
    return list(
        dict.fromkeys(
            part.feature
            for _, _, notes in read
            for note in (*notes.facts, *notes.literals, *notes.proposals)
            for part in note.parts
        )
    )


def _view(number: int, explained: Explained) -> DocumentView:
    document, extraction, notes = explained
    prefix = f"d{number}"
    pairs = enumerate(zip(extraction.entities, notes.entities, strict=True), start=1)
    parsed = layout.parse(document.text)
    sayings = number_sayings(explained)
    marker = Marker(
        parsed.text,
        [
            *quote_regions(sayings, parsed, prefix=prefix),
            *mention_regions(explained, parsed, prefix=prefix),
        ],
    )
    return DocumentView(
        prefix=prefix,
        key=document.key,
        title=document.title or document.key,
        language=document.language,
        pipeline=extraction.pipeline,
        entities={entity.id: (position, entity, note) for position, (entity, note) in pairs},
        units=_units(parsed, marker, sayings),
        sayings=sayings,
    )


def _units(parsed: Layout, marker: Marker, sayings: Sequence[Numbered]) -> list[Unit]:
    """Return the blocks in order, each table as one, with what was read in them."""
    by_block: dict[int, list[Numbered]] = {}
    for one in sayings:
        place = parsed.block_at(parsed.plain_offset(one.saying.evidence.start))
        by_block.setdefault(place, []).append(one)
    headers = {block.header for block in parsed.blocks}
    units: list[Unit] = []
    for _, group in groupby(enumerate(parsed.blocks), key=_group):
        members = list(group)
        texts = [marker.stretch(block.start, block.end) for _, block in members]
        found = [one for index, _ in members for one in by_block.get(index, [])]
        _, block = members[0]
        unit = Unit(block.kind, block.level, texts[0], found)
        if block.kind == "cell":
            unit.rows = _rows(members, texts, headers)
        units.append(unit)
    return units


def _group(numbered: tuple[int, Block]) -> tuple[str, int | None]:
    """Return what the blocks of one unit have in common: cells their table, others nothing."""
    index, block = numbered
    return (block.kind, block.group if block.kind == "cell" else index)


def _rows(
    members: Sequence[tuple[int, Block]], texts: Sequence[Markup], headers: set[int | None]
) -> list[list[tuple[bool, Markup]]]:
    """Return a table's cells by row, with empty ones where the table has gaps."""
    rows: list[list[tuple[bool, Markup]]] = []
    cells = zip(members, texts, strict=True)
    for _, row in groupby(cells, key=lambda cell: cell[0][1].row):
        found: list[tuple[bool, Markup]] = []
        for (index, block), text in row:
            found += [(False, Markup())] * ((block.column or 0) - len(found))
            found.append((index in headers, text))
        rows.append(found)
    width = max(map(len, rows))
    return [[*row, *[(False, Markup())] * (width - len(row))] for row in rows]
