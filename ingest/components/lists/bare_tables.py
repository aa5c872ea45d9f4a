"""Tables without a row of column names: labels and values, networks over their members."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import FactCandidate, Mention
from ...reading import Reading
from .cues import cue_named, find_cue
from .grids import Table
from .headers import header_of, project
from .listed import coverage, leading

_DATA = 0.6  # share of a header cell that names fill where it is no header


def owners_of(reading: Reading, members: list[int]) -> dict[int, Mention]:
    """Return the networks and schemes that head every column of a table, if they do."""
    owners: dict[int, Mention] = {}
    for index in {reading.layout.blocks[i].header for i in members} - {None}:
        named = reading.mentions_of_block(index or 0, references=False)
        if len(named) != 1 or reading.kind(named[0]) not in {"Network", "Programme"}:
            return {}
        if not is_data(reading, index or 0):
            return {}
        owners[index or 0] = named[0]
    return owners


def read_columns(
    reading: Reading, members: list[int], owners: dict[int, Mention]
) -> Iterator[FactCandidate]:
    """Yield that the places in a column belong to what heads it."""
    cue = cue_named("cities")
    for index in members:
        header, span = reading.layout.blocks[index].header, reading.block_spans[index]
        if header in owners:
            items = leading(reading, span.start, span.end)
            yield from project(reading, cue, owners[header], items, index, "tables.columns")


def is_data(reading: Reading, index: int) -> bool:
    """Say whether a header cell holds names, as those below it do."""
    span = reading.block_spans[index]
    return len(span) > 0 and coverage(reading, span.start, span.end) >= _DATA


def read_pairs(reading: Reading, found: Table) -> Iterator[FactCandidate]:
    """Yield what a table of labels and values says: "Organiser | Harbour Agency"."""
    left, right = sorted({column for _, column in found.cells})
    for row in found.by_row():
        heads = found.heads.get((row, right), [])
        if not heads or (row, left) not in found.cells:
            continue
        label = found.cells[row, left]
        cue = find_cue(reading.layout.block_text(label), label=True)
        header = header_of(reading, label, short=True, cue=cue) if cue else None
        if header is not None:
            yield from project(reading, *header, heads, found.cells[row, right], "tables.label")


def read_top_row(reading: Reading, found: Table) -> Iterator[FactCandidate]:
    """Yield what stands above a table of a name in each column of its first row, data below."""
    rows = found.by_row()
    first = min(rows, default=0)
    names = {column: found.heads[first, column] for column in rows.get(first, [])}
    if sum(map(bool, names.values())) < max(2, len(names) - 1):
        return
    for column, items in names.items():
        header = header_of(reading, found.cells[first, column], short=True) if items else None
        if header is not None:
            yield from project(reading, *header, items, found.cells[first, column], "tables.items")
