"""The first build of a graph: every document that speaks, from what is kept, into an empty store.

What concerns one document alone is done by a crew, other processes where that pays; what documents
have in common is done here, in the order of their keys, so that nothing hangs on the crew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.deriving.supports import FirstSupports, Supports
from graph.deriving.turnover import replaced_in, typed_in
from graph.deriving.update import Update
from graph.identity.index import NodeRow
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from graph.lines.difference import QuadLine
from graph.lines.digest import total_of_block
from graph.quads import GraphName
from graph.store import Store, quad_block
from ontology.iris import Base

from .crew import Crew
from .drafting import Draft

#: Lines in one part.
_PART: Final = 50_000


@dataclass(slots=True)
class Part:
    """Some of the graph: blocks of N-Quads with how many each has, and their digest.

    ``added`` are those of the lines, by graph, that the search index may want.
    """

    blocks: list[tuple[bytes, int]] = field(default_factory=list)
    size: int = 0
    amount: int = 0
    added: dict[GraphName, set[str]] = field(default_factory=dict)
    removed: dict[GraphName, set[str]] = field(default_factory=dict)

    def take(self, graph: str, draft: Draft) -> None:
        """Add the named graph of one document."""
        self.blocks.append((draft.block, draft.size))
        self.size += draft.size
        self.amount += draft.amount
        self.added[graph] = {*draft.quotes}

    def share(self, lines: Iterable[QuadLine]) -> None:
        """Add lines of the common graphs, which are in no other part."""
        by_graph: dict[GraphName, set[str]] = {}
        for graph, line in lines:
            by_graph.setdefault(graph, set()).add(line)
        for graph, found in by_graph.items():
            block = quad_block(found, graph)
            self.blocks.append((block, len(found)))
            self.size += len(found)
            self.amount += total_of_block(block)
            self.added.setdefault(graph, set()).update(found)


class Building(Update):
    """Fills an empty store; see ``Update`` for what it tells afterwards.

    ``things`` are then the IRIs of entities, documents and claims, and those that lead to others.
    """

    def __init__(self, documents: DocumentStore, store: Store, base: Base, crew: Crew) -> None:
        """Let *crew* read and draft the documents."""
        super().__init__(documents, store, base)
        self._crew = crew
        self.things: set[str] = set()

    def _supporting(self, documents: DocumentStore) -> Supports:
        self._first = documents.view(FirstSupports)
        return self._first

    def parts(self) -> Iterator[Part]:
        """Yield the whole graph in parts."""
        speaking = self._documents.speaking()
        self._look_up(link for entry in speaking for link in self._links(entry))
        # Places are a cache, and other processes see only what is committed.
        self._documents.commit()
        self._documents.begin()
        self._index.clear()
        self._first.clear()
        self._index_all(speaking)
        self._settling.settle_all()
        self._share_common()
        yield from self._write_all()

    def finish(self) -> None:
        """Keep, at the end, how many share in each line."""
        self._first.finish()

    def _index_all(self, speaking: Sequence[Current]) -> None:
        """Put the nodes of every document into the index."""
        spoken: list[Current] = []
        links: set[str] = set()
        for entry, reading in zip(speaking, self._crew.read(speaking), strict=True):
            if reading.reason:
                self.unreadable[entry.key] = reading.reason
                continue
            spoken.append(entry)
            links.update(reading.links)
            self._index.add(reading.nodes)
        self._look_up(links)
        self._documents.set_all_spoken(spoken)
        self._index.flush()

    def _write_all(self) -> Iterator[Part]:
        part, entries = Part(), self._documents.all_spoken()
        for entry, draft in zip(entries, self._crew.drafts(self._placed(entries)), strict=True):
            part.take(self._base.document(entry.key), draft)
            self.things.update(draft.claims)
            self.withheld[entry.key] = [*draft.withheld]
            self._first.take(f"document {entry.key}", draft.share)
            if part.size > _PART:
                yield self._whole(part)
                part = Part()
        yield self._whole(part)

    def _whole(self, part: Part) -> Part:
        """Return a part with what it brought up in the common graphs."""
        lines = self._first.drain()
        self.things.update(typed_in([[line for _, line in lines]]))
        self.things.update(replaced_in(line for graph, line in lines if graph is None))
        part.share(lines)
        return part

    def _placed(self, entries: Iterable[Current]) -> Iterator[tuple[Current, list[NodeRow]]]:
        for entry in entries:
            yield entry, self._index.rows(entry.key)
