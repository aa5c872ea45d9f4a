"""JSON-LD at the door: who wants it, the answer, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from strawberry.types import ExecutionResult

from api.gql.context import Context
from api.gql.failures import AMBIGUOUS
from api.http.negotiation import accepted, preferred
from api.http.problems import CHOICES, PROBLEM_TYPES, Problem, ProblemType, problem_of
from graph.formats import GRAPH_FORMATS, Format
from ontology.errors import HansaError

from .jsonld import as_jsonld
from .jsonld_terms import context

JSONLD: Final = GRAPH_FORMATS["jsonld"]
#: Where the context of answers stands, below the root of the server.
CONTEXT_PATH: Final = "graphql/context.jsonld"
_JSON: Final = Format("json", "application/json", ("application/graphql-response+json",))
_FORMATS: Final = {"json": _JSON, "jsonld": JSONLD}
_PROBLEMS: Final = {each.code: each for each in PROBLEM_TYPES.values()}
_REFUSED: Final = _PROBLEMS["bad-request"]


def wants_jsonld(request: Request) -> bool:
    """Tell whether JSON-LD is accepted by name, and rather than JSON, if that is accepted too."""
    sent = accepted(request.headers) or ""
    if "ld+json" not in sent.lower():
        return False
    return preferred(sent, _FORMATS) is JSONLD


def tell(request: Request, found: Context, result: ExecutionResult) -> None:
    """Keep what went well as JSON-LD in the state of its request; needs the reader."""
    if result.errors or result.data is None or found.asked is None:
        return
    address = f"{request.base_url}{CONTEXT_PATH}"
    try:
        body = as_jsonld(result.data, found.asked, found, address=address)
    except HansaError as error:
        request.scope["state"]["untold"] = error
    else:
        request.scope["state"]["jsonld"] = body


def as_asked(request: Request, response: Response) -> Response:
    """Return the response in JSON-LD instead of one in JSON: the answer, or why there is none."""
    state, instance = request.scope["state"], request.scope["path"]
    if body := state.get("jsonld"):
        found = Response(body, media_type=JSONLD.media_type)
    elif error := state.get("untold"):
        found = problem_of(error, instance=instance).response()
    elif errors := state.get("errors"):
        found = _refused(errors, instance).response()
    else:
        return response
    found.headers["Vary"] = response.headers["Vary"]
    return found


def _refused(errors: Sequence[GraphQLError], instance: str) -> Problem:
    """Return the problem of coded errors: JSON-LD has no place for half an answer.

    It tells of the first, and of all by their codes and paths.
    """
    first = errors[0]
    members = dict(first.extensions or {}) | {"errors": [_short(each) for each in errors]}
    members.pop("type", None)  # it is that of the problem
    code = str(members["code"])
    if code == AMBIGUOUS:
        members["choices"] = members.pop("candidates", [])
    return Problem(_type_of(code), first.message, instance, members)


def _type_of(code: str) -> ProblemType:
    """Return the kind of problem of a code: its own, or that of all bad requests."""
    if code == AMBIGUOUS:
        return CHOICES
    return _PROBLEMS.get(code.lower().replace("_", "-"), _REFUSED)


def _short(error: GraphQLError) -> dict[str, Any]:
    found = {"message": error.message, "code": (error.extensions or {})["code"]}
    return found | ({"path": error.path} if error.path else {})


async def send_context(request: Request) -> Response:  # noqa: ARG001
    """Answer with the JSON-LD context of answers."""
    headers = {"Cache-Control": "max-age=3600"}
    content = {"@context": dict(context())}
    return JSONResponse(content, media_type=JSONLD.media_type, headers=headers)
