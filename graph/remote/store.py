"""A remote SPARQL server as the store of a data directory: what changes is sent in batches."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.errors import RemoteError, StoreError
from graph.foreign.guests import guests_in, is_own
from graph.keeping.durable import write_durably
from graph.lines.difference import Difference
from graph.quads import Lines, QuadReader
from graph.store import NOTE
from ontology.iris import Base

from .addresses import Remote
from .batches import LARGEST, Batch, batches, data_update, fit, step_update
from .client import Client
from .dialects import dialect_of
from .marks import GRAPH, Mark, forget_update, mark_query, mark_update, marks_query
from .reading import RemoteReading

#: Triples that are compared before the first of them is sent.
_MANY: Final = 100_000
#: Beside the store, the word by which servers know the data directory.
_OWNER: Final = "remote-owner"


class RemoteStore(RemoteReading):
    """What the directory *path* keeps at a server; see ``open_remote``."""

    def __init__(self, client: Client, base: Base, path: Path, owner: str) -> None:
        """Connect, to learn how the server is spoken to."""
        super().__init__(client, base, dialect_of(client.server()))
        self.path = path
        self.owner = owner

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    # The mark

    def mark(self) -> Mark | None:
        """Return the mark that the server bears, None where there is none."""
        found = sorted(row["mark"].value for row in self.select(mark_query(self._mark_graph)))
        return Mark.read(found[0]) if found else None

    def require_own(self) -> Mark | None:
        """Return the mark; raise RemoteError where the server's data are another directory's."""
        mark = self.mark()
        if mark is not None and mark.owner != self.owner:
            raise RemoteError(
                f"the SPARQL server at {self.client.address} holds the graph of another data "
                "directory under this base; give this one another server or another HANSA_BASE"
            )
        return mark

    def require_room(self) -> None:
        """Raise RemoteError where making the graph anew would touch what is not this directory's.

        Plain facts are in the default graph, which a server has once for everybody.
        """
        self.require_own()
        if self.dialect.default_graph is not None:
            return
        owners = {Mark.read(row["mark"].value).owner for row in self.select(marks_query())}
        if owners - {self.owner} or (not owners and self.ask("ASK { ?s ?p ?o }")):
            raise RemoteError(
                f"the SPARQL server at {self.client.address} has other facts in its default graph, "
                "where ours have to be; give this data directory a server, or a dataset, of its own"
            )

    def require_there(self, generation: int) -> None:
        """Raise RemoteError unless the server holds that generation, or one on the way from it.

        Between its being published and being settled it is one on the way to it.
        """
        mark = self.require_own() or Mark(self.owner, 0)
        is_unsettled = mark.generation == generation - 1 and mark.step
        if mark.generation != generation and not is_unsettled:
            raise self._other_state(mark.generation, generation)

    def continue_from(self, newest: int, *, coming: int | None) -> None:
        """Raise RemoteError unless the server holds *newest*, or what was begun of *coming*.

        Else the difference to come would be that from another state than the server's, and the
        mark would call the result whole.
        """
        mark = self.require_own() or Mark(self.owner, 0)
        is_begun = coming is not None and mark.generation in {newest, coming - 1, coming}
        if not is_begun and (mark.generation != newest or mark.step):
            raise self._other_state(mark.generation, newest)

    def _other_state(self, found: int, generation: int) -> RemoteError:
        return RemoteError(
            f"the SPARQL server at {self.client.address} holds generation {found or 'none'} and "
            f"this directory is at {generation}: one of them lost what it had, was put back to an "
            "earlier state, or has a copy elsewhere that goes on; run hansa rebuild"
        )

    def require_still(self, generation: int) -> None:
        """Raise RemoteError unless the server holds that generation, whole, and no later one."""
        mark = self.require_own()
        if mark != Mark(self.owner, generation):
            raise RemoteError(
                f"the SPARQL server at {self.client.address} went on from generation {generation} "
                "while it was read; ask again"
            )

    def settle(self, generation: int) -> None:
        """Note at the server that a generation, all of which is there, was published."""
        self.client.update(mark_update(self._mark_graph, Mark(self.owner, generation)))

    # Writing

    def apply(self, removed: Lines, added: Lines) -> None:
        """Remove and add triples, batch by batch, in an order that repeating does not change.

        Raises RemoteError when the server cannot be reached for long; some batches are done then,
        and doing all of it again does no harm.
        """
        mark = self.require_own()
        begun = Mark(self.owner, mark.generation if mark else 0, f"{secrets.token_hex(8)}.0")
        self.client.update(mark_update(self._mark_graph, begun))
        for batch in batches(removed, added, most=self.dialect.batch):
            begun = self._step(batch, begun)
        if self.dialect.steps and self.mark() != begun:
            raise RemoteError(
                f"somebody else writes to the SPARQL server at {self.client.address}, so that it "
                "may hold only part of what was sent; stop that, and run hansa rebuild"
            )

    def _step(self, batch: Batch, before: Mark) -> Mark:
        if not self.dialect.steps:
            self.client.update(data_update(batch, default=self._default))
            return before
        nonce, _, number = before.step.partition(".")
        after = Mark(self.owner, before.generation, f"{nonce}.{int(number) + 1}")
        graph = self._mark_graph
        self.client.update(
            step_update(
                batch,
                default=self._default,
                graph=graph,
                before=before.line(graph),
                after=after.line(graph),
            )
        )
        return after

    def become(self, wanted: QuadReader, *, own: tuple[str, ...]) -> None:
        """Send what is missing of *wanted*, and remove what else is in Hansa's own graphs.

        *own* are the bases under which these may be; of guests' graphs nothing is removed. It may
        be broken off and begun again. Raises RemoteError where a guests' graph cannot come over.
        """
        difference, missing = Difference(), wanted.graphs()
        self._require_sayable(wanted, own)
        for graph, found in self.by_graph():
            there = wanted.lines(graph) if graph is None or graph in missing else set()
            if is_own(graph, bases=own):
                difference.compare(graph, found=found, wanted=there)
            elif not _names_blank(there):
                difference.compare(graph, found=found & there, wanted=there)
            elif len(found) != len(there):
                raise RemoteError(
                    f"the SPARQL server at {self.client.address} has another graph {graph} than "
                    "this directory; remove one of the two"
                )
            difference = self._sent(difference)
            missing.discard(graph or "")
        for graph in sorted(missing):
            difference.compare(graph, found=set(), wanted=wanted.lines(graph))
            difference = self._sent(difference)
        self._sent(difference, most=0)
        self._forget_marks(f"{base}{GRAPH}" for base in own)

    def _forget_marks(self, graphs: Iterable[str]) -> None:
        """Take away our own marks of other bases, which no graph is under any more."""
        for graph in graphs:
            marks = [Mark.read(row["mark"].value) for row in self.select(mark_query(graph))]
            if graph != self._mark_graph and any(mark.owner == self.owner for mark in marks):
                self.client.update(forget_update(graph))

    def _require_sayable(self, wanted: QuadReader, own: tuple[str, ...]) -> None:
        """Raise RemoteError for a guests' graph whose blank nodes one update cannot carry.

        In the next update the same label would be another node.
        """
        for graph in guests_in(wanted, bases=own):
            lines = wanted.lines(graph)
            if _names_blank(lines) and not fit(lines, most=self.dialect.batch):
                raise RemoteError(
                    f"{graph} has blank nodes and is too large for one update to carry it to a "
                    f"SPARQL server ({self.dialect.batch:,} triples, {LARGEST:,} bytes); export "
                    "it, and load it there"
                )

    def _sent(self, difference: Difference, *, most: int = _MANY) -> Difference:
        """Send a difference that has grown large, and return what is left to be sent."""
        if difference.size_added + difference.size_removed <= most:
            return difference
        self.apply(difference.removed, difference.added)
        return Difference()

    def flush(self) -> None:
        """Do nothing: a server answers when it has what it was sent."""

    def backup(self, path: Path) -> None:
        """Note in the new directory *path* where the quads are; the server keeps them."""
        path.mkdir()
        write_durably(path / NOTE, _note(self.client.address, self.owner))


def _names_blank(lines: Iterable[str]) -> bool:
    """Tell whether any N-Triples line has a blank node, or may have one."""
    return any(line.startswith("_:") or " _:" in line for line in lines)


def _note(address: str, owner: str) -> str:
    return json.dumps({"address": address, "owner": owner}) + "\n"


def _owner_noted(path: Path) -> str | None:
    """Return the word of the owner that *path*, a note, has; None where there is no note.

    Raises StoreError where it is damaged.
    """
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["owner"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path}, which says whose the quads at the SPARQL server are, cannot be read "
            f"({error}); put the one of the newest generation in its place"
        ) from error


def _own_word(path: Path) -> str:
    """Return the word that the directory of the store *path* is known by at servers.

    It is made once and stays when the quads move back here, so that they may move there again.
    """
    place = path.with_name(_OWNER)
    with suppress(OSError):
        if word := place.read_text(encoding="utf-8").strip():
            return word
    word = secrets.token_hex(8)
    path.parent.mkdir(exist_ok=True, parents=True)
    write_durably(place, word + "\n")
    return word


def open_remote(remote: Remote, base: Base, path: Path, *, is_writing: bool = False) -> RemoteStore:
    """Open what the store directory *path* keeps at *remote*, noting it there at the first time.

    Who *is_writing* waits longer for a server that is away than readers do.

    Raises RemoteError when the quads are in that directory, or the server cannot be reached,
    StoreError when what is noted is damaged.
    """
    owner = _owner_noted(path / NOTE)
    if owner is None and (path / "CURRENT").exists():
        raise RemoteError(
            f"the quads of {path.parent} are in its own store; run hansa rebuild to send them to "
            "the SPARQL server, or take HANSA_REMOTE away"
        )
    client = Client(remote, is_writing=is_writing)
    try:
        store = RemoteStore(client, base, path, owner or _own_word(path))
        if owner is None:
            path.mkdir(exist_ok=True, parents=True)
            write_durably(path / NOTE, _note(client.address, store.owner))
    except BaseException:
        client.close()
        raise
    return store
