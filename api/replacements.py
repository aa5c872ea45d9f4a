"""IRIs that name nothing any more: where they lead, or that they are gone.

A thing that became another's answers 308 with the address of that one, in the form that was asked
for; a name that came to stand for several things answers 300 with all of them (RFC 9110, sections
15.4.9 and 15.4.1); what was retracted answers 410 and not 404.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.context import Services
from api.errors import GoneError
from api.http.negotiation import accepted, preferred
from api.http.problems import CHOICES, MEDIA_TYPE, NOT_FOR_EVER, Problem
from api.linked.prefix import path_within
from api.linked.visits import Visit
from api.pages.pages import HTML, address, way_up
from graph.formats import Format
from graph.reader import Reader
from graph.writing.ledger import Ledger
from ontology.namespaces import PREFIXES

_IS_REPLACED_BY: Final = NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
_FORMATS: Final = {HTML.name: HTML, "json": Format("json", MEDIA_TYPE, ("application/json",))}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the things that an IRI may have meant."""

    iri: str
    label: str
    kind: str


def successors(reader: Reader, iri: str) -> list[str]:
    """Return what the graph says took the place of *iri*, sorted; nothing where it is in use."""
    try:
        about = NamedNode(iri)
    except ValueError:
        return []
    found = reader.quads(about, _IS_REPLACED_BY, None, DefaultGraph())
    return sorted(each.object.value for each in found if isinstance(each.object, NamedNode))


def departed(
    services: Services,
    reader: Reader,
    iri: str,
    *,
    because: str | None = None,
) -> list[str] | None:
    """Return what took the place of an IRI that the reader's generation does not have.

    None where it never was there. Raises GoneError where nothing took its place, *because* of what
    if anything is known.
    """
    ledger = Ledger.open(services.shelf.workspace.path / "published.sqlite")
    gone = ledger.look_up(iri, generation=reader.generation)
    if gone is None:
        return None
    if not gone.successors:
        because = because or "no document that was read speaks of it any more"
        raise GoneError(
            f"{iri} is gone since generation {gone.generation}: {because}",
            generation=gone.generation,
            last=_last(services, iri, before=gone.generation),
        )
    return list(gone.successors)


def _last(services: Services, iri: str, *, before: int) -> int | None:
    """Return the last generation that is kept *before* one, if that knows of *iri*."""
    number = max((each for each in services.moments.readable() if each < before), default=None)
    if number is None:
        return None
    with services.shelf.reader(number) as reader:
        return number if reader.knows(iri) else None


def lead_on(visit: Visit, iri: str, to: Sequence[str], *, suffix: str | None) -> Response:
    """Answer 308 for one successor, 300 for several; *suffix* is the form that was asked for."""
    if len(to) > 1:
        return _choices(visit, iri, to, suffix=suffix)
    there = _address(visit.request, visit.services, to[0], suffix)
    return RedirectResponse(there, status_code=308, headers=NOT_FOR_EVER)


def _address(request: Request, services: Services, iri: str, suffix: str | None) -> str:
    """Return the relative address of *iri* in that form, with the parameters of the request."""
    found = address(iri, base=services.settings.base, root=way_up(path_within(request)))
    form = f".{suffix}" if suffix else ""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{found}{form}{query}"


def _choices(visit: Visit, iri: str, to: Sequence[str], *, suffix: str | None) -> Response:
    request, services, reader = visit.request, visit.services, visit.reader
    links = {each: _address(request, services, each, suffix) for each in to}
    candidates = [Candidate(each, reader.label(each), reader.kind(each) or "thing") for each in to]
    headers = {
        "Link": ", ".join(f'<{link}>; rel="alternate"' for link in links.values()),
        "Vary": "Accept",
        **NOT_FOR_EVER,
    }
    if _wants_page(request, suffix):
        response: Response = services.pages.render(
            request, "choices.html", status=300, iri=iri, candidates=candidates, links=links
        )
        response.headers.update(headers)
        return response
    detail = f"{iri} may mean {len(to)} things; ask for the one that is meant"
    members = {"candidates": candidates}
    return Problem(CHOICES, detail, request.scope["path"], members, headers).response()


def _wants_page(request: Request, suffix: str | None) -> bool:
    if suffix is not None:
        return suffix == HTML.name
    # Where neither is accepted, the list in JSON is better than none.
    return preferred(accepted(request.headers), _FORMATS) is HTML
