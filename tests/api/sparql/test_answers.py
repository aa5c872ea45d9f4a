"""Answers of /sparql: whole or broken off, tagged, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.problem import assert_problem
from tests.api.server import running_server

MEMBERS = "SELECT ?label { ?city hansa:memberOf ?network ; rdfs:label ?label } ORDER BY ?label"
#: 200,000 rows, some 6 MB as CSV.
MANY = (
    "SELECT ?a ?b ?c ?d { VALUES ?x { "
    + " ".join(map(str, range(20)))
    + " } { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 10000 } }"
)


@pytest.fixture(scope="module")
def narrow(sample_store: Path) -> Iterator[httpx.Client]:
    """Serve the sample with small bounds: 100 kB held back, 8 MB for an answer."""
    with running_server(
        sample_store,
        HANSA_QUERY_BUFFER="100000",
        HANSA_QUERY_ANSWER="8000000",
        HANSA_QUERY_CACHE="200000",
    ) as client:
        yield client


def test_a_long_answer_comes_in_pieces_and_whole(narrow: httpx.Client) -> None:
    query = MANY.replace("LIMIT 10000", "LIMIT 500")
    answer = narrow.get("/sparql", params={"query": query, "format": "csv"})
    assert answer.status_code == 200
    assert answer.headers["transfer-encoding"] == "chunked"
    assert len(answer.text.splitlines()) == 1 + 20 * 500
    assert answer.headers["etag"].startswith('W/"')


def test_what_fails_after_the_beginning_is_broken_off(narrow: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        narrow.get("/sparql", params={"query": MANY, "format": "csv"})
    assert narrow.get("/sparql", params={"query": MEMBERS}).status_code == 200


def test_what_fails_before_is_a_problem(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": MANY, "format": "csv"})
    assert_problem(answer, 413, "answer-too-large")


def test_a_short_answer_has_a_length_and_a_strong_tag_that_stays(client: httpx.Client) -> None:
    first, second = (client.get("/sparql", params={"query": MEMBERS}) for _ in range(2))
    assert int(first.headers["content-length"]) == len(first.content)
    assert first.headers["etag"] == second.headers["etag"]
    assert not first.headers["etag"].startswith("W/")
    assert first.content == second.content


def test_an_answer_that_is_not_kept_has_a_weak_tag(narrow: httpx.Client) -> None:
    query = MANY.replace("LIMIT 10000", "LIMIT 20")  # within the buffer, too long to be kept
    plain = {"Accept-Encoding": "identity"}
    answer = narrow.get("/sparql", params={"query": query, "format": "csv"}, headers=plain)
    assert int(answer.headers["content-length"]) == len(answer.content)
    tag = answer.headers["etag"]
    assert tag.startswith('W/"')
    again = narrow.get(
        "/sparql", params={"query": query, "format": "csv"}, headers={"If-None-Match": tag}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_who_has_the_answer_is_told_so(client: httpx.Client) -> None:
    tag = client.get("/sparql", params={"query": MEMBERS}).headers["etag"]
    for given in (tag, f'"other", W/{tag}'):
        answer = client.get("/sparql", params={"query": MEMBERS}, headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert answer.headers["hansa-generation"] == "1"


def test_the_tag_is_of_what_is_asked_and_not_how_it_is_written(client: httpx.Client) -> None:
    def tag(query: str, **others: str) -> str:
        answer = client.get("/sparql", params={"query": query, **others})
        assert answer.status_code == 200, answer.text
        return answer.headers["etag"]

    spaced = MEMBERS.replace(" ", "\n\t") + " # who?"
    assert tag(spaced) == tag(MEMBERS)
    different = {
        tag(MEMBERS),
        tag(MEMBERS, format="csv"),
        tag(MEMBERS + " LIMIT 1"),
        tag(MEMBERS, **{"default-graph-uri": "http://example.org/none"}),
        tag(MEMBERS.replace("?label", "?Label")),
    }
    assert len(different) == 5


@pytest.mark.parametrize("call", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_is_new_each_time_has_no_tag_and_is_not_kept(client: httpx.Client, call: str) -> None:
    first, second = (
        client.get("/sparql", params={"query": f"SELECT ({call} AS ?x) {{}}", "format": "tsv"})
        for _ in range(2)
    )
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    if call not in {"NOW()", "BNODE()"}:
        assert first.content != second.content
