"""Subscriptions as server-sent events over real sockets, and how they go on."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.workspace import Workspace
from tests.api.sample import KEY

from .talking import (
    GENERATIONS,
    data,
    events,
    parsed,
    publish,
    talking,
)

NEWEST = "{ generation }"


def test_an_event_tells_the_newest_generation_at_once_and_then_each(
    moving: httpx.Client, store: Path
) -> None:
    with events(moving, GENERATIONS) as told:
        (now,) = data(next(told)).values()
        assert now == {
            "generation": 1,
            "since": None,
            "query": {"generation": 1, "documents": {"totalCount": 2}},
        }
        assert publish(store) == 2
        event = next(told)
        (now,) = data(event).values()
        assert (now["generation"], now["since"], now["query"]["generation"]) == (2, 1, 2)
        assert event["id"] == "2"


CHANGED = """subscription ($since: Int) { generationChanged(since: $since) { generation since
  changes { since generation added removed isComplete facts(first: 2) { totalCount nodes {
    kind property subject { name } object { name } sayings { quote } } } } } }"""


def test_an_event_tells_what_came_and_went(moving: httpx.Client, store: Path) -> None:
    with events(moving, CHANGED) as told:
        (now,) = data(next(told)).values()
        assert (now["since"], now["changes"]) == (None, None)
        with Workspace(store).writer() as writer:
            writer.retract(KEY)
            writer.commit()
        (now,) = data(next(told)).values()
        found = now["changes"]
        assert (found["since"], found["generation"]) == (now["since"], now["generation"]) == (1, 2)
        assert (found["added"], found["removed"], found["isComplete"]) == (0, 5, True)
        assert found["facts"]["totalCount"] == 5
        assert [each["kind"] for each in found["facts"]["nodes"]] == ["REMOVED"] * 2
        assert all(each["sayings"][0]["quote"] for each in found["facts"]["nodes"])
    query = "query ($since: Int!) { changes(since: $since) { %s } }"
    _, _, inside = CHANGED.partition("changes { ")
    body = {"query": query % inside.removesuffix(" } } }"), "variables": {"since": 1}}
    assert moving.post("/graphql", json=body).json()["data"]["changes"] == found


def test_a_generation_that_is_not_kept_is_told_of_where_changes_are_asked(
    moving: httpx.Client,
) -> None:
    with events(moving, CHANGED, since=7) as told:
        body = json.loads(next(told)["data"])
        assert body["data"]["generationChanged"] == {"generation": 1, "since": 7, "changes": None}
        (error,) = body["errors"]
        assert error["extensions"]["code"] == "UNKNOWN_GENERATION"


def test_changes_cost_in_an_event_what_they_cost_in_a_query(still: httpx.Client) -> None:
    many = " ".join(f"c{n}: changes {{ added }}" for n in range(21))
    query = f"subscription {{ generationChanged {{ {many} }} }}"
    with events(still, query) as told:
        (error,) = json.loads(next(told)["data"])["errors"]
        assert error["extensions"]["code"] == "TOO_COSTLY"


def test_whoever_comes_back_is_told_only_what_is_new(moving: httpx.Client, store: Path) -> None:
    with events(moving, GENERATIONS, since=1) as told, ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, told)
        time.sleep(0.3)
        assert not coming.done(), "the client knows that one"
        publish(store)
        (now,) = data(coming.result(timeout=20)).values()
        assert (now["since"], now["generation"]) == (1, 2)
    with events(moving, GENERATIONS, since=1) as told:
        (now,) = data(next(told)).values()
        assert (now["since"], now["generation"]) == (1, 2), "it was published while he was away"


def test_a_browser_comes_back_with_the_id_of_its_last_event(
    moving: httpx.Client, store: Path
) -> None:
    publish(store)
    fields = {"query": "subscription { generationChanged { since generation } }"}
    headers = {"Accept": "text/event-stream", "Last-Event-ID": "1"}
    with moving.stream("GET", "/graphql", params=fields, headers=headers) as answer:
        assert answer.headers["cache-control"] == "no-store"
        event = next(parsed(answer.iter_lines()))
    assert data(event)["generationChanged"] == {"since": 1, "generation": 2}


@pytest.mark.parametrize("last", ["garbage", "-1", "999999", "1.5", "9" * 40])
def test_an_id_that_was_never_told_is_passed_over(still: httpx.Client, last: str) -> None:
    fields = {"query": "subscription { generationChanged { since generation } }"}
    headers = {"Accept": "text/event-stream", "Last-Event-ID": last}
    with still.stream("GET", "/graphql", params=fields, headers=headers) as answer:
        event = next(parsed(answer.iter_lines()))
    assert data(event)["generationChanged"] == {"since": None, "generation": 1}


@pytest.mark.parametrize(
    "query",
    [
        NEWEST,
        "{ nothing }",
        "subscription { nothing }",
        'subscription { documentProgress(id: "none") { state } }',
    ],
)
def test_a_browser_that_comes_back_after_the_end_is_told_to_stay_away(
    still: httpx.Client, query: str
) -> None:
    asked: dict[str, Any] = {"params": {"query": query}}
    asked["headers"] = {"Accept": "text/event-stream"}
    with still.stream("GET", "/graphql", **asked) as answer:
        *_, end = parsed(answer.iter_lines())
    assert end["event"] == "complete"
    asked["headers"]["Last-Event-ID"] = end["id"]
    again = still.get("/graphql", **asked)
    assert (again.status_code, again.content) == (204, b"")
    assert again.headers["cache-control"] == "no-store"
    asked["headers"]["Accept"] = "application/json"
    assert still.get("/graphql", **asked).status_code == 200


def test_a_query_whose_events_are_accepted_is_one_event_and_complete(still: httpx.Client) -> None:
    with events(still, NEWEST) as told:
        assert [each["event"] for each in told] == ["next", "complete"]


@pytest.mark.parametrize("query", ["{ generation }", "{ nothing }", GENERATIONS])
def test_no_cache_keeps_events_for_who_accepts_something_else(
    still: httpx.Client, query: str
) -> None:
    headers = {"Accept": "text/event-stream"}
    with still.stream("GET", "/graphql", params={"query": query}, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "BAD_REQUEST"),
        ("subscription { generationChanged { query { cities { totalCount } } } }", "BAD_PAGING"),
        (
            "subscription { a: generationChanged { since } generationChanged { since } }",
            "BAD_REQUEST",
        ),
        ('subscription { documentProgress(id: "none") { state } }', "UNKNOWN_INGESTION"),
        (
            (
                "subscription { generationChanged { query { networks(first: 100) { nodes { "
                "members(first: 100) { nodes { id } } } } } } }"
            ),
            "TOO_COSTLY",
        ),
    ],
)
def test_a_subscription_has_the_limits_of_a_query(
    still: httpx.Client, query: str, code: str
) -> None:
    with events(still, query) as told:
        event = next(told)
        (error,) = json.loads(event["data"])["errors"]
        assert error["extensions"]["code"] == code
    with talking(still) as talk:
        talk.ask("x", query)
        message = talk.hear()
        errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
        assert errors[0]["extensions"]["code"] == code


def test_a_subscription_asked_for_as_one_answer_is_told_how_to_ask(still: httpx.Client) -> None:
    answer = still.post(
        "/graphql",
        json={"query": GENERATIONS},
        headers={"Accept": "application/graphql-response+json"},
    )
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert "text/event-stream" in error["message"]
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_a_subscription_is_a_stream_wherever_events_are_accepted(still: httpx.Client) -> None:
    headers = {"Accept": "application/graphql-response+json, application/json, text/event-stream"}
    with events(still, GENERATIONS, headers=headers) as told:
        assert data(next(told))["generationChanged"]["generation"] == 1
    answer = still.post("/graphql", json={"query": NEWEST}, headers=headers)
    assert answer.json()["data"] == {"generation": 1}


def test_the_head_of_a_stream_is_all_of_it(still: httpx.Client) -> None:
    fields = {"query": "subscription { generationChanged { generation } }"}
    answer = still.head("/graphql", params=fields, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.content == b""
