"""A change of graphs that are not Hansa's own, on its way into the store."""

from __future__ import annotations

import json
import resource
from base64 import b85decode, b85encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from graph.errors import ChangeTooLargeError
from graph.lines.difference import Difference
from graph.store import Store

from .worker import address_space

#: Bytes of address space that a store takes which is opened once more.
_STORE: Final = 128 * 1024 * 1024
#: Bytes that noting and applying a change may take for each triple, and for each character: of a
#: million short triples they took 900 for each in all, of long ones 1.6 for each character more.
_EACH: Final = 900
_CHARACTER: Final = 3


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

    def require_room(self) -> None:
        """Raise ChangeTooLargeError unless this process, by its limit, has memory to apply it.

        Once noted, a change has to be made by this process or another, before anything else is.
        """
        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit == resource.RLIM_INFINITY:
            return
        lines = self.lines
        size = lines.size_added + lines.size_removed
        graphs = (*lines.added.values(), *lines.removed.values())
        needed = size * _EACH + _CHARACTER * sum(len(line) for each in graphs for line in each)
        if needed > limit - address_space() - _STORE:
            raise ChangeTooLargeError(
                f"the update changes {size} triples, which is more than the writer has memory for; "
                "send it in several smaller ones, or raise HANSA_WRITER_MEMORY"
            )

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
