"""From what was executed to what is sent, by whatever way."""

from __future__ import annotations

from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.types import ExecutionResult

from .failures import coded, is_costly


def told(result: ExecutionResult, *, has_written: bool = False) -> GraphQLHTTPResponse:
    """Return the body: errors coded, and no ``data`` in a request error.

    (Section 7.1 of the language: what was not executed at all has none.) What was written stays
    told, even where reading on was too much.
    """
    if result.errors:
        result.errors = [coded(error) for error in result.errors]
        costly = [each for each in result.errors if is_costly(each)]
        if costly and not has_written:  # half an answer would look like a whole one with gaps
            result.data, result.errors = None, costly[:1]
    body = process_result(result)
    if result.data is None and not any(error.path for error in result.errors or ()):
        body.pop("data", None)
    return body
