"""A remote SPARQL server as the store of a data directory: what changes is sent in batches."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.errors import RemoteError
from graph.foreign.guests import is_own
from graph.lines.difference import Difference
from graph.quads import Lines, QuadReader
from graph.store import NOTE
from ontology.iris import Base

from .addresses import Remote
from .batches import Batch, batches, data_update, step_update
from .client import Client
from .dialects import dialect_of
from .marks import Mark, mark_query, mark_update, marks_query
from .reading import RemoteReading

#: Triples that are compared before the first of them is sent.
_MANY: Final = 100_000


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

    def require(self, generation: int) -> None:
        """Raise RemoteError unless the server holds that generation, or one on the way from it."""
        mark = self.require_own()
        found = mark.generation if mark else 0
        if found < generation:
            raise RemoteError(
                f"the SPARQL server at {self.client.address} holds generation {found or 'none'} "
                f"and this directory is at {generation}: its data were lost or put back to an "
                "earlier state; run hansa rebuild"
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
        """Note at the server that all of a generation is there."""
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

        *own* are the bases under which these may be. It may be broken off and begun again.
        """
        difference, missing = Difference(), wanted.graphs()
        for graph, found in self.by_graph():
            if is_own(graph, bases=own):
                there = graph is None or graph in missing
                difference.compare(
                    graph, found=found, wanted=wanted.lines(graph) if there else set()
                )
                difference = self._sent(difference)
            missing.discard(graph or "")
        for graph in sorted(missing):
            difference.compare(graph, found=set(), wanted=wanted.lines(graph))
            difference = self._sent(difference)
        self._sent(difference, most=0)

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
        (path / NOTE).write_text((self.path / NOTE).read_text())


def noted_at(path: Path) -> dict[str, str] | None:
    """Return what the store directory *path* says of a server; None where the quads are in it."""
    with suppress(OSError, ValueError):
        found = json.loads((path / NOTE).read_text())
        return {"address": str(found["address"]), "owner": str(found["owner"])}
    return None


def open_remote(remote: Remote, base: Base, path: Path) -> RemoteStore:
    """Open what the store directory *path* keeps at *remote*, noting it there at the first time.

    Raises RemoteError when the quads are in that directory, or the server cannot be reached.
    """
    noted = noted_at(path)
    if noted is None and (path / "CURRENT").exists():
        raise RemoteError(
            f"the quads of {path.parent} are in its own store; run hansa rebuild to send them to "
            "the SPARQL server, or take HANSA_REMOTE away"
        )
    client = Client(remote)
    try:
        store = RemoteStore(client, base, path, (noted or {}).get("owner") or secrets.token_hex(8))
    except BaseException:
        client.close()
        raise
    if noted is None:
        path.mkdir(exist_ok=True, parents=True)
        (path / NOTE).write_text(
            json.dumps({"address": client.address, "owner": store.owner}) + "\n"
        )
    return store
