"""The gate's verdicts are pySHACL's, on what is right and on what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from graph.lines.ntriples import decimal, integer, iri, text, triple, typed
from graph.lines.written import Triples, number_of
from graph.shacl.gate import Gate, gate
from graph.shacl.shapes import Constraint, Shape, Table, table
from graph.shacl.verification import Violation
from ontology import terms, vocabulary
from ontology.namespaces import HANSA, PREFIXES

from .shacl import (
    FILES,
    PAIRS,
    VALUED,
    VALUES,
    by_pyshacl,
    comparable,
    families,
    file_lines,
    graph_of,
    lines_of,
    literal_lines,
    valued_lines,
)

RDF = PREFIXES["rdf"]
NUMBERS = range(len(VALUES))
#: Kinds of which each refuses another of the literal properties, or none.
SOME_KINDS = ("Network", "City", "Event")
LITERALS = [
    *product(terms.LITERALS, SOME_KINDS, (2, 3, 8, 10, 16, 20, 21, 31, 36, 53)),
    *product(terms.LITERALS, set(terms.KINDS) - {*SOME_KINDS}, [8]),
]
ATTRIBUTES = (
    {},
    {terms.RULE: text("list.v1")},
    {terms.CONFIDENCE: decimal(0.5)},
    {terms.CONFIDENCE: decimal(0.5), terms.RULE: text("")},
    {terms.CONFIDENCE: decimal(1.5), terms.RULE: text("list.v1")},
    {terms.CONFIDENCE: decimal(0.5), terms.RULE: text("list.v1")},
    *(
        {terms.CONFIDENCE: decimal(1), terms.RULE: text("list.v1"), terms.YEAR: integer(year)}
        for year in (999, 1000, 2999, 3000)
    ),
    *(
        {terms.CONFIDENCE: decimal(0), terms.RULE: text("list.v1"), terms.ROLE: role}
        for role in (text("Mayor"), text("Mayor", language="en"), text("", language="en"))
    ),
)
ATTRIBUTED = {terms.CONFIDENCE, terms.RULE, terms.YEAR, terms.ROLE}
CLAIMS = list(product((*terms.RELATIONS, *terms.LITERALS), range(len(ATTRIBUTES))))


def claim_lines(name: str, number: int) -> list[str]:
    claim = f"urn:claim:{name}:{number}"
    lines = [triple(claim, RDF + "type", iri(terms.CLAIM))]
    lines.append(triple(claim, RDF + "predicate", iri(HANSA + name)))
    return lines + [triple(claim, one, term) for one, term in ATTRIBUTES[number].items()]


def all_families() -> dict[str, list[str]]:
    """Return all cases by what they are about, the literals and the claims too."""
    found = families()
    found["literals"] = [line for literal in LITERALS for line in literal_lines(*literal)]
    found["role"] += [line for claim in CLAIMS for line in claim_lines(*claim)]
    return found


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=vocabulary.read("shapes.ttl"), format="turtle")


@pytest.fixture(scope="module")
def cases() -> Graph:
    """Return all cases as one graph of things that have nothing to do with each other."""
    return graph_of(line for lines in all_families().values() for line in lines)


@pytest.fixture(scope="module")
def expected(cases: Graph, shapes: Graph) -> set[Violation]:
    """Return what pySHACL says of all cases, in one run."""
    return by_pyshacl(cases, shapes)


@pytest.fixture(scope="module")
def judged(cases: Graph) -> set[Violation]:
    return comparable(gate().violations(lines_of(cases)))


def at(focus: str, found: set[Violation]) -> dict[str, list[Violation]]:
    """Return the violations whose focus node begins so, by the rest of its name."""
    by_node: dict[str, list[Violation]] = {}
    for one in sorted(found, key=repr):
        if one.focus.startswith(focus):
            by_node.setdefault(one.focus.removeprefix(focus), []).append(one)
    return by_node


def agree(reason: str | None, found: list[Violation]) -> bool:
    """Say whether a reason is one that was found, and none where none was."""
    return reason in [one.message for one in found] if found else reason is None


def test_the_verdicts_on_all_cases_are_those_of_pyshacl(
    judged: set[Violation], expected: set[Violation]
) -> None:
    assert len(expected) > 3_000
    assert judged == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.stem}-{path.stem}")
def test_a_case_conforms_or_fails_at_the_same_nodes(path: Path, expected: set[Violation]) -> None:
    found = gate().violations(file_lines(path))
    own = f"https://w3id.org/hansa/{path.parent.stem}/{path.stem}/"
    named = {one.focus for one in found if one.focus.startswith(own)}
    assert named == {own + rest for rest in at(own, expected)}
    assert bool(found) is (path.parent.stem == "invalid")


def test_a_relation_is_refused_as_pyshacl_refuses_it(expected: set[Violation]) -> None:
    refused: dict[str, set[str | None]] = {}
    for node, found in at("urn:pair:", expected).items():
        refused.setdefault(node[:-2], set()).update(one.message for one in found)
    for relation, subject, object_ in PAIRS:
        reason = gate().refusal(relation, subject, object_)
        messages = refused.get(f"{relation}:{subject}:{object_}", {None})
        assert reason in messages, (relation, subject, object_)


def test_the_terms_and_the_shapes_agree_on_every_relation() -> None:
    fitting = {pair for pair in PAIRS if terms.fits(*pair)}
    assert fitting == {pair for pair in PAIRS if gate().refusal(*pair) is None}


def test_the_terms_and_the_shapes_agree_on_what_a_literal_is_said_of() -> None:
    both = list(product(terms.LITERALS, terms.KINDS))
    fitting = {pair for pair in both if terms.fits_literal(*pair)}
    assert fitting == {pair for pair in both if gate().subject_refusal(*pair) is None}


def test_a_literal_is_refused_as_pyshacl_refuses_it(expected: set[Violation]) -> None:
    refused = at("urn:literal:", expected)
    for name, kind, number in LITERALS:
        reason = gate().literal_refusal(name, kind, VALUES[number])
        found = refused.get(f"{name}:{kind}:{number}", [])
        assert agree(reason, found), (name, kind, VALUES[number])


def test_a_value_is_refused_as_pyshacl_refuses_it(expected: set[Violation]) -> None:
    asked = [name for name, kind in VALUED.items() if kind == "Network" or name in ATTRIBUTED]
    refused = at("urn:value:", expected)
    for property_iri, number in product(asked, NUMBERS):
        node = valued_lines(property_iri, number)[0].split()[0][1:-1].removeprefix("urn:value:")
        found = [one for one in refused.get(node, []) if one.path == property_iri]
        reason = gate().value_refusal(property_iri, VALUES[number])
        assert agree(reason, found), (property_iri, VALUES[number])


def test_a_claim_is_refused_as_pyshacl_refuses_it(expected: set[Violation]) -> None:
    own = {*ATTRIBUTED, RDF + "predicate"}
    refused = at("urn:claim:", expected)
    seen = set()
    for name, number in CLAIMS:
        found = [one for one in refused.get(f"{name}:{number}", []) if one.path in own]
        reason = gate().claim_refusal(name, ATTRIBUTES[number])
        assert agree(reason, found), (name, ATTRIBUTES[number])
        seen.add(reason)
    assert len(seen) == 6  # five rules broken, and none


def test_metadata_are_refused_line_by_line() -> None:
    about, dcterms = "urn:doc", PREFIXES["dcterms"]
    good = [
        triple(about, RDF + "type", iri(terms.DOCUMENT)),
        triple(about, terms.SOURCE_KEY, text("a.txt")),
        triple(about, dcterms + "title", text("A title", language="en")),
        triple(about, dcterms + "format", text("text/plain")),
    ]
    bad = [
        triple(about, terms.SHA256, text("0" * 63)),
        triple(about, dcterms + "language", text("plain English")),
        triple(about, dcterms + "date", text("last June")),
    ]
    found = gate().metadata_refusals(good + bad)
    assert [*found] == bad
    assert found[bad[2]] == "A document has at most one date: a day, a month or a year."
    paths = [one.path for one in gate().violations(good + bad)]
    assert {one.split()[1][1:-1] for one in bad} == {*paths}


def test_of_metadata_the_lines_are_refused_that_pyshacl_refuses(expected: set[Violation]) -> None:
    refused = at("urn:value:", expected)
    asked = [name for name, kind in VALUED.items() if kind == "Document"]
    for property_iri, number in product(asked, NUMBERS):
        lines = valued_lines(property_iri, number)
        node = lines[0].split()[0][1:-1].removeprefix("urn:value:")
        wrong = [
            one
            for one in refused.get(node, [])
            if one.path == property_iri and one.value is not None
        ]
        found = gate().metadata_refusals(lines)
        assert [*found] == (lines[-1:] if wrong else [])
        assert agree(next(iter(found.values()), None), wrong)


# Small graphs of any sort

THINGS = [f"urn:thing:{letter}" for letter in "abcd"]
EDGES = [
    *(HANSA + name for name in (*terms.RELATIONS, "evidence", "country", "resolvesTo", "mention")),
    *(RDF + name for name in ("subject", "predicate", "object")),
    *(PREFIXES["oa"] + name for name in ("hasSource", "hasSelector")),
    PREFIXES["prov"] + "wasDerivedFrom",
    PREFIXES["prov"] + "wasAttributedTo",
]
CLASSES = [
    *(HANSA + name for name in terms.CLASSES),
    *(PREFIXES["oa"] + f"{name}" for name in ("SpecificResource", "TextQuoteSelector")),
    PREFIXES["oa"] + "TextPositionSelector",
]
PLAIN = sorted(VALUED.keys() - {PREFIXES["oa"] + "start", PREFIXES["oa"] + "end"})
OBJECTS = [*THINGS, HANSA + "memberOf", HANSA + "date", terms.ASSERTED, terms.PLANNED]

LINES = st.one_of(
    st.builds(
        triple, st.sampled_from(THINGS), st.just(RDF + "type"), st.sampled_from(CLASSES).map(iri)
    ),
    st.builds(
        triple, st.sampled_from(THINGS), st.sampled_from(EDGES), st.sampled_from(OBJECTS).map(iri)
    ),
    st.builds(triple, st.sampled_from(THINGS), st.sampled_from(PLAIN), st.sampled_from(VALUES)),
    st.builds(
        triple,
        st.sampled_from(THINGS),
        st.sampled_from([PREFIXES["oa"] + "start", PREFIXES["oa"] + "end"]),
        st.integers(-2, 5).map(integer),
    ),
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=25))
def test_the_verdicts_on_any_small_graph_are_those_of_pyshacl(
    lines: list[str], shapes: Graph
) -> None:
    data = graph_of(lines)
    assert comparable(gate().violations(lines_of(data))) == by_pyshacl(data, shapes)


# The tests above would notice

Said = Mapping[str, Mapping[str, set[Violation]]]
COUNTING = {"maxCount", "minCount", "minLength", "qualifiedMaxCount", "qualifiedMinCount"}


def below(name: str, shapes: Table) -> set[str]:
    """Return a shape and every shape that it refers to, however indirectly."""
    found, waiting = {name}, [name]
    while waiting:
        terms_of = (constraint.terms for constraint in shapes[waiting.pop()].constraints)
        new = {term for given in terms_of for term in given if term in shapes} - found
        waiting += new
        found |= new
    return found


def only(root: str, shapes: Table) -> Gate:
    """Return a gate of one shape and those that it refers to."""
    silent = {name: replace(shapes[name], targets=()) for name in below(root, shapes)}
    return Gate({**silent, root: shapes[root]})


def without(shape: Shape, place: int, *instead: Constraint) -> Shape:
    """Return the shape with one constraint gone, or another in its place."""
    rest = shape.constraints[place + 1 :]
    return replace(shape, constraints=(*shape.constraints[:place], *instead, *rest))


def changed(shape: Shape) -> Iterator[Shape]:
    """Yield the shape with one thing less, or one number a little different."""
    for place, one in enumerate(shape.constraints):
        yield without(shape, place)
        if one.component in COUNTING:
            yield without(shape, place, replace(one, limit=one.limit + 1))
        if one.limit:
            yield without(shape, place, replace(one, limit=one.limit - 1))
        if one.component in {"in", "or"}:
            for item in range(len(one.terms)):
                fewer = one.terms[:item] + one.terms[item + 1 :]
                yield without(shape, place, replace(one, terms=fewer))
        if (bound := number_of(one.terms[0])) is not None and one.component not in COUNTING:
            for other in (bound - 1, bound + 1):
                yield without(shape, place, replace(one, terms=(integer(int(other)),)))
    for place in range(len(shape.targets)):
        yield replace(shape, targets=shape.targets[:place] + shape.targets[place + 1 :])


def is_noticed(name: str, change: Shape, cases: Mapping[str, Triples], said: Said) -> bool:
    """Say whether any verdict on any family of cases is another with a shape changed."""
    roots = [root for root in said if name in below(root, table())]
    gates = {root: only(root, {**table(), name: change}) for root in roots}
    likely_first = sorted(cases, key=lambda family: family not in name)
    return any(
        {*gates[root].violations_in(cases[family])} != said[root][family]
        for family in likely_first
        for root in roots
    )


def test_a_table_that_asks_a_little_less_or_more_gives_other_verdicts() -> None:
    cases = {family: Triples(lines) for family, lines in all_families().items()}
    said = {
        name: {
            family: {*only(name, table()).violations_in(triples)}
            for family, triples in cases.items()
        }
        for name, shape in table().items()
        if shape.targets
    }
    changes = [(name, change) for name, shape in table().items() for change in changed(shape)]
    assert len(changes) > 500
    unnoticed = [change for name, change in changes if not is_noticed(name, change, cases, said)]
    # One is said twice over: a network is an organisation, which is a target as well.
    (entity,) = unnoticed
    less = {*table()[entity.name].targets} - {*entity.targets}
    assert less == {("targetClass", iri(terms.NETWORK))}


def test_a_number_between_others_is_judged_as_by_itself() -> None:
    judging = Gate(table())
    asked = [decimal(value, digits=5) for value in (0.5, -0.1, 0.2, 1, 0.3, 1.1, 0.00005, 0, -1)]
    asked += [typed("0.4", PREFIXES["xsd"] + "double"), text("0.4"), integer(0), integer(7)]
    for property_iri in (terms.CONFIDENCE, terms.YEAR, terms.FOUNDING_YEAR, terms.MEMBER_COUNT):
        for term in [*asked, *map(integer, (1800, 2024, 1990, 99_999, -5, 2000))]:
            alone = Gate(table()).value_refusal(property_iri, term)
            assert judging.value_refusal(property_iri, term) == alone, (property_iri, term)
