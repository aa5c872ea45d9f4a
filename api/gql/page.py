"""The page that a browser gets at the door: GraphiQL, or how to ask without it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.http.citing import asks_nothing_else
from api.http.negotiation import accepted, negotiate
from api.pages.pages import HTML, Pages
from api.sparql.protocol import fields_of
from api.web.graphiql.assets import Assets, example_documents
from api.web.policy import WITH_SCRIPTS

from .accepting import FORMATS
from .reading import Readers

#: The field of the page's own forms, by which they get an answer and not GraphiQL.
_PLAIN: Final = "plain"


class Page:
    """One page of *pages*, with the files of *ide* where there are any.

    *is_strict* says that only trusted documents are answered, of which it tells.
    """

    def __init__(self, pages: Pages, readers: Readers, ide: Assets, *, is_strict: bool) -> None:
        """Render with *pages*."""
        self._pages = pages
        self._readers = readers
        self._ide = ide
        self._is_strict = is_strict

    def is_wanted(self, request: Request) -> bool:
        """Tell a browser that came without a query, or with one to be opened in GraphiQL.

        The forms of the page, for readers without scripts, ask for an answer. Raises
        NotAcceptableError.
        """
        if request.method != "GET":
            return False
        if asks_nothing_else(request):
            return negotiate(accepted(request.headers), FORMATS) is HTML
        return self._opens(request)

    def _opens(self, request: Request) -> bool:
        """Tell a browser that brings a query for GraphiQL."""
        sent = accepted(request.headers) or ""
        if not self._ide.scripts or HTML.media_type not in sent:
            return False
        names = {name for name, _ in fields_of(request)}
        return "query" in names and _PLAIN not in names and negotiate(sent, FORMATS) is HTML

    def render(self, request: Request) -> Response:
        """Return a page that tells how to ask."""
        with self._readers.of(request):
            here = str(request.url.replace(query=""))
            page = self._pages.render(
                request,
                "graphql.html",
                examples=example_documents(),
                plain=_PLAIN,
                here=here,
                is_strict=self._is_strict,
                scripts=self._ide.scripts,
                styles=self._ide.styles,
            )
        if self._ide.scripts:
            page.headers.update(WITH_SCRIPTS)
        return page
