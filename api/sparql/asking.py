"""What a request to ask comes down to: a checked query, a generation, a format, a tag."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import URL
from starlette.requests import Request

from api.negotiation import negotiate
from api.protocol import ProtocolRequest
from graph.formats import Format
from graph.guard import Form, Shape
from graph.jobs import Job, Limits, canonical_form, formats_of, job, measure

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

    def job(self, checkpoint: Path, limits: Limits) -> Job:
        """Return it as a job for the sandbox."""
        return job(
            checkpoint,
            self.request.query,
            format=self.format.name,
            limits=limits,
            dataset=self.request.dataset,
            base_iri=self.base_iri,
        )


def asked(request: Request, protocol: ProtocolRequest, *, generation: int, limits: Limits) -> Asked:
    """Check what is asked, and choose the format.

    Raises QuerySyntaxError, QueryRefusedError, NotAcceptableError.
    """
    shape = measure(protocol.query, limits=limits)
    format = _negotiated(protocol.accept, shape.form, protocol.format)
    base_iri = endpoint(request)
    said = canonical_form(protocol.query), protocol.dataset, base_iri, format.name
    key = None if shape.is_volatile else Key.of(generation, *said)
    return Asked(protocol, generation, shape, format, base_iri, key)


@lru_cache(maxsize=500)
def _negotiated(accept: str | None, form: Form | None, wanted: str | None) -> Format:
    return negotiate(accept, formats_of(form), wanted=wanted)


def endpoint(request: Request) -> str:
    """Return the IRI of the endpoint as this client sees it, which relative IRIs build on."""
    scope = request.scope
    return _address(scope["scheme"], request.headers.get("host", ""), scope["path"])


@lru_cache(maxsize=500)
def _address(scheme: str, host: str, path: str) -> str:
    headers = [(b"host", host.encode("latin-1"))] if host else []
    return str(URL(scope={"scheme": scheme, "headers": headers, "path": path, "server": None}))
