"""What documents and entities put into the graphs, each a pure function of what it is given.

A document makes its own named graph, and shares in the default graph: its label, the plain triples
of what it asserts, and the entities that only it knows. Entities that may be of several documents
share in the default graph, ``graph/authority`` and ``graph/gazetteer``. A line of these graphs is
there as long as anything shares in it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.curating.sayings import Saying, sayings
from graph.curating.verdicts import Decided
from graph.identity.naming import Naming, Resolved
from graph.identity.nodes import LocalKey, Node, local_key
from graph.identity.resolution import Resolution
from graph.lines.difference import QuadLine
from graph.shacl.withholding import Admitted, admit
from ontology.iris import Base
from ontology.model import Document, Extraction

from .derivation import asserted_lines, document_label_lines, entity_lines, replaced_lines
from .gazetteer import ISO_3166, Gazetteer
from .mapping import document_lines, metadata_lines
from .reference import authority_lines, gazetteer_lines


@dataclass(frozen=True, slots=True)
class Source:
    """A current document with what was read in it, and what reviewers said that holds for it."""

    document: Document
    extraction: Extraction
    decided: Sequence[Decided] = ()


class Placement:
    """One document, and where its entities went."""

    def __init__(
        self,
        source: Source,
        iris: Mapping[LocalKey, str],
        nodes: Mapping[LocalKey, Node],
        naming: Naming,
    ) -> None:
        """Take an empty IRI for an entity that is on its own."""
        self.source = source
        self._naming = naming
        self._alone = [nodes[key] for key, iri in iris.items() if not iri]
        own = {key: iri or naming.own_iri_of(nodes[key]) for key, iri in iris.items()}
        key = source.document.key
        placed = {(key, e.id): own[local_key(key, e)] for e in source.extraction.entities}
        self._resolution = Resolution(naming.base, placed)

    def iri(self, entity_id: str) -> str:
        """Return the canonical IRI of the entity with that id."""
        return self._resolution.iri(self.source.document.key, entity_id)

    @property
    def alone(self) -> list[Resolved]:
        """The entities that only this document knows."""
        return [self._naming.alone(node) for node in self._alone]

    @cached_property
    def said(self) -> list[Saying]:
        """The sayings that stand after review, between canonical entities."""
        source = self.source
        return list(sayings(source.document, source.extraction, self._resolution, source.decided))

    @cached_property
    def admitted(self) -> Admitted:
        """What of it may be published, and what is withheld."""
        document, base = self.source.document, self._naming.base
        lines = metadata_lines(document, base)
        return admit(document, self.source.extraction, self.said, lines, base)

    def graph(self) -> set[str]:
        """Return the lines of the document's named graph."""
        return set(self.lines())

    def lines(self) -> list[str]:
        """Return the lines of the document's named graph, some perhaps twice."""
        source, passed = self.source, self.admitted
        return document_lines(
            source.document, source.extraction, self._resolution, passed.claims, passed.metadata
        )

    def share(self) -> set[QuadLine]:
        """Return the lines of shared graphs that the document gives reason for."""
        base = self._naming.base
        lines = set(document_label_lines(self.source.document, base))
        lines.update(asserted_lines(self.admitted.facts, base))
        for entity in self.alone:
            lines.update(entity_lines(entity))
        return {(None, line) for line in lines}


def entity_share(entity: Resolved, gazetteer: Gazetteer, base: Base) -> set[QuadLine]:
    """Return the lines of shared graphs about one entity."""
    lines: set[QuadLine] = {(None, line) for line in entity_lines(entity)}
    authority, places = base.graph("authority"), base.graph("gazetteer")
    lines.update((authority, line) for line in authority_lines([entity], base))
    lines.update((places, line) for line in gazetteer_lines([entity], gazetteer, base))
    return lines


def replaced_share(gone: str, by: Iterable[str]) -> set[QuadLine]:
    """Return the lines that lead from an IRI that is no entity's to those in its place."""
    return {(None, line) for line in replaced_lines(gone, by)}


def country_share(
    code: str, entities: Container[str], gazetteer: Gazetteer, base: Base
) -> set[QuadLine]:
    """Return the lines about a country in which places lie, unless it is an entity itself."""
    place = gazetteer[ISO_3166 + code]
    if place is None or (about := base.entity("Country", place.slug)) in entities:
        return set()
    names, others = ((place.name, "en"),), place.translations
    country = Resolved(about, "Country", names, place=place, translations=others)
    return entity_share(country, gazetteer, base)
