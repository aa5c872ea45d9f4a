"""Full disks, files removed by hand, two writers, odd clocks: nothing is lost or halved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.errors import GraphError, StoreError
from graph.generations.manifests import timestamp
from graph.workspace import Workspace
from graph.writing.process import needs_writer
from tests.graph.factories import harbour_story, large_story, tide_story
from tests.graph.test_purging import exported

ROOT = Path(__file__).parents[2]
#: A script for a process that may mount: fill a small disk, then give it room and go on.
FULL = """
import sys
from pathlib import Path
from graph.checks.checking import check
from graph.errors import GraphError
from graph.workspace import Workspace
from tests.graph.factories import large_story
import subprocess

disk = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", str(disk)], check=True)
workspace, failed, done = Workspace(disk / "data"), "", 0
while not failed and done < 200:
    try:
        with workspace.writer() as writer:
            writer.put(*large_story(done, facts=20).pair())
            writer.commit()
        done += 1
    except GraphError as error:
        failed = str(error)
with workspace.reader() as reader:
    before = len(reader.documents())
subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
with workspace.writer() as writer:
    writer.put(*large_story(done, facts=20).pair())
    writer.commit()
faults = check(workspace, every=True, deep=True).faults
with workspace.reader() as reader:
    digest = reader.generation, len(reader.documents())
    Path(sys.argv[2]).write_bytes(b"".join(reader.export()))
print(failed)
print(done, before, digest[1], len(faults))
subprocess.run(["umount", "-l", str(disk)], check=True)
"""


def test_on_a_full_disk_the_last_commit_stays_and_the_next_goes_on(tmp_path: Path) -> None:
    disk, export = tmp_path / "disk", tmp_path / "export.nq"
    disk.mkdir()
    command = ["unshare", "-m", sys.executable, "-c", FULL, str(disk), str(export)]
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here, so no small disk can be mounted")
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "unshare failed" in run.stderr or "permission denied" in run.stderr:
        pytest.skip(f"no small disk can be mounted here: {run.stderr.strip()}")
    assert run.returncode == 0, run.stderr
    failed, counts = run.stdout.splitlines()
    done, before, after, faults = map(int, counts.split())
    assert "space" in failed or "full" in failed, failed
    assert (done, after, faults) == (before, done + 1, 0)
    other = Workspace(tmp_path / "other")
    with other.writer() as writer:
        for number in range(done + 1):
            writer.put(*large_story(number, facts=20).pair())
        writer.commit()
    assert export.read_bytes() == exported(other)


@pytest.fixture
def kept(workspace: Workspace) -> Iterator[Workspace]:
    """Return a data directory with two generations."""
    for story in (harbour_story(), tide_story()):
        with workspace.writer() as writer:
            writer.put(*story.pair())
            writer.commit()
    yield workspace
    assert check(workspace, every=True, deep=True).faults == ()


def test_the_newest_checkpoint_may_be_deleted_by_hand(kept: Workspace) -> None:
    before = exported(kept)
    shutil.rmtree(kept.path / "generations" / "2")
    with pytest.raises(StoreError, match="hansa rebuild"), kept.reader():
        pytest.fail("a reader of a generation that is gone")
    assert "hansa rebuild" in " ".join(check(kept).faults)
    with kept.writer() as writer:
        assert writer.rebuild().generation == 3
    assert exported(kept) == before


def test_the_store_may_be_deleted_by_hand(kept: Workspace) -> None:
    before = exported(kept)
    shutil.rmtree(kept.path / "store")
    with kept.writer() as writer:
        writer.rebuild()
    assert exported(kept) == before


@pytest.mark.parametrize("name", ["search.sqlite", "published.sqlite"])
def test_files_beside_the_store_may_be_deleted_by_hand(kept: Workspace, name: str) -> None:
    for path in kept.path.glob(f"{name}*"):
        path.unlink()
    with kept.writer() as writer:
        writer.put(*large_story(1, facts=3).pair())
        writer.commit()


def test_two_writers_at_once_lose_nothing(kept: Workspace, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from graph.workspace import Workspace\n"
        "from tests.graph.factories import large_story\n"
        "for number in range(int(sys.argv[2]), 12, 2):\n"
        "    with Workspace(Path(sys.argv[1])).writer() as writer:\n"
        "        writer.put(*large_story(number, facts=4).pair()); writer.commit()\n"
    )
    command = [sys.executable, "-c", script, str(kept.path)]
    running = [subprocess.Popen([*command, str(first)], cwd=ROOT) for first in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert kept.generations().current() == 14
    other = Workspace(tmp_path / "other")
    with other.writer() as writer:
        for story in (harbour_story(), tide_story(), *(large_story(n, facts=4) for n in range(12))):
            writer.put(*story.pair())
        writer.commit()
    assert exported(kept) == exported(other)


def test_a_clock_that_went_back_neither_removes_nor_reorders(kept: Workspace) -> None:
    generations = kept.generations()
    future = timestamp(datetime.now(UTC) + timedelta(days=900))
    path = kept.path / "generations" / "2" / "manifest.json"
    path.write_text(replace(generations.manifest(2), created=future).to_json())
    with kept.writer() as writer:
        writer.put(*large_story(1, facts=3).pair())
        assert writer.commit().generation == 3
    assert generations.numbers() == [1, 2, 3]
    assert generations.current() == 3


def test_a_directory_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no directory")
    with pytest.raises((GraphError, OSError)), Workspace(file / "data").writer():
        pytest.fail("a writer in a file")


def test_documents_that_are_lost_are_not_taken_for_none(kept: Workspace) -> None:
    aside = kept.path.with_name("aside")
    aside.mkdir()
    for path in kept.path.glob("documents.sqlite*"):
        shutil.copy(path, aside)
        path.unlink()
    with pytest.raises(StoreError, match="restore a backup"), kept.writer():
        pytest.fail("a writer of a directory that lost its documents")
    for path in aside.iterdir():
        shutil.copy(path, kept.path)


def test_a_damaged_pointer_condemns_no_generation(kept: Workspace) -> None:
    (kept.path / "current").write_text("garbage")
    (fault,) = check(kept).faults
    assert "hansa rebuild" in fault
    with kept.writer() as writer:
        writer.rebuild()
    assert kept.generations().numbers() == [1, 2, 3]


def test_an_index_that_is_lost_is_made_by_the_next_writer(kept: Workspace) -> None:
    for path in kept.path.glob("search.sqlite*"):
        path.unlink()
    assert needs_writer(kept)
    with kept.writer():
        pass
    assert not needs_writer(kept)
    with kept.reader() as reader:
        assert reader.search is not None
        assert reader.search.find("harbour", generation=reader.generation, what="names")
