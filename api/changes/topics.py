"""What a feed can be about, and which part of it a request asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from api.errors import BadRequestError
from api.http.citing import asked_generation
from graph.formats import Format
from ontology.serialisation import JsonObject

from .history import Step
from .wording import Link, title_of

#: Generations of a page, unless ``limit=`` says otherwise, and at most.
PAGE: Final = 10
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Topic:
    """What a feed is about: its path, what it tells of, and what finds that.

    ``leave_out`` tells which steps need not be looked at, because nothing changed in them. Where it
    does not tell all, a step in which nothing changed is no entry.
    """

    path: str
    title: str
    things: str
    values: Mapping[str, str]
    find: Callable[..., Awaitable[dict[Step, JsonObject]]]
    to_html: Callable[[JsonObject, Link], str]
    tells_all: bool = True
    leave_out: Callable[[list[Step]], list[Step]] = lambda steps: steps
    in_one_line: Callable[[JsonObject], str] | None = None

    def title_of(self, told: JsonObject) -> str:
        """Return how much changed in a step, in one line."""
        return self.in_one_line(told) if self.in_one_line else title_of(told, self.things)

    def address(self, root: str, **fields: object) -> str:
        """Return an address of the feed below *root*; fields that are None are left out."""
        given = {name: str(value) for name, value in fields.items() if value is not None}
        encoded = urlencode({**self.values, **given})
        return root + self.path + (f"?{encoded}" if encoded else "")


@dataclass(frozen=True, slots=True)
class Part:
    """Which generations are asked for, in which format.

    ``generation`` is the newest to be told of, as one that is cited; ``since`` and ``before`` leave
    out what came until and from then on; ``limit`` is None where nobody gave one.
    """

    format: Format
    generation: int | None
    since: int | None = None
    before: int | None = None
    limit: int | None = None

    @classmethod
    def of(
        cls,
        request: Request,
        format: Format,
        *,
        since: str | None,
        before: str | None,
        limit: str | None,
    ) -> Part:
        """Return what a request asks for; BadRequestError where that cannot be."""
        most = number("limit", limit)
        if most is not None and not 0 < most <= MOST:
            raise BadRequestError(f"limit={most} cannot be; a page has 1 to {MOST} generations")
        return cls(
            format,
            asked_generation(request),
            since=number("since", since),
            before=number("before", before),
            limit=most,
        )

    @property
    def fields(self) -> dict[str, int | None]:
        """What every page of this part has in its address."""
        return {"since": self.since, "limit": self.limit}

    @property
    def size(self) -> int:
        """How many generations a page has."""
        return PAGE if self.limit is None else self.limit

    def holds(self, step: Step) -> bool:
        """Say whether a step is to be told of, as far as its place goes."""
        return self.before is None or step.after < self.before


def number(name: str, text: str | None) -> int | None:
    """Return a whole number that a request gives; BadRequestError where it is none."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadRequestError(f"{name}={text!r} is no number; send a whole one")
    return int(text)
