"""Writing in a process of its own: what it answers, what it refuses, and how it may end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import (
    UnknownClaimError,
    UnknownDocumentError,
    WorkspaceVersionError,
    WriterError,
)
from graph.keeping.lock import locked
from graph.keeping.readings import Readings
from graph.workspace import Workspace
from graph.writing import operations
from graph.writing.operations import METHODS, operation_from_json, operation_to_json
from graph.writing.parent import WriterLimits
from graph.writing.process import needs_writer, run_writer
from graph.writing.synchronising import Commit
from graph.writing.writer import Outcome, Writer
from ontology.iris import Base
from ontology.model import Fact
from tests.graph.factories import harbour_story, large_story, sample_stories

ROOT = Path(__file__).parents[2]
STORIES = [operations.put(*story.pair()) for story in sample_stories()]


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def test_a_job_leaves_what_a_writer_in_this_process_leaves(tmp_path: Path) -> None:
    here, there = Workspace(tmp_path / "here"), Workspace(tmp_path / "there")
    with here.writer() as writer:
        outcomes = [writer.put(*story.pair()) for story in sample_stories()]
        commit = writer.commit()
    report = run_writer(there, STORIES)
    assert (list(report.results), report.commit) == (outcomes, commit)
    assert exported(there) == exported(here)
    assert not needs_writer(there)


def test_each_operation_answers_as_the_method_it_is_named_after(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    story = harbour_story()
    unsure = Fact("riga", "partyTo", "statement", story.facts[-1].evidence, confidence=0.4)
    extraction = replace(story.extraction(), proposals=(unsure,))
    put = operations.put(story.document(), extraction)
    assert run_writer(workspace, [put]).results == (Outcome("added", "harbour.txt"),)
    assert run_writer(workspace, [put]).results == (Outcome("unchanged", "harbour.txt"),)
    with workspace.reader() as reader:
        claim = reader.claims()[0].iri
    (decided,) = run_writer(workspace, [operations.decide([claim], "reject")]).results
    assert [(one.claim, one.verdict) for one in decided] == [(claim, None)]
    (taken,) = run_writer(workspace, [operations.undecide([claim])]).results
    assert [(one.claim, one.verdict) for one in taken] == [(claim, "reject")]
    before = exported(workspace)
    rebuilt = run_writer(workspace, [operations.rebuild()])
    assert rebuilt.results == (rebuilt.commit,)
    assert exported(workspace) == before
    gone = run_writer(workspace, [operations.retract("harbour.txt")])
    assert gone.results == ("harbour.txt",)
    assert gone.commit.removed > 0


def test_every_operation_is_a_method_of_the_writer_or_of_the_readings() -> None:
    assert all(hasattr(Writer, name) or hasattr(Readings, name) for name in METHODS)


def test_an_operation_comes_back_from_its_json_as_it_was() -> None:
    for wanted in (*STORIES, operations.decide(["a"], "accept"), operations.rebuild()):
        assert operation_from_json(operation_to_json(wanted)) == wanted


def test_an_error_of_the_writer_is_raised_here_with_all_it_says(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    run_writer(workspace, [operations.put(*large_story(n, facts=2).pair()) for n in range(2)])
    with pytest.raises(UnknownDocumentError, match=r"2 documents end in '\.txt'") as caught:
        run_writer(workspace, [operations.retract(".txt")])
    assert len(caught.value.candidates) == 2
    with pytest.raises(UnknownClaimError, match="no claim goes by 'x'"):
        run_writer(workspace, [operations.decide(["x"], "accept")])
    with pytest.raises(WorkspaceVersionError, match="run hansa rebuild"):
        run_writer(Workspace(tmp_path, Base("http://other.example/")), [STORIES[0]])


def test_what_the_system_refuses_is_raised_as_it_says_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    with pytest.raises(OSError, match="File exists") as caught:
        run_writer(Workspace(tmp_path / "file"), STORIES)
    assert caught.value.filename == str(tmp_path / "file")


def test_one_operation_that_fails_undoes_the_others(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    run_writer(workspace, STORIES[:1])
    before = exported(workspace)
    with pytest.raises(UnknownDocumentError):
        run_writer(workspace, [*STORIES, operations.retract("nothing-like-it")])
    assert exported(workspace) == before
    assert workspace.documents.keys() == [STORIES[0].arguments[0].key]


def test_a_fault_of_the_writer_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WriterError, match=r"the writer failed \(TypeError: .*please report it"):
        run_writer(Workspace(tmp_path), [replace(STORIES[0], keywords={"colour": "red"})])


def test_a_job_beyond_its_time_is_stopped_and_finished_by_the_next(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    many = [operations.put(*large_story(number).pair()) for number in range(4)]
    with pytest.raises(WriterError, match=r"took longer than 0\.05 seconds.*HANSA_WRITER_SECONDS"):
        run_writer(workspace, many, limits=WriterLimits(seconds=0.05))
    run_writer(workspace, many)
    other = Workspace(tmp_path / "other")
    run_writer(other, many)
    assert exported(workspace) == exported(other)


def test_a_job_beyond_its_memory_is_one_sentence(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with pytest.raises(WriterError, match="more than 64 MiB of memory; raise HANSA_WRITER_MEMORY"):
        run_writer(workspace, STORIES, limits=WriterLimits(memory=64 * 1024 * 1024))
    assert run_writer(workspace, STORIES).commit.generation == 1


def test_a_writer_that_is_killed_leaves_nothing_half_done(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    told: list[str] = []

    def kill(who: str) -> None:
        told.append(who)
        (pid,) = _children()
        os.kill(pid, signal.SIGKILL)

    with (
        locked(_made(tmp_path) / "lock"),
        pytest.raises(WriterError, match="ended by signal 9; nothing is half done"),
    ):
        run_writer(workspace, STORIES, on_wait=kill)
    assert len(told) == 1
    assert run_writer(workspace, STORIES).commit.generation == 1


def test_who_waits_is_told_of_the_command_that_writes_and_not_of_its_process(
    tmp_path: Path,
) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from graph.workspace import Workspace\n"
        "from graph.writing.process import run_writer\n"
        "def slowly():\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
        "    return iter(())\n"
        "class Slow(list):\n"
        "    def __iter__(self): return slowly()\n"
        "run_writer(Workspace(Path(sys.argv[1])), Slow())\n"
    )
    first = [sys.executable, "-c", code, str(tmp_path), "as typed"]
    told: list[str] = []
    with subprocess.Popen(first, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        close = holder.stdin.close
        assert holder.stdout.readline() == b"held\n"

        def release(who: str) -> None:
            told.append(who)
            close()

        run_writer(Workspace(tmp_path), STORIES, on_wait=release)
    (said,) = told
    assert f"process {holder.pid} (-c {tmp_path} as typed)" in said


@pytest.mark.parametrize("moment", ["waiting for the lock", "holding it"])
def test_a_writer_whose_command_is_killed_ends_without_a_commit(
    tmp_path: Path, moment: str
) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from graph.workspace import Workspace\n"
        "from graph.writing.process import run_writer\n"
        "from tests.graph.test_writing import STORIES, _children\n"
        "def never_ending():\n"
        "    yield from STORIES\n"
        "    print(*_children(), flush=True)\n"
        "    time.sleep(60)\n"
        "tell = lambda who: print(*_children(), flush=True)\n"
        "run_writer(Workspace(Path(sys.argv[1])), never_ending(), on_wait=tell)\n"
    )
    lock = _made(tmp_path) / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        if moment == "holding it":
            child = int(parent.stdout.readline())
            parent.kill()
        else:
            with locked(lock):
                child = int(parent.stdout.readline())
                parent.kill()
                _wait_for_the_end_of(child)
    _wait_for_the_end_of(child)
    with locked(lock, timeout=20):
        assert Workspace(tmp_path).generations().current() is None
    assert run_writer(Workspace(tmp_path), STORIES).commit.generation == 1


def test_a_folder_named_like_this_package_where_the_command_is_typed_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    assert run_writer(Workspace(Path("data")), STORIES).commit.generation == 1


def test_the_writer_gets_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSA_TOKEN", "hunter2")
    environments: list[bytes] = []

    def look(_: str) -> None:
        (pid,) = _children()
        environments.append(Path(f"/proc/{pid}/environ").read_bytes())
        release.set()

    release = threading.Event()
    holding = threading.Event()

    def hold() -> None:
        with locked(_made(tmp_path) / "lock"):
            holding.set()
            release.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(60)
    run_writer(Workspace(tmp_path), STORIES, on_wait=look)
    thread.join()
    assert b"hunter2" not in environments[0]


def test_a_job_of_nothing_finishes_what_a_killed_writer_left(tmp_path: Path) -> None:
    whole, workspace = Workspace(tmp_path / "whole"), Workspace(tmp_path / "killed")
    run_writer(whole, STORIES)
    assert not needs_writer(workspace)
    run_writer(workspace, STORIES[:1])
    assert not needs_writer(workspace)
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from graph.generations.generations import Generations\n"
        "from graph.workspace import Workspace\n"
        "from tests.graph.test_writing import STORIES\n"
        "Generations.publish = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "with Workspace(Path(sys.argv[1])).writer() as writer:\n"
        "    for one in STORIES: writer.put(*one.arguments)\n"
        "    writer.commit()\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(workspace.path)], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert needs_writer(workspace)
    assert run_writer(workspace, []).commit == Commit(2, 0, 0)
    assert not needs_writer(workspace)
    assert exported(workspace) == exported(whole)


def _made(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    return directory


def _children() -> list[int]:
    """Return the writers that this one started (proc(5): the fourth field is the parent)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it ended while we looked
            continue
        command = path.with_name("cmdline").read_bytes()
        if int(parent) == os.getpid() and state != "Z" and b"graph.writing.child" in command:
            found.append(int(path.parent.name))
    return found


def _wait_for_the_end_of(pid: int) -> None:
    deadline = time.monotonic() + 60
    while Path(f"/proc/{pid}/stat").exists():
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return
        assert time.monotonic() < deadline
        time.sleep(0.05)
