"""What every address of a thing is asked with: the request, who answers, and the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.context import ReaderDep, Services, ServicesDep
from graph.reader import Reader


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a thing; ``format`` is the value of ``format=``."""

    request: Request
    services: Services
    reader: Reader
    format: str | None


async def visit(
    request: Request, services: ServicesDep, reader: ReaderDep, format: str | None = None
) -> Visit:
    """Return the request as the routes of things take it."""
    return Visit(request, services, reader, format)


VisitDep = Annotated[Visit, Depends(visit)]
