"""The one writer: what is put is kept in documents.sqlite, then the graph is brought after it.

documents.sqlite is the truth; how the graph follows it is in ``graph.writing.synchronising``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from graph.curating.contradictions import settled
from graph.curating.curation import Curation, Decision, in_force
from graph.curating.decided import Decided as Standing
from graph.curating.editing import Edited, edit_claim
from graph.curating.edits import Wanted
from graph.curating.finding import anchors_of
from graph.curating.review import (
    GivenVerdict,
    Reviewable,
    fill_indexes,
    find_claims,
    find_verdicts,
    given_verdicts,
    index_claims,
    update_index,
)
from graph.curating.verdicts import Decided, Verdict
from graph.deriving.assembly import FORMAT_VERSION
from graph.engines import EMBEDDED, Engine
from graph.errors import DiskFullError, RemoteError, StoreError, WorkspaceVersionError
from graph.following.standby import require_primary
from graph.foreign.updates import ForeignUpdate
from graph.generations.generations import Generations
from graph.generations.retention import Retention
from graph.identity.index import NodeIndex
from graph.identity.nodes import atom_parts
from graph.keeping.admission import check
from graph.keeping.documents import DocumentStore
from graph.keeping.kept_readings import EarlierReadings
from graph.keeping.origin import draw_origin
from ontology.iris import Base
from ontology.model import Document, Extraction

from .purging import Purged, find_kept, take_out
from .synchronising import Commit, Synchroniser

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


class Writer:
    """Puts and retracts documents; nothing is seen by readers before ``commit``.

    Get one from ``Workspace.writer``, which holds the lock. Leaving without ``commit`` undoes
    what was put since the last one.
    """

    def __init__(
        self,
        directory: Path,
        documents: DocumentStore,
        base: Base,
        retention: Retention,
        engine: Engine = EMBEDDED,
    ) -> None:
        """Take over the data directory, finishing what a killed writer left behind."""
        self._directory = directory
        self._documents = documents
        self._base = base
        self._synchroniser = Synchroniser(directory, documents, base, retention, engine)
        self._has_changes = False
        self._atoms: set[str] = set()
        self._require_documents()
        self._unreached: RemoteError | None = None
        if self._obstacle() is None:
            try:
                self._synchroniser.recover()
            except RemoteError as error:  # whoever makes the graph anew needs nothing of it
                self._unreached = error
            else:
                self._fill_indexes()

    def _recover(self) -> None:
        """Finish what an earlier commit left, unless that has just failed: then say so again."""
        if error := self._unreached:
            self._unreached = None
            raise error
        if self._synchroniser.is_unfinished:
            self._synchroniser.recover()

    def _fill_indexes(self) -> None:
        """Fill what a migration left empty, so that the review queue has what there is."""
        try:
            fill_indexes(self._documents)
        except DiskFullError:  # the next writer does it; what is to be taken out need not wait
            self._documents.rollback()

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
            index_claims(self._documents, document, extraction)
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

    def purge(self, name: str) -> Purged:
        """Take a document out for ever: its texts, what was read in them, and old generations.

        *name* may also mean a document that was retracted. Copies of it that were retracted go with
        it, and what other keys once had of its bytes; those that have them now are told. The graph
        is made anew and published, so what was put or retracted since the last commit is committed
        with it. Raises UnknownDocumentError when *name* means no document, or several.
        """
        self._begin()
        key = find_kept(self._documents, name, self._base)
        generations = Generations(self._directory)
        before = generations.present()
        taken = take_out(self._documents, key, self._base)
        self._has_changes = False
        held = self._synchroniser.purge()
        left = generations.present()
        gone = tuple(number for number in before if number not in left)
        return replace(taken, held=held.generations, files=held.files, gone=gone)

    def decide(
        self,
        names: list[str],
        verdict: Verdict,
        *,
        who: str | None = None,
        at: str | None = None,
    ) -> list[Reviewable]:
        """Accept or reject claims, by IRI or its unique end; *who* does it, and when: *at*, in UTC.

        Returns what they say. Raises UnknownClaimError when a name means no claim, or several.
        """
        self._begin()
        found = find_claims(self._documents, self._base, names)
        for one in found:
            for earlier in one.given:
                self._documents.undecide(earlier.claim)
            given = Decided(one.digest, one.item.document, verdict, who, at)
            self._documents.decide(given)
            self._changed(one.item.document)
        return [one.item for one in found]

    def edit(self, name: str, wanted: Wanted, *, who: str, at: str) -> Edited:
        """Say that the sentence of a claim says something else; *who* does, and when: *at*, in UTC.

        Raises UnknownClaimError when *name* means no claim, or several, CurationError for what
        its document does not name or what cannot be said.
        """
        self._begin()
        (found,) = find_claims(self._documents, self._base, [name])
        done = edit_claim(self._documents, self._base, found, wanted, who=who, at=at)
        self._changed(found.item.document)
        return done

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

    def curate(self, decision: Decision) -> Decision:
        """Keep what a curator decided of things; return it with its number and anchors.

        Raises UnknownEntityError when nothing has an IRI it is about, CurationError when it cannot
        be kept beside earlier decisions.
        """
        self._begin()
        earlier = self._documents.decisions()
        index = self._documents.view(NodeIndex)
        found = settled(
            decision,
            earlier=earlier,
            anchors_of=lambda iri: anchors_of(iri, index, self._documents, self._base),
            base=self._base,
        )
        standing = Standing(self._documents)
        kept = self._documents.keep(
            found, is_overridden=lambda one: one.number in standing.overridden
        )
        self._recurated(earlier)
        return kept

    def undo_decision(self, number: int) -> Decision:
        """Take back the decision with that number and return it.

        Raises CurationError when there is none.
        """
        self._begin()
        earlier = self._documents.decisions()
        taken = self._documents.take_back(number)
        self._recurated(earlier)
        return taken

    def update(self, update: ForeignUpdate) -> Commit:
        """Carry out what strangers ask to be written, in graphs of guests, and publish it.

        What was put or retracted since the last commit has to be committed before. Raises
        ManagedGraphError when it would change a graph of Hansa's own, StoreError when it may do so
        but this directory holds documents; else what ``graph.foreign.updates.change_by`` raises.
        """
        self._require_current_format()
        if not update.is_managed:
            self._require_bare()
        if self._documents.meta("format") is None:
            self._synchroniser.build_anew()
        else:
            self._recover()
        return self._synchroniser.update(update)

    def found(self) -> Commit:
        """Make this a directory without documents, to which ``update`` may write everything.

        Raises StoreError when it holds documents.
        """
        if self._documents.meta("format") is not None:
            self._require_bare()
        return self._synchroniser.found()

    def _require_bare(self) -> None:
        if self._documents.meta("bare") != "yes":
            raise StoreError(
                f"{self._directory} holds documents, and what is made from them is not to be "
                "overwritten; HANSA_MANAGED=off is for a directory of its own, so set HANSA_STORE"
            )

    def commit(self) -> Commit:
        """Make everything since the last commit durable, and publish it as a new generation.

        Nothing put, nothing done: the newest generation stays the newest. What a purge or the end
        of a killed writer's work could not write of the documents is told here too.
        """
        self._require_current_format()
        if not self._has_changes:
            self._documents.rollback()
            self._recover()  # where an earlier commit failed on its way
            return replace(self._synchroniser.told(), added=0, removed=0)
        atoms, self._atoms, self._has_changes = self._atoms, set(), False
        try:
            update_index(self._documents)
            if self._documents.meta("format") is None:
                self._synchroniser.build_anew()
            else:
                self._synchroniser.synchronise(atoms)
        except BaseException:
            self._documents.rollback()
            raise
        return self._synchroniser.told()

    def rebuild(self, *, helpers: int | None = None) -> Commit:
        """Make the whole graph anew from documents.sqlite, whatever state or format it is in.

        Damaged extractions of earlier bytes are forgotten. Many documents are read by *helpers*,
        other processes: None for as many as pay on the cores this process may use. The graph is the
        same however many. Raises WriterError when one of them ends before its work; then the next
        writer makes the graph anew.
        """
        self._refuse_bare()
        self.rollback()
        self._forget_damaged()
        self._synchroniser.build_anew(helpers=helpers)
        return self._synchroniser.told()

    def _forget_damaged(self) -> None:
        self._documents.begin()
        self._documents.view(EarlierReadings).forget_damaged()
        update_index(self._documents)
        self._documents.commit()

    def rollback(self) -> None:
        """Undo everything since the last commit."""
        self._documents.rollback()
        self._has_changes = False
        self._atoms = set()

    # What has changed

    def _begin(self) -> None:
        """Begin a transaction, unless one has begun; first finish what an earlier commit left."""
        self._require_current_format()
        self._refuse_bare()
        if not self._has_changes:
            self._recover()
        self._documents.begin()

    def _changed(self, key: str) -> None:
        """Note that a document says something else; verdicts of its kin may hold for it now."""
        has_kin = self._documents.has_verdicts()
        self._documents.add_changed(self._documents.kin_of(key) if has_kin else {key})
        self._has_changes = True

    def _recurated(self, earlier: list[Decision]) -> None:
        """Note which atoms have to be settled anew, and which documents have a node to single out.

        *earlier* are the decisions as they were before.
        """
        before, after = in_force(earlier), in_force(self._documents.decisions())
        for one in {*before} ^ {*after}:
            self._atoms |= {atom for anchors in one.anchors for atom in anchors}
        was, now = Curation.of(before).singled, Curation.of(after).singled
        for atom in was ^ now:
            self._changed(atom_parts(atom)[1])
        self._has_changes = True

    def _require_documents(self) -> None:
        """Refuse to take a directory whose documents are lost for one that never had any."""
        if self._documents.meta("format") is None and self._synchroniser.newest():
            raise StoreError(
                f"{self._documents.path} is lost, and with it what the graph is made from; restore "
                "a backup, or ingest into an empty directory"
            )

    def _refuse_bare(self) -> None:
        if self._documents.meta("bare") == "yes":
            raise StoreError(
                f"{self._directory} was made with HANSA_MANAGED=off and takes no documents; "
                "ingest into another directory"
            )

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


@contextmanager
def open_writer(
    directory: Path, base: Base, retention: Retention | None = None, engine: Engine = EMBEDDED
) -> Iterator[Writer]:
    """Open a writer on a data directory whose lock is held.

    Raises StandbyError where the directory follows another one.
    """
    require_primary(directory)
    draw_origin(directory)
    documents = DocumentStore.open(directory / "documents.sqlite", writable=True)
    try:
        writer = Writer(directory, documents, base, retention or Retention(), engine)
        yield writer
        writer.rollback()
    finally:
        documents.close()
