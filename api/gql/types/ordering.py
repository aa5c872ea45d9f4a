"""The order of things by name, read once for each generation and kept while there is room.

SPARQL says it ``ORDER BY LCASE(STR(?label)) STR(?it)``: names in lower case, compared by code
points, then IRIs. Of the names of a thing the least counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from itertools import islice
from typing import Final

from graph.known import ENTRY
from graph.reader import Reader
from ontology.namespaces import PREFIXES, prologue

from .paging import InOrder, Key

#: Names that one query asks for.
_AT_ONCE: Final = 1_000
#: Names that are read even in a hurry.
_SOON: Final = 100
#: After so many names that were asked for, all are read, unless there are more than so many.
_PATIENCE: Final = 1_500
_ALL: Final = 30_000

#: Whether somebody reads who must not wait.
HURRIED: Final[ContextVar[bool]] = ContextVar("hurried", default=False)

#: Bytes of one place in an order.
_PLACE: Final = 8

_LABEL: Final = PREFIXES["rdfs"] + "label"
_NAMES: Final = f"{prologue()}SELECT ?it ?label WHERE {{ ?it rdfs:label ?label }}"


class TakesLongError(Exception):
    """What is asked in a hurry has to be read first."""


def keys(reader: Reader, iris: Iterable[str]) -> list[Key]:
    """Return the order keys of things: by name, upper and lower case alike, then by IRI."""
    wanted = [*iris]
    known = reader.known.of("keys")
    found = {iri: key for iri in wanted if (key := known.get(iri)) is not None}
    missing = [iri for iri in wanted if iri not in found]
    if missing:
        labels = labels_of(reader, missing)
        made = {iri: Key(labels.get(iri, iri).lower(), iri) for iri in missing}
        reader.known.keep_all("keys", made, size=sum(len(key.label) for key in made.values()))
        found |= made
    return [found[iri] for iri in wanted]


def in_order(reader: Reader, name: object, read: Callable[[], Iterable[str]]) -> InOrder:
    """Return the keys of the things that *read* gives, in their order.

    *name* says which things they are; of what has that name they are read once.
    """
    orders = reader.known.of("orders")
    found: InOrder | None = orders.get(name)
    if found is None:
        if HURRIED.get():
            raise TakesLongError
        found = InOrder(sorted(keys(reader, read()), key=_rank))
        reader.known.keep("orders", name, found, size=_size(reader, found))
    return found


def _size(reader: Reader, found: InOrder) -> int:
    """Return what an order takes: a place for each key, and the keys that nothing else keeps."""
    kept = reader.known.of("keys")
    return sum(_PLACE if key.iri in kept else ENTRY + len(key.label) for key in found)


def _rank(key: Key) -> tuple[str, str]:
    return key.label, key.iri


def labels_of(reader: Reader, iris: Iterable[str]) -> dict[str, str]:
    """Return the names of things by their IRIs, the least of each; what has none is left out.

    After many were asked for all are read, unless they are too many: that is a fifth of the work.
    """
    known = reader.known.of("labels")
    wanted = [*iris]
    found = {iri: label for iri in wanted if (label := known.get(iri)) is not None}
    missing = [iri for iri in wanted if iri not in found]
    if HURRIED.get() and len(missing) > _SOON:
        raise TakesLongError
    before: int = reader.known.of("asked for").get("labels", 0)
    if before < _PATIENCE <= before + len(missing):
        every = [*islice(reader.values(_NAMES), _ALL)]
        if len(every) < _ALL:
            read = _kept(reader, every)
            found |= {iri: read[iri] for iri in missing if iri in read}
            missing = [iri for iri in missing if iri not in read]
    left = iter(missing)
    while part := [*islice(left, _AT_ONCE)]:
        found |= _kept(reader, reader.values_of(_LABEL, part))
    reader.known.keep("asked for", "labels", before + len(missing), size=0)
    return found


def _kept(reader: Reader, rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    least: dict[str, str] = {}
    for iri, label in rows:
        if iri not in least or label < least[iri]:
            least[iri] = label
    size = sum(len(iri) + len(label) for iri, label in least.items())
    reader.known.keep_all("labels", least, size=size)
    return least
