"""Answers of times past (RFC 7089, Memento): a generation is what every resource was for a while.

The address of a resource is its own TimeGate: with ``Accept-Datetime`` it answers from the
generation that was the newest at that time (section 4.1.2), which is the same as asking for that
one by ``?generation=``. Such addresses are the mementos, and name their time and their neighbours.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BadRequestError
from api.http.citing import FIELD
from api.http.negotiation import path_of
from api.http.problems import problem_of
from api.http.varying import vary_by
from ontology.errors import HansaError

from .moments import Moments, format_time, parse_time
from .timemaps import Address, has_history, links_of

#: Doors at which a POST reads; what is asked of them may be of a time past too.
_ASKED_BY_POST: Final = ("/graphql", "/sparql")
#: Relations by which an answer links to other pages of its rows.
_OF_PAGES: Final = ("first", "last", "next", "prev")


class MementoMiddleware:
    """Reads ``Accept-Datetime``, and tells of times in the answers that have one.

    *tells_all* adds to answers of the newest generation where their history is found.
    """

    def __init__(self, app: ASGIApp, *, moments: Moments, tells_all: bool = False) -> None:
        """Wrap *app*; *moments* knows the times of the generations."""
        self._app = app
        self._moments = moments
        self._tells_all = tells_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _has_history(scope):
            await self._app(scope, receive, send)
            return
        asked = [value for name, value in scope["headers"] if name == b"accept-datetime"]
        may_cite = FIELD.encode() in scope["query_string"]
        if not (asked or may_cite or self._tells_all):
            await self._app(scope, receive, send)
            return
        address = Address(scope)
        is_dated = bool(asked) and not address.is_cited
        if is_dated:
            try:
                scope = self._then(scope, b", ".join(asked).decode("latin-1"))
            except HansaError as error:
                response = problem_of(error, instance=path_of(scope)).response()
                await response(scope, receive, send)
                return
        told = _Telling(
            scope, send, address, self._moments, is_dated=is_dated, tells_all=self._tells_all
        )
        await self._app(scope, receive, told)

    def _then(self, scope: Scope, given: str) -> Scope:
        """Return the request as one for the generation of that time."""
        moment = parse_time(given)
        if moment is None:
            raise BadRequestError(
                f"Accept-Datetime: {given} is no time; send one like Thu, 31 May 2007 20:35:00 GMT"
            )
        number = self._moments.newest_at(moment)
        if number is None:
            return scope
        scope["state"].pop("fields", None)  # of the query string as it was
        asked = b"%s=%d" % (FIELD.encode(), number)
        before = scope["query_string"]
        return {**scope, "query_string": before + b"&" + asked if before else asked}


def _has_history(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    if scope["method"] == "POST":
        return path in _ASKED_BY_POST
    return scope["method"] == "GET" and has_history(path)


class _Telling:
    """Sends the messages of one answer, and tells in its headers of which time it is."""

    def __init__(
        self,
        scope: Scope,
        send: Send,
        address: Address,
        moments: Moments,
        *,
        is_dated: bool,
        tells_all: bool,
    ) -> None:
        self._scope = scope
        self._send = send
        self._address = address
        self._moments = moments
        self._is_dated = is_dated
        self._tells_all = tells_all

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            read = self._scope["state"].get("generation")
            if self._is_dated:
                vary_by(headers, "Accept-Datetime")
            if message["status"] == 200 and read is not None:
                with suppress(HansaError):  # the answer is there, whatever its neighbours are
                    self._tell(headers, read)
        await self._send(message)

    def _tell(self, headers: MutableHeaders, read: int) -> None:
        times = self._moments.times()
        is_memento = self._is_dated or self._address.is_cited
        if is_memento and read in times:
            headers["Memento-Datetime"] = format_time(times[read])
        if self._scope["method"] != "GET":
            return  # the address alone does not say what was asked
        if self._is_dated:
            headers["Content-Location"] = self._address.at(read)
        # first and next of rows are none of times
        is_paged = any(f'rel="{name}"' in headers.get("Link", "") for name in _OF_PAGES)
        if is_memento or (self._tells_all and not is_paged):
            named = times if is_memento and not is_paged else {}
            headers.append("Link", links_of(self._address, named, read))
