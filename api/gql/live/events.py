"""GraphQL over server-sent events, in the mode of distinct connections of graphql-sse.

One operation is one request with ``Accept: text/event-stream``; each answer is an event ``next``,
and ``complete`` is the last. A browser's own EventSource can ask by GET: each event of a generation
has its number as id, which the browser sends back as Last-Event-ID when it was cut off. The id of
``complete`` says that nothing comes any more, whatever was asked: who comes back with it is sent
away by 204, which ends the reconnecting of a browser (the HTML Standard, section 9.2.3).
A server that stops ends the stream without ``complete``, so that clients come back.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from strawberry.http import GraphQLHTTPResponse

from api.changes.events import HEARTBEAT, Subscriptions, beating
from api.gql.answers import encoded

from .running import Told

#: What is said of every answer in events: no cache may give it to whoever asks for another form.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language",
    "X-Accel-Buffering": "no",
}
#: Milliseconds after which a client that was cut off comes back.
_RETRY: Final = 3_000
#: The id of the last event, which a browser that comes back says it has.
LAST: Final = "complete"
_COMPLETE: Final = b"id: complete\nevent: complete\ndata:\n\n"


def next_event(body: GraphQLHTTPResponse, number: int | None = None) -> bytes:
    r"""Return one answer as an event, known by the number of its generation if it has one.

    >>> next_event({"data": {"a": "é"}}, 7)
    b'id: 7\nevent: next\ndata: {"data":{"a":"\\u00e9"}}\n\n'
    """
    id = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: next\ndata: %s\n\n" % (id, encoded(body))


def whole(answer: bytes) -> bytes:
    r"""Return an answer that is one, JSON in one line, as the events of a whole stream.

    >>> whole(b"{}")
    b'event: next\ndata: {}\n\nid: complete\nevent: complete\ndata:\n\n'
    """
    return b"event: next\ndata: %s\n\n%s" % (answer, _COMPLETE)


async def streamed(
    events: AsyncGenerator[Told, None],
    hub: Subscriptions,
    *,
    heartbeat: float = HEARTBEAT,
) -> AsyncGenerator[bytes, None]:
    """Yield *events* as they go over the line, with signs of life between."""

    async def told() -> AsyncGenerator[bytes, None]:
        async with aclosing(events):
            async for number, body in events:
                yield next_event(body, number)

    yield b"retry: %d\n\n" % _RETRY
    async with aclosing(beating(told(), heartbeat=heartbeat)) as pieces:
        async for piece in pieces:
            yield piece
    if not hub.has_ended:
        yield _COMPLETE
