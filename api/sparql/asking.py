"""What a request to ask comes down to: a checked query, a generation, a format, a tag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from starlette.datastructures import URL
from starlette.requests import Request

from api.errors import BadRequestError
from api.http.negotiation import negotiate
from api.pages.pages import HTML
from api.workbooks import XLSX
from graph.foreign.guard import Form, Shape
from graph.foreign.jobs import Job, Limits, canonical_form, formats_of, job, measure
from graph.foreign.mending import at_home
from graph.formats import Format
from graph.remote.served import Source

from .protocol import ProtocolRequest
from .remembered import Key


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that may run, over one generation, with the format that its client reads.

    ``key`` is None for what may have another answer each time.
    """

    request: ProtocolRequest
    generation: int
    shape: Shape
    format: Format
    base_iri: str
    key: Key | None

    @property
    def is_enriched(self) -> bool:
        """Whether the answer is made of the engine's, rather than being it."""
        return self.request.evidence or self.format in (HTML, XLSX)

    def job(self, source: Source, limits: Limits) -> Job:
        """Return it as a job over *source*."""
        return job(
            source,
            self.request.query,
            format="json" if self.is_enriched else self.format.name,
            limits=limits,
            dataset=self.request.dataset,
            base_iri=self.base_iri,
        )


def asked(request: Request, protocol: ProtocolRequest, *, generation: int, limits: Limits) -> Asked:
    """Check what is asked, and choose the format.

    Raises QuerySyntaxError, QueryRefusedError, NotAcceptableError.
    """
    base_iri = endpoint(request)
    make = _known if protocol.length + len(base_iri) < SHORT else _asked
    found = make(protocol, base_iri, generation, limits)
    return _as_page(request, found) if found.format is HTML else found


def _as_page(request: Request, found: Asked) -> Asked:
    """Return what asks for a page, which depends on its address and on the query as it stands."""
    if found.key is None:
        return found
    address = request.scope.get("root_path", ""), request.scope["query_string"], request.method
    key = Key.of(found.generation, found.key.digest, *address, found.request.query)
    return replace(found, key=key)


def _asked(protocol: ProtocolRequest, base_iri: str, generation: int, limits: Limits) -> Asked:
    if not protocol.dataset and len(protocol.query) <= limits.length:
        query = at_home(protocol.query, base_iri)
        protocol = protocol if query is protocol.query else replace(protocol, query=query)
    shape = measure(protocol.query, limits=limits)
    if protocol.evidence and shape.form != "SELECT":
        raise BadRequestError(
            "evidence=1 explains the rows of SELECT; leave it out, or ask for rows"
        )
    negotiated = _known_format if protocol.length < SHORT else _negotiated
    format = negotiated(protocol.accept, shape.form, protocol.format, protocol.evidence)
    name = f"{format.name} evidence" if protocol.evidence else format.name
    said = canonical_form(protocol.query), protocol.dataset, base_iri, name
    key = None if shape.is_volatile else Key.of(generation, *said)
    return Asked(protocol, generation, shape, format, base_iri, key)


#: Characters of a request of which it is remembered what was decided.
SHORT: Final = 4_000
_known = lru_cache(maxsize=1_000)(_asked)


def _negotiated(
    accept: str | None,
    form: Form | None,
    wanted: str | None,
    has_evidence: bool,
) -> Format:
    formats = dict(formats_of(form))
    if has_evidence:
        formats = {"json": formats["json"]}
    if form == "SELECT":
        formats[XLSX.name] = XLSX
    if form in {"SELECT", "ASK"}:
        formats[HTML.name] = HTML
    return negotiate(accept, formats, wanted=wanted)


_known_format = lru_cache(maxsize=500)(_negotiated)


def endpoint(request: Request) -> str:
    """Return the IRI of the endpoint as this client sees it, which relative IRIs build on."""
    scope, host = request.scope, request.headers.get("host", "")
    make = _known_address if len(host) + len(scope["path"]) < SHORT else _address
    return make(scope["scheme"], host, scope["path"])


def _address(scheme: str, host: str, path: str) -> str:
    headers = [(b"host", host.encode("latin-1"))] if host else []
    return str(URL(scope={"scheme": scheme, "headers": headers, "path": path, "server": None}))


_known_address = lru_cache(maxsize=500)(_address)
