"""Answers that are kept for whoever asks the same again, and the tags they are known by."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple


class Key(NamedTuple):
    """What an answer depends on: the generation, and a digest of all that was asked."""

    generation: int
    digest: str

    @classmethod
    def of(cls, generation: int, *asked: object) -> Key:
        """Return the key of what was *asked* of a generation."""
        return cls(generation, sha256(repr((generation, asked)).encode()).hexdigest()[:32])

    @property
    def weak(self) -> str:
        """The ETag of an answer that says the same, perhaps in another order (RFC 9110, 8.8.3)."""
        return f'W/"{self.digest}"'

    @property
    def strong(self) -> str:
        """The ETag of an answer that has the very same bytes each time."""
        return f'"{self.digest}"'


@dataclass(frozen=True, slots=True)
class Remembered:
    """A whole answer; its key says of what type."""

    body: bytes


class Memory:
    """Whole answers, the last ones asked for, within a bound of bytes; safe for threads."""

    def __init__(self, size: int) -> None:
        """Keep at most *size* bytes, and no answer that would take an eighth of them."""
        self.size = size
        self._answers: OrderedDict[Key, Remembered] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()
        self.hits = self.misses = 0

    def get(self, key: Key) -> Remembered | None:
        """Return the answer, if it is kept."""
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._answers.move_to_end(key)
            return found

    def keep(self, key: Key, answer: Remembered) -> bool:
        """Keep an answer; return whether it is kept now."""
        if len(answer.body) * 8 > self.size:
            return False
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._taken += len(answer.body)
            while self._taken > self.size:
                self._drop(next(iter(self._answers)))
        return True

    def keep_only(self, generations: Collection[int]) -> None:
        """Forget answers of generations that are there no more."""
        with self._lock:
            for key in [key for key in self._answers if key.generation not in generations]:
                self._drop(key)

    @property
    def taken(self) -> int:
        """The bytes that are kept."""
        return self._taken

    def _drop(self, key: Key) -> None:
        found = self._answers.pop(key, None)
        self._taken -= len(found.body) if found else 0


def is_known(if_none_match: str | None, key: Key) -> bool:
    """Say whether a client has the answer already, comparing weakly (RFC 9110, section 13.1.2).

    >>> key = Key.of(1, "ASK {}")
    >>> is_known(f'"other", {key.weak}', key), is_known('"other"', key), is_known("*", key)
    (True, False, False)
    """
    if if_none_match is None:
        return False
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return key.strong in tags
