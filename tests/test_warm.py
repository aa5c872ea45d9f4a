"""What starts from a warm process ends as what starts cold does, as its caller sees it."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story
from tests.warm import ROOT, warm


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="the system lists no processes")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_the_signal_that_ended_it_is_told(number: signal.Signals, tmp_path: Path) -> None:
    fill(Workspace(tmp_path / "data"), harbour_story())
    with subprocess.Popen(
        [warm("command"), "serve", "--store", tmp_path / "data", "--port", "0"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "HANSA_LOG_REQUESTS": "off"},
    ) as client:
        assert client.stderr is not None
        assert "http://" in client.stderr.readline()
        (server,) = _forked_in(tmp_path)
        os.kill(server, number)
        said = client.stderr.read()
    assert (client.returncode, said) == (-number, "")


def _forked_in(folder: Path) -> set[int]:
    """Return the processes in a working directory that were forked from a warm one."""
    found = set()
    for path in Path("/proc").iterdir():
        try:
            is_warm = path.name.isdigit() and b"tests.warm" in path.joinpath("cmdline").read_bytes()
            if is_warm and path.joinpath("cwd").readlink() == folder:
                found.add(int(path.name))
        except OSError:
            continue
    return found
