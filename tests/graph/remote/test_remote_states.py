"""A server in another state than its data directory is noticed, and moves lose nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from pyoxigraph import NamedNode

from graph.checks.checking import check
from graph.engines import Elsewhere
from graph.errors import RemoteError, StoreError
from graph.foreign.jobs import Limits
from graph.foreign.updates import ForeignUpdate, UpdateStep
from graph.remote.marks import Mark
from graph.remote.store import RemoteStore
from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story, sample_stories, tide_story
from tests.sparql_servers import Oxigraph

from .test_remote_store import exported, store_of

GUEST = "urn:guest"


def updated(server: Oxigraph, text: str) -> None:
    httpx.post(f"{server.address}/update", data={"update": text}).raise_for_status()


def invited(workspace: Workspace, triples: str) -> None:
    """Write a guests' graph in the data directory."""
    text = f"INSERT DATA {{ GRAPH <{GUEST}> {{ {triples} }} }}"
    with workspace.writer() as writer:
        writer.update(ForeignUpdate((UpdateStep(text, "urn:base"),), Limits()))


def guest_lines(workspace: Workspace) -> int:
    with workspace.reader() as reader:
        return len([*reader.quads(graph=NamedNode(GUEST))])


def break_off(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    """Begin a commit that gets no batch to the server."""

    def broken(*_: object) -> NoReturn:
        raise RemoteError("it is away")

    with monkeypatch.context() as patched:
        patched.setattr(RemoteStore, "_step", broken)
        with pytest.raises(RemoteError, match="it is away"):
            fill(workspace, tide_story())


def test_no_commit_goes_on_from_a_server_that_was_emptied(
    server: Oxigraph, elsewhere: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    updated(server, "DROP ALL")
    with pytest.raises(RemoteError, match=r"holds generation none.*at 1.*run hansa rebuild"):
        fill(elsewhere, tide_story())
    with pytest.raises(RemoteError, match="holds generation none"):
        elsewhere.require_writable()
    (fault, *others) = check(elsewhere).faults
    assert "run hansa rebuild" in fault
    assert others == []
    with store_of(elsewhere) as store:
        assert store.mark() is None
    with elsewhere.writer() as writer:
        writer.rebuild()
    fill(elsewhere, tide_story())
    with elsewhere.reader() as reader:
        assert len(reader.documents()) == 2


def test_a_copy_of_the_directory_that_stayed_behind_neither_reads_nor_writes(
    elsewhere: Workspace, tmp_path: Path
) -> None:
    fill(elsewhere, harbour_story())
    shutil.copytree(elsewhere.path, tmp_path / "copy")
    copy = Workspace(tmp_path / "copy", remote=elsewhere.engine.remote)
    fill(elsewhere, tide_story())
    with copy.writer() as writer:
        writer.retract("harbour.txt")
        with pytest.raises(RemoteError, match="has a copy elsewhere"):
            writer.commit()
    with pytest.raises(RemoteError, match="holds generation 2 and this directory is at 1"):
        copy.reader().__enter__()
    with elsewhere.reader() as reader:
        assert len(reader.documents()) == 2


def test_a_generation_that_was_published_and_not_settled_is_read_and_gone_on_from(
    elsewhere: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(elsewhere, harbour_story())
    with monkeypatch.context() as patched:

        def broken(*_: object) -> NoReturn:
            raise RemoteError("it is away")

        patched.setattr(RemoteStore, "settle", broken)
        with pytest.raises(RemoteError, match="it is away"):
            fill(elsewhere, tide_story())
    with elsewhere.reader() as reader:
        assert (reader.generation, len(reader.documents())) == (2, 2)
    with elsewhere.writer() as writer:
        writer.retract("tide.md")
        writer.commit()
    with elsewhere.reader() as reader, store_of(elsewhere) as store:
        assert store.mark() == Mark(store.owner, reader.generation)
        assert len(reader.documents()) == 1


def test_a_commit_that_was_begun_is_gone_on_with_and_no_other(
    elsewhere: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(elsewhere, harbour_story())
    break_off(monkeypatch, elsewhere)
    with store_of(elsewhere) as store:
        mark = store.mark()
        assert mark is not None
        assert (mark.generation, bool(mark.step)) == (1, True)
        store.continue_from(1, coming=2)
        with pytest.raises(RemoteError):
            store.continue_from(1, coming=None)
    with elsewhere.writer() as writer:
        writer.commit()
    with elsewhere.reader() as reader:
        assert (reader.generation, len(reader.documents())) == (2, 2)


def test_a_reader_that_is_open_learns_that_the_server_lost_its_data(
    server: Oxigraph, elsewhere: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    with elsewhere.reader() as reader:
        reader.require_there()
        updated(server, "DROP ALL")
        with pytest.raises(RemoteError, match="lost what it had"):
            reader.require_there()


def test_a_damaged_note_is_said_and_not_taken_for_a_new_owner(elsewhere: Workspace) -> None:
    fill(elsewhere, harbour_story())
    note = elsewhere.path / "store" / "remote.json"
    kept = note.read_text()
    for damaged in ("", "{}", "[1]"):
        note.write_text(damaged)
        with pytest.raises(StoreError, match="cannot be read"):
            fill(elsewhere, tide_story())
        assert note.read_text() == damaged
    note.write_text(kept)
    fill(elsewhere, tide_story())


def test_it_moves_there_and_back_and_there_again(workspace: Workspace, server: Oxigraph) -> None:
    fill(workspace, *sample_stories())
    moved = Workspace(workspace.path, remote=server.remote())
    expected = exported(workspace)
    for each in (moved, workspace, moved):
        with each.writer() as writer:
            writer.rebuild()
        assert exported(each) == expected
        assert check(each, every=True).faults == ()


def test_what_guests_wrote_at_the_server_is_no_fault(
    server: Oxigraph, elsewhere: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    updated(server, f"INSERT DATA {{ GRAPH <{GUEST}> {{ <urn:s> <urn:p> 1 }} }}")
    assert check(elsewhere, deep=True).faults == ()


def test_a_server_that_is_lost_in_the_middle_of_a_commit_is_left_by_a_rebuild(
    server: Oxigraph, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Workspace(workspace.path, remote=server.remote())
    fill(elsewhere, harbour_story())
    break_off(monkeypatch, elsewhere)
    server.kill()
    with pytest.raises(RemoteError, match="set HANSA_REMOTE"), workspace.writer() as writer:
        writer.commit()
    with workspace.writer() as writer:
        writer.rebuild()
    with workspace.reader() as reader:
        assert len(reader.documents()) == 2


def test_a_move_back_that_was_broken_off_can_be_thought_better_of(
    server: Oxigraph, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Workspace(workspace.path, remote=server.remote())
    fill(elsewhere, *sample_stories())
    expected = exported(elsewhere)
    with pytest.raises(RemoteError, match="set HANSA_REMOTE"):
        workspace.require_writable()
    (fault,) = check(workspace).faults
    assert "set HANSA_REMOTE to its address" in fault
    with monkeypatch.context() as patched:
        patched.setattr("graph.writing.synchronising.Building", None)
        with pytest.raises(TypeError), workspace.writer() as writer:
            writer.rebuild()
    assert (workspace.path / "store" / "CURRENT").exists()
    with elsewhere.writer() as writer:
        writer.rebuild()
    assert exported(elsewhere) == expected


def test_what_guests_wrote_goes_along_wholly_though_the_move_is_broken_off(
    server: Oxigraph, workspace: Workspace
) -> None:
    fill(workspace, harbour_story())
    invited(workspace, " . ".join(f"<urn:s{number}> <urn:p> {number}" for number in range(50)))
    before = exported(workspace)
    moved = Workspace(workspace.path, remote=server.remote())
    updated(server, f"INSERT DATA {{ GRAPH <{GUEST}> {{ <urn:s0> <urn:p> 0 }} }}")  # a first part
    with moved.writer() as writer:
        writer.rebuild()
    assert guest_lines(moved) == 50
    assert exported(moved) == before


def test_blank_nodes_of_guests_go_over_in_one_piece_or_not_at_all(
    server: Oxigraph, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(workspace, harbour_story())
    invited(workspace, "[] <urn:p> 1, 2, 3")
    moved = Workspace(workspace.path, remote=server.remote())
    with monkeypatch.context() as patched:
        patched.setattr("graph.remote.batches.fit.__kwdefaults__", {"largest": 20})
        with pytest.raises(RemoteError, match="blank nodes"), moved.writer() as writer:
            writer.rebuild()
    with store_of(Workspace(workspace.path.with_name("probe"), remote=server.remote())) as probe:
        small = replace(probe.dialect, batch=2)
    with monkeypatch.context() as patched:
        patched.setattr("graph.remote.store.dialect_of", lambda _: small)
        with pytest.raises(RemoteError, match="blank nodes"), moved.writer() as writer:
            writer.rebuild()
    for _ in range(2):  # the second time they are there already
        with moved.writer() as writer:
            writer.rebuild()
        assert guest_lines(moved) == 3


def test_a_move_back_takes_nothing_from_before_the_move(
    server: Oxigraph, workspace: Workspace
) -> None:
    fill(workspace, harbour_story())
    invited(workspace, "<urn:s> <urn:p> 1")
    moved = Workspace(workspace.path, remote=server.remote())
    with moved.writer() as writer:
        writer.rebuild()
    updated(server, f"DROP GRAPH <{GUEST}>")
    with workspace.writer() as writer:
        writer.rebuild()
    assert guest_lines(workspace) == 0


def test_the_word_of_a_directory_is_kept_beside_its_store(elsewhere: Workspace) -> None:
    fill(elsewhere, harbour_story())
    assert isinstance(elsewhere.engine, Elsewhere)
    noted = json.loads((elsewhere.path / "store" / "remote.json").read_text())["owner"]
    assert (elsewhere.path / "remote-owner").read_text().strip() == noted
