"""/changes and /changes/questions/{name}: feeds of what each generation added and withdrew."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.context import ChargedRoute, Services, ServicesDep
from api.errors import BadRequestError
from api.http.citing import asked_generation
from api.http.negotiation import accepted, negotiate
from api.http.rates import counted
from api.pages.pages import address
from api.questions.values import values_of
from api.sparql.remembered import Key, known
from ontology.serialisation import JsonObject
from queries.catalogue import find_question

from .events import event
from .feeds import ATOM, EVENTS, JSON_FEED, Entry, Feed, to_atom, to_json_feed
from .history import Step
from .wording import Link, facts_to_html, rows_to_html, title_of

router = APIRouter(tags=["Changes"], prefix="/changes", route_class=ChargedRoute)

_FORMATS: Final = {each.name: each for each in (JSON_FEED, ATOM, EVENTS)}
#: Generations of a page, unless ``limit=`` says otherwise, and at most.
_PAGE: Final = 10
_MOST: Final = 50
#: Seconds that a feed waits for what has to be compared first.
_PATIENCE: Final = 20.0
#: Names in the query string that are no parameters of a question.
_RESERVED: Final = frozenset({"format", "generation", "limit", "since"})

FormatField = Annotated[str | None, Query(description="json, atom or events")]
SinceField = Annotated[str | None, Query(description="tell only what came after that generation")]
LimitField = Annotated[str | None, Query(description=f"generations of a page, at most {_MOST}")]
GenerationField = Annotated[str | None, Query(description="the feed as it was at a generation")]
LastEvent = Annotated[str | None, Header(description="the last event that a client has seen")]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a feed is about: its path, what it tells of, and what finds that."""

    path: str
    title: str
    things: str
    values: Mapping[str, str]
    find: Callable[..., Awaitable[dict[Step, JsonObject]]]
    to_html: Callable[[JsonObject, Link], str]

    def address(self, root: str, **fields: object) -> str:
        """Return an address of the feed below *root*; fields that are None are left out."""
        given = {name: str(value) for name, value in fields.items() if value is not None}
        encoded = urlencode({**self.values, **given})
        return root + self.path + (f"?{encoded}" if encoded else "")


@router.get("", summary="What each generation added and withdrew, as a feed or as events")
async def changes(
    request: Request,
    services: ServicesDep,
    format: FormatField = None,
    generation: GenerationField = None,  # noqa: ARG001  described here, read where it is checked
    since: SinceField = None,
    limit: LimitField = None,
    last_event_id: LastEvent = None,
) -> Response:
    """Answer with an Atom feed, a JSON feed or server-sent events."""
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    topic = _all_changes(services)
    if chosen is EVENTS:
        return await _stream(request, services, topic, last_event_id or since)
    return await _feed(request, services, topic, chosen.name, since=since, limit=limit)


@router.get("/events", include_in_schema=False)  # what tries all that is described never ends here
async def events(
    request: Request,
    services: ServicesDep,
    since: SinceField = None,
    last_event_id: LastEvent = None,
) -> Response:
    """Answer with server-sent events."""
    return await _stream(request, services, _all_changes(services), last_event_id or since)


@router.get("/questions/{name}", summary="Which rows of an answer came and went")
async def answers(
    request: Request,
    services: ServicesDep,
    name: str,
    format: FormatField = None,
    generation: GenerationField = None,  # noqa: ARG001
    since: SinceField = None,
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
    topic = Topic(f"changes/questions/{name}", title, "rows", values, find, rows_to_html)
    if chosen is EVENTS:
        return await _stream(request, services, topic, last_event_id or since)
    return await _feed(request, services, topic, chosen.name, since=since, limit=limit)


def _all_changes(services: Services) -> Topic:
    history = services.changes.history
    return Topic("changes", "Hansa: what changed", "facts", {}, history.changes, facts_to_html)


async def _feed(
    request: Request,
    services: Services,
    topic: Topic,
    format: str,
    *,
    since: str | None,
    limit: str | None,
) -> Response:
    newest = await to_thread.run_sync(_newest, services, asked_generation(request))
    request.state.generation = newest
    after, given = _number("since", since) or 0, _number("limit", limit)
    most = _PAGE if given is None else given
    if not 0 < most <= _MOST:
        raise BadRequestError(f"limit={most} cannot be; a page has 1 to {_MOST} generations")
    history = services.changes.history
    steps = await to_thread.run_sync(lambda: history.steps(newest, since=after))
    page, rest = steps[:most], steps[most:]
    root = str(request.base_url)
    key = Key.of(newest, root, topic.path, sorted(topic.values.items()), format, after, most, page)
    headers = {"ETag": key.weak, "Cache-Control": "no-cache", "Vary": "Accept"}
    fields = {"format": format, "since": since, "limit": limit}
    following = topic.address(root, generation=page[-1].before, **fields) if rest else ""
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if known(request.headers.get("if-none-match"), key):
        return Response(status_code=304, headers=headers)
    told = await topic.find(page, patience=_PATIENCE)
    entries = [_entry(services, topic, root, step, told[step]) for step in page if step in told]
    base = services.settings.base.iri
    feed = Feed(
        iri=topic.address(base),
        title=topic.title,
        address=topic.address(root, generation=asked_generation(request), **fields),
        home=root,
        updated=history.created(newest),
        entries=tuple(entry for entry in entries if entry is not None),
        following=following,
    )
    if format == ATOM.name:
        return Response(to_atom(feed), media_type=ATOM.media_type, headers=headers)
    body = json.dumps(to_json_feed(feed), ensure_ascii=False, indent=1) + "\n"
    return Response(body, media_type=JSON_FEED.media_type, headers=headers)


def _newest(services: Services, number: int | None) -> int:
    """Return the number of the newest generation, or that one if it is there."""
    with services.shelf.reader(number) as reader:
        return reader.generation


def _entry(
    services: Services, topic: Topic, root: str, step: Step, told: JsonObject
) -> Entry | None:
    """Return the entry of a step; None where no row of an answer changed."""
    if topic.things == "rows" and not any(told["counts"].values()):
        return None
    fields = {"generation": step.after, "since": step.before}
    return Entry(
        iri=topic.address(services.settings.base.iri, **fields),
        url=topic.address(root, **fields),
        title=f"Generation {step.after}: {title_of(told, topic.things)}",
        updated=services.changes.history.created(step.after),
        html=topic.to_html(told, partial(address, base=services.settings.base, root=root)),
        told=fields | told,
    )


async def _stream(request: Request, services: Services, topic: Topic, last: str | None) -> Response:
    if asked_generation(request) is not None:
        raise BadRequestError("events tell of what comes; send since= rather than generation=")
    seen = _number("Last-Event-ID", last)
    waiting = services.changes.subscriptions
    waiting.require_place()
    newest = await to_thread.run_sync(_newest, services, None)
    request.state.generation = newest
    root = str(request.base_url)
    history = services.changes.history

    async def tell(seen: int, newest: int) -> list[bytes]:
        oldest = await to_thread.run_sync(history.oldest)
        found = []
        if seen > newest or seen < oldest:
            gap = {"since": seen, "oldest": oldest, "newest": newest}
            found.append(event(min(newest, max(seen, oldest)), kind="gap", data=gap))
        steps = await to_thread.run_sync(lambda: history.steps(newest, since=seen))
        told = await topic.find(steps)
        for step in reversed(steps):
            entry = _entry(services, topic, root, step, told[step]) if step in told else None
            if entry is not None:
                found.append(event(step.after, kind=topic.things, data=_said(entry)))
        return found

    stream = waiting.stream(newest, newest if seen is None else seen, tell)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type=EVENTS.media_type, headers=headers)


def _said(entry: Entry) -> JsonObject:
    return {"url": entry.url, "title": entry.title} | entry.told


def _number(name: str, text: str | None) -> int | None:
    """Return a whole number that a request gives; BadRequestError where it is none."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadRequestError(f"{name}={text!r} is no number; send a whole one")
    return int(text)
