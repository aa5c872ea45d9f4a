"""A page that cannot be is refused once, before anything is read, wherever in the request it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.server import running_server

from .networks import write_networks
from .talking import TOKEN, events

NESTED = "{ networks(first: 5) { nodes { name { value } members%s { totalCount } } } }"


def _refused(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    """Return the only error of an answer that has nothing else."""
    found = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "data" not in found
    error: dict[str, Any]
    (error,) = found["errors"]
    assert error["extensions"]["code"] == "BAD_PAGING"
    assert "path" not in error
    return error


@pytest.mark.parametrize(
    "page", ["", "(first: 101)", "(first: -1)", "(last: 101)", "(first: 1, last: 1)", "(last: -1)"]
)
def test_a_nested_page_that_cannot_be_is_one_error_that_names_its_path(
    networks: httpx.Client, page: str
) -> None:
    error = _refused(networks, NESTED % page)
    assert error["extensions"]["paths"] == ["networks.nodes.members"]
    assert error["message"].startswith("networks.nodes.members: ")
    assert "from 0 to 100" in error["message"]
    assert error["locations"] == [{"line": 1, "column": (NESTED % "").index("members") + 1}]


def test_all_pages_that_cannot_be_are_named_at_once_by_the_names_of_the_answer(
    networks: httpx.Client,
) -> None:
    query = """{ all: networks(first: 2) { nodes { ...of } } cities { totalCount }
      search(query: "riga", first: 200) { totalCount }
      some: cities(first: 2) { nodes { claims(first: 101) { quote } } } }
      fragment of on Network { their: members { totalCount } }"""
    error = _refused(networks, query)
    assert error["extensions"]["paths"] == [
        *("all.nodes.their", "cities", "search", "some.nodes.claims")
    ]
    assert "all.nodes.their, cities: give either first or last" in error["message"]


def test_the_same_document_is_refused_with_one_number_and_answered_with_another(
    networks: httpx.Client,
) -> None:
    query = "query ($n: Int) { cities(first: 3) { nodes { memberOf(first: $n) { totalCount } } } }"
    for _ in range(4):  # from the second time on it is read on the event loop
        asked = {"query": query, "variables": {"n": 2}}
        assert "errors" not in networks.post("/graphql", json=asked).json()
    for number in (None, 101, -1):
        error = _refused(networks, query, n=number)
        assert error["extensions"]["paths"] == ["cities.nodes.memberOf"]


def test_what_is_not_asked_is_not_looked_at(networks: httpx.Client) -> None:
    query = "query ($is: Boolean!) { generation cities @include(if: $is) { totalCount } }"
    asked = {"query": query, "variables": {"is": False}}
    assert networks.post("/graphql", json=asked).json()["data"] == {"generation": 1}
    assert _refused(networks, query, **{"is": True})["extensions"]["paths"] == ["cities"]


def test_json_ld_and_streams_and_status_say_so_too(networks: httpx.Client) -> None:
    asked = {"query": NESTED % ""}
    found = networks.post("/graphql", json=asked, headers={"Accept": "application/ld+json"})
    assert (found.status_code, found.json()["code"]) == (400, "BAD_PAGING")
    assert len(found.json()["errors"]) == 1
    accept = {"Accept": "application/graphql-response+json"}
    assert networks.post("/graphql", json=asked, headers=accept).status_code == 400
    query = "subscription { generationChanged { query { cities { totalCount } } } }"
    with events(networks, query) as told:
        (error,) = json.loads(next(told)["data"])["errors"]
    assert error["extensions"]["paths"] == ["generationChanged.query.cities"]


@pytest.fixture
def written(tmp_path: Path) -> Iterator[httpx.Client]:
    """Return a client, with the token, of a server of several networks."""
    with running_server(write_networks(tmp_path / "data"), HANSA_TOKEN=TOKEN) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


def test_nothing_is_written_by_a_request_that_reads_a_page_that_cannot_be(
    written: httpx.Client,
) -> None:
    documents = "{ documents(first: 1) { totalCount nodes { sourceKey } } }"
    before = written.post("/graphql", json={"query": documents}).json()["data"]["documents"]
    key = json.dumps(before["nodes"][0]["sourceKey"])
    retract = f"retractDocument(input: {{document: {key}}})"
    _refused(written, f"mutation {{ {retract} {{ query {{ documents {{ totalCount }} }} }} }}")
    after = written.post("/graphql", json={"query": documents}).json()["data"]["documents"]
    assert after == before
