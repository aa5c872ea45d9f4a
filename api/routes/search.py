"""/search: things by their names and sentences by their words, best first, and lists of kinds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ChargedRoute, ReaderDep, Services, ServicesDep
from api.errors import BadRequestError
from api.http.citing import asked_generation, keep_generation
from api.http.negotiation import accepted, negotiate
from api.pages.nouns import ONE
from api.pages.pages import HTML
from api.questions.paging import row_count
from api.searching import Quote, Slice, Thing, find_quotes, find_things, list_things
from api.sparql.protocol import parse_fields
from graph.formats import Format
from graph.reader import Reader

router = APIRouter(tags=["Search"], route_class=ChargedRoute)

_JSON: Final = Format("json", "application/json", ("text/json",))
_FORMATS: Final = {_JSON.name: _JSON, HTML.name: HTML}
#: What may be looked for: things by their names, sentences, or both.
_WHAT: Final = ("all", "names", "quotes")
#: How many results a page has unless more are asked for, and at most.
_USUAL: Final = 50
_MOST: Final = 1000


@router.get("/search", summary="Find things by name and sentences by their words")
def search(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    q: str = "",
    kind: str = "",
    what: str = "",
    limit: str | None = None,
    offset: str | None = None,
    format: str | None = None,
) -> Response:
    """Return the things whose names, and the sentences whose words, match *q*, best first.

    The last word of *q* may be unfinished, and words between quotation marks have to follow each
    other. With a *kind*, or several with commas between, only things of these; without *q*, all of
    them by name.
    """
    parse_fields(request.scope["query_string"])  # raises where it is not UTF-8
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    wanted = _wanted(kind, what)
    size, start = row_count("limit", limit), row_count("offset", offset) or 0
    page = Slice(start, min(_USUAL if size is None else size, _MOST))
    if not (q.strip() or kind) and chosen is not HTML:
        raise BadRequestError("there is nothing to look for; send q, kind or both")
    results, quotes, more = _found(services, reader, q, kind, wanted, page)
    fields = {
        "q": q,
        "kind": kind,
        "what": what,
        "limit": "" if limit is None else page.size,
        "offset": start + page.size,
    }
    following = "search?" + urlencode({name: value for name, value in fields.items() if value})
    following = keep_generation(following, asked_generation(request))
    shown: dict[str, Any] = {"q": q, "kind": kind, "what": wanted, "more": more}
    if chosen is HTML:
        shown |= {"results": results, "quotes": quotes, "kinds": ONE, "following": following}
        return services.pages.render(request, "search.html", **shown)
    headers = {"Vary": "Accept"} | ({"Link": f'<{following}>; rel="next"'} if more else {})
    content = {
        **shown,
        "results": [asdict(each) for each in results],
        "quotes": None if quotes is None else [asdict(each) for each in quotes],
        "limit": page.size,
        "offset": start,
        "generation": reader.generation,
    }
    if quotes is None:
        request.state.is_passing = True  # the index of sentences may come while this one stays
    return JSONResponse(content, headers=headers)


def _wanted(kind: str, what: str) -> str:
    """Return what is to be looked for, checked; sentences are of no kind."""
    for each in _kinds(kind):
        if each not in ONE:
            raise BadRequestError(f"there is no kind {each!r}; there are {', '.join(ONE)}")
    if what and what not in _WHAT:
        raise BadRequestError(f"what={what!r} is not known; send one of {', '.join(_WHAT)}")
    if kind and what not in ("", "names"):
        raise BadRequestError(f"sentences are of no kind; send kind, or what={what}, not both")
    return what or ("names" if kind else "all")


def _kinds(kind: str) -> list[str]:
    """Return the kinds that a field names, with commas between, each once.

    >>> _kinds("City,Network,City")
    ['City', 'Network']
    """
    return list(dict.fromkeys(kind.split(","))) if kind else []


def _found(
    services: Services, reader: Reader, q: str, kind: str, what: str, page: Slice
) -> tuple[list[Thing], list[Quote] | None, bool]:
    """Return the things, the sentences (None where there is no index of them), and whether more."""
    if not q.strip():
        things, more = list_things(reader, _kinds(kind), page) if kind else ([], False)
        return things, [], more
    things, more = [], False
    kinds = _kinds(kind) or None
    if what != "quotes":
        things, more = find_things(reader, lambda: services.names.of(reader), q, kinds, page)
    if what == "names":
        return things, [], more
    if reader.search is None:
        return things, None, more
    quotes, more_quotes = find_quotes(reader, reader.search, q, page)
    return things, quotes, more or more_quotes
