"""Fixtures of the graph's tests: data directories on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.reader import Reader
from graph.workspace import Workspace
from tests.graph.factories import fill, sample_stories


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a data directory that does not exist yet."""
    return Workspace(tmp_path / "data")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a data directory with the sample stories, for reading only."""
    workspace = Workspace(tmp_path_factory.mktemp("sample") / "data")
    fill(workspace, *sample_stories())
    return workspace


@pytest.fixture
def reader(sample: Workspace) -> Iterator[Reader]:
    """Open the sample for reading."""
    with sample.reader() as reader:
        yield reader
