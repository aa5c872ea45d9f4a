"""The one writer: what is put is kept in documents.sqlite, then the graph is brought after it.

documents.sqlite is the truth and counts its *revisions*. A commit raises the revision, then
brings the store to it by the difference, publishes a checkpoint, and last of all notes that the
revision is *applied*. Killed anywhere between, the next writer finds a revision that is not
applied, distrusts everything it had noted, compares the store with the documents line by line
and finishes the work. So the graph ends the same whatever happened on the way.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ontology.iris import Base
from ontology.model import Document, Extraction

from .admission import check
from .assembly import FORMAT_VERSION, Assembly, Source, inputs_digest
from .difference import differences
from .documents import DocumentStore
from .errors import GraphError, WorkspaceVersionError
from .gazetteer import Gazetteer, gazetteer_version
from .generations import Generations, Manifest
from .review import GivenVerdict, Reviewable, find_claims, find_verdicts, given_verdicts
from .store import Store
from .verdicts import Decided, Verdict

Status = Literal["added", "changed", "unchanged", "duplicate"]


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
    """What a commit did: the newest generation (0 for none yet), quads added and removed."""

    generation: int
    added: int
    removed: int


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
        self._loaded: dict[tuple[str, str, str], Source] = {}
        self._has_changes = False
        self._generations.clear()
        if self._obstacle() is None and self._is_behind():
            self._synchronise(finishing=True)

    def put(self, document: Document, extraction: Extraction) -> Outcome:
        """Make *document* and what was read in it current under its key.

        Raises GraphError when the two do not belong together or the extraction contradicts
        itself, WorkspaceVersionError when the data directory has to be rebuilt first.
        """
        self._require_current_format()
        check(document, extraction)
        self._documents.begin()
        is_known = self._documents.current(document.key) is not None
        has_changed = self._documents.put(document, extraction)
        if has_changed:
            self._has_changes = True
            self._loaded.pop((document.key, document.sha256, extraction.pipeline), None)
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
        self._require_current_format()
        key = self._documents.find(name, base=self._base)
        self._documents.begin()
        self._documents.remove(key)
        self._has_changes = True
        return key

    def decide(self, names: list[str], verdict: Verdict) -> list[Reviewable]:
        """Accept or reject claims, by IRI or its unique end.

        Returns what they say. Raises UnknownClaimError when a name means no claim, or several.
        """
        self._require_current_format()
        self._documents.begin()
        found = find_claims(self._documents, self._base, names)
        for one in found:
            for earlier in one.given:
                self._documents.undecide(earlier.claim)
            self._documents.decide(Decided(one.digest, one.item.document, verdict))
            if verdict != one.item.verdict:
                self._has_changes = True
        return [one.item for one in found]

    def undecide(self, names: list[str]) -> list[GivenVerdict]:
        """Take verdicts back, also on what is read no more, by the claim's IRI or its unique end.

        Returns them. Raises UnknownClaimError when a name means no verdict, or several.
        """
        self._require_current_format()
        self._documents.begin()
        found = find_verdicts(self._documents, self._base, names)
        taken = given_verdicts(self._documents, self._base, found)
        for decided in found:
            self._documents.undecide(decided.claim)
            self._has_changes = True
        return taken

    def commit(self) -> Commit:
        """Make everything since the last commit durable, and publish it as a new generation.

        Nothing put, nothing done: the newest generation stays the newest.
        """
        self._require_current_format()
        if not self._has_changes:
            self._documents.rollback()
            return Commit(self._generations.current() or 0, 0, 0)
        is_behind = self._is_behind()  # where an earlier commit of this writer failed
        self._documents.set_meta("revision", str(self._revision() + 1))
        self._documents.commit()
        self._has_changes = False
        return self._synchronise(finishing=is_behind)

    def rebuild(self) -> Commit:
        """Make the whole graph anew from documents.sqlite, whatever state or format it is in."""
        self.rollback()
        self._documents.set_meta("applied", "")
        store = self._directory / "store"
        if store.exists():
            shutil.rmtree(store)
        return self._synchronise(finishing=True)

    def rollback(self) -> None:
        """Undo everything since the last commit."""
        self._documents.rollback()
        self._loaded.clear()
        self._has_changes = False

    # Bringing the graph after the documents

    def _revision(self) -> int:
        return int(self._documents.meta("revision") or 0)

    def _state(self) -> str:
        """Return what ``applied`` says when the store holds this revision's graph."""
        return f"{self._revision()} {inputs_digest(self._base)}"

    def _is_behind(self) -> bool:
        return self._revision() > 0 and self._documents.meta("applied") != self._state()

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

    def _synchronise(self, *, finishing: bool) -> Commit:
        """Bring the store to the current documents and publish it.

        *finishing* says that nobody knows how far the last attempt got: then every graph is
        compared, and the result published even where nothing is left to change.
        """
        assembly = Assembly(self._sources(), self._gazetteer(), self._base)
        store = Store.open(self._directory / "store")
        trusted = {} if finishing else self._documents.fingerprints()
        added = removed = 0
        for difference in differences(store, assembly, trusted):
            store.apply(difference.removed, difference.added, dropped=difference.dropped)
            added, removed = added + difference.size_added, removed + difference.size_removed
        store.flush()
        number = self._generations.current() or 0
        if added or removed or finishing:
            manifest = Manifest(self._revision(), self._base.iri, FORMAT_VERSION)
            number = self._generations.publish(store, manifest)
        self._note_applied(assembly)
        self._generations.collect()
        return Commit(number, added, removed)

    def _note_applied(self, assembly: Assembly) -> None:
        self._documents.begin()
        self._documents.set_fingerprints(assembly.fingerprints())
        self._documents.set_meta("format", str(FORMAT_VERSION))
        self._documents.set_meta("base", self._base.iri)
        self._documents.set_meta("applied", self._state())
        self._documents.commit()

    def _sources(self) -> Iterator[Source]:
        """Yield the documents that speak, loading only those that were not loaded before."""
        loaded: dict[tuple[str, str, str], Source] = {}
        for entry in self._documents.speaking():
            name = (entry.key, entry.sha256, entry.pipeline)
            loaded[name] = self._loaded.get(name) or self._load(*name)
        self._loaded = loaded
        verdicts = self._documents.verdicts_by_key()
        for source in loaded.values():
            said = verdicts.get(source.document.key)
            yield replace(source, decided=said) if said else source

    def _load(self, key: str, sha256: str, pipeline: str) -> Source:
        extraction = self._documents.extraction(key, sha256, pipeline)
        if extraction is None:
            raise GraphError(f"the extraction of {key!r} is lost; ingest that document again")
        document = self._documents.document(key, sha256=sha256)
        return Source(document, extraction)

    def _gazetteer(self) -> Gazetteer:
        """Return the gazetteer with every place that the current documents link to."""
        self._documents.begin()
        if self._documents.meta("gazetteer") != gazetteer_version():
            self._documents.clear_places()
            self._documents.set_meta("gazetteer", gazetteer_version())
        gazetteer = Gazetteer(self._documents.places())
        links = {
            entity.link
            for source in self._sources()
            for entity in source.extraction.entities
            if entity.link
        }
        self._documents.add_places(gazetteer.look_up(links))
        self._documents.commit()
        return gazetteer


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
