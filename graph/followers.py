"""The files beside the store that follow it from generation to generation."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .difference import Difference
from .ledger import Ledger
from .store import Store
from .turnover import Turnover

#: The name of the ledger in a data directory.
LEDGER: Final = "published.sqlite"


class Followers:
    """The ledger of a data directory; each is told the same differences as the store."""

    def __init__(self, directory: Path, turnover: Turnover) -> None:
        """Work in *directory*; nothing is opened before it is needed."""
        self._ledger = directory / LEDGER
        self._turnover = turnover

    def follow(
        self,
        number: int,  # noqa: ARG002
        differences: Iterator[Difference],
        store: Store,  # noqa: ARG002
        *,
        is_resumed: bool,  # noqa: ARG002
    ) -> None:
        """Take *differences* one by one on the way to the generation with that number.

        Where the work *is_resumed*, some of them may have been taken by a killed writer.
        """
        deque(differences, maxlen=0)

    def follow_anew(self, number: int, parts: Iterator[Difference]) -> None:  # noqa: ARG002
        """Take the whole graph in *parts*."""
        deque(parts, maxlen=0)

    def settle(self, number: int) -> None:
        """Note in the ledger what came and went, before the generation is published."""
        ledger = Ledger.open(self._ledger, writable=True)
        ledger.record(number, self._turnover.gone(), self._turnover.came())

    def forget_before(self, number: int) -> None:
        """Let go of what only older generations need."""
