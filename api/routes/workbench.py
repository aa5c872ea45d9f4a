"""The pages of the workbench that are nothing without its scripts."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import ReaderDep, Services, ServicesDep
from api.errors import NotFoundError
from api.extracting.policy import style_source
from api.web.policy import with_frame

router = APIRouter(tags=["Workbench"])

#: The template of each page, by its path.
_PAGES: Final = {
    "explore": "explore",
    "explore/map": "map",
    "explore/timeline": "timeline",
    "explore/matrix": "matrix",
    "review": "review",
}


@router.get("/ingest", include_in_schema=False)
def ingest(request: Request, services: ServicesDep) -> Response:
    """Send the page by which documents come; a server that has none yet has it too.

    Beside our files it may show, in a frame in which nothing runs, the page of what would be read
    in a document, which holds its own style.
    """
    page = _rendered(request, services, "ingest")
    page.headers.update(with_frame(style_source()))
    return page


@router.get("/explore", include_in_schema=False)
@router.get("/explore/{view}", include_in_schema=False)
@router.get("/review", include_in_schema=False)
def page(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,  # noqa: ARG001  for the generation that the page is about
) -> Response:
    """Send the page at whose path the scripts find their data by themselves."""
    name = _PAGES.get(request.scope["path"].removeprefix(request.scope["root_path"]).strip("/"))
    if name is None:
        raise NotFoundError(f"there is nothing at {request.scope['path']}")
    return _rendered(request, services, name)


def _rendered(request: Request, services: Services, name: str) -> Response:
    if not services.pages.workbench.is_built:
        raise NotFoundError(
            "the workbench is not on this server; whoever keeps it can build it with make web, "
            "and start the server again"
        )
    return services.pages.render(request, f"workbench/{name}.html")
