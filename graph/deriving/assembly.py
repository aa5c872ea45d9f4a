"""All graphs of some documents, made in memory from them alone: no store, no index, no history.

What the writer keeps by difference has to be the same; tests hold the two to each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from graph.identity.joining import NO_CURATION, Curated
from graph.identity.naming import Naming, Resolved
from graph.identity.nodes import Records, nodes_of
from graph.identity.resolution import gather, settle
from graph.lines.difference import QuadLine
from graph.quads import GraphName
from ontology import vocabulary
from ontology.iris import Base, digest

from .gazetteer import Gazetteer, gazetteer_version
from .reference import ontology_lines
from .shares import Placement, Source, country_share, entity_share, replaced_share

#: The layout of the graph and of the data directory. It changes with every change of how
#: documents become quads; a directory of another format is refused until it is rebuilt.
FORMAT_VERSION: Final = 4


def inputs_digest(base: Base) -> str:
    """Return a digest of all the graph depends on besides the documents and decisions."""
    files = [vocabulary.read(name).decode() for name in sorted(vocabulary.FILES)]
    return digest(str(FORMAT_VERSION), base.iri, gazetteer_version(), *files)


class Assembly:
    """The graphs of documents that speak, with what curators and reviewers decided."""

    def __init__(
        self,
        sources: Iterable[Source],
        gazetteer: Gazetteer,
        base: Base,
        *,
        curation: Curated = NO_CURATION,
        singled_out: frozenset[str] = frozenset(),
    ) -> None:
        """Resolve the entities of *sources*; their links must have been looked up before."""
        self._base, self._gazetteer = base, gazetteer
        records = Records(vocabulary.authority(), gazetteer)
        naming = Naming(base, records=records.by_iri, place=gazetteer.__getitem__)
        listed = sorted(sources, key=lambda source: source.document.key)
        found = [nodes_of(s.document, s.extraction, records, singled_out) for s in listed]
        nodes = (node for each in found for node in each.values())
        self._settled = settle(gather(nodes), naming, curation=curation)
        self._placements: dict[str, Placement] = {}
        for source, each in zip(listed, found, strict=True):
            iris = {key: self._settled.iris.get(node.atom, "") for key, node in each.items()}
            graph = base.document(source.document.key)
            self._placements[graph] = Placement(source, iris, each, naming)

    def entities(self) -> dict[str, Resolved]:
        """Return every entity, by IRI."""
        alone = (entity for each in self._placements.values() for entity in each.alone)
        found = self._settled.entities | {entity.iri: entity for entity in alone}
        return dict(sorted(found.items()))

    def iri(self, document: str, entity_id: str) -> str:
        """Return the canonical IRI of the entity with that id in the document with that key."""
        return self._placements[self._base.document(document)].iri(entity_id)

    def graphs(self) -> dict[GraphName, set[str]]:
        """Return the lines of every graph; None is the default graph."""
        found: dict[GraphName, set[str]] = defaultdict(set)
        found[self._base.graph("ontology")] = set(ontology_lines(self._base))
        for graph, line in self._shares():
            found[graph].add(line)
        for graph, placement in self._placements.items():
            found[graph] = placement.graph()
        return dict(found)

    def document(self, graph: str) -> set[str]:
        """Return the lines of one document's graph, which is named by the document's IRI."""
        return self._placements[graph].graph()

    def _shares(self) -> Iterator[QuadLine]:
        entities, base, gazetteer = self._settled.entities, self._base, self._gazetteer
        for placement in self._placements.values():
            yield from placement.share()
        for entity in entities.values():
            yield from entity_share(entity, gazetteer, base)
        for gone, by in self._settled.replaced.items():
            yield from replaced_share(gone, by)
        for code in sorted({e.place.country for e in entities.values() if e.place}):
            yield from country_share(code, entities, gazetteer, base)
