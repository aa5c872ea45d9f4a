"""Servers for the tests of GraphQL: of several networks, and of samples that stay or change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.sample import write_sample
from tests.api.server import running_server

from .networks import write_networks
from .talking import TOKEN


@pytest.fixture(scope="session")
def networks_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data directory of several networks."""
    return write_networks(tmp_path_factory.mktemp("networks") / "data")


@pytest.fixture(scope="session")
def networks(networks_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of several networks."""
    with running_server(networks_store) as client:
        yield client


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the data directory of a sample into which a test may write."""
    return write_sample(tmp_path / "data")


@pytest.fixture
def moving(store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of *store*."""
    with running_server(store) as client:
        client.get("/health/ready").raise_for_status()
        yield client


@pytest.fixture(scope="module")
def still(sample_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server whose generation stays, with a token and without rates."""
    with running_server(sample_store, HANSA_TOKEN=TOKEN, HANSA_RATE_SECONDS="0") as client:
        client.get("/health/ready").raise_for_status()
        yield client
