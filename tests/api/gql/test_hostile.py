"""Whatever GraphQL strangers send is answered in good time with a code that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from api.http.sockets import LONGEST_MESSAGE
from tests.api.server import running_server

from .hostile import Hostile, hostile, send
from .talking import talking


@pytest.fixture(scope="module")
def server(sample_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of its own, which nobody tells to come back later."""
    with running_server(sample_store, HANSA_RATE_SECONDS="0") as client:
        client.get("/health/ready").raise_for_status()
        yield client


@pytest.mark.parametrize("request_", hostile(), ids=lambda each: each.name)
def test_what_strangers_send_gets_its_code(server: httpx.Client, request_: Hostile) -> None:
    answer = send(server, request_)
    assert answer.status < 500
    assert request_.code in answer.codes
    assert "INTERNAL" not in answer.codes
    assert answer.seconds < 5
    asked = server.post("/graphql", json={"query": "{ cities(first: 9) { totalCount } }"})
    assert asked.json()["data"] == {"cities": {"totalCount": 2}}


@pytest.mark.parametrize("request_", hostile(), ids=lambda each: each.name)
def test_what_strangers_send_for_events_gets_the_same_code(
    server: httpx.Client, request_: Hostile
) -> None:
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    answer = server.post("/graphql", content=request_.sent(), headers=headers)
    assert answer.status_code < 500
    body = answer.text.removeprefix("event: next\ndata: ").partition("\n\n")[0]
    told = json.loads(body)
    codes = {each["extensions"]["code"] for each in told.get("errors", ())}
    kind = str(told.get("type")).rpartition("/")[2]  # what is no request at all is a problem
    assert request_.code in codes | {kind.upper().replace("-", "_")}


def test_there_are_enough_and_each_has_its_reason() -> None:
    corpus = hostile()
    assert len(corpus) >= 40
    assert len({each.name for each in corpus}) == len(corpus)
    assert all(each.reason for each in corpus)


@pytest.mark.parametrize(
    "request_", [each for each in hostile() if not each.body], ids=lambda each: each.name
)
def test_what_strangers_send_by_a_websocket_gets_the_same_code(
    server: httpx.Client, request_: Hostile
) -> None:
    with talking(server) as talk:
        sent = request_.sent().decode()
        if len(sent) > LONGEST_MESSAGE - 100:
            talk.socket.send(sent)
            with pytest.raises(ConnectionClosed, match="1009"):
                talk.hear()
            return
        talk.socket.send(f'{{"type": "subscribe", "id": "1", "payload": {sent}}}')
        if request_.name == "half a character":
            with pytest.raises(ConnectionClosed, match="4400"):
                talk.hear()
            return
        message = talk.hear()
        payload = message["payload"]
        errors = payload if message["type"] == "error" else payload["errors"]
        assert request_.code in {each["extensions"]["code"] for each in errors}
        talk.ask("2", "{ cities(first: 9) { totalCount } }")
        if message["type"] == "next":
            assert talk.hear() == {"type": "complete", "id": "1"}
        assert talk.next("2") == {"cities": {"totalCount": 2}}
