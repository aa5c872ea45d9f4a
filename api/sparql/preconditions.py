"""Conditions of writes, so that nobody overwrites what he has not seen (RFC 9110, section 13).

The tag of a graph is the one that ``GET /data`` gave with it. It names a generation too, and others
may have come that left the graph as it was: then it still holds. An update is of the whole dataset,
whose tag is the number of its generation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode
from starlette.requests import Request

from api.errors import PreconditionFailedError
from api.past.moments import Moments, parse_time
from api.shelf import Shelf
from graph.errors import EmptyWorkspaceError, UnknownGenerationError

from .remembered import DIGITS

_TAG: Final = re.compile(r'(W/)?"([^"]*)"')
_NAMES: Final = ("if-match", "if-none-match", "if-unmodified-since")

#: Returns the generation on which a write is to be done; raises PreconditionFailedError.
Condition = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be written to.

    ``tags`` returns the beginnings of the tags that it had in a generation, ``is_same`` says
    whether it is the same in two of them, ``is_there`` whether it is in one at all.
    """

    name: str
    tags: Callable[[int], Iterable[str]]
    is_same: Callable[[int, int], bool]
    is_there: Callable[[int], bool]


def condition_of(
    request: Request, shelf: Shelf, target: Target, *, moments: Moments
) -> Condition | None:
    """Return what checks the conditions that a request sets, None where it sets none."""
    if not any(name in request.headers for name in _NAMES):
        return None
    matching, others, since = (request.headers.get(name) for name in _NAMES)
    moment = parse_time(since) if since is not None and matching is None else None

    def check() -> int:
        newest = shelf.generation()
        if matching is not None and not _is_one_of(matching, target, shelf, newest, is_strong=True):
            raise _failed(target, newest, "it is not what If-Match names")
        if moment is not None:
            past = [number for number, time in moments.times().items() if time <= moment]
            if not past or not target.is_same(max(past), newest):
                raise _failed(target, newest, "it was changed after the time that is named")
        if others is not None and _is_one_of(others, target, shelf, newest, is_strong=False):
            raise _failed(target, newest, "it is what If-None-Match names")
        return newest

    return check


def _is_one_of(given: str, target: Target, shelf: Shelf, newest: int, *, is_strong: bool) -> bool:
    """Say whether what there is now has one of the tags, ``*`` being that of whatever is there."""
    if given.strip() == "*":
        return target.is_there(newest)
    tags = {tag[:DIGITS] for weak, tag in _TAG.findall(given) if not (weak and is_strong)}
    kept = (each for each in shelf.workspace.generations().numbers() if each <= newest)
    return bool(tags) and any(
        not tags.isdisjoint(target.tags(number)) and target.is_same(number, newest)
        for number in sorted(kept, reverse=True)
    )


def _failed(target: Target, newest: int, why: str) -> PreconditionFailedError:
    return PreconditionFailedError(
        f"nothing was written to {target.name}, since {why}; read it again, generation {newest} is "
        "the newest"
    )


def dataset(shelf: Shelf) -> Target:
    """Return the whole dataset, whose tag is its generation."""
    return Target(
        "the dataset",
        tags=lambda number: [str(number)],
        is_same=lambda one, other: one == other,
        is_there=lambda newest: shelf.is_there(newest),
    )


def same_graph(shelf: Shelf, graph: str | None, one: int, other: int) -> bool:
    """Say whether a graph has the same triples in two generations; the engine keeps their order."""
    if one == other:
        return True
    name = DefaultGraph() if graph is None else NamedNode(graph)
    try:
        with shelf.reader(one) as before, shelf.reader(other) as after:
            if graph is not None and before.has_graph(graph) != after.has_graph(graph):
                return False
            pairs = zip_longest(before.quads(graph=name), after.quads(graph=name))
            return all(left == right for left, right in pairs)
    except (EmptyWorkspaceError, UnknownGenerationError):
        return False
