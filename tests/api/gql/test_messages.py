"""What messages say: in the words of GraphQL, with nothing of the server's own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.server import ROOT, running_server

from .asking import answer
from .talking import TOKEN, talking

SHARED = """{ network(id: "https://w3id.org/hansa/id/network/baltic-sea-league") {
  sharedMembers(with: "%s", first: 1) { totalCount } } }"""
KEEPER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("query", "variables", "told"),
    [
        ("query ($n: Int!) { networks(first: $n) { totalCount } }", {"n": None}, "null"),
        ("query ($n: Int!) { networks(first: $n) { totalCount } }", {"n": True}, "true"),
        ("query ($n: [ID!]!) { nodes(ids: $n) { id } }", {"n": [False]}, "false"),
        ("query ($f: NetworkFilter) { networks(first: 1, filter: $f) { totalCount } }",
         {"f": {"zzz": [None, "None", True]}}, "[null, 'None', true]"),
    ],
)  # fmt: skip
def test_values_are_called_as_graphql_calls_them(
    still: httpx.Client, query: str, variables: dict[str, Any], told: str
) -> None:
    for error in answer(still, query, **variables)["errors"]:
        assert told in error["message"]
        bare = error["message"].replace("'None'", "")
        assert not any(word in bare for word in ("None", "True", "False", "<class"))


@pytest.mark.parametrize(
    "query",
    [
        '{ networks(first: 1, after: "%s") { totalCount } }',
        '{ cities(first: 1, filter: {memberOf: {any: ["%s"]}}) { totalCount } }',
        '{ networks(first: 1) { nodes { name(langs: ["%s"]) { value } } } }',
        SHARED,
    ],
)
def test_what_is_cut_off_in_a_message_ends_so(still: httpx.Client, query: str) -> None:
    for error in answer(still, query % ("x?" * 200))["errors"]:
        assert "x…'" in error["message"] or "?…'" in error["message"]
        assert len(error["message"]) < 400


def test_no_message_tells_where_the_data_lies(store: Path) -> None:
    queries = (
        'mutation { retractDocument(input: {document: "none.md"}) { documentId } }',
        'mutation { curate(input: {by: "x", decision: {accept: ["none"]}}) { done } }',
        'mutation { curate(input: {by: "x", decision: {undo: [99]}}) { done } }',
        'mutation { curate(input: {by: "x", decision: {same: {one: "a", other: "b"}}}) { done } }',
    )
    with running_server(store, HANSA_TOKEN=TOKEN) as client:
        for query in queries:
            found = client.post("/graphql", json={"query": query}, headers=KEEPER).json()
            assert found["errors"]
            for word in (str(store), store.parent.name, "sqlite", str(Path.cwd())):
                assert word not in json.dumps(found), query


def test_a_slash_at_the_end_leads_to_the_door(still: httpx.Client) -> None:
    for method in ("GET", "POST"):
        led = still.request(method, "/graphql/?query=%7Bgeneration%7D", headers={"Origin": "x:"})
        assert (led.status_code, led.headers["location"]) == (
            308,
            "../graphql?query=%7Bgeneration%7D",
        )
        assert led.headers["access-control-allow-origin"] == "*"
    body = {"query": "{ generation }"}
    led = still.post("/graphql/", json=body, follow_redirects=True)
    assert led.json()["data"] == {"generation": 1}


@pytest.mark.parametrize(
    "payload",
    [
        {"Authorization": "Bearer {}"},
        {"authorization": "Bearer {}"},
        {"headers": {"Authorization": "Bearer {}"}},
        {"headers": {"authorization": "Bearer {}"}},
    ],
)
def test_a_websocket_takes_the_token_where_clients_put_it(
    still: httpx.Client, payload: dict[str, Any]
) -> None:
    init = json.loads(json.dumps(payload).replace("{}", TOKEN))
    with talking(still, init=init) as talk:
        talk.ask("1", "{ generation }")
        assert talk.next("1") == {"generation": 1}


def test_the_log_knows_the_route_and_no_token(sample_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        code = (
            "import socket, sys\nfrom api.serving.serving import serve_on\n"
            "from api.settings import read_settings\n"
            "serve_on(socket.socket(fileno=int(sys.argv[1])), read_settings())"
        )
        environment = {"PATH": os.defpath, "HANSA_STORE": str(sample_store), "HANSA_TOKEN": TOKEN}
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(listening.fileno())],
            pass_fds=[listening.fileno()],
            env=environment,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
            client.get("/graphql", params={"query": "{ generation }"}, headers=KEEPER)
            client.get("/graphql/schema.graphql", headers=KEEPER)
            client.get("/graphql/context.jsonld")
            client.post("/graphql/", headers=KEEPER)
            with talking(client, init={"headers": KEEPER}) as talk:
                talk.ask("1", "{ generation }")
                talk.next("1")
    finally:
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert TOKEN not in said
    lines = [json.loads(line) for line in said.splitlines()]
    routes = [each["route"] for each in lines if each["event"] == "request"]
    assert sorted(routes) == [
        "/graphql",
        "/graphql",
        "/graphql/",
        "/graphql/context.jsonld",
        "/graphql/schema.graphql",
    ]


def test_a_wrong_token_is_refused_and_not_repeated(still: httpx.Client) -> None:
    query = 'mutation { retractDocument(input: {document: "x"}) { documentId } }'
    wrong = {"Authorization": "Bearer not-the-token"}
    found = still.post("/graphql", json={"query": query}, headers=wrong)
    assert found.status_code == 401
    assert "not-the-token" not in found.text
