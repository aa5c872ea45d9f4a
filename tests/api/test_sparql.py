"""/sparql as the SPARQL 1.1 Protocol wants it, over a real server."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from tests.swelling import swelling

from .problem import assert_problem
from .server import running_server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
MEMBERS = "SELECT ?label { ?city hansa:memberOf ?network ; rdfs:label ?label } ORDER BY ?label"
TRIPLES = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a hansa:City ; rdfs:label ?o }"


def _labels(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    bindings = response.json()["results"]["bindings"]
    return [binding["label"]["value"] for binding in bindings]


def test_a_query_is_taken_in_all_three_ways(client: httpx.Client) -> None:
    by_get = client.get("/sparql", params={"query": MEMBERS})
    by_form = client.post("/sparql", data={"query": MEMBERS})
    directly = client.post("/sparql", content=MEMBERS, headers=DIRECT)
    assert _labels(by_get) == ["Riga", "Tartu"]
    assert _labels(by_form) == _labels(directly) == _labels(by_get)
    assert by_get.headers["content-type"] == "application/sparql-results+json"
    assert by_get.headers["hansa-generation"] == "1"
    assert "Accept" in by_get.headers["vary"]


@pytest.mark.parametrize(
    ("media_type", "start"),
    [
        ("application/sparql-results+json", '{"head"'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "label"),
        ("text/tab-separated-values", "?label"),
    ],
)
def test_solutions_come_in_the_format_asked_for(
    client: httpx.Client, media_type: str, start: str
) -> None:
    answer = client.get("/sparql", params={"query": MEMBERS}, headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.text.startswith(start)
    assert "Tartu" in answer.text


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_ask_is_answered_in_every_format(client: httpx.Client, name: str) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s a hansa:City }", "format": name})
    assert answer.status_code == 200
    assert "true" in answer.text


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"],
)
@pytest.mark.parametrize("query", [TRIPLES, "DESCRIBE ?c { ?c a hansa:City }"])
def test_graphs_come_in_the_format_asked_for(
    client: httpx.Client, media_type: str, query: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    kind = pyoxigraph.RdfFormat.from_media_type(media_type)
    objects = [quad.object for quad in pyoxigraph.parse(answer.content, kind)]
    labels = [each.value for each in objects if isinstance(each, pyoxigraph.Literal)]
    assert {"Riga", "Tartu"} <= set(labels)


def test_relative_iris_are_relative_to_the_endpoint(client: httpx.Client) -> None:
    query = "CONSTRUCT { <s> <p> 1 } WHERE {}"
    answer = client.get("/sparql", params={"query": query, "format": "nt"})
    assert answer.text.startswith(f"<{client.base_url.join('/s')}>")


def test_turtle_uses_our_prefixes(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": TRIPLES})
    assert "@prefix rdfs:" in answer.text
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"


def test_csv_quotes_what_it_must(client: httpx.Client) -> None:
    query = 'SELECT ("a,\\"b\\"\\nc" AS ?x) {}'
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    assert list(csv.reader(io.StringIO(answer.text, newline=""))) == [["x"], ['a,"b"\nc']]


def test_format_wins_over_accept_and_a_browser_gets_a_page(client: httpx.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = client.get("/sparql", params={"query": MEMBERS}, headers=browser)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    answer = client.get("/sparql", params={"query": MEMBERS, "format": "csv"}, headers=browser)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_what_is_not_acceptable_lists_what_is(client: httpx.Client) -> None:
    for query, there_is in ((MEMBERS, "text/csv"), (TRIPLES, "text/turtle")):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "image/png"})
        problem = assert_problem(answer, 406, "not-acceptable")
        assert isinstance(problem["available"], list)
        assert there_is in problem["available"]


def test_the_dataset_can_be_named_in_the_request(client: httpx.Client) -> None:
    graphs = client.get(
        "/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?c a hansa:Claim } }"}
    ).json()["results"]["bindings"]
    iri = graphs[0]["g"]["value"]
    for field, query in (
        ("default-graph-uri", "ASK { ?c a hansa:Claim }"),
        ("named-graph-uri", "ASK { GRAPH ?g { ?c a hansa:Claim } }"),
    ):
        for value, expected in ((iri, True), ("http://example.org/none", False)):
            parameters = {field: value}
            asked = [
                client.get("/sparql", params={"query": query, **parameters}),
                client.post("/sparql", data={"query": query, **parameters}),
                client.post("/sparql", params=parameters, content=query, headers=DIRECT),
            ]
            assert [answer.json()["boolean"] for answer in asked] == [expected] * 3


def test_without_a_query_string_the_service_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    described = list(pyoxigraph.parse(answer.content, pyoxigraph.RdfFormat.TURTLE))
    endpoints = [
        q.object.value
        for q in described
        if q.predicate.value.endswith("#endpoint") and isinstance(q.object, pyoxigraph.NamedNode)
    ]
    addresses = [str(client.base_url.join(path)) for path in ("/sparql", "/sparql/update")]
    assert sorted(endpoints) == addresses
    assert "graph/ontology" in answer.text


def test_a_browser_without_a_query_gets_a_form(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<textarea" in page.text


BAD = [
    ("GET", "?query=ASK%20%7B", {}, b"", 400, "query-syntax"),
    ("GET", "?format=json", {}, b"", 400, "bad-request"),
    ("GET", "?query=", {}, b"", 400, "bad-request"),
    ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", {}, b"", 400, "bad-request"),
    ("GET", "?update=CLEAR%20ALL", {}, b"", 400, "bad-request"),
    ("GET", "?query=%FF", {}, b"", 400, "bad-request"),
    ("GET", "?query=ASK%7B%7D&format=pdf", {}, b"", 406, "not-acceptable"),
    ("GET", "?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", {}, b"", 400, "query-refused"),
    ("POST", "", FORM, b"update=CLEAR%20ALL", 400, "bad-request"),
    ("POST", "", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400, "bad-request"),
    ("POST", "?query=ASK%7B%7D", DIRECT, b"ASK {}", 400, "bad-request"),
    ("POST", "", {}, b"ASK {}", 415, "unsupported-media-type"),
    ("POST", "", {"Content-Type": "text/plain"}, b"ASK {}", 415, "unsupported-media-type"),
    ("POST", "", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 400, "bad-request"),
    (
        "POST",
        "",
        {"Content-Type": "application/sparql-query; charset=UTF-16"},
        "ASK {}".encode("utf-16"),
        415,
        "unsupported-media-type",
    ),
    ("POST", "", DIRECT, b"ASK { '\xff' }", 400, "bad-request"),
    ("POST", "", DIRECT, b"#" * 3_000_000, 413, "content-too-large"),
    ("POST", "", DIRECT, b"ASK {} #" + b"x" * 600_000, 400, "query-refused"),
    ("POST", "", DIRECT, b"INSERT DATA { <a:a> <a:a> 1 }", 400, "query-refused"),
    ("PUT", "?query=ASK%7B%7D", {}, b"", 405, "method-not-allowed"),
    ("POST", "/update", FORM, b"update=CLEAR%20ALL", 403, "forbidden"),
    ("GET", "/update?update=CLEAR%20ALL", {}, b"", 405, "method-not-allowed"),
]


@pytest.mark.parametrize(("method", "rest", "headers", "body", "status", "code"), BAD)
def test_a_bad_request_is_a_problem(
    client: httpx.Client,
    method: str,
    rest: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    code: str,
) -> None:
    answer = client.request(method, "/sparql" + rest, headers=headers, content=body)
    assert_problem(answer, status, code)


HOSTILE = [
    ("SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }", 400, "query-refused"),
    ("SELECT * { " + "{" * 10_000 + "}" * 10_000 + " }", 400, "query-refused"),
    ("SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }", 403, "call-refused"),
    ("SELECT * { SERVICESILENT<http://127.0.0.1:9999/> { ?s ?p ?o } }", 403, "call-refused"),
    ("LOAD <http://127.0.0.1:9999/>", 403, "call-refused"),
    (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        504,
        "query-timeout",
    ),
    ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 413, "answer-too-large"),
    (swelling(12), 503, "query-crashed"),
    ("SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 2_000 + "}", 400, "query-refused"),
]


@pytest.mark.parametrize(("query", "status", "code"), HOSTILE)
def test_a_hostile_query_is_a_problem_and_the_server_goes_on(
    client: httpx.Client, query: str, status: int, code: str
) -> None:
    began = time.monotonic()
    assert_problem(client.post("/sparql", data={"query": query}), status, code)
    assert time.monotonic() - began < 20
    assert _labels(client.get("/sparql", params={"query": MEMBERS})) == ["Riga", "Tartu"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l",
        'SELECT * { ?s ?p ?o FILTER(REGEX("' + "a" * 5_000 + '!", "^((a+)+)+$")) }',
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?s), '" + "(a{1,1000}){1,1000}" + "')) }",
        "SELECT * { ?s (!<a:b>|^!<a:b>)+ ?o . ?o (!<a:b>|^!<a:b>)+ ?x . ?x ?y ?z . ?q ?r ?t }",
        "SELECT * { ?s ?p " + "[ ?p " * 90 + "1" + "]" * 90 + " . ?a ?b ?c . ?d ?e ?f }",
    ],
)
def test_an_expensive_query_ends_with_an_answer_or_a_problem(
    client: httpx.Client, query: str
) -> None:
    answer = client.post("/sparql", data={"query": query})
    if answer.status_code == 200:
        assert json.loads(answer.text)["head"]
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.status_code in {413, 503, 504}
    assert client.get("/health/ready").status_code == 200


def test_head_says_what_get_would(client: httpx.Client) -> None:
    got = client.get("/sparql", params={"query": MEMBERS})
    head = client.head("/sparql", params={"query": MEMBERS})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "hansa-generation"):
        assert head.headers[name] == got.headers[name]


def test_any_origin_may_ask_without_credentials(client: httpx.Client) -> None:
    origin = {"Origin": "https://example.org"}
    for answer in (
        client.get("/sparql", params={"query": MEMBERS}, headers=origin),
        client.get("/sparql", params={"query": "ASK {"}, headers=origin),
        client.options("/sparql", headers={**origin, "Access-Control-Request-Method": "POST"}),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


def test_when_the_queue_is_full_the_rest_is_sent_away(sample_store: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    limits = {
        "HANSA_QUERY_WORKERS": "1",
        "HANSA_QUERY_QUEUE": "0",
        "HANSA_QUERY_TIMEOUT": "4",
    }
    with running_server(sample_store, **limits) as client:
        assert client.get("/health/ready").status_code == 200
        answers: list[httpx.Response] = []
        threads = [  # two step aside when they turn out to be slow, and the third keeps its place
            threading.Thread(
                target=lambda: answers.append(client.post("/sparql", data={"query": slow}))
            )
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
            time.sleep(0.5)
        busy = client.get("/sparql", params={"query": MEMBERS})
        assert_problem(busy, 503, "busy")
        assert int(busy.headers["retry-after"]) >= 1
        for thread in threads:
            thread.join()
        for answer in answers:
            assert_problem(answer, 504, "query-timeout")
        assert _labels(client.get("/sparql", params={"query": MEMBERS})) == ["Riga", "Tartu"]


def test_a_client_that_leaves_frees_its_place(sample_store: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    limits = {
        "HANSA_QUERY_WORKERS": "1",
        "HANSA_QUERY_QUEUE": "0",
        "HANSA_QUERY_TIMEOUT": "60",
    }
    with running_server(sample_store, **limits) as client:
        assert client.get("/health/ready").status_code == 200
        with pytest.raises(httpx.ReadTimeout):
            client.post("/sparql", data={"query": slow}, timeout=1)
        time.sleep(1)
        assert _labels(client.get("/sparql", params={"query": MEMBERS})) == ["Riga", "Tartu"]


def test_what_describes_datasets_has_prefixes_that_need_no_declaring(client: httpx.Client) -> None:
    query = "ASK { GRAPH ?g { ?d a void:Dataset , dcat:Dataset , sd:Dataset } }"
    for evidence in ({}, {"evidence": "1"}):
        asked = query if not evidence else query.replace("ASK", "SELECT * ")
        answer = client.get("/sparql", params={"query": asked, "format": "json"} | evidence)
        assert answer.status_code == 200, answer.text
    described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    for prefix in ("void", "dcat", "sd"):
        assert f'"{prefix}"' in described


def test_a_triple_term_is_refused_in_json_ld(client: httpx.Client) -> None:
    query = """PREFIX : <urn:> CONSTRUCT { ?s :says ?t } WHERE {
        VALUES (?s ?t) { (:a 1) (:b <<( :s :p :o )>>) } }"""
    whole = client.get("/sparql", params={"query": query, "format": "nt"})
    assert "<<(" in whole.text
    answer = client.get("/sparql", params={"query": query, "format": "jsonld"})
    assert_problem(answer, 406, "not-acceptable")
    written = client.get("/sparql", params={"query": query, "format": "rdf"})
    read = pyoxigraph.parse(written.content, pyoxigraph.RdfFormat.RDF_XML)
    assert {f"{quad.triple} ." for quad in read} == {*whole.text.splitlines()}


def test_an_answer_that_xml_cannot_say_is_refused_with_what_can_say_it(
    client: httpx.Client,
) -> None:
    query = {"query": 'CONSTRUCT { <x:a> <x:b> "\\u0001" } {}'}
    answer = client.get("/sparql", params=query, headers={"Accept": "application/rdf+xml"})
    assert_problem(answer, 406, "not-acceptable")
    assert "U+0001" in answer.json()["detail"]
    assert client.get("/sparql", params=query, headers={"Accept": "text/turtle"}).text


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * {\n  ?s hnasa:name ?o }", (2, 6)),
        ("SELCT * { ?s ?p ?o }", (1, 1)),
        ("ASK {\n  { ?s ?p ?o }", (1, 5)),
        ("ASK { ?s ?p ?o }\n}", (2, 1)),
        ('ASK {\n ?s ?p "å }', (2, 8)),
        ("ASK {\n ?s ?p ?o . ?x ?y }", (2, 20)),
    ],
)
def test_a_problem_of_syntax_says_where(
    client: httpx.Client, query: str, place: tuple[int, int]
) -> None:
    problem = assert_problem(client.get("/sparql", params={"query": query}), 400, "query-syntax")
    assert (problem["line"], problem["column"]) == place


def test_an_empty_query_has_no_place(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "# nothing"})
    assert {"line", "column"}.isdisjoint(assert_problem(answer, 400, "query-syntax"))
