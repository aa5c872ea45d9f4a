"""A writer that is killed between two batches: nobody takes half a commit for a generation."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story, tide_story
from tests.sparql_servers import Oxigraph, running_oxigraph
from tests.warm import hansa

ROOT = Path(__file__).parents[3]
#: Sends a document in small batches, and dies after the second.
DYING = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from graph.remote.addresses import remote_at
from graph.remote.store import RemoteStore
from graph.workspace import Workspace
from tests.graph.factories import fill, tide_story

step, sent = RemoteStore._step, []

def step_and_die(store, batch, before):
    sent.append(batch)
    if len(sent) > 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return step(store, batch, before)

def small(store, removed, added, apply=RemoteStore.apply):
    store.dialect = replace(store.dialect, batch=20)
    return apply(store, removed, added)

RemoteStore._step, RemoteStore.apply = step_and_die, small
fill(Workspace(Path(sys.argv[1]), remote=remote_at(sys.argv[2])), tide_story())
"""


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Oxigraph]:
    """Return a server that runs."""
    with running_oxigraph(tmp_path) as found:
        yield found


def test_half_a_commit_is_not_exported(tmp_path: Path, oxigraph: Oxigraph) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir()
    workspace = Workspace(data, remote=oxigraph.remote())
    fill(workspace, harbour_story())

    def export(name: str) -> subprocess.CompletedProcess[str]:
        return hansa("export", name, "--store", data, HANSA_REMOTE=oxigraph.address)

    before = export("-")
    assert before.returncode == 0
    arguments = [sys.executable, "-c", DYING, str(data), oxigraph.address]
    killed = subprocess.run(arguments, cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    for name in (str(out / "half.nq"), str(out / "half.nq.gz"), "-"):
        found = export(name)
        assert found.returncode == 1
        assert "was broken off" in found.stderr
        assert not found.stdout
    assert not [*out.iterdir()]
    fill(workspace, tide_story())
    after = export(str(out / "whole.nq"))
    assert after.returncode == 0, after.stderr
    whole = (out / "whole.nq").read_text()
    assert len(whole) > len(before.stdout)
    assert [each.name for each in out.iterdir()] == ["whole.nq"]
