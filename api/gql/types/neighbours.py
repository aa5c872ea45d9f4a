"""What is around a thing: all that relations lead to within a few steps, and the way there.

The steps follow what documents assert, in either direction. Nearer things come first. How much is
looked at is bounded, and where that is not all the connection says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, TypeAlias, cast

import strawberry
from pyoxigraph import DefaultGraph, NamedNode

from api.gql.context import Context, Info
from api.gql.failures import BAD_FILTER, refuse
from api.gql.limits.weights import MOST_STEPS, of_steps
from api.gql.mapping.rows import Relation
from api.gql.mapping.table import RELATIONS
from graph.claims import term_of
from ontology.namespaces import HANSA

from .connections import Connection, Edge
from .facts import Fact
from .links import claims_between, keys
from .paged import paged
from .paging import Key, Order, Paging, Part, cut

if TYPE_CHECKING:
    from .interfaces import Entity

#: Things that a connection has at most.
MOST_REACHED: Final = 2_000
#: Things that are looked at for the sake of one distance.
_MOST_SEEN: Final = 20_000

_ROWS: Final = {row.predicate: row for row in RELATIONS.values()}
#: The nearest first, and those as near by name.
_BY_DISTANCE: Final = Order("distance", (Part(),))

AnyEntity = Annotated["Entity", strawberry.lazy(".interfaces")]
Depth: TypeAlias = Annotated[
    int, strawberry.argument(description="How many relations may lie between, 1 to 3.")
]


class Step(NamedTuple):
    """The last step to a thing: from where, and by which relation."""

    source: str
    row: Relation


@dataclass(frozen=True, slots=True)
class Around:
    """What was reached from a thing: the last step to each, and whether that is all there is."""

    steps: dict[str, Step]
    keys: tuple[Key, ...]
    is_complete: bool

    def path(self, iri: str) -> list[tuple[Step, str]]:
        """Return the steps to a thing, each with where it leads, the first one first."""
        found: list[tuple[Step, str]] = []
        while iri in self.steps:
            found.append((self.steps[iri], iri))
            iri = self.steps[iri].source
        return found[::-1]


@strawberry.type(description="A thing near another, and the way there.")
class NeighbourEdge(Edge[AnyEntity]):
    """One edge; ``claims`` are those of the last step."""

    distance: int = strawberry.field(description="How many relations lie between the two.")
    way: strawberry.Private[list[Fact]]

    @strawberry.field(
        description="A shortest way there: the facts that lead to it, from the nearest on."
    )
    def path(self, info: Info) -> list[Fact]:
        """Return the facts on the way."""
        info.context.spend(len(self.way))
        return self.way


@strawberry.type(description="A page of what is around a thing.")
class NeighbourConnection(Connection[AnyEntity]):
    """One page, of all that is within reach or of the nearest part of that."""

    is_complete: bool = strawberry.field(
        description="Whether `totalCount` is of all that is within reach; false where that is "
        "more than 2,000 things, of which these are the nearest."
    )

    @strawberry.field(description="The things of the page with the way to each.")
    def edges(self) -> list[NeighbourEdge]:
        """Return the edges."""
        return cast(list[NeighbourEdge], self.open_page())


def neighbours() -> Any:
    """Return the field of an entity with what is around it."""

    def find(root: Any, info: Info, depth: Depth = 1, *, paging: Paging) -> Any:
        if not 1 <= depth <= MOST_STEPS:
            refuse(BAD_FILTER, f"depth must be from 1 to {MOST_STEPS}, not {depth}")
        context = info.context
        context.spend(1 + of_steps(depth))
        around = reach(context, str(root.id), depth)
        page = cut(around.keys, paging, _BY_DISTANCE)

        @cache
        def open_page() -> list[Edge[Any]]:
            context.spend(len(page.keys))
            return [_edge(context, around, key) for key in page.keys]

        return NeighbourConnection(page=page, open_page=open_page, is_complete=around.is_complete)

    return paged(
        find,
        "What asserted relations, in either direction, lead to within so many steps, the nearest "
        "first.",
    )


def _edge(context: Context, around: Around, key: Key) -> NeighbourEdge:
    from .nodes import node_of

    reader = context.reader
    path = around.path(key.iri)
    last = path[-1][0]
    return NeighbourEdge(
        cursor=_BY_DISTANCE.cursor(key),
        node=cast("Entity", node_of(reader, key.iri)),
        find_claims=partial(claims_between, reader, last.row, last.source, key.iri),
        distance=len(path),
        way=[_fact(context, step, to) for step, to in path],
    )


def _fact(context: Context, step: Step, to: str) -> Fact:
    """Return the fact by which a step leads to a thing, in the direction documents state it."""
    source, row = step
    subject, object_ = (to, source) if row.backwards else (source, to)
    said = subject, HANSA + row.stated, NamedNode(object_), "asserted"
    return Fact.of(said, partial(claims_between, context.reader, row, source, to))


def reach(context: Context, start: str, depth: int, *, most: int = MOST_REACHED) -> Around:
    """Return what is within so many steps of a thing, the *most* that are nearest.

    The same things come in the same order always.
    """
    steps: dict[str, Step] = {}
    found: list[Key] = []
    nearest, is_complete = [start], True
    for distance in range(1, depth + 1):
        new, all_seen = _next(context, nearest, known={start, *steps})
        named = keys(context.reader, new)
        level = [Key(key.label, key.iri, (distance,)) for key in named]
        level.sort(key=_BY_DISTANCE.rank)
        kept = level[: most - len(found)]
        found += kept
        nearest = [key.iri for key in kept]
        steps |= {iri: new[iri] for iri in nearest}
        is_complete = all_seen and len(kept) == len(level)
        if not is_complete:
            break
    return Around(steps, tuple(found), is_complete)


def _next(
    context: Context, sources: Iterable[str], *, known: set[str]
) -> tuple[dict[str, Step], bool]:
    """Return what one step leads to that is not known, and whether all sources were looked at."""
    new: dict[str, Step] = {}
    for source in sources:
        if len(new) > _MOST_SEEN:
            return new, False
        for other, predicate in sorted(_ends(context, source)):
            if other not in known and other not in new:
                new[other] = Step(source, _ROWS[predicate])
    return new, True


def _ends(context: Context, iri: str) -> Iterator[tuple[str, str]]:
    """Yield what stands at the other end of each relation of a thing, with the property."""
    reader = context.reader
    for quad in reader.quads(NamedNode(iri), None, None, DefaultGraph()):
        context.check_time()
        if quad.predicate.value in _ROWS:
            yield term_of(quad.object).value, quad.predicate.value
