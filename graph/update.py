"""One step of the graph: from what it was made of at the last commit to what the documents say now.

Only the documents that changed are read, the atoms they touch are settled anew with those they may
join, and documents are written again where an entity of theirs went elsewhere. The cost is that of
what changed, not of the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ontology import vocabulary
from ontology.iris import Base

from .curation import Curation
from .curation_lines import decision_lines
from .database import Current
from .difference import Difference, QuadLine
from .documents import DocumentStore
from .errors import GraphError
from .gazetteer import Gazetteer
from .index import NodeIndex, Placed, Touched
from .naming import Naming
from .nodes import Records, nodes_of, place_link
from .reference import ontology_lines
from .resolution import Settled, settle
from .shares import Placement, Source, country_share, entity_share, replaced_share
from .store import Store
from .supports import FirstSupports, Supports
from .withholding import Withheld

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
    entity's IRI that something left to which IRIs it went, and ``withheld`` what the gate kept back
    of each document that was written.
    """

    def __init__(
        self,
        documents: DocumentStore,
        store: Store,
        base: Base,
        *,
        first: bool = False,
    ) -> None:
        """*store* holds the graph of the last commit; *first* says that there is none yet."""
        self._documents = documents
        self._store = store
        self._base = base
        self._decisions = documents.decisions()
        self._curation = Curation.of(self._decisions)
        self._first = first
        self._gazetteer = Gazetteer(documents.place)
        self._records = Records(vocabulary.authority(), self._gazetteer)
        self._naming = Naming(base, records=self._records.by_iri, place=self._gazetteer.__getitem__)
        self._index = documents.view(NodeIndex)
        self._supports = documents.view(FirstSupports if first else Supports)
        self.moved: dict[str, set[str]] = {}
        self.withheld: dict[str, list[Withheld]] = {}

    def run(self, changes: Changes) -> Iterator[Difference]:
        """Yield the differences, to be applied one after the other."""
        if self._first:
            self._index.clear()
            self._supports.clear()
        written = self._index_documents(changes)
        touched = self._index.touched
        touched.atoms |= changes.atoms
        written |= self._settle(touched)
        if not self._supports.has("ontology"):
            self._share_graph("ontology", ontology_lines(self._base))
        decided = self._documents.decided()
        self._share_graph("curation", decision_lines(self._decisions, decided, self._base))
        yield from self._write(written)

    def _share_graph(self, name: str, lines: Iterable[str]) -> None:
        graph = self._base.graph(name)
        self._supports.replace(name, {(graph, line) for line in lines})

    # Documents into the index

    def _index_documents(self, changes: Changes) -> set[str]:
        """Put the nodes of changed documents into the index; return the keys to be written."""
        speaking = self._speaking(changes)
        self._look_up(
            link for entry in speaking.values() if entry for link in self._documents.links(entry)
        )
        for key, entry in speaking.items():
            if entry is None:
                self._index.replace(key, {})
            else:
                source = self._source(entry)
                self._look_up(filter(None, map(place_link, source.extraction.entities)))
                nodes = nodes_of(
                    source.document, source.extraction, self._records, self._curation.singled
                )
                self._index.replace(key, nodes)
            self._documents.set_spoken(key, entry)
        self._index.flush()
        return set(speaking)

    def _speaking(self, changes: Changes) -> Mapping[str, Current | None]:
        if self._first:
            return {entry.key: entry for entry in self._documents.speaking()}
        return self._documents.speaking_of(sorted(changes.keys))

    def _source(self, entry: Current) -> Source:
        extraction = self._documents.extraction(entry.key, entry.sha256, entry.pipeline)
        if extraction is None:
            raise GraphError(f"the extraction of {entry.key!r} is lost; ingest that document again")
        document = self._documents.document(entry.key, sha256=entry.sha256)
        return Source(document, extraction, self._documents.verdicts_for(entry.key))

    def _look_up(self, links: Iterable[str]) -> None:
        """Look up places; those of all documents at once, because each time may take a second."""
        self._documents.add_places(self._gazetteer.look_up(links))

    # Atoms

    def _settle(self, touched: Touched) -> set[str]:
        """Settle what was touched, and persons by where their employers went.

        Returns the keys of the documents of which an entity went elsewhere.
        """
        if self._first:
            self._settle_atoms(Touched(self._index.all_atoms()))
            return set()
        elsewhere = self._settle_atoms(touched)
        employed = {
            person for atom in sorted(elsewhere) for person in self._index.sharing("employer", atom)
        }
        elsewhere |= self._settle_atoms(Touched(employed))
        return self._index.documents_with(elsewhere)

    def _settle_atoms(self, touched: Touched) -> set[str]:
        """Settle a component, and return the atoms that went elsewhere."""
        component = self._index.component(touched, self._curation)
        before = self._index.placed(component)
        atoms = {atom: found for atom, found in component.items() if found.nodes}
        settled = settle(atoms, self._naming, curation=self._curation, employer=self._employer)
        after = {atom: _placed(atom, settled) for atom in atoms}
        changed = {atom for atom in component if before.get(atom) != after.get(atom)}
        self._index.place({atom: after.get(atom) for atom in changed})
        self._share(settled, [*before.values(), *after.values()])
        elsewhere = {atom for atom in changed if _iri(before, atom) != _iri(after, atom)}
        for atom in elsewhere & before.keys():
            self.moved.setdefault(before[atom].iri, set()).add(_iri(after, atom) or "")
        return elsewhere

    def _employer(self, atom: str) -> str | None:
        found = self._index.placed([atom]).get(atom)
        return found.iri if found else None

    def _share(self, settled: Settled, places: list[Placed]) -> None:
        """Let entities, merged-away IRIs and countries that are or were there have their share."""
        for iri in sorted({place.iri for place in places} - {""}):
            entity = settled.entities.get(iri)
            lines = entity_share(entity, self._gazetteer, self._base) if entity else set()
            self._supports.replace(f"entity {iri}", lines)
        for own in sorted({place.own for place in places} - {""}):
            by = settled.replaced.get(own)
            self._supports.replace(f"gone {own}", replaced_share(own, by) if by else set())
        for code in sorted({place.country for place in places} - {""}):
            self._supports.replace(f"country {code}", self._country(code))

    def _country(self, code: str) -> set[QuadLine]:
        if not self._index.has_places_in(code):
            return set()
        return country_share(code, self._index, self._gazetteer, self._base)

    # Documents into the graphs

    def _write(self, keys: Collection[str]) -> Iterator[Difference]:
        part = Difference()
        for key in sorted(keys):
            self._write_document(key, part)
            self._supports.drain(part)
            if part.size_added + part.size_removed > _PART:
                yield part
                part = Difference()
        self._supports.flush(part)
        if part:
            yield part

    def _write_document(self, key: str, part: Difference) -> None:
        entry, graph = self._documents.spoken(key), self._base.document(key)
        found = set() if self._first else self._store.lines(graph)
        if entry is None:
            part.compare(graph, found=found, wanted=set())
            self._supports.replace(f"document {key}", set())
            return
        placement = Placement(
            self._source(entry), self._index.iris(key), self._index.nodes(key), self._naming
        )
        part.compare(graph, found=found, wanted=placement.graph())
        self.withheld[key] = placement.admitted.withheld
        self._supports.replace(f"document {key}", placement.share())


def _placed(atom: str, settled: Settled) -> Placed:
    iri = settled.iris[atom]
    place = settled.entities[iri].place if iri else None
    return Placed(iri, settled.own.get(atom, ""), place.country if place else "")


def _iri(placed: Mapping[str, Placed], atom: str) -> str | None:
    return placed[atom].iri if atom in placed else None
