"""Values of properties for many things at once (section 7)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from api.reconciliation.requests import Extension, Wanted
from api.reconciliation.terms import Property, types
from api.reconciliation.values import as_json, values_of
from graph.errors import QueryTooLargeError
from graph.reader import Reader
from queries.parameters import iri_of

#: Values of one answer, all things and properties together.
MOST_VALUES: Final = 100_000


def extend(reader: Reader, asked: Extension, *, hurry: Callable[[], None]) -> dict[str, Any]:
    """Return the values that are asked for; *hurry* is called for each thing and may raise.

    A thing that is not known has no values. Raises QueryTooLargeError where there are too many.
    """
    rows: dict[str, dict[str, list[Any]]] = {}
    count = 0
    for id_ in asked.ids:
        hurry()
        iri = iri_of(id_, reader.base)
        row = {each.name: _values(reader, iri, each) if iri else [] for each in asked.wanted}
        count += sum(map(len, row.values()))
        if count > MOST_VALUES:
            raise QueryTooLargeError(
                f"there are more than {MOST_VALUES} values; ask for fewer things, or set a limit"
            )
        rows[id_] = row
    return {"meta": [_meta(each) for each in asked.wanted], "rows": rows}


def _values(reader: Reader, iri: str, wanted: Wanted) -> list[Any]:
    found = values_of(reader, iri, wanted.property)
    return [as_json(reader, each, wanted.property) for each in islice(found, wanted.limit)]


def _meta(wanted: Wanted) -> dict[str, Any]:
    meta: dict[str, Any] = {"id": wanted.name, "name": wanted.property.name}
    return meta | _type_of_values(wanted.property)


def _type_of_values(about: Property) -> dict[str, Any]:
    """Return the one type that all things a property leads to have, if there is one."""
    fits = [each for each in types().values() if about.range and each.kinds == about.range]
    return {"type": fits[0].reference()} if fits else {}
