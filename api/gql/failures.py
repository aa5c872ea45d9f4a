"""Refusals with a code that clients can branch on, in ``extensions.code``."""

from __future__ import annotations

import re
from dataclasses import asdict, is_dataclass
from typing import Any, Final, NoReturn

from graphql import GraphQLError, GraphQLSyntaxError
from graphql.validation.validate import ValidationAbortedError

from api.http.problems import Problem, problem_of
from ontology.errors import HansaError

from .wording import in_graphql

BAD_CURSOR: Final = "BAD_CURSOR"
BAD_PAGING: Final = "BAD_PAGING"
BAD_FILTER: Final = "BAD_FILTER"
BAD_ID: Final = "BAD_ID"
BAD_LANGUAGE: Final = "BAD_LANGUAGE"
BAD_ORDER: Final = "BAD_ORDER"
AMBIGUOUS: Final = "AMBIGUOUS"
TOO_COSTLY: Final = "TOO_COSTLY"
TOO_DEEP: Final = "TOO_DEEP"
TOO_LONG: Final = "TOO_LONG"
TOO_MANY_ALIASES: Final = "TOO_MANY_ALIASES"
BAD_REQUEST: Final = "BAD_REQUEST"
UNKNOWN_INGESTION: Final = "UNKNOWN_INGESTION"
UNAUTHENTICATED: Final = "UNAUTHENTICATED"
DOCUMENT_NOT_TRUSTED: Final = "DOCUMENT_NOT_TRUSTED"
PERSISTED_QUERY_NOT_FOUND: Final = "PERSISTED_QUERY_NOT_FOUND"
PERSISTED_QUERY_NOT_SUPPORTED: Final = "PERSISTED_QUERY_NOT_SUPPORTED"
INTERNAL: Final = "INTERNAL"

#: Characters of a message; what a client sent may be quoted in it.
LONGEST_MESSAGE: Final = 1_000

#: What the parser says of a document that is longer than it may be.
_TOKENS: Final = re.compile(r"contains more than \d+ tokens")

#: What the library says when it has compared so many fields as it may.
_TOO_MANY_COMPARISONS: Final = "Validation aborted."

#: What the library says of a number that Int cannot hold.
_BEYOND_INT: Final = "non 32-bit signed integer"


def refuse(code: str, message: str) -> NoReturn:
    """Stop resolving with a coded error; *message* says what is wrong and what to do."""
    raise GraphQLError(message, extensions={"code": code})


def is_unforeseen(error: GraphQLError) -> bool:
    """Tell errors of ours from what a client got wrong and what was raised on purpose.

    What was found wrong in the document is the client's, whatever Python calls it.
    """
    if error.nodes and not error.path:
        return False
    return not isinstance(error.original_error, HansaError | GraphQLError | type(None))


def is_costly(error: GraphQLError) -> bool:
    """Tell the refusals of requests that ask for too much."""
    return (error.extensions or {}).get("code") == TOO_COSTLY


def coded(error: GraphQLError) -> GraphQLError:
    """Return *error* as a client may see it: coded, and masked unless it was raised on purpose.

    An error of Hansa's own carries the code of its problem type over HTTP, in upper case.
    """
    cause = error.original_error
    if isinstance(cause, HansaError):
        problem = problem_of(cause)
        return _replaced(error, problem.detail, extensions_of(problem))
    if isinstance(error, GraphQLSyntaxError) and _TOKENS.search(error.message):
        message = f"{error.message.rstrip('.')}; split it into several requests"
        return _replaced(error, message, {"code": TOO_LONG})
    if isinstance(error, ValidationAbortedError) and error.message == _TOO_MANY_COMPARISONS:
        message = "the request repeats fields too often to compare them; ask for each once"
        return _replaced(error, message, {"code": TOO_COSTLY})
    if _BEYOND_INT in error.message and not is_unforeseen(error):
        message = f"{error.message}; Int goes from -2,147,483,648 to 2,147,483,647"
        return _replaced(error, message, {"code": BAD_REQUEST})
    if not is_unforeseen(error):
        own = error.extensions or {}
        message = error.message if "code" in own else in_graphql(error.message)
        return _replaced(error, message, {"code": BAD_REQUEST} | own)
    message = "this could not be answered; the server's log says why"
    return _replaced(error, message, {"code": INTERNAL})


def extensions_of(problem: Problem) -> dict[str, Any]:
    """Return what a problem says besides its sentence, as an error of GraphQL has it."""
    code = {401: UNAUTHENTICATED}.get(problem.type.status, problem.type.constant)
    members = {name: _plain(value) for name, value in problem.members.items()}
    return {"code": code, "type": problem.type.iri, **members}


def _plain(value: Any) -> Any:
    """Return what helps a client as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _replaced(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…",
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=dict(extensions),
    )
