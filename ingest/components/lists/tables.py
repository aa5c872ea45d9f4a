"""Tables: columns judged by their headers, rows read as facts about the row's subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ontology.terms import PLACES, fits

from ...annotations import FactCandidate, Mention
from ...reading import Reading
from ..posts.posts import has_post_noun
from ..posts.table_posts import labelled_post, leads, role_of_row
from ..relations.chains import Atom
from .bare_tables import is_data, owners_of, read_columns, read_pairs, read_top_row
from .cues import Cue, cue_named
from .grids import Table, sort_of
from .headers import bare_heading, header_of, project
from .lapsed import is_lapsed
from .listed import leading

#: What a column of this sort says of its row's subject; the subject's side comes first.
_READINGS: dict[str, tuple[tuple[str, bool], ...]] = {
    "lead": (("ledBy", True), ("participatesIn", False)),
    "partner": (("partnerOf", True), ("participatesIn", False)),
    "funder": (("supportedBy", True),),
    "founder": (("foundedBy", True),),
    "country": (("locatedIn", True),),
    "place": (("locatedIn", True),),
    "programme": (("partOf", True), ("memberOf", True), ("participatesIn", True)),
    "project": (("ledBy", False), ("participatesIn", True)),
    "body": (("worksFor", True), ("ledBy", True)),
    "person": (("worksFor", False),),
}
_SUBJECTS = ("Person", "Project", "Programme", "Event", "Network", "City", "Organization", "Region")


def read_table(reading: Reading, members: list[int]) -> Iterator[FactCandidate]:
    """Yield the facts of the table whose cells are the blocks *members*."""
    owners = owners_of(reading, members)
    if owners:
        yield from read_columns(reading, members, owners)
        return
    found = _collect(reading, members)
    kinds = {column: _kind(reading, cells) for column, cells in found.by_column().items()}
    alike = len(set(kinds.values())) == 1 and len(kinds) > 1 and None not in kinds.values()
    if alike and not found.headers:
        yield from _items(reading, found, set(kinds))
        return
    if not found.headers and len(kinds) == 2 and kinds[min(kinds)] is None:
        yield from read_pairs(reading, found)
        return
    subject = _subject(kinds)
    if subject is None:
        yield from read_top_row(reading, found)
        return
    yield from _items(reading, found, {subject})
    for row, columns in found.by_row().items():
        if subject in columns:
            yield from _row(reading, found, row, (subject, columns))


def _subject(kinds: dict[int, str | None]) -> int | None:
    """Return the first column of subjects; a region is one only where there is no other."""
    columns = [column for column, kind in kinds.items() if kind in _SUBJECTS]
    return next((c for c in columns if kinds[c] != "Region"), columns[0] if columns else None)


def _collect(reading: Reading, members: list[int]) -> Table:
    found = Table()
    blocks = reading.layout.blocks
    headers = {blocks[i].header for i in members}
    if any(is_data(reading, index) for index in headers if index is not None):
        headers = set()  # a converter took the first row for a header
    for index in members:
        block = blocks[index]
        row, column = block.row or 0, block.column or 0
        if index in headers:
            found.headers[column] = index
            continue
        span = reading.block_spans[index]
        found.cells[row, column] = index
        found.heads[row, column] = leading(reading, span.start, span.end)
    return found


def _kind(reading: Reading, cells: list[list[Atom]]) -> str | None:
    """Return the commonest kind of the names in a column, if most of its cells have any."""
    kinds = Counter(reading.kind(heads[0].head) for heads in cells if heads)
    if not kinds or 2 * sum(kinds.values()) < len(cells):
        return None
    return min(kinds, key=lambda kind: (-kinds[kind], kind))


def _items(reading: Reading, found: Table, columns: set[int]) -> Iterator[FactCandidate]:
    """Yield what the column's header, the lead-in or the headings say of a column's names."""
    for (row, column), heads in sorted(found.heads.items()):
        if column not in columns or not heads:
            continue
        if is_lapsed(reading, found, row):
            continue
        index = found.cells[row, column]
        header = header_of(reading, index, short=True, first=found.headers.get(column))
        header = header or _unsaid(reading, found, index)
        if header is not None and not _is_paired(reading, found, column, header[0]):
            cue = cue_named("leaders") if leads(reading, found, row) else header[0]
            yield from project(reading, cue, header[1], heads, index, "tables.items")


def _unsaid(reading: Reading, found: Table, index: int) -> tuple[Cue, Mention] | None:
    """Return what a table without a cue says: under a network's name, or of when each joined."""
    joined = any(sort_of(reading.layout.block_text(h)) == "joined" for h in found.headers.values())
    cue = cue_named("members")
    named = bare_heading(reading, index)
    told = header_of(reading, index, short=True, cue=cue) if joined and named is None else None
    return told if told is not None and reading.kind(told[1]) == "Network" else named


def _is_paired(reading: Reading, found: Table, column: int, cue: Cue) -> bool:
    """Say whether the partners a header speaks of stand in another column, beside these names."""
    return cue.name.endswith("partners") and any(
        sort_of(reading.layout.block_text(header)) == "partner"
        for other, header in found.headers.items()
        if other != column
    )


def _row(
    reading: Reading, found: Table, row: int, place: tuple[int, list[int]]
) -> Iterator[FactCandidate]:
    """Yield what a row says of its subject, column by column."""
    subject, columns = place
    heads = found.heads.get((row, subject), [])
    role = role_of_row(reading, found, row)
    for column in columns:
        others = found.heads.get((row, column), [])
        if column == subject or not others:
            continue
        header = found.headers.get(column)
        text = reading.layout.block_text(header) if header is not None else ""
        for atom in heads:
            for other in others:
                yield from _related(
                    reading, found, (row, subject, column), (atom, other), text, role
                )


def _related(
    reading: Reading,
    found: Table,
    place: tuple[int, int, int],
    pair: tuple[Atom, Atom],
    header: str,
    role: str | None,
) -> Iterator[FactCandidate]:
    """Yield the first reading of two cells of a row that their kinds allow."""
    row, subject, column = place
    atom, other = pair
    sort = sort_of(header)
    cells = found.cells[row, subject], found.cells[row, column]
    labelled = _labelled(reading, pair, cells) if sort in {None, "person", "role"} else None
    if labelled is not None:
        yield from labelled
        return
    if sort is None and reading.kind(other.head) in PLACES:
        sort = "place"
    for property_, forward in _READINGS.get(sort or "", ()):
        ends = (atom.head, other.head) if forward else (other.head, atom.head)
        if ends[0].cluster == ends[1].cluster:
            return
        if not fits(property_, reading.kind(ends[0]), reading.kind(ends[1])):
            continue
        blocks = [reading.layout.blocks[found.cells[row, c]] for c in (subject, column)]
        start, end = min(b.start for b in blocks), max(b.end for b in blocks)
        own = role or (header if sort == "person" and has_post_noun(header) else None)
        yield FactCandidate(
            ends[0].cluster,
            property_,
            ends[1].cluster,
            start,
            end,
            f"tables.{sort}",
            role=own if property_ == "worksFor" else None,
        )
        return


def _labelled(
    reading: Reading, pair: tuple[Atom, Atom], cells: tuple[int, int]
) -> Iterator[FactCandidate] | None:
    """Return the post that one cell names behind a body, held by the person in the other."""
    for (body, person), (label, value) in ((pair, cells), (pair[::-1], cells[::-1])):
        if reading.kind(person.head) != "Person":
            continue
        block = reading.layout.blocks[label]
        post = reading.layout.text[reading.characters(body.start, body.end)[1] : block.end].strip()
        if has_post_noun(post):
            return labelled_post(reading, (person, body), post, (block, value))
    return None
