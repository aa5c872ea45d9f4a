"""What was quick before is read on the event loop, and answered as it is in a thread."""

from __future__ import annotations

import gc
import hashlib
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.gql.context import Context
from api.gql.running import quick
from api.gql.running.execution import DOCUMENTS
from api.gql.running.quick import is_quick, known, read_quickly
from api.gql.schema import schema
from api.gql.types.ordering import HURRIED, TakesLongError, in_order, labels_of
from api.serving.serving import settle
from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

from .asking import assert_refused

QUERY = "query ($n: Int = 1) { networks(first: $n) { nodes { name { value lang } id } } }"


@pytest.mark.parametrize(
    "body",
    [
        {"query": QUERY},
        {"query": QUERY, "variables": {"n": 2}},
        {"query": QUERY, "variables": {"n": "x"}},
        {"query": QUERY, "variables": {"n": 1000}},
        {"query": "query a { generation } query b { __typename }", "operationName": "b"},
        {"query": "query a { generation } query b { __typename }", "operationName": "c"},
        {"query": "{ networks(first: 100) { nodes { members(first: 100) { nodes { id } } } } }"},
        {"query": '{ node(id: "x") { id } question(name: "x") { total } }'},
        {"query": "{ __schema { queryType { name } } }"},
        {"query": "{ nothing }"},
        {"query": "mutation { generation }"},
    ],
    ids=range(11),
)
@pytest.mark.parametrize("accept", ["*/*", "application/graphql-response+json"])
def test_an_answer_is_the_same_again(
    client: httpx.Client, body: dict[str, Any], accept: str
) -> None:
    headers = {"Accept": accept, "Accept-Language": "de"}
    answers = [client.post("/graphql", json=body, headers=headers) for _ in range(4)]
    seen = [(each.status_code, each.content, _stable(each.headers)) for each in answers]
    assert all(each == seen[0] for each in seen)


def _stable(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in ("date", "x-request-id")}


def test_what_is_wrong_with_a_request_is_said_again(client: httpx.Client) -> None:
    assert client.post("/graphql", json={"query": QUERY}).status_code == 200
    for _ in range(3):
        wrong = client.post("/graphql", json={"query": QUERY, "variables": [1]})
        assert_refused(wrong, 400, "BAD_REQUEST")
        gone = client.post("/graphql?generation=99", json={"query": QUERY})
        assert gone.status_code in (404, 410)
        here = client.post("/graphql?generation=1", json={"query": QUERY})
        assert here.status_code == 200


def test_only_what_was_quick_of_this_generation_is_read_at_once(sample_store: Path) -> None:
    query = "{ cities(first: 2) { nodes { id name { value } } } }"
    with Workspace(sample_store).reader() as reader:
        assert known(schema(), {"query": query}) is None
        first = schema().execute_sync(query, context_value=Context(reader))
        found = known(schema(), {"query": query})
        assert found is not None
        asked, way = found
        way.seconds = quick.USUAL / 2
        assert is_quick(way, reader.generation)
        assert not is_quick(way, reader.generation + 1)
        body = read_quickly(Context(reader), reader, asked, way)
        assert body == {"data": first.data, "extensions": first.extensions}
        way.took(1.0, reader.generation)
        assert not is_quick(way, reader.generation)


@pytest.mark.parametrize(
    "query",
    [
        '{ search(query: "riga", first: 1) { totalCount } }',
        '{ cities(first: 1, filter: {nameContains: "riga"}) { totalCount } }',
        "query ($f: CityFilter) { cities(first: 1, filter: $f) { totalCount } }",
        "{ cities(first: 1) { nodes { memberOf(first: 1, planned: true) { totalCount } } } }",
        '{ document(id: "x:none") { facts(first: 1) { totalCount } } }',
        '{ document(id: "x:none") { entities(first: 1) { totalCount } } }',
        '{ node(id: "x:none") { ... on Entity { claims(first: 1) { id } } } }',
        '{ node(id: "x:none") { ... on Entity { documents(first: 1) { totalCount } } } }',
        '{ city(id: "x:none") { networks(first: 1) { totalCount } } }',
        '{ network(id: "x:none") { memberCounts { claims { id } } } }',
    ],
)
def test_what_is_sometimes_slow_is_never_read_at_once(sample_store: Path, query: str) -> None:
    with Workspace(sample_store).reader() as reader:
        schema().execute_sync(query, context_value=Context(reader))
        prepared = DOCUMENTS.prepared(query, None)
        assert prepared is not None
        asked = prepared.asked(schema()._schema, {})
        assert asked is not None
        asked[1].took(0.0, reader.generation)
        assert not is_quick(asked[1], reader.generation)


def test_pages_of_the_root_and_the_claims_of_edges_are_read_at_once(sample_store: Path) -> None:
    query = """{ documents(first: 1) { totalCount }
        networks(first: 1) { nodes { members(first: 2) { edges { claims { id } } } } } }"""
    with Workspace(sample_store).reader() as reader:
        schema().execute_sync(query, context_value=Context(reader))
        found = known(schema(), {"query": query})
        assert found is not None
        found[1].seconds = 0.0
        assert is_quick(found[1], reader.generation)


def test_what_takes_longer_than_a_moment_is_given_up(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "{ events(first: 2) { nodes { id name { value } } } }"
    with Workspace(sample_store).reader() as reader:
        schema().execute_sync(query, context_value=Context(reader))
        found = known(schema(), {"query": query})
        assert found is not None
        monkeypatch.setattr(quick, "MOMENT", -1.0)
        assert read_quickly(Context(reader), reader, *found) is None


@pytest.mark.parametrize(
    "fields", ["members(first: 1) { edges { claims { id } } }", "memberCounts { value }"]
)
def test_claims_are_read_only_while_there_is_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: str
) -> None:
    text = "Riga is a member of the League of Ports, which has 3 members."
    with Workspace(tmp_path / "data").writer() as writer:
        for key in ("a.txt", "b.txt"):
            writer.put(*_statement(key, f"{key}: {text}"))
        writer.commit()
    query = f"{{ networks(first: 1) {{ nodes {{ {fields} }} }} }}"
    with Workspace(tmp_path / "data").reader() as reader:
        whole = schema().execute_sync(query, context_value=Context(reader))
        assert whole.errors is None
        assert "[]" not in str(whole.data)
        read, asked = reader.claim, list[str]()

        def slow(iri: str) -> Any:
            asked.append(iri)
            time.sleep(2 * quick.MOMENT)
            return read(iri)

        monkeypatch.setattr(reader, "claim", slow)
        found = known(schema(), {"query": query})
        assert found is not None
        assert read_quickly(Context(reader), reader, *found) is None
        assert len(asked) == 1


def _statement(key: str, text: str) -> tuple[Document, Extraction]:
    said = Evidence.cut(text, 0, len(text))
    entities = (
        Entity("c", "City", ("Riga",), link="https://sws.geonames.org/456172/"),
        Entity("n", "Network", ("League of Ports",)),
    )
    facts = (Fact("c", "memberOf", "n", said, rule="members.v1"),)
    literals = (LiteralFact("n", "memberCount", 3, said, rule="counts.v1"),)
    document = Document(key, text, hashlib.sha256(text.encode()).hexdigest(), title=key)
    return document, Extraction(key, "p" * 64, entities, facts, literals)


def test_an_order_is_not_read_in_a_hurry(sample_store: Path) -> None:
    with Workspace(sample_store).reader() as reader:
        token = HURRIED.set(True)
        try:
            with pytest.raises(TakesLongError):
                in_order(reader, "none", list)
            with pytest.raises(TakesLongError):
                labels_of(reader, [f"x:{number}" for number in range(1000)])
        finally:
            HURRIED.reset(token)
        assert in_order(reader, "none", list) == ()


def test_what_a_server_is_made_of_is_passed_over_by_the_collector_of_garbage() -> None:
    before, turn = gc.get_freeze_count(), sys.getswitchinterval()
    try:
        settle()
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()
        sys.setswitchinterval(turn)
