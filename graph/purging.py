"""Taking a document out so that no byte of it is left in the data directory.

First everything kept of it goes from documents.sqlite; the graph is made anew from what is left,
because a store keeps words that no quad uses any more; then the older generations go, pinned or
not, and what the other files still hold. A purge that was killed or had to wait for a reader is
finished by the next writer. That an IRI was published and is gone stays known, by its hash alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ontology import vocabulary
from ontology.errors import HansaError
from ontology.iris import Base, claim_digest
from ontology.model import Document, Extraction

from .documents import DocumentStore
from .errors import StoreError, UnknownDocumentError
from .followers import LEDGER
from .gazetteer import Gazetteer
from .generations import Generations
from .index import NodeIndex
from .ledger import Ledger
from .nodes import Node, Records, nodes_of, singled
from .sayings import Claimed, claims_of
from .search import FILE as SEARCH
from .search import SearchIndex
from .store import Store
from .verdicts import Decided

#: Seconds to wait for those who still read an older generation; a server lets go within one.
_PATIENCE: Final = 10.0
_PAUSE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Purged:
    """A purge: the key that is gone, and the generations that hold it while someone reads them."""

    key: str
    held: tuple[int, ...] = ()


def find_kept(documents: DocumentStore, name: str, base: Base) -> str:
    """Return the key that *name* means, also of a document that was retracted before.

    Raises UnknownDocumentError.
    """
    try:
        return documents.find(name, base=base)
    except UnknownDocumentError:
        kept = [key for key in documents.kept_keys() if name in (key, base.document(key))]
        if not kept:
            raise
        return kept[0]


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
    documents.set_meta("purging", json.dumps({"below": 0, "iris": sorted(about.iris)}))


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


def finish(
    directory: Path, documents: DocumentStore, *, patience: float = _PATIENCE
) -> tuple[int, ...]:
    """Leave nothing of what was taken out in any file, once the graph was made anew.

    Returns the generations that could not go within *patience* seconds, because someone reads
    them; what is left then is for the next writer to do.
    """
    generations = Generations(directory)
    noted = json.loads(documents.meta("purging") or "{}")
    below = noted["below"] or generations.current() or 0
    held = _remove_below(generations, below, patience)
    if held and not patience:  # the same again at every write would only cost time
        return held
    is_clean = _clean(directory, generations, below, noted["iris"])
    _note(documents, {"below": below, "iris": [] if is_clean else noted["iris"]})
    if documents.vacuum() and is_clean and not held:
        _note(documents, None)
    return held


def _clean(directory: Path, generations: Generations, below: int, iris: list[str]) -> bool:
    """Clean the files beside the store; say whether no reader was in the way."""
    kept = [number for number in generations.present() if number >= below]
    try:
        with closing(SearchIndex.open(directory / SEARCH, writable=True)) as search:
            search.erase(kept)
        ledger = Ledger.open(directory / LEDGER, writable=True)
        with generations.lease() as lease:
            ledger.shorten(Store.read_only(lease.path).names)
        ledger.erase(iris)
    except StoreError:
        return False
    return True


def _note(documents: DocumentStore, purging: dict[str, object] | None) -> None:
    documents.begin()
    documents.set_meta("purging", json.dumps(purging) if purging else "")
    documents.commit()


def _remove_below(generations: Generations, below: int, patience: float) -> tuple[int, ...]:
    """Remove the generations that may hold what was taken out; those published since may not."""
    deadline = time.monotonic() + patience
    while True:
        older = [number for number in generations.present() if number < below]
        held = [number for number in older if not generations.remove(number, even_pinned=True)]
        if not held or time.monotonic() > deadline:
            return tuple(held)
        time.sleep(_PAUSE)
