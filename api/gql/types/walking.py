"""The walk around a thing: what asserted relations lead to, step by step, and the way back.

A step asks for what is at the other end of many things at once, since that is many times quicker
than to look at each relation. How a thing was reached is found out only where somebody asks: from
the thing back, which the inverse of every relation allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import islice
from typing import Final, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad

from api.gql.context import Context
from api.gql.mapping.rows import Relation
from api.gql.mapping.sources import short
from api.gql.mapping.table import RELATIONS
from graph.claims import term_of
from graph.reader import Reader
from graph.together import together
from ontology.namespaces import prologue

from .ordering import keys
from .paging import Key, Order, Part

#: Things that a walk keeps at most.
MOST_REACHED: Final = 2_000
#: Things that are looked at for the sake of one distance.
_MOST_SEEN: Final = 20_000
#: Things that one query asks about, and names that are read between two looks at the clock.
_AT_ONCE: Final = 100
_NAMES_AT_ONCE: Final = 2_000
#: Things that are tried one after the other for a way.
_SOON: Final = 50
#: Rows that are read between two looks at the clock.
_ROWS_AT_ONCE: Final = 200

_ROWS: Final = {row.predicate: row for row in RELATIONS.values()}
#: What things have besides relations is little, so that looking through it is quicker than to look
#: for each relation.
_ENDS: Final = """SELECT DISTINCT ?it {{
  VALUES ?from {{ {things} }} ?from ?by ?it FILTER(?by IN ({relations}))
}} LIMIT {most}"""
_RELATIONS: Final = ", ".join(short(predicate) for predicate in sorted(_ROWS))

#: The nearest first, and those as near by name.
BY_DISTANCE: Final = Order("distance", (Part(),))


class Step(NamedTuple):
    """One step: from where, by which relation, and where it leads."""

    source: str
    row: Relation
    to: str


class Around:
    """What was reached from a thing, and whether that is all there is."""

    def __init__(self, start: str) -> None:
        """Begin at *start*."""
        self.keys: tuple[Key, ...] = ()
        self.is_complete = True
        # What is at each distance, in the order in which it is gone on from.
        self._levels: list[dict[str, int]] = [{start: 0}]
        self._steps: dict[str, Step] = {}  # many ways lead through the same

    def add(self, level: Sequence[Key]) -> None:
        """Add what is one step further, in its order."""
        self.keys += tuple(level)
        self._levels.append({key.iri: number for number, key in enumerate(level)})

    @property
    def farthest(self) -> Sequence[str]:
        """What is farthest, in its order."""
        return [*self._levels[-1]]

    def has(self, iri: str) -> bool:
        """Say whether a thing was reached, or is the one to begin at."""
        return any(iri in level for level in self._levels)

    def distance(self, key: Key) -> int:
        """Return how many steps it is to what was reached."""
        return next(at for at, level in enumerate(self._levels) if key.iri in level)

    def path(self, context: Context, key: Key) -> list[Step]:
        """Return the steps to what was reached, the first one first."""
        found: list[Step] = []
        to = key.iri
        for level in reversed(self._levels[: self.distance(key)]):
            if to not in self._steps:
                self._steps[to] = _step(context, level, to)
            found.append(self._steps[to])
            to = found[-1].source
        return found[::-1]


def reach(context: Context, start: str, depth: int, *, most: int = MOST_REACHED) -> Around:
    """Return what is within so many steps of a thing, the *most* that are nearest.

    The same things come in the same order always.
    """
    around = Around(start)
    for distance in range(1, depth + 1):
        new, all_seen = _next(context, around)
        named = (Key(key.label, key.iri, (distance,)) for key in _named(context, new))
        kept = nsmallest(most - len(around.keys), named, key=BY_DISTANCE.rank)
        around.add(kept)
        around.is_complete = all_seen and len(kept) == len(new)
        if not around.is_complete:
            break
    return around


def _next(context: Context, around: Around) -> tuple[Sequence[str], bool]:
    """Return what one step leads to that is not known, and whether that is all."""
    new: dict[str, None] = {}
    sources = iter(around.farthest)
    while some := [*islice(sources, _AT_ONCE)]:
        if len(new) >= _MOST_SEEN:
            return [*new], False
        most = _MOST_SEEN + len(around.keys)
        found = [*_ends(context, some, most=most + 1)]
        new |= dict.fromkeys(iri for iri in found if not around.has(iri))
        if len(found) > most:
            return [*new], False
    return [*new], True


def _ends(context: Context, sources: Iterable[str], *, most: int) -> Iterator[str]:
    """Yield what stands at the other ends of the relations of some things, *most* at most."""
    things = " ".join(str(NamedNode(iri)) for iri in sources)
    query = prologue() + _ENDS.format(things=things, relations=_RELATIONS, most=most)
    rows = context.reader.values(query)
    while some := [*islice(rows, _ROWS_AT_ONCE)]:
        context.check_time()
        yield from (iri for (iri,) in some)


def _named(context: Context, iris: Sequence[str]) -> Iterator[Key]:
    for at in range(0, len(iris), _NAMES_AT_ONCE):
        yield from keys(context.reader, iris[at : at + _NAMES_AT_ONCE])


def _step(context: Context, level: dict[str, int], to: str) -> Step:
    """Return the step to a thing from the first of a level that leads there."""
    reader = context.reader
    source = _first(reader, level, to)
    between = reader.quads(NamedNode(source), None, NamedNode(to), DefaultGraph())
    predicate = min(each.predicate.value for each in between if _is_relation(each))
    return Step(source, _ROWS[predicate], to)


def _first(reader: Reader, level: dict[str, int], to: str) -> str:
    """Return the first of a level that has a relation to a thing.

    Either of the two may have very many relations. A thing that has many is soon met by trying one
    after the other; of another its own are looked at, but no more than the level has things.
    """
    first = [*islice(level, _SOON)]
    if reader.is_remote:  # one journey for all of them
        together(lambda source: _joins(reader, source, to), first)
    soon = next((source for source in first if _joins(reader, source, to)), None)
    if soon is not None:
        return soon
    its = filter(_is_relation, reader.quads(NamedNode(to), None, None, DefaultGraph()))
    some = [term_of(each.object).value for each in islice(its, len(level) + 1)]
    if len(some) <= len(level):
        return min((iri for iri in some if iri in level), key=level.__getitem__)
    if reader.is_remote:
        together(lambda source: _joins(reader, source, to), level)
    return next(source for source in level if _joins(reader, source, to))


def _joins(reader: Reader, source: str, to: str) -> bool:
    between = reader.quads(NamedNode(source), None, NamedNode(to), DefaultGraph())
    return any(map(_is_relation, between))


def _is_relation(quad: Quad) -> bool:
    return quad.predicate.value in _ROWS
