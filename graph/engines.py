"""Where the quads of a data directory are: in it, or at a SPARQL server."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.errors import RemoteError
from graph.foreign.guests import BEFORE, set_aside
from graph.generations.generations import Generations
from graph.remote.addresses import Remote
from ontology.iris import Base

from .quads import QuadReader, QuadStore
from .store import NOTE, Store, emptied, require_here

if TYPE_CHECKING:
    from graph.remote.store import RemoteStore

#: Beside the store of a remote engine: what is made anew before it is sent.
_BUILDING = "store.building"


@dataclass(frozen=True, slots=True)
class Anew:
    """A graph that is made anew in ``store``, and the one ``before``, None where there was none.

    What guests wrote is ``carried`` over from that into the new store; else it stays where it is.
    """

    store: Store
    before: QuadReader | None
    carried: Store | None = None


class Engine(Protocol):
    """Opens the store of a data directory, which is always named by its path."""

    @property
    def remote(self) -> Remote | None:
        """The server that holds the quads, None where the data directory does."""

    def require_state(self, path: Path, generation: int) -> None:
        """Raise RemoteError where no commit could go on from *generation*, 0 before the first.

        A server that is only away may be back by then.
        """

    def open(self, path: Path) -> QuadStore:
        """Open the store for the one writer; raises StoreError when that cannot be."""

    def read(self, path: Path, generation: int) -> AbstractContextManager[QuadReader]:
        """Open what a generation is read from; raises StoreError when that cannot be."""

    def anew(
        self, path: Path, generations: Generations, *, again: bool, bases: Collection[str]
    ) -> AbstractContextManager[Anew]:
        """Give an empty store to be filled; leaving the block without an error puts it in place.

        *again* says that it was begun before and broken off.
        """


class Embedded:
    """Oxigraph in the data directory."""

    remote = None

    def require_state(self, path: Path, generation: int) -> None:  # noqa: ARG002
        """Raise RemoteError where a server holds the quads."""
        require_here(path)

    def open(self, path: Path) -> Store:
        """Open the store for the one writer."""
        return Store.open(path)

    @contextmanager
    def read(self, path: Path, generation: int) -> Iterator[Store]:  # noqa: ARG002
        """Open the checkpoint in *path*, which is that of the generation."""
        yield Store.read_only(path)

    @contextmanager
    def anew(
        self,
        path: Path,
        generations: Generations,
        *,
        again: bool,
        bases: Collection[str],  # noqa: ARG002
    ) -> Iterator[Anew]:
        """Set the store aside and give an empty one in its place."""
        with (
            set_aside(path, generations, again=again) as before,
            closing(emptied(path)) as store,
        ):
            yield Anew(store, before, carried=before)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A SPARQL server, which holds what is under *base*."""

    remote: Remote
    base: Base

    def require_state(self, path: Path, generation: int) -> None:
        """Raise RemoteError where the server holds another generation, or the directory does."""
        if not generation:
            return
        try:
            with closing(self._connected(path)) as store:
                store.require_there(generation)
        except RemoteError as error:
            if not error.is_passing:
                raise

    def open(self, path: Path) -> RemoteStore:
        """Connect for the one writer."""
        return self._connected(path, is_writing=True)

    @contextmanager
    def read(self, path: Path, generation: int) -> Iterator[RemoteStore]:
        """Connect to the server, which has to hold the generation."""
        with closing(self._connected(path)) as store:
            try:
                store.require_there(generation)
            except RemoteError:
                if Generations(path.parents[2]).current() == generation:
                    raise  # else newer ones were published while this was being opened
            yield store

    @contextmanager
    def anew(
        self, path: Path, generations: Generations, *, again: bool, bases: Collection[str]
    ) -> Iterator[Anew]:
        """Give an empty store beside; what separates the server from it is sent at the end.

        So who reads goes on reading meanwhile, and a server that has most of it is sent little.
        """
        place = path.with_name(_BUILDING)
        if again:
            _back_from_here(path)
        with ExitStack() as stack:
            moved: Store | None = None
            is_here = not (path / NOTE).exists()
            if is_here or (again and path.with_name(BEFORE).exists()):  # until now
                moved = stack.enter_context(set_aside(path, generations, again=again))
            remote = stack.enter_context(closing(self.open(path)))
            remote.require_room()
            store = stack.enter_context(closing(emptied(place)))
            yield Anew(store, moved or remote, carried=moved)
            remote.become(store, own=tuple(bases))
        shutil.rmtree(place)

    def _connected(self, path: Path, *, is_writing: bool = False) -> RemoteStore:
        # httpx would be a third of the time that a process takes to start which needs no server
        from graph.remote.store import open_remote

        return open_remote(self.remote, self.base, path, is_writing=is_writing)


def _back_from_here(path: Path) -> None:
    """Undo a move from a server to here that was broken off before the store here was whole."""
    before = path.with_name(BEFORE)
    if (before / NOTE).exists():
        shutil.rmtree(path, ignore_errors=True)
        before.rename(path)


EMBEDDED = Embedded()


def engine_for(remote: Remote | None, base: Base) -> Engine:
    """Return the engine of a data directory whose quads are at *remote*, or in it without one."""
    return EMBEDDED if remote is None else Elsewhere(remote, base)
