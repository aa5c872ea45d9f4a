"""GraphQL over real WebSockets: what they carry, their limits, and how they end."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.gql.live.places import MOST_OF_ONE
from tests.api.server import running_server

from .talking import (
    GENERATIONS,
    TOKEN,
    Talk,
    closing,
    data,
    events,
    hear_out,
    opened,
    publish,
    talking,
    wait_until_alone,
)

NEWEST = "{ generation }"


def test_a_websocket_carries_several_operations(moving: httpx.Client, store: Path) -> None:
    with talking(moving) as talk:
        talk.ask("a", GENERATIONS)
        assert talk.next("a")["generationChanged"]["generation"] == 1
        talk.ask("b", NEWEST)
        assert talk.next("b") == {"generation": 1}
        assert talk.hear() == {"type": "complete", "id": "b"}
        talk.say({"type": "ping", "payload": {"any": "thing"}})
        assert talk.hear() == {"type": "pong"}
        publish(store)
        assert talk.next("a")["generationChanged"]["since"] == 1
        talk.say({"type": "complete", "id": "a"})
        talk.ask("a", NEWEST)  # the id is free again
        assert talk.next("a") == {"generation": 2}


def test_what_a_websocket_asks_has_the_limits_of_a_query(still: httpx.Client) -> None:
    with talking(still) as talk:
        talk.ask("deep", "{ a " * 20 + "{ b }" + " }" * 20)
        assert talk.hear()["payload"][0]["extensions"]["code"] in {"BAD_REQUEST", "TOO_DEEP"}
        wide = "{ networks(first: 100) { nodes { members(first: 100) { nodes { id } } } } }"
        talk.ask("wide", wide)
        assert talk.hear()["payload"][0]["extensions"]["code"] == "TOO_COSTLY"
        talk.ask("write", 'mutation { retractDocument(input: {document: "x"}) { sourceKey } }')
        (error,) = talk.hear()["payload"]
        assert "POST" in error["message"]


def test_a_client_pays_for_what_it_asks_by_a_websocket(store: Path) -> None:
    with running_server(store, HANSA_RATE_SECONDS="1", HANSA_RATE_BURST="1") as client:
        with talking(client) as talk:
            names = " ".join(f"a{n}: names {{ value }}" for n in range(30))
            ids = json.dumps(["https://w3id.org/hansa/id/city/riga-lv"] * 300)
            query = f"{{ nodes(ids: {ids}) {{ ... on Entity {{ {names} }} }} }}"
            codes: set[str] = set()
            for number in range(100):
                talk.ask(str(number), query)
                message = talk.hear()
                if message["type"] == "error":
                    codes |= {each["extensions"]["code"] for each in message["payload"]}
                    break
                assert talk.hear()["type"] == "complete"
        assert codes == {"TOO_MANY_REQUESTS"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('{"type": "subscribe", "id": "1", "payload": {"query": "{ generation }"}}', 4401),
        ("no JSON", 4400),
        (b"\x00\xff", 4400),
        ("[]", 4400),
        ('{"type": 7}', 4400),
        ("[" * 100_000, 4400),
        ('{"type": "connection_init", "payload": {"x": "' + "y" * 100_000 + '"}}', 4400),
        ('{"type": "connection_init", "payload": {"Authorization": "Bearer no"}}', 4403),
        ("x" * 1_000_001, 1009),
    ],
)
def test_garbage_closes_a_websocket_with_the_protocols_code(
    still: httpx.Client, said: str | bytes, code: int
) -> None:
    with opened(still) as raw:
        raw.send(said)
        assert closing(Talk(raw))[0] == code
    assert still.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"type": "connection_init"}, 4429),
        ({"type": "nonsense"}, 4400),
        ({"type": "subscribe", "id": "", "payload": {}}, 4400),
        ({"type": "subscribe", "id": "x" * 201, "payload": {}}, 4400),
    ],
)
def test_whoever_breaks_the_protocol_is_closed(
    still: httpx.Client, said: dict[str, Any], code: int
) -> None:
    with talking(still) as talk:
        talk.say(said)
        assert closing(talk)[0] == code


def test_an_id_that_runs_is_not_taken_twice(still: httpx.Client) -> None:
    with talking(still) as talk:
        talk.ask("a", GENERATIONS)
        talk.next("a")
        talk.ask("a", GENERATIONS)
        assert closing(talk)[0] == 4409


@pytest.mark.parametrize(
    "payload", [None, 7, "x", {}, {"query": 7}, {"query": "{ a }", "variables": []}]
)
def test_what_cannot_be_asked_is_an_error_of_its_operation(
    still: httpx.Client, payload: Any
) -> None:
    with talking(still) as talk:
        talk.say({"type": "subscribe", "id": "1", "payload": payload})
        message = talk.hear()
        assert (message["type"], message["id"]) == ("error", "1")
        assert message["payload"][0]["extensions"]["code"] == "BAD_REQUEST"
        talk.ask("2", NEWEST)
        assert talk.next("2")


def test_who_never_introduces_himself_is_closed(still: httpx.Client) -> None:
    began = time.monotonic()
    with opened(still) as raw:
        assert closing(Talk(raw))[0] == 4408
    assert time.monotonic() - began > 9


def test_the_token_of_the_server_may_come_with_the_introduction(still: httpx.Client) -> None:
    with talking(still, init={"Authorization": f"Bearer {TOKEN}"}) as talk:
        talk.ask("1", NEWEST)
        assert talk.next("1")


def test_a_page_of_another_site_may_do_what_it_may_by_post(still: httpx.Client) -> None:
    with talking(still, origin="https://elsewhere.example") as talk:
        talk.ask("1", NEWEST)
        assert talk.next("1")


@pytest.mark.parametrize("protocols", [None, ["graphql-ws"]])
def test_another_protocol_is_refused_before_it_begins(
    still: httpx.Client, protocols: list[str] | None
) -> None:
    with pytest.raises(InvalidStatus) as refused, opened(still, subprotocols=protocols):
        pass
    response = refused.value.response
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_an_upgrade_elsewhere_is_answered_as_http(still: httpx.Client) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    assert still.get("/health/live", headers=headers).status_code == 200


def test_subscriptions_of_one_client_are_bounded(still: httpx.Client) -> None:
    wait_until_alone(still)
    with talking(still) as talk:
        for number in range(MOST_OF_ONE):
            talk.ask(str(number), GENERATIONS, since=1)
        talk.ask("one too many", GENERATIONS, since=1)
        message = talk.hear()
        # Operations begin at the same time, so that any of the last may be the one.
        assert (message["type"], message["id"] == "0") == ("error", False)
        assert message["payload"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
        body = {"query": GENERATIONS}
        answer = still.post("/graphql", json=body, headers={"Accept": "text/event-stream"})
        assert answer.status_code == 429
        talk.say({"type": "complete", "id": "0"})
        talk.ask("1, again", NEWEST)
        assert talk.next("1, again")
        with events(still, GENERATIONS) as told:
            assert data(next(told))
    wait_until_alone(still)  # the places are free again


def test_whoever_goes_on_asking_after_refusals_is_closed(still: httpx.Client) -> None:
    wait_until_alone(still)
    with talking(still) as talk:
        with suppress(ConnectionClosed):
            for number in range(MOST_OF_ONE + 200):
                talk.ask(str(number), GENERATIONS, since=1)
                if number >= MOST_OF_ONE:
                    assert talk.hear()["type"] == "error"
        assert closing(talk)[0] == 1008


def test_a_million_subscriptions_are_not_taken(still: httpx.Client) -> None:
    with talking(still) as talk, pytest.raises(ConnectionClosed):
        _ask_a_million(talk)
    assert still.get("/health/live").status_code == 200


def _ask_a_million(talk: Talk) -> None:
    for number in range(1_000_000):
        talk.ask(str(number), GENERATIONS, since=1)


def test_a_server_that_stops_lets_go_of_its_streams(store: Path) -> None:
    with (
        running_server(store) as client,
        talking(client) as talk,
        events(client, GENERATIONS) as told,
    ):
        talk.ask("a", GENERATIONS)
        talk.next("a")
        data(next(told))
        _terminate(client)
        assert closing(talk) == (1012, "the server stops; come back")
        assert [each["event"] for each in told] == [], "no complete: clients come back"


def _terminate(still: httpx.Client) -> None:
    """Tell the server behind *still* to stop, as its supervisor would."""
    port = still.base_url.port
    assert port is not None
    inode = _listening(port)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = {os.readlink(each) for each in (process / "fd").iterdir()}
        except OSError:
            continue
        if f"socket:[{inode}]" in links and int(process.name) != os.getpid():
            os.kill(int(process.name), signal.SIGTERM)
            return
    raise AssertionError("no process listens there")


def _listening(port: int) -> str:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(f":{port:04X}") and fields[3] == "0A":
            return fields[9]
    raise AssertionError("nobody listens there")


def test_a_client_that_does_not_read_is_cut_off(sample_store: Path) -> None:
    limits = {"HANSA_REQUEST_SECONDS": "1", "HANSA_RATE_SECONDS": "0"}
    with running_server(sample_store, **limits) as client, opened(client, max_queue=1) as raw:
        talk = Talk(raw)
        talk.say({"type": "connection_init"})
        talk.hear()
        names = " ".join(f"a{n}: names {{ value }}" for n in range(30))
        ids = json.dumps(["https://w3id.org/hansa/id/city/riga-lv"] * 300)
        for number in range(90):  # forty megabytes, more than any buffer on the way
            talk.ask(str(number), f"{{ nodes(ids: {ids}) {{ ... on Entity {{ {names} }} }} }}")
        until = time.monotonic() + 90
        while 'reason="unread"' not in client.get("/metrics").text:
            assert time.monotonic() < until
            time.sleep(0.2)
        with pytest.raises(ConnectionClosed):
            hear_out(talk)
