"""``/data``: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by ``?graph=``, as ``?default``, or by its own IRI where that is below ``/data/``.
Reading is a query like any other, so it has the same formats, limits, tags and generations.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from anyio import to_thread
from pyoxigraph import NamedNode
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.context import Services
from api.errors import BadRequestError, NotFoundError
from api.http.citing import asked_generation
from api.http.negotiation import accepted
from api.http.problems import status_problem
from graph.errors import EmptyWorkspaceError, UnknownGenerationError
from graph.foreign.jobs import NO_DATASET, QueryDataset
from graph.foreign.updates import ClearStep, LoadStep
from graph.formats import GRAPH_FORMATS

from .asking import asked
from .bodies import Body, read_bodies
from .door import SparqlDoor
from .preconditions import Condition, Target, condition_of, same_graph
from .protocol import ProtocolRequest, fields_of, single
from .sending import Sending

ALLOWED: Final = "DELETE, GET, HEAD, OPTIONS, POST, PUT"
_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class GraphStore:
    """The ASGI application."""

    def __init__(self, services: Services) -> None:
        """Read from the generations of *services*, and write by its writing."""
        self._services = services
        self._door = SparqlDoor(services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "GET":
            await self._read(request, Sending(send))
            return
        response = await self._change(request)
        await response(scope, receive, send)

    async def _read(self, request: Request, send: Sending) -> None:
        graph = named_graph(request)
        fields = fields_of(request)
        wanted = ",".join(value for name, value in fields if name == "format") or None
        protocol = _reading(graph, wanted, accepted(request.headers))
        async with self._services.shelf.lent(asked_generation(request)) as reader:
            if graph is not None and not await to_thread.run_sync(reader.has_graph, graph):
                request.state.generation = reader.generation
                raise _unknown(graph)
            await self._door.ask(request, protocol, reader, send)

    async def _change(self, request: Request) -> Response:
        match request.method:
            case "PUT":
                return await self._put(request)
            case "POST":
                return await self._post(request)
            case "DELETE":
                return await self._delete(request)
            case "OPTIONS":
                return Response(status_code=204, headers={"Allow": ALLOWED})
        path = request.scope["path"]
        detail = f"{request.method} is not possible at {path}"
        headers = {"Allow": ALLOWED}
        return status_problem(405, detail, instance=path, headers=headers).response()

    async def _put(self, request: Request) -> Response:
        self._services.writing.require_keeper(request)
        graph = named_graph(request)
        return await self._store(request, graph, ClearStep(graph))

    async def _post(self, request: Request) -> Response:
        self._services.writing.require_keeper(request)
        if _names_none(request):  # the graph is to be made, and named, by the store
            made = f"{_address(request)}/{secrets.token_hex(8)}"
            return await self._store(request, made, location=made)
        return await self._store(request, named_graph(request))

    async def _store(
        self,
        request: Request,
        graph: str | None,
        *before: ClearStep,
        location: str | None = None,
    ) -> Response:
        bodies = await read_bodies(request, longest=self._services.settings.write_length)
        is_new = not await to_thread.run_sync(self._is_there, graph)
        base = graph or _address(request)
        with _files(bodies) as paths:
            loads = (
                LoadStep(str(path), body.format, base, graph)
                for path, body in zip(paths, bodies, strict=True)
            )
            condition = self._condition(request, graph)
            await self._services.writing.write(request, *before, *loads, condition=condition)
        headers = {"Location": location} if location else {}
        return Response(status_code=201 if is_new else 204, headers=headers)

    async def _delete(self, request: Request) -> Response:
        self._services.writing.require_keeper(request)
        graph = named_graph(request)
        if not await to_thread.run_sync(self._is_there, graph):
            raise _unknown(str(graph))
        condition = self._condition(request, graph)
        await self._services.writing.write(request, ClearStep(graph), condition=condition)
        return Response(status_code=204)

    def _condition(self, request: Request, graph: str | None) -> Condition | None:
        shelf, limits = self._services.shelf, self._services.settings.limits

        def tags(number: int) -> Iterator[str]:
            for name in GRAPH_FORMATS:
                reading = _reading(graph, name, None)
                if key := asked(request, reading, generation=number, limits=limits).key:
                    yield key.digest

        target = Target(
            "the default graph" if graph is None else f"<{graph}>",
            tags=tags,
            is_same=partial(same_graph, shelf, graph),
            is_there=partial(self._is_there, graph),
        )
        return condition_of(request, shelf, target, moments=self._services.moments)

    def _is_there(self, graph: str | None, number: int | None = None) -> bool:
        if graph is None:
            return True
        try:
            with self._services.shelf.reader(number) as reader:
                return reader.has_graph(graph)
        except (EmptyWorkspaceError, UnknownGenerationError):
            return False


def _reading(graph: str | None, wanted: str | None, accept: str | None) -> ProtocolRequest:
    """Return the query for the triples of a graph, None for the default graph."""
    dataset = NO_DATASET if graph is None else QueryDataset((graph,))
    return ProtocolRequest(query=_ALL, dataset=dataset, format=wanted, accept=accept)


def _unknown(graph: str) -> NotFoundError:
    return NotFoundError(f"there is no graph <{graph}>")


def _names_none(request: Request) -> bool:
    """Say whether a request goes to the store itself and to none of its graphs."""
    names = {name for name, _ in fields_of(request)}
    return _is_store(request) and not names & {"graph", "default"}


def _is_store(request: Request) -> bool:
    return not request.path_params.get("name")


def named_graph(request: Request) -> str | None:
    """Return the IRI of the graph a request is about, None for the default graph.

    Raises BadRequestError unless it names exactly one (sections 4.1 and 4.2).
    """
    fields = fields_of(request)
    graph, default = single(fields, "graph"), single(fields, "default")
    if not _is_store(request):
        if graph is not None or default is not None:
            raise BadRequestError(
                "the address names a graph, and so does ?graph= or ?default; name it once"
            )
        graph = _address(request)
    if (graph is None) == (default is None):
        raise BadRequestError("name one graph: by ?graph= and its IRI, or as ?default")
    return None if graph is None else _iri(graph)


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise BadRequestError(f"{text!r} names no graph: it must be an absolute IRI") from error


def _address(request: Request) -> str:
    """Return the IRI of what was asked for as the client wrote it, without its fields."""
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    url = URL(scope={**request.scope, "query_string": b""})
    return f"{url.scheme}://{url.netloc}{path.split(b'?')[0].decode('ascii', 'replace')}"


@contextmanager
def _files(bodies: list[Body]) -> Iterator[list[Path]]:
    """Keep bodies in files, for another process to read."""
    with TemporaryDirectory(prefix="hansa-") as folder:
        paths = [Path(folder, str(number)) for number in range(len(bodies))]
        for path, body in zip(paths, bodies, strict=True):
            path.write_bytes(body.data)
        yield paths
