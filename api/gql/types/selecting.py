"""Which things a connection has, with filter and order: one query of our own, made of the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.mapping.conditions import Conditions
from api.gql.mapping.orders import By
from api.gql.mapping.sayings import is_said
from api.gql.mapping.sources import EndsOf, OfKind
from graph.reader import Reader, Term
from ontology.iris import normalise_name
from ontology.namespaces import prologue

from .orders import ordered_by
from .paging import Key, Order, Value

#: Rows that are read between two looks at the clock.
_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Selection:
    """What a connection is asked for: where its things come from, filter and order."""

    source: OfKind | EndsOf
    kind: str | None
    filter: Any = None
    order_by: list[Any] | None = None
    claims: Any = None

    def query(self, reader: Reader) -> tuple[Order, str]:
        """Return the order and the SELECT query; its rows are in no order."""
        order, values = ordered_by(self.kind, self.order_by)
        return order, _select(self, values, reader)


def selected(context: Context, asked: Selection) -> tuple[Order, list[Key]]:
    """Return the keys of the things that *asked* selects, and their order."""
    order, query = asked.query(context.reader)
    parts = len(order.parts)
    solutions = iter(context.reader.solutions(prologue() + query))
    found: dict[str, Key] = {}
    while rows := [*islice(solutions, _AT_ONCE)]:
        found.update((row["it"].value, _key(row, parts)) for row in rows)
        context.check_time()
    return order, [*found.values()]


def conditions(reader: Reader, kind: str | None) -> Conditions:
    """Return what turns the filters of things of a kind into SPARQL."""
    return Conditions(reader.base, lambda part: _named(reader, kind, part))


def _select(asked: Selection, values: Iterable[By], reader: Reader) -> str:
    tests = [conditions(reader, asked.kind).expression(asked.filter)] if asked.filter else []
    if isinstance(asked.source, EndsOf) and asked.claims is not None:
        here = str(NamedNode(asked.source.iri))
        tests.append(is_said(asked.source.row, here, "?it", asked.claims))
    bound = [
        each.pattern(f"?value{number}", "?it", reader.base) for number, each in enumerate(values)
    ]
    names = "".join(f" ?value{number}" for number, _ in enumerate(bound))
    pattern = [asked.source.pattern(), "?it rdfs:label ?label .", *bound]
    pattern += (f"FILTER({test})" for test in tests if test)
    return f"SELECT DISTINCT ?it ?label{names} WHERE {{ {' '.join(pattern)} }}"


def _key(row: dict[str, Term], parts: int) -> Key:
    values = tuple(_value(row.get(f"value{number}")) for number in range(parts))
    return Key(row["label"].value.lower(), row["it"].value, values)


def _value(term: Term | None) -> Value:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    is_number = datatype is not None and datatype.value.endswith(("integer", "decimal", "double"))
    return float(term.value) if is_number else term.value


def _named(reader: Reader, kind: str | None, part: str) -> set[str]:
    folded = normalise_name(part)
    return {iri for name, iri, _ in reader.names(kind) if folded in normalise_name(name)}
