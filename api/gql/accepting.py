"""What an answer may be, and what a request would rather have."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from api.changes.feeds import EVENTS
from api.errors import NotAcceptableError
from api.http.negotiation import accepted, negotiate, parse_accept
from api.pages.pages import HTML
from graph.formats import Format

MEDIA_TYPE: Final = "application/graphql-response+json"

_JSON: Final = Format("json", "application/json", (MEDIA_TYPE,))

#: What an answer without a query may be; a browser prefers the page.
FORMATS: Final = {"json": _JSON, HTML.name: HTML}

#: What streams are chosen among; who takes anything gets one answer.
_ANSWERS: Final = {"json": _JSON, EVENTS.name: EVENTS}


def may_be_events(request: Request) -> bool:
    """Tell whether events are accepted by name, among whatever else."""
    sent = accepted(request.headers) or ""
    if EVENTS.media_type not in sent.lower():
        return False
    ranges = parse_accept(sent)
    return any(f"{x.type}/{x.subtype}" == EVENTS.media_type and x.quality > 0 for x in ranges)


def wants_events(request: Request) -> bool:
    """Tell whether events are accepted by name, rather than one answer."""
    if not may_be_events(request):
        return False
    try:
        return negotiate(accepted(request.headers), _ANSWERS) is EVENTS
    except NotAcceptableError:
        return False
