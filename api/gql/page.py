"""The page that a browser gets at the door: GraphiQL, or how to ask without it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.http.citing import asks_nothing_else
from api.http.negotiation import accepted, negotiate
from api.pages.pages import HTML, Pages
from api.web.graphiql.assets import Assets, example_documents
from api.web.policy import WITH_SCRIPTS

from .accepting import FORMATS
from .reading import Readers


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

    @staticmethod
    def is_wanted(request: Request) -> bool:
        """Tell a browser that came without a query; raises NotAcceptableError."""
        if request.method != "GET" or not asks_nothing_else(request):
            return False
        return negotiate(accepted(request.headers), FORMATS) is HTML

    def render(self, request: Request) -> Response:
        """Return a page that tells how to ask."""
        with self._readers.of(request):
            here = str(request.url.replace(query=""))
            page = self._pages.render(
                request,
                "graphql.html",
                examples=example_documents(),
                here=here,
                is_strict=self._is_strict,
                scripts=self._ide.scripts,
                styles=self._ide.styles,
            )
        if self._ide.scripts:
            page.headers.update(WITH_SCRIPTS)
        return page
