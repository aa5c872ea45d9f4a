"""What a commit changes: the difference, all of it, and nothing when nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from graph.deriving.assembly import FORMAT_VERSION
from graph.errors import (
    EmptyWorkspaceError,
    GraphError,
    UnknownDocumentError,
    WorkspaceVersionError,
)
from graph.keeping.documents import DocumentStore
from graph.workspace import Workspace
from graph.writing.followers import LEDGER
from graph.writing.ledger import Ledger
from graph.writing.synchronising import Commit
from ontology.iris import Base
from ontology.model import Entity, Fact
from tests.graph.factories import Story, harbour_story, large_story, tide_story


def ingest(workspace: Workspace, *stories: Story) -> Commit:
    with workspace.writer() as writer:
        for story in stories:
            writer.put(*story.pair())
        return writer.commit()


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def keys(workspace: Workspace) -> list[str]:
    with workspace.reader() as reader:
        return [row.key for row in reader.documents()]


def built(tmp: Workspace, name: str, stories: Iterable[Story]) -> bytes:
    """Return the export of a new data directory with these stories, each committed alone."""
    workspace = Workspace(tmp.path.parent / name)
    for story in stories:
        ingest(workspace, story)
    return exported(workspace)


def test_the_first_commit_publishes_the_first_generation(workspace: Workspace) -> None:
    commit = ingest(workspace, harbour_story())
    assert commit.generation == 1
    assert commit.added > 0
    assert keys(workspace) == ["harbour.txt"]


def test_the_same_document_twice_changes_nothing(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    before = exported(workspace)
    with workspace.writer() as writer:
        assert writer.put(*harbour_story().pair()).status == "unchanged"
        assert writer.commit() == Commit(1, 0, 0)
    assert exported(workspace) == before


def test_a_changed_file_replaces_what_it_said(workspace: Workspace) -> None:
    changed = harbour_story()
    changed.facts = changed.facts[1:]
    changed.say("A new last line.")
    ingest(workspace, harbour_story(), tide_story())
    with workspace.writer() as writer:
        assert writer.put(*changed.pair()).status == "changed"
        commit = writer.commit()
    assert commit.generation == 2
    assert commit.removed > 0
    assert exported(workspace) == built(workspace, "afresh", [changed, tide_story()])


def test_a_small_change_writes_little(workspace: Workspace) -> None:
    ingest(workspace, *map(large_story, range(20)))
    changed = large_story(3)
    changed.title = "Another title"
    commit = ingest(workspace, changed)
    assert (commit.added, commit.removed) == (2, 2)


def test_retracting_removes_all_that_only_it_said(workspace: Workspace) -> None:
    ingest(workspace, harbour_story(), tide_story())
    with workspace.writer() as writer:
        assert writer.retract("tide.md") == "tide.md"
        writer.commit()
    assert exported(workspace) == built(workspace, "afresh", [harbour_story()])


def test_retracting_the_last_document_leaves_the_ontology_only(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    with workspace.writer() as writer:
        writer.retract(Base().document("harbour.txt"))
        writer.commit()
    graph = f" <{Base().graph('ontology')}> ."
    assert all(line.endswith(graph) for line in exported(workspace).decode().splitlines())


def test_retracting_what_is_not_there_names_the_remedy(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    with workspace.writer() as writer, pytest.raises(UnknownDocumentError, match="hansa documents"):
        writer.retract("nothing.txt")


@pytest.mark.parametrize("order", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_the_same_bytes_under_two_keys_are_one_document(
    workspace: Workspace, order: tuple[str, str]
) -> None:
    ingest(workspace, harbour_story(order[0]))
    with workspace.writer() as writer:
        outcome = writer.put(*harbour_story(order[1]).pair())
        writer.commit()
    assert (outcome.status, outcome.of) == ("duplicate", order[0])
    assert keys(workspace) == ["a.txt"]
    assert exported(workspace) == built(workspace, "alone", [harbour_story("a.txt")])


def test_a_duplicate_speaks_when_the_other_is_retracted(workspace: Workspace) -> None:
    ingest(workspace, harbour_story("a.txt"), harbour_story("b.txt"))
    with workspace.writer() as writer:
        writer.retract("a.txt")
        writer.commit()
    assert exported(workspace) == built(workspace, "alone", [harbour_story("b.txt")])


@pytest.mark.parametrize(("old", "new"), [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_a_document_that_moved_is_led_to_by_its_old_iri(
    workspace: Workspace, old: str, new: str
) -> None:
    ingest(workspace, harbour_story(old))
    ingest(workspace, harbour_story(new))
    with workspace.writer() as writer:
        writer.retract(old)
        writer.commit()
    gone = Ledger.open(workspace.path / LEDGER).look_up(Base().document(old))
    assert gone is not None
    assert gone.successors == (Base().document(new),)


def test_nothing_is_seen_before_commit(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        assert workspace.documents.keys() == []
        with pytest.raises(EmptyWorkspaceError), workspace.reader():
            pytest.fail("a reader of nothing")
        writer.commit()
        assert workspace.documents.keys() == keys(workspace) == ["harbour.txt"]


def test_leaving_without_commit_undoes_what_was_put(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    with workspace.writer() as writer:
        writer.put(*tide_story().pair())
    with pytest.raises(GraphError):
        put_and_fail(workspace)
    assert workspace.documents.keys() == keys(workspace) == ["harbour.txt"]


def put_and_fail(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*tide_story().pair())
        writer.retract("nothing.txt")


def test_committing_nothing_publishes_nothing(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        assert writer.commit() == Commit(0, 0, 0)


def test_a_writer_can_commit_many_times(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for number in range(5):
            writer.put(*large_story(number, facts=3).pair())
            assert writer.commit().generation == number + 1
    assert len(keys(workspace)) == 5


def test_rebuilding_gives_the_same_bytes(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    ingest(workspace, tide_story())
    before = exported(workspace)
    with workspace.writer() as writer:
        assert writer.rebuild().generation == 3
    assert exported(workspace) == before


@pytest.mark.parametrize("version", [FORMAT_VERSION - 1, FORMAT_VERSION + 1])
def test_another_format_is_refused_until_it_is_rebuilt(workspace: Workspace, version: int) -> None:
    ingest(workspace, harbour_story())
    before = exported(workspace)
    pretend_format(workspace, version)
    with workspace.writer() as writer:
        with pytest.raises(WorkspaceVersionError, match="hansa rebuild"):
            writer.put(*tide_story().pair())
        with pytest.raises(WorkspaceVersionError, match="hansa rebuild"):
            writer.commit()
    with workspace.writer() as writer:
        writer.rebuild()
    assert exported(workspace) == before


def pretend_format(workspace: Workspace, version: int) -> None:
    documents = DocumentStore.open(workspace.path / "documents.sqlite", writable=True)
    documents.set_meta("format", str(version))
    documents.close()


def test_another_base_is_refused_until_it_is_rebuilt(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    moved = Workspace(workspace.path, Base("http://localhost:8000/"))
    with pytest.raises(WorkspaceVersionError, match="hansa rebuild"), moved.reader():
        pytest.fail("a reader under the wrong base")
    with moved.writer() as writer, pytest.raises(WorkspaceVersionError, match="hansa rebuild"):
        writer.put(*tide_story().pair())
    with moved.writer() as writer:
        writer.rebuild()
    assert b"<https://w3id.org/hansa/id/" not in exported(moved)
    assert b"<http://localhost:8000/id/city/riga-lv>" in exported(moved)


def test_one_document_can_be_about_nothing(workspace: Workspace) -> None:
    story = Story("empty.txt", text="Nothing happened.\n")
    assert ingest(workspace, story).generation == 1
    assert keys(workspace) == ["empty.txt"]


def broken(part: str) -> Story:
    """Return a story whose extraction contradicts itself in one way."""
    story = harbour_story()
    fact = story.facts[0]
    wrong: dict[str, Fact] = {
        "an unknown entity": replace(fact, object="nobody"),
        "an unknown relation": replace(fact, property="likes"),
        "an unknown status": replace(fact, status="hoped"),
        "a false quote": replace(fact, evidence=replace(fact.evidence, exact="Invented words")),
    }
    if part in wrong:
        story.facts.append(wrong[part])
    elif part == "an unknown kind":
        story.entities["x"] = Entity("x", "Ship", ("Lantern",))
    elif part == "no name":
        story.entities["x"] = Entity("x", "City", ())
    else:
        story.pipeline = "not a digest"
    return story


@pytest.mark.parametrize(
    "part",
    [
        "an unknown entity",
        "an unknown relation",
        "an unknown status",
        "a false quote",
        "an unknown kind",
        "no name",
        "a pipeline that is no digest",
    ],
)
def test_an_extraction_that_contradicts_itself_is_refused(workspace: Workspace, part: str) -> None:
    with workspace.writer() as writer:
        with pytest.raises(GraphError, match=r"harbour\.txt"):
            writer.put(*broken(part).pair())
        assert writer.commit() == Commit(0, 0, 0)


def test_the_extraction_of_another_document_is_refused(workspace: Workspace) -> None:
    with workspace.writer() as writer, pytest.raises(GraphError, match=r"tide\.md"):
        writer.put(harbour_story().document(), tide_story().extraction())


def test_a_store_that_lost_quads_is_mended_by_a_rebuild(workspace: Workspace) -> None:
    ingest(workspace, harbour_story())
    before = exported(workspace)
    for path in (workspace.path / "store").iterdir():
        path.unlink()
    with workspace.writer() as writer:
        writer.rebuild()
    assert exported(workspace) == before
