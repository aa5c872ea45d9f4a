"""/changes and /changes/questions/{name}: feeds of what each generation added and withdrew."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

from anyio import to_thread
from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, Services, ServicesDep
from api.http.citing import asked_generation
from api.http.negotiation import accepted, negotiate
from api.http.rates import counted
from api.pages.pages import HTML
from api.questions.values import values_of
from queries.catalogue import find_question

from .answering import answer, stream
from .feeds import ATOM, EVENTS, JSON_FEED
from .thing_wording import thing_title, thing_to_html
from .topics import MOST, Part, Topic
from .wording import facts_to_html, rows_to_html

router = APIRouter(tags=["Changes"], prefix="/changes", route_class=ChargedRoute)

_FORMATS: Final = {each.name: each for each in (JSON_FEED, ATOM, EVENTS, HTML)}
#: Names in the query string that are no parameters of a question.
_RESERVED: Final = frozenset({"before", "format", "generation", "limit", "since"})

FormatField = Annotated[str | None, Query(description="json, atom, html or events")]
SinceField = Annotated[str | None, Query(description="tell only what came after that generation")]
BeforeField = Annotated[str | None, Query(description="tell only what came before a generation")]
AboutField = Annotated[str | None, Query(description="the IRI of one thing or document")]
LimitField = Annotated[str | None, Query(description=f"generations of a page, at most {MOST}")]
GenerationField = Annotated[str | None, Query(description="the feed as it was at a generation")]
LastEvent = Annotated[str | None, Header(description="the last event that a client has seen")]


@router.get("", summary="What each generation added and withdrew, as a feed or as events")
async def changes(
    request: Request,
    services: ServicesDep,
    about: AboutField = None,
    format: FormatField = None,
    generation: GenerationField = None,  # noqa: ARG001  described here, read where it is checked
    since: SinceField = None,
    before: BeforeField = None,
    limit: LimitField = None,
    last_event_id: LastEvent = None,
) -> Response:
    """Answer with an Atom feed, a JSON feed, a page or server-sent events.

    With *about*, the IRI of a thing or document, only what changed about that is told.
    """
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    topic = _all_changes(services)
    if about:
        newest = asked_generation(request)
        topic = await to_thread.run_sync(counted(_about), services, about, newest)
    if chosen is EVENTS:
        return await stream(request, services, topic, last_event_id or since)
    part = Part.of(request, chosen, since=since, before=before, limit=limit)
    return await answer(request, services, topic, part)


@router.get("/events", include_in_schema=False)  # what tries all that is described never ends here
async def events(
    request: Request,
    services: ServicesDep,
    since: SinceField = None,
    last_event_id: LastEvent = None,
) -> Response:
    """Answer with server-sent events."""
    return await stream(request, services, _all_changes(services), last_event_id or since)


@router.get("/questions/{name}", summary="Which rows of an answer came and went")
async def answers(
    request: Request,
    services: ServicesDep,
    name: str,
    format: FormatField = None,
    generation: GenerationField = None,  # noqa: ARG001
    since: SinceField = None,
    before: BeforeField = None,
    limit: LimitField = None,
    last_event_id: LastEvent = None,
) -> Response:
    """Answer as ``/changes``; the other fields of the query string are the question's own."""
    asked = find_question(name)
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    values = values_of(request, reserved=_RESERVED)
    await to_thread.run_sync(counted(services.changes.answers.check), name, values)

    find = partial(services.changes.answers.changes, name, values)

    spoken = " (" + ", ".join(values.values()) + ")" if values else ""
    title = f"Hansa: {asked.summary}{spoken}"
    path = f"changes/questions/{name}"
    topic = Topic(path, title, "rows", values, find, rows_to_html, tells_all=False)
    if chosen is EVENTS:
        return await stream(request, services, topic, last_event_id or since)
    part = Part.of(request, chosen, since=since, before=before, limit=limit)
    return await answer(request, services, topic, part)


def _all_changes(services: Services) -> Topic:
    history = services.changes.history
    return Topic("changes", "Hansa: what changed", "facts", {}, history.changes, facts_to_html)


def _about(services: Services, iri: str, asked: int | None) -> Topic:
    """Return what a feed about one thing is about."""
    things = services.changes.things
    with services.shelf.reader(asked) as reader:
        newest = reader.generation
    return Topic(
        "changes",
        f"Hansa: what changed about {things.title(iri, newest)}",
        "about",
        {"about": iri},
        partial(things.changes, iri),
        thing_to_html,
        tells_all=False,
        leave_out=partial(things.leave_out, iri),
        in_one_line=thing_title,
    )
