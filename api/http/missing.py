"""What cannot be answered: as a page for a browser, as a problem document for everybody else."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.errors import NotAcceptableError, RequestError
from api.linked.prefix import path_within
from api.pages.pages import HTML, PAGE_FORMATS, Pages, local_name
from api.pages.views import split_suffix
from graph.formats import Format

from .citing import asked_generation
from .negotiation import accepted, negotiate
from .problems import MEDIA_TYPE, Problem

#: A page comes last, so that only who names it gets it.
_FORMATS: Final = {"json": Format("json", MEDIA_TYPE, ("application/json",)), HTML.name: HTML}


def answer(request: Request, pages: Pages, problem: Problem) -> Response:
    """Return the answer that says what the problem is."""
    if _wants_page(request):
        response: Response = pages.render(
            request,
            "problem.html",
            status=problem.type.status,
            is_citing=_names_generation(request) and not problem.members.get("kept"),
            problem=problem,
            words=_words(path_within(request)),
        )
        response.headers.update(problem.headers)
        return response
    response = problem.response()
    response.headers.setdefault("Vary", "Accept")
    return response


def _wants_page(request: Request) -> bool:
    """Say whether a browser asks, for a page or for what may be one."""
    _, suffix = split_suffix(request.scope["path"], {*PAGE_FORMATS, "txt"})
    if request.method != "GET" or suffix not in (None, HTML.name):
        return False
    try:
        return negotiate(accepted(request.headers), _FORMATS) is HTML
    except NotAcceptableError:
        return False


def _names_generation(request: Request) -> bool:
    """Say whether links of the page can go on asking for the generation that the address does."""
    try:
        asked_generation(request)
    except RequestError:
        return False
    return True


def _words(path: str) -> str:
    """Return what to look for in place of a thing that is not there.

    >>> _words("/id/city/riga-lv.html"), _words("/claim/0a1b2c3d")
    ('riga lv', '')
    """
    name, _ = split_suffix(path, PAGE_FORMATS)
    return local_name(name).replace("-", " ") if name.startswith("/id/") else ""
