"""Files wait in a folder of the data directory as long as their process lives, and no longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from graph.checks.checking import check
from graph.keeping.spools import hold_spool, left_over, remove_left_over
from graph.workspace import Workspace
from tests.api.server import ROOT

from .factories import harbour_story, tide_story

SECRET = b"Ottoline Quillfeather"
#: A process that holds a folder with a file in it until it is killed.
HOLD = """
import sys, time
from pathlib import Path
from graph.keeping.spools import hold_spool
held = hold_spool(Path(sys.argv[1]))
(held.path / "sent").write_bytes(sys.argv[2].encode())
print(held.path, flush=True)
time.sleep(600)
"""


def killed(directory: Path) -> Path:
    """Return the folder of a process that was killed, which nobody had seen as left over before."""
    command = [sys.executable, "-c", HOLD, str(directory), SECRET.decode()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        path = Path(process.stdout.readline().strip())
        assert left_over(directory) == []
        remove_left_over(directory)
        assert (path / "sent").read_bytes() == SECRET
        process.kill()
    return path


def test_what_a_killed_process_left_is_told_and_removed(tmp_path: Path) -> None:
    path = killed(tmp_path)
    held = hold_spool(tmp_path)
    assert oct(held.path.stat().st_mode)[-3:] == oct(held.path.parent.stat().st_mode)[-3:] == "700"
    assert left_over(tmp_path) == [path]
    remove_left_over(tmp_path)
    assert not path.exists()
    assert held.is_there
    held.remove()
    assert not held.is_there
    assert left_over(tmp_path) == []


def test_a_check_tells_of_it_and_a_purge_leaves_no_byte_of_it(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.put(*tide_story().pair())
        writer.commit()
    path = killed(workspace.path)
    assert any(str(path) in fault for fault in check(workspace).faults)
    with workspace.writer() as writer:
        writer.purge(tide_story().key)
    files = [each for each in workspace.path.rglob("*") if each.is_file()]
    assert not any(SECRET in each.read_bytes() for each in files)
    assert check(workspace).faults == ()


def test_where_nothing_ever_waited_nothing_is_made(tmp_path: Path) -> None:
    remove_left_over(tmp_path)
    assert left_over(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
