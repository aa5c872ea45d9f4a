"""From what was executed to what is sent, by whatever way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.types import ExecutionResult

from api.errors import ForbiddenError, UnauthorizedError

from .failures import coded, is_costly


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it goes over the line; ``is_refused`` where nothing was executed at all.

    ``errors`` are coded, and ``unauthorised`` is what keeps all of it from a stranger.
    """

    body: bytes
    is_refused: bool = False
    errors: Sequence[GraphQLError] = ()
    unauthorised: UnauthorizedError | ForbiddenError | None = None


def answered(result: ExecutionResult, *, has_written: bool = False) -> Answer:
    """Return what *result* is to a client; best called where nobody waits meanwhile."""
    causes = [each.original_error for each in result.errors or () if not each.path]
    refused = (x for x in causes if isinstance(x, UnauthorizedError | ForbiddenError))
    body = told(result, has_written=has_written)
    return Answer(
        encoded(body),
        is_refused="data" not in body,
        errors=result.errors or (),
        unauthorised=next(refused, None),
    )


def encoded(body: Any) -> bytes:
    """Return an answer in JSON, in ASCII and one line.

    >>> encoded({"data": {"a": "é"}})
    b'{"data":{"a":"\\\\u00e9"}}'
    """
    return json.dumps(body, separators=(",", ":")).encode()


def told(result: ExecutionResult, *, has_written: bool = False) -> GraphQLHTTPResponse:
    """Return the body: errors coded, and no ``data`` in a request error.

    (Section 7.1 of the language: what was not executed at all has none.) What was written stays
    told, even where reading on was too much.
    """
    if result.errors:
        raised = result.errors
        result.errors = [coded(error) for error in raised]
        for error in raised:
            _let_go(error)
        costly = [each for each in result.errors if is_costly(each)]
        if costly and not has_written:  # half an answer would look like a whole one with gaps
            result.data, result.errors = None, costly[:1]
    body = process_result(result)
    if result.data is None and not any(error.path for error in result.errors or ()):
        body.pop("data", None)
    return body


def _let_go(error: BaseException | None) -> None:
    """Let an error that was told go where it was raised.

    What it was raised in holds it in turn, with all that was parsed and read there, until the
    collector of garbage comes; and that holds every thread while it looks through everything.
    """
    left = [error]
    while left:
        error = left.pop()
        if error is not None and error.__traceback__ is not None:
            error.__traceback__ = None
            left += [error.__cause__, error.__context__, getattr(error, "original_error", None)]
