"""Documents that a server was started with: by which ids they are known, and where no other is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.errors import SettingsError
from api.gql.live.trusted import TrustedDocuments
from api.gql.schema import schema
from tests.api.server import running_server

from .talking import TOKEN, events, talking

CITIES = "query Cities($first: Int!) { cities(first: $first) { totalCount } }\n"
NEWEST = "{ generation }"
LIVE = "subscription { generationChanged { generation } }"
ELSE = "{ networks(first: 1) { totalCount } }"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file for each way to tell of documents."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "cities.graphql").write_text(CITIES)
    (folder / "deeper").mkdir()
    (folder / "deeper" / "live.gql").write_text(LIVE)
    (folder / "generated.json").write_text(json.dumps({digest(NEWEST): NEWEST}))
    manifest = {"id": "named", "name": "N", "type": "query", "body": "query N { generation }"}
    told = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [manifest]}
    (folder / "manifest.json").write_text(json.dumps(told))
    return folder


@pytest.fixture(scope="module")
def client(sample_store: Path, folder: Path) -> Iterator[httpx.Client]:
    with running_server(sample_store, HANSA_GRAPHQL_DOCUMENTS=str(folder)) as client:
        client.get("/health/ready").raise_for_status()
        yield client


@pytest.fixture(scope="module")
def strict(sample_store: Path, folder: Path) -> Iterator[httpx.Client]:
    """Return a client of a server that answers nothing else."""
    with running_server(
        sample_store,
        HANSA_GRAPHQL_DOCUMENTS=str(folder),
        HANSA_GRAPHQL_ONLY_DOCUMENTS="on",
        HANSA_TOKEN=TOKEN,
    ) as client:
        client.get("/health/ready").raise_for_status()
        yield client


def code(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("prefix", ["", "sha256:"])
def test_a_document_is_asked_for_by_the_digest_of_its_text(
    client: httpx.Client, prefix: str
) -> None:
    body = {"documentId": prefix + digest(CITIES), "variables": {"first": 1}}
    assert client.post("/graphql", json=body).json()["data"] == {"cities": {"totalCount": 2}}


def test_an_answer_to_a_documents_id_is_kept_by_caches(client: httpx.Client) -> None:
    fields = {"documentId": digest(CITIES), "variables": '{"first": 1}', "operationName": "Cities"}
    answer = client.get("/graphql", params=fields)
    assert answer.json()["data"] == {"cities": {"totalCount": 2}}
    headers = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/graphql", params=fields, headers=headers).status_code == 304


def test_the_file_of_a_build_tells_of_documents_too(client: httpx.Client) -> None:
    for id in (digest(NEWEST), "named", digest("query N { generation }")):
        answer = client.post("/graphql", json={"documentId": id})
        assert answer.json()["data"] == {"generation": 1}


def test_an_apollo_client_sends_the_digest_in_extensions(client: httpx.Client) -> None:
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest(NEWEST)}}
    fields = {"extensions": json.dumps(persisted)}
    assert client.get("/graphql", params=fields).json()["data"] == {"generation": 1}
    assert client.post("/graphql", json={"extensions": persisted}).json()["data"]


def test_an_unknown_digest_is_told_as_clients_expect_and_not_learnt(client: httpx.Client) -> None:
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest(ELSE)}}
    for _ in range(2):
        missed = client.post("/graphql", json={"extensions": persisted})
        assert missed.status_code == 200
        assert code(missed) == "PERSISTED_QUERY_NOT_FOUND"
        assert missed.json()["errors"][0]["message"] == "PersistedQueryNotFound"
        sent = client.post("/graphql", json={"query": ELSE, "extensions": persisted})
        assert sent.json()["data"] == {"networks": {"totalCount": 2}}
    headers = {"Accept": "application/graphql-response+json"}
    missed = client.post("/graphql", json={"extensions": persisted}, headers=headers)
    assert missed.status_code == 400


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"documentId": "unknown"}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": 7}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": digest(NEWEST), "query": NEWEST}, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "x"}}}, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": 7}}, "BAD_REQUEST"),
        (
            {
                "query": ELSE,
                "extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest(NEWEST)}},
            },
            "BAD_REQUEST",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(
    client: httpx.Client, body: dict[str, Any], expected: str
) -> None:
    assert code(client.post("/graphql", json=body)) == expected


def test_a_server_without_documents_says_so_once_for_all(sample_store: Path) -> None:
    with running_server(sample_store) as client:
        persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest(ELSE)}}
        assert code(client.post("/graphql", json={"extensions": persisted})) == (
            "PERSISTED_QUERY_NOT_SUPPORTED"
        )


def test_nothing_else_is_answered_where_it_is_so_set(strict: httpx.Client) -> None:
    for query in (ELSE, "{ __schema { types { name } } }", "{ __typename }"):
        assert code(strict.post("/graphql", json={"query": query})) == "DOCUMENT_NOT_TRUSTED"
        assert code(strict.get("/graphql", params={"query": query})) == "DOCUMENT_NOT_TRUSTED"
    headers = {"Accept": "application/graphql-response+json", "Authorization": f"Bearer {TOKEN}"}
    refused = strict.post("/graphql", json={"query": ELSE}, headers=headers)
    assert (refused.status_code, code(refused)) == (400, "DOCUMENT_NOT_TRUSTED")
    for body in ({"query": NEWEST}, {"documentId": digest(NEWEST)}):
        assert strict.post("/graphql", json=body).json()["data"] == {"generation": 1}


def test_streams_and_websockets_answer_nothing_else_either(strict: httpx.Client) -> None:
    other = "subscription { generationChanged { since } }"
    body = {"query": other}
    refused = strict.post("/graphql", json=body, headers={"Accept": "text/event-stream"})
    assert "DOCUMENT_NOT_TRUSTED" in refused.text
    with events(strict, LIVE) as told:
        assert '"generation":1' in next(told)["data"]
    with talking(strict) as talk:
        for id, query in (("1", other), ("2", ELSE)):
            talk.ask(id, query)
            (error,) = talk.hear()["payload"]
            assert error["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
        talk.say({"type": "subscribe", "id": "3", "payload": {"documentId": digest(LIVE)}})
        assert talk.next("3") == {"generationChanged": {"generation": 1}}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.graphql", "{ nothing }", "nothing"),
        ("a.graphql", "{ cities", "Syntax"),
        ("a.graphql", "{ a " * 20 + "{ b }" + " }" * 20, "levels"),
        ("a.json", "[]", "list of documents"),
        ("a.json", '{"operations": [{}]}', "list of documents"),
        ("a.json", json.dumps({digest("x"): NEWEST}), "SHA-256"),
    ],
)
def test_a_server_does_not_start_with_documents_it_cannot_answer(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SettingsError, match=told):
        TrustedDocuments.read(tmp_path, schema())


def test_a_server_that_would_answer_nothing_does_not_start(tmp_path: Path) -> None:
    for place in (None, tmp_path):
        with pytest.raises(SettingsError, match="HANSA_GRAPHQL_DOCUMENTS"):
            TrustedDocuments.read(place, schema(), only=True)
    with pytest.raises(SettingsError, match="cannot be read"):
        TrustedDocuments.read(tmp_path / "nowhere", schema())


def test_a_server_of_trusted_documents_alone_sends_nobody_for_a_text(
    strict: httpx.Client, client: httpx.Client
) -> None:
    browser = {"Accept": "text/html"}
    assert 'id="strict"' in strict.get("/graphql", headers=browser).text
    assert 'id="strict"' not in client.get("/graphql", headers=browser).text
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest(ELSE)}}
    missed = strict.post("/graphql", json={"extensions": persisted})
    assert code(missed) == "DOCUMENT_NOT_TRUSTED"
    unknown = strict.post("/graphql", json={"documentId": "unknown"})
    assert code(unknown) == "PERSISTED_QUERY_NOT_FOUND"
    nothing = strict.post("/graphql", json={})
    for answer in (missed, unknown, nothing):
        (error,) = answer.json()["errors"]
        assert "documentId of one" in error["message"]
        assert "text" not in error["message"]
