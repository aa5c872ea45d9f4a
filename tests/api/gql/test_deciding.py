"""The list of decisions: what it costs, and that it ends when the time of its request is up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from api.gql.context import Context
from api.gql.live.writes import Writes
from api.gql.schema import schema
from graph.curating.curation import decision
from graph.curating.review import asserted
from graph.identity.index import NodeIndex
from graph.keeping.documents import DocumentStore
from graph.reviewing.items import Wish
from graph.reviewing.queue import Queue
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.reviewable import reviewable

AT = "2024-05-06T07:08:09Z"
LEAGUE = f"{Base().iri}id/network/baltic-quays-league"
QUERY = """{ decisions(first: 50) { totalCount nodes { words holds
  ... on ClaimDecision { made } ... on ThingDecision { overriddenBy } } } }"""
NAMES = ("Ring", "Rings", "Ring of Quays", "Quays", "The Quays")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """Return a data directory with three verdicts on one document, and names of one thing."""
    workspace = Workspace(tmp_path / "data")
    reviewable(workspace)
    found = Queue.of(workspace.documents, workspace.base).items(Wish())
    with workspace.writer() as writer:
        writer.decide([each.id for each in found if each.key], "reject", who="ada", at=AT)
        for name in NAMES:
            writer.curate(
                decision("rename", LEAGUE, name=name, who="ada", at=AT, base=workspace.base)
            )
        writer.commit()
    return workspace


def asking(workspace: Workspace, **more: Any) -> Context:
    """Return the context of a keeper who only reads."""
    nobody: Any = cast(Any, None)
    writes = Writes(
        nobody,
        nobody,
        workspace,
        nobody,
        require_keeper=lambda: None,
        renew=nobody,
        restart=nobody,
    )
    return Context(writes=writes, **more)


def counting(monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> list[int]:
    """Count the calls of a method, which does what it did."""
    calls: list[int] = []
    its: Callable[..., Any] = getattr(kind, name)

    def counted(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        return its(*args, **kwargs)

    monkeypatch.setattr(kind, name, counted)
    return calls


def test_a_document_is_read_once_for_all_its_verdicts(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = counting(monkeypatch, DocumentStore, "extraction")
    looked_up = counting(monkeypatch, NodeIndex, "placed")
    with place.reader() as reader:
        found = schema().execute_sync(QUERY, context_value=asking(place, lent=reader))
    assert found.errors is None
    told = (found.data or {})["decisions"]
    assert told["totalCount"] == 3 + len(NAMES)
    assert [each["holds"] for each in told["nodes"]].count(True) == 3 + 1
    assert len(read) == 1
    assert len(looked_up) <= 2 * len(NAMES), "once to compare, and once for each that may hold"


def test_the_list_ends_with_the_time_of_its_request(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.writer() as writer:
        writer.decide([item.claim for item in asserted(place.documents, place.base)], "accept")
        writer.commit()
    with place.reader() as reader:
        context = asking(place, lent=reader)
        read = counting(monkeypatch, DocumentStore, "extraction")
        extraction = DocumentStore.extraction

        def late(self: DocumentStore, *entry: str) -> Any:
            context.deadline = 0.0
            return extraction(self, *entry)

        monkeypatch.setattr(DocumentStore, "extraction", late)
        found = schema().execute_sync(QUERY, context_value=context)
    assert found.errors is not None
    assert {error.message.partition(";")[0] for error in found.errors} == {
        "the request took too long"
    }
    assert len(read) == 1, "of two documents"
