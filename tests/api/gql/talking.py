"""GraphQL that goes on: events read from a stream, and the words of graphql-transport-ws."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from api.gql.live.conversation import PROTOCOL
from graph.workspace import Workspace
from tests.api.sample import first

GENERATIONS = """subscription ($since: Int) { generationChanged(since: $since) {
  generation since query { generation documents(first: 1) { totalCount } } } }"""
PROGRESS = """subscription ($id: ID!) { documentProgress(id: $id) {
  id state sourceKey outcome generation document { id title } failure { code message } } }"""

#: Of the keeper of the servers that the tests start.
TOKEN = "t0ken-of-this-test"

Event = dict[str, str]


@contextmanager
def events(client: httpx.Client, query: str, **more: Any) -> Iterator[Iterator[Event]]:
    """Ask for a stream by POST and yield its events."""
    headers = {"Accept": "text/event-stream", **more.pop("headers", {})}
    body = {"query": query, "variables": more}
    with client.stream("POST", "/graphql", json=body, headers=headers, timeout=30) as answer:
        if answer.status_code != 200:
            answer.read()
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield parsed(answer.iter_lines())


def parsed(lines: Iterator[str]) -> Iterator[Event]:
    """Yield events as the HTML Standard reads them (section 9.2.6), without signs of life."""
    event: Event = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            if name:
                event[name] = value.removeprefix(" ")
        elif event:
            if set(event) != {"retry"}:
                yield event
            event = {}


def data(event: Event) -> dict[str, Any]:
    """Return what an event ``next`` holds."""
    assert event["event"] == "next"
    body = json.loads(event["data"])
    assert "errors" not in body, body
    found: dict[str, Any] = body["data"]
    return found


@contextmanager
def talking(client: httpx.Client, *, init: Any = None, **more: Any) -> Iterator[Talk]:
    """Open a WebSocket, introduce the client, and yield what speaks on it."""
    with opened(client, **more) as socket:
        talk = Talk(socket)
        talk.say({"type": "connection_init"} | ({} if init is None else {"payload": init}))
        assert talk.hear() == {"type": "connection_ack"}
        yield talk


@contextmanager
def opened(client: httpx.Client, **more: Any) -> Iterator[ClientConnection]:
    """Open a WebSocket on which nothing was said yet."""
    address = f"{client.base_url}".replace("http", "ws", 1).rstrip("/") + "/graphql"
    protocols = more.pop("subprotocols", [PROTOCOL])
    with connect(address, subprotocols=protocols, proxy=None, **more) as socket:
        yield socket


class Talk:
    """One conversation, from the client's side."""

    def __init__(self, socket: ClientConnection) -> None:
        """Speak on *socket*."""
        self.socket = socket

    def say(self, message: Any) -> None:
        """Send a message."""
        self.socket.send(json.dumps(message))

    def hear(self, *, seconds: float = 20) -> dict[str, Any]:
        """Return the next message."""
        found: dict[str, Any] = json.loads(self.socket.recv(timeout=seconds))
        return found

    def ask(self, id: str, query: str, /, **variables: Any) -> None:
        """Begin an operation."""
        payload = {"query": query, "variables": variables}
        self.say({"type": "subscribe", "id": id, "payload": payload})

    def next(self, id: str) -> dict[str, Any]:
        """Return the data of the next message, an answer to the operation with that id."""
        message = self.hear()
        assert (message["type"], message["id"]) == ("next", id), message
        found: dict[str, Any] = message["payload"]["data"]
        return found


def closing(talk: Talk) -> tuple[int, str]:
    """Return the code and the reason with which the server closes."""
    with pytest.raises(ConnectionClosed) as closed:
        hear_out(talk)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code, closed.value.rcvd.reason


def hear_out(talk: Talk) -> None:
    """Hear whatever is said until the connection is closed."""
    while True:
        talk.hear()


def wait_until_alone(client: httpx.Client, *, seconds: float = 20) -> None:
    """Return once the server knows that all streams ended; it learns that after their clients."""
    until = time.monotonic() + seconds
    while 'hansa_streams{worker="1"} 0.0\n' not in client.get("/metrics").text:
        assert time.monotonic() < until, "a stream goes on"
        time.sleep(0.05)


def publish(store: Path) -> int:
    """Publish another generation and return its number."""
    document, extraction = first()
    with Workspace(store).writer() as writer:
        writer.put(replace(document, title="Another title"), extraction)
        return writer.commit().generation
