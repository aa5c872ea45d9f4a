"""Clients share the places: what one asks slowly and at once holds up nobody else."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.api.server import running_server

LEAGUE = "https://w3id.org/hansa/id/network/baltic-sea-league"
LIGHT = {"query": '{ cities(first: 9, filter: {nameContains: "riga"}) { totalCount } }'}


def slow() -> dict[str, str]:
    names = " ".join(f"a{n}: names {{ value }}" for n in range(30))
    return {
        "query": f"{{ nodes(ids: {json.dumps([LEAGUE] * 300)}) {{ ... on Entity {{ {names} }} }} }}"
    }


def test_a_light_request_of_another_client_waits_for_no_queue(sample_store: Path) -> None:
    settings = {
        "HANSA_QUERY_WORKERS": "1",
        "HANSA_RATE_SECONDS": "0",
        "HANSA_TRUSTED_PROXIES": "127.0.0.0/8",
    }
    with running_server(sample_store, **settings) as client, ThreadPoolExecutor(12) as threads:

        def ask(address: str, body: dict[str, str]) -> httpx.Response:
            return client.post("/graphql", json=body, headers={"X-Forwarded-For": address})

        assert ask("192.0.2.1", LIGHT).status_code == 200
        running = [threads.submit(ask, "192.0.2.1", slow()) for _ in range(12)]
        next(each for each in running if each.result().status_code == 200)
        assert ask("192.0.2.2", LIGHT).json()["data"] == {"cities": {"totalCount": 1}}
        left = [each for each in running if not each.done()]
        assert len(left) > 3, "the other client waited behind them"
        assert all(each.result().status_code == 200 for each in running)
