"""Which operation of a document is done: the one that is named, or the only one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.server import running_server

from .talking import TOKEN, events, talking

TWO = "query A { generation } query B { __typename }"
WRITING = """query A { generation }
mutation B { retractDocument(input: {document: "none"}) { sourceKey } }"""
LIVE = "subscription A { generationChanged { generation } } query B { generation }"
NEWER = {"Accept": "application/graphql-response+json"}


def assert_is_asked_to_name_one(errors: list[dict[str, Any]]) -> None:
    (error,) = errors
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["message"].endswith("name one by operationName: A, B")


@pytest.mark.parametrize("query", [TWO, WRITING, LIVE])
@pytest.mark.parametrize("name", [None, ""])
def test_of_several_operations_one_has_to_be_named(
    still: httpx.Client, query: str, name: str | None
) -> None:
    keeper = {"Authorization": f"Bearer {TOKEN}"}
    for headers in (NEWER, NEWER | keeper, {"Accept": "application/json"}):
        status = 400 if NEWER.items() <= headers.items() else 200
        body = {"query": query, "operationName": name}
        for _ in range(3):  # what was asked before is known
            answer = still.post("/graphql", json=body, headers=headers)
            assert answer.status_code == status
            assert_is_asked_to_name_one(answer.json()["errors"])
        fields = {"query": query} | ({} if name is None else {"operationName": name})
        answer = still.get("/graphql", params=fields, headers=headers)
        assert answer.status_code == status
        assert_is_asked_to_name_one(answer.json()["errors"])


@pytest.mark.parametrize("query", [TWO, WRITING, LIVE])
def test_of_several_operations_one_has_to_be_named_for_what_goes_on(
    still: httpx.Client, query: str
) -> None:
    with events(still, query) as told:
        assert_is_asked_to_name_one(json.loads(next(told)["data"])["errors"])
        assert next(told)["event"] == "complete"
    with talking(still) as talk:
        talk.ask("1", query)
        message = talk.hear()
        assert message["type"] == "error"
        assert_is_asked_to_name_one(message["payload"])


def test_a_named_operation_is_done_and_an_empty_name_is_none(still: httpx.Client) -> None:
    for _ in range(3):
        answer = still.post("/graphql", json={"query": TWO, "operationName": "B"})
        assert answer.json()["data"] == {"__typename": "Query"}
    alone = {"query": "query A { generation }", "operationName": ""}
    assert still.post("/graphql", json=alone).json()["data"] == {"generation": 1}
    assert still.get("/graphql", params=alone).json()["data"] == {"generation": 1}


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        (TWO, "C", "no operation named 'C'; it has A, B"),
        ("{ generation }", "C", "no operation named 'C'; its only one has no name"),
        ("fragment f on Query { generation }", None, "has no operation"),
        ("{ generation } query A { generation }", None, "anonymous"),
    ],
)
def test_what_names_no_operation_is_told_which_there_are(
    still: httpx.Client, query: str, name: str | None, told: str
) -> None:
    answer = still.post("/graphql", json={"query": query, "operationName": name})
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert told in error["message"]


def test_a_document_that_is_known_by_its_id_needs_a_name_too(
    sample_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "documents.json").write_text(json.dumps({"two": TWO}))
    documents = str(tmp_path / "documents.json")
    with running_server(sample_store, HANSA_GRAPHQL_DOCUMENTS=documents) as client:
        answer = client.get("/graphql", params={"documentId": "two"})
        assert_is_asked_to_name_one(answer.json()["errors"])
        named = client.get("/graphql", params={"documentId": "two", "operationName": "A"})
        assert named.json()["data"] == {"generation": 1}
