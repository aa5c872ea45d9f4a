"""Kept answers are sent again to requests in the same words: same headers, same bytes."""

from __future__ import annotations

import asyncio
import re
import tracemalloc
from itertools import product
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.http.replaying import Replaying
from api.settings import Settings
from api.sparql.remembered import Key, Memory, Reply
from graph.workspace import Workspace

from .sample import KEY, write_sample
from .server import running_server

QUERY = "SELECT ?c ?l { ?c a hansa:City ; rdfs:label ?l } ORDER BY ?c"
ADDRESSES = (
    httpx.URL("/sparql", params={"query": QUERY}),
    httpx.URL("/sparql", params={"query": QUERY, "format": "csv", "generation": "1"}),
    httpx.URL("/sparql", params={"query": "not SPARQL"}),
    httpx.URL("/id/city/riga-lv.html"),
    httpx.URL("/ontology"),
    httpx.URL("/questions/networks?page-size=1"),
    httpx.URL("/health/live"),
    httpx.URL("/nowhere"),
)
ASKED: tuple[dict[str, str], ...] = (
    {},
    {"Accept": "text/csv"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Language": "de", "Origin": "https://example.org"},
    {"If-None-Match": '"other"'},
    {"User-Agent": "somebody else"},
)
_TOKEN = "a-token"
#: What differs from one answer to the next, or tells apart what is kept from what is not.
_OWN = {"date", "x-request-id"}


def _told(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [each for each in answer.headers.multi_items() if each[0] not in _OWN]
    return answer.status_code, sorted(headers), answer.content


@pytest.mark.parametrize(("address", "headers"), [*product(ADDRESSES, ASKED)])
def test_the_same_words_get_what_every_layer_would_say(
    client: httpx.Client, address: httpx.URL, headers: dict[str, str]
) -> None:
    client.get(address, headers=headers)
    again = client.get(address, headers=headers)
    through_all = client.get(address, headers={**headers, "X-Other": "words"})
    assert _told(again) == _told(through_all)
    assert len(again.headers["x-request-id"]) == 16


def test_a_request_by_other_words_gets_its_own_answer(client: httpx.Client) -> None:
    given = {client.get(ADDRESSES[0], headers=headers).content[:20] for headers in ASKED * 2}
    assert len(given) == 2  # JSON, and CSV


def test_a_newer_generation_is_seen_at_once(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    with running_server(store) as client:
        before = [client.get(ADDRESSES[0]) for _ in range(3)][-1]
        with Workspace(store).writer() as writer:
            writer.retract(KEY)
            writer.commit()
        after = client.get(ADDRESSES[0])
    assert (before.headers["hansa-generation"], after.headers["hansa-generation"]) == ("1", "2")
    assert len(after.json()["results"]["bindings"]) < len(before.json()["results"]["bindings"])


def test_what_is_sent_again_is_counted_as_any_answer(tmp_path: Path) -> None:
    with running_server(write_sample(tmp_path / "data")) as client:
        for _ in range(5):
            client.get(ADDRESSES[0])
        numbers = client.get("/metrics").text
    count = r'{route="/sparql",status="200",worker="1"} 5.0'
    assert f"hansa_requests_total{count}" in numbers
    assert re.search(r'hansa_queries_total\{outcome="remembered".*\} 4\.0', numbers)
    assert re.search(r"hansa_cache_hits_total\S* 4\.0", numbers)


def test_replies_go_with_their_answer_and_count_as_its_bytes() -> None:
    memory, reply = Memory(100_000), Reply(1, ((b"a", b"b"),), b"x", {})
    key = Key.of(1, "ASK {}")
    answer = memory.keep(key, b"x")
    assert answer is not None
    for number in range(9):
        memory.keep_reply(key, answer, ("words", number), reply)
    assert 1 < sum(memory.reply(("words", number)) is not None for number in range(9)) < 9
    assert memory.taken == answer.size > len(answer.replies) * reply.size
    memory.keep_only([2])
    assert (memory.taken, memory.reply(("words", 0))) == (0, None)


def test_words_belong_to_the_last_answer_that_they_got() -> None:
    memory, words = Memory(100_000), ("words",)
    for generation in (1, 2):
        key = Key.of(generation, "ASK {}")
        answer = memory.keep(key, b"x")
        assert answer is not None
        memory.keep_reply(key, answer, words, Reply(generation, (), b"x", {}))
    memory.keep_only([2])
    assert (found := memory.reply(words)) is not None
    assert found.newest == 2
    memory.keep_only([3])
    assert (memory.taken, memory.reply(words)) == (0, None)


def test_small_answers_count_as_what_they_take() -> None:
    memory = Memory(1_000_000)
    tracemalloc.start()
    try:
        for number in range(5_000):
            memory.keep(Key.of(1, number), b"%d" % number)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 1.5 * memory.size


def test_a_long_head_is_not_kept_by_its_words(client: httpx.Client) -> None:
    taken = []
    for cookie in ("a=b", "a=" + "b" * 50_000):
        for _ in range(2):
            client.get(ADDRESSES[3], headers={"Cookie": cookie})
        found = re.search(r"hansa_cache_bytes\{.*\} (\S+)", client.get("/metrics").text)
        assert found
        taken.append(found[1])
    assert taken[0] == taken[1]


def test_addresses_are_told_apart_as_they_were_written(tmp_path: Path) -> None:
    turtle = {"Content-Type": "text/turtle", "Authorization": f"Bearer {_TOKEN}"}
    store = write_sample(tmp_path / "data")
    with running_server(store, HANSA_TOKEN=_TOKEN) as client:
        for path in ("/data/a/b", "/data/a%2Fb"):
            client.put(path, content=f"<urn:s> <urn:p> '{path}' .", headers=turtle)
        for _ in range(3):
            for path in ("/data/a/b", "/data/a%2Fb"):
                assert f'"{path}"' in client.get(path, headers={"Accept": "text/turtle"}).text


def test_an_answer_overtaken_by_a_generation_is_not_sent_again(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    app = create_app(Settings(store=store))
    services = app.state.services

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {}
        await replaying(scope, receive, send)

    async def overtaken(scope: Scope, receive: Receive, send: Send) -> None:
        async def after_commit(message: Message) -> None:
            if services.generation() == 1:
                await asyncio.to_thread(commit)
            await send(message)

        await app.dispatch(scope, receive, after_commit)

    def commit() -> None:
        with Workspace(store).writer() as writer:
            writer.retract(KEY)
            writer.commit()

    replaying = Replaying(overtaken, shelf=services.shelf, memory=services.memory)

    async def told() -> list[str]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(watched), base_url="http://h"
        ) as client:
            answers = [await client.get("/questions/networks") for _ in range(3)]
        return [each.headers["hansa-generation"] for each in answers]

    assert asyncio.run(told()) == ["1", "2", "2"]
