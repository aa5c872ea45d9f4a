"""The GraphQL door as HTTP: media types, methods, bodies, pages, streams."""

from __future__ import annotations

import html
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from api.web.graphiql.assets import example_documents
from tests.api.problem import assert_problem
from tests.api.server import running_server

from .asking import assert_refused

SDL = Path(__file__).parent / "snapshots" / "schema.graphql"
LEAGUE = "https://w3id.org/hansa/id/network/baltic-sea-league"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_the_newer_media_type_has_its_status_codes(client: httpx.Client) -> None:
    accept = {"Accept": "application/graphql-response+json"}
    wrong = client.post("/graphql", json={"query": "{ nothing }"}, headers=accept)
    assert wrong.status_code == 400
    assert wrong.headers["content-type"].startswith("application/graphql-response+json")
    assert "data" not in wrong.json()
    right = client.post("/graphql", json={"query": "{ generation }"}, headers=accept)
    assert (right.status_code, right.json()["data"]) == (200, {"generation": 1})


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_an_answer_to_get_is_not_sent_twice(client: httpx.Client, accept: str) -> None:
    asked: dict[str, Any] = {"params": {"query": "{ generation }"}, "headers": {"Accept": accept}}
    first = client.get("/graphql", **asked)
    assert first.headers["content-type"].startswith(accept)
    assert first.headers["cache-control"] == "no-cache"
    assert {"Accept", "Accept-Language"} <= {*first.headers["vary"].split(", ")}
    asked["headers"]["If-None-Match"] = first.headers["etag"]
    again = client.get("/graphql", **asked)
    assert (again.status_code, again.content) == (304, b"")
    asked["headers"]["Accept"] = "application/json;q=0.5"
    assert client.get("/graphql", **asked).status_code == 200


@pytest.mark.parametrize("query", ["{ nothing }", '{ generation question(name: "x") { total } }'])
def test_no_cache_keeps_errors_that_come_with_200(client: httpx.Client, query: str) -> None:
    for method in ("GET", "HEAD"):
        found = client.request(method, "/graphql", params={"query": query})
        assert found.status_code == 200
        assert found.headers["cache-control"] == "no-store"
        assert "etag" not in found.headers


def test_a_list_of_requests_is_refused(client: httpx.Client) -> None:
    answer = client.post("/graphql", json=[{"query": "{ generation }"}] * 2)
    assert "one at a time" in assert_refused(answer, 400, "BAD_REQUEST")


ACCEPTED = ["*/*", "application/json", "application/graphql-response+json"]


@pytest.mark.parametrize("accept", ACCEPTED)
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "the body is empty"),
        (b"null", "this is null"),
        (b"1", "this is a number"),
        (b"true", "this is true"),
        (b"{", "not JSON"),
        (b"[]", "a list of requests"),
        (b"{}", "there is no query; send the text of a document as query"),
        (b'{"query": 1}', "query is a number"),
        (b'{"query": null}', "there is no query"),
        (b'{"query": true}', "query is true"),
        (b'{"query": "{ generation }", "variables": [1]}', "variables is a list"),
        (b'{"query": "{ generation }", "operationName": 7}', "operationName is a number"),
        (b'{"query": "{ generation }", "extensions": "x"}', "extensions is a string"),
        (b'\xff{"query": "{ generation }"}', "not JSON in UTF-8"),
        (
            b'{"query": "query ($q: ID!) { node(id: $q) { id } }", "variables": {"q": "\\ud800"}}',
            "not JSON in UTF-8",
        ),
        (
            b'{"query": "{ generation }", "variables": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            "not JSON",
        ),
    ],
    ids=range(16),
)
def test_a_body_that_holds_no_request_is_told_what_is_wrong(
    client: httpx.Client, body: bytes, told: str, accept: str
) -> None:
    headers = {"Content-Type": "application/json", "Accept": accept}
    answer = client.post("/graphql", content=body, headers=headers)
    assert told in assert_refused(answer, 400, "BAD_REQUEST")


def test_variables_of_an_address_are_json(client: httpx.Client) -> None:
    fields = {"query": "{ generation }", "variables": "{'a': 1}"}
    refused = assert_refused(client.get("/graphql", params=fields), 400, "BAD_REQUEST")
    assert "variables= is not JSON" in refused
    fields["variables"] = ""
    assert client.get("/graphql", params=fields).json()["data"] == {"generation": 1}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_told_which_is_read(client: httpx.Client, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = client.post("/graphql", content=b'{"query": "{ generation }"}', headers=headers)
    message = assert_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")
    assert message.endswith("send application/json")


@pytest.mark.parametrize("accept", ACCEPTED)
def test_a_body_without_end_is_cut_off(client: httpx.Client, accept: str) -> None:
    padded = {"query": "{ generation }", "padding": "x" * 1_000_000}
    answer = client.post("/graphql", json=padded, headers={"Accept": accept})
    assert_refused(answer, 413, "CONTENT_TOO_LARGE")


def test_a_wrong_method_names_the_right_ones(client: httpx.Client) -> None:
    answer = client.put("/graphql")
    assert_refused(answer, 405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "GET, HEAD, POST"
    written = client.get("/graphql", params={"query": "mutation { retractDocument }"})
    assert "POST" in assert_refused(written, 405, "METHOD_NOT_ALLOWED")
    assert written.headers["allow"] == "POST"
    asked = client.options("/graphql")
    assert (asked.status_code, asked.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize(
    "accept",
    [
        "application/problem+json",
        "application/json, application/problem+json;q=0.5",
        "text/turtle",
        "application/ld+json",
        "text/event-stream",
    ],
)
def test_a_problem_document_is_sent_where_it_is_accepted_or_json_is_not(
    client: httpx.Client, accept: str
) -> None:
    headers = {"Accept": accept}
    answer = client.post("/graphql", json={"variables": {}}, headers=headers)
    assert_problem(answer, 400, "bad-request")
    assert "Accept" in answer.headers["vary"]


def test_an_older_generation_that_is_not_there_is_an_error_of_graphql(
    client: httpx.Client,
) -> None:
    for accept in ACCEPTED:
        headers = {"Accept": accept}
        body = {"query": "{ generation }"}
        gone = client.post("/graphql?generation=99", json=body, headers=headers)
        assert_refused(gone, 404, "UNKNOWN_GENERATION")
        wrong = client.post("/graphql?generation=x", json=body, headers=headers)
        assert_refused(wrong, 400, "BAD_REQUEST")


def test_whoever_has_used_up_its_time_is_told_so_as_graphql_tells_it(sample_store: Path) -> None:
    with running_server(sample_store, HANSA_RATE_SECONDS="1", HANSA_RATE_BURST="1") as client:
        headers = {"Accept": "application/graphql-response+json"}
        slow = {"query": "{ documents(first: 100) { nodes { text claims(first: 100) { totalCount }"}
        slow["query"] += " facts(first: 100) { nodes { claims { quote } } } } } }"
        for _ in range(2_000):
            answer = client.post("/graphql", json=slow, headers=headers)
            if answer.status_code != 200 and answer.status_code != 400:
                break
        assert_refused(answer, 429, "TOO_MANY_REQUESTS")
        assert int(answer.headers["retry-after"]) > 0


def test_a_browser_without_a_query_is_shown_how_to_ask(client: httpx.Client) -> None:
    page = client.get("/graphql", headers=BROWSER)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["hansa-generation"] == "1"
    assert 'href="./graphql/schema.graphql"' in page.text
    assert f"curl -s {client.base_url.join('/graphql')} -H" in page.text
    example = example_documents()[0].query
    assert example in html.unescape(page.text)
    assert '<input type="hidden" name="plain" value="1">' in page.text
    found = client.get("/graphql", params={"query": example, "plain": "1"}, headers=BROWSER)
    assert "errors" not in found.json()
    assert found.json()["data"]["networks"]["nodes"][0]["members"]["edges"][0]["claims"]


def test_whoever_does_not_prefer_a_page_is_told_that_a_query_is_missing(
    client: httpx.Client,
) -> None:
    for accept in ACCEPTED:
        answer = client.get("/graphql", headers={"Accept": accept})
        assert "there is no query" in assert_refused(answer, 400, "BAD_REQUEST")


def test_the_schema_is_served_as_text(client: httpx.Client) -> None:
    answer = client.get("/graphql/schema.graphql")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == SDL.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/event-stream", "text/event-stream"),
        ("multipart/mixed", "application/json"),
        ("multipart/mixed;subscriptionSpec=1.0", "application/json"),
    ],
)
def test_a_query_keeps_its_limits_when_a_stream_is_accepted(
    client: httpx.Client, accept: str, kind: str
) -> None:
    query = "{ networks(first: 100) { nodes { members(first: 100) { nodes { id } } } } }"
    answer = client.post("/graphql", json={"query": query}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(kind)
    body = answer.text.removeprefix("event: next\ndata: ").partition("\n")[0]
    assert [each["extensions"]["code"] for each in json.loads(body)["errors"]] == ["TOO_COSTLY"]


def test_a_slow_request_holds_up_nobody_else(client: httpx.Client) -> None:
    fields = " ".join(f"a{n}: names {{ value }}" for n in range(30))
    slow = {"query": "{ nodes(ids: %s) { ... on Entity { %s } } }"}
    slow["query"] %= (json.dumps([LEAGUE] * 300), fields)
    with ThreadPoolExecutor() as threads:
        running = threads.submit(client.post, "/graphql", json=slow)
        waits = []
        while not running.done():
            begun = monotonic()
            assert client.get("/health/live").status_code == 200
            waits.append(monotonic() - begun)
    assert running.result().status_code == 200
    assert len(waits) > 3, "the slow request was too fast to tell"


def test_what_javascript_accepts_and_cannot_unpack_is_not_sent(client: httpx.Client) -> None:
    query = "{ __schema { types { name description } } }"
    headers = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    answer = client.post("/graphql", json={"query": query}, headers=headers)
    assert answer.headers["content-encoding"] == "gzip"
    assert "data" in answer.json()


@pytest.mark.parametrize("operation", ["C", ""])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_an_operation_that_is_not_there_is_an_error_of_graphql(
    client: httpx.Client, accept: str, operation: str
) -> None:
    asked = {"query": "query A { generation } query B { generation }", "operationName": operation}
    answer = client.post("/graphql", json=asked, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    assert answer.status_code == (200 if accept == "application/json" else 400)
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_a_client_that_leaves_within_its_body_is_no_error(sample_store: Path) -> None:
    head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with running_server(sample_store) as client:
        client.get("/health/ready").raise_for_status()
        with socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as sent:
            sent.sendall(f'{head}Content-Length: 100\r\n\r\n{{"query"'.encode())
            sleep(0.1)
        ended = monotonic() + 20
        found: list[str] = []
        while not found and monotonic() < ended:
            lines = client.get("/metrics").text.splitlines()
            found = [each for each in lines if 'route="/graphql"' in each and "status=" in each]
    assert found
    assert all('status="499"' in each for each in found)
