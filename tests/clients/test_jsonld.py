"""An answer as JSON-LD is read by jsonld.js in its safe mode, which refuses what it would drop."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .examples import Demo


def test_safe_mode_reads_an_answer_that_leaves_something_out(demo: Demo, packages: Path) -> None:
    script = Path(__file__).with_name("jsonld.mjs")
    command = ["node", str(script), f"{demo.address}/graphql"]
    done = subprocess.run(command, cwd=packages, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert "networks.totalCount" in report["omitted"]
    assert report["canonical"] == report["plain"]
    lines = report["canonical"].splitlines()
    assert len(lines) > 20
    assert all(line.startswith("<http") for line in lines)
    assert not any("totalCount" in line for line in lines)
    assert list(report["again"][1]) == report["omitted"]
