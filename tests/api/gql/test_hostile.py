"""Whatever GraphQL strangers send is answered in good time with a code that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.server import running_server

from .hostile import Hostile, hostile, send


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


def test_there_are_enough_and_each_has_its_reason() -> None:
    corpus = hostile()
    assert len(corpus) >= 40
    assert len({each.name for each in corpus}) == len(corpus)
    assert all(each.reason for each in corpus)
