"""The standard suites that are quick to run: of SPARQL's doors, and of GraphQL and its paging."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conformance import SUITES, bare_server, scores
from tests.conformance_graphql import audit_http, audit_relay, corpus_server, install


def test_the_standard_doors_pass_the_standard_suites(tmp_path: Path) -> None:
    if not SUITES.is_dir():
        pytest.skip(f"the suites are not in {SUITES}")
    with bare_server(tmp_path / "store") as address:
        found, failed = scores(address, SUITES / "sparql_protocol.py", "--overwrite-default")
    assert not failed
    assert {each.part: (each.passed, each.total) for each in found} == {
        "sparql protocol": (34, 34),
        "gsp": (14, 14),
        "sd": (3, 3),
    }


def test_graphql_passes_the_audits_of_its_transport_and_of_its_paging(tmp_path: Path) -> None:
    if not SUITES.is_dir():
        pytest.skip(f"the suites are not in {SUITES}")
    if shutil.which("npm") is None:
        pytest.skip("node and npm are not here")
    try:
        scripts = install(SUITES, tmp_path / "scripts")
    except subprocess.SubprocessError as error:
        pytest.skip(f"npm cannot install what the audits need: {error}")
    with corpus_server(tmp_path / "store") as address:
        transport = audit_http(address, scripts)
        paging = audit_relay(address, scripts, tmp_path)
    assert not transport.failed
    assert transport.levels == {"must": (13, 13), "should": (23, 23), "may": (25, 25)}
    for each in paging:
        assert not each.failed
        assert each.levels == {"must": (15, 15), "should": (8, 8)}
    assert len(paging) == 2
