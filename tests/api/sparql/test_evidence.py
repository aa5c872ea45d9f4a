"""evidence=1 at /sparql: each row with the claims behind it, over a real server."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import httpx
import pyoxigraph
import pytest

from tests.api.problem import assert_problem
from tests.api.sample import TEXT

JSON = "application/sparql-results+json"


def explained(client: httpx.Client, query: str) -> dict[str, Any]:
    answer = client.get("/sparql", params={"query": query, "evidence": "1"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == JSON
    found: dict[str, Any] = answer.json()
    plain = client.get("/sparql", params={"query": query}).json()
    assert found["head"] == plain["head"]
    assert len(found["results"]["bindings"]) == len(plain["results"]["bindings"])
    assert len(found["results"]["evidence"]) == len(found["results"]["bindings"])
    return found


def quotes(client: httpx.Client, query: str) -> list[list[str]]:
    found = explained(client, query)
    return [sorted(claim["quote"] for claim in row) for row in found["results"]["evidence"]]


MEMBERS = "Riga and Tartu are members of the Baltic Sea League"
NEWS = "Riga, a member of the Baltic Sea League"
PARTNERS = "The Baltic Sea League partners with the Harbour <b>& Quay</b> Forum"
BOTH = [[MEMBERS, NEWS], [MEMBERS]]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?l { ?c hansa:memberOf ?n ; rdfs:label ?l } ORDER BY ?l",
        "SELECT ?l { ?n hansa:hasMember ?c . ?c rdfs:label ?l } ORDER BY ?l",
        "SELECT ?l { ?n schema:member ?c . ?c rdfs:label ?l } ORDER BY ?l",
        "SELECT ?l { ?c hansa:memberOf [ a hansa:Network ] ; rdfs:label ?l } ORDER BY ?l",
        "SELECT ?l { _:n hansa:hasMember/rdfs:label ?l } ORDER BY ?l",
        (
            "SELECT ?l { ?c (hansa:memberOf|^hansa:hasMember) ?n . ?c rdfs:label ?l "
            "FILTER EXISTS { ?c a hansa:City } } GROUP BY ?l ORDER BY ?l"
        ),
        (
            "SELECT ?l (COUNT(?n) AS ?k) { ?c hansa:memberOf ?n . ?c rdfs:label ?l } "
            "GROUP BY ?l ORDER BY ?l"
        ),
        "SELECT (UCASE(?l) AS ?u) { ?c hansa:memberOf ?n . ?c rdfs:label ?l } ORDER BY ?u",
        "SELECT ?l { ?c rdfs:label ?l ; ?p ?n . FILTER(?p = hansa:memberOf) } ORDER BY ?l",
        (
            "SELECT ?l { VALUES ?n { UNDEF } "
            "{ ?c hansa:memberOf ?n } UNION { ?c a hansa:Programme } "
            "BIND(?c AS ?d) ?d rdfs:label ?l } ORDER BY ?l"
        ),
    ],
)
def test_rows_show_the_words_that_say_so(client: httpx.Client, query: str) -> None:
    assert quotes(client, query) == BOTH


def test_a_claim_is_told_whole(client: httpx.Client) -> None:
    query = "SELECT ?y { ?n hansa:foundingYear ?y }"
    found = explained(client, query)
    assert found["evidence"] == {"isComplete": True, "unexplained": []}
    [[claim]] = found["results"]["evidence"]
    assert TEXT[claim["start"] : claim["end"]] == claim["quote"] == "founded in 1998"
    assert claim["documentTitle"] == "Joint <statement> of the League"
    assert claim["object"] == "1998"
    assert claim["status"] == "asserted"
    assert 0 < claim["confidence"] <= 1
    assert claim["rule"] == "founded.v1"
    assert client.get(claim["claim"].removeprefix("https://w3id.org/hansa")).status_code == 303
    assert claim["document"].startswith("https://w3id.org/hansa/doc/")


def test_what_follows_from_a_literal_leads_to_it(client: httpx.Client) -> None:
    assert quotes(client, "SELECT ?y { ?n schema:foundingDate ?y }") == [["founded in 1998"]]


def test_a_symmetric_fact_is_explained_both_ways(client: httpx.Client) -> None:
    assert quotes(client, "SELECT ?a { ?a hansa:partnerOf ?b }") == [[PARTNERS], [PARTNERS]]


def test_claims_themselves_are_their_evidence_planned_ones_too(client: httpx.Client) -> None:
    query = "SELECT ?c { GRAPH ?d { ?c hansa:status hansa:planned } }"
    assert quotes(client, query) == [["Tartu will join the Harbour <b>& Quay</b> Forum in 2027"]]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT ?l { ?c rdfs:label ?l } LIMIT 2", []),
        ("SELECT ?x { ?x hansa:memberOf+ ?n } LIMIT 2", ["paths"]),
        ("SELECT ?x { ?x a hansa:City MINUS { ?x hansa:partnerOf ?y } } LIMIT 2", ["negation"]),
        ("SELECT ?x { { SELECT ?x { ?x hansa:memberOf ?n } } } LIMIT 2", ["sub-selects"]),
        ("SELECT (COUNT(*) AS ?k) { ?x hansa:memberOf ?n } GROUP BY ?n", ["not selected"]),
    ],
)
def test_what_is_not_explained_has_no_evidence_and_is_said(
    client: httpx.Client, query: str, why: list[str]
) -> None:
    found = explained(client, query)
    assert not any(found["results"]["evidence"])
    assert found["evidence"]["isComplete"] == (not why)
    said = found["evidence"]["unexplained"]
    assert len(said) == len(why)
    assert all(part in whole for part, whole in zip(why, said, strict=True))


def test_clients_of_the_standard_read_the_answer(client: httpx.Client) -> None:
    query = "SELECT ?l { ?c hansa:memberOf ?n ; rdfs:label ?l } ORDER BY ?l"
    answer = client.get("/sparql", params={"query": query, "evidence": "1"})
    results = pyoxigraph.parse_query_results(
        answer.content, format=pyoxigraph.QueryResultsFormat.JSON
    )
    assert isinstance(results, pyoxigraph.QuerySolutions)
    assert [str(row["l"]) for row in results] == ['"Riga"', '"Tartu"']
    assert answer.headers["etag"]
    again = client.get(
        "/sparql",
        params={"query": query, "evidence": "1"},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304
    plain = client.get("/sparql", params={"query": query})
    assert plain.headers["etag"] != answer.headers["etag"]


def test_a_workbook_has_a_sheet_of_evidence(client: httpx.Client) -> None:
    query = "SELECT ?l ?y { ?n hansa:foundingYear ?y ; rdfs:label ?l }"
    for evidence, sheets in (("1", 3), ("0", 2)):
        answer = client.get(
            "/sparql", params={"query": query, "evidence": evidence, "format": "xlsx"}
        )
        assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            text = "".join(book.read(name).decode() for name in names)
        assert len(names) == sheets
        assert ("founded in 1998" in text) == (evidence == "1")
        assert "1998" in text
        assert "Baltic Sea League" in text


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"query": "ASK {}", "evidence": "1"}, 400, "bad-request"),
        ({"query": "SELECT * {}", "evidence": "yes"}, 400, "bad-request"),
        ({"query": "SELECT * {}", "evidence": "1", "format": "csv"}, 406, "not-acceptable"),
        ({"query": "ASK {}", "format": "xlsx"}, 406, "not-acceptable"),
        ({"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }", "evidence": "1"}, 413, "answer-too-large"),
        (
            {"query": "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 1001", "evidence": "1"},
            413,
            "answer-too-large",
        ),
    ],
)
def test_what_cannot_be_explained_is_a_problem(
    client: httpx.Client, fields: dict[str, str], status: int, code: str
) -> None:
    assert_problem(client.get("/sparql", params=fields), status, code)


def test_every_question_of_the_catalogue_can_be_explained(client: httpx.Client) -> None:
    listed = client.get("/questions").json()["questions"]
    explained_rows = 0
    values = {"network": "Baltic Sea League", "city": "Riga", "entity": "Baltic Sea League"}
    for question in listed:
        fields = {
            each["name"]: values.get(each["type"], values.get(each["name"], ""))
            for each in question["parameters"]
            if each["required"]
        }
        if not all(fields.values()):
            continue
        asked = client.get(f"/questions/{question['name']}", params=fields)
        if asked.status_code != 200:
            continue
        found = explained(client, asked.json()["query"])
        whole = json.dumps(found)
        explained_rows += sum(map(bool, found["results"]["evidence"]))
        assert "all of it" not in whole or not found["results"]["bindings"], question["name"]
    assert explained_rows > 5
