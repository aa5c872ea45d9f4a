"""A data directory: documents.sqlite, the store, its generations, and the lock of the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from graph.deriving.assembly import FORMAT_VERSION
from graph.following.standby import require_primary
from graph.generations.generations import Generations, Manifest
from graph.generations.retention import Retention
from graph.keeping.documents import DocumentStore
from graph.keeping.lock import locked
from graph.remote.addresses import Remote
from graph.searching.search import FILE, SearchIndex
from graph.writing.writer import Writer, open_writer
from ontology.iris import Base

from .engines import engine_for
from .errors import EmbeddedOnlyError, EmptyWorkspaceError, GraphError, WorkspaceVersionError
from .reader import Reader


class Workspace:
    """A data directory, and the base IRI its data lives under.

    Nothing is opened or made before it is needed.
    """

    def __init__(
        self,
        path: Path,
        base: Base | None = None,
        *,
        retention: Retention | None = None,
        remote: Remote | None = None,
    ) -> None:
        """Use the data directory *path*, which need not exist yet.

        *retention* says which generations a writer leaves, *remote* which SPARQL server holds the
        quads, if not the directory itself.
        """
        self.path = path
        self.base = base or Base()
        self.retention = retention or Retention()
        self.engine = engine_for(remote, self.base)

    @cached_property
    def documents(self) -> DocumentStore:
        """The documents, for reading; safe beside a writer, which shows its work on commit.

        Raises EmptyWorkspaceError when nothing was ever ingested.
        """
        database = self.path / "documents.sqlite"
        if not database.exists():
            raise EmptyWorkspaceError(
                f"there is nothing in {self.path} yet; run hansa ingest with some files"
            )
        return DocumentStore.open(database)

    def generations(self) -> Generations:
        """Return the numbered generations of the directory."""
        return Generations(self.path)

    def can_read(self, generation: int) -> bool:
        """Say whether a generation is there, of this format and base, as its manifest tells."""
        try:
            self.require_kept(generation)
            self._require_current_format(self.generations().manifest(generation))
        except GraphError:
            return False
        return self.generations().is_whole(generation)

    def opens(self, generation: int) -> bool:
        """Say whether a generation can be opened, which takes some milliseconds."""
        try:
            with self.reader(generation):
                return True
        except (GraphError, OSError):
            return False

    @contextmanager
    def reader(self, generation: int | None = None) -> Iterator[Reader]:
        """Open the newest generation, or the one with that number, and hold it while in use.

        Raises EmptyWorkspaceError when nothing was ever published, StoreError when that
        generation is not kept, WorkspaceVersionError when the directory has another format.
        """
        with self.generations().lease(generation) as lease:
            self._require_current_format(lease.manifest)
            self.require_kept(lease.generation)
            with (
                self.engine.read(lease.path, lease.generation) as store,
                self._search(lease.generation) as index,
            ):
                yield Reader(
                    store,
                    generation=lease.generation,
                    base=self.base,
                    documents=self.documents,
                    search=index,
                )

    @property
    def is_remote(self) -> bool:
        """Whether a SPARQL server holds the quads, which keeps the newest generation alone."""
        return self.engine.remote is not None

    def require_kept(self, generation: int) -> None:
        """Raise EmbeddedOnlyError for an older generation where only the newest is kept."""
        newest = self.generations().current()
        if self.is_remote and generation != newest:
            raise EmbeddedOnlyError(
                f"generation {generation} cannot be read: a SPARQL server holds the quads, and it "
                f"keeps the newest generation alone, which is {newest}"
            )

    @contextmanager
    def _search(self, generation: int) -> Iterator[SearchIndex | None]:
        """Open the search index while in use; None where there is none for that generation."""
        index = SearchIndex.covering(self.path / FILE, generation)
        try:
            yield index
        finally:
            if index is not None:
                index.close()

    def _require_current_format(self, manifest: Manifest) -> None:
        if manifest.format != FORMAT_VERSION:
            raise WorkspaceVersionError(
                f"{self.path} has format {manifest.format}, this version of Hansa reads "
                f"{FORMAT_VERSION}; run hansa rebuild"
            )
        if manifest.base != self.base.iri:
            raise WorkspaceVersionError(
                f"{self.path} was made for the base {manifest.base}, not {self.base.iri}; "
                "configure that base, or run hansa rebuild"
            )

    def require_writable(self) -> None:
        """Raise at once what a commit would in the end.

        StandbyError where the directory follows another, RemoteError where its quads are elsewhere
        or the server is in another state.
        """
        require_primary(self.path)
        self.engine.require_state(self.path / "store", self.generations().current() or 0)

    @contextmanager
    def writer(
        self, *, timeout: float | None = None, on_wait: Callable[[str], None] | None = None
    ) -> Iterator[Writer]:
        """Open the one writer of the directory, making the directory when there is none.

        While another process writes, this waits: for ever, or *timeout* seconds. *on_wait* is
        told once, in a sentence, who is waited for. Raises LockError when the time is up,
        StandbyError at once where the directory follows another.
        """
        require_primary(self.path)
        self.path.mkdir(parents=True, exist_ok=True)
        with (
            locked(self.path / "lock", timeout=timeout, on_wait=on_wait),
            open_writer(self.path, self.base, self.retention, self.engine) as writer,
        ):
            yield writer
