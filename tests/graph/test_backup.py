"""A backup is of one moment and whole, or it is none; what is restored from it is the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.backups.backup import DATA, MANIFEST, back_up, read_backup
from graph.backups.restoring import restore
from graph.errors import BackupError, EmptyWorkspaceError
from graph.keeping.lock import locked
from graph.lines.digest import digest_of
from graph.store import Store
from graph.workspace import Workspace
from tests.api.test_cli import hansa
from tests.graph.factories import harbour_story, large_story, sample_stories, tide_story
from tests.graph.keeping_run import never_resting, wait_for

ROOT = Path(__file__).parents[2]


def exported(workspace: Workspace, generation: int | None = None) -> bytes:
    with workspace.reader(generation) as reader:
        return b"".join(reader.export())


def run(*words: str | Path) -> int:
    command = [sys.executable, "-m", "tests.graph.keeping_run", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def run_with_little_room(size: int, *words: str | Path) -> str:
    """Run with a limit on the size of files, which fails like a full disk; return the error."""
    limit = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({size}, {size})); "
    command = "import runpy, sys; runpy.run_module('tests.graph.keeping_run', run_name='__main__')"
    words = (sys.executable, "-B", "-c", limit + command, *words)
    done = subprocess.run([*map(str, words)], cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stderr.strip().rpartition("\n")[2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a data directory with two generations, of which the first is pinned."""
    workspace = Workspace(tmp_path_factory.mktemp("kept") / "data")
    for story in sample_stories():
        with workspace.writer() as writer:
            writer.put(*story.pair())
            writer.commit()
    workspace.generations().pin(1, "cited in a report")
    with workspace.writer() as writer:
        writer.put(*large_story(3).pair())
        writer.commit()
    return workspace


@pytest.fixture(scope="module")
def made(kept: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup of it."""
    folder = tmp_path_factory.mktemp("backups") / "monday"
    back_up(kept, folder)
    return folder


def copy_of(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


class TestBackingUp:
    """What a backup holds, and where it is refused."""

    def test_it_says_what_it_holds(self, kept: Workspace, made: Path) -> None:
        backup = read_backup(made)
        assert (backup.newest, sorted(backup.generations)) == (3, [1, 3])
        for number, digest in backup.generations.items():
            with kept.generations().lease(number) as lease:
                assert digest_of(Store.read_only(lease.path))[0] == digest
        found = {path for path in (made / DATA).rglob("*") if path.is_file()}
        assert {made / DATA / name for name in backup.files} == found
        assert backup.files["documents.sqlite"].size > 0
        assert json.loads((made / MANIFEST).read_text())["hansa"]

    def test_it_links_what_never_changes(self, made: Path) -> None:
        assert min(path.stat().st_nlink for path in made.rglob("*.sst")) > 1
        others = [path for path in made.rglob("*") if path.is_file() and path.suffix != ".sst"]
        assert all(path.stat().st_nlink == 1 for path in others)

    def test_where_links_do_not_work_it_copies(self, kept: Workspace, tmp_path: Path) -> None:
        elsewhere = Path("/dev/shm")  # noqa: S108
        if not elsewhere.is_dir() or elsewhere.stat().st_dev == kept.path.stat().st_dev:
            pytest.skip("there is no second file system here")
        folder = elsewhere / f"hansa-test-{os.getpid()}"
        try:
            back_up(kept, folder)
            assert all(path.stat().st_nlink == 1 for path in folder.rglob("*.sst"))
            restore(folder, tmp_path / "restored")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        assert exported(Workspace(tmp_path / "restored")) == exported(kept)

    def test_it_is_no_data_directory(self, made: Path) -> None:
        with pytest.raises(EmptyWorkspaceError), Workspace(made).reader():
            pytest.fail("a backup was read")

    def test_a_place_that_is_not_empty_is_refused(self, kept: Workspace, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("here first")
        for place in (tmp_path, tmp_path / "file"):
            with pytest.raises(BackupError, match="name an empty place"):
                back_up(kept, place)
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    def test_a_directory_that_was_never_filled_has_nothing_to_back_up(self, tmp_path: Path) -> None:
        with pytest.raises(EmptyWorkspaceError):
            back_up(Workspace(tmp_path / "none"), tmp_path / "backup")
        assert not list(tmp_path.iterdir())

    def test_what_fails_leaves_nothing(self, kept: Workspace, tmp_path: Path) -> None:
        place = tmp_path / "file" / "backup"
        (tmp_path / "file").write_text("")
        with pytest.raises(BackupError, match="cannot back up"):
            back_up(kept, place)
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    @pytest.mark.parametrize("damage", ["table", "short table", "CURRENT", "manifest"])
    def test_a_pinned_generation_that_is_damaged_is_told_and_left_out(
        self, kept: Workspace, tmp_path: Path, damage: str
    ) -> None:
        copy = Workspace(Path(shutil.copytree(kept.path, tmp_path / "data")))
        generation = copy.path / "generations" / "1"
        path = {
            "CURRENT": generation / "store" / "CURRENT",
            "manifest": generation / "manifest.json",
        }.get(damage) or sorted(generation.rglob("*.sst"))[0]
        body = path.read_bytes()
        path.unlink()
        if damage == "short table":
            path.write_bytes(body[: len(body) // 2])
        elif damage == "manifest":
            path.write_text("{}")
        backup = back_up(copy, tmp_path / "backup")
        (told,) = backup.left_out
        assert told.startswith("generation 1, which is pinned, is damaged and left out: ")
        assert [*backup.generations] == [3]
        restore(tmp_path / "backup", tmp_path / "restored")
        assert exported(Workspace(tmp_path / "restored")) == exported(kept)
        done = hansa("backup", tmp_path / "again", "--store", copy.path)
        assert (done.returncode, done.stdout[:25]) == (1, "generation 3 is backed up")
        assert done.stderr == f"hansa: {told}\n"

    @pytest.mark.parametrize("is_missing", [True, False], ids=["missing", "flipped"])
    def test_a_newest_generation_that_is_damaged_is_not_backed_up(
        self, kept: Workspace, tmp_path: Path, *, is_missing: bool
    ) -> None:
        copy = Workspace(Path(shutil.copytree(kept.path, tmp_path / "data")))
        for path in (copy.path / "generations" / "3").rglob("*.sst"):
            (Path.unlink if is_missing else flip)(path)
        with pytest.raises(BackupError, match=r"generation 3, the newest, is .* hansa rebuild"):
            back_up(copy, tmp_path / "backup")
        assert not (tmp_path / "backup").exists()
        with copy.writer() as writer:
            writer.rebuild()
        assert back_up(copy, tmp_path / "backup").newest == 4

    @pytest.mark.parametrize("size", [10, 2_000, 100_000])
    def test_a_full_disk_leaves_nothing(self, kept: Workspace, tmp_path: Path, size: int) -> None:
        told = run_with_little_room(size, "back-up", kept.path, tmp_path / "backup")
        assert told.startswith("graph.errors."), told
        assert not list(tmp_path.iterdir())

    def test_what_a_killed_writer_left_is_finished_first(self, tmp_path: Path) -> None:
        workspace = Workspace(tmp_path / "data")
        with workspace.writer() as writer:
            writer.put(*harbour_story().pair())
            writer.commit()
        leave_half_done(workspace)
        back_up(workspace, tmp_path / "backup")
        restore(tmp_path / "backup", tmp_path / "restored")
        assert exported(Workspace(tmp_path / "restored")) == exported(workspace)
        assert b"Tokyo" in exported(workspace)


def leave_half_done(workspace: Workspace) -> None:
    """Commit documents as a writer does that is killed before it touches the store."""
    command = (
        "import os, signal, sys; from pathlib import Path\n"
        "from graph.store import Store; from graph.workspace import Workspace\n"
        "from tests.graph.factories import tide_story\n"
        "with Workspace(Path(sys.argv[1])).writer() as writer:\n"
        "    writer.put(*tide_story().pair())\n"
        "    Store.flush = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    writer.commit()\n"
    )
    done = subprocess.run([sys.executable, "-c", command, workspace.path], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


class TestRestoring:
    """What is restored is what was backed up, and goes on from there."""

    def test_it_is_the_same_bytes(self, kept: Workspace, made: Path, tmp_path: Path) -> None:
        restored = Workspace(tmp_path / "restored")
        assert restore(made, restored.path).newest == 3
        for number in (1, 3):
            assert exported(restored, number) == exported(kept, number)
        assert restored.generations().pins() == {1: "cited in a report"}
        assert restored.generations().numbers() == [1, 3]
        assert [path.name for path in tmp_path.iterdir()] == ["restored"]

    def test_it_shares_no_file_with_the_backup(self, made: Path, tmp_path: Path) -> None:
        restore(made, tmp_path / "restored")
        theirs = {path.stat().st_ino for path in made.rglob("*") if path.is_file()}
        ours = {path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()}
        assert not theirs & ours

    def test_the_next_commit_goes_on_from_there(
        self, kept: Workspace, made: Path, tmp_path: Path
    ) -> None:
        original = Workspace(tmp_path / "original")
        shutil.copytree(kept.path, original.path)
        restored = Workspace(tmp_path / "restored")
        restore(made, restored.path)
        for workspace in (original, restored):
            with workspace.writer() as writer:
                writer.retract(tide_story().key)
                writer.put(*large_story(4).pair())
                assert writer.commit().generation == 4
        assert exported(restored) == exported(original)
        assert (restored.path / "store").is_dir()

    def test_an_empty_directory_is_filled(self, made: Path, tmp_path: Path) -> None:
        (tmp_path / "restored").mkdir()
        restore(made, tmp_path / "restored")
        assert exported(Workspace(tmp_path / "restored"))

    def test_a_place_that_is_not_empty_is_refused(self, kept: Workspace, made: Path) -> None:
        before = exported(kept)
        with pytest.raises(BackupError, match="is not empty"):
            restore(made, kept.path)
        assert exported(kept) == before

    def test_what_is_no_backup_is_refused(self, kept: Workspace, tmp_path: Path) -> None:
        for folder in (kept.path, tmp_path / "none"):
            with pytest.raises(BackupError, match="no whole backup"):
                restore(folder, tmp_path / "restored")
        assert not list(tmp_path.iterdir())

    def test_two_at_once_are_one(self, made: Path, tmp_path: Path) -> None:
        (tmp_path / ".restored.restoring").mkdir()
        with (
            locked(tmp_path / ".restored.restoring" / "lock"),
            pytest.raises(BackupError, match="by another process"),
        ):
            restore(made, tmp_path / "restored")
        restore(made, tmp_path / "restored")
        assert [path.name for path in tmp_path.iterdir()] == ["restored"]

    @pytest.mark.parametrize("size", [10, 2_000, 100_000])
    def test_a_full_disk_leaves_nothing(self, made: Path, tmp_path: Path, size: int) -> None:
        told = run_with_little_room(size, "restore", made, tmp_path / "restored")
        assert told.startswith("graph.errors.BackupError: "), told
        assert not list(tmp_path.iterdir())


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()  # the bytes may be shared with the original by a link
    path.write_bytes(content)


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) * 2 // 3])


@pytest.mark.parametrize("damage", [flip, cut, Path.unlink], ids=["flipped", "cut", "missing"])
@pytest.mark.parametrize(
    "pattern", ["*.sst", "documents.sqlite", "CURRENT", "manifest.json", "pin"]
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    made: Path, tmp_path: Path, damage: Callable[[Path], None], pattern: str
) -> None:
    folder = copy_of(made, tmp_path / "backup")
    damage(sorted(folder.rglob(pattern))[0])
    with pytest.raises(BackupError, match="is damaged: ") as refusal:
        restore(folder, tmp_path / "restored")
    assert "\n" not in str(refusal.value)
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


@pytest.fixture(scope="module")
def steps(kept: Workspace, made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Return how many steps a backup and a restore have."""
    folder = tmp_path_factory.mktemp("steps")
    assert run("back-up", kept.path, folder / "b", "0", folder / "back-up") == 0
    assert run("restore", made, folder / "r", "0", folder / "restore") == 0
    return {what: int((folder / what).read_text()) for what in ("back-up", "restore")}


class TestKilled:
    """Killed with SIGKILL at any moment, there is nothing, or all of it."""

    @pytest.mark.parametrize("part", range(8))
    def test_a_backup(
        self, kept: Workspace, tmp_path: Path, steps: dict[str, int], part: int
    ) -> None:
        step = max(1, steps["back-up"] * (2 * part + 1) // 16)
        assert run("back-up", kept.path, tmp_path / "backup", str(step)) == -signal.SIGKILL
        with pytest.raises(BackupError, match="no whole backup"):
            restore(tmp_path / "backup", tmp_path / "restored")
        assert not (tmp_path / "restored").exists()

    @pytest.mark.parametrize("part", range(12))
    def test_a_restore(
        self, kept: Workspace, made: Path, tmp_path: Path, steps: dict[str, int], part: int
    ) -> None:
        step = steps["restore"] - part if part < 4 else steps["restore"] * (part - 3) // 10
        assert run("restore", made, tmp_path / "restored", str(step)) == -signal.SIGKILL
        if (tmp_path / "restored").exists():
            assert exported(Workspace(tmp_path / "restored")) == exported(kept)
        else:
            restore(made, tmp_path / "restored")
        assert [path.name for path in tmp_path.iterdir()] == ["restored"]
        assert exported(Workspace(tmp_path / "restored")) == exported(kept)


def test_beside_a_writer_that_never_rests_every_backup_is_of_one_moment(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    newest: list[int] = []
    with never_resting(workspace):
        for number in range(6):
            wait_for(workspace, above=newest[-1] if newest else 1)
            newest.append(back_up(workspace, tmp_path / f"backup-{number}").newest)
    assert newest == sorted(set(newest))
    for number in range(6):
        restored = Workspace(tmp_path / f"restored-{number}")
        restore(tmp_path / f"backup-{number}", restored.path)
        found = exported(restored)
        with restored.writer() as writer:
            writer.rebuild()
        assert exported(restored) == found
    with workspace.writer():
        pass
