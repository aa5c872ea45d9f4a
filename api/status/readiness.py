"""Whether a server can answer: that its store can be read, and that queries can run."""

from __future__ import annotations

from api.context import Services
from api.errors import UnavailableError
from graph.reader import Reader


def require_ready(services: Services, reader: Reader) -> None:
    """Look for one quad.

    Raises UnavailableError where the server is about to stop or no query can run, and what a
    reader raises where the store cannot be read.
    """
    if services.stopping.has_begun:
        raise services.stopping.refuse()
    reader.ask("ASK { ?s ?p ?o }")
    if not services.pool.processes:
        raise UnavailableError("no process runs that queries could run in", retry_after=5)
