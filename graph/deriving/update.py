"""One step of the graph: from what it was made of at the last commit to what the documents say now.

Only the documents that changed are read, the atoms they touch are settled anew with those they may
join, and documents are written again where an entity of theirs went elsewhere. The cost is that of
what changed, not of the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from graph.building.drafting import left_out, source_of
from graph.curating.curation import Curation
from graph.curating.lines import decision_lines
from graph.identity.index import NodeIndex
from graph.identity.naming import Naming
from graph.identity.nodes import LocalKey, Node, Records, nodes_of, place_link
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from graph.lines.difference import Difference
from graph.quads import QuadReader
from graph.shacl.withholding import Withheld
from ontology import vocabulary
from ontology.errors import HansaError
from ontology.iris import Base, digest

from .gazetteer import Gazetteer
from .reference import ontology_lines
from .settling import Settling
from .shares import Placement, Source
from .supports import Supports

#: Lines in one part of a difference that is given in parts.
_PART: Final = 100_000


@dataclass(slots=True)
class Changes:
    """What changed since the last commit: source keys, and atoms that curators spoke of."""

    keys: set[str] = field(default_factory=set)
    atoms: set[str] = field(default_factory=set)


class Update:
    """Brings index and shares to the current documents and yields the differences of the graphs.

    Everything it writes is in the transaction of *documents*. ``moved`` says afterwards for each
    entity's IRI that something left to which IRIs it went, ``withheld`` what the gate kept back of
    each document that was written, and ``unreadable`` why documents that are kept had to be left
    out: they come back when they are ingested again.
    """

    def __init__(self, documents: DocumentStore, store: QuadReader, base: Base) -> None:
        """*store* holds the graph of the last commit."""
        self._documents = documents
        self._store = store
        self._base = base
        self._decisions = documents.decisions()
        self._curation = Curation.of(self._decisions)
        self._gazetteer = Gazetteer(documents.place)
        self._records = Records(vocabulary.authority(), self._gazetteer)
        self._naming = Naming(base, records=self._records.by_iri, place=self._gazetteer.__getitem__)
        self._index = documents.view(NodeIndex)
        self._supports = self._supporting(documents)
        self._settling = Settling(
            self._index, self._supports, self._naming, self._gazetteer, self._curation
        )
        self.moved = self._settling.moved
        self.unreadable: dict[str, str] = {}
        self.withheld: dict[str, list[Withheld]] = {}

    def _supporting(self, documents: DocumentStore) -> Supports:
        return documents.view(Supports)

    def run(self, changes: Changes) -> Iterator[Difference]:
        """Yield the differences, to be applied one after the other."""
        speaking = self._documents.speaking_of(sorted(changes.keys))
        written = self._index_documents(speaking)
        written |= self._settle(changes.atoms)
        self._share_common()
        yield from self._write(written)

    def _share_common(self) -> None:
        """Write the ontology, and what was decided, unless that is what was written last."""
        is_first = not self._supports.has("ontology")
        if is_first:
            self._share_graph("ontology", ontology_lines(self._base))
        decided = self._documents.decided()
        mark = digest(repr(self._decisions), repr(decided))
        if is_first or self._documents.meta("curated") != mark:
            self._share_graph("curation", decision_lines(self._decisions, decided, self._base))
            self._documents.set_meta("curated", mark)

    def _share_graph(self, name: str, lines: Iterable[str]) -> None:
        graph = self._base.graph(name)
        self._supports.replace(name, {(graph, line) for line in lines})

    # Documents into the index

    def _index_documents(self, speaking: Mapping[str, Current | None]) -> set[str]:
        """Put the nodes of changed documents into the index; return the keys to be written."""
        self._look_up(link for entry in speaking.values() if entry for link in self._links(entry))
        for key, entry in speaking.items():
            source = self._readable(entry) if entry else None
            if entry is None:
                self._note_twin(key)
            self._index.replace(key, self._nodes(source) if source else {})
            self._documents.set_spoken(key, entry if source else None)
        self._index.flush()
        return set(speaking)

    def _nodes(self, source: Source) -> Mapping[LocalKey, Node]:
        self._look_up(filter(None, map(place_link, source.extraction.entities)))
        return nodes_of(source.document, source.extraction, self._records, self._curation.singled)

    def _settle(self, atoms: set[str]) -> set[str]:
        """Settle what was touched, and return the keys of the documents to be written for it.

        Where one of them turns out to be unreadable, it is taken out, and that is settled too.
        """
        written: set[str] = set()
        lost: set[str] = set()
        while atoms or lost or self._index.touched:
            touched = self._index.take_touched()
            touched.atoms |= atoms
            written |= self._settling.settle(touched)
            atoms, lost = set(), {key for key in written if not self._is_readable(key)}
            self._index_documents(dict.fromkeys(lost))
        return written

    def _is_readable(self, key: str) -> bool:
        entry = self._documents.spoken(key)
        return entry is None or self._readable(entry) is not None

    def _readable(self, entry: Current) -> Source | None:
        """Return a document, or None where what is kept of it is damaged; the rest goes on."""
        try:
            return source_of(self._documents, entry)
        except HansaError as error:
            self.unreadable[entry.key] = left_out(entry.key, error)
            return None

    def _note_twin(self, key: str) -> None:
        """Note which document speaks now for one that has the same bytes, and for its own things.

        That may be because the document was retracted. Where none has its bytes, it is just gone.
        """
        current = self._documents.current(key) or self._documents.spoken(key)
        twin = self._documents.twin(key, current.sha256) if current else None
        if twin is None:
            return
        self.moved.setdefault(self._base.document(key), set()).add(self._base.document(twin))
        spoken, speaking = self._documents.spoken(key), self._documents.current(twin)
        if current is None or spoken is None or speaking is None:
            return
        if (spoken.sha256, spoken.pipeline) != (current.sha256, speaking.pipeline):
            return  # what it named before is not what the twin names
        for node in self._index.nodes(key).values():
            if node.is_alone:
                there = replace(node, key=node.key._replace(document=twin))
                own, successor = map(self._naming.own_iri_of, (node, there))
                self.moved.setdefault(own, set()).add(successor)

    def _links(self, entry: Current) -> Iterable[str]:
        try:
            return self._documents.links(entry)
        except HansaError:  # it will be told as unreadable
            return ()

    def _look_up(self, links: Iterable[str]) -> None:
        """Look up places; those of all documents at once, because each time may take a second."""
        self._documents.add_places(self._gazetteer.look_up(links))

    # Documents into the graphs

    def _write(self, keys: Collection[str]) -> Iterator[Difference]:
        part = Difference()
        for key in sorted(keys):
            self._write_document(key, part)
            if part.size_added + part.size_removed > _PART:
                yield part
                part = Difference()
        self._supports.flush(part)
        if part:
            yield part

    def _write_document(self, key: str, part: Difference) -> None:
        entry, graph = self._documents.spoken(key), self._base.document(key)
        found = self._store.lines(graph)
        if entry is None:
            part.compare(graph, found=found, wanted=set())
            self._supports.replace(f"document {key}", set())
            return
        placement = Placement(
            source_of(self._documents, entry),
            self._index.iris(key),
            self._index.nodes(key),
            self._naming,
        )
        part.compare(graph, found=found, wanted=placement.graph())
        self.withheld[key] = placement.admitted.withheld
        self._supports.replace(f"document {key}", placement.share())
