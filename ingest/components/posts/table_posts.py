"""Posts and roles in tables: a column "Position", a row "Ring Secretary | Mara Lind"."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.terms import fits

from ...annotations import FactCandidate
from ...folding import fold
from ...layout import Block
from ...lexicon import words
from ...reading import Reading
from ..lists.grids import Table, sort_of
from ..relations.chains import Atom
from .posts import has_post_noun


def labelled_post(
    reading: Reading, pair: tuple[Atom, Atom], post: str, cells: tuple[Block, int]
) -> Iterator[FactCandidate]:
    """Yield the post of "Ring Secretary | Mara Lind": a label that names a body and a post."""
    person, body = pair
    value = reading.layout.blocks[cells[1]]
    span = min(cells[0].start, value.start), max(cells[0].end, value.end)
    kind = reading.kind(body.head)
    if fits("worksFor", "Person", kind):
        ends = person.head.cluster, "worksFor", body.head.cluster
        yield FactCandidate(*ends, *span, "tables.post", role=post)
    if kind == "Network" and fold(post) in {"chair", "president", "chairperson", "chairman"}:
        ends = body.head.cluster, "chairedBy", person.head.cluster
        yield FactCandidate(*ends, *span, "tables.post", role=post)


def leads(reading: Reading, found: Table, row: int) -> bool:
    """Say whether a column "Role" puts the row's name in the lead."""
    for column, header in found.headers.items():
        if sort_of(reading.layout.block_text(header)) == "role" and (row, column) in found.cells:
            text = fold(reading.layout.block_text(found.cells[row, column]))
            return bool(set(text.split()) & words("headers", "leading"))
    return False


def role_of_row(reading: Reading, found: Table, row: int) -> str | None:
    """Return the text of a row's cell under a header like "Position"."""
    for column, header in found.headers.items():
        if (
            sort_of(reading.layout.block_text(header)) in {"post", "role"}
            and (row, column) in found.cells
        ):
            text = reading.layout.block_text(found.cells[row, column])
            return text if has_post_noun(text) else None
    return None
