"""A server or a writer that dies in the middle loses nothing and leaves no half document."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.errors import RemoteError
from graph.remote.addresses import remote_at
from graph.workspace import Workspace
from graph.writing.process import needs_writer, run_writer
from tests.graph.crash_run import history
from tests.graph.factories import fill, harbour_story, tide_story
from tests.sparql_servers import Oxigraph

from .test_remote_store import exported

ROOT = Path(__file__).parents[3]
KILLS = 12


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the export of the same history in a store on disk, which nobody kills."""
    workspace = Workspace(tmp_path_factory.mktemp("undisturbed") / "data")
    with workspace.writer() as writer:
        history(writer)
    return exported(workspace)


def running(workspace: Workspace, server: Oxigraph) -> subprocess.Popen[bytes]:
    module = "tests.graph.remote.remote_run"
    arguments = [str(workspace.path), server.address]
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT)


def test_a_server_killed_again_and_again_holds_the_graph_in_the_end(
    server: Oxigraph, elsewhere: Workspace, undisturbed: bytes
) -> None:
    dice = random.Random(8)
    kills = 0
    with running(elsewhere, server) as process:
        while process.poll() is None:
            time.sleep(dice.uniform(0.05, 0.4))
            if kills < KILLS:
                server.kill()
                time.sleep(dice.uniform(0.0, 0.2))
                server.start()
                kills += 1
        assert process.returncode == 0
    assert kills > 3
    assert exported(elsewhere) == undisturbed


def test_writer_and_server_killed_at_any_moment_end_like_an_undisturbed_run(
    server: Oxigraph, elsewhere: Workspace, undisturbed: bytes
) -> None:
    dice = random.Random(9)
    killed = 0
    for _ in range(KILLS):
        with running(elsewhere, server) as process:
            try:
                process.wait(dice.uniform(0.5, 2.5))
            except subprocess.TimeoutExpired:
                if dice.random() < 0.5:
                    server.kill()
                process.kill()
            killed += process.wait() == -signal.SIGKILL
            if server.process is None:
                server.start()
    assert killed > 3
    with running(elsewhere, server) as process:
        assert process.wait() == 0
    assert exported(elsewhere) == undisturbed


def test_what_was_put_while_the_server_is_away_is_sent_when_it_is_back(
    server: Oxigraph, elsewhere: Workspace, workspace: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    server.kill()
    impatient = Workspace(elsewhere.path, remote=remote_at(server.address, patience=0.2))
    with pytest.raises(RemoteError, match="cannot be reached"):
        fill(impatient, tide_story())
    server.start()
    if needs_writer(impatient):
        run_writer(impatient, [])
    else:  # it was not even begun
        fill(impatient, tide_story())
    fill(workspace, harbour_story())
    fill(workspace, tide_story())
    assert exported(elsewhere) == exported(workspace)
