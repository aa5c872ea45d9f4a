"""What an answer may be, and what a request would rather have."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from api.changes.feeds import EVENTS
from api.http.negotiation import Range, accepted, parse_accept, preferred
from api.http.problems import MEDIA_TYPE as PROBLEM
from api.pages.pages import HTML
from graph.formats import Format

from .live.events import LAST

MEDIA_TYPE: Final = "application/graphql-response+json"

_JSON: Final = Format("json", "application/json", (MEDIA_TYPE,))
_JSON_TYPES: Final = (_JSON.media_type, MEDIA_TYPE)

#: What an answer without a query may be; a browser prefers the page.
FORMATS: Final = {"json": _JSON, HTML.name: HTML}

#: What streams are chosen among; who takes anything gets one answer.
_ANSWERS: Final = {"json": _JSON, EVENTS.name: EVENTS}


def is_newer(request: Request) -> bool:
    """Tell whether the media type of GraphQL itself is accepted by name."""
    sent = accepted(request.headers) or ""
    ranges = parse_accept(sent) if MEDIA_TYPE in sent.lower() else ()
    return any(f"{x.type}/{x.subtype}" == MEDIA_TYPE and x.quality > 0 for x in ranges)


def wants_problem(request: Request) -> bool:
    """Tell whether what is not served is told as a problem document.

    That is where one is accepted by name, and where JSON is not accepted at all.
    """
    ranges = parse_accept(accepted(request.headers) or "*/*")
    if any(f"{x.type}/{x.subtype}" == PROBLEM and x.quality > 0 for x in ranges):
        return True
    return not any(_takes(ranges, each) for each in _JSON_TYPES)


def _takes(ranges: tuple[Range, ...], media_type: str) -> bool:
    fits = ((each.matches(media_type), each.quality) for each in ranges)
    closeness, quality = max(fits, default=(0, 0.0))
    return closeness > 0 and quality > 0


def may_be_events(request: Request) -> bool:
    """Tell whether events are accepted by name, among whatever else."""
    sent = accepted(request.headers) or ""
    if EVENTS.media_type not in sent.lower():
        return False
    ranges = parse_accept(sent)
    return any(f"{x.type}/{x.subtype}" == EVENTS.media_type and x.quality > 0 for x in ranges)


def heard_all(request: Request) -> bool:
    """Tell a browser's EventSource that comes back after the end of its stream."""
    return request.headers.get("last-event-id") == LAST and may_be_events(request)


def wants_events(request: Request) -> bool:
    """Tell whether events are accepted by name, rather than one answer."""
    if not may_be_events(request):
        return False
    return preferred(accepted(request.headers), _ANSWERS) is EVENTS
