"""Proposals wait for a reviewer, and what one said holds through every later ingestion."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from graph.curating.review import Reviewable, given_verdicts, waiting
from graph.curating.verdicts import Verdict
from graph.errors import UnknownClaimError, WorkspaceVersionError
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.model import Document, Extraction, Fact
from tests.graph.factories import Story, harbour_story, tide_story

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
    about = [line for line in after.splitlines() if claim.iri.encode() in line]
    assert all(line.endswith(b"/graph/curation> .") for line in about)
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


RUINED = "UPDATE extractions SET body = '{' WHERE key = 'tide.md'"


def test_a_claim_is_found_without_reading_the_other_documents(workspace: Workspace) -> None:
    _put(workspace, *tide_story().pair())
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        connection.execute(RUINED)
    connection.close()
    for name in (item.claim, item.claim[-12:]):
        with workspace.writer() as writer:
            assert [found.claim for found in writer.decide([name], "reject")] == [item.claim]


#: What may become of the keys with equal bytes, and of the verdict that is given on the way.
HISTORIES = [
    "put b, judge, put a",
    "put a, judge, put b",
    "put b, judge, put a, retract b",
    "put a, put b, judge, retract a",
    "put b, judge, retract b, put a",
    "put b, judge, put a, put c, retract a, retract b",
    "put b, judge, revise b, put a, revise a",
    "put b, judge, put a, retract b, revise a",
    "put b, judge, revise b, revise a",
    "put b, put a, judge, judge otherwise, judge, retract a",
]


def _play(workspace: Workspace, history: str) -> None:
    """Do what *history* says, each step a command of its own."""
    claims: dict[str, str] = {}
    for step in history.split(", "):
        move, _, key = step.partition(" ")
        story = harbour_story(f"{key}.txt")
        if move == "revise":
            story.say("A line that was added later.")
        if move in ("put", "revise"):
            _put(workspace, *_with_proposal(story))
            claims = claims or {
                "proposal": waiting(workspace.documents, workspace.base)[0].claim,
                "claim": _claim_iri(workspace, "worksFor"),
            }
        elif move == "retract":
            with workspace.writer() as writer:
                writer.retract(f"{key}.txt")
                writer.commit()
        else:
            _decide(workspace, claims["proposal"], "reject" if key else "accept")
            _decide(workspace, claims["claim"], "accept" if key else "reject")


def _claim_iri(workspace: Workspace, relation: str) -> str:
    with workspace.reader() as reader:
        (iri,) = [c.iri for c in reader.claims() if c.predicate.endswith(relation)]
    return iri


@pytest.mark.parametrize("history", HISTORIES)
def test_a_verdict_holds_whichever_of_equal_documents_speaks(tmp_path: Path, history: str) -> None:
    workspace = Workspace(tmp_path)
    _play(workspace, history)
    said = _said(workspace)
    assert ("partyTo", "test.unsure") in said
    assert "worksFor" not in {relation for relation, _ in said}
    assert waiting(workspace.documents, workspace.base) == []
    before = _export(workspace)
    with workspace.writer() as writer:
        writer.rebuild()
    assert _export(workspace) == before


def test_a_verdict_is_taken_back_by_the_claim_that_speaks_now(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    _put(workspace, *_with_proposal(harbour_story("a.txt")))
    with workspace.reader() as reader:
        (speaking,) = [claim.iri for claim in reader.claims() if claim.rule == "test.unsure"]
    assert speaking != item.claim
    _undecide(workspace, speaking)
    assert [found.claim for found in waiting(workspace.documents, workspace.base)] == [speaking]


def test_a_verdict_is_about_its_document_only(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    other = harbour_story("other.txt")
    other.say("These bytes were never those of the first.")
    _put(workspace, *_with_proposal(other))
    (left,) = waiting(workspace.documents, workspace.base)
    assert left.document == "other.txt"


def test_of_verdicts_on_documents_that_became_equal_the_latest_holds(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first, other = harbour_story("a.txt"), harbour_story("b.txt")
    other.say("A line that is gone later.")
    for story, verdict in ((first, "accept"), (other, "reject")):
        _put(workspace, *_with_proposal(story))
        (item,) = waiting(workspace.documents, workspace.base)
        with workspace.writer() as writer:
            writer.decide([item.claim], "accept" if verdict == "accept" else "reject")
            writer.commit()
    assert ("partyTo", "test.unsure") in _said(workspace)
    _put(workspace, *_with_proposal(harbour_story("b.txt")))
    assert ("partyTo", "test.unsure") not in _said(workspace)


def test_verdicts_hold_under_another_base(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    moved = Workspace(workspace.path, Base("https://graph.example/"))
    with moved.writer() as writer:
        writer.rebuild()
    assert ("partyTo", "test.unsure") in _said(moved)
    assert waiting(moved.documents, moved.base) == []
    (listed,) = given_verdicts(moved.documents, moved.base, moved.documents.decided())
    assert listed.claim.startswith("https://graph.example/claim/")
    _undecide(moved, listed.claim)
    assert len(waiting(moved.documents, moved.base)) == 1


def test_a_verdict_holds_no_words_and_is_listed_with_them(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    with workspace.writer() as writer:
        writer.retract("harbour.txt")
        writer.commit()
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        kept = str(connection.execute("SELECT * FROM verdicts").fetchall())
    connection.close()
    assert "harbour.txt" in kept
    assert "Riga" not in kept
    documents = workspace.documents
    (listed,) = given_verdicts(documents, workspace.base, documents.decided())
    assert listed.saying == "Riga partyTo Joint Statement"


YOUNGER = [
    "decisions",
    "spoken",
    "nodes",
    "votes",
    "names",
    "keys",
    "placed",
    "shares",
    "supports",
    "journal",
    "changed",
    "turnover",
    "pipelines",
    "endings",
    "doubts",
    "spelled",
    "blocks",
    "near",
]
OLD_VERDICTS = f"""
{" ".join(f"DROP TABLE {table};" for table in YOUNGER)}
CREATE TABLE graphs (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
DROP TABLE verdicts; DROP TABLE claims; DROP TABLE unindexed; DROP INDEX contents_by_sha256;
CREATE TABLE verdicts (
    claim TEXT PRIMARY KEY, key TEXT NOT NULL, verdict TEXT NOT NULL, saying TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX verdicts_by_key ON verdicts (key);
PRAGMA user_version = 2;
"""


def _age(workspace: Workspace, script: str) -> sqlite3.Connection:
    """Bring the layout of the closed database back to an older one."""
    workspace.documents.close()
    del workspace.documents
    connection = sqlite3.connect(workspace.path / "documents.sqlite")
    connection.executescript(script)
    return connection


def test_a_layout_without_verdicts_is_brought_to_this_one(workspace: Workspace) -> None:
    before = _export(workspace)
    _age(workspace, f"{OLD_VERDICTS} DROP TABLE verdicts; PRAGMA user_version = 1;").close()
    with pytest.raises(WorkspaceVersionError, match="run hansa rebuild"):
        _ = workspace.documents
    with workspace.writer() as writer:
        writer.rebuild()
    assert _export(workspace) == before


def test_verdicts_of_an_older_layout_are_kept(workspace: Workspace) -> None:
    (item,) = waiting(workspace.documents, workspace.base)
    _decide(workspace, item.claim, "accept")
    before = _export(workspace)
    connection = _age(workspace, OLD_VERDICTS)
    with connection:
        row = (item.claim, item.document, "accept", item.saying())
        connection.execute("INSERT INTO verdicts VALUES (?, ?, ?, ?)", row)
    connection.close()
    with workspace.writer() as writer:
        writer.rebuild()
    assert _export(workspace) == before
    assert waiting(workspace.documents, workspace.base) == []
    _undecide(workspace, item.claim[-12:])
    assert len(waiting(workspace.documents, workspace.base)) == 1
