"""The one writer: what is put is kept in documents.sqlite, then the graph is brought after it.

documents.sqlite is the truth. A commit computes the difference of the graphs, keeps it there as a
journal in one transaction with the documents, and only then applies it: to the store, in one
update, and to the files beside it; publishes a checkpoint; and last of all clears the journal. All
of that can be done twice without harm, so a writer that finds a journal finishes what a killed one
began. Very many documents are taken some at a time; readers see them all at once.

A first build keeps no journal but a note that the graph has to be made anew, which is what the next
writer does if this one is killed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ontology.iris import Base
from ontology.model import Document, Extraction

from .admission import check
from .assembly import FORMAT_VERSION, inputs_digest
from .bulk import load
from .difference import Difference
from .digest import hexadecimal
from .documents import DocumentStore
from .errors import WorkspaceVersionError
from .gazetteer import gazetteer_version
from .generations import Generations, Manifest
from .review import GivenVerdict, Reviewable, find_claims, find_verdicts, given_verdicts
from .store import Lines, Store
from .update import Changes, Update
from .verdicts import Decided, Verdict
from .withholding import Withheld

Status = Literal["added", "changed", "unchanged", "duplicate"]

#: Documents whose difference is held in memory together, and written in one update.
_MANY: Final = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document that was put.

    ``of`` is, for a duplicate, the other key with the same bytes; of all keys with the same
    bytes, the smallest is the one the graph names, whichever came first.
    """

    status: Status
    key: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit did: the newest generation (0 for none yet), quads added and removed.

    ``withheld`` is what the gate kept back of the documents that were written, those that only
    had to be written again among them.
    """

    generation: int
    added: int
    removed: int
    withheld: tuple[Withheld, ...] = ()


class Writer:
    """Puts and retracts documents; nothing is seen by readers before ``commit``.

    Get one from ``Workspace.writer``, which holds the lock. Leaving without ``commit`` undoes
    what was put since the last one.
    """

    def __init__(self, directory: Path, documents: DocumentStore, base: Base) -> None:
        """Take over the data directory, finishing what a killed writer left behind."""
        self._directory = directory
        self._documents = documents
        self._base = base
        self._generations = Generations(directory)
        self._has_changes = False
        self._is_unfinished = False
        self._atoms: set[str] = set()
        self._withheld: dict[str, list[Withheld]] = {}
        self._generations.clear()
        if self._obstacle() is None:
            self._recover()

    def put(self, document: Document, extraction: Extraction) -> Outcome:
        """Make *document* and what was read in it current under its key.

        Raises GraphError when the two do not belong together or the extraction contradicts
        itself, WorkspaceVersionError when the data directory has to be rebuilt first.
        """
        check(document, extraction)
        self._begin()
        is_known = self._documents.current(document.key) is not None
        has_changed = self._documents.put(document, extraction)
        if has_changed:
            self._changed(document.key)
        twin = self._documents.twin(document.key, document.sha256)
        if twin is not None:
            return Outcome("duplicate", document.key, of=twin)
        if not has_changed:
            return Outcome("unchanged", document.key)
        return Outcome("changed" if is_known else "added", document.key)

    def retract(self, name: str) -> str:
        """Take out the document with that key, IRI or unique end of a key; return its key.

        Raises UnknownDocumentError when *name* means no document, or several.
        """
        self._begin()
        key = self._documents.find(name, base=self._base)
        self._documents.remove(key)
        self._changed(key)
        return key

    def decide(self, names: list[str], verdict: Verdict) -> list[Reviewable]:
        """Accept or reject claims, by IRI or its unique end.

        Returns what they say. Raises UnknownClaimError when a name means no claim, or several.
        """
        self._begin()
        found = find_claims(self._documents, self._base, names)
        for one in found:
            for earlier in one.given:
                self._documents.undecide(earlier.claim)
            self._documents.decide(Decided(one.digest, one.item.document, verdict))
            if verdict != one.item.verdict:
                self._changed(one.item.document)
        return [one.item for one in found]

    def undecide(self, names: list[str]) -> list[GivenVerdict]:
        """Take verdicts back, also on what is read no more, by the claim's IRI or its unique end.

        Returns them. Raises UnknownClaimError when a name means no verdict, or several.
        """
        self._begin()
        found = find_verdicts(self._documents, self._base, names)
        taken = given_verdicts(self._documents, self._base, found)
        for decided in found:
            self._changed(decided.key)
            self._documents.undecide(decided.claim)
        return taken

    def commit(self) -> Commit:
        """Make everything since the last commit durable, and publish it as a new generation.

        Nothing put, nothing done: the newest generation stays the newest.
        """
        self._require_current_format()
        if not self._has_changes:
            self._documents.rollback()
            return Commit(self._newest(), 0, 0)
        if self._documents.meta("format") is None:
            return self._build_anew()
        return self._synchronise()

    def rebuild(self) -> Commit:
        """Make the whole graph anew from documents.sqlite, whatever state or format it is in."""
        self.rollback()
        return self._build_anew()

    def rollback(self) -> None:
        """Undo everything since the last commit."""
        self._documents.rollback()
        self._has_changes = False
        self._atoms = set()

    # What has changed

    def _begin(self) -> None:
        """Begin a transaction, unless one has begun; first finish what an earlier commit left."""
        self._require_current_format()
        if not self._has_changes and self._is_unfinished:
            self._recover()
        self._documents.begin()

    def _changed(self, key: str) -> None:
        """Note that a document says something else; verdicts of its kin may hold for it now."""
        has_kin = self._documents.has_verdicts()
        self._documents.add_changed(self._documents.kin_of(key) if has_kin else {key})
        self._has_changes = True

    def _count(self, difference: Difference) -> None:
        """Bring the digest and the number of quads of the graph after a difference."""
        digest = int(self._documents.meta("digest") or "0", 16) + difference.digest()
        quads = int(self._documents.meta("quads") or 0)
        quads += difference.size_added - difference.size_removed
        self._documents.set_meta("digest", hexadecimal(digest))
        self._documents.set_meta("quads", str(quads))

    def _note_inputs(self) -> None:
        self._documents.set_meta("revision", str(int(self._documents.meta("revision") or 0) + 1))
        self._documents.set_meta("format", str(FORMAT_VERSION))
        self._documents.set_meta("base", self._base.iri)
        self._documents.set_meta("inputs", inputs_digest(self._base))

    def _obstacle(self) -> str | None:
        """Return why the data directory cannot be written without a rebuild, if it cannot."""
        found = self._documents.meta("format"), self._documents.meta("base")
        if found[0] not in (None, str(FORMAT_VERSION)):
            return f"has format {found[0]}, this version of Hansa writes {FORMAT_VERSION}"
        if found[1] not in (None, self._base.iri):
            return f"was made for the base {found[1]}, not {self._base.iri}"
        return None

    def _require_current_format(self) -> None:
        if obstacle := self._obstacle():
            raise WorkspaceVersionError(f"{self._directory} {obstacle}; run hansa rebuild")

    # Bringing the graph after the documents

    def _newest(self) -> int:
        return self._generations.current() or 0

    def _recover(self) -> None:
        """Finish what a killed writer or a failed commit left, or make it anew if half made."""
        inputs = self._documents.meta("inputs")
        if self._documents.meta("anew") or inputs not in (None, inputs_digest(self._base)):
            self._build_anew()
        elif self._documents.journal() or self._documents.changed(1):
            self._synchronise()
        self._is_unfinished = False

    def _synchronise(self) -> Commit:
        """Bring the graph after all that changed, some documents at a time, and publish it."""
        self._is_unfinished = True
        store = Store.open(self._directory / "store")
        self._note_inputs()
        added = removed = 0
        for difference in self._differences(store):
            store.apply(difference.removed, difference.added)
            store.flush()
            added, removed = added + difference.size_added, removed + difference.size_removed
        if self._documents.journal():
            self._publish(store, added, removed)
        self._documents.commit()
        return self._finished(added, removed)

    def _differences(self, store: Store) -> Iterator[Difference]:
        """Yield differences that are in the journal already, to be applied before the next."""
        if journal := self._documents.journal():
            yield Difference.unpacked(journal)
        while (keys := self._documents.changed(_MANY)) or self._atoms:
            self._documents.begin()
            atoms, self._atoms = self._atoms, set()
            update = Update(self._documents, store, self._base)
            difference = _united(update.run(Changes(set(keys), atoms)))
            self._withheld |= update.withheld
            self._documents.clear_changed(keys)
            if difference:
                self._documents.set_journal(difference.packed())
                self._count(difference)
            self._documents.commit()
            if difference:
                yield difference

    def _publish(self, store: Store, added: int, removed: int) -> None:
        """Publish what is in the store, and note that everything is done."""
        store.flush()
        self._generations.publish(store, self._manifest(added, removed))
        self._documents.begin()
        self._documents.clear_journal()
        self._documents.set_meta("anew", "")
        self._documents.commit()
        self._generations.collect()

    def _manifest(self, added: int, removed: int) -> Manifest:  # noqa: ARG002
        return Manifest(
            revision=int(self._documents.meta("revision") or 0),
            base=self._base.iri,
            format=FORMAT_VERSION,
        )

    def _build_anew(self) -> Commit:
        """Make store and index from nothing; until that is done, they are known to be unfit."""
        self._is_unfinished = True
        self._prepare_anew()
        path = self._directory / "store"
        if path.exists():
            shutil.rmtree(path)
        store = Store.open(path)
        self._documents.begin()
        update = Update(self._documents, store, self._base, first=True)
        added = load(store, self._counted(update.run(Changes())))
        self._documents.commit()
        self._publish(store, added, 0)
        self._withheld |= update.withheld
        return self._finished(added, 0)

    def _finished(self, added: int, removed: int) -> Commit:
        """Return what was done, and be ready for the next commit."""
        self._has_changes = self._is_unfinished = False
        withheld = {one for found in self._withheld.values() for one in found}
        self._withheld = {}
        return Commit(self._newest(), added, removed, tuple(sorted(withheld)))

    def _counted(self, parts: Iterable[Difference]) -> Iterator[Lines]:
        """Yield what each part adds to an empty graph."""
        for part in parts:
            self._count(part)
            yield part.added

    def _prepare_anew(self) -> None:
        self._documents.begin()
        self._documents.set_meta("anew", "yes")
        self._documents.set_meta("digest", "0")
        self._documents.set_meta("quads", "0")
        self._documents.clear_journal()
        self._documents.clear_changed()
        if self._documents.meta("gazetteer") != gazetteer_version():
            self._documents.clear_places()
            self._documents.set_meta("gazetteer", gazetteer_version())
        self._note_inputs()
        self._documents.commit()


def _united(parts: Iterable[Difference]) -> Difference:
    """Return one difference of all; their lines are of different graphs, or came up once."""
    whole = Difference()
    for part in parts:
        for graph, lines in part.removed.items():
            whole.removed.setdefault(graph, set()).update(lines)
        for graph, lines in part.added.items():
            whole.added.setdefault(graph, set()).update(lines)
    return whole


@contextmanager
def open_writer(directory: Path, base: Base) -> Iterator[Writer]:
    """Open a writer on a data directory whose lock is held."""
    documents = DocumentStore.open(directory / "documents.sqlite", writable=True)
    try:
        writer = Writer(directory, documents, base)
        yield writer
        writer.rollback()
    finally:
        documents.close()
