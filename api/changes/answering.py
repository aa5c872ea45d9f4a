"""The answer to who asks what changed: a feed in either form, a page, or a stream of events."""

from __future__ import annotations

import json
from functools import partial
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.context import Services
from api.errors import BadRequestError
from api.http.citing import asked_generation, keep_generation
from api.http.rates import counted
from api.linked.prefix import path_within
from api.pages.pages import HTML, address, way_up
from api.sparql.remembered import Key, known
from graph.errors import EmbeddedOnlyError
from ontology.serialisation import JsonObject

from .events import event
from .feeds import ATOM, EVENTS, JSON_FEED, Entry, Feed, to_atom, to_json_feed
from .history import Step
from .topics import Part, Topic, number

#: Seconds that a feed waits for what has to be compared first.
_PATIENCE: Final = 20.0


async def answer(request: Request, services: Services, topic: Topic, part: Part) -> Response:
    """Answer with the part of a topic that is asked for, or with 304 to who has it."""
    newest = await to_thread.run_sync(_newest, services, part.generation)
    request.state.generation = newest
    page, rest = await to_thread.run_sync(counted(_steps), services, topic, part, newest)
    root = str(request.base_url)
    key = _key(newest, root, topic, part, page)
    headers = {"ETag": key.weak, "Cache-Control": "no-cache", "Vary": "Accept"}
    following = _following(topic, part, root, page) if rest else ""
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if known(request.headers.get("if-none-match"), key):
        return Response(status_code=304, headers=headers)
    told = await topic.find(page, patience=_PATIENCE)
    here = way_up(path_within(request)) if part.format is HTML else root
    entries = [
        entry
        for step in page
        if step in told and (entry := _entry(services, topic, here, step, told[step], part))
    ]
    own = {**part.fields, "before": part.before, "generation": part.generation}
    feed = Feed(
        iri=topic.address(services.settings.base.iri),
        title=topic.title,
        address=topic.address(root, format=part.format.name, **own),
        home=root,
        updated=services.changes.history.created(newest),
        entries=tuple(entries),
        following=following,
    )
    if part.format is HTML:
        answered = await to_thread.run_sync(_page, request, services, topic, part, feed)
    elif part.format is ATOM:
        answered = Response(to_atom(feed), media_type=ATOM.media_type)
    else:
        body = json.dumps(to_json_feed(feed), ensure_ascii=False, indent=1) + "\n"
        answered = Response(body, media_type=JSON_FEED.media_type)
    answered.headers.update(headers)
    return answered


def _newest(services: Services, asked: int | None) -> int:
    """Return the number of the newest generation, or that one if it is there."""
    with services.shelf.reader(asked) as reader:
        return reader.generation


def _steps(
    services: Services, topic: Topic, part: Part, newest: int
) -> tuple[list[Step], list[Step]]:
    """Return the steps of a page, and those that come after it."""
    steps = services.changes.history.steps(newest, since=part.since or 0)
    steps = topic.leave_out([step for step in steps if part.holds(step)])
    return steps[: part.size], steps[part.size :]


def _key(newest: int, root: str, topic: Topic, part: Part, page: list[Step]) -> Key:
    about = topic.path, sorted(topic.values.items())
    return Key.of(newest, root, *about, part.format.name, part.since, part.size, page)


def _following(topic: Topic, part: Part, root: str, page: list[Step]) -> str:
    """Return the address of the page after one.

    Feeds go back as if they were of an older generation; a page for people stays where it is.
    """
    if part.format is not HTML:
        fields = {"format": part.format.name, **part.fields}
        return topic.address(root, generation=page[-1].before, **fields)
    return topic.address(root, before=page[-1].after, generation=part.generation, **part.fields)


def _entry(
    services: Services, topic: Topic, root: str, step: Step, told: JsonObject, part: Part
) -> Entry | None:
    """Return the entry of a step; None where nothing of a topic changed that leaves that out."""
    if not topic.tells_all and not any(told["counts"].values()):
        return None
    base = services.settings.base
    fields = {"generation": step.after, "since": step.before}
    cited = part.generation if part.format is HTML else None

    def link(iri: str) -> str:
        return keep_generation(address(iri, base=base, root=root), cited)

    return Entry(
        iri=topic.address(base.iri, **fields),
        url=topic.address(root, **fields),
        title=f"Generation {step.after}: {topic.title_of(told)}",
        updated=services.changes.history.created(step.after),
        html=topic.to_html(told, link),
        told=fields | told,
    )


def _page(request: Request, services: Services, topic: Topic, part: Part, feed: Feed) -> Response:
    root = way_up(path_within(request))
    return services.pages.render(
        request,
        "changes.html",
        feed=feed,
        topic=topic,
        part=part,
        oldest=services.changes.history.oldest(),
        own=partial(topic.address, root, generation=part.generation),
        following=feed.following and root + feed.following.removeprefix(str(request.base_url)),
    )


async def stream(request: Request, services: Services, topic: Topic, last: str | None) -> Response:
    """Answer with server-sent events from *last* on, or from now."""
    if asked_generation(request) is not None:
        raise BadRequestError("events tell of what comes; send since= rather than generation=")
    seen = number("Last-Event-ID", last)
    waiting = services.changes.subscriptions
    waiting.require_place()
    newest = await to_thread.run_sync(_newest, services, None)
    request.state.generation = newest
    root, part = str(request.base_url), Part(EVENTS, None)
    history = services.changes.history
    if history.workspace.is_remote:
        raise EmbeddedOnlyError(
            "what changes cannot be told as it comes: a SPARQL server holds the quads, and it "
            "keeps no older generation to compare with; subscribe to generation by GraphQL"
        )

    async def tell(seen: int, newest: int) -> list[bytes]:
        oldest = await to_thread.run_sync(history.oldest)
        found = []
        if seen > newest or seen < oldest:
            gap = {"since": seen, "oldest": oldest, "newest": newest}
            found.append(event(min(newest, max(seen, oldest)), kind="gap", data=gap))
        steps = await to_thread.run_sync(lambda: topic.leave_out(history.steps(newest, since=seen)))
        told = await topic.find(steps)
        entries = (
            (step, _entry(services, topic, root, step, told[step], part))
            for step in reversed(steps)
            if step in told
        )
        return found + [
            event(step.after, kind=topic.things, data=_said(entry))
            for step, entry in entries
            if entry
        ]

    sent = waiting.stream(newest, newest if seen is None else seen, tell)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(sent, media_type=EVENTS.media_type, headers=headers)


def _said(entry: Entry) -> JsonObject:
    return {"url": entry.url, "title": entry.title} | entry.told
