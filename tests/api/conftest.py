"""A workspace on disk and one real server before it, for all tests of the doors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.warm import warm_writers

from .sample import write_sample
from .server import running_server


@pytest.fixture(scope="package", autouse=True)
def writers() -> Iterator[None]:
    """Fork whatever writes for tests of this folder: started cold, it is half of their time."""
    with warm_writers():
        yield


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data directory of the sample."""
    return write_sample(tmp_path_factory.mktemp("workspace") / "data")


@pytest.fixture(scope="session")
def client(sample_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of the sample that gives queries six seconds."""
    with running_server(
        sample_store,
        HANSA_QUERY_TIMEOUT="6",
        HANSA_QUERY_ANSWER="1000000",
        HANSA_QUERY_MEMORY=str(64 * 1024 * 1024),
    ) as client:
        yield client
