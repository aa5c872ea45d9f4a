"""Carries out what strangers ask to be written: on a copy, in a process that can be killed.

The copy is a checkpoint, made of links in a few milliseconds. What an update did to it is found by
comparing the two stores afterwards, and only that reaches the store itself, in graphs that are not
Hansa's own. So whatever an update says, and however it says it, no graph that Hansa keeps by its
documents can be changed by it; one that tries is refused as a whole.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from graph.errors import (
    CallRefusedError,
    ChangeTooLargeError,
    DataSyntaxError,
    GraphError,
    ManagedGraphError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    UpdateFailedError,
)
from graph.quads import GraphName
from graph.store import Store

from .guest_changes import GuestChange
from .guests import is_own
from .jobs import Limits, QueryDataset, died, failed, timed_out
from .sandbox import GRACE, Child
from .update_parts import Part, Targets, UpdateText
from .update_text import read_update

_COPY: Final = "store.copy"
_DOORS: Final = (
    "documents come in by hansa ingest and go by hansa retract, hansa curate says what is one "
    "thing; write to a graph of your own, GRAPH <https://example.org/mine> { ... }"
)


@dataclass(frozen=True, slots=True)
class UpdateStep:
    """A request of SPARQL 1.1 Update, the base of its IRIs, and the dataset of the protocol."""

    text: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadStep:
    """Add the triples of the file *path* to *graph*, None for the default graph.

    *format* is a name of ``graph.formats.GRAPH_FORMATS``.
    """

    path: str
    format: str
    base: str
    graph: str | None


@dataclass(frozen=True, slots=True)
class ClearStep:
    """Remove *graph*, or all triples of the default graph."""

    graph: str | None


@dataclass(frozen=True, slots=True)
class ForeignUpdate:
    """What is to be done, all of it or nothing; graphs of Hansa's own only if not *is_managed*.

    Where *on* is given, it is done only as long as that generation is the newest.
    """

    steps: tuple[UpdateStep | LoadStep | ClearStep, ...]
    limits: Limits
    is_managed: bool = True
    on: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return this as plain values."""
        steps = [[type(step).__name__, asdict(step)] for step in self.steps]
        told = {"is_managed": self.is_managed, "on": self.on}
        return {"steps": steps, "limits": asdict(self.limits), **told}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> ForeignUpdate:
        """Return the update of which these are the plain values."""
        kinds = {each.__name__: each for each in (UpdateStep, LoadStep, ClearStep)}
        steps = tuple(kinds[name](**fields) for name, fields in value["steps"])
        return cls(steps, Limits(**value["limits"]), value["is_managed"], value["on"])


def change_by(update: ForeignUpdate, store: Store, *, bases: Collection[str]) -> GuestChange:
    """Return what *update* would do to *store*, whose own graphs are under *bases*.

    Raises ManagedGraphError when it would change one of these, QuerySyntaxError, QueryRefusedError,
    QueryTimeoutError, QueryCrashedError, ChangeTooLargeError or UpdateFailedError.
    """
    targets, steps = _prepared(update)
    own = bases if update.is_managed else None
    for graph in sorted(targets or (), key=str):
        _require_guest(graph, own)
    with _copied(store) as path:
        asked = _run(steps, store=path, limits=update.limits)
        compared = _Comparison(store, Store.read_only(path), update.limits, own)
        try:
            return compared.change(None if targets is None else targets | asked)
        except MemoryError:
            raise ChangeTooLargeError(
                "what the update changes is more than there is memory for; send it in several "
                "smaller ones, or raise HANSA_WRITER_MEMORY"
            ) from None


def _prepared(update: ForeignUpdate) -> tuple[Targets | None, list[dict[str, Any]]]:
    """Return the graphs that are written to, None for any, and the steps for the worker."""
    targets: set[str | None] = set()
    is_open = False
    steps: list[dict[str, Any]] = []
    for step in update.steps:
        match step:
            case UpdateStep():
                found = _read(step, update.limits)
                steps += [part.step(step.base) for part in found.parts]
                is_open |= found.targets is None
                targets |= found.targets or set()
            case LoadStep():
                fields = {"load": step.path, "format": step.format, "base": step.base}
                steps.append({**fields, "graph": step.graph})
                targets.add(step.graph)
            case ClearStep():
                steps.append({"graph": step.graph})
                targets.add(step.graph)
    return (None if is_open else frozenset(targets)), steps


def _read(step: UpdateStep, limits: Limits) -> UpdateText:
    using = QueryDataset(tuple(step.default_graphs), tuple(step.named_graphs))
    try:
        return read_update(step.text, using=using, length=limits.length)
    except CallRefusedError:
        # What is no update at all should hear that first. Nothing can be called from there.
        _require_syntax(step, limits)
        raise


def _require_syntax(step: UpdateStep, limits: Limits) -> None:
    try:
        _run([Part(step.text).step(step.base)], store=None, limits=limits)
    except QuerySyntaxError:
        raise
    except GraphError:
        return


@contextmanager
def _copied(store: Store) -> Iterator[Path]:
    """Give a copy of *store* that may be written to."""
    path = store.path.with_name(_COPY)
    shutil.rmtree(path, ignore_errors=True)  # of a killed writer
    try:
        store.backup(path)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _run(steps: list[dict[str, Any]], *, store: Path | None, limits: Limits) -> frozenset[str]:
    """Let a process of its own take the steps; return the graphs it was asked for."""
    said = {
        "store": str(store) if store else None,
        "steps": steps,
        "seconds": limits.seconds,
        "memory": limits.memory,
        "answer": 0,
        "growth": limits.growth,
    }
    body = json.dumps(said).encode()
    child = Child.start()
    try:
        child.channel.settimeout(limits.seconds + GRACE)
        child.channel.sendall(len(body).to_bytes(4, "big") + body)
        with child.channel.makefile("rb") as frames:
            head = frames.read(4)
            report = frames.read(int.from_bytes(head, "big")) if len(head) == 4 else b""
    except (TimeoutError, BrokenPipeError, ConnectionResetError) as error:
        if isinstance(error, TimeoutError):
            raise _told(timed_out(limits)) from None
        report = b""
    finally:
        code, last = child.end()
    if not report:
        raise _told(died(code, last, limits))
    told: dict[str, Any] = json.loads(report[1:])
    _require_done(told, limits, has_data=any("load" in step for step in steps))
    return frozenset(told["graphs"])


def _require_done(report: dict[str, Any], limits: Limits, *, has_data: bool) -> None:
    message = str(report.get("message", "")).split("\n")[0][:300]
    match report["outcome"]:
        case "done":
            return
        case "conflict":
            raise UpdateFailedError(f"the update cannot be carried out: {message}")
        case "syntax" if has_data:
            raise DataSyntaxError(f"the data is not in the format that is said: {message}")
        case "syntax":
            raise QuerySyntaxError(f"the update is not SPARQL 1.1 Update: {message}")
        case "refused":
            raise QueryRefusedError(f"the update cannot be carried out: {message}")
    raise _told(failed(report, limits))


def _told(error: GraphError) -> GraphError:
    """Let an error of the sandbox speak of an update."""
    said = str(error).replace("the query", "the update")
    if isinstance(error, QueryTimeoutError | QueryCrashedError):
        said = f"{said.partition('; ')[0]}; write less at a time"
    return type(error)(said)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two stores, the second after an update, and the bases of graphs that may not differ."""

    before: Store
    after: Store
    limits: Limits
    bases: Collection[str] | None

    def change(self, targets: Targets | None) -> GuestChange:
        """Return what separates the two, in the graphs *targets* or, for None, in any."""
        found, wanted = self.before.graphs(), self.after.graphs()
        change = GuestChange()
        change.note_graphs(found=found, wanted=wanted)
        began = time.monotonic()
        graphs = targets if targets is not None else {None, *found, *wanted}
        for graph in sorted(graphs, key=lambda each: each or ""):
            if targets is None and time.monotonic() > began + self.limits.seconds:
                raise _too_many(self.limits)
            if graph is not None and graph not in wanted and graph not in found:
                continue
            if _print(self.before, graph) != _print(self.after, graph):
                _require_guest(graph, self.bases)
                lines = self.before.lines(graph), self.after.lines(graph)
                change.lines.compare(graph, found=lines[0], wanted=lines[1])
        for graph in (*change.created, *change.dropped):
            _require_guest(graph, self.bases)
        return change


def _too_many(limits: Limits) -> QueryTimeoutError:
    return QueryTimeoutError(
        "which graphs the update writes to cannot be told from it, and to compare all there are "
        f"took longer than {limits.seconds:g} seconds; write the IRIs of graphs in full, with a "
        "space around each word"
    )


def _require_guest(graph: GraphName, bases: Collection[str] | None) -> None:
    """Refuse to change a graph of Hansa's own, None for the default graph."""
    if bases is not None and is_own(graph, bases=bases):
        name = "the default graph" if graph is None else f"<{graph}>"
        raise ManagedGraphError(f"{name} is Hansa's own and nothing was written: {_DOORS}")


def _print(store: Store, graph: GraphName) -> bytes:
    """Return a digest of a graph; the engine gives the same triples in the same order."""
    sink = _Sink()
    store.write_graph(sink, graph)
    return sink.hash.digest()


class _Sink:
    """Hashes what is written to it."""

    def __init__(self) -> None:
        self.hash = sha256()

    def write(self, data: bytes, /) -> int:
        self.hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""
