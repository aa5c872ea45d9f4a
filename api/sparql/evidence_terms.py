"""Terms of SPARQL's JSON results as terms of RDF, and as a query writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

Json = dict[str, Any]
Binding = Mapping[str, Json]
Term = NamedNode | Literal


def term_of(value: Json | None) -> Term | None:
    """Return an IRI or a literal; None for what is neither.

    >>> term_of({"type": "literal", "value": "Riga", "xml:lang": "en"}).language
    'en'
    """
    if value is None or value["type"] not in {"uri", "literal"}:
        return None
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], language=value["xml:lang"])
    kind = value.get("datatype")
    return Literal(value["value"], datatype=NamedNode(kind)) if kind else Literal(value["value"])


def written(value: Json | None) -> str:
    """Return a term as VALUES has it; UNDEF for what has no name there.

    >>> written({"type": "uri", "value": "urn:a"}), written(None)
    ('<urn:a>', 'UNDEF')
    """
    term = term_of(value)
    return "UNDEF" if term is None else str(term)


def key_of(row: Binding, names: Iterable[str]) -> tuple[object, ...]:
    """Return what is the same for rows that have the same terms under these names."""
    return tuple(tuple(sorted(row[name].items())) if name in row else None for name in names)
