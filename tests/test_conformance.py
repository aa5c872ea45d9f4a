"""The W3C's tests of the protocol, the graph store and the service description, where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import SUITES, bare_server, scores


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
