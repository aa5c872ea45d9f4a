"""Which things a connection has, with filter and order: one query of our own, made of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.mapping.orders import By
from api.gql.mapping.sayings import said_of
from api.gql.mapping.sources import EndsOf, OfKind
from graph.reader import Reader, Term
from ontology.namespaces import prologue

from .meeting import conditions, fits, leads_on, meeting_of
from .ordering import keys
from .orders import ordered_by
from .paging import Key, Order
from .ranks import value_of, values_of

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

    @property
    def order(self) -> Order:
        """The order that is asked for."""
        return ordered_by(self.kind, self.order_by)[0]

    def query(self, reader: Reader, check: Callable[[], None] = lambda: None) -> str:
        """Return the SELECT query; its rows are in no order.

        *check* is called meanwhile, to raise where there is no more time.
        """
        _, values = ordered_by(self.kind, self.order_by)
        return _select(self, values, reader, check)


def selected(context: Context, asked: Selection) -> tuple[Order, Sequence[Key]]:
    """Return the keys of the things that *asked* selects, and their order.

    Whether a thing meets the filter is a value of its row: so rows keep coming, and the clock is
    looked at, even where nothing meets it.
    """
    if isinstance(asked.source, EndsOf):
        return of_few(context, asked, lambda: _fitting(context, asked))
    if leads_on(asked.filter):
        meeting = meeting_of(context, asked.kind, asked.filter)  # which refuses what is wrong
        order, found = selected(context, replace(asked, filter=None))
        kept = meeting.among(key.iri for key in found)
        return order, [key for key in found if key.iri in kept]
    order, by = ordered_by(asked.kind, asked.order_by)
    query = asked.query(context.reader, context.check_time)
    solutions = iter(context.reader.solutions(prologue() + query))
    every: dict[str, Key] = {}
    while rows := [*islice(solutions, _AT_ONCE)]:
        fitting = rows if asked.filter is None else filter(fits, rows)
        every.update((row["it"].value, _key(row, len(by))) for row in fitting)
        context.check_time()
    return order, [*every.values()]


def of_few(
    context: Context, asked: Selection, found: Callable[[], Sequence[Key]]
) -> tuple[Order, Sequence[Key]]:
    """Return the order that *asked* asks for, and the keys of what was *found*, with its values.

    These are read of what was found alone, which is little beside all there is.
    """
    order, by = ordered_by(asked.kind, asked.order_by)
    its = found()
    if not by:
        return order, its
    labels = {key.iri: key.label for key in its}
    columns = (values_of(context, each, labels) for each in by)
    pairs = zip(its, zip(*columns, strict=True), strict=True)
    return order, [Key(key.label, key.iri, values) for key, values in pairs]


def _fitting(context: Context, asked: Selection) -> list[Key]:
    """Return the keys of what a relation leads to that meets the filter."""
    reader, test, meeting = context.reader, "", None
    if leads_on(asked.filter):
        meeting = meeting_of(context, asked.kind, asked.filter)
    elif asked.filter is not None:
        test = conditions(reader, asked.kind, context.check_time).expression(asked.filter)
    query = f"SELECT ?it (COALESCE({test or 'true'}, false) AS ?fits) {{ {source(asked)} }}"
    rows = reader.values(prologue() + query)
    found: dict[str, None] = {}
    while some := [*islice(rows, _AT_ONCE)]:
        found |= dict.fromkeys(iri for iri, holds in some if holds == "true")
        context.check_time()
    return keys(reader, found if meeting is None else meeting.among(found))


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


def _key(row: dict[str, Term], parts: int) -> Key:
    values = tuple(value_of(row.get(f"value{number}")) for number in range(parts))
    return Key(row["label"].value.lower(), row["it"].value, values)
