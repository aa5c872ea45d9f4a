"""A real Oxigraph server for the tests of the remote store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.workspace import Workspace
from tests.sparql_servers import Oxigraph, Virtuoso, running_oxigraph, running_virtuoso


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Oxigraph]:
    """Return an empty Oxigraph server that runs."""
    with running_oxigraph(tmp_path) as found:
        yield found


@pytest.fixture
def elsewhere(server: Oxigraph, tmp_path: Path) -> Workspace:
    """Return a data directory whose quads are at that server; nothing is in it yet."""
    return Workspace(tmp_path / "elsewhere", remote=server.remote(patience=20.0))


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Return a Virtuoso that runs, the module's own: what others wrote there would be seen."""
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso")) as found:
        yield found
