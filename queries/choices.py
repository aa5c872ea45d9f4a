"""What tells things of one name apart: their documents, and the parties of an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from ontology.namespaces import prologue

from .errors import Choice
from .names import Named, Source

#: How many documents and parties are named of each thing.
_SHOWN: Final = 2
_PARTIES: Final = """
SELECT ?thing ?name WHERE {
  VALUES ?thing { %s }
  ?party hansa:partyTo ?thing ; rdfs:label ?name .
} ORDER BY ?thing LCASE(?name)"""
_DOCUMENTS: Final = """
SELECT DISTINCT ?thing ?name WHERE {
  VALUES ?thing { %s }
  GRAPH ?document { ?local hansa:resolvesTo ?thing . ?document hansa:sourceKey ?key }
  OPTIONAL { ?document rdfs:label ?title }
  BIND(COALESCE(?title, ?key) AS ?name)
} ORDER BY ?thing LCASE(?name)"""


def choices_of(source: Source, found: Iterable[Named]) -> list[Choice]:
    """Return the things of one name with what tells them apart, in the order of that."""
    things = list(found)
    terms = " ".join(str(NamedNode(each.iri)) for each in things)
    parties = _names(source, _PARTIES % terms)
    documents = _names(source, _DOCUMENTS % terms)
    choices = [
        Choice(
            iri=each.iri,
            label=source.label(each.iri),
            kind=each.kind,
            about="; ".join(
                f"{heading} {_some(names[each.iri])}"
                for heading, names in (("of", parties), ("in", documents))
                if each.iri in names
            ),
        )
        for each in things
    ]
    return sorted(choices, key=lambda each: (each.kind, each.label, each.about, each.iri))


def _names(source: Source, query: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in source.solutions(prologue() + query):
        found.setdefault(row["thing"].value, []).append(row["name"].value)
    return found


def _some(names: list[str]) -> str:
    """Return the first names and how many more there are.

    >>> _some(["Riga", "Tartu", "Turku"])
    'Riga, Tartu and 1 more'
    """
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
