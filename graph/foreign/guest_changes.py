"""A change of graphs that are not Hansa's own, on its way into the store."""

from __future__ import annotations

import json
from base64 import b85decode, b85encode
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.lines.difference import Difference
from graph.store import Store


@dataclass(slots=True)
class GuestChange:
    """Triples to remove and to add, blank nodes and all, and named graphs that come and go.

    To apply it twice does no harm. A graph may be there without a triple.
    """

    lines: Difference = field(default_factory=Difference)
    created: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.lines or self.created or self.dropped)

    def apply(self, store: Store) -> None:
        """Do it; what fails on the way has to be done again."""
        store.change(self.lines.removed, self.lines.added)
        for graph in self.created:
            store.add_graph(graph)
        for graph in self.dropped:
            store.remove_graph(graph)

    def note_graphs(self, *, found: Iterable[str], wanted: Iterable[str]) -> None:
        """Note which named graphs come and go."""
        self.created = sorted({*wanted} - {*found})
        self.dropped = sorted({*found} - {*wanted})

    def packed(self) -> str:
        """Return this as text, to be kept until it is done.

        >>> change = GuestChange(created=["urn:g"])
        >>> GuestChange.unpacked(change.packed()) == change
        True
        """
        lines = b85encode(self.lines.packed()).decode()
        return json.dumps([lines, self.created, self.dropped])

    @classmethod
    def unpacked(cls, text: str) -> GuestChange:
        """Return the change that was ``packed``."""
        lines, created, dropped = json.loads(text)
        return cls(Difference.unpacked(b85decode(lines)), created, dropped)
