"""Kept answers are sent again to requests in the same words: same headers, same bytes."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import httpx
import pytest

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
    assert memory.taken == 1 + len(answer.replies) * reply.size
    memory.keep_only([2])
    assert (memory.taken, memory.reply(("words", 0))) == (0, None)
