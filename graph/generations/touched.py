"""What a generation changed, by digests: of which things, which documents, and which claims.

The file stands beside the checkpoint and goes with it. It makes the history of one thing cost what
changed about that thing: whoever wants it looks up which steps concern it, and reads the claims
that came, went or changed. It is no truth of its own: where there is none, as after a graph was
made anew, or where it is damaged, both generations are asked for all they say of the thing.
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from graph.lines.difference import Difference
from graph.store import Store
from ontology.iris import CLAIM_DIGITS, Base
from ontology.namespaces import PREFIXES

#: The name of the file in the directory of a generation.
NAME: Final = "touched"
#: Before the records: what the file is, after which generation it came, and how many there are.
_HEAD: Final = struct.Struct(">16sQQ")
_MAGIC: Final = b"hansa touched 1\n"
_KEY: Final = 8
_CLAIM: Final = CLAIM_DIGITS // 2
_RECORD: Final = _KEY + _CLAIM
#: In place of a claim: something else about the thing changed.
_ITSELF: Final = bytes(_CLAIM)
#: Records of a generation; of more none is kept (24 MB), as of a graph that is made anew.
_MOST: Final = 1_000_000

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

    def note(self, difference: Difference, store: Store) -> None:
        """Take what a difference changes, which *store* has already."""
        if self._records is None:
            return
        for graph in difference.removed.keys() | difference.added.keys():
            lines = [*difference.removed.get(graph, ()), *difference.added.get(graph, ())]
            if graph is None:
                self._records.update(_things(lines))
            elif graph.startswith(self._documents):
                self._records.update(self._of_document(graph, lines, store))
        if len(self._records) > _MOST:
            self.lose()

    def _of_document(self, graph: str, lines: Iterable[str], store: Store) -> Iterator[bytes]:
        """Yield the records of the graph of a document."""
        changed: dict[str, set[str]] = {}
        own = f"<{graph}>"
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            if subject.startswith(self._claims):
                ends = changed.setdefault(subject[1:-1].partition("#")[0], set())
                if predicate in _ENDS and rest.startswith("<"):
                    ends.add(rest[1 : rest.index(">")])
            elif subject == own:
                yield _key(graph) + _ITSELF
        for claim, ends in changed.items():
            name = _named(claim)
            if name is not None:
                for end in {graph, *ends, *_ends_in(store, claim, graph)}:
                    yield _key(end) + name

    @property
    def is_whole(self) -> bool:
        """Whether all that changes was told."""
        return self._records is not None

    def packed(self, after: int) -> bytes | None:
        """Return the file of the generation that comes *after* one; None where not all is told."""
        if self._records is None:
            return None
        head = _HEAD.pack(_MAGIC, after, len(self._records))
        return b"".join(chain([head], sorted(self._records)))


def _things(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield the records of lines of the default graph: names, and what leads to others."""
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in _NAMES:
            yield _key(subject[1:-1]) + _ITSELF
        elif predicate == _REPLACED:
            yield _key(subject[1:-1]) + _ITSELF
            yield _key(rest[1 : rest.index(">")]) + _ITSELF


def _ends_in(store: Store, claim: str, graph: str) -> Iterator[str]:
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
        magic, after, count = _HEAD.unpack_from(held)
    except (OSError, ValueError, struct.error):
        return None
    if magic != _MAGIC or len(held) != _HEAD.size + count * _RECORD:
        return None
    return Touched(after, held)
