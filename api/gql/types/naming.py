"""The names of things, folded for comparison, kept for as long as a generation is read.

A part of a name can stand anywhere in it, which no index finds; so all names of a kind are one
text, which is looked through as fast as memory is read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from graph.reader import Reader
from ontology.iris import normalise_name
from ontology.namespaces import prologue

#: Names that are read, and found, between two looks at the clock.
_AT_ONCE: Final = 1_000
#: What a name takes besides its letters, and an IRI besides its own, in bytes.
_PLACE: Final = 16
_HEAD: Final = 50

_NAMES: Final = (
    "SELECT ?it ?name { { ?it skos:prefLabel ?name } UNION { ?it skos:altLabel ?name } }"
)
_OF_KIND: Final = "SELECT ?it { ?it a hansa:%s }"


class Names:
    """The folded names of many things, in one text with a line for each."""

    def __init__(self, rows: Iterator[tuple[str, ...]], check: Callable[[], None]) -> None:
        """Fold *rows* of an IRI and a name; *check* is called again and again meanwhile."""
        iris: dict[str, str] = {}
        lines: list[str] = []
        self._starts, self._iris, start = array("Q"), list[str](), 0
        while some := [*islice(rows, _AT_ONCE)]:
            check()
            for iri, name in some:
                lines.append(normalise_name(name))
                self._starts.append(start)
                self._iris.append(iris.setdefault(iri, iri))
                start += len(lines[-1]) + 1
        self._text = "\n".join(lines)
        self.size = len(self._text) + _PLACE * len(lines) + sum(_HEAD + len(iri) for iri in iris)

    def with_part(self, part: str, check: Callable[[], None]) -> set[str]:
        """Return the IRIs of the things that have a folded *part* in one of their names."""
        if not part:
            return set(self._iris)
        found: set[str] = set()
        at, seen = self._text.find(part), 0
        while at >= 0:
            if (seen := seen + 1) % _AT_ONCE == 0:
                check()
            line = bisect_right(self._starts, at) - 1
            found.add(self._iris[line])
            following = line + 1
            if following == len(self._starts):
                break
            at = self._text.find(part, self._starts[following])
        check()
        return found


def named(
    reader: Reader, kind: str | None, part: str, check: Callable[[], None] = lambda: None
) -> set[str]:
    """Return the IRIs of the things of a kind, of any where it is None, with a part of a name.

    *check* is called every few milliseconds, to raise where there is no more time.
    """
    names: Names | None = reader.known.of("folded").get(None)
    if names is None:
        names = Names(reader.values(prologue() + _NAMES), check)
        reader.known.keep("folded", None, names, size=names.size)
    found = names.with_part(normalise_name(part), check)
    return found if kind is None else found & _of_kind(reader, kind)


def _of_kind(reader: Reader, kind: str) -> frozenset[str]:
    """Return the IRIs of the things of a kind, networks among the organisations."""
    found: frozenset[str] | None = reader.known.of("of kind").get(kind)
    if found is None:
        found = frozenset(iri for (iri,) in reader.values(prologue() + _OF_KIND % kind))
        size = sum(_HEAD + len(iri) for iri in found)
        reader.known.keep("of kind", kind, found, size=size)
    return found
