"""Which things meet a filter that asks of things at other ends of relations, or of claims.

As one query that would be tried thing by thing and end by end, and nobody could look at the clock
meanwhile. So many things are looked at together, the ends of those that are not decided without
them, a few of each at a time, and what was found of a thing is kept for the rest of the request.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import is_dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.mapping.conditions import Conditions, Tally
from api.gql.mapping.rows import Relation
from graph.reader import Reader, Term
from graph.together import together
from ontology.namespaces import prologue

from .filters import RelationFilter
from .leading import Ends, leading
from .naming import named

#: Things that are looked at together.
_TOGETHER: Final = 200


def conditions(
    reader: Reader, kind: str | None, check: Callable[[], None] = lambda: None, **more: Any
) -> Conditions:
    """Return what turns the filters of things of a kind into SPARQL.

    *check* is called meanwhile, as by ``named``; *more* is for ``Conditions``.
    """
    return Conditions(reader.base, kind, lambda of, part: named(reader, of, part, check), **more)


def fits(row: dict[str, Term]) -> bool:
    """Say whether the test of a row holds; as in a FILTER, one that fails does not."""
    found = row.get("fits")
    return found is not None and found.value == "true"


def leads_on(given: Any) -> bool:
    """Say whether a filter asks what things at other ends meet, or what claims say."""
    left = [given]
    while left:
        each = left.pop()
        if isinstance(each, RelationFilter):
            if each.some is not None or each.claims is not None:
                return True
        elif isinstance(each, list):
            left += each
        elif is_dataclass(each):
            left += vars(each).values()
    return False


def meeting_of(context: Context, kind: str | None, given: Any) -> Meeting:
    """Return what tells which things of a kind meet a filter, the same within a request."""
    name = (context.reader.generation, kind, repr(given))
    if name not in context.meetings:
        context.meetings[name] = Meeting(context, kind, given, Tally())
    return context.meetings[name]


class Meeting:
    """Tells which things meet a filter."""

    def __init__(self, context: Context, kind: str | None, given: Any, tally: Tally) -> None:
        """Ask by *given*, the filter of a kind, or of any where that is None."""
        self._context = context
        self._tally = tally
        self._leading: list[Ends] = []
        self._known: dict[str, bool] = {}
        asking = conditions(context.reader, kind, context.check_time, tally=tally, leads=self._lead)
        self._test = asking.expression(given) or "true"

    def among(self, iris: Iterable[str]) -> set[str]:
        """Return those of some things that meet it."""
        every = dict.fromkeys(iris)
        missing = [iri for iri in every if iri not in self._known]
        places = range(0, len(missing), _TOGETHER)
        together(self._look_at, (missing[place : place + _TOGETHER] for place in places))
        return {iri for iri in every if self._known[iri]}

    def _lead(self, row: Relation, given: Any) -> str:
        """Return the variable that says of a thing whether a condition holds that leads on."""
        inner = None
        if given.some is not None:
            inner = Meeting(self._context, None, given.some, self._tally)
        self._leading.append(leading(self._context, row, given, inner))
        return f"?some{len(self._leading) - 1}"

    def _look_at(self, iris: Sequence[str]) -> None:
        """Decide of some things, with as few of the conditions that lead on as it takes."""
        columns: list[set[str]] = []
        left = self._undecided(iris, columns)
        for each in self._leading:
            if not left:
                return
            columns.append(each.among(left))
            left = self._undecided(left, columns)
        self._known.update(dict.fromkeys(left, False))

    def _undecided(self, iris: Sequence[str], columns: Sequence[Collection[str]]) -> list[str]:
        """Note what can be told of things by what is known; return those of which nothing can.

        *columns* are the things for which the first conditions hold that lead on. The variables of
        the others are unbound; so what depends on them is an error, and unbound as well.
        """
        named = " ".join(["?it", *(f"?some{number}" for number, _ in enumerate(columns))])
        rows = "".join(
            f"({NamedNode(iri)} {' '.join(str(iri in each).lower() for each in columns)})"
            for iri in iris
        )
        query = f"SELECT ?it ({self._test} AS ?fits) {{ VALUES ({named}) {{ {rows} }} }}"
        for row in self._context.reader.solutions(prologue() + query):
            if "fits" in row:
                self._known[row["it"].value] = fits(row)
        self._context.check_time()
        return [iri for iri in iris if iri not in self._known]
