"""Which documents a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode

from api.errors import BadRequestError
from graph.reader import DocumentRow

#: What each order compares; what has no date or publisher comes last.
_ORDERS: Final[dict[str, Callable[[DocumentRow], Any]]] = {
    "key": lambda row: row.key,
    "title": lambda row: ((row.title or row.key).casefold(), row.key),
    "publisher": lambda row: (row.publisher is None, (row.publisher or "").casefold(), row.key),
    "date": lambda row: (row.date is None, _backwards(row.date or ""), row.key),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose; what is empty was left open. BadRequestError for an unknown order."""

    q: str = ""
    language: str = ""
    year: str = ""
    sort: str = ""

    def __post_init__(self) -> None:
        """Check the order."""
        if self.sort and self.sort not in _ORDERS:
            orders = ", ".join(_ORDERS)
            raise BadRequestError(f"sort={self.sort!r} is not known; send one of {orders}")

    def of(self, rows: Iterable[DocumentRow]) -> list[DocumentRow]:
        """Return those of the documents that were chosen, sorted."""
        return sorted(filter(self._has, rows), key=_ORDERS[self.sort or "key"])

    def fields(self) -> str:
        """Return what was chosen as the beginning of a query string, to go on with.

        >>> Choice(q="a b", sort="date").fields(), Choice().fields()
        ('q=a+b&sort=date&', '')
        """
        given = {name: value for name, value in asdict(self).items() if value}
        return f"{urlencode(given)}&" if given else ""

    def _has(self, row: DocumentRow) -> bool:
        text = " ".join((row.title, row.publisher or "", row.key)).casefold()
        return (
            all(word in text for word in self.q.casefold().split())
            and self.language in ("", row.language)
            and (row.date or "").startswith(self.year)
        )


def _backwards(date: str) -> tuple[int, ...]:
    """Return what sorts dates from the newest to the oldest."""
    return tuple(-ord(character) for character in date)
