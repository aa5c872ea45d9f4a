"""GraphQL as one would write it who has Strawberry and a SPARQL store: what ours is measured by.

Async resolvers, a DataLoader for each question that is asked of many things, each batch of which is
one SPARQL query; queries run in threads, where the engine lets go of the interpreter's lock. Both
caches that Strawberry offers are on. It has the few types that the mixed queries ask for.

``python -m tests.benchmarks.plain_graphql STORE PORT`` serves a checkpoint read-only.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph
import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache

from ontology.namespaces import prologue

Row = list[str | None]


class Loaders:
    """The loaders of one request."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        """Ask *store*."""
        self._store = store
        self.name: DataLoader[str, str | None] = DataLoader(self._names)
        self.country: DataLoader[str, str | None] = DataLoader(self._countries)
        self.total: DataLoader[str, int] = DataLoader(self._totals)
        self.members: DataLoader[tuple[str, int], list[str]] = DataLoader(self._members)

    async def rows(self, query: str) -> list[Row]:
        """Return what a SELECT query finds, as texts."""

        def run() -> list[Row]:
            found: Any = self._store.query(prologue() + query)
            return [[None if term is None else term.value for term in row] for row in found]

        return await asyncio.to_thread(run)

    async def _one(self, iris: list[str], pattern: str) -> list[str | None]:
        values = " ".join(f"<{iri}>" for iri in iris)
        found = await self.rows(f"SELECT ?x ?y WHERE {{ VALUES ?x {{ {values} }} {pattern} }}")
        known = {row[0]: row[1] for row in found}
        return [known.get(iri) for iri in iris]

    async def _names(self, iris: list[str]) -> list[str | None]:
        return await self._one(iris, "?x rdfs:label ?y")

    async def _countries(self, iris: list[str]) -> list[str | None]:
        return await self._one(iris, "GRAPH ?g { ?x hansa:country ?y }")

    async def _totals(self, iris: list[str]) -> list[int]:
        values = " ".join(f"<{iri}>" for iri in iris)
        found = await self.rows(
            f"SELECT ?x (COUNT(?y) AS ?n) WHERE {{ VALUES ?x {{ {values} }} "
            "?x hansa:hasMember ?y } GROUP BY ?x"
        )
        known = {row[0]: int(row[1] or 0) for row in found}
        return [known.get(iri, 0) for iri in iris]

    async def _members(self, asked: list[tuple[str, int]]) -> list[list[str]]:
        values = " ".join(f"<{iri}>" for iri, _ in asked)
        most = max(first for _, first in asked)
        found = await self.rows(
            f"SELECT ?x ?y ?l WHERE {{ VALUES ?x {{ {values} }} LATERAL {{ SELECT ?x ?y ?l WHERE "
            f"{{ ?x hansa:hasMember ?y . ?y rdfs:label ?l }} ORDER BY LCASE(STR(?l)) STR(?y) "
            f"LIMIT {most} }} }}"
        )
        members: dict[str | None, list[str]] = defaultdict(list)
        for network, member, _ in found:
            members[network].append(str(member))
        return [members[iri][:first] for iri, first in asked]


Info = strawberry.Info[Loaders, None]


@strawberry.type
class Name:
    """A name."""

    value: str


@strawberry.interface
class Thing:
    """Anything with a name."""

    id: strawberry.ID

    @strawberry.field
    async def name(self, info: Info) -> Name:
        """Return the name."""
        return Name(value=await info.context.name.load(str(self.id)) or "")


@strawberry.type
class Country(Thing):
    """A country."""


@strawberry.type
class City(Thing):
    """A city."""

    @strawberry.field
    async def country(self, info: Info) -> Country | None:
        """Return the country."""
        iri = await info.context.country.load(str(self.id))
        return None if iri is None else Country(id=strawberry.ID(iri))


@strawberry.type
class Members:
    """A page of members."""

    network: strawberry.Private[str]
    first: strawberry.Private[int]

    @strawberry.field
    async def nodes(self, info: Info) -> list[Thing]:
        """Return the members, all of which are cities here."""
        iris = await info.context.members.load((self.network, self.first))
        return [City(id=strawberry.ID(iri)) for iri in iris]

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        """Return how many there are."""
        return await info.context.total.load(self.network)


@strawberry.type
class Network(Thing):
    """A network."""

    @strawberry.field
    async def members(self, first: int) -> Members:
        """Return the members."""
        return Members(network=str(self.id), first=first)


@strawberry.type
class Networks:
    """A page of networks."""

    nodes: list[Network]


@strawberry.type
class Query:
    """Everything starts here."""

    @strawberry.field
    async def networks(self, info: Info, first: int) -> Networks:
        """Return the networks, by name."""
        found = await info.context.rows(
            "SELECT ?x WHERE { ?x a hansa:Network ; rdfs:label ?l } "
            f"ORDER BY LCASE(STR(?l)) STR(?x) LIMIT {first}"
        )
        return Networks(nodes=[Network(id=strawberry.ID(str(row[0]))) for row in found])

    @strawberry.field
    async def network(self, id: strawberry.ID) -> Network | None:
        """Return a network."""
        return Network(id=id)

    @strawberry.field
    async def city(self, id: strawberry.ID) -> City | None:
        """Return a city."""
        return City(id=id)


class Door(GraphQL[Loaders, None]):
    """Strawberry's own view, with loaders for each request."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        """Serve *store*."""
        extensions = [ParserCache, ValidationCache]
        super().__init__(strawberry.Schema(Query, types=[City], extensions=extensions))
        self._store = store

    async def get_context(
        self,
        request: Request | WebSocket,  # noqa: ARG002
        response: Response | WebSocket,  # noqa: ARG002
    ) -> Loaders:
        """Return new loaders, which remember what one request asks."""
        return Loaders(self._store)


def app(path: Path) -> Starlette:
    """Return the app that serves the checkpoint in *path*."""
    return Starlette(routes=[Route("/graphql", Door(pyoxigraph.Store.read_only(str(path))))])


if __name__ == "__main__":
    uvicorn.run(
        app(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="warning", access_log=False
    )
