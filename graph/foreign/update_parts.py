"""An update cut into parts that run one after the other.

``INSERT { GRAPH ?g { ... } } WHERE { ... }`` writes to the graphs that ``?g`` stands for at that
moment; a query with the same pattern, asked right before, tells them. And PREFIX and BASE may stand
before any operation (SPARQL 1.1, section 19.8, rule 29), while the engine takes them before the
first only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .jobs import QueryDataset
from .mending import mended

#: Graphs by their IRIs, None for the default graph.
Targets = frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of a text to be replaced."""

    start: int
    end: int
    by: str


def edited(text: str, edits: Iterable[Edit], *, start: int = 0, end: int | None = None) -> str:
    """Return *text* from *start* to *end* with those of *edits* that begin there.

    >>> edited("one two", [Edit(0, 3, "1"), Edit(4, 7, "2")], start=4)
    '2'
    """
    end = len(text) if end is None else end
    parts = []
    for edit in sorted(edits, key=lambda each: each.start):
        if start <= edit.start < end:
            parts += [text[start : edit.start], edit.by]
            start = edit.end
    return "".join([*parts, text[start:end]])


@dataclass(frozen=True, slots=True)
class Cut:
    """An operation, from *start* to *end*, that is a part by itself.

    Its own declarations begin at *begin*; *prologue* are all that count there. *query*, without
    these, asks for the graphs it writes to; *default* is the graph that WITH names.
    """

    begin: int
    start: int
    end: int
    prologue: str
    query: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some operations of an update, and a query for the graphs that they are about to write to."""

    text: str
    query: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    def step(self, base: str) -> dict[str, Any]:
        """Return this as a step for the worker; IRIs build on *base*."""
        update = {"update": mended(self.text), "original": self.text, "base": base}
        if self.query is None:
            return update
        asked = {
            "query": mended(self.query),
            "original": self.query,
            "absent": (),
            "base_iri": base,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
        }
        return {**update, "asked": asked}


@dataclass(frozen=True, slots=True)
class UpdateText:
    """An update as it is run, and the graphs it writes to: None where that may be any.

    To these come the graphs that its parts ask for.
    """

    parts: tuple[Part, ...]
    targets: Targets | None


def parts(
    text: str, cuts: Iterable[Cut], edits: Iterable[Edit], *, using: QueryDataset
) -> Iterator[Part]:
    """Yield the update *text*, with *edits*, cut before and behind each operation of *cuts*."""
    place, prologue, edits = 0, "", [*edits]
    for one in cuts:
        if text[place : one.begin].strip():
            yield Part(prologue + edited(text, edits, start=place, end=one.begin))
        prologue = one.prologue
        query = None if one.query is None else prologue + one.query
        default = None if one.default is None else (one.default,)
        graphs = (using.default_graphs, using.named_graphs) if using else (default, None)
        yield Part(prologue + edited(text, edits, start=one.start, end=one.end), query, *graphs)
        place = one.end
    if text[place:].strip():
        yield Part(prologue + edited(text, edits, start=place))
