"""Checks and backups of a data directory whose quads are at a server."""

from __future__ import annotations

from pathlib import Path

import httpx

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.checks.checking import check
from graph.workspace import Workspace
from tests.graph.factories import fill, sample_stories
from tests.sparql_servers import Oxigraph

from .test_remote_store import exported


def test_a_check_reads_the_server_and_compares(server: Oxigraph, elsewhere: Workspace) -> None:
    fill(elsewhere, *sample_stories())
    report = check(elsewhere, every=True, deep=True)
    assert (report.faults, report.remarks) == ((), ())
    update = "DELETE WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
    httpx.post(f"{server.address}/update", data={"update": update}).raise_for_status()
    faults = check(elsewhere, deep=True).faults
    assert any("its manifest says" in fault for fault in faults)
    assert any("quads are missing" in fault for fault in faults)
    with elsewhere.writer() as writer:
        writer.rebuild()
    assert check(elsewhere, deep=True).faults == ()


def test_a_server_that_is_away_is_a_fault(server: Oxigraph, elsewhere: Workspace) -> None:
    fill(elsewhere, *sample_stories())
    server.kill()
    (fault, *_) = check(elsewhere).faults
    assert "cannot be reached" in fault


def test_a_backup_has_all_but_the_quads_which_a_rebuild_sends_again(
    server: Oxigraph, elsewhere: Workspace, tmp_path: Path
) -> None:
    fill(elsewhere, *sample_stories())
    expected = exported(elsewhere)
    back_up(elsewhere, tmp_path / "backup")
    httpx.post(f"{server.address}/update", data={"update": "DROP ALL"}).raise_for_status()
    restored = Workspace(tmp_path / "restored", remote=server.remote())
    restore(tmp_path / "backup", restored.path)
    with restored.writer() as writer:
        writer.rebuild()
    assert exported(restored) == expected
