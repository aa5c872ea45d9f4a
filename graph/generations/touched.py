"""What a generation changed, by digests: of which things, which documents, and which claims.

The file stands beside the checkpoint and goes with it. It makes the history of one thing cost what
changed about that thing: whoever wants it looks up which steps concern it, and reads the claims
that came, went or changed. It is no truth of its own: where there is none, as after a graph was
made anew, or where it is damaged, both generations are asked for all they say of the thing.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from graph.lines.difference import Difference
from graph.quads import QuadReader
from ontology.iris import CLAIM_DIGITS, Base
from ontology.namespaces import PREFIXES

#: The name of the file in the directory of a generation.
NAME: Final = "touched"
#: Before the records: what the file is, the digest of all that follows, after which generation it
#: came, and how many records there are.
_HEAD: Final = struct.Struct(">16s32sQQ")
_MAGIC: Final = b"hansa touched 2\n"
_AFTER: Final = struct.Struct(">QQ")
_KEY: Final = 8
_CLAIM: Final = CLAIM_DIGITS // 2
_RECORD: Final = _KEY + _CLAIM
#: In place of a claim: something else about the thing changed.
_ITSELF: Final = bytes(_CLAIM)
#: Records of a generation; of more none is kept, as of a graph that is made anew. So the file has
#: 24 MB at most, and the writer takes four times as much to gather them.
MOST_RECORDS: Final = 1_000_000
#: Files of which it is remembered whether they are whole.
_KNOWN: Final = 4_096

_RDF, _SKOS = PREFIXES["rdf"], PREFIXES["skos"]
_ENDS: Final = (f"<{_RDF}subject>", f"<{_RDF}object>")
_NAMES: Final = (f"<{_SKOS}prefLabel>", f"<{_SKOS}altLabel>")
_REPLACED: Final = f"<{PREFIXES['dcterms']}isReplacedBy>"


class Touches:
    """Gathers what the generation to come changes, while it is made."""

    def __init__(self, base: Base) -> None:
        """Begin with nothing; the graph has IRIs under *base*."""
        self._claims, self._documents = f"<{base.claim('')}", f"{base.iri}doc/"
        self._records: set[bytes] | None = set()

    def lose(self) -> None:
        """Give up: part of what changes is not told here."""
        self._records = None

    def note(self, difference: Difference, store: QuadReader) -> None:
        """Take what a difference changes, which *store* has already."""
        for graph in difference.removed.keys() | difference.added.keys():
            lines = [*difference.removed.get(graph, ()), *difference.added.get(graph, ())]
            if graph is None:
                self._add(_things(lines))
            elif graph.startswith(self._documents):
                self._add(self._of_document(graph, lines, store))

    def _add(self, records: Iterable[bytes]) -> None:
        """Take records, and give up at the first that is too many."""
        found = self._records
        if found is None:
            return
        for record in records:
            found.add(record)
            if len(found) > MOST_RECORDS:
                self.lose()
                return

    def _of_document(self, graph: str, lines: Iterable[str], store: QuadReader) -> Iterator[bytes]:
        """Yield the records of the graph of a document."""
        changed: dict[str, set[str]] = {}
        whole: dict[str, set[str]] = {}
        own = f"<{graph}>"
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            if subject.startswith(self._claims):
                ends = changed.setdefault(subject[1:-1].partition("#")[0], set())
                if predicate in _ENDS:
                    whole.setdefault(subject[1:-1], set()).add(predicate)
                    if rest.startswith("<"):
                        ends.add(rest[1 : rest.index(">")])
            elif subject == own:
                yield _key(graph) + _ITSELF
        for claim, ends in changed.items():
            name = _named(claim)
            if name is not None:
                if len(whole.get(claim, ())) < len(_ENDS):  # it came before, and changed in part
                    ends |= {*_ends_in(store, claim, graph)}
                for end in {graph, *ends}:
                    yield _key(end) + name

    @property
    def is_whole(self) -> bool:
        """Whether all that changes was told."""
        return self._records is not None

    def packed(self, after: int) -> bytes | None:
        """Return the file of the generation that comes *after* one; None where not all is told."""
        if self._records is None:
            return None
        counted = _AFTER.pack(after, len(self._records))
        body = b"".join(chain([counted], sorted(self._records)))
        return _MAGIC + sha256(body).digest() + body


def _things(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield the records of lines of the default graph: names, and what leads to others."""
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in _NAMES:
            yield _key(subject[1:-1]) + _ITSELF
        elif predicate == _REPLACED:
            yield _key(subject[1:-1]) + _ITSELF
            yield _key(rest[1 : rest.index(">")]) + _ITSELF


def _ends_in(store: QuadReader, claim: str, graph: str) -> Iterator[str]:
    """Yield the things at the ends of a claim as the store has it now."""
    for predicate in ("subject", "object"):
        found = store.quads(NamedNode(claim), NamedNode(_RDF + predicate), None, NamedNode(graph))
        for quad in found:
            if isinstance(quad.object, NamedNode):
                yield quad.object.value


def _key(iri: str) -> bytes:
    return sha256(iri.encode()).digest()[:_KEY]


def _named(claim: str) -> bytes | None:
    """Return the digest that names a claim; None for an IRI that holds none."""
    try:
        name = bytes.fromhex(claim.rpartition("/")[2])
    except ValueError:
        return None
    return name if len(name) == _CLAIM else None


class Touched:
    """What the file of one generation tells; it is read where it is looked into."""

    def __init__(self, after: int, held: mmap) -> None:
        """Hold what came *after* that generation; use ``read_touched`` to get one."""
        self.after = after
        self._records = _Records(held)

    def claims(self, iri: str, base: Base) -> list[str] | None:
        """Return the IRIs of the claims about a thing, or of a document, that changed.

        None: nothing changed about it. An empty list: something else than claims did.
        """
        every, key = self._records, _key(iri)
        first = bisect_left(every, key, key=_key_of)
        last = bisect_right(every, key, first, key=_key_of)
        if first == last:
            return None
        names = (every[place][_KEY:] for place in range(first, last))
        return [base.claim(name.hex()) for name in names if name != _ITSELF]


class _Records(Sequence[bytes]):
    """The records of a file, each where it stands."""

    def __init__(self, held: mmap) -> None:
        self._held = held

    def __len__(self) -> int:
        return (len(self._held) - _HEAD.size) // _RECORD

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        start = _HEAD.size + place * _RECORD
        return self._held[start : start + _RECORD]


def _key_of(record: bytes) -> bytes:
    return record[:_KEY]


def read_touched(path: Path) -> Touched | None:
    """Return what the file *path* tells, None where it is missing or damaged."""
    try:
        with path.open("rb") as file:
            held = mmap(file.fileno(), 0, access=ACCESS_READ)
            told = os.fstat(file.fileno())
        _, _, after, _ = _HEAD.unpack_from(held)
    except (OSError, ValueError, struct.error):
        return None
    there = told.st_ino, told.st_size, told.st_mtime_ns
    return Touched(after, held) if _was_whole(path, there) else None


@lru_cache(_KNOWN)
def _was_whole(path: Path, _: tuple[int, ...]) -> bool:
    """Say whether a file is whole; of one that has not changed, by what is told of it, once."""
    try:
        return _is_whole(path.read_bytes())
    except OSError:
        return False


def is_damaged(path: Path) -> bool:
    """Say whether there is such a file that cannot be believed; one of another version can."""
    try:
        with path.open("rb") as file:
            held = file.read()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    is_another = held[: len(_MAGIC)] != _MAGIC and held.startswith(_MAGIC[:14])
    return not is_another and not _is_whole(held)


def _is_whole(held: bytes) -> bool:
    """Say whether that is a file as this version writes it, byte for byte."""
    if len(held) < _HEAD.size:
        return False
    magic, digest, _, count = _HEAD.unpack_from(held)
    if magic != _MAGIC or len(held) != _HEAD.size + count * _RECORD:
        return False
    return bool(sha256(memoryview(held)[_HEAD.size - _AFTER.size :]).digest() == digest)
