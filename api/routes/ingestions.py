"""/documents for the keeper: documents come, are followed and go; what would be read is shown."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from time import monotonic
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.changes.events import beating
from api.context import ChargedRoute, Services, ServicesDep
from api.errors import BadRequestError, NotFoundError
from api.extracting.policy import policy
from api.http.negotiation import accepted, negotiate
from api.http.problems import problem_of
from api.http.security import require_token
from api.ingesting.forms import Sent
from api.ingesting.ingestions import Progress
from api.ingesting.keys import one_line
from api.ingesting.receiving import receive
from api.ingesting.telling import LAST, events_of, progress_to_json, refusal_to_json
from api.ingesting.twins import twins_of
from api.pages.pages import HTML
from graph.formats import Format
from graph.writing import operations
from ingest.errors import IngestError
from ontology.errors import HansaError

from .uploads import BODY, ONE

router = APIRouter(tags=["Documents"], prefix="/documents", route_class=ChargedRoute)

#: Seconds that a request waits for documents at most: less than proxies wait for an answer.
_LONGEST_WAIT: Final = 50
_NEVER_KEPT: Final = {"Cache-Control": "no-store"}
_FORMATS: Final = {"json": Format("json", "application/json"), HTML.name: HTML}

WaitField = Annotated[str, Query(description=f"seconds to wait, at most {_LONGEST_WAIT}")]
KeyField = Annotated[
    str | None, Query(description="its source key, the end of it that no other has, or its IRI")
]
FormatField = Annotated[str | None, Query(description="json or html")]
LastEvent = Annotated[str | None, Header(description="the last event that a client has seen")]


@router.post(
    "", status_code=202, summary="Read documents (needs the token)", openapi_extra={**BODY}
)
async def ingest(request: Request, services: ServicesDep, wait: WaitField = "0") -> Response:
    """Read the files of a form, an address or a text, each for itself; tell how far each is.

    With ``wait`` the answer comes when all are read, or after so long.
    """
    require_token(request, services.settings)
    seconds = _seconds(wait)
    sent = await receive(request, services.spool, longest=services.settings.upload_length)
    begun = [_begun(services, each) for each in sent]
    until = monotonic() + seconds
    for each in begun:
        if isinstance(each, str):
            await services.ingestions.wait(each, seconds=max(0.0, until - monotonic()))
    told = [_told(request, services, *pair) for pair in zip(sent, begun, strict=True)]
    errors = [_error(services, each) for each in begun]
    if all(errors):
        return _refused(request, [each for each in errors if each], told)
    is_over = all(each["state"] in {"done", "failed", "refused"} for each in told)
    return JSONResponse({"documents": told}, 200 if is_over else 202, headers=_NEVER_KEPT)


def _seconds(wait: str) -> int:
    if not wait.isascii() or not wait.isdigit() or int(wait[:9]) > _LONGEST_WAIT:
        raise BadRequestError(f"wait={wait!r} cannot be; send 0 to {_LONGEST_WAIT} seconds")
    return int(wait)


def _begun(services: Services, sent: Sent) -> str | HansaError:
    """Return the id of the ingestion that was begun, or why there is none."""
    if sent.source is None:
        assert sent.refusal is not None  # noqa: S101  # it has one of two
        return sent.refusal
    try:
        return services.ingestions.begin(sent.source)
    except HansaError as error:
        sent.source.discard()
        return error


def _told(
    request: Request, services: Services, sent: Sent, begun: str | HansaError
) -> dict[str, Any]:
    if isinstance(begun, HansaError):
        return refusal_to_json(sent.name, begun)
    progress = services.ingestions.told(begun)
    assert progress is not None  # noqa: S101  # it was begun just now
    return {"name": sent.name, **_progress(request, services, progress)}


def _progress(request: Request, services: Services, progress: Progress) -> dict[str, Any]:
    root, base = str(request.base_url), services.settings.base
    return progress_to_json(progress, root=root, base=base)


def _error(services: Services, begun: str | HansaError) -> HansaError | None:
    return services.ingestions.error(begun) if isinstance(begun, str) else begun


def _refused(
    request: Request, errors: Sequence[HansaError], told: Sequence[dict[str, Any]]
) -> Response:
    """Answer with the problem that all documents have, where none is read."""
    problem = problem_of(errors[0], instance=request.url.path)
    if len(errors) > 1:
        words = f"none of the {len(errors)} documents can be read; each says why"
        same = {problem_of(each).type for each in errors} == {problem.type}
        problem = replace(problem if same else problem_of(IngestError(words)), detail=words)
        problem = replace(problem, instance=request.url.path)
    return replace(problem, members={**problem.members, "documents": told}).response()


@router.delete("", summary="Take a document back (needs the token)")
async def retract(request: Request, services: ServicesDep, key: KeyField = None) -> Response:
    """Take a document back, with all that only it said, as ``hansa retract`` does.

    Tells what went, what came in its place, and which others have the same bytes and stay.
    """
    require_token(request, services.settings)
    if key is None:
        raise BadRequestError("key= is missing; name the document by its source key or IRI")
    document = one_line(key, "key")
    workspace = services.shelf.workspace
    twins = await to_thread.run_sync(twins_of, workspace, document)
    done = await services.writing.perform(operations.retract(document))
    (gone,) = done.results
    request.state.generation = done.commit.generation
    told = {
        "key": gone,
        "document": workspace.base.document(gone),
        "generation": done.commit.generation,
        "removed": done.commit.removed,
        "added": done.commit.added,
        "twins": twins,
    }
    return JSONResponse(told, headers=_NEVER_KEPT)


@router.post("/preview", summary="What would be read (needs the token)", openapi_extra={**ONE})
async def preview(request: Request, services: ServicesDep, format: FormatField = None) -> Response:
    """Read one document as for the graph, and tell what is found in it and why; store nothing."""
    require_token(request, services.settings)
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    sent = await receive(request, services.spool, longest=services.settings.upload_length)
    sources = [each.source for each in sent if each.source is not None]
    try:
        if len(sent) > 1:
            raise BadRequestError(f"{len(sent)} files were sent; send the one to look at")
        if sent[0].refusal is not None:
            raise sent[0].refusal
        told = await services.previews.of(sources[0], form=chosen.name)
    finally:
        for each in sources:
            each.discard()
    headers = _NEVER_KEPT | {"Vary": "Accept"}
    if chosen is HTML:
        headers |= {"Content-Security-Policy": policy()}
    return Response(told, media_type=chosen.media_type, headers=headers)


@router.get("/{id}", summary="How far the reading of a document is")
async def progress(request: Request, services: ServicesDep, id: str) -> Response:
    """Tell how far an ingestion is, to whoever has its id."""
    found = _progress(request, services, await _found(services, id))
    return JSONResponse(found, headers=_NEVER_KEPT)


@router.get("/{id}/events", summary="How far the reading of a document is, as it goes on")
async def events(
    request: Request, services: ServicesDep, id: str, last_event_id: LastEvent = None
) -> Response:
    """Tell by server-sent events how far an ingestion is, until it is done or failed."""
    if last_event_id == LAST:
        return Response(status_code=204)  # which keeps a browser from coming back
    await _found(services, id)
    hub = services.changes.subscriptions
    hub.require_place()
    root, base = str(request.base_url), services.settings.base
    told = events_of(services.ingestions.follow(id), root=root, base=base)

    async def held() -> AsyncGenerator[bytes, None]:
        with hub.place():
            async with aclosing(beating(told)) as pieces:
                async for piece in pieces:
                    yield piece

    headers = {**_NEVER_KEPT, "X-Accel-Buffering": "no"}
    return StreamingResponse(held(), media_type="text/event-stream", headers=headers)


async def _found(services: Services, id: str) -> Progress:
    found = await services.ingestions.find(id)
    if found is None:
        raise NotFoundError(
            f"nothing is read here by the id {id!r}; it may have ended long ago, so see /documents"
        )
    return found
