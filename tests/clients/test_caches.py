"""Apollo Client and urql over our connections: pages join, and a thing is kept once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .examples import Demo

HERE = Path(__file__).parent
MEMBERS = ["Gdańsk", "Klaipėda", "Riga", "Rostock", "Tallinn", "Turku"]


def _report(script: str, address: str, packages: Path) -> dict[str, Any]:
    done = subprocess.run(
        ["node", str(HERE / script), f"{address}/graphql"],
        cwd=packages,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.fixture(scope="module")
def apollo(demo: Demo, packages: Path) -> dict[str, Any]:
    """Return what Apollo Client did and kept."""
    return _report("apollo.mjs", demo.address, packages)


@pytest.fixture(scope="module")
def urql(demo: Demo, packages: Path) -> dict[str, Any]:
    """Return what urql did and kept."""
    return _report("urql.mjs", demo.address, packages)


def test_apollo_joins_the_pages_of_a_nested_connection_both_ways(apollo: dict[str, Any]) -> None:
    for way in ("forwards", "backwards"):
        assert apollo[way] == {"sizes": [2, 4, 6], "total": 6, "names": MEMBERS}


def test_apollo_keeps_a_thing_once_under_its_iri(apollo: dict[str, Any]) -> None:
    harbours, streets = apollo["whole"]
    assert harbours == MEMBERS
    assert "Turku" in streets
    assert apollo["turku"] == ["City:https://w3id.org/hansa/id/city/turku-fi"]
    assert apollo["claims"] > len(harbours)
    assert apollo["unkeyed"] == []


def test_apollo_knows_by_the_schema_which_types_an_interface_has(apollo: dict[str, Any]) -> None:
    assert apollo["places"]


def test_apollo_reads_by_get_asks_nothing_twice_and_has_the_codes(apollo: dict[str, Any]) -> None:
    assert {each["method"] for each in apollo["requests"]} == {"GET"}
    assert all("graphql-response+json" in each["accept"] for each in apollo["requests"])
    assert apollo["again"] == 0
    assert apollo["error"] == {"isCoded": True, "codes": ["BAD_PAGING"]}


def test_urql_reads_by_get_what_can_be_kept_and_has_the_codes(urql: dict[str, Any]) -> None:
    assert {each["method"] for each in urql["requests"]} == {"GET"}
    refused = [each for each in urql["requests"] if each["etag"] is None]
    assert [each["status"] for each in refused] == [400, 400]
    assert (urql["codes"], urql["wrong"]) == (["BAD_PAGING"], ["BAD_REQUEST"])
    assert urql["operations"] == ["miss", "hit"]
    assert urql["unchanged"] == 304


def test_graphcache_finds_nothing_to_warn_of_and_joins_pages(urql: dict[str, Any]) -> None:
    assert urql["warnings"] == []
    assert (urql["sizes"], urql["names"]) == ([4, 6], MEMBERS)
