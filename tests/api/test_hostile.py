"""Whatever strangers send gets its answer in good time, and whoever asks next gets theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from graph.workspace import Workspace

from .hostile import Answer, Hostile, hostile, send
from .sample import write_sample, write_script
from .server import running_server

TOKEN = "keeper's"
LIMITS = {
    "HANSA_QUERY_TIMEOUT": "1",
    "HANSA_QUERY_ANSWER": "1000000",
    "HANSA_QUERY_MEMORY": str(128 * 1024 * 1024),
    "HANSA_REQUEST_SECONDS": "1",
    "HANSA_RATE_SECONDS": "0",
    "HANSA_TOKEN": TOKEN,
}
MEMBERS = (
    "SELECT DISTINCT ?label { ?city hansa:memberOf ?network ; rdfs:label ?label } ORDER BY ?label"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server with short limits, whose documents hold script."""
    store = write_sample(tmp_path_factory.mktemp("hostile") / "data")
    write_script(Workspace(store))
    with running_server(store, **LIMITS) as client:
        client.get("/health/ready").raise_for_status()
        yield client


@pytest.mark.parametrize("request_", hostile(), ids=lambda each: each.name)
def test_what_strangers_send_gets_its_answer(server: httpx.Client, request_: Hostile) -> None:
    port = server.base_url.port
    assert port is not None
    answer = send(request_, port)
    assert _told(answer) in request_.answers, answer.body[:500]
    assert answer.seconds < 5
    assert "Traceback" not in answer.body
    if request_.lacks:
        assert request_.lacks.lower() not in answer.body.lower()
    if request_.lacks_header:
        assert request_.lacks_header.lower() not in answer.head.lower()
    new = f"FILTER('{request_.name.encode().hex()}' != '') "  # so that it is not remembered
    look_up = server.get("/sparql", params={"query": MEMBERS.replace("} ", new + "} ")})
    labels = [each["label"]["value"] for each in look_up.json()["results"]["bindings"]]
    assert labels == ["Riga", "Tartu"]


def _told(answer: Answer) -> str:
    """Return the answer as the corpus writes it: its status, and the type of the problem."""
    kind = ""
    if answer.type == "application/problem+json":
        kind = json.loads(answer.body.encode("latin-1"))["type"]
    elif answer.status >= 400 and answer.body.startswith('{"errors"'):
        kind = json.loads(answer.body)["errors"][0]["extensions"].get("type", "")
    return f"{answer.status} {kind.rpartition('/')[2]}".rstrip()


def test_there_are_enough_and_each_has_its_reason() -> None:
    corpus = hostile()
    assert len(corpus) >= 60
    assert len({each.name for each in corpus}) == len(corpus)
    assert all(each.reason and each.line and each.answers for each in corpus)
    allowed = {"408", "429", "500", "503", "504"}
    assert not {each[:3] for one in corpus for each in one.answers if each[0] == "5"} - allowed
