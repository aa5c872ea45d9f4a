"""The graph ``graph/description``: made when somebody asks, for one generation, and kept a while.

No commit makes it, since counting costs the whole graph; so no store holds it. A query that names
the graph runs on a copy of its generation, made by hard links, to which the description was added.
The answer depends on the query and the generation alone, as every other does.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from anyio import to_thread
from pyoxigraph import Triple

from api.http.rates import counted
from api.names import NameIndexes
from api.settings import Settings
from api.sparql.protocol import ProtocolRequest
from graph.errors import EmbeddedOnlyError
from graph.foreign.guard import tokens
from graph.generations.generations import Generations
from graph.reader import Reader
from graph.store import Store

from .dataset import Publication, describe_dataset
from .executables import executables
from .partitions import Counts, count
from .scratch import Scratch

#: The last part of the graph's IRI.
NAME: Final = "description"
#: Generations of which counts and copies are kept at once.
_KEPT: Final = 3


@dataclass(slots=True)
class _Made:
    """What was made of a generation; ``users`` queries run on the copy now."""

    counts: Counts | None = None
    copy: Path | None = None
    users: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Described:
    """Descriptions of generations, and copies of these with the description in them."""

    def __init__(self, settings: Settings, generations: Generations, names: NameIndexes) -> None:
        """Make nothing before it is asked for."""
        self._settings = settings
        self._generations = generations
        self._names = names
        self._lock = threading.Lock()
        self._made: dict[int, _Made] = {}
        self._scratch = Scratch("hansa-described")

    def counts(self, reader: Reader) -> Counts:
        """Return what the reader's generation holds, counted at the first time."""
        made = self._of(reader)
        with made.lock:
            if made.counts is None:
                made.counts = count(reader)
            return made.counts

    def triples(self, reader: Reader, *, address: str | None = None) -> list[Triple]:
        """Return the description of the reader's generation.

        *address* is that of the server, the base IRI where none is given.
        """
        counts = self.counts(reader)
        base, here = reader.base, address or reader.base.iri
        about = Publication(
            base=base,
            address=here,
            publisher=self._settings.publisher,
            licence=self._settings.data_licence,
            generation=reader.generation,
            created=self._generations.manifest(reader.generation).created,
        )
        index = self._names.of(reader)
        return [
            *describe_dataset(about, counts),
            *executables(
                reader, index, endpoint=f"{here}sparql", prefixes=f"{base.iri}void#prefixes"
            ),
        ]

    @contextmanager
    def copy(self, reader: Reader) -> Iterator[Path]:
        """Lend a checkpoint of the reader's generation that has the description as a graph.

        Raises EmbeddedOnlyError where there is no checkpoint.
        """
        if reader.is_remote:
            raise EmbeddedOnlyError(
                f"{reader.base.graph(NAME)} is in no query's reach here, since a SPARQL server "
                "holds the quads; ask /.well-known/void for the same"
            )
        made = self._of(reader, using=True)
        try:
            triples = self.triples(reader) if made.copy is None else []
            with made.lock:
                if made.copy is None:
                    made.copy = self._written(reader, triples)
            yield made.copy
        finally:
            with self._lock:
                made.users -= 1

    @asynccontextmanager
    async def checkpoint(
        self, reader: Reader, *, charged: Callable[[], AbstractContextManager[None]]
    ) -> AsyncIterator[Path]:
        """Lend what a query runs on that ``is_asked``; within *charged* its client pays for it."""
        lease = self.copy(reader)
        with charged():
            path = await to_thread.run_sync(counted(lease.__enter__))
        try:
            yield path
        finally:
            lease.__exit__(None, None, None)

    def close(self) -> None:
        """Remove every copy."""
        with self._lock:
            self._made.clear()
        self._scratch.remove()

    def _of(self, reader: Reader, *, using: bool = False) -> _Made:
        with self._lock:
            made = self._made.pop(reader.generation, None) or _Made()
            made.users += using
            self._made[reader.generation] = made  # the last used stands last
            idle = [number for number, each in self._made.items() if not each.users]
            for number in idle[: max(0, len(self._made) - _KEPT)]:
                gone = self._made.pop(number)
                if gone.copy is not None:
                    shutil.rmtree(gone.copy, ignore_errors=True)
            return made

    def _written(self, reader: Reader, triples: Collection[Triple]) -> Path:
        folder = self._scratch.folder()
        path = Path(tempfile.mkdtemp(prefix=f"{reader.generation}-", dir=folder)) / "store"
        checkpoint = Store.read_only(reader.path)
        checkpoint.backup(path)
        store = Store.open(path)
        graph = reader.base.graph(NAME)
        store.apply({}, {graph: sorted({f"{triple} ." for triple in triples})})
        store.flush()
        store.close()
        return path


def is_asked(reader: Reader, asked: ProtocolRequest) -> bool:
    """Say whether a query names the graph that describes the reader's generation."""
    if not asked.dataset and NAME not in asked.query:
        return False
    graph = reader.base.graph(NAME)
    named = graph in (*asked.dataset.default_graphs, *asked.dataset.named_graphs)
    return named or names_graph(asked.query, graph)


def names_graph(query: str, graph: str) -> bool:
    """Return whether *query* names the graph with that IRI, in full or by a prefix.

    >>> names_graph("SELECT * { GRAPH <urn:g/x> {} }", "urn:g/x")
    True
    >>> names_graph("PREFIX g: <urn:g/> SELECT * { GRAPH g:x {} }", "urn:g/x")
    True
    >>> names_graph("PREFIX g: <urn:h/> SELECT * { GRAPH g:x { ?s ?p '<urn:g/x>' } }", "urn:g/x")
    False
    """
    return (_known if len(query) < _SHORT else _names)(query, graph)


def _names(query: str, graph: str) -> bool:
    prefixes: dict[str, str] = {}
    before: tuple[str, str] = ("", "")
    for kind, text, _ in tokens(query):
        if kind == "iri" and before[0].upper() == "PREFIX":
            prefixes[before[1]] = text[1:-1]
        elif kind == "iri" and text[1:-1] == graph:
            return True
        elif kind == "name":
            prefix, _, local = text.partition(":")
            if prefixes.get(f"{prefix}:", "\n") + local == graph:
                return True
        before = before[1], text
    return False


#: Characters of a query of which it is remembered.
_SHORT: Final = 4_000
_known = lru_cache(maxsize=1_000)(_names)
