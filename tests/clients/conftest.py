"""The demo, served, and the clients from npm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documentation import shell

from .examples import Demo, installed


@pytest.fixture(scope="session")
def packages() -> Path:
    """Return the folder of the clients."""
    return installed()


@pytest.fixture(scope="session")
def demo(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:  # noqa: ARG001
    """Return the demo, served; nothing is made where no client is there."""
    folder = tmp_path_factory.mktemp("demo")
    with shell(folder) as ready:
        yield Demo(folder / "hansa-demo", ready.address)
