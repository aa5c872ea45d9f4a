"""What was refused is let go of once that is told, without the collector of garbage.

The collector holds every thread while it looks through everything, so there is little left to it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.gql.answers import answered
from api.gql.context import Context
from api.gql.schema import schema
from graph.workspace import Workspace


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Let nothing collect garbage meanwhile."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def frames() -> int:
    return sum(type(each).__name__ in ("frame", "traceback") for each in gc.get_objects())


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    "query",
    [
        "{ networks(first: 100) { nodes { members(first: 100) { nodes { id } } } } }",
        "{ networks { totalCount } }",
        "{",
    ],
)
def test_an_error_holds_nothing_of_where_it_was_raised(sample_store: Path, query: str) -> None:
    with Workspace(sample_store).reader() as reader:

        def ask() -> None:
            assert answered(schema().execute_sync(query, context_value=Context(reader))).errors

        ask()
        gc.collect()
        before = frames()
        for _ in range(5):
            ask()
        assert frames() - before < 5
