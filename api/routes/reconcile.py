"""/reconcile: names to things, as OpenRefine asks (Reconciliation Service API 0.2)."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.context import ChargedRoute, ReaderDep, Services, ServicesDep
from api.errors import BadRequestError, NotFoundError
from api.http.citing import asked_generation, keep_generation
from api.http.rates import client_of, counted
from api.linked.prefix import path_within
from api.pages.pages import address, way_up
from api.questions.paging import row_count
from api.reconciliation.answering import Hurry, reconcile
from api.reconciliation.extending import extend
from api.reconciliation.manifest import manifest
from api.reconciliation.previews import preview
from api.reconciliation.requests import (
    parse_batch,
    parse_extension,
    parse_single,
    read_fields,
)
from api.reconciliation.suggesting import (
    propose,
    suggest_properties,
    suggest_things,
    suggest_types,
)
from api.reconciliation.terms import property_of, type_of
from api.sparql.protocol import FORM
from graph.reader import Reader
from ontology.terms import KINDS
from queries.parameters import iri_of

router = APIRouter(tags=["Reconciliation"], route_class=ChargedRoute)

#: What a request can ask besides the manifest.
_ASKS: Final = ("queries", "query", "extend")
#: A preview stands in a frame of whoever asks; it still runs and loads nothing.
_FRAMED: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in _ASKS},
                }
            }
        },
    }
}

_Id = Annotated[str, Query(description="the identifier: an IRI")]
_Prefix = Annotated[str, Query(description="what was typed so far, or an identifier")]
_Type = Annotated[str, Query(description="a type; without one, things of all types")]
_Cursor = Annotated[str | None, Query(description="how many suggestions to leave out")]


class _Answer(BaseModel):
    """What the service answers: a manifest, results by key, or values; see the specification."""

    model_config = {"extra": "allow"}


@router.get("/reconcile", summary="The manifest, or an answer", response_model=_Answer)
async def ask(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    queries: Annotated[str | None, Query(description="a batch of queries as JSON")] = None,
    query: Annotated[str | None, Query(description="one query as JSON, or a name")] = None,
    extend: Annotated[str | None, Query(description="a data extension query as JSON")] = None,
) -> Response:
    """Return the manifest; with ``queries``, ``query`` or ``extend``, what they ask for."""
    del queries, query, extend  # described here, read where a form's fields are, too
    return await _answer(request, services, reader)


@router.post("/reconcile", summary="Match names", response_model=_Answer, openapi_extra=_FORM)
async def post(request: Request, services: ServicesDep, reader: ReaderDep) -> Response:
    """Answer what a form asks in ``queries``, ``query`` or ``extend``."""
    return await _answer(request, services, reader)


async def _answer(request: Request, services: Services, reader: Reader) -> Response:
    fields = await read_fields(request)
    asked = [name for name in _ASKS if name in fields]
    if len(asked) > 1:
        raise BadRequestError(f"{' and '.join(asked)} stand together; send one of them")
    if not asked and request.method == "POST":
        raise BadRequestError("nothing is asked; send queries= or extend= as JSON in a form")
    if not asked:
        return JSONResponse(
            manifest(
                str(request.base_url),
                reader.base,
                version=request.app.version,
                generation=asked_generation(request),
            )
        )
    work = partial(counted(_worked), services, reader, asked[0], fields)
    async with services.gate.place(client_of(request)):
        return JSONResponse(await to_thread.run_sync(work, limiter=services.gate.threads))


def _worked(services: Services, reader: Reader, what: str, fields: dict[str, str]) -> Any:
    text, base, names = fields[what], reader.base, partial(services.names.of, reader)
    seconds = services.settings.query_timeout
    if what == "extend":
        return extend(reader, parse_extension(text, base), hurry=Hurry(seconds))
    if what == "query":
        single = parse_single(text, fields, base)
        return reconcile(reader, names, {"": single}, seconds=seconds)[""]
    return reconcile(reader, names, parse_batch(text, base), seconds=seconds)


@router.get("/reconcile/suggest/entity", summary="Suggest things", response_model=_Answer)
def suggest_entity(
    services: ServicesDep,
    reader: ReaderDep,
    prefix: _Prefix = "",
    cursor: _Cursor = None,
    type: _Type = "",
) -> Response:
    """Return things that the prefix may begin to name."""
    return _suggested(services, reader, prefix, cursor, type)


@router.get(
    "/reconcile/suggest/entity/{number}",
    summary="Suggest things of one generation",
    response_model=_Answer,
)
def suggest_entity_of(
    request: Request,
    services: ServicesDep,
    number: Annotated[int, Path(description="the generation", ge=1, le=10**15)],
    prefix: _Prefix = "",
    cursor: _Cursor = None,
    type: _Type = "",
) -> Response:
    """Return things of an older generation; clients add the question mark to the path."""
    with services.shelf.reader(number) as reader:
        request.state.generation = number
        return _suggested(services, reader, prefix, cursor, type)


def _suggested(
    services: Services, reader: Reader, prefix: str, cursor: str | None, type: str
) -> Response:
    skipped = row_count("cursor", cursor) or 0
    kinds = type_of(type, reader.base).kinds if type.strip() else frozenset(KINDS)
    found = suggest_things(reader, lambda: services.names.of(reader), prefix, skipped, kinds)
    return JSONResponse(found)


@router.get("/reconcile/suggest/type", summary="Suggest types", response_model=_Answer)
def suggest_type(prefix: _Prefix = "", cursor: _Cursor = None) -> Response:
    """Return types of things that the prefix may begin to name."""
    return JSONResponse(suggest_types(prefix, row_count("cursor", cursor) or 0))


@router.get("/reconcile/suggest/property", summary="Suggest properties", response_model=_Answer)
def suggest_property(prefix: _Prefix = "", cursor: _Cursor = None) -> Response:
    """Return properties that the prefix may begin to name."""
    return JSONResponse(suggest_properties(prefix, row_count("cursor", cursor) or 0))


@router.get("/reconcile/properties", summary="Properties of a type", response_model=_Answer)
def propose_properties(
    services: ServicesDep, type: _Type = "", limit: str | None = None
) -> Response:
    """Return the properties that things of a type may have."""
    return JSONResponse(propose(type, services.settings.base, row_count("limit", limit)))


@router.get("/reconcile/flyout/entity", summary="A thing in a few lines", response_model=_Answer)
def flyout_entity(
    request: Request, services: ServicesDep, reader: ReaderDep, id: _Id = ""
) -> Response:
    """Return a few lines of HTML about a thing."""
    about = preview(reader, id)
    page = services.pages.render(request, "flyout.html", about=about)
    return JSONResponse({"id": id, "html": bytes(page.body).decode()})


@router.get("/reconcile/flyout/type", summary="A type in a few lines", response_model=_Answer)
def flyout_type(request: Request, services: ServicesDep, id: _Id = "") -> Response:
    """Return a few lines of HTML about a type."""
    return _defined(request, services, id, type_of(id, services.settings.base))


@router.get("/reconcile/flyout/property", summary="A property in short", response_model=_Answer)
def flyout_property(request: Request, services: ServicesDep, id: _Id = "") -> Response:
    """Return a few lines of HTML about a property."""
    return _defined(request, services, id, property_of(id, services.settings.base))


def _defined(request: Request, services: Services, id_: str, term: Any) -> Response:
    about = {"description": f"{term.name}: {term.definition}", "names": (), "sentences": ()}
    page = services.pages.render(request, "flyout.html", about=about)
    return JSONResponse({"id": id_, "html": bytes(page.body).decode()})


@router.get("/reconcile/preview", summary="A thing on a small page")
def preview_entity(
    request: Request, services: ServicesDep, reader: ReaderDep, id: _Id = ""
) -> Response:
    """Return a small page about a thing, to be shown in a frame."""
    about = preview(reader, id)
    page = services.pages.render(request, "preview.html", about=about)
    page.headers["Content-Security-Policy"] = _FRAMED
    return page


@router.get("/reconcile/view", summary="Where the page of a thing is", status_code=303)
def view(request: Request, services: ServicesDep, id: _Id = "") -> Response:
    """Redirect to the page of the thing with that identifier."""
    base = services.settings.base
    iri = iri_of(id, base) or ""
    if not iri.startswith(base.iri + "id/"):
        raise NotFoundError(f"nothing here has the identifier {id!r}")
    to = address(iri, base=base, root=way_up(path_within(request)))
    return RedirectResponse(keep_generation(to, asked_generation(request)), status_code=303)
