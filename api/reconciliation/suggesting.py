"""What a person who types may mean: things, types and properties that begin so (section 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from api.reconciliation.descriptions import description
from api.reconciliation.terms import Defined, properties, type_of, type_of_kind, types
from api.searching import Slice, find_things
from graph.reader import Reader
from ontology.iris import Base, normalise_name
from ontology.namespaces import HANSA
from ontology.terms import KINDS
from queries.names import NameIndex
from queries.parameters import iri_of

#: How many suggestions an answer has; ``cursor`` skips as many as were seen.
SUGGESTED: Final = 10


def suggest_things(
    reader: Reader,
    names: Callable[[], NameIndex],
    prefix: str,
    cursor: int,
    kinds: Collection[str] = KINDS,
) -> dict[str, Any]:
    """Return the things of these *kinds* that *prefix* may begin to name, or is the IRI of."""
    if iri := iri_of(prefix.strip(), reader.base):
        kind = reader.kind(iri)
        found = [(iri, kind)] if kind in kinds and not cursor else []
    else:
        page = Slice(cursor, SUGGESTED)
        things, _ = find_things(reader, names, prefix, kinds, page) if prefix.strip() else ([], 0)
        found = [(each.iri, each.kind) for each in things]
    return {
        "result": [
            {
                "id": iri,
                "name": reader.label(iri),
                "description": description(reader, iri, str(kind)),
                "notable": [type_of_kind(str(kind)).reference()],
            }
            for iri, kind in found
        ]
    }


def suggest_types(prefix: str, cursor: int) -> dict[str, Any]:
    """Return the types whose names have a word that begins with *prefix*, all for an empty one."""
    return _suggested(types().values(), prefix, cursor)


def suggest_properties(prefix: str, cursor: int) -> dict[str, Any]:
    """Return the properties whose names have a word that begins so, all for an empty prefix."""
    return _suggested(properties().values(), prefix, cursor)


def propose(type: str, base: Base, limit: int | None) -> dict[str, Any]:
    """Return the properties that things of a *type* may have (section 7.2), at most *limit*.

    Without a type they are all. OpenRefine sends IRIs of types as they are, so that of one with a
    fragment only what stands before it comes here; then they are all, too.
    """
    is_none = type.strip().rstrip("#") in {"", HANSA.rstrip("#")}
    kinds = frozenset(KINDS) if is_none else type_of(type, base).kinds
    found = [each.reference() for each in properties().values() if each.kinds & kinds]
    said: dict[str, Any] = {"type": type, "properties": found[:limit]}
    return said | ({"limit": limit} if limit is not None else {})


def _suggested(known: Iterable[Defined], prefix: str, cursor: int) -> dict[str, Any]:
    beginning = normalise_name(prefix) if prefix.strip() else ""
    found = [
        each
        for each in sorted(known, key=lambda one: one.name)
        if each.iri == prefix.strip() or f" {beginning}" in f" {normalise_name(each.name)}"
    ]
    return {
        "result": [
            each.reference() | {"description": each.definition}
            for each in found[cursor : cursor + (SUGGESTED if prefix.strip() else len(found))]
        ]
    }
