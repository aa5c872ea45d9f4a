"""What a backup says of itself is not believed where it cannot be true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.backup import MANIFEST, back_up
from graph.checking import check
from graph.errors import BackupError
from graph.restoring import restore
from graph.store import Store
from graph.workspace import Workspace
from tests.graph.factories import large_story


def test_a_backup_is_never_put_into_what_it_backs_up(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*large_story(1, facts=3).pair())
        writer.commit()
    for folder in (workspace.path / "generations" / "9", workspace.path / "backup"):
        with pytest.raises(BackupError, match="name a place apart"):
            back_up(workspace, folder)
        assert not folder.exists()


@pytest.mark.parametrize("change", ['"newest": 99', '"newest": "1"'])
def test_a_manifest_that_speaks_of_what_is_not_there_is_refused(
    workspace: Workspace, tmp_path: Path, change: str
) -> None:
    with workspace.writer() as writer:
        writer.put(*large_story(1, facts=3).pair())
        writer.commit()
    folder = tmp_path / "backup"
    back_up(workspace, folder)
    manifest = folder / MANIFEST
    manifest.write_text(re.sub(r'"newest": \d+', change, manifest.read_text()))
    with pytest.raises(BackupError, match="is damaged; take another backup"):
        restore(folder, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a\0b", "\udc80", "lock"])
def test_a_manifest_with_files_of_elsewhere_is_refused(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    with workspace.writer() as writer:
        writer.put(*large_story(1, facts=3).pair())
        writer.commit()
    folder = tmp_path / "backup"
    back_up(workspace, folder)
    told = json.loads((folder / MANIFEST).read_text())
    told["files"][name] = told["files"]["documents.sqlite"]
    (folder / MANIFEST).write_text(json.dumps(told))
    with pytest.raises(BackupError, match="is damaged; take another backup"):
        restore(folder, tmp_path / "restored")


def test_guests_graphs_are_backed_up_and_restored(workspace: Workspace, tmp_path: Path) -> None:
    guest, line = "https://guest.example/ours", "<urn:s> <urn:p> <urn:o> ."
    for number in range(2):
        with workspace.writer() as writer:
            writer.put(*large_story(number, facts=3).pair())
            writer.commit()
        Store.open(workspace.path / "store").apply({}, {guest: {line}})
    with workspace.writer() as writer:
        writer.put(*large_story(2, facts=3).pair())
        writer.commit()
    assert check(workspace, every=True, deep=True).faults == ()
    back_up(workspace, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    restored = Workspace(tmp_path / "restored")
    assert check(restored, every=True, deep=True).faults == ()
    with restored.generations().lease() as lease:
        assert Store.read_only(lease.path).lines(guest) == {line}
