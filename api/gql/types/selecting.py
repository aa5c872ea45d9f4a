"""Which things a connection has, with filter and order: one query of our own, made of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.mapping.conditions import Conditions
from api.gql.mapping.orders import By
from api.gql.mapping.sayings import said_of
from api.gql.mapping.sources import EndsOf, OfKind
from graph.reader import Reader, Term
from ontology.namespaces import prologue

from .naming import named
from .orders import ordered_by
from .paging import Key, Order, Value

#: Rows that are read between two looks at the clock.
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """What a connection is asked for: where its things come from, filter and order."""

    source: OfKind | EndsOf
    kind: str | None
    filter: Any = None
    order_by: list[Any] | None = None
    claims: Any = None

    def query(self, reader: Reader, check: Callable[[], None] = lambda: None) -> tuple[Order, str]:
        """Return the order and the SELECT query; its rows are in no order.

        *check* is called meanwhile, to raise where there is no more time.
        """
        order, values = ordered_by(self.kind, self.order_by)
        return order, _select(self, values, reader, check)


def selected(context: Context, asked: Selection) -> tuple[Order, list[Key]]:
    """Return the keys of the things that *asked* selects, and their order.

    Whether a thing meets the filter is a value of its row: so rows keep coming, and the clock is
    looked at, even where nothing meets it.
    """
    order, query = asked.query(context.reader, context.check_time)
    parts = len(order.parts)
    solutions = iter(context.reader.solutions(prologue() + query))
    found: dict[str, Key] = {}
    while rows := [*islice(solutions, _AT_ONCE)]:
        kept = rows if asked.filter is None else filter(_fits, rows)
        found.update((row["it"].value, _key(row, parts)) for row in kept)
        context.check_time()
    return order, [*found.values()]


def conditions(
    reader: Reader, kind: str | None, check: Callable[[], None] = lambda: None
) -> Conditions:
    """Return what turns the filters of things of a kind into SPARQL.

    *check* is called meanwhile, as by ``named``.
    """
    return Conditions(reader.base, lambda part: named(reader, kind, part, check))


def _select(
    asked: Selection, values: Sequence[By], reader: Reader, check: Callable[[], None]
) -> str:
    named = [f"?value{number}" for number, _ in enumerate(values)]
    bound = [
        each.pattern(name, "?it", reader.base) for each, name in zip(values, named, strict=True)
    ]
    chosen = ["?it", "?label", *named]
    if asked.filter is not None:
        test = conditions(reader, asked.kind, check).expression(asked.filter)
        chosen.append(f"({test or 'true'} AS ?fits)")
    pattern = [source(asked), "?it rdfs:label ?label .", *bound]
    return f"SELECT {' '.join(chosen)} WHERE {{ {' '.join(pattern)} }}"


def source(asked: Selection) -> str:
    """Return the pattern of the things that a connection has without its filter.

    Claims come first: a relation has as many as its thing is spoken of, and the engine would
    otherwise look through every claim there is.
    """
    if not isinstance(asked.source, EndsOf) or asked.claims is None:
        return asked.source.pattern()
    here = str(NamedNode(asked.source.iri))
    said = said_of(asked.source.row, here, "?it", asked.claims)
    return said if asked.source.planned else f"{said} {asked.source.pattern()}"


def _fits(row: dict[str, Term]) -> bool:
    """Say whether the test of a row holds; as in a FILTER, one that fails does not."""
    fits = row.get("fits")
    return fits is not None and fits.value == "true"


def _key(row: dict[str, Term], parts: int) -> Key:
    values = tuple(_value(row.get(f"value{number}")) for number in range(parts))
    return Key(row["label"].value.lower(), row["it"].value, values)


def _value(term: Term | None) -> Value:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    is_number = datatype is not None and datatype.value.endswith(("integer", "decimal", "double"))
    return float(term.value) if is_number else term.value
