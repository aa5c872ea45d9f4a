"""What every graph should hold, computed from the documents alone.

Pure in its inputs: the current documents with their extractions, the reviewers' verdicts, the
authority file, the gazetteer and the base. The writer compares the result with the store and
applies the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ontology import vocabulary
from ontology.iris import Base, digest
from ontology.model import Document, Extraction
from ontology.serialisation import dumps

from .derivation import asserted_lines, document_label_lines, entity_lines
from .gazetteer import Gazetteer, gazetteer_version
from .mapping import document_lines
from .reference import authority_lines, countries_of, gazetteer_lines, ontology_lines
from .resolution import Resolution, resolve
from .sayings import sayings
from .verdicts import Decided

#: The layout of the graph and of the data directory. It changes with every change of how
#: documents become quads; a directory of another format is refused until it is rebuilt.
FORMAT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A current document with what was read in it, and what reviewers said that holds for it."""

    document: Document
    extraction: Extraction
    decided: Sequence[Decided] = ()


class Assembly:
    """All graphs of one state of the documents, made graph by graph on demand."""

    def __init__(self, sources: Iterable[Source], gazetteer: Gazetteer, base: Base) -> None:
        """Resolve the entities of *sources*; their links must have been looked up before."""
        self._sources = {source.document.key: source for source in sources}
        self._by_graph = {base.document(key): source for key, source in self._sources.items()}
        self._gazetteer = gazetteer
        self._base = base
        self.resolution: Resolution = resolve(
            {key: source.extraction for key, source in self._sources.items()},
            authority=vocabulary.authority(),
            gazetteer=gazetteer,
            base=base,
            languages={key: source.document.language for key, source in self._sources.items()},
        )

    def fingerprints(self) -> dict[str, str]:
        """Return, for each document's graph by IRI, a digest of all that it is made from."""
        return {graph: self._fingerprint(source) for graph, source in self._by_graph.items()}

    def _fingerprint(self, source: Source) -> str:
        key = source.document.key
        resolved = [self.resolution.iri(key, entity.id) for entity in source.extraction.entities]
        decided = repr([*source.decided])
        return digest(repr(source.document), dumps(source.extraction), decided, *resolved)

    def document(self, graph: str) -> set[str]:
        """Return the lines of one document's graph, which is named by the document's IRI."""
        source = self._by_graph[graph]
        return set(
            document_lines(source.document, source.extraction, self.resolution, source.decided)
        )

    def shared(self) -> Iterator[tuple[str | None, set[str]]]:
        """Yield the graphs made from all documents together: the default graph and our own."""
        yield None, set(self._default_lines())
        entities, base = self.resolution.entities.values(), self._base
        countries = tuple(countries_of(entities, self._gazetteer, base))
        places = (*entities, *countries)
        yield base.graph("ontology"), set(ontology_lines(base))
        yield base.graph("authority"), set(authority_lines(entities, base))
        yield base.graph("gazetteer"), set(gazetteer_lines(places, self._gazetteer, base))

    def _default_lines(self) -> Iterator[str]:
        entities = self.resolution.entities
        for entity in entities.values():
            yield from entity_lines(entity)
        for country in countries_of(entities.values(), self._gazetteer, self._base):
            if country.iri not in entities:
                yield from entity_lines(country)
        for source in self._sources.values():
            yield from document_label_lines(source.document, self._base)
            said = sayings(source.document, source.extraction, self.resolution, source.decided)
            yield from asserted_lines(said, entities, self._base)


def inputs_digest(base: Base) -> str:
    """Return a digest of all the graph depends on besides the documents."""
    files = [vocabulary.read(name).decode() for name in sorted(vocabulary.FILES)]
    return digest(str(FORMAT_VERSION), base.iri, gazetteer_version(), *files)
