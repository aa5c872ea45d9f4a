"""The reader of one request: of the generation that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from starlette.requests import Request

from api.http.citing import asked_generation
from graph.reader import Reader


@dataclass(frozen=True, slots=True)
class Readers:
    """Lends readers: ``lend`` that of the generation with a number, of the newest without one.

    ``is_open`` says whether that is lent at once.
    """

    lend: Callable[[int | None], AbstractContextManager[Reader]]
    is_open: Callable[[int | None], bool]

    @contextmanager
    def of(self, request: Request) -> Iterator[Reader]:
        """Hold the reader of the generation that *request* asks for, and say which it is."""
        with self.lend(asked_generation(request)) as reader:
            request.scope["state"].update(reader=reader, generation=reader.generation)
            yield reader
