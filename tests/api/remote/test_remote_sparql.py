"""``/sparql`` before a SPARQL server: the answers are those of the engine, the limits are ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx
import pyoxigraph
import pytest

from .conftest import TOKEN, Both

#: What no engine counts in a minute.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
GRAPH = "https://w3id.org/hansa/graph/gazetteer"
#: Queries whose answers have one order only, with the forms that they may be answered in.
ORDERED = (
    "SELECT ?it ?name ?none { ?it rdfs:label ?name } ORDER BY STR(?it) STR(?name)",
    "SELECT (COUNT(*) AS ?n) (1.50 AS ?d) ('a'@en AS ?l) { ?s ?p ?o }",
    "ASK { ?s a hansa:City }",
    "ASK { ?s a hansa:Nothing }",
    "SELECT ?it FROM <https://w3id.org/hansa/graph/gazetteer> { ?it a hansa:City } ORDER BY ?it",
    "SELECT (GROUP_CONCAT(?l; SEPARATOR=')') AS ?all) { VALUES ?l { 'a'@en 'b'@en } }",
    "SELECT ?y { <#here> hansa:memberOf? ?y }",
    "BASE <http://x.example/> SELECT (<a> AS ?a) (IRI('b') AS ?b) {}",
    "SELECT (<a> AS ?here) {}",
    "PREFIX hansa: <urn:other:> SELECT (hansa:x AS ?mine) {}",
    "SELECT ?g { GRAPH ?g { ?claim a hansa:Claim ; rdf:predicate hansa:worksFor } } ORDER BY ?g",
)


def _asked(client: httpx.Client, query: str, form: str, **parameters: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query, "format": form, **parameters})


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("query", ORDERED)
def test_answers_are_those_of_the_engine_on_disk(both: Both, query: str, form: str) -> None:
    here, there = (_asked(client, query, form) for client in (both.embedded, both.remote))
    assert there.status_code == here.status_code
    one, two = (str(client.base_url).encode() for client in (both.embedded, both.remote))
    assert there.content == here.content.replace(one, two)
    assert there.headers["content-type"] == here.headers["content-type"]


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_graphs_are_those_of_the_engine_on_disk(both: Both, form: str) -> None:
    kind = {
        "ttl": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        "rdf": pyoxigraph.RdfFormat.RDF_XML,
    }[form]
    query = "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } ?s a hansa:City }"
    found = []
    for client in (both.embedded, both.remote):
        answer = _asked(client, query, form).raise_for_status()
        found.append({*pyoxigraph.parse(answer.content, format=kind)})
        if form == "ttl":
            assert "@prefix hansa: " in answer.text
    assert found[0] == found[1]


def test_a_dataset_of_the_request_counts(both: Both) -> None:
    query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    datasets: tuple[dict[str, str], ...] = (
        {"default-graph-uri": GRAPH},
        {"named-graph-uri": GRAPH},
        {"default-graph-uri": GRAPH, "named-graph-uri": GRAPH},
    )
    for dataset in datasets:
        here, there = (
            _asked(client, query, "csv", **dataset).raise_for_status().text
            for client in (both.embedded, both.remote)
        )
        assert here == there


@pytest.mark.parametrize(
    "query",
    [
        "SELCT * {}",
        "SELECT * { ?s hnasa:year ?o }",
        "SELECT * {\n ?s hansa:year ?o \n ?p",
        "SELECT * { ?s hansa:year ?o . } ORDER BY }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT (<urn:f>(1) AS ?x) {}",
        "ASK " + "{" * 200 + "}" * 200,
        "ASK { # " + "x" * 600_000 + "\n}",
        "",
    ],
    ids=lambda query: query[:20],
)
def test_what_is_wrong_is_said_as_it_is_elsewhere(both: Both, query: str) -> None:
    here, there = (_asked(client, query, "json") for client in (both.embedded, both.remote))
    assert there.status_code == here.status_code >= 400
    assert there.json() == here.json()


def test_the_clock_is_ours(both: Both) -> None:
    began = time.monotonic()
    answer = _asked(both.remote, ENDLESS, "json")
    assert answer.status_code == 504
    assert answer.json()["type"].endswith("query-timeout")
    assert time.monotonic() - began < 8


def test_an_answer_that_is_too_large_is_refused(both: Both) -> None:
    long = f'SELECT ("{"x" * 100_000}" AS ?x) {{ ?s ?p ?o }} LIMIT 1000'
    graph = f'CONSTRUCT {{ ?s <urn:p> "{"x" * 100_000}" }} {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT 1000'
    for query, form in ((long, "csv"), (long, "json"), (graph, "nt"), (graph, "ttl")):
        answer = _asked(both.remote, query, form)
        assert answer.status_code == 413
        assert answer.json()["type"].endswith("answer-too-large")


def test_whoever_has_an_answer_is_told_that_it_stands(both: Both) -> None:
    address = "/sparql?" + urlencode({"query": ORDERED[0]})
    first = both.remote.get(address).raise_for_status()
    assert first.headers["etag"]
    again = both.remote.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    with _away(both):  # what is remembered is told, though nobody is there to ask
        assert both.remote.get(address).raise_for_status().content == first.content


@contextmanager
def _away(both: Both) -> Iterator[None]:
    """Let the SPARQL server be away for a block."""
    both.oxigraph.kill()
    try:
        yield
    finally:
        both.oxigraph.start()


def test_a_running_query_is_listed_and_its_end_is_told_as_far_as_it_is_known(both: Both) -> None:
    told: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: told.append(_asked(both.remote, ENDLESS, "json")))
    asking.start()
    keeper = {"Authorization": f"Bearer {TOKEN}"}
    try:
        deadline = time.monotonic() + 5
        while not (running := both.remote.get("/queries", headers=keeper).json()["queries"]):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert running[0]["query"] == ENDLESS
        answer = both.remote.delete(f"/queries/{running[0]['id']}", headers=keeper)
        assert answer.status_code == 501
        assert "SPARQL server" in answer.json()["detail"]
    finally:
        asking.join()
    assert told[0].json()["type"].endswith("query-stopped")


def test_the_description_is_told_but_in_no_query(both: Both) -> None:
    query = "SELECT * { GRAPH <https://w3id.org/hansa/graph/description> { ?s ?p ?o } }"
    answer = _asked(both.remote, query, "json")
    assert answer.status_code == 501
    assert "/.well-known/void" in answer.json()["detail"]


def test_rows_come_with_their_evidence(both: Both) -> None:
    query = "SELECT ?c ?n { ?c hansa:memberOf ?n } ORDER BY ?c ?n"
    here, there = (
        _asked(client, query, "json", evidence="1").raise_for_status().json()
        for client in (both.embedded, both.remote)
    )
    assert there == here
    assert here["evidence"]["isComplete"]
    assert "hosts the Quay Days" in str(here)
