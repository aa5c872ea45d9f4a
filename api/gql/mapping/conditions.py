"""Filters as SPARQL: each condition is an expression that holds for ``?it`` or does not.

Expressions join by ``&&``, ``||`` and ``!``, so a filter of any shape is one ``FILTER``; the query
that a connection runs and the one that is shown beside its answer have the same. Every value is
written by the library's own serialiser, never by us.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from api.gql.failures import BAD_FILTER, refuse
from api.gql.wording import quoted
from ontology.iris import Base
from ontology.namespaces import PREFIXES

from .ends import Ends
from .given import all_written, written
from .rows import Attribute, Relation, Statement
from .sources import short
from .table import ATTRIBUTES, RELATIONS, STATEMENTS

#: Conditions in one filter, those within others counted too.
MOST_CONDITIONS: Final = 50
#: Things that a part of a name may mean.
MOST_NAMED: Final = 2_000

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_XSD_DATE: Final = NamedNode(PREFIXES["xsd"] + "date")


@dataclass(slots=True)
class Tally:
    """How many conditions one filter has so far, those on things at other ends counted too."""

    conditions: int = 0

    def add(self) -> None:
        """Count one; refuse the filter when there are too many."""
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            refuse(
                BAD_FILTER,
                f"the filter has more than {MOST_CONDITIONS} conditions; ask with fewer",
            )


def numbered(before: str = "?") -> Callable[[str], str]:
    """Return what gives names: what is to stand *before*, a name, a number that no other has.

    >>> fresh = numbered()
    >>> fresh("end"), fresh("claim")
    ('?end1', '?claim2')
    """
    numbers = count(1)
    return lambda name: f"{before}{name}{next(numbers)}"


@dataclass(slots=True)
class Conditions:
    """Turns the filters of one connection into expressions.

    They are things of a *kind*, of any where it is None; *named* returns the IRIs of those of a
    kind that have a part in one of their names. *fresh* returns a variable that nothing else has.
    Where *leads* is given, it returns the expression for a condition on a relation that asks for
    claims, or for what is at the other end to meet a filter: the engine would try those for every
    thing by itself, and be busy for minutes.
    """

    base: Base
    kind: str | None
    named: Callable[[str | None, str], set[str]]
    it: str = "?it"
    fresh: Callable[[str], str] = field(default_factory=numbered)
    tally: Tally = field(default_factory=Tally)
    leads: Callable[[Relation, Any], str] | None = None

    def expression(self, given: Any) -> str:
        """Return the expression of a filter, whose fields are named as the table's; "" if empty."""
        return " && ".join(self._parts(given))

    def _parts(self, given: Any) -> Iterator[str]:
        for name, value in vars(given).items():
            if value is None:
                continue
            self.tally.add()
            if name == "not_":
                yield f"!({self.expression(value) or 'true'})"
            elif name in {"and_", "or_"}:
                yield self._joined(value, all_of=name == "and_")
            else:
                yield self._condition(name, value)

    def _joined(self, filters: list[Any], *, all_of: bool) -> str:
        found = [f"({self.expression(each) or self._nothing()})" for each in filters]
        joint = " && " if all_of else " || "
        return "(" + (joint.join(found) or str(all_of).lower()) + ")"

    def _nothing(self) -> str:
        """Return what an empty filter in a list is, which counts as a condition.

        The engine's parser goes a step deeper for each, until the whole process ends.
        """
        self.tally.add()
        return "true"

    def _condition(self, name: str, value: Any) -> str:
        if name in RELATIONS:
            return self._relation(RELATIONS[name], value)
        if name in STATEMENTS:
            return self._statement(STATEMENTS[name], value)
        simple: dict[str, Callable[[Any], str]] = {
            "ids": self._ids,
            "kinds": self._kinds,
            "name_contains": self._named,
            "country": self._country,
            "population": self._population,
            "title_contains": self._title,
            "publisher": self._publisher,
            "language": self._language,
            "published": self._published,
            "mentions": self._mentions,
        }
        return simple[name](value)

    def _ids(self, iris: list[str]) -> str:
        return self._among(all_written(iris))

    def _among(self, iris: Iterable[str]) -> str:
        found = ", ".join(iris)
        return f"{self.it} IN ({found})" if found else "false"

    def _named(self, part: str) -> str:
        if not any(map(str.isalnum, part)):
            return "true"  # which every name contains
        found = sorted(self.named(self.kind, part))
        if len(found) > MOST_NAMED:
            told = f"{len(found):,} things have {quoted(part)} in a name"
            refuse(BAD_FILTER, f"{told}; give more letters, or use search")
        return self._among(str(NamedNode(iri)) for iri in found)

    def _kinds(self, kinds: list[Any]) -> str:
        names = dict.fromkeys(kind.value.lower() for kind in kinds)  # each once, so they are few
        starts = (Literal(f"{self.base.iri}id/{name}/") for name in names)
        tests = [f"STRSTARTS(STR({self.it}), {start})" for start in starts]
        return "(" + (" || ".join(tests) or "false") + ")"

    def _country(self, iri: str) -> str:
        return self._world(ATTRIBUTES["country"], written(iri))

    def _population(self, given: Any) -> str:
        return self._world(ATTRIBUTES["population"], "?v", _range(given))

    def _world(self, row: Attribute, value: str, test: str = "") -> str:
        graph = str(row.home.graph("", self.base))
        fact = f"{self.it} {short(row.predicate)} {value}"
        return f"EXISTS {{ GRAPH {graph} {{ {fact} }}{test} }}"

    def _title(self, part: str) -> str:
        return f"EXISTS {{ {self.it} rdfs:label ?v{_contains(part)} }}"

    def _publisher(self, part: str) -> str:
        return self._noted("publisher", _contains(part))

    def _language(self, tag: str) -> str:
        return self._noted("language", f" FILTER(LANGMATCHES(STR(?v), {Literal(tag)}))")

    def _published(self, given: Any) -> str:
        """Compare dates as far as both are told: a document of 2020 is not after 2020-06."""
        tests = []
        if given.since is not None:
            day = Literal(_day(given.since, _first_day))
            tests.append(f"STR(?v) >= SUBSTR({day}, 1, STRLEN(STR(?v)))")
        if given.until is not None:
            day = Literal(_day(given.until, _last_day))
            tests.append(f"STR(?v) <= {day}")
        return self._noted("date", f" FILTER({' && '.join(tests)})" if tests else "")

    def _mentions(self, iris: list[str]) -> str:
        tests = [
            f"EXISTS {{ GRAPH {self.it} {{ ?mentioned hansa:resolvesTo {iri} }} }}"
            for iri in all_written(iris)
        ]
        return "(" + (" || ".join(tests) or "false") + ")"

    def _noted(self, field: str, test: str) -> str:
        """Return what holds where a document's own graph notes a value that stands the test."""
        fact = f"{self.it} {short(ATTRIBUTES[field].predicate)} ?v"
        return f"EXISTS {{ GRAPH {self.it} {{ {fact} }}{test} }}"

    def _relation(self, row: Relation, given: Any) -> str:
        if self.leads is not None and given.claims is not None:
            return self.leads(row, given)
        ends = Ends(row, self.it, given.claims, self.fresh)
        tests = []
        for name, sign, joint in (("any", "", " || "), ("all", "", " && "), ("none", "!", " && ")):
            iris = getattr(given, name)
            if iris is not None:
                each = (f"{sign}{ends.exists(iri)}" for iri in all_written(iris))
                tests.append("(" + (joint.join(each) or str(name != "any").lower()) + ")")
        if given.some is not None:
            tests.append(self._some(row, given, ends))
        if given.exists is not None or ends.is_alone(given):
            sign = "!" if given.exists is False else ""
            tests.append(f"{sign}{ends.exists('?v')}")
        return "(" + (" && ".join(tests) or "true") + ")"

    def _some(self, row: Relation, given: Any, ends: Ends) -> str:
        """Return what holds where something at the other end meets a filter of its own."""
        if self.leads is not None:
            return self.leads(row, given)
        end = self.fresh("end")
        inner = replace(self, kind=None, it=end)
        test = inner.expression(given.some)
        return ends.exists(end, f" FILTER({test})" if test else "")

    def _statement(self, row: Statement, given: Any) -> str:
        predicate, test = short(row.predicate), ""
        if row.field == "focusAreas":
            test = _contains(given)
        elif row.field == "dates":
            # The first day of what documents tell, as precise as they are.
            predicate, test = "hansa:dateFrom", _days(given)
        else:
            test = _range(given)
        return f"EXISTS {{ {self.it} {predicate} ?v{test} }}"


def _contains(part: str) -> str:
    return f" FILTER(CONTAINS(LCASE(STR(?v)), {Literal(part.lower())}))"


def _range(given: Any) -> str:
    tests = [
        f"?v {sign} {int(value)}"
        for sign, value in ((">=", given.min), ("<=", given.max))
        if value is not None
    ]
    return f" FILTER({' && '.join(tests)})" if tests else ""


def _days(given: Any) -> str:
    days = ((">=", given.since, _first_day), ("<=", given.until, _last_day))
    tests = [
        f"?v {sign} {Literal(_day(value, whole), datatype=_XSD_DATE)}"
        for sign, value, whole in days
        if value is not None
    ]
    return f" FILTER({' && '.join(tests)})" if tests else ""


def _day(value: str, whole: Callable[[str], str]) -> str:
    told = f"{quoted(value, 20)} is no date; write YYYY, YYYY-MM or YYYY-MM-DD"
    if not _DATE.fullmatch(value):
        refuse(BAD_FILTER, told)
    try:
        return date.fromisoformat(whole(value)).isoformat()
    except ValueError:
        refuse(BAD_FILTER, told)


def _first_day(value: str) -> str:
    """Return the first day of a year, month or day.

    >>> _first_day("2020"), _last_day("2020-02"), _last_day("2020-02-03")
    ('2020-01-01', '2020-02-29', '2020-02-03')
    """
    return value + "-01-01"[len(value) - 4 :]


def _last_day(value: str) -> str:
    month = value if len(value) > 4 else f"{value}-12"
    if len(month) > 7:
        return month
    _, days = monthrange(int(month[:4]), int(month[5:]))
    return f"{month}-{days:02}"
