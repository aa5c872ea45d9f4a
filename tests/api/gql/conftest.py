"""A server of several networks, for the tests that need more than the small sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.server import running_server

from .networks import write_networks


@pytest.fixture(scope="session")
def networks_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data directory of several networks."""
    return write_networks(tmp_path_factory.mktemp("networks") / "data")


@pytest.fixture(scope="session")
def networks(networks_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of several networks."""
    with running_server(networks_store) as client:
        yield client
