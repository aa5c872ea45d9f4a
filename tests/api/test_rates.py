"""Each client gets so much query time, and learns when it has some again."""

from __future__ import annotations

import time
from pathlib import Path

import anyio
import httpx
import pytest
from anyio import to_thread

from api.app import create_app
from api.errors import TooManyRequestsError
from api.http.rates import Rates, counted
from api.settings import Settings

from .gql.asking import assert_refused
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


def test_what_a_thread_does_for_a_client_is_paid_by_it_alone() -> None:
    rates = Rates(seconds=60, burst=1)

    def work() -> int:
        return sum(range(100_000))

    assert counted(work)() == sum(range(100_000))
    assert rates.untold() == {}
    with rates.paid_by("192.0.2.1"):
        anyio.run(to_thread.run_sync, counted(work))  # in a thread that knows who asked
        time.sleep(0.2)
    assert 0 < rates.untold()["192.0.2.1"] < 0.1


#: What this process works for, in every room.
ASKED = (
    *("/", "/documents", "/search?q=riga", "/search?kind=City&format=html"),
    *("/questions/members-of-network?network=Baltic+Sea+League", "/questions?format=html"),
    *("/id/city/riga-lv.html", "/id/city/riga-lv.ttl", "/void.html", "/.well-known/void"),
    *("/ontology.html", "/problem.html", "/timemap/json/documents", "/dump.nq.gz"),
    *("/changes/questions/members-of-network?network=Baltic+Sea+League",),
    *("/reconcile?query=Riga", "/reconcile/suggest/entity?prefix=ri", "/reconcile/properties"),
    *("/graphql?query={cities{nodes{iri}}}", "/sparql?query=ASK%7B%7D"),
    *("/sparql?query=SELECT*%7B%7D&format=xlsx", "/data?default"),
)
FREE = ("/health/live", "/health/ready", "/metrics", "/style.css", "/queries")


@defends("rates")
def test_whoever_makes_the_server_work_pays_for_it(sample_store: Path) -> None:
    async def scene() -> None:
        app = create_app(Settings(store=sample_store, token="keeper's"))  # noqa: S106
        rates: Rates = app.state.services.rates

        async def paid(client: httpx.AsyncClient, path: str, *, patience: int = 0) -> float:
            answer = await client.get(path)
            assert answer.status_code in {200, 401}, path
            while not (spent := rates.untold()) and patience:  # a dump is made meanwhile
                await anyio.sleep(0.02)
                patience -= 1
            assert spent.keys() <= {"192.0.2.1"}
            return sum(spent.values())

        pool = app.state.services.pool
        await pool.start()  # not the whole server, which would tell others what was paid
        transport = httpx.ASGITransport(app, client=("192.0.2.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://a.example") as client:
            assert [path for path in ASKED if not await paid(client, path, patience=50)] == []
            assert [path for path in FREE if await paid(client, path)] == []
            client.headers["Authorization"] = "Bearer keeper's"
            assert [path for path in (*ASKED, *FREE) if await paid(client, path)] == []
        await pool.close()

    anyio.run(scene)


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
        "HANSA_TOKEN": "keeper's",
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
        assert client.get("/health/ready").status_code == 200
        for path in (
            *("/questions/members-of-network?network=x", "/search?q=riga", "/documents"),
            "/reconcile?query=x",
        ):
            refused = client.get(path)
            assert_problem(refused, 429, "too-many-requests")
            assert int(refused.headers["retry-after"]) >= 1
        refused = client.get("/graphql?query={__typename}")
        assert_refused(refused, 429, "TOO_MANY_REQUESTS")
        assert int(refused.headers["retry-after"]) >= 1
        others = {"Authorization": "Bearer keeper's"}, {"X-Forwarded-For": "192.0.2.9"}
        for number, headers in enumerate(others):
            assert client.get("/documents", headers=headers).status_code == 200
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


def test_a_long_query_is_paid_for_before_it_runs(sample_store: Path) -> None:
    """Where it would be refused, too: its tokens are looked at all the same."""
    limits = {"HANSA_RATE_SECONDS": "1", "HANSA_RATE_BURST": "1"}
    with running_server(sample_store, **limits) as client:
        long = {"query": "SELECT * { VALUES ?x {" + " 1" * 200_000}
        for _ in range(20):
            if (answer := client.post("/sparql", data=long)).status_code == 429:
                break
            assert_problem(answer, 400, "query-syntax")
        assert_problem(answer, 429, "too-many-requests")
