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
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ontology import vocabulary
from ontology.iris import Base, claim_digest

from .documents import DocumentStore
from .errors import UnknownDocumentError
from .followers import LEDGER
from .gazetteer import Gazetteer
from .generations import Generations
from .index import NodeIndex
from .ledger import Ledger
from .nodes import Node, Records, nodes_of, singled
from .sayings import claims_of
from .search import FILE as SEARCH
from .search import SearchIndex

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

    Verdicts that hold for another document with the same bytes are handed to it.
    """
    about = _only_in(documents, key, base)
    documents.forget_atoms(about.atoms)
    _hand_over_verdicts(documents, key)
    documents.purge(key)
    documents.set_meta("gazetteer", "")  # the places it named are looked up no more
    documents.set_meta("purging", json.dumps(sorted(about.iris)))


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
    for entry in documents.readings(key):
        if extraction := documents.extraction(key, entry.sha256, entry.pipeline):
            document = documents.document(key, sha256=entry.sha256)
            yield from nodes_of(document, extraction, records).values()


def _hand_over_verdicts(documents: DocumentStore, key: str) -> None:
    """Let verdicts given on *key* stand on a document it is kin to, under that one's digests."""
    given = {one.claim: one for one in documents.decided() if one.key == key}
    heir = min(documents.kin_of(key) - {key}, default=None)
    if heir and given:
        for entry in documents.readings(key):
            extraction = documents.extraction(key, entry.sha256, entry.pipeline)
            document = documents.document(key, sha256=entry.sha256)
            for claimed in claims_of(document, extraction) if extraction else ():
                if one := given.pop(claimed.digest, None):
                    documents.hand_over(one, claim_digest(heir, *claimed.parts), heir)
    for claim in given:
        documents.undecide(claim)


def finish(
    directory: Path, documents: DocumentStore, *, patience: float = _PATIENCE
) -> tuple[int, ...]:
    """Leave nothing of what was taken out in any file, once the graph was made anew.

    Returns the generations that could not go within *patience* seconds, because someone reads
    them; what is left then is for the next writer to do.
    """
    generations = Generations(directory)
    newest = generations.current() or 0
    held = _remove_older(generations, newest, patience)
    with closing(SearchIndex.open(directory / SEARCH, writable=True)) as search:
        search.erase([newest])
    ledger = Ledger.open(directory / LEDGER, writable=True)
    ledger.erase(json.loads(documents.meta("purging") or "[]"))
    _note(documents, "[]")
    if documents.vacuum() and not held:
        _note(documents, "")
    return held


def _note(documents: DocumentStore, purging: str) -> None:
    documents.begin()
    documents.set_meta("purging", purging)
    documents.commit()


def _remove_older(generations: Generations, newest: int, patience: float) -> tuple[int, ...]:
    deadline = time.monotonic() + patience
    while True:
        older = [number for number in generations.present() if number != newest]
        held = [number for number in older if not generations.remove(number, even_pinned=True)]
        if not held or time.monotonic() > deadline:
            return tuple(held)
        time.sleep(_PAUSE)
