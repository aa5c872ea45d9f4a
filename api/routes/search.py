"""/search: things by their names, best first, and lists of the things of one kind."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ReaderDep, Services, ServicesDep
from api.errors import BadRequestError
from api.negotiation import accepted, negotiate
from api.pages import HTML
from api.protocol import parse_fields
from graph.formats import Format
from graph.reader import Reader
from ontology.terms import KINDS
from queries.parameters import NOUNS

from .questions import row_count

router = APIRouter(tags=["Search"])

_JSON: Final = Format("json", "application/json", ("text/json",))
_FORMATS: Final = {_JSON.name: _JSON, HTML.name: HTML}
#: How many results a page has unless more are asked for, and at most.
_USUAL: Final = 50
_MOST: Final = 1000

#: A result as JSON shows it: ``name`` is the one of its names that was found.
Result = dict[str, str]


@router.get("/search", summary="Find things by name, or list those of one kind")
def search(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    q: str = "",
    kind: str = "",
    limit: str | None = None,
    offset: str | None = None,
    format: str | None = None,
) -> Response:
    """Return the things whose names match *q*, best first; without it, all of a *kind* by name."""
    parse_fields(request.scope["query_string"])  # raises where it is not UTF-8
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    if kind and kind not in KINDS:
        raise BadRequestError(f"there is no kind {kind!r}; there are {', '.join(KINDS)}")
    size, start = row_count("limit", limit), row_count("offset", offset) or 0
    size = min(_USUAL if size is None else size, _MOST)
    if not (q.strip() or kind) and chosen is not HTML:
        raise BadRequestError("there is nothing to look for; send q, kind or both")
    found = _found(services, reader, q, kind, most=start + size + 1)
    more = len(found) > start + size and size > 0
    fields = {"q": q, "kind": kind, "limit": "" if limit is None else size, "offset": start + size}
    following = "search?" + urlencode({name: value for name, value in fields.items() if value})
    shown: dict[str, Any] = {
        "q": q,
        "kind": kind,
        "results": found[start : start + size],
        "more": more,
    }
    if chosen is HTML:
        names = {each: NOUNS[each] for each in KINDS}
        return services.pages.render(
            request, "search.html", **shown, kinds=names, following=following
        )
    headers = {"Vary": "Accept"} | ({"Link": f'<{following}>; rel="next"'} if more else {})
    content = shown | {"limit": size, "offset": start, "generation": reader.generation}
    return JSONResponse(content, headers=headers)


def _found(services: Services, reader: Reader, q: str, kind: str, *, most: int) -> list[Result]:
    kinds = {kind} if kind else None
    if q.strip():
        index = services.names.of(reader)
        near = index.suggest(q, kinds, limit=most)
        return [_result(reader, each.iri, each.kind, each.name) for each in near]
    if not kind:
        return []
    things = {(iri, of) for _, iri, of in reader.names(kind) if of == kind}
    results = [_result(reader, iri, of, "") for iri, of in things]
    return sorted(results, key=lambda each: (each["label"].casefold(), each["iri"]))[:most]


def _result(reader: Reader, iri: str, kind: str, name: str) -> Result:
    label = reader.label(iri)
    return {"iri": iri, "label": label, "kind": kind, "name": name or label}
