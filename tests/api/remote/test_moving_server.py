"""A commit in the middle of an answer: it is of one generation all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.gql.context import Context
from api.gql.schema import schema
from graph.reader import Reader
from graph.remote.reading import RemoteReading
from graph.workspace import Workspace
from tests.api.sample import KEY, write_sample
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port

QUERY = """{ networks(first: 20) { nodes { name { value } members(first: 50) {
  edges { node { name { value } } claims { quote document { title } } } } } } }"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return the sample, whose quads are at a server."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    oxigraph = Oxigraph(tmp_path / "oxigraph", free_port())
    oxigraph.start()
    try:
        remote = oxigraph.remote()
        yield Workspace(write_sample(tmp_path / "data", remote), remote=remote)
    finally:
        oxigraph.kill()


def _answer(reader: Reader) -> Any:
    with reader.held():
        result = schema().execute_sync(QUERY, context_value=Context(reader))
    assert not result.errors, result.errors
    return result.data


@pytest.mark.parametrize("before", [2, 3])
def test_what_was_fetched_before_a_commit_is_not_mixed_with_what_comes_after(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    fetch, fetched = RemoteReading.fetch, list[str]()

    def fetch_late(store: RemoteReading, query: str) -> bytes:
        fetched.append(query)
        if len(fetched) == before:
            with workspace.writer() as writer:
                writer.retract(KEY)
                writer.commit()
        return fetch(store, query)

    with workspace.reader() as reader:
        old = _answer(reader)
        reader.known.clear()
        monkeypatch.setattr(RemoteReading, "fetch", fetch_late)
        found = _answer(reader)
        monkeypatch.undo()
    assert len(fetched) > before
    with workspace.reader() as reader:
        new = _answer(reader)
    assert found == new != old
