"""``hansa follow`` beside a real server of the standby, which answers what the other one has."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from graph.workspace import Workspace
from tests.api.command_line import hansa
from tests.api.server import ROOT
from tests.graph.factories import fill, harbour_story, tide_story

from .test_live import _serving

PATIENCE = 30.0


def test_a_server_of_a_standby_follows_and_takes_no_writes(tmp_path: Path) -> None:
    primary, standby = Workspace(tmp_path / "primary"), tmp_path / "standby"
    fill(primary, harbour_story())
    arguments = [str(primary.path), "--every", "0.2", "--store", str(standby)]
    command = [sys.executable, "-m", "api.cli", "follow", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as following:
        try:
            assert following.stdout is not None
            assert following.stdout.readline().startswith("generation 1 is here")
            with _serving(standby) as server, server.client() as client:
                fill(primary, tide_story())
                assert _documents(client, 2) == 2
                page = client.get("/documents", headers={"Accept": "text/html"})
                assert (page.status_code, page.headers["hansa-generation"]) == (200, "2")
        finally:
            following.send_signal(signal.SIGINT)
            assert following.wait(PATIENCE) == 130


def _documents(client: httpx.Client, wanted: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = len(client.get("/documents").json()["documents"])
        if found == wanted:
            return found
        time.sleep(0.1)
    return found


def test_each_mistake_is_one_sentence(tmp_path: Path) -> None:
    primary, standby = Workspace(tmp_path / "primary"), tmp_path / "standby"
    fill(primary, harbour_story())
    nowhere = hansa("follow", tmp_path / "nowhere", "--once", "--store", standby)
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (2, 1)
    once = hansa("follow", primary.path, "--once", "--store", standby)
    assert once.stdout.startswith("generation 1 is here, ")
    again = hansa("follow", primary.path, "--once", "--store", standby)
    assert (again.returncode, again.stdout) == (0, "")
    refused = hansa("retract", "harbour.txt", "--store", standby)
    assert refused.returncode == 1
    assert "is only read; write there, or make this one independent" in refused.stderr
    assert hansa("promote", "--store", standby).stdout.endswith("takes writes\n")
    assert hansa("promote", "--store", standby).returncode == 2
    assert hansa("retract", "harbour.txt", "--store", standby).returncode == 0
