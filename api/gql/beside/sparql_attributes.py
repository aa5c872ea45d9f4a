"""What a thing has itself: its class, names, figures, the values that documents state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from api.gql.languages import check_languages, wishes
from api.gql.mapping.rows import Attribute, Home, Statement
from api.gql.mapping.sources import short
from api.gql.mapping.table import ATTRIBUTES
from ontology.namespaces import PREFIXES

from .sparql_claims import claims
from .sparql_layout import Group, Item, union
from .sparql_parts import Part, View, Wanted, wanted

if TYPE_CHECKING:
    from .sparql_writer import Writer

#: Fields of a thing that are made of several rows of the table.
OTHERS: Final = frozenset({"coordinates"})


def class_of(it: str, class_: str, types: frozenset[str]) -> list[Item]:
    """Return what binds the class of a thing; networks, organisations too, are networks."""
    if len(types) == 1:
        return [f"BIND(hansa:{min(types)} AS {class_})"]
    found: list[Item] = [f"{it} a {class_} .", among(class_, types)]
    if types >= {"Organization", "Network"}:
        found.append(
            f"FILTER({class_} != hansa:Organization || NOT EXISTS {{ {it} a hansa:Network }})"
        )
    return found


def among(class_: str, types: Iterable[str]) -> str:
    """Return the condition that a class is one of some types.

    >>> among("?type", {"City"})
    'FILTER(?type IN (hansa:City))'
    """
    return f"FILTER({class_} IN ({', '.join(f'hansa:{name}' for name in sorted(types))}))"


def attribute(writer: Writer, it: str, field: Wanted) -> Part:
    """Return the pattern of an attribute."""
    name = field.selected.name
    if name == "name":
        return _name(writer, it, field)
    if name == "names":
        return _names(writer, it, field)
    if name == "sameAs":
        value = writer.tell(field.path, writer.names.of(field.path))
        writer.order([f"STR({value})"])
        return Part(arms=[[f"{it} {_short(ATTRIBUTES[name])} {value} ."]])
    if name == "coordinates":
        return _coordinates(writer, it, field)
    if name == "title":
        value = writer.tell(field.path, writer.names.of(field.path))
        return Part(needed=[f"{it} rdfs:label {value} ."])
    return _single(writer, it, field, ATTRIBUTES[name])


def _single(writer: Writer, it: str, field: Wanted, row: Attribute) -> Part:
    value = writer.tell(field.path, writer.names.of(field.path))
    fact = _in_graph(writer, it, row, f"{it} {_short(row)} {value}")
    if field.selected.below is not None:  # it leads to another thing
        below = field.selected.below
        asked = writer.thing(value, [View(below, field.path)], writer.types_of(below))
        return asked.within(fact)
    if field.selected.name == "language":
        known = writer.names.of(f"{field.path}.#known")
        fact = _in_graph(writer, it, row, f"{it} {_short(row)} {known}")
        said = Group("OPTIONAL", [fact])
        return Part(needed=[said, f"BIND(COALESCE({known}, {Literal('und')}) AS {value})"])
    return Part(may=[[fact]])


def _in_graph(writer: Writer, it: str, row: Attribute, fact: str) -> str:
    if row.home is Home.FACTS:
        return f"{fact} ."
    base = writer.reader.base
    graph = it if row.home is Home.DOCUMENT else str(row.home.graph("", base))
    return f"GRAPH {graph} {{ {fact} }}"


def _short(row: Attribute) -> str:
    for prefix, iri in PREFIXES.items():
        if row.predicate.startswith(iri) and row.predicate[len(iri) :].isalnum():
            return f"{prefix}:{row.predicate[len(iri) :]}"
    return short(row.predicate)


def _coordinates(writer: Writer, it: str, field: Wanted) -> Part:
    rows = ATTRIBUTES["latitude"], ATTRIBUTES["longitude"]
    values = [writer.names.of(f"{field.path}.#{row.field}") for row in rows]
    facts = " ".join(
        f"{it} {_short(row)} {value} ." for row, value in zip(rows, values, strict=True)
    )
    writer.tell(field.path, values[0])
    if field.selected.below is not None:
        for each in wanted(View(field.selected.below, field.path), frozenset({"Coordinates"})):
            if each.selected.name in ("latitude", "longitude"):
                writer.tell(each.path, values[each.selected.name == "longitude"])
            else:
                writer.omit(each.path)
    return Part(may=[[_in_graph(writer, it, rows[0], facts)]])


def _tagged(writer: Writer, field: Wanted, value: str) -> None:
    """Tell that a literal has both the value and the language of a name."""
    writer.tell(field.path, value)
    if field.selected.below is not None:
        for each in wanted(View(field.selected.below, field.path), frozenset({"Name"})):
            if each.selected.name in ("value", "lang"):
                writer.tell(each.path, value)
            else:
                writer.omit(each.path)


def _name(writer: Writer, it: str, field: Wanted) -> Part:
    langs = writer.given(field).get("langs")
    check_languages(langs or ())
    sought = [*wishes(writer.context.languages if langs is None else langs)]
    value = writer.names.of(field.path)
    _tagged(writer, field, value)
    if not sought:
        return Part(needed=[f"{it} rdfs:label {value} ."])
    return Part(each=[Group("LATERAL", [_preferred(it, value, sought)])])


def _preferred(it: str, value: str, sought: list[str]) -> Group:
    """Return the name in the first of some languages that there is, or else the main one."""
    tags = " ".join(f"({n} {Literal(each)})" for n, each in enumerate(sought))
    lang = f"LCASE(LANG({value}))"
    tagged: list[Item] = [
        f"VALUES (?wish ?tag) {{ {tags} }}",
        *union(
            [
                [f"{it} skos:prefLabel {value} BIND(0 AS ?place)"],
                [
                    f"{it} rdfs:label ?main ; skos:altLabel {value} BIND(1 AS ?place)",
                    'FILTER(LANG(?main) != "")',
                ],
            ]
        ),
        f'FILTER({lang} = ?tag || (STRENDS(?tag, "-") && STRSTARTS({lang}, ?tag)))',
    ]
    return Group(
        f"SELECT {it} {value} WHERE",
        union([tagged, [f"{it} rdfs:label {value} BIND({len(sought)} AS ?wish)"]]),
        [f"ORDER BY ?wish ?place STR({value}) LANG({value})", "LIMIT 1"],
    )


def _names(writer: Writer, it: str, field: Wanted) -> Part:
    langs = writer.given(field).get("langs")
    check_languages(langs or ())
    value = writer.names.of(field.path)
    place, main = writer.names.of(f"{field.path}.#place"), writer.names.of(f"{field.path}.#main")
    rank = writer.names.of(f"{field.path}.#rank")
    _tagged(writer, field, value)
    writer.tell(field.path, value, place)
    writer.order([place, f"STR({value})", f"LANG({value})"])
    arm: list[Item] = [
        f"{it} rdfs:label {main} .",
        *union(
            [
                [f"{it} skos:prefLabel {value} BIND(1 AS {rank})"],
                [f"{it} skos:altLabel {value} BIND(2 AS {rank})"],
            ]
        ),
        f"BIND(IF({rank} = 1 && SAMETERM({value}, {main}), 0, {rank}) AS {place})",
    ]
    if langs is not None and "*" not in langs:
        tests = [f"LANGMATCHES(LANG({value}), {Literal(each)})" for each in langs]
        arm.append(f"FILTER({' || '.join(tests) or 'false'})")
    return Part(arms=[arm])


def stated(writer: Writer, it: str, field: Wanted, row: Statement) -> Part:
    """Return the arm of values that documents state, a row for each claim."""
    path, below = field.path, field.selected.below
    value, status = writer.names.of(path), writer.names.of(f"{path}.#status")
    writer.tell(path, value, status)
    views = []
    if below is not None:
        for each in wanted(View(below, path), frozenset({"StatedValue"})):
            if each.selected.name == "claims" and each.selected.below is not None:
                views.append(View(each.selected.below, each.path))
            elif each.selected.name in ("value", "status"):
                writer.tell(each.path, value if each.selected.name == "value" else status)
            else:
                writer.omit(each.path)
    found = claims(writer, f"{path}.#claims", views)
    ends = (
        f"{found.claim} rdf:subject {it} ; rdf:predicate hansa:{row.stated} ;\n"
        f"  rdf:object {value} ; hansa:status {status} ."
    )
    return Part(arms=[found.arm([found.graph(ends)])])
