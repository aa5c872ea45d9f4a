"""A difference in pieces that a server takes at once, and the updates that carry them out.

The graphs of documents stay whole as long as they fit, so that whoever reads meanwhile finds a
document as it was or as it will be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Final

from graph.quads import GraphName, Lines

#: Bytes of the triples of a batch: servers, and what stands before them, take a megabyte at least.
LARGEST: Final = 600_000


@dataclass(slots=True)
class Batch:
    """Triples to remove and to add, by graph; how many there are, and how many bytes of them."""

    removed: dict[GraphName, list[str]] = field(default_factory=dict)
    added: dict[GraphName, list[str]] = field(default_factory=dict)
    size: int = 0
    length: int = 0

    def take(self, graph: GraphName, removed: list[str], added: list[str]) -> None:
        """Add some triples of one graph."""
        for side, lines in ((self.removed, removed), (self.added, added)):
            if lines:
                side.setdefault(graph, []).extend(lines)
        self.size += len(removed) + len(added)
        self.length += sum(map(_length, removed)) + sum(map(_length, added))

    def has_room(self, size: int, length: int, *, most: int, largest: int) -> bool:
        """Say whether so many more triples, of so many bytes, fit; whatever is alone does."""
        return not self.size or (self.size + size <= most and self.length + length <= largest)


def batches(removed: Lines, added: Lines, *, most: int, largest: int = LARGEST) -> Iterator[Batch]:
    """Yield a difference in batches, graph by graph in the order of their IRIs.

    Each has *most* triples, of *largest* bytes together, except that a longer one is alone.

    >>> [found.size for found in batches({}, {"urn:a": ["1", "2"], "urn:b": ["3", "4"]}, most=3)]
    [2, 2]
    >>> [found.size for found in batches({"urn:a": ["0"]}, {"urn:a": ["1", "2", "3"]}, most=3)]
    [3, 1]
    >>> [found.size for found in batches({}, {"urn:a": ["1", "22", "333"]}, most=3, largest=5)]
    [2, 1]
    """
    batch = Batch()
    for graph in sorted(removed.keys() | added.keys(), key=lambda name: name or ""):
        gone, come = sorted(removed.get(graph, ())), sorted(added.get(graph, ()))
        length = sum(map(_length, gone)) + sum(map(_length, come))
        if not batch.has_room(len(gone) + len(come), length, most=most, largest=largest):
            yield batch
            batch = Batch()
        for line, is_gone in chain(zip(gone, repeat(True)), zip(come, repeat(False))):
            if not batch.has_room(1, _length(line), most=most, largest=largest):
                yield batch
                batch = Batch()
            batch.take(graph, [line] if is_gone else [], [] if is_gone else [line])
    if batch.size:
        yield batch


def fit(lines: Collection[str], *, most: int, largest: int = LARGEST) -> bool:
    """Return whether the triples of one graph go in one batch.

    >>> fit(["1", "22"], most=2), fit(["1", "22"], most=1), fit(["1", "22"], most=2, largest=4)
    (True, False, False)
    """
    return len(lines) <= most and sum(map(_length, lines)) <= largest


def _length(line: str) -> int:
    """Return how many bytes a line takes, with its end."""
    return 1 + (len(line) if line.isascii() else len(line.encode()))


def data_update(batch: Batch, *, default: str | None) -> str:
    """Return the update that carries out *batch*; it may be repeated.

    Each graph has an operation of its own, since Virtuoso leaves some lines of several.
    *default* is the graph that stands for the default graph, None where the server has one.

    >>> print(data_update(Batch(added={None: ["<urn:s> <urn:p> <urn:o> ."]}, size=1), default=None))
    INSERT DATA {
    <urn:s> <urn:p> <urn:o> .
    }
    """
    return " ;\n".join(
        f"{verb} DATA {{\n{block}}}"
        for verb, side in (("DELETE", batch.removed), ("INSERT", batch.added))
        for block in _blocks(side, default)
    )


def step_update(batch: Batch, *, default: str | None, graph: str, before: str, after: str) -> str:
    """Return the update that carries out *batch* where the mark in *graph* is *before*.

    The mark is *after* then, so that the update, should it come twice or late, does nothing.
    *before* and *after* are the N-Triples lines of the marks.
    """
    removed = f"{quads_of(batch.removed, default=default)}GRAPH <{graph}> {{ {before} }}"
    added = f"{quads_of(batch.added, default=default)}GRAPH <{graph}> {{ {after} }}"
    where = f"GRAPH <{graph}> {{ {before} }}"
    return f"DELETE {{\n{removed}\n}}\nINSERT {{\n{added}\n}}\nWHERE {{ {where} }}"


def quads_of(lines: Lines, *, default: str | None) -> str:
    """Write triples as SPARQL quad data, one GRAPH block for each graph that has a name."""
    return "".join(_blocks(lines, default))


def _blocks(lines: Lines, default: str | None) -> Iterator[str]:
    for graph, triples in lines.items():
        name, body = graph or default, "\n".join(triples)
        yield f"{body}\n" if name is None else f"GRAPH <{name}> {{\n{body}\n}}\n"
