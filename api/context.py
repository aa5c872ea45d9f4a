"""What a request can reach: the settings, the newest generation, the gate, the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import Request

from api.admission import Gate
from api.names import NameIndexes
from api.pages import Pages
from api.settings import Settings
from api.shelf import Shelf
from graph.reader import Reader


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that lives as long as the server does."""

    settings: Settings
    shelf: Shelf
    gate: Gate
    pages: Pages
    names: NameIndexes


def services(request: Request) -> Services:
    """Return the services of the app that answers *request*."""
    return cast(Services, request.app.state.services)


def open_reader(request: Request) -> Iterator[Reader]:
    """Lend a reader to the request and note its generation for the answer's header."""
    with services(request).shelf.reader() as reader:
        request.state.generation = reader.generation
        yield reader


#: For routes: the services, and a reader of the newest generation.
ServicesDep = Annotated[Services, Depends(services)]
ReaderDep = Annotated[Reader, Depends(open_reader)]
