"""After a purge no byte of the document is left in the data directory, and all else is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.backups.snapshots import taken
from graph.curating.curation import decision
from graph.engines import Engine
from graph.errors import UnknownDocumentError
from graph.keeping.documents import DocumentStore
from graph.store import Store
from graph.workspace import Workspace
from graph.writing.erasing import Held, finish
from ontology.model import Document, Extraction
from tests.graph.factories import RIGA, Story, harbour_story, large_story, tide_story

SECRETS = ("secret.txt", "Quillfeather", "quillfeather", "Zandvoorter", "zandvoorter")
GIVEN = {"who": "ada", "at": "2024-05-06T07:08:09Z"}


def secret_story(key: str = "secret.txt") -> Story:
    """Return a document with names and words that no other has."""
    story = Story(key, title="Notes of Quillfeather")
    story.name("p", "Person", "Ottoline Quillfeather")
    story.name("o", "Organization", "Zandvoorter Gilde", "Gilde Zandvoorter")
    story.name("hcn", "Network", "Harbour Cities Network")
    said = story.say("Ottoline Quillfeather of the Zandvoorter Gilde dislikes the network.")
    story.state("p", "worksFor", "o", said)
    story.state("o", "memberOf", "hcn", story.say("The Zandvoorter Gilde is a member of HCN."))
    return story


@pytest.fixture
def kept(workspace: Workspace) -> Workspace:
    """Return a data directory in which the secret has been changed, pinned and decided about."""
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.put(*secret_story().pair())
        writer.commit()
        changed = secret_story()
        said = changed.say("The Zandvoorter Gilde was founded in 1601.")
        changed.measure("o", "foundingYear", 1601, said)
        writer.put(*changed.pair())
        writer.commit()
        base = workspace.base
        iri = base.entity("Organization", "zandvoorter-gilde")
        renamed = decision("rename", iri, name="Zandvoorter Guild", **GIVEN, base=base)
        writer.curate(renamed)
        writer.commit()
    workspace.generations().pin(2, "cited")
    return workspace


def holding(directory: Path, *words: str) -> list[tuple[str, str]]:
    """Return the files with any of *words* in them, in whatever form they are written."""
    return [
        (str(path.relative_to(directory)), word)
        for path in sorted(directory.rglob("*"))
        if path.is_file()
        for word in words
        if word.encode() in path.read_bytes()
    ]


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def test_before_it_the_words_are_there(kept: Workspace) -> None:
    found = {name.split("/")[0] for name, _ in holding(kept.path, *SECRETS)}
    assert {"documents.sqlite", "search.sqlite", "generations"} <= {
        name.removesuffix("-wal") for name in found
    }


def test_no_byte_is_left(kept: Workspace, tmp_path: Path) -> None:
    with kept.writer() as writer:
        purged = writer.purge("secret.txt")
    assert (purged.key, purged.held, purged.gone) == ("secret.txt", (), (1, 2, 3))
    assert holding(kept.path, *SECRETS) == []
    other = Workspace(tmp_path / "other")
    with other.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
    assert exported(kept) == exported(other)


def test_a_retracted_document_can_be_purged_too(kept: Workspace) -> None:
    with kept.writer() as writer:
        writer.retract("secret.txt")
        writer.commit()
    with kept.writer() as writer:
        writer.purge("secret.txt")
        writer.put(*tide_story().pair())
        writer.commit()
    assert holding(kept.path, *SECRETS) == []


def hurried(
    directory: Path, documents: DocumentStore, engine: Engine, *, patience: float = 0.1
) -> Held:
    return finish(directory, documents, engine, patience=min(patience, 0.1))


def test_what_someone_reads_goes_when_they_have_finished(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.writing.synchronising.finish_purge", hurried)
    with kept.reader(2), kept.writer() as writer:
        writer.put(*tide_story().pair())
        writer.commit()
    with kept.reader() as reader:
        number = reader.generation
        with kept.writer() as writer:
            purged = writer.purge("secret.txt")
            assert (purged.held, purged.gone) == ((number,), (1, 2, 3))
        assert {name.split("/")[1] for name, _ in holding(kept.path, *SECRETS)} == {str(number)}
    with kept.writer():
        pass
    assert holding(kept.path, *SECRETS) == []


def test_a_twin_keeps_its_words_and_the_verdicts(kept: Workspace) -> None:
    with kept.reader() as reader:
        claim = next(c for c in reader.claims() if "dislikes" in c.exact)
    with kept.writer() as writer:
        writer.decide([claim.iri], "reject")
        twin = replace(kept.documents.document("secret.txt"), key="a-twin.txt")
        writer.put(twin, secret_story("a-twin.txt").extraction())
        writer.commit()
        writer.purge("secret.txt")
    with kept.reader() as reader:
        assert not [c for c in reader.claims() if "dislikes" in c.exact]
    assert [one.key for one in kept.documents.decided()] == ["a-twin.txt"]


def test_what_is_not_there_cannot_be_purged(kept: Workspace) -> None:
    with kept.writer() as writer, pytest.raises(UnknownDocumentError, match="no document"):
        writer.purge("nothing.txt")


def test_a_purge_that_was_killed_is_finished_by_the_next_writer(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept.writer() as writer:
        monkeypatch.setattr("graph.writing.synchronising.finish_purge", _killed)
        with pytest.raises(KeyboardInterrupt):
            writer.purge("secret.txt")
    monkeypatch.setattr("graph.writing.synchronising.finish_purge", finish)
    assert holding(kept.path, *SECRETS)
    with kept.writer():
        pass
    assert holding(kept.path, *SECRETS) == []


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


LOGS = ("search.sqlite-wal", "documents.sqlite-wal")


@contextmanager
def read_by_someone(workspace: Workspace) -> Iterator[None]:
    """Hold what an export or a check holds: read transactions on the files with a log."""
    with taken(workspace.path / "search.sqlite"), taken(workspace.path / "documents.sqlite"):
        yield


def noted(workspace: Workspace) -> dict[str, Any]:
    told = json.loads(workspace.documents.meta("purging") or "{}")
    assert isinstance(told, dict)
    return told


def test_only_what_a_reader_keeps_from_being_cleaned_is_left(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.writing.synchronising.finish_purge", hurried)
    with read_by_someone(kept):
        with kept.writer() as writer:
            purged = writer.purge("secret.txt")
        assert (purged.held, purged.files) == ((), LOGS)
        assert {name for name, _ in holding(kept.path, *SECRETS)} <= {
            *LOGS,
            "search.sqlite",
            "documents.sqlite",
        }
        monkeypatch.setattr("graph.writing.erasing.SearchIndex.erase", _killed)
        monkeypatch.setattr("graph.writing.ledger.Ledger.erase", _killed)
        monkeypatch.setattr("graph.keeping.documents.DocumentStore.vacuum", _killed)
        for number in range(2):
            with kept.writer() as writer:
                writer.put(*large_story(number, facts=2).pair())
                writer.commit()
            assert noted(kept)["left"] == list(LOGS)
    with kept.writer():
        pass
    assert noted(kept) == {}
    assert holding(kept.path, *SECRETS) == []


def test_a_second_purge_forgets_nothing_of_the_first(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept.writer() as writer:
        writer.put(*tide_story().pair())
        writer.commit()
        with monkeypatch.context() as patch:
            patch.setattr("graph.writing.synchronising.finish_purge", _killed)
            with pytest.raises(KeyboardInterrupt):
                writer.purge("secret.txt")
        first = noted(kept)["iris"]
        assert kept.base.document("secret.txt") in first
        with monkeypatch.context() as patch:
            patch.setattr("graph.writing.synchronising.finish_purge", _killed)
            with pytest.raises(KeyboardInterrupt):
                writer.purge("tide.md")
    assert {*first, kept.base.document("tide.md")} <= {*noted(kept)["iris"]}
    with kept.writer():
        pass
    assert holding(kept.path, *SECRETS) == []


@pytest.mark.parametrize("names_iris", [False, True])
def test_a_purge_that_an_earlier_version_noted_is_finished(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch, *, names_iris: bool
) -> None:
    with monkeypatch.context() as patch, kept.writer() as writer:
        patch.setattr("graph.writing.synchronising.finish_purge", _killed)
        with pytest.raises(KeyboardInterrupt):
            writer.purge("secret.txt")
    former = json.dumps(noted(kept)["iris"] if names_iris else [])
    with closing(sqlite3.connect(kept.path / "documents.sqlite")) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'purging'", (former,))
    with kept.writer():
        pass
    assert noted(kept) == {}
    assert holding(kept.path, *SECRETS) == []


def test_what_was_published_after_it_stays(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.writing.synchronising.finish_purge", hurried)
    with kept.reader(2):
        with kept.writer() as writer:
            assert writer.purge("secret.txt").held == (2,)
        for number in range(3):
            with kept.writer() as writer:
                writer.put(*large_story(number, facts=2).pair())
                writer.commit()
        kept.generations().pin(5, "cited as well")
    with kept.writer():
        pass
    assert kept.generations().numbers() == [4, 5, 6, 7]
    assert holding(kept.path, *SECRETS) == []


def test_names_it_had_before_it_was_retracted_go_too(workspace: Workspace) -> None:
    alias = Story("a.txt")
    alias.name("n", "Network", "Lantern League", "LLX")
    longer = secret_story()
    longer.name("x", "Network", "Quillfeather Lantern League", "Lantern League")
    with workspace.writer() as writer:
        for story in (alias, longer):
            writer.put(*story.pair())
            writer.commit()
        writer.retract("secret.txt")
        writer.commit()
        writer.purge("secret.txt")
    assert holding(workspace.path, *SECRETS) == []


def bytes_of(key: str, text: str) -> tuple[Document, Extraction]:
    """Return a document of that text, which says one thing."""
    story = Story(key)
    story.name("r", "City", "Riga", link=RIGA)
    story.name("n", "Network", "Harbour Cities Network")
    story.state("r", "memberOf", "n", story.say("Riga is a member of the network."))
    story.say(text)
    return story.pair()


def members(workspace: Workspace, key: str) -> list[str]:
    with workspace.reader() as reader:
        return [c.iri for c in reader.claims() if c.document == workspace.base.document(key)]


def test_verdicts_hold_on_for_those_who_were_kin_through_it(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*bytes_of("m.txt", "First."))
        writer.put(*bytes_of("n.txt", "First."))
        writer.commit()
        writer.decide(members(workspace, "m.txt"), "reject")
        writer.put(*bytes_of("m.txt", "Second."))
        writer.put(*bytes_of("z.txt", "Second."))
        writer.commit()
        assert members(workspace, "n.txt") == members(workspace, "m.txt") == []
        writer.purge("m.txt")
    assert members(workspace, "n.txt") == members(workspace, "z.txt") == []


def test_an_older_verdict_does_not_win_over_a_later_one(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*bytes_of("b.txt", "First."))
        writer.put(*bytes_of("c.txt", "Second."))
        writer.commit()
        writer.decide(members(workspace, "b.txt"), "reject")
        writer.decide(members(workspace, "c.txt"), "reject")
        writer.commit()
        writer.undecide([workspace.documents.decided()[-1].claim])
        writer.commit()
        writer.decide(members(workspace, "c.txt"), "accept")
        writer.put(*bytes_of("c.txt", "First."))
        writer.commit()
        writer.purge("b.txt")
    assert len(members(workspace, "c.txt")) == 1


def test_guests_stay_through_purge_and_rebuild(kept: Workspace) -> None:
    guests = ["https://guest.example/graph/ontology", "https://guest.example/doc/a-deadbeef"]
    line = "<urn:s> <urn:p> <urn:o> ."
    Store.open(kept.path / "store").apply({}, {guest: {line} for guest in guests})
    with kept.writer() as writer:
        writer.purge("secret.txt")
        writer.rebuild()
    with kept.generations().lease() as lease:
        assert [Store.read_only(lease.path).lines(guest) for guest in guests] == [{line}] * 2
    assert not (kept.path / "store.before").exists()


def test_after_a_commit_that_failed_the_same_writer_goes_on(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept.writer() as writer:
        writer.put(*tide_story().pair())
        with monkeypatch.context() as patch:
            patch.setattr("graph.generations.generations.Generations.publish", _killed)
            with pytest.raises(KeyboardInterrupt):
                writer.commit()
        number = kept.generations().current()
        assert writer.commit().generation == (number or 0) + 1
        writer.put(*large_story(1, facts=2).pair())
        assert writer.commit().generation == (number or 0) + 2
    with kept.reader() as reader:
        assert "tide.md" in {row.key for row in reader.documents()}


def test_copies_that_speak_are_named_also_where_what_is_purged_was_retracted(
    kept: Workspace,
) -> None:
    with kept.writer() as writer:
        twin = replace(kept.documents.document("secret.txt"), key="z-twin.txt")
        writer.put(twin, secret_story("z-twin.txt").extraction())
        writer.retract("secret.txt")
        writer.commit()
        purged = writer.purge("secret.txt")
    assert purged.twins == ("z-twin.txt",)
    assert [one.name for one in kept.documents.decisions()] == ["Zandvoorter Guild"]


def test_what_was_decided_of_it_stays_where_a_copy_speaks_on(kept: Workspace) -> None:
    with kept.writer() as writer:
        twin = replace(kept.documents.document("secret.txt"), key="z-twin.txt")
        writer.put(twin, secret_story("z-twin.txt").extraction())
        writer.commit()
        assert writer.purge("secret.txt").taken_back == ()
    assert [one.name for one in kept.documents.decisions()] == ["Zandvoorter Guild"]
    with kept.reader() as reader:
        iri = kept.base.entity("Organization", "zandvoorter-gilde")
        assert reader.label(iri) == "Zandvoorter Guild"
