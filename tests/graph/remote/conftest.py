"""A real Oxigraph server for the tests of the remote store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.workspace import Workspace
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Oxigraph]:
    """Return an empty Oxigraph server that runs."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    found = Oxigraph(tmp_path / "oxigraph", free_port())
    found.start()
    try:
        yield found
    finally:
        found.kill()


@pytest.fixture
def elsewhere(server: Oxigraph, tmp_path: Path) -> Workspace:
    """Return a data directory whose quads are at that server; nothing is in it yet."""
    return Workspace(tmp_path / "elsewhere", remote=server.remote(patience=20.0))
