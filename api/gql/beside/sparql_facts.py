"""What a document states, as SPARQL: its claims, those together that say the same.

A fact stands where the first of its claims does. So facts are ordered by a text that begins with
the place of that claim and goes on with its IRI; each fact has its own.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal

from api.gql.types.facts import BY_PLACE
from api.gql.types.paging import Paging

from .sparql_claims import add_end, claims
from .sparql_connections import asked_of, counted
from .sparql_layout import Group, Item, subselect
from .sparql_parts import Part, View, Wanted, wanted

if TYPE_CHECKING:
    from .sparql_writer import Writer

#: Digits of a place in a text, in the order of facts.
_DIGITS: Final = 9
_LAST: Final = 10**_DIGITS - 1
#: What comes after every place.
_BEYOND: Final = "~"
_ENDS: Final = ("subject", "property", "object", "status")


class _Fact(NamedTuple):
    """The variables of a fact: its document, what it says, and what it is ordered by."""

    document: str
    subject: str
    property: str
    object: str
    status: str
    place: str

    @property
    def own(self) -> str:
        """Those that tell one fact from another, with the document."""
        return " ".join(self[:-1])


def facts(writer: Writer, here: str, field: Wanted) -> Part:
    """Return the arms of the facts that a document states: a page, and how many they are."""
    given, names = writer.given(field), writer.names
    paging = Paging(*(given.get(each) for each in ("first", "after", "last", "before")))
    paging.check(BY_PLACE)
    own = {each: names.of(f"{field.path}.nodes.#{each}") for each in _ENDS}
    fact = _Fact(document=here, **own, place=names.of(f"{field.path}.nodes", hint=field.path))
    parts, found = asked_of(writer, field), []
    if parts.nodes or parts.edges:
        for view in [*parts.nodes, *parts.edges]:
            writer.tell(view.path, fact.place)
        writer.order([fact.place])
        asked = Part()
        for view in [*parts.nodes, *parts.ends]:
            _add(writer, asked, fact, view)
        for view in parts.claims.get("claims", ()):
            asked.arms.append(_said(writer, fact, view))
        found.append([_page(writer, fact, field, paging), *asked.items()])
    for path in parts.counts:
        count = writer.tell(path, names.of(path))
        stated = [Group("", [_stated(writer, fact, field)])]
        found.append(counted((here,), [*stated], fact.place, count, names.of(f"{path}.#known")))
    return Part(arms=found)


def _stated(writer: Writer, fact: _Fact, field: Wanted) -> Group:
    """Return the sub-select of all that a document states, each with its place."""
    claim, start = (writer.names.of(f"{field.path}.#{each}") for each in ("claim", "start"))
    said = (
        f"{claim} rdf:subject {fact.subject} ; rdf:predicate {fact.property} ;\n"
        f"  rdf:object {fact.object} ; hansa:status {fact.status} ;\n"
        f"  hansa:evidence/oa:hasSelector/oa:start {start} ."
    )
    padded = f"SUBSTR(STR({start} + {10**_DIGITS}), 2)"
    least = f'(MIN(CONCAT({padded}, " ", STR({claim}))) AS {fact.place})'
    return Group(
        f"SELECT {fact.own} {least} WHERE",
        [Group(f"GRAPH {fact.document}", [said])],
        [f"GROUP BY {fact.own}"],
    )


def _page(writer: Writer, fact: _Fact, field: Wanted, paging: Paging) -> Group:
    tests: list[Item] = []
    for cursor, sign in ((paging.after, ">"), (paging.before, "<")):
        if cursor is not None:
            tests.append(f"FILTER({fact.place} {sign} {Literal(_bound(cursor))})")
    falls, size = paging.first is None, paging.last if paging.first is None else paging.first
    terms = f"DESC({fact.place})" if falls else fact.place
    inner = Group("", [_stated(writer, fact, field)])
    return subselect(fact, [inner, *tests], f"ORDER BY {terms}", f"LIMIT {size}")


def _bound(cursor: str) -> str:
    """Return what stands in the order of facts where a cursor does.

    >>> from api.gql.types.paging import Key
    >>> _bound(BY_PLACE.cursor(Key("", "x:claim", (17,))))
    '000000017 x:claim'
    """
    key = BY_PLACE.parse(cursor)
    (start,) = key.values
    if not isinstance(start, int | float) or start > _LAST:
        return _BEYOND
    if start < 0:
        return ""
    if key.label:  # which no fact has, so that it comes after all of that place
        return f"{int(start) + 1:0{_DIGITS}}"
    at = ceil(start)
    return f"{at:0{_DIGITS}} {key.iri}" if at == start else f"{at:0{_DIGITS}}"


def _add(writer: Writer, asked: Part, fact: _Fact, view: View) -> None:
    """Ask what a view asks of facts."""
    known = {**fact._asdict(), "value": fact.object, "lang": fact.object}
    for each in wanted(view, frozenset({"Fact"})):
        name, below = each.selected.name, each.selected.below
        if name == "claims" and below is not None:
            asked.arms.append(_said(writer, fact, View(below, each.path)))
        elif name in known:
            writer.tell(each.path, known[name])
            add_end(writer, asked, each, known[name])
        else:
            writer.omit(each.path)


def _said(writer: Writer, fact: _Fact, view: View) -> list[Item]:
    """Return the arm of the claims of a fact."""
    found = claims(writer, view.path, [view])
    ends = (
        f"{found.claim} rdf:subject {fact.subject} ; rdf:predicate {fact.property} ;\n"
        f"  rdf:object {fact.object} ; hansa:status {fact.status} ."
    )
    return [f"BIND({fact.document} AS {found.document})", *found.arm([found.graph(ends)])]
