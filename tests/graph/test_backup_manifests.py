"""What a backup says of itself is not believed where it cannot be true."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph.backups.backup import DATA, LAYOUT, MANIFEST, back_up, piece_of, read_backup, seal
from graph.backups.restoring import restore
from graph.checks.checking import check
from graph.errors import BackupError, WorkspaceVersionError
from graph.store import Store
from graph.workspace import Workspace
from tests.graph.factories import fill, large_story
from tests.graph.test_backup import copy_of, flip

Told = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup of two generations."""
    folder = tmp_path_factory.mktemp("made")
    workspace = Workspace(folder / "data")
    fill(workspace, large_story(1, facts=3))
    workspace.generations().pin(1)
    fill(workspace, large_story(2, facts=3))
    back_up(workspace, folder / "backup")
    return folder / "backup"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Return a copy of it to be changed."""
    return copy_of(made, tmp_path / "backup")


def rewrite(folder: Path, change: Callable[[Told], object], *, sealed: bool = True) -> None:
    """Change what a backup says, and seal that as if it had been said at first."""
    told = json.loads((folder / MANIFEST).read_text())
    change(told)
    if sealed:
        told["seal"] = seal(told)
    (folder / MANIFEST).write_text(json.dumps(told))


def cheat(folder: Path, path: Path) -> None:
    """Make the list agree with a file that was changed."""
    piece = piece_of(path)
    name = path.relative_to(folder / DATA).as_posix()
    said = {"size": piece.size, "sha256": piece.sha256}
    rewrite(folder, lambda told: told["files"].update({name: said}))


def refused(folder: Path, match: str) -> None:
    """Hold that nothing is restored from it."""
    target = folder.parent / "restored"
    with pytest.raises(BackupError, match=match):
        restore(folder, target)
    assert not target.exists()
    assert {path.name for path in folder.parent.iterdir()} == {"backup"}


def test_a_backup_is_never_put_into_what_it_backs_up(workspace: Workspace) -> None:
    fill(workspace, large_story(1, facts=3))
    for place in (workspace.path / "generations" / "9", workspace.path / "backup"):
        with pytest.raises(BackupError, match="name a place apart"):
            back_up(workspace, place)
        assert not place.exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"layout": 1}', '{"layout": 2}', "\0"])
def test_a_damaged_manifest_is_refused(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_text(content)
    refused(folder, "is damaged; take another backup")


def test_a_later_layout_is_refused(folder: Path) -> None:
    rewrite(folder, lambda told: told.update(layout=99, hansa="9.0"))
    with pytest.raises(WorkspaceVersionError, match=r"9\.0"):
        restore(folder, folder.parent / "restored")


CHANGES: dict[str, Callable[[Told], object]] = {
    "a file is not named": lambda told: told["files"].pop("published.sqlite"),
    "a table is not named": lambda told: told["files"].pop(
        next(name for name in told["files"] if name.endswith(".sst"))
    ),
    "a pin is not named": lambda told: told["files"].pop("generations/1/pin"),
    "another size": lambda told: told["files"]["documents.sqlite"].update(size=1),
    "another digest": lambda told: told["generations"].update({"1": "0" * 64}),
    "another number": lambda told: told.update(newest=1),
    "another count": lambda told: told.update(documents=7),
    "another time": lambda told: told.update(created="2024-05-06T07:08:09Z"),
    "another seal": lambda told: told.update(seal="0" * 64),
    "no seal": lambda told: told.pop("seal"),
    "something more": lambda told: told.update(more=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_after_it_was_sealed_is_refused(
    folder: Path, change: Callable[[Told], object]
) -> None:
    rewrite(folder, change, sealed=False)
    refused(folder, "is damaged; take another backup")


@pytest.mark.parametrize("newest", [99, "1", None])
def test_a_newest_generation_that_is_not_there_is_refused(folder: Path, newest: object) -> None:
    rewrite(folder, lambda told: told.update(newest=newest))
    refused(folder, "is damaged; take another backup")


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a\0b", "\udc80", "lock"])
def test_files_of_elsewhere_are_refused(folder: Path, name: str) -> None:
    rewrite(folder, lambda told: told["files"].update({name: told["files"]["documents.sqlite"]}))
    refused(folder, "is damaged; take another backup")


@pytest.mark.parametrize(
    "name",
    ["documents.sqlite", "generations/1/manifest.json", "generations/2/store/CURRENT"],
)
def test_a_list_without_what_has_to_be_there_is_refused(folder: Path, name: str) -> None:
    rewrite(folder, lambda told: told["files"].pop(name))
    refused(folder, "is damaged; take another backup")


def test_a_backup_of_before_seals_is_restored_if_it_names_what_it_has_to(folder: Path) -> None:
    def age(told: Told) -> None:
        del told["seal"]
        told["layout"] = 1

    rewrite(folder, age, sealed=False)
    assert read_backup(folder).layout == LAYOUT - 1
    restore(folder, folder.parent / "restored")
    shutil.rmtree(folder.parent / "restored")
    rewrite(folder, lambda told: told["files"].pop("published.sqlite"), sealed=False)
    refused(folder, "is damaged; take another backup")


class TestSoundSums:
    """Where the list agrees, the files have to be sound, and hold the graph they should."""

    def test_tables(self, folder: Path) -> None:
        for table in folder.rglob("*.sst"):
            flip(table)
            cheat(folder, table)
        refused(folder, "is damaged")

    def test_documents(self, folder: Path) -> None:
        database = folder / DATA / "documents.sqlite"
        content = bytearray(database.read_bytes())
        content[4096:8192] = bytes(4096)
        database.write_bytes(content)
        cheat(folder, database)
        refused(folder, "is damaged")

    def test_digests(self, folder: Path) -> None:
        rewrite(folder, lambda told: told["generations"].update({"1": "0" * 64}))
        refused(folder, "generation 1 has another digest")

    def test_documents_of_another_moment(self, folder: Path) -> None:
        database = folder / DATA / "documents.sqlite"
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE meta SET value = '99' WHERE name = 'digest'")
        cheat(folder, database)
        refused(folder, "not those of its newest generation")


def test_guests_graphs_are_backed_up_and_restored(workspace: Workspace, tmp_path: Path) -> None:
    guest, line = "https://guest.example/ours", "<urn:s> <urn:p> <urn:o> ."
    for number in range(2):
        fill(workspace, large_story(number, facts=3))
        Store.open(workspace.path / "store").apply({}, {guest: {line}})
    fill(workspace, large_story(2, facts=3))
    assert check(workspace, every=True, deep=True).faults == ()
    back_up(workspace, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    restored = Workspace(tmp_path / "restored")
    assert check(restored, every=True, deep=True).faults == ()
    with restored.generations().lease() as lease:
        assert Store.read_only(lease.path).lines(guest) == {line}
