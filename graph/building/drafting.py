"""What the first build of a graph takes from one document, made without the store.

Documents do not know of each other here, so any process may do it, in any order: reading what was
kept of a document into nodes, and, once its entities are placed, writing all that it says as the
bytes that go into the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.curating.curation import Curation
from graph.deriving.gazetteer import Gazetteer
from graph.deriving.shares import Placement, Source
from graph.deriving.supports import Share, share_of
from graph.errors import GraphError
from graph.identity.index import NodeEntry, NodeRow, entry_of
from graph.identity.naming import Naming
from graph.identity.nodes import LocalKey, Node, Records, nodes_of, place_link
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from graph.lines.digest import total_of_block
from graph.searching.rows import lines_of_quotes
from graph.shacl.withholding import Withheld
from graph.store import quad_block
from ontology import vocabulary
from ontology.errors import HansaError
from ontology.iris import Base


@dataclass(frozen=True, slots=True)
class Reading:
    """The nodes of one document and the links of its places, or why it cannot be read."""

    nodes: tuple[NodeEntry, ...]
    links: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as it goes into the graphs.

    ``block`` are the N-Quads of its named graph, of which there are ``size`` with ``amount`` as
    their digest; ``quotes`` the lines among them that can be searched, ``claims`` the IRIs of what
    it says; ``share`` is what it gives reason for in the common graphs.
    """

    block: bytes
    size: int
    amount: int
    quotes: tuple[str, ...]
    claims: tuple[str, ...]
    share: Share
    withheld: tuple[Withheld, ...]


class Drafting:
    """Reads the documents of one file, for graphs under one base."""

    def __init__(self, documents: DocumentStore, base: Base) -> None:
        """Read *documents*, which has to hold the places of all links."""
        self._documents = documents
        self._base = base

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._documents.place)

    @cached_property
    def _records(self) -> Records:
        return Records(vocabulary.authority(), self._gazetteer)

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self._base, records=self._records.by_iri, place=self._gazetteer.__getitem__)

    @cached_property
    def _singled(self) -> Collection[str]:
        return Curation.of(self._documents.decisions()).singled

    def read(self, entry: Current) -> Reading:
        """Return the nodes of a document, or the reason where what is kept of it is damaged."""
        try:
            source = source_of(self._documents, entry)
        except HansaError as error:
            return Reading((), (), left_out(entry.key, error))
        links = tuple({*filter(None, map(place_link, source.extraction.entities))})
        self._gazetteer.look_up(links)
        nodes = nodes_of(source.document, source.extraction, self._records, self._singled)
        return Reading(tuple(map(entry_of, nodes.values())), links)

    def draft(self, entry: Current, rows: Iterable[NodeRow]) -> Draft:
        """Return what a document says; *rows* are where its nodes went.

        Raises HansaError where what is kept of it is damaged.
        """
        key = entry.key
        iris = {LocalKey(key, kind, name): iri for kind, name, _, _, iri in rows}
        nodes = {
            (node := Node.from_row(key, kind, name, atom, body)).key: node
            for kind, name, atom, body, iri in rows
            if not iri
        }
        placement = Placement(source_of(self._documents, entry), iris, nodes, self._naming)
        lines = dict.fromkeys(placement.lines())
        block = quad_block(lines, self._base.document(key))
        return Draft(
            block=block,
            size=len(lines),
            amount=total_of_block(block),
            quotes=lines_of_quotes(lines),
            claims=tuple(saying.iri for saying in placement.admitted.claims),
            share=share_of(placement.share()),
            withheld=tuple(placement.admitted.withheld),
        )


def source_of(documents: DocumentStore, entry: Current) -> Source:
    """Return a document with what was read in it; raises HansaError where that is damaged."""
    extraction = documents.extraction(entry.key, entry.sha256, entry.pipeline)
    if extraction is None:
        raise GraphError(f"the extraction of {entry.key!r} is lost; ingest that document again")
    document = documents.document(entry.key, sha256=entry.sha256)
    return Source(document, extraction, documents.verdicts_for(entry.key))


def left_out(key: str, error: HansaError) -> str:
    """Return the sentence that says why a document is not in the graph."""
    return (
        f"{key} is left out of the graph, because what is kept of it is damaged ({error}); "
        "ingest it again"
    )
