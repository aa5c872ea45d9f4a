"""Requests that take no more than a moment, answered on the event loop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

from graphql import GraphQLError
from starlette.requests import Request

from api.http.citing import asked_generation
from api.http.rates import counted
from ontology.errors import HansaError

from .accepting import wants_events
from .answers import encoded
from .beside.jsonld_door import wants_jsonld
from .bodies import JSON, decoded
from .context import Context
from .limits.values import counted_in
from .live.trusted import TrustedDocuments
from .reading import Readers
from .running.quick import is_quick, known, read_quickly
from .schema import schema

#: Bytes of a body that is looked into on the event loop.
LONGEST: Final = 20_000
#: Objects and values of all kinds in the variables that are coerced there.
_MOST: Final = (20, 300)


class Hurried:
    """Answers what was quick before; what is wrong is said where it is looked at in full."""

    def __init__(
        self,
        readers: Readers,
        documents: TrustedDocuments,
        *,
        charged: Callable[[Request], AbstractContextManager[None]],
        context: Callable[[Request], Context],
    ) -> None:
        """Read with *readers*; *charged* takes the time from the client of a request."""
        self._readers = readers
        self._documents = documents
        self._charged = charged
        self._context = context

    async def answer(self, request: Request) -> bytes | None:
        """Return the answer in JSON; None where it may take longer.

        Raises TooManyRequestsError, as any answer does.
        """
        if not _may_be_quick(request):
            return None
        body = await request.body()
        if len(body) > LONGEST:
            return None
        try:
            sent = decoded(body, "the body")
            if not isinstance(sent, dict) or not _has_few(sent.get("variables")):
                return None
            number = asked_generation(request)
            asked = known(schema(), self._documents.put_in(sent))
            if asked is None or not self._readers.is_open(number):
                return None
        except (GraphQLError, HansaError):
            return None
        with self._charged(request), self._readers.of(request) as reader:
            if reader.is_remote or not is_quick(asked[1], reader.generation):
                return None
            return counted(_read)(self._context(request), reader, *asked)


def _read(context: Context, reader: Any, asked: Any, way: Any) -> bytes | None:
    found = read_quickly(context, reader, asked, way)
    return None if found is None else encoded(found)


def _has_few(variables: Any) -> bool:
    if not isinstance(variables, dict):
        return True
    found = counted_in(variables)
    return all(number <= most for number, most in zip(found, _MOST, strict=True))


def _may_be_quick(request: Request) -> bool:
    if request.method != "POST" or request.headers.get("content-type") != JSON:
        return False
    return not wants_events(request) and not wants_jsonld(request)
