"""Mutations over real servers and a real model: what the keeper may do, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from graphql import GraphQLError
from strawberry.types import ExecutionResult

from api.gql.answers import told
from api.gql.failures import TOO_COSTLY
from graph.workspace import Workspace
from tests.api.sample import KEY
from tests.api.server import reading_server, running_server

from .talking import PROGRESS, TOKEN, data, events, talking

KEEPER = {"Authorization": f"Bearer {TOKEN}"}

INGEST = """mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) {
  ingestion { id state outcome sourceKey duplicateOf withheld generation
              document { id title sourceKey } }
  query { generation networks(first: 9) { nodes { name { value } } } } } }"""
RETRACT = """mutation ($document: String!) { retractDocument(input: {document: $document}) {
  sourceKey documentId generation removed twins query { generation node(id: "%s") { id } } } }"""
CURATE = """mutation ($decision: DecisionInput!) {
  curate(input: {by: "Ada", decision: $decision}) {
    done decision generation thing { id ... on Entity { name { value } } } other { id }
    query { generation } } }"""
TEXT = """# Harbour Cities agree

Riga and Tartu are members of the Baltic Harbour Cities Network.
"""


@pytest.fixture
def client(store: Path) -> Iterator[httpx.Client]:
    with running_server(store, HANSA_TOKEN=TOKEN) as client:
        client.get("/health/ready").raise_for_status()
        yield client


def post(client: httpx.Client, query: str, **variables: Any) -> httpx.Response:
    body = {"query": query, "variables": variables}
    return client.post("/graphql", json=body, headers=KEEPER, timeout=90)


def done(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = post(client, query, **variables)
    body = answer.json()
    assert answer.status_code == 200
    assert "errors" not in body, body
    (found,) = body["data"].values()
    assert isinstance(found, dict)
    return found


def code(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])


def test_a_text_is_read_by_the_real_model_and_followed_by_whoever_has_the_id(
    client: httpx.Client, store: Path
) -> None:
    text = {"content": TEXT, "sourceKey": "press/harbours"}
    begun = done(client, INGEST, input={"source": {"text": text}, "waitSeconds": 0})["ingestion"]
    assert begun["state"] in {"QUEUED", "READING"}
    assert begun["document"] is None
    with events(client, PROGRESS, id=begun["id"]) as told:
        steps = list(told)
    assert steps.pop()["event"] == "complete"
    states = [data(each)["documentProgress"] for each in steps]
    names = [each["state"] for each in states]
    order = ["QUEUED", "READING", "EXTRACTING", "WRITING", "DONE"]
    assert names == sorted(names, key=order.index)
    assert {"EXTRACTING", "DONE"} <= set(names)
    last = states[-1]
    assert (last["outcome"], last["sourceKey"]) == ("ADDED", "press/harbours")
    assert last["document"]["title"] == "Harbour Cities agree"
    with talking(client) as talk:  # who comes late is told the end
        talk.ask("p", PROGRESS, id=begun["id"])
        assert talk.next("p")["documentProgress"] == last
        assert talk.hear()["type"] == "complete"
    again = done(client, INGEST, input={"source": {"text": text}})
    assert again["ingestion"]["outcome"] == "UNCHANGED"
    names = [each["name"]["value"] for each in again["query"]["networks"]["nodes"]]
    assert "Baltic Harbour Cities Network" in names
    twin = {"content": TEXT, "sourceKey": "press/twin"}
    same = done(client, INGEST, input={"source": {"text": twin}})["ingestion"]
    assert (same["outcome"], same["duplicateOf"]) == ("DUPLICATE", "press/harbours")
    assert same["document"]["sourceKey"] == "press/harbours"
    twin = {"content": TEXT, "sourceKey": "press/a-twin"}  # which sorts before the others
    kept = done(client, INGEST, input={"source": {"text": twin}})["ingestion"]
    assert (kept["outcome"], kept["duplicateOf"]) == ("DUPLICATE", "press/harbours")
    assert kept["document"]["sourceKey"] == "press/a-twin"
    done(client, RETRACT % "urn:of:nothing", document="press/a-twin")
    gone = done(client, RETRACT % "urn:of:nothing", document="press/twin")
    assert (gone["sourceKey"], gone["twins"]) == ("press/twin", ["press/harbours"])
    with Workspace(store).reader() as reader:
        keys = {each.key for each in reader.documents()}
    assert {"press/harbours", KEY} <= keys


def test_a_mutation_that_asks_in_no_language_writes_nothing(client: httpx.Client) -> None:
    query = RETRACT.replace("query {", "query { networks(first: 0) { nodes { %s } }") % (
        'name(langs: ["de_AT"]) { value }',
        "urn:x",
    )
    (error,) = post(client, query, document=KEY).json()["errors"]
    assert error["extensions"]["code"] == "BAD_LANGUAGE"
    assert client.post("/graphql", json={"query": "{ generation }"}).json()["data"] == {
        "generation": 1
    }


def test_a_server_without_anything_takes_its_first_document(tmp_path: Path) -> None:
    with reading_server(tmp_path / "none", HANSA_TOKEN=TOKEN) as client:
        text = {"content": TEXT, "sourceKey": "press/harbours"}
        found = done(client, INGEST, input={"source": {"text": text}, "waitSeconds": 50})
        assert found["ingestion"]["outcome"] == "ADDED"
        assert found["query"]["generation"] == found["ingestion"]["generation"] == 1


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(TEXT.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    """Return the address of a server of pages on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_fetched_where_that_is_allowed(store: Path, pages: str) -> None:
    with reading_server(store, HANSA_TOKEN=TOKEN, HANSA_ALLOW_PRIVATE_URLS="on") as client:
        url = f"{pages}/statement.txt"
        found = done(client, INGEST, input={"source": {"url": url}, "waitSeconds": 50})
        assert found["ingestion"]["outcome"] == "ADDED"
        assert found["ingestion"]["document"]["sourceKey"] == url


def test_what_cannot_be_read_says_why(still: httpx.Client, pages: str) -> None:
    def refused(**source: Any) -> str:
        return code(post(still, INGEST, input={"source": source, "waitSeconds": 50}))

    assert refused(url=pages) == "ADDRESS_REFUSED", "it is on this machine"
    assert refused(url="http://[::ffff:127.0.0.1]/") == "ADDRESS_REFUSED"
    assert refused(url="file:///etc/passwd") == "BAD_REQUEST"
    assert refused(url="/etc/passwd") == "BAD_REQUEST"
    assert refused(url=str(Path(__file__))) == "BAD_REQUEST"
    assert refused(text={"content": "  ", "sourceKey": "x"}) == "DOCUMENT"
    empty = {"text": {"content": " ", "sourceKey": "news/e.md", "format": "HTML"}}
    (error,) = post(still, INGEST, input={"source": empty, "waitSeconds": 50}).json()["errors"]
    assert error["message"].startswith("news/e.md is empty")
    german = "Die Stadt Riga ist seit vielen Jahren ein Mitglied dieses schönen Bundes. " * 5
    assert refused(text={"content": german, "sourceKey": "x"}) == "DOCUMENT"
    for key in ("", " ", "a\nb", "x" * 501):
        assert refused(text={"content": TEXT, "sourceKey": key}) == "BAD_REQUEST"
    for source in ({}, {"url": "http://a.example", "text": {"content": "x", "sourceKey": "y"}}):
        assert refused(**source) == "BAD_REQUEST"


def test_a_document_is_retracted_and_what_is_read_after_is_without_it(
    client: httpx.Client, store: Path
) -> None:
    with Workspace(store).reader() as reader:
        iri = next(each.iri for each in reader.documents() if each.key == KEY)
    found = done(client, RETRACT % iri, document="league.md")
    assert (found["sourceKey"], found["documentId"]) == (KEY, iri)
    assert found["generation"] == found["query"]["generation"] == 2
    assert found["query"]["node"] is None
    assert found["removed"] > 0
    assert found["twins"] == []
    assert code(post(client, RETRACT % iri, document="league.md")) == "NOT_FOUND"


def test_what_a_curator_decides_is_kept_and_taken_back(client: httpx.Client) -> None:
    found = done(client, CURATE, decision={"rename": {"thing": "Riga", "name": "Rīga"}})
    assert found["thing"]["name"] == {"value": "Rīga"}
    assert found["decision"] == 1
    assert found["generation"] == found["query"]["generation"] == 2
    assert any("is called Rīga" in each for each in found["done"])
    cities = "query { cities(first: 5) { nodes { name { value } } } }"
    named = [each["name"]["value"] for each in done(client, cities)["nodes"]]
    assert "Rīga" in named
    found = done(client, CURATE, decision={"undo": [1]})
    assert any("taken back" in each for each in found["done"])
    named = [each["name"]["value"] for each in done(client, cities)["nodes"]]
    assert "Riga" in named


def test_claims_are_rejected_and_opened_again(client: httpx.Client) -> None:
    asked = """{ networks(first: 1, filter: {nameContains: "league"}) { nodes {
      members(first: 5) { totalCount edges { claims { id quote } } } } } }"""
    members = done(client, asked)["nodes"][0]["members"]
    claims = [each["id"] for each in members["edges"][0]["claims"]]
    found = done(client, CURATE, decision={"reject": claims})
    assert len(found["done"]) == len(claims)
    assert found["thing"] is None
    left = done(client, asked)["nodes"][0]["members"]["totalCount"]
    assert left == members["totalCount"] - 1
    done(client, CURATE, decision={"reopen": claims})
    assert done(client, asked)["nodes"][0]["members"]["totalCount"] == members["totalCount"]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ({"same": {"one": "Riga", "other": "Nowhere"}}, "UNKNOWN_NAME"),
        ({"same": {"one": "Riga", "other": "Riga"}}, "CURATION"),
        ({"same": {"one": "Riga", "other": "Baltic Sea League"}}, "BAD_REQUEST"),
        ({"different": {"one": "Riga", "other": "https://w3id.org/hansa/id/city/x"}}, "NOT_FOUND"),
        ({"undo": [99]}, "CURATION"),
        ({"undo": []}, "BAD_REQUEST"),
        ({"reject": ["https://w3id.org/hansa/claim/none"]}, "NOT_FOUND"),
        ({}, "BAD_REQUEST"),
        ({"undo": [1], "reject": ["x"]}, "BAD_REQUEST"),
    ],
)
def test_what_cannot_be_decided_says_why(
    still: httpx.Client, decision: dict[str, Any], expected: str
) -> None:
    assert code(post(still, CURATE, decision=decision)) == expected


def test_several_mutations_are_done_one_after_the_other(client: httpx.Client) -> None:
    one = 'curate(input: {by: "Ada", decision: {rename: {thing: "%s", name: "%s"}}})'
    select = "{ generation query { generation } }"
    query = f"mutation {{ a: {one % ('Riga', 'A')} {select} b: {one % ('A', 'B')} {select} }}"
    answer = post(client, query).json()["data"]
    assert [each["generation"] for each in answer.values()] == [2, 3]
    assert [each["query"]["generation"] for each in answer.values()] == [2, 3]


def test_what_fails_among_several_leaves_the_others(client: httpx.Client) -> None:
    query = """mutation { a: retractDocument(input: {document: "nothing"}) { generation }
      b: retractDocument(input: {document: "news/quay.md"}) { generation } }"""
    body = post(client, query).json()
    assert body["data"] == {"a": None, "b": {"generation": 2}}
    assert [each["path"] for each in body["errors"]] == [["a"]]


WRITES = 'mutation { retractDocument(input: {document: "league.md"}) { generation } }'


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Cookie": TOKEN}])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_nobody_else_may_write(still: httpx.Client, headers: dict[str, str], accept: str) -> None:
    headers = {**headers, "Accept": accept}
    answer = still.post("/graphql", json={"query": WRITES}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer realm="hansa"')
    assert code(answer) == "UNAUTHENTICATED"
    assert still.post("/graphql", json={"query": "{ generation }"}).json()["data"] == {
        "generation": 1
    }


def test_a_server_without_a_token_takes_nothing(store: Path) -> None:
    with running_server(store) as client:
        answer = client.post("/graphql", json={"query": WRITES}, headers=KEEPER)
        assert (answer.status_code, code(answer)) == (403, "FORBIDDEN")


def test_a_mutation_never_comes_by_get(still: httpx.Client) -> None:
    answer = still.get("/graphql", params={"query": WRITES}, headers=KEEPER)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert still.get("/graphql?query={generation}").json()["data"] == {"generation": 1}


def test_a_mutation_is_not_done_to_an_older_generation(still: httpx.Client) -> None:
    body = {"query": WRITES}
    answer = still.post("/graphql?generation=1", json=body, headers=KEEPER)
    assert answer.status_code == 400


def test_a_long_text_is_taken_from_the_keeper_alone(still: httpx.Client) -> None:
    body = {"query": "{ generation }", "variables": {"x": "y" * 2_000_000}}
    assert still.post("/graphql", json=body).status_code == 413
    assert still.post("/graphql", json=body, headers=KEEPER).status_code == 200


def test_a_server_that_stops_says_what_it_left_unread(store: Path) -> None:
    with running_server(store, HANSA_TOKEN=TOKEN, HANSA_STOP_SECONDS="1") as client:
        text = {"content": TEXT, "sourceKey": "press/harbours"}
        begun = done(client, INGEST, input={"source": {"text": text}, "waitSeconds": 0})
        assert begun["ingestion"]["state"] in {"QUEUED", "READING"}
    with running_server(store) as client:  # whether it came to it or not, the graph is whole
        assert client.get("/health/ready").status_code == 200
        number = client.post("/graphql", json={"query": "{ generation }"}).json()["data"]
        assert number["generation"] in {1, 2}


def test_who_waited_for_another_writer_has_as_long_for_the_payload_as_anybody(
    store: Path,
) -> None:
    query = """mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) {
        ingestion { id state } query { generation } } }"""
    given = {"source": {"text": {"content": TEXT, "sourceKey": "a.md"}}, "waitSeconds": 2}
    with (
        running_server(store, HANSA_TOKEN=TOKEN, HANSA_QUERY_TIMEOUT="1") as client,
        Workspace(store).writer(),
    ):
        body = {"query": query, "variables": {"input": given}}
        answer = client.post("/graphql", json=body, headers=KEEPER, timeout=30).json()
    assert "errors" not in answer, answer
    assert answer["data"]["ingestDocument"]["ingestion"]["id"]
    assert answer["data"]["ingestDocument"]["query"]["generation"] == 1


def test_what_was_written_is_told_though_reading_on_was_too_much() -> None:
    late = GraphQLError("late", path=["b", "query"], extensions={"code": TOO_COSTLY})
    found = {"a": {"generation": 2}, "b": None}
    kept = told(ExecutionResult(found, [late]), has_written=True)
    assert kept["data"] == found
    assert TOO_COSTLY in str(kept["errors"])
    assert told(ExecutionResult(found, [late]))["data"] is None


def test_a_query_of_the_keeper_that_only_speaks_of_mutations_is_a_query(
    still: httpx.Client,
) -> None:
    body = {"query": "{ generation } # no mutation"}
    answer = still.post("/graphql?generation=1", json=body, headers=KEEPER)
    assert answer.json()["data"] == {"generation": 1}
