"""Conditions on what is at the other ends of relations, of which many things are asked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from pyoxigraph import DefaultGraph, NamedNode

from api.gql.context import Context
from api.gql.mapping.given import all_written
from api.gql.mapping.rows import Relation
from api.gql.mapping.sayings import said_of
from graph.claims import term_of
from graph.together import together
from ontology.namespaces import prologue

if TYPE_CHECKING:
    from .meeting import Meeting

#: Other ends of one thing that are looked at together.
_AT_ONCE: Final = 50


class Ends(Protocol):
    """A condition on the other ends of a relation."""

    def among(self, iris: Iterable[str]) -> set[str]:
        """Return those of some things for which it holds."""


def leading(context: Context, row: Relation, given: Any, meeting: Meeting | None) -> Ends:
    """Return the condition that *given* is, if not by claims then only that some ends meet it."""
    if given.claims is not None:
        return Claimed(context, row, given, meeting)
    assert meeting is not None  # noqa: S101  # there is nothing else that leads on
    return Some(context, NamedNode(row.predicate), meeting)


@dataclass(frozen=True, slots=True)
class Some:
    """Something at the other end of a relation meets a filter."""

    context: Context
    predicate: NamedNode
    meeting: Meeting

    def among(self, iris: Iterable[str]) -> set[str]:
        """Return those of some things for which it holds; a few ends of each are looked at first.

        Mostly one of the first is enough, and what was found of a thing is known from then on.
        """
        left = {iri: self._ends(iri) for iri in iris}
        found: set[str] = set()
        while left:
            some = together(lambda others: [*islice(others, _AT_ONCE)], left.values())
            ends = dict(zip(left, some, strict=True))
            self.context.check_time()
            met = self.meeting.among(end for each in some for end in each)
            found |= {iri for iri, each in ends.items() if not met.isdisjoint(each)}
            left = {
                iri: others
                for iri, others in left.items()
                if len(ends[iri]) == _AT_ONCE and iri not in found
            }
        return found

    def _ends(self, iri: str) -> Iterator[str]:
        reader = self.context.reader
        for quad in reader.quads(NamedNode(iri), self.predicate, None, DefaultGraph()):
            yield term_of(quad.object).value


class Claimed:
    """What stands at the other end of a relation as claims of some kind tell it."""

    def __init__(
        self, context: Context, row: Relation, given: Any, meeting: Meeting | None
    ) -> None:
        """Ask by *given*, whose ``some`` is what *meeting* tells."""
        self._context = context
        self._row = row
        self._given = given
        self._meeting = meeting
        for iris in (given.any, given.all, given.none):
            all_written(iris or [])
        said_of(row, "?it", "?end", given.claims)  # which refuses what no claim can meet

    def among(self, iris: Iterable[str]) -> set[str]:
        """Return those of some things for which it holds."""
        things = [*iris]
        every = dict(zip(things, together(self._ends, things), strict=True))
        met: set[str] = set()
        if self._meeting is not None:
            met = self._meeting.among(end for ends in every.values() for end in ends)
        return {iri for iri, ends in every.items() if self._holds(ends, met)}

    def _ends(self, iri: str) -> set[str]:
        row, here = self._row, str(NamedNode(iri))
        said = said_of(row, here, "?end", self._given.claims)
        query = f"SELECT ?end {{ {said} {here} {NamedNode(row.predicate)} ?end }}"
        return {end for (end,) in self._context.reader.values(prologue() + query)}

    def _holds(self, ends: set[str], met: set[str]) -> bool:
        given = self._given
        told: dict[str, Callable[[], bool]] = {
            "any": lambda: not ends.isdisjoint(given.any),
            "all": lambda: ends.issuperset(given.all),
            "none": lambda: ends.isdisjoint(given.none),
            "some": lambda: not ends.isdisjoint(met),
            "exists": lambda: bool(ends) is given.exists,
        }
        asked = [holds for name, holds in told.items() if getattr(given, name) is not None]
        return all(holds() for holds in asked) if asked else bool(ends)
