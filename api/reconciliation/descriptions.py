"""A thing in a few words, by which a person tells it from others of its name."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.reader import Reader
from ontology.namespaces import HANSA
from ontology.terms import COUNTRY_PROPERTY
from queries.parameters import NOUNS

#: What tells things of a kind apart, the first that is known, and the word before it.
_TELLING: Final = (
    (COUNTRY_PROPERTY, "in"),
    (HANSA + "worksFor", "of"),
    (HANSA + "locatedIn", "in"),
    (HANSA + "partOf", "of"),
    (HANSA + "hasParty", "of"),
    (HANSA + "date", "of"),
)
_SHOWN: Final = 2


def description(reader: Reader, iri: str, kind: str) -> str:
    """Return what a thing is and what tells it apart, such as ``city in Latvia``."""
    noun = NOUNS.get(kind, kind.lower())
    for predicate, word in _TELLING:
        quads = reader.quads(NamedNode(iri), NamedNode(predicate))
        found = {quad.object for quad in quads}
        labels = sorted(
            each.value if isinstance(each, Literal) else reader.label(each.value)
            for each in found
            if isinstance(each, NamedNode | Literal)
        )
        if labels:
            more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
            return f"{noun} {word} {', '.join(labels[:_SHOWN])}{more}"
    return noun
