"""Things of which thousands of sentences speak: their data come out of the pool, as they are found.

A thing's data are what is said of it, what is said with it, and the claims about it with their
sentences: 26 quads for each member of a network. Those of most things are read at once, here.
Those of a hub would hold the interpreter for seconds and all of its quads in memory; so a query for
them runs in a process of its own, which has limits, is charged to who asks and ends when he leaves.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import Final

from anyio import to_thread
from pyoxigraph import NamedNode, Quad
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from api.context import Services
from api.http.rates import counted
from api.linked.framing import framed_lines
from api.rdf import not_sayable
from api.sparql.admitted import admitted
from api.sparql.door import SparqlDoor
from api.sparql.protocol import ProtocolRequest
from api.sparql.sending import Sending
from graph.errors import ExportError
from graph.foreign.jobs import NO_DATASET, job
from graph.formats import Format
from graph.reader import Reader
from ontology.namespaces import prologue

#: Quads with a thing, at either end, from which on it is a hub.
_MANY: Final = 1_000
#: How much longer than a foreign query ours may take.
_LONGER: Final = 12
_ENDS: Final = ("rdf:subject", "rdf:object")
#: Where the subjects of what a claim tells stand: it, its evidence, and the selectors of that.
_TOLD: Final = (
    "?claim ?p ?o BIND(?claim AS ?s)",
    "?claim hansa:evidence ?s . ?s ?p ?o",
    "?claim hansa:evidence ?evidence . ?evidence oa:hasSelector ?s . ?s ?p ?o",
)


def is_hub(reader: Reader, iri: str) -> bool:
    """Say whether so much is said of the thing with that IRI that it is not to be read at once."""
    about = NamedNode(iri)
    found = chain(reader.quads(None, None, about), reader.quads(about))
    return next(islice(found, _MANY, None), None) is not None


def parts_of(reader: Reader, iri: str) -> list[str]:
    """Return the parts of a thing, whose IRIs are its own and a fragment, and the parts of these.

    Only what the thing, or a part of it, refers to is one.
    """
    found = [iri]
    for one in found:  # grows while parts have parts
        objects = (quad.object for quad in reader.quads(NamedNode(one)))
        named = {each.value for each in objects if isinstance(each, NamedNode)}
        found += sorted(each for each in named - {*found} if each.startswith(f"{iri}#"))
    return found[1:]


def data_of(reader: Reader, iri: str) -> list[Quad]:
    """Return what the data forms of a thing hold; UnknownEntityError as ``describe`` raises it."""
    parts = (reader.quads(NamedNode(part)) for part in parts_of(reader, iri))
    return [*reader.describe(iri), *chain.from_iterable(parts)]


def query_for(reader: Reader, iri: str) -> str:
    """Return the query for the triples of ``data_of``."""
    things = " ".join(f"<{each}>" for each in [iri, *parts_of(reader, iri)])
    alternatives = [
        f"VALUES ?s {{ {things} }} ?s ?p ?o",
        f"VALUES ?s {{ {things} }} GRAPH ?g {{ ?s ?p ?o }}",
        f"VALUES ?o {{ <{iri}> }} ?s ?p ?o",
        *(f"GRAPH ?g {{ ?claim {end} <{iri}> . {told} }}" for end in _ENDS for told in _TOLD),
    ]
    where = " UNION ".join(f"{{ {each} }}" for each in alternatives)
    return f"{prologue()}CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"


class HubResponse(Response):
    """The data of a hub, in one of ``GRAPH_FORMATS``; all but JSON-LD are sent as they come."""

    def __init__(self, services: Services, reader: Reader, iri: str, format: Format) -> None:
        """Answer from the generation of *reader*; nothing runs before it is sent."""
        super().__init__()
        self._services = services
        self._query = query_for(reader, iri)
        self._number = reader.generation
        self._iri = iri
        self._format = format
        limits = services.settings.limits
        self._limits = replace(limits, seconds=limits.seconds * _LONGER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer; raises what the pool raises."""
        request = Request(scope, receive)
        links = [header for header in self.raw_headers if header[0] == b"link"]

        async def linked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "headers": [*message["headers"], *links]}
            await send(message)

        async with self._services.shelf.lent(self._number) as reader:
            if self._format.name == "jsonld":
                response = await self._tree(request, reader)
                await response(scope, receive, linked)
                return
            asked = ProtocolRequest(self._query, NO_DATASET, self._format.name, None)
            door = SparqlDoor(self._services)
            await door.ask(request, asked, reader, Sending(linked), limits=self._limits)

    async def _tree(self, request: Request, reader: Reader) -> Response:
        asked = job(reader.source, self._query, format="nt", limits=self._limits)
        async with admitted(
            request, self._services, asked, generation=reader.generation
        ) as running:
            lines = b"".join([piece async for piece in running]).splitlines(keepends=True)
        try:
            with self._services.charged(request):
                body = await to_thread.run_sync(counted(framed_lines), {*lines}, self._iri)
        except ExportError as error:
            raise not_sayable(error, self._format) from error
        headers = {"Content-Type": self._format.content_type, "Vary": "Accept"}
        return Response(body, headers=headers)
