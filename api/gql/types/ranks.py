"""What some things are ordered by, read of these things alone.

A pattern that binds the value of everything, as an order of all things of a kind has it, makes the
engine read the whole gazetteer for the members of one network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.mapping.orders import By
from api.gql.mapping.rows import Relation
from graph.reader import Term
from ontology.namespaces import prologue

from .paging import Value

#: Things that one query asks about.
_AT_ONCE: Final = 500


def value_of(term: Term | None) -> Value:
    """Return what a thing is ordered by, as Python compares it."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    is_number = datatype is not None and datatype.value.endswith(("integer", "decimal", "double"))
    return float(term.value) if is_number else term.value


def values_of(context: Context, by: By, labels: Mapping[str, str]) -> list[Value]:
    """Return what each thing is ordered by; *labels* are the order keys of their names, by IRI."""
    if by.row is None:
        return [*labels.values()]
    table = f"by {by.name}"
    known = context.reader.known.of(table)
    found = {iri: known[iri] for iri in labels if iri in known}
    missing = [iri for iri in labels if iri not in found]
    for at in range(0, len(missing), _AT_ONCE):
        some = missing[at : at + _AT_ONCE]
        context.check_time()
        read = _read(context, by, some)
        context.reader.known.keep_all(table, read, size=0)
        found |= read
    return [found[iri] for iri in labels]


def _read(context: Context, by: By, iris: Sequence[str]) -> dict[str, Value]:
    things = " ".join(str(NamedNode(iri)) for iri in iris)
    reader = context.reader
    value, found = by.value("?it", reader.base)
    query = f"SELECT ?it ({value} AS ?value) {{ VALUES ?it {{ {things} }} {found} }} GROUP BY ?it"
    rows = reader.solutions(prologue() + query)
    read = {row["it"].value: value_of(row.get("value")) for row in rows}
    none = 0.0 if isinstance(by.row, Relation) else None
    return {iri: read.get(iri, none) for iri in iris}
