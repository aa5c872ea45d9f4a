"""An answer as JSON-LD says what the data says, and nothing besides."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
from graphql import parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from api.gql.beside.jsonld_door import CONTEXT_PATH
from api.gql.beside.jsonld_terms import context
from api.gql.limits.costs import requested
from api.gql.mapping.table import RELATIONS, TABLE
from api.gql.schema import schema
from graph.reader import Reader
from graph.workspace import Workspace
from tests.api.gql.documents import documents
from tests.api.gql.telling import telling

CORE = schema()._schema
JSONLD = {"Accept": "application/ld+json"}
#: More than CI takes: HANSA_EXAMPLES=5000 for one long run.
EXAMPLES = int(os.environ.get("EXAMPLES", "60"))
ID = "https://w3id.org/hansa/id"
ONTOLOGY = "https://w3id.org/hansa/ontology#"

Triples = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def reader(networks_store: Path) -> Iterator[Reader]:
    with Workspace(networks_store).reader() as reader:
        yield reader


@pytest.fixture(scope="module")
def every(reader: Reader) -> Triples:
    """Return every triple of the dataset, whatever graph it stands in."""
    return {_written(quad) for quad in reader.quads()}


def _written(quad: Quad) -> tuple[str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _asked(client: httpx.Client, query: str, **variables: Any) -> httpx.Response:
    return client.post(
        "/graphql", json={"query": query, "variables": variables}, headers=JSONLD
    )


def _answer(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    response = _asked(client, query, **variables)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/ld+json"
    found: dict[str, Any] = response.json()
    return found


def _triples(found: dict[str, Any]) -> Triples:
    """Return what PyLD reads in an answer, with the context in the place of its address."""
    whole = found | {"@context": dict(context())}
    lines = jsonld.to_rdf(whole, {"format": "application/n-quads"})
    return {_written(quad) for quad in parse_rdf(lines.encode(), RdfFormat.N_QUADS)}


def _iris(reader: Reader) -> list[str]:
    things = sorted({iri for _, iri, _ in reader.names()})
    return [*things, *(row.iri for row in reader.documents()), "https://example.org/none"]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
@given(data=st.data())
def test_every_triple_of_an_answer_is_one_of_the_data(
    networks: httpx.Client, reader: Reader, every: Triples, data: st.DataObject
) -> None:
    made = st.one_of(telling(CORE, _iris(reader)), documents(CORE, _iris(reader)))
    query = data.draw(telling(CORE, _iris(reader)) | made)
    assume(not validate(CORE, parse(query)))
    assume(requested(CORE, parse(query), {}) < 1_000)
    plain = networks.post("/graphql", json={"query": query}).json()
    response = _asked(networks, query)
    if "errors" in plain:
        assert response.status_code >= 300
        assert response.headers["Content-Type"] == "application/problem+json"
        return
    if response.status_code == 406:
        assert "nothing of this selection" in response.json()["detail"]
        return
    found = response.json()
    assert response.status_code == 200, found
    said = _triples(found)
    assert said - every == set()
    assert _things(plain["data"]) <= {part.strip("<>") for triple in said for part in triple}


def _things(value: Any) -> set[str]:
    """Return the ids that an answer shows, under their own name."""
    if isinstance(value, list):
        return set().union(*map(_things, value))
    if not isinstance(value, dict):
        return set()
    its = {value["id"]} if isinstance(value.get("id"), str) else set()
    return its.union(*map(_things, value.values()))
