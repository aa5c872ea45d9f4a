"""What was read of one generation and may be asked for again, within so many bytes.

A generation never changes, so nothing here ever grows wrong; it goes when its reader goes. When
there is no more room, everything is let go of, and what is asked for is read anew: what is asked
for often is there again soon.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any, Final

#: Bytes that what is kept of a generation may take, counted roughly.
ROOM: Final = 24_000_000
#: What an entry takes besides its texts: its places in tables, and the heads of its objects.
ENTRY: Final = 200


class Known:
    """Tables of what was read; every thread may use them.

    >>> known = Known(room=1_000)
    >>> known.keep("labels", "x:riga", "Riga", size=4)
    'Riga'
    >>> known.of("labels").get("x:riga")
    'Riga'
    >>> known.keep_all("labels", {f"x:{number}": "" for number in range(5)}, size=0)
    >>> "x:riga" in known.of("labels")
    False
    """

    __slots__ = ("_left", "_lock", "_room", "_tables")

    def __init__(self, room: int = ROOM) -> None:
        """Keep no more than *room* bytes."""
        self._room = self._left = room
        self._tables: dict[str, dict[Hashable, Any]] = {}
        self._lock = Lock()

    def of(self, table: str) -> dict[Hashable, Any]:
        """Return a table, to look into and not to change."""
        found = self._tables.get(table)
        if found is None:
            found = self._tables.setdefault(table, {})
        return found

    def keep(self, table: str, key: Hashable, value: Any, *, size: int) -> Any:
        """Keep *value*, whose texts have so many characters, and return it."""
        self.keep_all(table, {key: value}, size=size)
        return value

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._left = self._room
            for each in self._tables.values():
                each.clear()

    def keep_all(self, table: str, values: Mapping[Any, Any], *, size: int) -> None:
        """Keep several values, whose texts have so many characters together."""
        needed = ENTRY * len(values) + size
        if needed > self._room:
            return
        with self._lock:
            self._left -= needed
            if self._left < 0:
                self._left = self._room - needed
                for each in self._tables.values():
                    each.clear()
            self.of(table).update(values)
