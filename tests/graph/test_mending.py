"""What the engine gets in place of a query answers as SPARQL 1.1 says, and else as the query."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from graph.errors import QuerySyntaxError
from graph.foreign.mending import mended, mended_query
from graph.foreign.misreadings import in_words
from graph.foreign.sandbox import run_query
from graph.foreign.worker import ask
from queries import catalogue

GRAPHS = [NamedNode(f"urn:g{number}") for number in range(3)]
TERMS = [NamedNode(f"urn:{letter}") for letter in "abc"]
PREDICATES = [NamedNode("urn:p"), NamedNode("urn:q")]
QUADS = st.lists(
    st.builds(
        Quad,
        st.sampled_from(TERMS),
        st.sampled_from(PREDICATES),
        st.sampled_from(TERMS),
        st.sampled_from([*GRAPHS, DefaultGraph()]),
    ),
    max_size=12,
)
Row = frozenset[tuple[str, str]]


def filled(quads: list[Quad]) -> Store:
    """Return a store of *quads* in which each graph of GRAPHS is known, with triples or without."""
    store = Store()
    for graph in GRAPHS:
        store.add_graph(graph)
    store.extend(quads)
    return store


def answer(store: Store, query: str, *, is_mended: bool = True, **dataset: Any) -> list[Row]:
    """Return the rows that the worker gives for *query*, or the engine for it as it is."""
    found = mended_query(query)
    job = {
        "query": found.text if is_mended else query,
        "original": query if is_mended else None,
        "absent": json.loads(json.dumps(found.absent)),
        "base_iri": None,
        "prefixes": {},
        "default_graphs": None,
        "named_graphs": None,
        **dataset,
    }
    return rows(ask(job, store))


def rows(found: Any) -> list[Row]:
    names = [variable.value for variable in found.variables]
    return [
        frozenset((name, str(row[name])) for name in names if row[name] is not None)
        for row in found
    ]


def by_the_standard(store: Store, group: str, names: str) -> Counter[Row]:
    """Return the rows of GRAPH ?g: of the group over each graph alone, joined with its name."""
    found: Counter[Row] = Counter()
    for graph in store.named_graphs():
        alone = answer(
            store, f"SELECT {names} {{ {group} }}", is_mended=False, default_graphs=[graph.value]
        )
        for row in alone:
            said = dict(row)
            if said.setdefault("g", str(graph)) == str(graph):
                found[frozenset(said.items())] += 1
    return found


#: Groups with the variables they have, ?g left out.
GROUPS = {
    # by which the answers of the engine were others
    "{ SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o } }": "?n",
    "{ SELECT (COUNT(?s) + 1 AS ?n) (SUM(1) AS ?m) { ?s <urn:p> ?o FILTER(?s != ?o) } }": "?n ?m",
    "{ SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING (COUNT(*) > 1) }": "?n",
    "{ SELECT (COUNT(*) AS ?n) { ?s ?p ?o } OFFSET 1 }": "?n",
    "{ SELECT ?s (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) }": "?s ?n",
    "{ SELECT ?o { ?s <urn:q> ?o } } ?o <urn:p> ?x": "?o ?x",
    "{ SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1 }": "?s",
    "?s ?p ?o OPTIONAL { SELECT ?o (COUNT(*) AS ?n) { ?o ?q ?x } GROUP BY ?o }": "?s ?p ?o ?n",
    "{ ?s <urn:p> ?o } UNION { SELECT (COUNT(*) AS ?n) { ?x <urn:q> ?y } }": "?s ?o ?n",
    "{ SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 2 } } }": "?s",
    "?s <urn:p> ?o FILTER EXISTS { SELECT ?x { ?x <urn:q> ?y } }": "?s ?o",
    "?s <urn:p> ?o MINUS { ?x <urn:q> ?y }": "?s ?o",
    "?s <urn:p> ?o { ?o ?p ?s MINUS { ?x <urn:q> ?y } } MINUS { ?s <urn:q> ?x }": "?s ?p ?o",
    "?s <urn:p> ?o MINUS { ?x <urn:q> ?y } MINUS { ?x <urn:p> ?y } MINUS { ?s <urn:q> ?x }": "?s",
    "?s <urn:p> ?o MINUS { ?x ?q ?y } OPTIONAL { ?o ?p ?z } MINUS { ?x <urn:p> ?y }": "?s ?z",
    "VALUES (?g ?x) { (UNDEF 1) (<urn:g1> 2) (<urn:g2> 3) (<urn:none> 4) }": "?g ?x",
    "VALUES ?x { 1 2 } VALUES (?g) { (<urn:g0>) (UNDEF) }": "?g ?x",
    # by which they were right
    "?s <urn:p> ?o MINUS { ?s <urn:q> ?y }": "?s ?o",
    "?s ?p ?o VALUES ?o { <urn:a> <urn:b> }": "?s ?p ?o",
    "?s <urn:p> ?o FILTER NOT EXISTS { ?o <urn:q> ?x }": "?s ?o",
    "{ ?s <urn:p> ?o } UNION { ?s <urn:q> ?o } OPTIONAL { ?o <urn:p> ?x }": "?s ?o ?x",
    "?s <urn:p>+ ?o BIND(1 AS ?x)": "?s ?o ?x",
    "": "?none",
}


@settings(deadline=None)
@given(quads=QUADS)
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_in_graph_is_answered_graph_by_graph(group: str, quads: list[Quad]) -> None:
    store = filled(quads)
    names = GROUPS[group]
    query = f"SELECT ?g {names.replace('?g', '')} {{ GRAPH ?g {{ {group} }} }}"
    assert Counter(answer(store, query)) == by_the_standard(store, group, names)


@settings(deadline=None)
@given(quads=QUADS)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?s ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY DESC(?o) ?s",
        "SELECT DISTINCT ?s WHERE { ?s ?p ?o } ORDER BY ASC(?s) LIMIT 2 OFFSET 1",
        "SELECT DISTINCT ?o { ?s ?p ?o } GROUP BY ?s ?o HAVING (COUNT(*) > 1) ORDER BY (?o)",
    ],
)
def test_what_is_distinct_is_sorted_as_before(query: str, quads: list[Quad]) -> None:
    store = filled(quads)
    assert mended_query(query).text.startswith("SELECT ?")
    assert answer(store, query) == answer(store, query, is_mended=False)


@settings(deadline=None)
@given(quads=QUADS)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        "SELECT DISTINCT $g WHERE { GRAPH $g { ?s ?p ?o } } LIMIT 2",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY DESC(?g) OFFSET 1",
        "SELECT * { { SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } } GRAPH ?g { ?g ?p ?o } }",
    ],
)
@pytest.mark.parametrize("named", [None, ["urn:g0", "urn:g1", "urn:nowhere"], []])
def test_graphs_are_listed_as_before(
    query: str, named: list[str] | None, quads: list[Quad]
) -> None:
    store = filled(quads)
    assert "EXISTS" in mended_query(query).text
    told, found = (
        answer(store, query, is_mended=each, named_graphs=named) for each in (False, True)
    )
    assert len(told) == len(found)
    if "LIMIT" not in query:
        assert Counter(told) == Counter(found)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?o",
        "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY COUNT(?s)",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?s } }",
        "SELECT DISTINCT ?g { GRAPH ?g { ?g ?p ?o } }",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } ?g a <urn:c> }",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ?s",
        "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s VALUES ?s { 1 1 }",
        "SELECT DISTINCT * { ?s ?p ?o } ORDER BY ?s",
        "SELECT DISTINCT (STR(?s) AS ?t) { ?s ?p ?o } ORDER BY ?t",
        "SELECT DISTINCT ?s FROM <urn:g> { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?s { { SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s } }",
        "CONSTRUCT { ?s ?p ?o } { SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s }",
        "SELECT * { GRAPH ?g { ?g ?p ?o { SELECT ?g { ?g ?p ?o } LIMIT 1 } } }",
        "SELECT * { GRAPH ?g { { SELECT * { ?s ?p ?o } LIMIT 1 } } }",
        "SELECT * { GRAPH <urn:g> { { SELECT ?s { ?s ?p ?o } LIMIT 1 } } }",
        "SELECT * { ?a ?b ?c MINUS { ?d ?e ?f } }",
        "SELECT * { GRAPH ?g { ?a ?b ?c MINUS { ?a ?e ?f } } FILTER(?a<?b && 1>2) }",
        "SELECT (BNODE() AS ?b) { }",
        "SELECT (BNODE(?a) AS ?b) (COUNT(BNODE(?c)) AS ?d) { } GROUP BY ?a",
        "SELECT * { ?s ?p ?o . <urn:a> <urn:p>+ ?o }",
        "SELECT * { GRAPH ?g { <urn:a> <urn:p>* ?o } }",
        "SELECT * FROM <urn:g> { <urn:a> <urn:p>* ?o }",
        "SELECT * { <urn:a> <urn:p>*/<urn:q> ?o ; <urn:q>? ?x }",
        "SELECT * { <urn:a> !!!!<urn:p>* ?o",
    ],
)
def test_what_cannot_be_said_otherwise_stays_as_it_is(query: str) -> None:
    found = mended_query(query)
    assert (found.text, found.absent) == (query, ())


def test_questions_of_the_catalogue_stay_as_they_are() -> None:
    for question in catalogue().values():
        assert mended_query(question.text).text == question.text


PATHS = [
    "<urn:a> <urn:p>* ?o",
    "<urn:a> (<urn:p>/<urn:q>)? ?o .",
    "?o (^<urn:p>|<urn:q>)* <urn:a> .",
    "<urn:a> <urn:p>*/<urn:q>? ?o FILTER(?o != <urn:b>)",
    "<urn:a> (<urn:p>?|!<urn:q>)+ ?o OPTIONAL { ?o <urn:p> ?x }",
    "?o <urn:p>? 'text'@en . <urn:a> <urn:q>* ?x",
    "<urn:a> <urn:p>* <urn:a>",
    "{ <urn:a> <urn:p>* ?o } UNION { <urn:b> <urn:q>* ?o }",
    "VALUES ?o { <urn:a> <urn:b> } FILTER EXISTS { <urn:a> <urn:p>* ?o }",
    "?x <urn:p> ?y FILTER(?x != ?y) <urn:a> <urn:q>* ?o .",
]
HERE = NamedNode("urn:here")


@settings(deadline=None)
@given(quads=QUADS)
@pytest.mark.parametrize("group", PATHS)
def test_a_path_of_no_length_finds_what_is_in_no_triple(group: str, quads: list[Quad]) -> None:
    query = f"SELECT * {{ {group} }}"
    store = filled(quads)
    told = filled(quads)  # where the ends are in a triple, of a predicate that no path has
    ends: list[Any] = [
        NamedNode("urn:a"),
        NamedNode("urn:b"),
        pyoxigraph.Literal("text", language="en"),
    ]
    told.extend(Quad(HERE, HERE, end) for end in ends)
    if "!" in group:
        told.remove(Quad(HERE, HERE, ends[0]))
        told.add(Quad(ends[0], NamedNode("urn:q"), ends[0]))
        store.add(Quad(ends[0], NamedNode("urn:q"), ends[0]))
    assert Counter(answer(store, query)) == Counter(answer(told, query, is_mended=False))


def test_a_label_of_a_blank_node_counts_in_one_solution() -> None:
    store = Store()
    values = "VALUES (?x ?y) { ('a b' 'a b') ('a b' 'c') ('c' 'c') }"
    found = rows_of(store, f"SELECT (BNODE(?x) AS ?b) (BNODE(?y) AS ?c) {{ {values} }}")
    assert [row["b"] == row["c"] for row in found] == [True, False, True]
    assert len({node for row in found for node in row.values()}) == 4
    assert all(isinstance(node, BlankNode) for row in found for node in row.values())
    found = rows_of(store, f"SELECT ?b {{ {values} BIND(BNODE(?x) AS ?b) }}")
    assert len({row["b"] for row in found}) == 3
    for wrong in ("5", "'x'@en", "<urn:x>"):
        assert rows_of(store, f"SELECT (BNODE({wrong}) AS ?b) {{}}") == [{"b": None}]


def rows_of(store: Store, query: str) -> list[dict[str, Any]]:
    found = store.query(mended(query))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names} for row in found]


def test_truths_have_no_case() -> None:
    assert rows_of(Store(), "SELECT (TRUE AS ?a) (False AS ?b) {}") == rows_of(
        Store(), "SELECT (true AS ?a) (false AS ?b) {}"
    )


def test_errors_tell_of_the_text_that_was_sent(tmp_path: Path) -> None:
    Store(tmp_path / "store").flush()
    for query in (
        "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p LIMIT x",
        "SELECT * { GRAPH ?g { ?a ?b ?c MINUS { ?d ?e ?f } } BIND(1 AS ?a) }",
        "SELECT (BNODE(?x) AS ?b) { ?x ?y } ",
        "SELECT * { _:x <urn:p> ?o . <urn:a> <urn:p>* ?y . _:x <urn:q> ?y FILTER() }",
    ):
        with pytest.raises(SyntaxError) as engine:
            Store().query(query)
        with pytest.raises(QuerySyntaxError) as ours:
            run_query(tmp_path / "store", query, format="json")
        told = in_words(str(engine.value), query)
        assert told.split("\n")[0][:100] in str(ours.value)


def test_a_mended_text_that_is_no_query_gives_way_to_the_original() -> None:
    # The place of the path splits the pattern in which the blank node has its scope.
    query = "SELECT ?y { _:x <urn:p> ?y . <urn:a> <urn:p>* ?y . _:x <urn:q> ?z }"
    assert mended_query(query).absent
    assert answer(Store(), query) == []


def test_long_texts_are_left_alone() -> None:
    many = " ".join(["MINUS { ?d ?e ?f }"] * 400)
    query = f"SELECT * {{ GRAPH ?g {{ ?a ?b ?c {many} }} }}"
    assert mended(query) == query
    deep = "{" * 98 + " ?a ?b ?c MINUS { ?d ?e ?f } " + "}" * 98
    assert "MINUS" not in mended(f"SELECT * {{ GRAPH ?g {deep} }}")
    deep = "{" * 99 + " VALUES ?x { 1 } " + "}" * 99
    assert mended(f"SELECT * {{ GRAPH ?g {deep} }}").count("{") == 101
