"""Proposals wait for a reviewer, and what one said holds through every later ingestion."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from graph.documents import Verdict
from graph.errors import UnknownClaimError
from graph.review import Reviewable, waiting
from graph.workspace import Workspace
from ontology.model import Document, Extraction, Fact
from tests.graph.factories import Story, harbour_story

HCN = "Harbour Cities Network"


def _with_proposal(story: Story) -> tuple[Document, Extraction]:
    """Return the story with an unsure reading of one of its sentences."""
    said = story.facts[-1].evidence
    proposal = Fact("riga", "partyTo", "statement", said, confidence=0.4, rule="test.unsure")
    return story.document(), replace(story.extraction(), proposals=(proposal,))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path / "data")
    _put(place, *_with_proposal(harbour_story()))
    return place


def _put(workspace: Workspace, document: Document, extraction: Extraction) -> None:
    with workspace.writer() as writer:
        writer.put(document, extraction)
        writer.commit()


def _decide(workspace: Workspace, name: str, verdict: Verdict) -> list[Reviewable]:
    with workspace.writer() as writer:
        items = writer.decide([name], verdict)
        writer.commit()
    return items


def _undecide(workspace: Workspace, name: str) -> None:
    with workspace.writer() as writer:
        writer.undecide([name])
        writer.commit()


def _said(workspace: Workspace) -> set[tuple[str, str]]:
    """Return property and rule of every claim in the graph."""
    with workspace.reader() as reader:
        return {(c.predicate.rsplit("/", 1)[-1].split("#")[-1], c.rule) for c in reader.claims()}


def _moved(fact: Fact, offset: int) -> Fact:
    place = fact.evidence
    return replace(
        fact, evidence=replace(place, start=place.start + offset, end=place.end + offset)
    )


def _export(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def test_a_proposal_is_no_claim_until_it_is_accepted(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    assert (item.saying(), item.confidence) == ("Riga partyTo Joint Statement", 0.4)
    assert ("partyTo", "test.unsure") not in _said(workspace)
    _decide(workspace, item.claim, "accept")
    assert ("partyTo", "test.unsure") in _said(workspace)
    assert waiting(workspace.documents, workspace.base) == []


def test_a_rejected_claim_leaves_the_graph_and_its_plain_triple(workspace: Workspace) -> None:
    before = _export(workspace)
    with workspace.reader() as reader:
        (claim,) = [c for c in reader.claims() if c.predicate.endswith("worksFor")]
    _decide(workspace, claim.iri, "reject")
    after = _export(workspace)
    assert claim.iri.encode() not in after
    assert b"worksFor" in before
    assert not [line for line in after.splitlines() if b"/worksFor>" in line and b"ilze" in line]


def test_a_verdict_survives_ingestion_with_other_offsets_and_another_pipeline(
    workspace: Workspace,
) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    story = Story("harbour.txt", title="Harbours join hands", pipeline="feedfeedfeedfeed")
    story.say("A line that was put on top of the file.")
    moved = harbour_story()
    offset = len(story.text)
    story.text += moved.text
    story.entities = moved.entities
    story.facts = [_moved(fact, offset) for fact in moved.facts]
    _put(workspace, *_with_proposal(story))
    assert ("partyTo", "test.unsure") in _said(workspace)


def test_what_was_decided_can_be_taken_back(workspace: Workspace) -> None:
    before = _export(workspace)
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim[-12:], "accept")
    assert _export(workspace) != before
    _undecide(workspace, item.claim)
    assert _export(workspace) == before
    assert workspace.documents.decided() == []


def test_a_verdict_on_what_is_read_no_more_can_be_taken_back(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "reject")
    with workspace.writer() as writer:
        writer.retract(item.document)
        writer.commit()
    _undecide(workspace, item.claim[-12:])
    assert workspace.documents.decided() == []


def test_only_a_verdict_that_was_given_can_be_taken_back(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    with pytest.raises(UnknownClaimError, match="hansa review verdicts lists"):
        _undecide(workspace, item.claim)


def test_the_graph_after_verdicts_is_the_one_a_rebuild_makes(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    decided = _export(workspace)
    with workspace.writer() as writer:
        writer.rebuild()
    assert _export(workspace) == decided


@pytest.mark.parametrize("name", ["", "https://w3id.org/hansa/claim/nothing"])
def test_a_name_of_no_claim_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(UnknownClaimError, match="hansa review"):
        _decide(workspace, name, "accept")


def test_an_ending_of_several_claims_is_refused(workspace: Workspace) -> None:
    with workspace.reader() as reader:
        ends = Counter(claim.iri[-1] for claim in reader.claims())
    ((end, count),) = ends.most_common(1)
    with pytest.raises(UnknownClaimError, match=f"{count} claims end in"):
        _decide(workspace, end, "reject")


def test_an_older_layout_is_brought_to_this_one(workspace: Workspace) -> None:
    before = _export(workspace)
    workspace.documents.close()
    del workspace.documents
    connection = sqlite3.connect(workspace.path / "documents.sqlite")
    connection.executescript("DROP TABLE verdicts; PRAGMA user_version = 1;")
    connection.close()
    with workspace.writer() as writer:
        writer.rebuild()
    assert _export(workspace) == before
