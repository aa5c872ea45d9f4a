"""A commit in the middle of an answer: it is of one generation all the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.schema import schema
from graph.errors import RemoteError
from graph.reader import Reader
from graph.remote.reading import RemoteReading
from graph.workspace import Workspace
from tests.api.sample import KEY, write_sample
from tests.graph.factories import fill, harbour_story
from tests.sparql_servers import running_oxigraph

QUERY = """{ networks(first: 20) { nodes { name { value } members(first: 50) {
  edges { node { name { value } } claims { quote document { title } } } } } } }"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return the sample, whose quads are at a server."""
    with running_oxigraph(tmp_path) as oxigraph:
        remote = oxigraph.remote()
        yield Workspace(write_sample(tmp_path / "data", remote), remote=remote)


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


def test_a_server_that_never_rests_gives_no_answer(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, story, turns = RemoteReading.fetch, harbour_story(), count()

    def fetch_late(store: RemoteReading, query: str) -> bytes:
        with workspace.writer() as writer:
            writer.retract(story.key) if next(turns) % 2 else writer.put(*story.pair())
            writer.commit()
        return fetch(store, query)

    with workspace.reader() as reader:
        monkeypatch.setattr(RemoteReading, "fetch", fetch_late)
        with pytest.raises(RemoteError, match="moved on again and again") as raised, reader.held():
            schema().execute_sync(QUERY, context_value=Context(reader))
        assert raised.value.is_passing


def test_a_commit_between_looks_of_their_own_is_noticed_in_the_end(workspace: Workspace) -> None:
    def work() -> int:
        return len([*reader.quads(None, None, None, None)])

    with workspace.reader() as reader:
        with pytest.raises(RemoteError, match="moved on"), reader.held():  # noqa: PT012
            reader.in_rounds(lambda: [*reader.quads(NamedNode("urn:a"))])
            fill(workspace, harbour_story())
            assert [*reader.solutions("SELECT * { ?s ?p ?o } ORDER BY ?s")]
        with reader.held():
            assert reader.in_rounds(work) > 0
