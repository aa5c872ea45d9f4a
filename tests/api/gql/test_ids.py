"""What is no IRI is told from an IRI that nobody knows."""

from __future__ import annotations

import httpx
import pytest

UNKNOWN = "https://example.org/none"
ASKED = "query ($id: ID!) { network(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }"


@pytest.mark.parametrize(
    "id_", ["baltic", "", "<x>", "/id/city/riga-lv", "a b:c", "https://a.b/c d"]
)
def test_what_is_no_iri_is_an_error_with_a_code(networks: httpx.Client, id_: str) -> None:
    found = networks.post("/graphql", json={"query": ASKED, "variables": {"id": id_}}).json()
    assert found["data"] == {"network": None, "node": None, "nodes": [None]}
    told = {(tuple(each["path"]), each["extensions"]["code"]) for each in found["errors"]}
    assert told == {((*path,), "BAD_ID") for path in (["network"], ["node"], ["nodes", 0])}
    assert "is not an IRI" in found["errors"][0]["message"]


@pytest.mark.parametrize("id_", [UNKNOWN, "urn:none", "https://w3id.org/hansa/id/city/none"])
def test_an_iri_that_nobody_knows_is_null(networks: httpx.Client, id_: str) -> None:
    found = networks.post("/graphql", json={"query": ASKED, "variables": {"id": id_}}).json()
    assert found["data"] == {"network": None, "node": None, "nodes": [None]}
    assert "errors" not in found


def test_json_ld_says_so_too(networks: httpx.Client) -> None:
    asked = {"query": '{ network(id: "baltic") { id } }'}
    found = networks.post("/graphql", json=asked, headers={"Accept": "application/ld+json"})
    assert (found.status_code, found.json()["code"]) == (400, "BAD_ID")
