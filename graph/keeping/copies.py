"""What else is kept of the bytes of a document that is to be purged.

A file that was moved is kept under its old key too, retracted; a key may have had the bytes once
and others since. Only who has them now keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .database import Current
from .documents import DocumentStore


@dataclass(frozen=True, slots=True)
class Copies:
    """The keys that share bytes with one that is to be purged.

    ``gone`` are those that go whole: that key, and all that were retracted; ``once`` are texts, by
    key and digest, that go though their key has others now; ``twins`` are keys that have the bytes
    now.
    """

    gone: frozenset[str]
    once: frozenset[tuple[str, str]]
    twins: frozenset[str]

    def read_in(self, documents: DocumentStore) -> Iterator[Current]:
        """Yield what was read in all that goes."""
        for key in sorted(self.gone):
            yield from documents.readings(key)
        for key, sha256 in sorted(self.once):
            yield from (one for one in documents.readings(key) if one.sha256 == sha256)

    def left_in(self, documents: DocumentStore) -> Iterator[Current]:
        """Yield what the keys that stay have to say now."""
        for key in sorted(self.twins | {key for key, _ in self.once}):
            if current := documents.current(key):
                yield current


def copies_of(documents: DocumentStore, key: str) -> Copies:
    """Return what has, or had, the bytes of *key*, or of a retracted copy that goes with it."""
    gone, digests, waiting = {key}, set[str](), [key]
    while waiting:
        fresh = documents.digests(waiting.pop()) - digests
        digests |= fresh
        near = {other for sha256 in fresh for other in documents.keys_with(sha256)}
        waiting += sorted(other for other in near - gone if not documents.current(other))
        gone.update(waiting)
    had = {(other, sha256) for sha256 in digests for other in documents.keys_with(sha256)}
    has = {(each, now.sha256) for each, _ in had if (now := documents.current(each))} & had
    return Copies(
        gone=frozenset(gone),
        once=frozenset(each for each in had - has if each[0] not in gone),
        twins=frozenset(other for other, _ in has if other not in gone),
    )
