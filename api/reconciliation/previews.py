"""What a person is shown of a thing, a type or a property: a small page, or a few lines of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from api.errors import NotFoundError
from api.reconciliation.descriptions import description
from graph.reader import Reader
from ontology.namespaces import PREFIXES, prologue
from ontology.terms import KINDS
from queries.parameters import iri_of

_ALT_LABEL: Final = NamedNode(PREFIXES["skos"] + "altLabel")
_SENTENCES: Final = """
SELECT ?quote ?title WHERE {
  VALUES (?end ?thing) { (rdf:subject %(iri)s) (rdf:object %(iri)s) }
  GRAPH ?document {
    ?claim ?end ?thing ; hansa:evidence/oa:hasSelector/oa:exact ?quote .
    ?document dcterms:title ?title .
  }
} LIMIT 20"""
_SHOWN: Final = 3
#: Longer sentences come last: a preview is small.
_LONG: Final = 240


@dataclass(frozen=True, slots=True)
class Preview:
    """A thing in short: what it is called, what it is, and what documents say of it."""

    iri: str
    label: str
    description: str
    names: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]


def preview(reader: Reader, id_: str) -> Preview:
    """Return what is shown of the thing *id_*; raise NotFoundError where it is none."""
    iri = iri_of(id_, reader.base)
    kind = reader.kind(iri) if iri else None
    if iri is None or kind not in KINDS:
        raise NotFoundError(f"nothing here has the identifier {id_!r}")
    label = reader.label(iri)
    names = {
        quad.object.value
        for quad in reader.quads(NamedNode(iri), _ALT_LABEL)
        if isinstance(quad.object, Literal)
    }
    return Preview(
        iri=iri,
        label=label,
        description=description(reader, iri, kind),
        names=tuple(sorted(names - {label})),
        sentences=_sentences(reader, iri),
    )


def _sentences(reader: Reader, iri: str) -> tuple[tuple[str, str], ...]:
    query = prologue() + _SENTENCES % {"iri": NamedNode(iri)}
    found = {(row["quote"].value, row["title"].value) for row in reader.solutions(query)}
    return tuple(
        sorted(found, key=lambda each: (len(each[0]) > _LONG, -len(each[0]), each))[:_SHOWN]
    )
