"""Taking a document out so that no byte of it is left in the data directory.

First everything kept of it goes from documents.sqlite; the graph is made anew from what is left,
because a store keeps words that no quad uses any more; then the files are cleaned (``erasing``).
That an IRI was published and is gone stays known, by its hash alone.

The same bytes may be kept under other keys (``graph.keeping.copies``), as those of a file that was
moved; under keys that have them no more they go too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from graph.curating.addresses import Addresses
from graph.curating.sayings import Claimed, claims_of
from graph.curating.verdicts import Decided
from graph.deriving.gazetteer import Gazetteer
from graph.errors import UnknownDocumentError
from graph.identity.index import NodeIndex
from graph.identity.nodes import Node, Records, nodes_of, singled
from graph.keeping.copies import Copies, copies_of
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from ontology import vocabulary
from ontology.errors import HansaError
from ontology.iris import Base, claim_digest
from ontology.model import Document, Extraction

from .erasing import begin


@dataclass(frozen=True, slots=True)
class Purged:
    """A purge: the key that is gone, and what holds some of it while someone reads that.

    ``held`` are generations, ``files`` names in the data directory; ``gone`` are the older
    generations that were removed. ``along`` are the keys that had the same bytes, were retracted
    and are gone with it, ``once`` those that lost what they once had of them, ``twins`` those that
    have them still. ``taken_back`` and ``moved`` are numbers of decisions: those on what is gone,
    and those that go by the IRI of what is left.
    """

    key: str
    held: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    gone: tuple[int, ...] = ()
    along: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    taken_back: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()


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


def take_out(documents: DocumentStore, key: str, base: Base) -> Purged:
    """Delete all that documents.sqlite keeps of a document, within the transaction.

    Verdicts that hold for another document through its bytes are handed to it.
    """
    copies = copies_of(documents, key)
    about = _only_in(documents, copies, base)
    forgotten = documents.forget_atoms(about.atoms, Addresses(documents, base, about.atoms))
    verdicts = _Verdicts(documents, copies)
    for each in sorted(copies.gone):
        documents.purge(each)
    for each, sha256 in sorted(copies.once):
        documents.purge_text(each, sha256)
    verdicts.hand_over()
    _forget_edits(documents, sorted({each for each, _ in copies.once}))
    documents.set_meta("gazetteer", "")  # the places it named are looked up no more
    begin(documents, about.iris)
    return Purged(
        key,
        along=tuple(sorted(copies.gone - {key})),
        once=tuple(sorted({each for each, _ in copies.once})),
        twins=tuple(sorted(copies.twins)),
        taken_back=forgotten.taken_back,
        moved=forgotten.moved,
    )


@dataclass(frozen=True, slots=True)
class _OnlyIn:
    """What no other document names: the atoms, and the IRIs that it has or would have."""

    atoms: frozenset[str]
    iris: frozenset[str]


def _only_in(documents: DocumentStore, copies: Copies, base: Base) -> _OnlyIn:
    index = documents.view(NodeIndex)
    gone = _nodes(documents, copies.read_in(documents))
    gone += [node for key in sorted(copies.gone) for node in index.nodes(key).values()]
    left = _nodes(documents, copies.left_in(documents))
    atoms = _atoms(gone) - _atoms(left)
    only = {atom for atom in atoms if index.documents_with([atom]) <= copies.gone}
    placed = index.placed(only).values()
    keys = {node.key for node in gone} - {node.key for node in left}
    iris = {base.document(key) for key in copies.gone}
    iris |= {base.entity(key.kind, key.own_slug()) for key in keys}
    iris |= {iri for each in placed for iri in (each.iri, each.own) if iri}
    return _OnlyIn(frozenset(only), frozenset(iris))


def _atoms(nodes: Iterable[Node]) -> set[str]:
    """Return the atoms that these nodes are of, and would be of if they were singled out."""
    return {atom for node in nodes for atom in (node.atom, singled(node.key))}


def _nodes(documents: DocumentStore, readings: Iterable[Current]) -> list[Node]:
    """Return the nodes of all that was read there."""
    records = Records(vocabulary.authority(), Gazetteer(documents.place))
    return [
        node
        for document, extraction in _read(documents, readings)
        for node in nodes_of(document, extraction, records).values()
    ]


def _read(
    documents: DocumentStore, readings: Iterable[Current]
) -> Iterator[tuple[Document, Extraction]]:
    """Yield what is kept of *readings* and is not damaged."""
    for entry in readings:
        with suppress(HansaError):
            extraction = documents.extraction(entry.key, entry.sha256, entry.pipeline)
            document = documents.document(entry.key, sha256=entry.sha256)
            if extraction:
                yield document, extraction


class _Verdicts:
    """The verdicts that hold for the kin of a document, before it goes with its copies.

    Without them some of the kin may be kin no more; then each part of them needs every verdict.
    """

    def __init__(self, documents: DocumentStore, copies: Copies) -> None:
        self._documents = documents
        self._gone = copies.gone
        self._kin = documents.kin_of(min(copies.gone))
        self._given = [one for one in documents.decided() if one.key in self._kin]
        self._parts = {
            claimed.digest: claimed.parts
            for each in sorted({one.key for one in self._given})
            for claimed in _claims_under(documents, each)
        }

    def hand_over(self) -> None:
        """Copy verdicts to those who would lose them, and forget those on what is gone."""
        rest = self._kin - self._gone
        parts = {frozenset(self._documents.kin_of(each)) for each in rest}
        for place, one in enumerate(self._given):
            for kin in sorted(parts, key=min):
                if one.key not in kin and one.claim in self._parts:
                    self._copy(one, min(kin), rivals=self._given[place + 1 :], kin=kin)
        for one in self._given:
            if one.key in self._gone:
                self._documents.undecide(one.claim)

    def _copy(self, one: Decided, heir: str, *, rivals: list[Decided], kin: frozenset[str]) -> None:
        """Give a verdict on the heir's claim, unless a later one stands there already."""
        said = self._parts[one.claim]
        same = {claim_digest(each, *said) for each in kin}
        if not any(later.claim in same for later in rivals):
            self._documents.decide(replace(one, claim=claim_digest(heir, *said), key=heir))


def _forget_edits(documents: DocumentStore, keys: Sequence[str]) -> None:
    """Forget edits of sentences that no text of these keys has any more: an edit holds words."""
    left = {claimed.digest for key in keys for claimed in _claims_under(documents, key)}
    for one in documents.decided():
        if one.edit is not None and one.key in keys and one.claim not in left:
            documents.undecide(one.claim)


def _claims_under(documents: DocumentStore, key: str) -> Iterator[Claimed]:
    """Yield the claims of all that was ever read under *key*."""
    for document, extraction in _read(documents, documents.readings(key)):
        yield from claims_of(document, extraction)
