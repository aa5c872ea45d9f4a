"""The demo, served, and the clients from npm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documentation import shell

from .examples import installed


@pytest.fixture(scope="session")
def packages() -> Path:
    """Return the folder of the clients."""
    return installed()


@pytest.fixture(scope="session")
def address(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001
    """Return the address of a server of the demo; nothing is served where no client is there."""
    with shell(tmp_path_factory.mktemp("demo")) as ready:
        yield ready.address
