"""Taking a document out so that no byte of it is left in the data directory.

First everything kept of it goes from documents.sqlite; the graph is made anew from what is left,
because a store keeps words that no quad uses any more; then the files are cleaned (``erasing``).
That an IRI was published and is gone stays known, by its hash alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from ontology import vocabulary
from ontology.errors import HansaError
from ontology.iris import Base, claim_digest
from ontology.model import Document, Extraction

from .documents import DocumentStore
from .erasing import begin
from .errors import UnknownDocumentError
from .gazetteer import Gazetteer
from .index import NodeIndex
from .nodes import Node, Records, nodes_of, singled
from .sayings import Claimed, claims_of
from .verdicts import Decided


@dataclass(frozen=True, slots=True)
class Purged:
    """A purge: the key that is gone, and what holds some of it while someone reads that.

    ``held`` are generations, ``files`` names in the data directory; ``gone`` are the older
    generations that were removed.
    """

    key: str
    held: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    gone: tuple[int, ...] = ()


def find_kept(documents: DocumentStore, name: str, base: Base) -> str:
    """Return the key that *name* means, also of a document that was retracted before.

    Raises UnknownDocumentError.
    """
    try:
        return documents.find(name, base=base)
    except UnknownDocumentError:
        if documents.is_kept(name):
            return name
        for key in documents.named(name, base=base):
            return key
        raise


def take_out(documents: DocumentStore, key: str, base: Base) -> None:
    """Delete all that documents.sqlite keeps of a document, within the transaction.

    Verdicts that hold for another document through its bytes are handed to it.
    """
    about = _only_in(documents, key, base)
    documents.forget_atoms(about.atoms)
    verdicts = _Verdicts(documents, key)
    documents.purge(key)
    verdicts.hand_over()
    documents.set_meta("gazetteer", "")  # the places it named are looked up no more
    begin(documents, about.iris)


@dataclass(frozen=True, slots=True)
class _OnlyIn:
    """What no other document names: the atoms, and the IRIs that it has or would have."""

    atoms: frozenset[str]
    iris: frozenset[str]


def _only_in(documents: DocumentStore, key: str, base: Base) -> _OnlyIn:
    index = documents.view(NodeIndex)
    nodes = {node.key: node for node in _every_node(documents, key)} | index.nodes(key)
    atoms = {node.atom for node in nodes.values()} | {singled(each) for each in nodes}
    only = {atom for atom in atoms if index.documents_with([atom]) <= {key}}
    placed = index.placed(only).values()
    iris = {base.document(key), *(base.entity(n.kind, n.own_slug()) for n in nodes)}
    iris |= {iri for each in placed for iri in (each.iri, each.own) if iri}
    return _OnlyIn(frozenset(only), frozenset(iris))


def _every_node(documents: DocumentStore, key: str) -> Iterator[Node]:
    """Yield the nodes of all that was ever read under *key*."""
    records = Records(vocabulary.authority(), Gazetteer(documents.place))
    for document, extraction in _readings(documents, key):
        yield from nodes_of(document, extraction, records).values()


def _readings(documents: DocumentStore, key: str) -> Iterator[tuple[Document, Extraction]]:
    """Yield all that was ever read under *key* and is not damaged."""
    for entry in documents.readings(key):
        with suppress(HansaError):
            extraction = documents.extraction(key, entry.sha256, entry.pipeline)
            document = documents.document(key, sha256=entry.sha256)
            if extraction:
                yield document, extraction


class _Verdicts:
    """The verdicts that hold for the kin of a document, before it goes.

    Without it some of them may be kin no more; then each part of them needs every verdict.
    """

    def __init__(self, documents: DocumentStore, key: str) -> None:
        self._documents = documents
        self._key = key
        self._kin = documents.kin_of(key)
        self._given = [one for one in documents.decided() if one.key in self._kin]
        self._parts = {
            claimed.digest: claimed.parts
            for each in sorted({one.key for one in self._given})
            for claimed in _claims_under(documents, each)
        }

    def hand_over(self) -> None:
        """Copy verdicts to those who would lose them, and forget those on what is gone."""
        rest = self._kin - {self._key}
        parts = {frozenset(self._documents.kin_of(each)) for each in rest}
        for place, one in enumerate(self._given):
            for kin in sorted(parts, key=min):
                if one.key not in kin and one.claim in self._parts:
                    self._copy(one, min(kin), rivals=self._given[place + 1 :], kin=kin)
        for one in self._given:
            if one.key == self._key:
                self._documents.undecide(one.claim)

    def _copy(self, one: Decided, heir: str, *, rivals: list[Decided], kin: frozenset[str]) -> None:
        """Give a verdict on the heir's claim, unless a later one stands there already."""
        said = self._parts[one.claim]
        same = {claim_digest(each, *said) for each in kin}
        if not any(later.claim in same for later in rivals):
            self._documents.decide(replace(one, claim=claim_digest(heir, *said), key=heir))


def _claims_under(documents: DocumentStore, key: str) -> Iterator[Claimed]:
    """Yield the claims of all that was ever read under *key*."""
    for document, extraction in _readings(documents, key):
        yield from claims_of(document, extraction)
