"""Answers that are kept for whoever asks the same again, and the tags they are known by."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from typing import Any, Final, NamedTuple

from api.edition import edition

#: Headers as ASGI has them: pairs of bytes, names in small letters.
RawHeaders = tuple[tuple[bytes, bytes], ...]
#: The words of a request: all of it that an answer can depend on, as it came.
Words = tuple[object, ...]

_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
#: Characters of a tag that tell what was asked.
DIGITS: Final = 32
#: Replies that are kept of one answer; most clients ask in the same words.
_REPLIES: Final = 4
#: Bytes that the words of a request and the objects around them take, about.
_OBJECTS: Final = 4_000
#: Bytes that the objects around an answer take, which may be more than itself.
_ITSELF: Final = 1_000


class Key(NamedTuple):
    """What an answer depends on: the generation, and a digest of all that was asked."""

    generation: int
    digest: str

    @classmethod
    def of(cls, generation: int, *asked: object) -> Key:
        """Return the key of what was *asked* of a generation, of this edition of the code."""
        said = repr((edition(), generation, asked)).encode("utf-8", "surrogatepass")
        return cls(generation, sha256(said).hexdigest()[:DIGITS])

    @property
    def weak(self) -> str:
        """The ETag of an answer that says the same, perhaps in another order (RFC 9110, 8.8.3)."""
        return f'W/"{self.digest}"'

    def strong(self, body: bytes) -> str:
        """Return the ETag of an answer of these very bytes.

        They have a part in it: the engine may give rows in another order after they are forgotten.
        """
        return f'"{self.digest}.{blake2b(body, digest_size=6).hexdigest()}"'


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """An answer as it left for a request, and what was *noted* of that one.

    *newest* is the generation that was the newest then.
    """

    newest: int
    headers: RawHeaders
    body: bytes
    noted: Mapping[str, Any]

    @property
    def size(self) -> int:
        """About the bytes that it takes, besides a body that is kept anyway."""
        return _OBJECTS + sum(len(name) + len(value) for name, value in self.headers)


@dataclass(slots=True, eq=False)
class Remembered:
    """A whole answer: its body, its tag, its headers, and its body as it was packed for some.

    ``replies`` are those that were made of it, by the words of their requests; ``route`` is what
    gave it, for whoever counts answers.
    """

    body: bytes
    tag: str
    headers: RawHeaders = ()
    generation: int | None = None
    packed: dict[str, bytes] = field(default_factory=dict)
    replies: dict[Words, Reply] = field(default_factory=dict)
    route: object = None

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        told = sum(reply.size for reply in self.replies.values())
        told += sum(len(name) + len(value) for name, value in self.headers)
        return _ITSELF + len(self.body) + sum(map(len, self.packed.values())) + told


class Memory:
    """Whole answers, the last ones asked for, within a bound of bytes; safe for threads."""

    def __init__(self, size: int) -> None:
        """Keep at most *size* bytes, and no answer that would take an eighth of them."""
        self.size = size
        self._answers: OrderedDict[Key, Remembered] = OrderedDict()
        self._worded: dict[Words, Key] = {}
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

    def keep(
        self,
        key: Key,
        body: bytes,
        headers: RawHeaders = (),
        *,
        generation: int | None = None,
    ) -> Remembered | None:
        """Keep an answer; return it as it is kept now, None where it is too long.

        *generation* is the one that its header names, None where it names the newest.
        """
        if len(body) * 8 > self.size:
            return None
        answer = Remembered(body, key.strong(body), headers, generation)
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._taken += answer.size
            self._make_room()
        return answer

    def reply(self, words: Words) -> Reply | None:
        """Return what a request in these very words was answered, if that is kept."""
        with self._lock:
            key = self._worded.get(words)
            if key is None:
                return None
            self.hits += 1
            self._answers.move_to_end(key)
            return self._answers[key].replies[words]

    def keep_reply(self, key: Key, answer: Remembered, words: Words, reply: Reply) -> None:
        """Keep what was made of *answer*, for as long as itself is kept; of each only a few."""
        with self._lock:
            if self._answers.get(key) is not answer:
                return
            self._forget(words)
            if len(answer.replies) < _REPLIES:
                answer.replies[words] = reply
                self._worded[words] = key
                self._taken += reply.size
                self._make_room()

    def keep_packed(self, key: Key, answer: Remembered, coding: str, body: bytes) -> None:
        """Keep the *body* that *answer* has in a content coding, for as long as itself is kept."""
        with self._lock:
            if self._answers.get(key) is answer and coding not in answer.packed:
                answer.packed[coding] = body
                self._taken += len(body)
                self._make_room()

    def keep_only(self, generations: Collection[int]) -> None:
        """Forget answers of generations that are there no more."""
        with self._lock:
            for key in [key for key in self._answers if key.generation not in generations]:
                self._drop(key)

    @property
    def taken(self) -> int:
        """The bytes that are kept."""
        return self._taken

    def _make_room(self) -> None:
        while self._taken > self.size:
            self._drop(next(iter(self._answers)))

    def _drop(self, key: Key) -> None:
        found = self._answers.pop(key, None)
        if found is not None:
            for words in found.replies:
                del self._worded[words]
            self._taken -= found.size

    def _forget(self, words: Words) -> None:
        """Take words from the answer that has them, which may be another's by now."""
        key = self._worded.pop(words, None)
        if key is not None:
            self._taken -= self._answers[key].replies.pop(words).size


def known(if_none_match: str | None, key: Key) -> str | None:
    """Return the tag by which a client has the answer already, None where it has not.

    Tags compare weakly (RFC 9110, section 13.1.2): in whatever order and coding the answer came,
    it says the same. One that names bytes is strong, whatever became of it on the way.

    >>> key = Key.of(1, "ASK {}")
    >>> known(f'"other", {key.weak}', key) == key.weak
    True
    >>> known(f'W/"{key.digest}.0a-gzip"', key) == f'"{key.digest}.0a-gzip"'
    True
    >>> known('"other"', key), known("*", key)
    (None, None)
    """
    for found in _TAG.finditer(if_none_match or ""):
        if found[1][:DIGITS] == key.digest:
            names_bytes = found[1][DIGITS : DIGITS + 1] == "."
            return f'"{found[1]}"' if names_bytes else found[0]
    return None
