"""Every error over HTTP as a problem document (RFC 9457) with a type that stays."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api import errors as api
from graph import errors as graph
from ingest import errors as ingest
from ontology.errors import HansaError
from ontology.namespaces import DEFAULT_BASE
from queries import errors as queries

_log = logging.getLogger("hansa")

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: the last part of its IRI, its status code and its title."""

    code: str
    status: int
    title: str

    @property
    def iri(self) -> str:
        """Return the IRI that clients compare; it never changes.

        >>> ProblemType("not-found", 404, "Not found").iri
        'https://w3id.org/hansa/problem/not-found'
        """
        return f"{DEFAULT_BASE}problem/{self.code}"

    @property
    def constant(self) -> str:
        """Return the code as GraphQL has it.

        >>> ProblemType("not-found", 404, "Not found").constant
        'NOT_FOUND'
        """
        return self.code.upper().replace("-", "_")


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a problem: its type, what happened, and members beside the standard's.

    ``instance`` is a path as it is meant; it is written as a URI reference.
    """

    type: ProblemType
    detail: str
    instance: str = ""
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Return the members of the document that says so."""
        content: dict[str, Any] = {
            "type": self.type.iri,
            "title": self.type.title,
            "status": self.type.status,
            "detail": self.detail,
        }
        if self.instance:
            content["instance"] = quote(self.instance, safe="/!$&'()*+,;=:@~")
        return content | self.members

    def response(self) -> Response:
        """Return the answer that says so."""
        return Response(
            json.dumps(self.content(), ensure_ascii=False, indent=2, default=asdict) + "\n",
            status_code=self.type.status,
            media_type=MEDIA_TYPE,
            headers=self.headers,
        )


INTERNAL = ProblemType("internal", 500, "Something went wrong here")
CHOICES = ProblemType("multiple-choices", 300, "Several things may be meant")
INVALID = ProblemType("invalid-parameters", 422, "A parameter has a wrong value")

#: The kind of problem for each error; an error without a row takes that of its nearest ancestor.
PROBLEM_TYPES: dict[type[HansaError], ProblemType] = {
    HansaError: INTERNAL,
    api.BadRequestError: ProblemType("bad-request", 400, "The request cannot be served"),
    api.UsageError: ProblemType("bad-request", 400, "The request cannot be served"),
    api.UnauthorizedError: ProblemType("unauthorized", 401, "The token is missing or wrong"),
    api.ForbiddenError: ProblemType("forbidden", 403, "This server does not do that"),
    api.NotFoundError: ProblemType("not-found", 404, "Nothing has that address"),
    api.GoneError: ProblemType("gone", 410, "It is there no more"),
    api.MethodNotAllowedError: ProblemType("method-not-allowed", 405, "Method Not Allowed"),
    api.NotAcceptableError: ProblemType("not-acceptable", 406, "No acceptable format"),
    api.ContentTooLargeError: ProblemType("content-too-large", 413, "The request is too long"),
    api.PreconditionFailedError: ProblemType("precondition-failed", 412, "It is not as it was"),
    api.HeadTooLargeError: ProblemType("head-too-large", 431, "The head is too long"),
    api.RequestTimeoutError: ProblemType("request-timeout", 408, "The request took too long"),
    api.UnsupportedMediaTypeError: ProblemType(
        "unsupported-media-type", 415, "The body is of an unknown kind"
    ),
    api.BusyError: ProblemType("busy", 503, "Too many queries at once"),
    api.TooManyRequestsError: ProblemType(
        "too-many-requests", 429, "You have asked for too much at once"
    ),
    api.UnavailableError: ProblemType("unavailable", 503, "The server starts or stops"),
    graph.EmptyWorkspaceError: ProblemType("empty", 503, "There is nothing to read yet"),
    graph.StoreError: ProblemType("store", 503, "The store cannot be read"),
    graph.DiskFullError: ProblemType("disk-full", 507, "There is no room to write"),
    graph.RemoteError: ProblemType("remote", 503, "The SPARQL server does not do its part"),
    graph.EmbeddedOnlyError: ProblemType("embedded-only", 501, "A remote store cannot do that"),
    graph.UnknownGenerationError: ProblemType(
        "unknown-generation", 404, "There never was that generation"
    ),
    graph.GenerationGoneError: ProblemType(
        "generation-gone", 410, "That generation is kept no more"
    ),
    graph.WorkspaceVersionError: ProblemType("store", 503, "The store cannot be read"),
    graph.UnknownDocumentError: ProblemType("not-found", 404, "Nothing has that address"),
    graph.UnknownEntityError: ProblemType("not-found", 404, "Nothing has that address"),
    graph.UnknownClaimError: ProblemType("not-found", 404, "Nothing has that address"),
    graph.CurationError: ProblemType("curation", 409, "That cannot be decided"),
    graph.QuerySyntaxError: ProblemType("query-syntax", 400, "The query is not SPARQL"),
    graph.QueryRefusedError: ProblemType("query-refused", 400, "The query is not run here"),
    graph.ExportError: ProblemType("not-acceptable", 406, "No acceptable format"),
    graph.CallRefusedError: ProblemType("call-refused", 403, "This server calls no other"),
    graph.ChangedMeanwhileError: ProblemType("precondition-failed", 412, "It is not as it was"),
    graph.UnknownFunctionError: ProblemType(
        "unknown-function", 422, "A function is not known here"
    ),
    graph.UpdateFailedError: ProblemType("update-failed", 409, "The data is not so"),
    graph.ChangeTooLargeError: ProblemType("change-too-large", 413, "The change is too large"),
    graph.DataSyntaxError: ProblemType("data-syntax", 400, "The data cannot be read"),
    graph.ManagedGraphError: ProblemType("managed-graph", 403, "That graph is Hansa's own"),
    graph.StandbyError: ProblemType("standby", 409, "This server follows another"),
    graph.LockError: ProblemType("writer", 503, "The writing could not be finished"),
    graph.WriterError: ProblemType("writer", 503, "The writing could not be finished"),
    graph.QueryTimeoutError: ProblemType("query-timeout", 504, "The query took too long"),
    graph.QueryStoppedError: ProblemType("query-stopped", 503, "The query was stopped"),
    graph.QueryTooLargeError: ProblemType("answer-too-large", 413, "The answer is too large"),
    graph.QueryCrashedError: ProblemType("query-crashed", 503, "The query could not be finished"),
    ingest.IngestError: ProblemType("document", 422, "The document cannot be read"),
    ingest.PipelineError: ProblemType("reading", 503, "Documents cannot be read here"),
    ingest.ClusterError: ProblemType("reading", 503, "Documents cannot be read here"),
    ingest.ExtractionError: ProblemType("reading", 503, "Documents cannot be read here"),
    ingest.SourceKeyError: ProblemType("bad-request", 400, "The request cannot be served"),
    ingest.TooLargeError: ProblemType("content-too-large", 413, "The request is too long"),
    ingest.UnsupportedTypeError: ProblemType(
        "unsupported-media-type", 415, "The body is of an unknown kind"
    ),
    ingest.FetchError: ProblemType("fetch", 502, "The address could not be fetched"),
    ingest.RefusedAddressError: ProblemType("address-refused", 403, "That address is not read"),
    queries.QuestionError: ProblemType("question", 400, "The question cannot be answered"),
    queries.CatalogueError: INTERNAL,
    queries.UnknownQuestionError: ProblemType("unknown-question", 404, "No question of that name"),
    queries.UnknownNameError: ProblemType("unknown-name", 404, "Nothing goes by that name"),
    queries.AmbiguousNameError: ProblemType(
        "ambiguous-name", 422, "Several things go by that name"
    ),
    queries.ParameterError: ProblemType("parameter", 400, "A parameter has a wrong value"),
}

#: What strangers are told of trouble with the data directory, which is none of their business: its
#: path stands in the log.
_TOLD = {
    "empty": "nothing has been ingested yet; run hansa ingest where this server runs",
    "store": "the store cannot be read; the log says why",
    "standby": "this server follows another one and is only read; write there",
    "remote": "the SPARQL server that holds the facts does not do its part; the log says why",
}

#: Seconds after which to ask again where another server has gone.
_AGAIN = 5

#: Caches may keep 300, 308 and 410 as long as they like (RFC 9111, section 4.2.2), and some do; but
#: decisions are taken back and documents come back.
NOT_FOR_EVER = {"Cache-Control": "no-cache"}

#: Attributes of errors that help a client and become members of the problem.
_MEMBERS = (
    *("available", "candidates", "choices", "column", "generation", "kept", "last", "line"),
    "parameter",
)


def problem_of(error: HansaError, *, instance: str = "") -> Problem:
    """Return the problem that *error* is to a client.

    >>> problem_of(api.NotFoundError("there is no /x")).type.status
    404
    """
    kind = next(PROBLEM_TYPES[each] for each in type(error).__mro__ if each in PROBLEM_TYPES)
    if kind is INTERNAL:
        return internal_problem(instance=instance)
    detail = _TOLD.get(kind.code, str(error))
    if kind.code in {"store", "remote"}:
        _log.error("%s", error)
    members = {name: getattr(error, name) for name in _MEMBERS if getattr(error, name, ())}
    headers = {}
    if isinstance(error, api.BusyError | api.TooManyRequestsError | api.UnavailableError):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, graph.RemoteError):
        headers["Retry-After"] = str(_AGAIN)
    if isinstance(error, api.UnauthorizedError):
        headers["WWW-Authenticate"] = error.challenge
    if isinstance(error, api.MethodNotAllowedError):
        headers["Allow"] = error.allowed
    if isinstance(error, api.GoneError):
        headers |= NOT_FOR_EVER
    return Problem(kind, detail, instance, members, headers)


def type_called(constant: str) -> ProblemType:
    """Return the kind of problem that GraphQL calls so; that of what nobody foresaw for any other.

    >>> type_called("NOT_FOUND").status, type_called("").status
    (404, 500)
    """
    kinds = {each.constant: each for each in PROBLEM_TYPES.values()}
    return kinds.get(constant, INTERNAL)


def internal_problem(*, instance: str = "") -> Problem:
    """Return the problem of an error nobody foresaw; what it was stands in the log only."""
    return Problem(INTERNAL, "the request could not be answered; the log says why", instance)


def status_problem(
    status: int, detail: str, *, instance: str = "", headers: Mapping[str, str] | None = None
) -> Problem:
    """Return the problem for a status code that a framework chose.

    >>> status_problem(405, "").type.code
    'method-not-allowed'
    """
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "-").replace("'", "")
    known = {each.code: each for each in PROBLEM_TYPES.values()}
    kind = known.get(code) or ProblemType(code, status, phrase)
    return Problem(kind, detail or phrase, instance, headers=dict(headers or {}))
