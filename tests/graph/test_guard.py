"""The guard tells keywords from strings, names and comments, and counts before a parser does."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryRefusedError, QuerySyntaxError
from graph.foreign.guard import MAX_CHAIN, MAX_DEPTH, inspect, tokens
from graph.foreign.mending import at_home

CALLS_OUT = [
    "SELECT * { SERVICE <http://127.0.0.1:8000/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://localhost/> { ?s ?p ?o } }",
    "ASK{SERVICE<http://localhost/>{?s ?p ?o}}",
    "SELECT * { ?s ?p 'a' . # not the end\n SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://localhost/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p '''it's''' SERVICE <http://localhost/> { } }",
    'SELECT * { ?s ?p "a\\"" SERVICE <http://localhost/> { } }',
    "SELECT * { FILTER(1<2) SERVICE <http://localhost/> { } }",
    "ASK { SERVICESILENT <http://localhost/> { } }",
    "PREFIX ex: <http://localhost/> ASK { SERVICEex:a { ?s ?p ?o } }",
    "PREFIX : <http://localhost/> ASK { SERVICE:a { ?s ?p ?o } }",
    "ASK { ?s ?p trueSERVICE <http://localhost/> { } }",
    "ASK { ?s ?p 1SERVICE <http://localhost/> { } }",
    "ASK { ?s ?p ex:.SERVICE <http://localhost/> { } }",
    "ASK { FILTER(?a<'b>')SERVICE <http://localhost/> { }#'\n}",
    "ASK { FILTER(?a<?b#>'''\n)SERVICE <http://localhost/> { }#'''\n}",
    "ASK { # comment\rSERVICE <http://localhost/> { }\n}",
    "LOAD <http://127.0.0.1:8000/data.ttl>",
    "load silent <http://127.0.0.1/> into graph <http://ex.org/g>",
]

HARMLESS = [
    "SELECT * { ?service ?load 'SERVICE' }",
    'SELECT * { ?s ?p """LOAD "SERVICE" """ }',
    "SELECT * { ?s ex:service load:ex }",
    "SELECT * { ?s <http://ex.org/SERVICE> _:load } # SERVICE <http://localhost/> {}",
    'SELECT * { ?s ?p "SERVICE"@service }',
    "SELECT * { ?s <http://ex.org/service/L'Aquila#service> ?o }",
    "PREFIX service: <http://ex.org/> ASK { service:LOAD a service: }",
]


@pytest.mark.parametrize("query", CALLS_OUT)
def test_calls_to_other_servers_are_refused_by_name(query: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"SERVICE|LOAD"):
        inspect(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_same_words_in_names_strings_and_comments_are_not_calls(query: str) -> None:
    assert inspect(query).form in {"SELECT", "ASK"}


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("base <http://ex.org/> ask {}", "ASK"),
        (
            "PREFIX select: <http://ex.org/> CONSTRUCT { ?s a select:x } WHERE { ?s ?p ?o }",
            "CONSTRUCT",
        ),
        ("# SELECT\nDESCRIBE <http://ex.org/SELECT>", "DESCRIBE"),
        ("ASK { { SELECT * { ?s ?p ?o } } }", "ASK"),
        ("NONSENSE", None),
    ],
)
def test_the_form_is_the_first_of_the_four_keywords(query: str, form: str | None) -> None:
    assert inspect(query).form == form


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]")])
def test_nesting_is_refused_past_its_limit(opening: str, closing: str) -> None:
    within, beyond = MAX_DEPTH - 1, 10_000
    assert inspect(f"SELECT * {{{opening * within}{closing * within}}}").depth == MAX_DEPTH
    with pytest.raises(QueryRefusedError, match="deeper"):
        inspect(f"SELECT * {{{opening * beyond}{closing * beyond}}}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (1" + "+1" * 10_000 + " AS ?x) {}",
        "SELECT * { ?s <http://ex.org/p>" + "/<http://ex.org/p>" * 10_000 + " ?o }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 3_000 + "}",
        "SELECT * { {} " + "UNION { ?s ?p ?o } " * 3_000 + "}",
    ],
)
def test_long_chains_are_refused(query: str) -> None:
    with pytest.raises(QueryRefusedError, match=f"more than {MAX_CHAIN}"):
        inspect(query)


def test_a_long_list_of_values_is_not_a_chain() -> None:
    assert inspect("SELECT * { VALUES ?x {" + " 1 <http://ex.org/a> 'b'" * 5_000 + "} }").chain == 1


@pytest.mark.parametrize("query", ["INSERT DATA { <a:a> <a:a> 1 }", "clear all", "DROP ALL"])
def test_updates_are_refused_as_updates(query: str) -> None:
    with pytest.raises(QueryRefusedError, match="is an update"):
        inspect(query)


@pytest.mark.parametrize(
    "query", ["", "  # nothing\n", "SELECT * {", "SELECT * }", "ASK { '\ud800' }"]
)
def test_what_cannot_be_a_query_is_a_syntax_error(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        inspect(query)


@pytest.mark.parametrize(
    "query",
    ["x" * 500_000, "a." * 250_000, "<'" * 250_000, "\\'\"" * 100_000, "<a#>" * 120_000],
)
def test_a_long_text_is_read_in_linear_time(query: str) -> None:
    began = time.process_time()
    with suppress(QuerySyntaxError, QueryRefusedError):
        inspect("SELECT " + query)
    assert time.process_time() - began < 5


@given(st.text(alphabet=st.sampled_from("<>'\"#\\ \n:.?aS{}()@_%^/-é1")))
def test_tokens_lose_nothing_but_white_space_and_comments(text: str) -> None:
    between = 0
    for token in tokens(text):
        assert text[token.start :].startswith(token.text)
        skipped = text[between : token.start].strip(" \t\r\n")
        assert not skipped or skipped.startswith("#")
        between = token.start + len(token.text)


@given(st.text(alphabet=st.sampled_from("<>'\"#\\ \n:.?aS{}()@_%^/-é1")))
def test_any_text_is_measured_or_refused(text: str) -> None:
    with suppress(QuerySyntaxError, QueryRefusedError):
        assert inspect(text).depth <= MAX_DEPTH


def test_strings_without_end_are_passed_over_in_linear_time() -> None:
    began = time.process_time()
    query = "SELECT * { SERVICE <urn:me> {} " + "'{\\" * 150_000
    assert at_home(query, "urn:me") == query
    assert time.process_time() - began < 5
