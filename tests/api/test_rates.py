"""Each client gets so much query time, and learns when it has some again."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from api.errors import TooManyRequestsError
from api.http.rates import Rates

from .lines import defends
from .problem import assert_problem
from .server import running_server

#: Takes some tenths of a second, and gives another answer each time, so that none is remembered.
HEAVY = (
    "SELECT (COUNT(*) AS ?n) (SAMPLE(RAND()) AS ?r) "
    "{ ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 1) }"
)
LIGHT = "ASK {}"


def test_a_bucket_empties_with_queries_and_fills_with_time() -> None:
    now = [0.0]
    rates = Rates(seconds=60, burst=120, clock=lambda: now[0])
    for _ in range(11):
        rates.admit("192.0.2.1")
        rates.spend("192.0.2.1", 11)
    with pytest.raises(TooManyRequestsError) as caught:
        rates.admit("192.0.2.1")
    assert caught.value.retry_after == 2  # 121 seconds were used of 120
    rates.admit("192.0.2.2")
    now[0] = caught.value.retry_after
    rates.admit("192.0.2.1")
    now[0] = 10_000
    rates.spend("192.0.2.1", 119)
    rates.admit("192.0.2.1")
    rates.spend("192.0.2.1", 1)
    with pytest.raises(TooManyRequestsError):
        rates.admit("192.0.2.1")


def test_addresses_of_one_network_are_one_client() -> None:
    rates = Rates(seconds=60, burst=1)
    rates.spend("2001:db8::1", 10)
    with pytest.raises(TooManyRequestsError):
        rates.admit("2001:db8::ffff")
    rates.admit("2001:db8:0:1::1")


def test_what_is_spent_in_one_process_is_spent_in_all() -> None:
    here, there = Rates(seconds=60, burst=1), Rates(seconds=60, burst=1)
    here.spend("192.0.2.1", 2)
    there.spent_elsewhere(here.untold())
    with pytest.raises(TooManyRequestsError):
        there.admit("192.0.2.1")
    assert here.untold() == {}


def test_nobody_is_limited_where_that_is_switched_off() -> None:
    rates = Rates(seconds=0, burst=1)
    rates.spend("192.0.2.1", 1_000)
    rates.admit("192.0.2.1")


def _exhaust(client: httpx.Client, **headers: str) -> httpx.Response:
    for _ in range(100):
        answer = client.post("/sparql", data={"query": HEAVY}, headers=headers)
        if answer.status_code == 429:
            break
    return answer


@defends("rates")
def test_a_client_that_asks_too_much_waits_and_nobody_else(sample_store: Path) -> None:
    settings = {
        "HANSA_RATE_SECONDS": "1",
        "HANSA_RATE_BURST": "1",
        "HANSA_TOKEN": "the keeper's",
        "HANSA_TRUSTED_PROXIES": "127.0.0.0/8",
        "HANSA_QUERY_TIMEOUT": "1",
    }
    with running_server(sample_store, **settings) as client:
        assert client.get("/sparql", params={"query": LIGHT}).status_code == 200
        refused = _exhaust(client)
        assert_problem(refused, 429, "too-many-requests")
        assert int(refused.headers["retry-after"]) >= 1
        remembered = client.get("/sparql", params={"query": LIGHT})
        assert remembered.status_code == 200
        tag = {"If-None-Match": remembered.headers["etag"]}
        assert client.get("/sparql", params={"query": LIGHT}, headers=tag).status_code == 304
        assert client.get("/documents").status_code == 200
        others = {"Authorization": "Bearer the keeper's"}, {"X-Forwarded-For": "192.0.2.9"}
        for number, headers in enumerate(others):
            query = f"ASK {{ ?s ?p {number} }}"
            assert client.get("/sparql", params={"query": query}, headers=headers).is_success


@defends("proxies")
def test_an_address_that_a_stranger_claims_counts_for_nothing(sample_store: Path) -> None:
    limits = {"HANSA_RATE_SECONDS": "1", "HANSA_RATE_BURST": "1", "HANSA_QUERY_TIMEOUT": "1"}
    with running_server(sample_store, **limits) as client:
        assert _exhaust(client, **{"X-Forwarded-For": "192.0.2.1"}).status_code == 429
        headers = {"X-Forwarded-For": "192.0.2.2"}
        answer = client.post("/sparql", data={"query": HEAVY}, headers=headers)
        assert_problem(answer, 429, "too-many-requests")
