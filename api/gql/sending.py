"""How an answer goes out: as which media type, with which status, or as a problem document."""

from __future__ import annotations

from typing import Final

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult

from api.changes.feeds import EVENTS
from api.http.problems import Problem, problem_of
from ontology.errors import HansaError

from .accepting import MEDIA_TYPE, is_newer, wants_events, wants_problem
from .answers import Answer, answered
from .beside.jsonld_door import as_asked, wants_jsonld
from .bodies import JSON
from .failures import extensions_of
from .live.events import HEADERS, whole

#: What answers depend on besides their address.
_VARY: Final = {"Vary": "Accept, Accept-Language"}


def in_json(request: Request, body: bytes, *, status: int = 200) -> Response:
    """Return JSON as the media type that is asked for: the newer one where it is named."""
    kind = f"{MEDIA_TYPE}; charset=utf-8" if is_newer(request) else JSON
    return Response(body, status, headers=_VARY, media_type=kind)


def sent(request: Request, answer: Answer) -> Response:
    """Return the response to what was executed, or was not.

    Only under the newer media type is that told by a status; clients that accept plain JSON expect
    200 and errors, except of strangers to whom all of it is closed.
    """
    state = request.scope["state"]
    if answer.errors:
        state |= {"is_passing": True, "errors": answer.errors}  # it may go well another time
    if wants_jsonld(request):
        return as_asked(request, in_json(request, answer.body))
    if wants_events(request):
        return Response(whole(answer.body), media_type=EVENTS.media_type, headers=HEADERS)
    closed = problem_of(answer.unauthorised) if answer.unauthorised else None
    status = 400 if answer.is_refused and is_newer(request) else 200
    response = in_json(request, answer.body, status=closed.type.status if closed else status)
    response.headers.update(closed.headers if closed else {})
    if answer.errors:  # a cache may keep what is 200 and says nothing of how long
        response.headers["Cache-Control"] = "no-store"
    return response


def refused(request: Request, error: HansaError) -> Response:
    """Return the response to what is no request of GraphQL, or is not served now.

    Its status says so under any media type.
    """
    problem = problem_of(error, instance=request.scope["path"])
    if wants_jsonld(request) or wants_events(request) or wants_problem(request):
        response = problem.response()
        response.headers.update(_VARY)
        return response
    return _as_graphql(request, problem)


def _as_graphql(request: Request, problem: Problem) -> Response:
    error = GraphQLError(problem.detail, extensions=extensions_of(problem))
    answer = answered(ExecutionResult(None, [error]))
    response = in_json(request, answer.body, status=problem.type.status)
    response.headers.update(problem.headers)
    return response
