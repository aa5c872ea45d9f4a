"""Connections as SPARQL: a page is a sub-select of its own, and so is how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pyoxigraph import NamedNode

from api.gql.mapping.conditions import numbered
from api.gql.mapping.rows import Relation
from api.gql.mapping.sayings import meeting, wants_planned
from api.gql.mapping.sources import EndsOf, saying, saying_ends
from api.gql.mapping.table import RELATIONS
from api.gql.types.meeting import conditions
from api.gql.types.memberships import body_named
from api.gql.types.orders import ordered_by
from api.gql.types.paging import Paging, check_size

from .sparql_claims import ClaimPattern, claims
from .sparql_layout import Group, Item, subselect, union
from .sparql_pages import Place, cut
from .sparql_parts import Part, View, Wanted, wanted

if TYPE_CHECKING:
    from .sparql_writer import Writer

#: From the variable of a thing in a connection to what binds it.
Source: TypeAlias = Callable[[str], list[Item]]
#: From a pattern of claims and the variable of a thing to the arm of an edge's claims.
Said: TypeAlias = Callable[[ClaimPattern, str], list[Item]]

_MEMBERS: Final = RELATIONS["members"]
_MEMBER_OF: Final = RELATIONS["memberOf"]


@dataclass(frozen=True, slots=True)
class Things:
    """The things of a connection: who is ``outer``, where they come from, what edges say."""

    outer: tuple[str, ...]
    source: Source
    kind: str | None = None
    said: tuple[tuple[str, Said], ...] = ()


def of_thing(writer: Writer, it: str, field: Wanted) -> Part:
    """Return the arms of a connection that a thing has."""
    name, given = field.selected.name, writer.given(field)
    if name in RELATIONS:
        found = _related(writer, it, field, given)
    else:
        found = OTHERS[name](writer, it, given)
    return Part(arms=arms(writer, field, found, given))


def arms(writer: Writer, field: Wanted, things: Things, given: dict[str, Any]) -> list[list[Item]]:
    """Return the arms of a connection: its page, and how many it has."""
    paging = Paging(*(given.get(each) for each in ("first", "after", "last", "before")))
    it = writer.names.of(f"{field.path}.nodes", hint=field.path)
    parts = asked_of(writer, field)
    pattern = [*things.source(it), f"{it} rdfs:label ?label ."]
    if given.get("filter") is not None:
        free = numbered(f"{field.path}.#")
        asking = conditions(writer.reader, things.kind, it=it)
        asking.fresh = lambda name: writer.names.of(free(name))
        test = asking.expression(given["filter"])
        pattern += [f"FILTER({test})"] if test else []
    place, binding = _place(writer, field, it, things.kind, given)
    tests, tail = cut(place, paging)
    found = []
    if parts.nodes or parts.edges:
        for view in [*parts.nodes, *parts.edges]:
            writer.tell(view.path, it)
        writer.order(place.terms())
        chosen = (*things.outer, it, *place.variables)
        page = subselect(chosen, [*pattern, *binding, *tests], *tail)
        types = _types(writer, parts)
        asked = writer.thing(it, [*parts.nodes, *parts.ends], types)
        for view in (each for views in parts.claims.values() for each in views):
            writer.tell(view.path, writer.names.of(view.path))  # what no claim says has none
        for of_name, said in things.said:
            for view in parts.claims.get(of_name, ()):
                asked.arms.append(_said(writer, view, said, it))
        found.append([page, *asked.items()])
    for path in parts.counts:
        count = writer.tell(path, writer.names.of(path))
        known = writer.names.of(f"{path}.#known")
        found.append(counted(things.outer, pattern, it, count, known))
    return found


@dataclass(slots=True)
class Parts:
    """What is asked of a connection: views of its things, its edges, their claims; its counts."""

    nodes: list[View]
    edges: list[View]
    ends: list[View]
    claims: dict[str, list[View]]
    counts: list[str]


def asked_of(writer: Writer, field: Wanted) -> Parts:
    """Return what is asked of a connection, sorted by what it is."""
    found = Parts([], [], [], {}, [])
    for each in _below(writer, field):
        name, below = each.selected.name, each.selected.below
        if name == "totalCount":
            found.counts.append(each.path)
        elif name == "nodes" and below is not None:
            found.nodes.append(View(below, each.path))
        elif name == "edges" and below is not None:
            found.edges.append(View(below, each.path))
            for part in _below(writer, each):
                inner = part.selected.below
                if inner is None:
                    writer.omit(part.path)
                elif part.selected.name == "node":
                    writer.tell(part.path, writer.names.of(f"{field.path}.nodes"))
                    found.ends.append(View(inner, part.path))
                else:
                    views = found.claims.setdefault(part.selected.name, [])
                    views.append(View(inner, part.path))
        else:
            writer.omit(each.path)
    return found


def _below(writer: Writer, field: Wanted) -> Sequence[Wanted]:
    below = field.selected.below
    if below is None:
        return ()
    return [*wanted(View(below, field.path), writer.types_of(below))]


def _types(writer: Writer, parts: Parts) -> frozenset[str]:
    views = [*parts.nodes, *parts.ends]
    return writer.types_of(views[0].selection) if views else frozenset()


def _place(
    writer: Writer, field: Wanted, it: str, kind: str | None, given: dict[str, Any]
) -> tuple[Place, list[Item]]:
    """Return where things stand in the order of a connection, and what binds its variables."""
    order, by = ordered_by(kind, given.get("order_by"))
    values = tuple(writer.names.of(f"{field.path}.#by{number}") for number, _ in enumerate(by))
    base = writer.reader.base
    label = writer.names.of(f"{field.path}.#label")
    bound: list[Item] = [f"BIND(LCASE(STR(?label)) AS {label})"]
    bound += [each.pattern(value, it, base) for each, value in zip(by, values, strict=True)]
    return Place(order, it, label, values), bound


def counted(
    outer: tuple[str, ...], pattern: list[Item], it: str, count: str, known: str
) -> list[Item]:
    """Return the arm of how many there are; *known* is bound where there are any."""
    number = f"COUNT(DISTINCT {it})"
    if not outer:
        return [subselect([f"({number} AS {count})"], pattern, distinct=False)]
    chosen = [*outer, f"({number} AS {known})"]
    inner = Group(f"SELECT {' '.join(chosen)} WHERE", pattern, [f"GROUP BY {' '.join(outer)}"])
    return [Group("OPTIONAL", [Group("", [inner])]), f"BIND(COALESCE({known}, 0) AS {count})"]


def _said(writer: Writer, view: View, said: Said, it: str) -> list[Item]:
    return said(claims(writer, view.path, [view]), it)


def _related(writer: Writer, here: str, field: Wanted, given: dict[str, Any]) -> Things:
    row, saying_ = RELATIONS[field.selected.name], given.get("claims")
    planned = bool(given.get("planned")) or wants_planned(saying_)

    def source(it: str) -> list[Item]:
        if saying_ is None:
            return ends(here, row, it, planned=planned)
        said = saying(row, here, it, " ".join(meeting(saying_)))
        return [said] if planned else [said, *ends(here, row, it, planned=False)]

    def said(found: ClaimPattern, it: str) -> list[Item]:
        def named(name: str) -> str:
            own = {"claim": found.claim, "document": found.document}
            return own.get(name) or writer.names.of(f"{field.path}.#said.{name}")

        more = [] if saying_ is None else meeting(saying_, named)
        return _between(found, row, here, it, more)

    return Things((here,), source, said=(("claims", said),))


def ends(here: str, row: Relation, it: str, *, planned: bool) -> list[Item]:
    """Return what binds the ends of a relation from a thing."""
    return [EndsOf(row, "", planned=planned).pattern(it, here)]


def _between(
    found: ClaimPattern, row: Relation, here: str, it: str, more: Iterable[str] = ()
) -> list[Item]:
    """Return the arm of the claims that a thing has a relation to another, which meet *more*."""
    tests_ = [*more]
    said = [
        f"{found.claim} rdf:{known} {here} ; rdf:predicate hansa:{row.stated} ;\n"
        f"  rdf:{sought} {it} ."
        for known, sought in saying_ends(row)
    ]
    return found.arm(*([found.graph(each, *tests_)] for each in said))


def _networks(_: Writer, here: str, given: dict[str, Any]) -> Things:
    planned = bool(given.get("planned"))
    return Things(
        (here,),
        lambda it: [*ends(here, _MEMBER_OF, it, planned=planned), f"{it} a hansa:Network ."],
        said=(("claims", lambda found, it: _between(found, _MEMBER_OF, here, it)),),
    )


def _shared(writer: Writer, here: str, given: dict[str, Any]) -> Things:
    planned = bool(given.get("planned"))
    other = str(NamedNode(body_named(writer.context, str(given["with_"]))))

    def source(it: str) -> list[Item]:
        both = (ends(each, _MEMBERS, it, planned=planned) for each in (here, other))
        return [Group("", each) for each in both] if planned else [*next(both), *next(both)]

    return Things(
        (here,),
        source,
        said=(
            ("claims", lambda found, it: _between(found, _MEMBERS, here, it)),
            ("otherClaims", lambda found, it: _between(found, _MEMBERS, other, it)),
        ),
    )


def _said_in(found: ClaimPattern, document: str, it: str) -> list[Item]:
    """Return the arm of the claims of a document that have a thing at one of their ends."""
    groups: list[list[Item]] = [
        [
            found.graph(f"{found.claim} rdf:{end} {it} ."),
            f"FILTER({found.document} = {document})",
        ]
        for end in ("subject", "object")
    ]
    return found.arm(*groups)


def _speaking(_: Writer, here: str, given: dict[str, Any]) -> Things:  # noqa: ARG001
    def said(found: ClaimPattern, it: str) -> list[Item]:
        return _said_in(found, it, here)

    def source(it: str) -> list[Item]:
        return [f"GRAPH {it} {{ ?mentioned hansa:resolvesTo {here} }}", f"{it} a hansa:Document ."]

    return Things((here,), source, said=(("claims", said),))


def _named(_: Writer, here: str, given: dict[str, Any]) -> Things:  # noqa: ARG001
    return Things(
        (here,),
        lambda it: [f"GRAPH {here} {{ ?mentioned hansa:resolvesTo {it} }}"],
        said=(("claims", lambda found, it: _said_in(found, here, it)),),
    )


#: Connections of things that are no relations of the table.
OTHERS: Final[dict[str, Callable[[Writer, str, dict[str, Any]], Things]]] = {
    "documents": _speaking,
    "entities": _named,
    "networks": _networks,
    "sharedMembers": _shared,
}


def claims_about(writer: Writer, it: str, field: Wanted) -> Part:
    """Return the arm of the claims at either end of which a thing is."""
    below = field.selected.below
    if below is None:
        return Part()
    size = writer.given(field).get("first")
    check_size(size)
    found = claims(writer, field.path, [View(below, field.path)])
    sides: list[list[Item]] = [
        [found.graph(f"{found.claim} rdf:{end} {it} .")] for end in ("subject", "object")
    ]
    page = subselect(
        [it, *found.variables],
        union(sides),
        f"ORDER BY {' '.join(found.terms)}",
        f"LIMIT {size}",
    )
    return Part(arms=[[page, *found.part.items()]])
