"""How ``hansa diff`` shows a comparison as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ontology.iris import Base

if TYPE_CHECKING:
    from graph.generations.comparison import Change, Comparison, Named, Renaming

_COLUMNS: Final = ("", "subject", "property", "object", "status", "documents")


def print_comparison(found: Comparison, base: Base) -> None:
    """Print what differs, things that go by another IRI first; nothing where nothing does."""
    from .tables import print_table

    rows = [*(_renaming_row(each, base) for each in found.renamings)]
    rows += map(_change_row, found.changes)
    if rows:
        print_table(_COLUMNS, rows)


def _renaming_row(renaming: Renaming, base: Base) -> tuple[str, ...]:
    counted = f"{renaming.facts} fact{'' if renaming.facts == 1 else 's'}"
    before, after = (
        f"{each.name} ({each.iri.removeprefix(base.iri)})"
        for each in (renaming.before, renaming.after)
    )
    return ("=", before, "is now", after, counted, _titles(renaming.documents))


def _change_row(change: Change) -> tuple[str, ...]:
    return (
        "+" if change.is_added else "-",
        change.subject.name,
        change.property,
        change.object.name,
        change.status,
        _titles(change.documents),
    )


def _titles(documents: tuple[Named, ...]) -> str:
    return ", ".join(document.name for document in documents)
