"""Runs the standard suites against a disposable server and prints scores beside the bars.

``python -m tests.conformance [FOLDER]``: the suites are those of *FOLDER*, by default
``../shared/conformance`` beside the repository; they bring the W3C's test data along. The clients
from npm are tried where node is there. What a suite lacks here, it says. Exit status 0 only when
every bar is reached.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.api.server import ROOT, running_server

SUITES = ROOT.parent / "shared" / "conformance"
TOKEN = "conformance"
NPM = ("@comunica/query-sparql@4", "sparql-http-client", "fetch-sparql-endpoint")
PYPI = ("SPARQLWrapper", "pandas", "rdflib", "httpx", "pyoxigraph")

#: What has to pass, by the name that a suite gives it in its last line.
BARS = {
    "sparql protocol": 34,
    "gsp": 14,
    "sd": 3,
    "query": 217,
    "update": 94,
    "results": 9,
    "syntax": 166,
    "clients": 39,
}
_SCORE = re.compile(rf"({'|'.join(BARS)})\W+(?:passed )?(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Score:
    """How many tests of one part passed, and of how many."""

    part: str
    passed: int
    total: int

    @property
    def is_enough(self) -> bool:
        """Whether the bar is reached, or all pass that could be tried."""
        return self.passed >= min(BARS[self.part], self.total)


@contextmanager
def bare_server(folder: Path) -> Iterator[str]:
    """Serve an empty store in *folder* that takes every update; yield its address."""
    settings = {"HANSA_MANAGED": "off", "HANSA_TOKEN": TOKEN, "HANSA_RATE_SECONDS": "0"}
    with running_server(folder, HANSA_LOG_REQUESTS="off", **settings) as client:
        client.timeout = httpx.Timeout(120)
        client.get("/sparql", params={"query": "ASK {}"}).raise_for_status()
        yield str(client.base_url).rstrip("/")


def scores(
    address: str,
    suite: Path,
    *options: str,
    data: tuple[str, ...] = (),
    python: str = sys.executable,
) -> list[Score]:
    """Run one suite, over its test *data* if it has any, against the server at *address*."""
    doors = [f"{address}{path}" for path in ("/sparql", "/sparql/update", "/data")]
    done = subprocess.run(
        [python, str(suite), *data, *doors, *options],
        env={**os.environ, "HANSA_TOKEN": TOKEN, "CONFORMANCE_TIMEOUT": "120"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(done.stdout, end="", flush=True)
    last = done.stdout.strip().rpartition("\n")[2]
    return [Score(part, int(passed), int(total)) for part, passed, total in _SCORE.findall(last)]


def main(suites: Path = SUITES) -> int:
    """Run everything; return the exit status."""
    if not suites.is_dir():
        print(f"the suites are not in {suites}; name their folder", file=sys.stderr)
        return 2
    found: list[Score] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(suites / "rdf-tests-sparql11.tar.gz") as archive:
            archive.extractall(folder / "tests", filter="data")
        with bare_server(folder / "store") as address:
            protocol, clients = suites / "sparql_protocol.py", suites / "clients.py"
            found += scores(address, protocol, "--overwrite-default")
            node, python = _node(folder / "node"), _python(folder / "python")
            found += scores(address, clients, *node, python=python)
            tests = str(_tests(folder / "tests"))
            found += scores(address, suites / "sparql_eval.py", "--wipe", data=(tests,))
    for score in found:
        print(f"{score.part:16} {score.passed:4} of {score.total:4}   bar {BARS[score.part]:4}")
    missing = BARS.keys() - {score.part for score in found}
    for part in sorted(missing):
        print(f"{part:16} not run")
    return int(bool(missing) or not all(score.is_enough for score in found))


def _tests(folder: Path) -> Path:
    return next(path.parent for path in sorted(folder.rglob("sparql11")))


def _python(folder: Path) -> str:
    """Return a Python that has the clients, beside our own environment."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *PYPI]
    subprocess.run(install, check=True)
    return python


def _node(folder: Path) -> tuple[str, ...]:
    """Return how the suite finds the clients from npm, nothing where node is not there."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not here, so its clients are not tried", file=sys.stderr)
        return ()
    folder.mkdir()
    install = [npm, "install", "--no-audit", "--no-fund", "--silent", *NPM]
    subprocess.run(install, cwd=folder, check=True)
    return ("--node", str(folder))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
