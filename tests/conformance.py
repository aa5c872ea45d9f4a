"""Runs the standard suites against a disposable server and prints scores beside the bars.

``python -m tests.conformance [FOLDER]``: the suites are those of *FOLDER*, by default
``../shared/conformance`` beside the repository; they bring the W3C's test data along. The clients
from npm are tried where node is there. What a suite lacks here, it says. Several servers are tested
at once, each by some of the suites. Exit status 0 only when every bar is reached and nothing fails
but what is known to.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.api.server import ROOT, running_server
from tests.conformance_graphql import audit_http, audit_relay, corpus_server, install

SUITES = ROOT.parent / "shared" / "conformance"
TOKEN = "conformance"
NPM = ("@comunica/query-sparql@4", "sparql-http-client", "fetch-sparql-endpoint")
PYPI = ("SPARQLWrapper", "pandas", "rdflib", "httpx", "pyoxigraph")

#: What has to pass, by the name that a suite gives it in its last line.
BARS = {
    "sparql protocol": 34,
    "gsp": 14,
    "sd": 3,
    "query": 225,
    "update": 94,
    "results": 9,
    "syntax": 166,
    "clients": 39,
    "graphql must": 13,
    "graphql should": 23,
    "graphql may": 25,
    "relay must": 30,
    "relay should": 16,
}
#: What is not counted where its clients are not there.
OF_NODE = ("graphql", "relay")
#: What fails, with its reason.
GAPS = {
    "csv-tsv-res/tsv03": "the engine keeps integers of narrower types as xsd:integer",
}
#: The tests of SPARQL are two halves, by the names of their folders.
HALVES = ("^[a-d]", "^[^a-d]")
_SCORE = re.compile(rf"({'|'.join(BARS)})\W+(?:passed )?(\d+)/(\d+)")


_FAILURE = re.compile(rf"^FAIL +(?:(?:{'|'.join(BARS)}): )?(.+?): ", re.MULTILINE)

#: Comunica sends a token by a ``fetch`` of one's own, which its command line does not take.
_COMUNICA = """
import { QueryEngine } from '@comunica/query-sparql'
const [endpoint, text] = process.argv.slice(1)
const authorized = (input, init = {}) => {
  const headers = new Headers(init.headers)
  headers.set('authorization', 'Bearer ' + process.env.HANSA_TOKEN)
  return fetch(input, { ...init, headers })
}
const sources = [{ type: 'sparql', value: endpoint }]
await new QueryEngine().queryVoid(text, { sources, fetch: authorized })
"""


@dataclass(frozen=True, slots=True)
class Score:
    """How many tests of one part passed, and of how many."""

    part: str
    passed: int
    total: int


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
) -> tuple[list[Score], list[str]]:
    """Run one suite, over its test *data* if it has any, against the server at *address*.

    Returns the scores of its parts and the names of the tests that failed.
    """
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
    found = [Score(part, int(passed), int(total)) for part, passed, total in _SCORE.findall(last)]
    return found, _FAILURE.findall(done.stdout)


Outcome = tuple[list[Score], list[str]]


def _protocol(suites: Path, folder: Path) -> Outcome:
    with bare_server(folder / "protocol") as address:
        return scores(address, suites / "sparql_protocol.py", "--overwrite-default")


def _clients(suites: Path, folder: Path) -> Outcome:
    try:
        node, python = _node(folder / "node"), _python(folder / "python")
    except subprocess.CalledProcessError as error:
        print(f"the clients cannot be installed: {error}", file=sys.stderr)
        return [], []
    with bare_server(folder / "clients") as address:
        found, failed = scores(address, suites / "clients.py", *node, python=python)
        if node:
            is_written = comunica_updates(address, folder / "node")
            found.append(Score("clients", int(is_written), 1))
            failed += [] if is_written else ["Comunica UPDATE"]
            print(f"{'works' if is_written else 'FAIL':9} Comunica UPDATE, with a token")
    return found, failed


def _graphql(suites: Path, folder: Path) -> Outcome:
    if shutil.which("npm") is None:
        print("npm is not here, so GraphQL is not audited", file=sys.stderr)
        return [], []
    try:
        scripts = install(suites, folder / "graphql")
    except subprocess.SubprocessError as error:
        print(f"the audits of GraphQL cannot be installed: {error}", file=sys.stderr)
        return [], []
    with corpus_server(folder / "corpus") as address:
        audits = [("graphql", audit_http(address, scripts))]
        audits += [("relay", each) for each in audit_relay(address, scripts, folder)]
    found = [
        Score(f"{name} {level}", passed, total)
        for name, each in audits
        for level, (passed, total) in each.levels.items()
    ]
    return found, [f"{name}: {test}" for name, each in audits for test in each.failed]


def _half(suites: Path, folder: Path, half: str) -> Outcome:
    tests = str(_tests(folder / "tests"))
    with bare_server(folder / f"half{HALVES.index(half)}") as address:
        return scores(address, suites / "sparql_eval.py", "--wipe", "--only", half, data=(tests,))


def comunica_updates(address: str, node: Path) -> bool:
    """Say whether Comunica, installed in *node*, writes with a token what can then be read."""
    triple = "<urn:comunica> <urn:writes> 'with a token'"
    update = f"INSERT DATA {{ GRAPH <urn:comunica> {{ {triple} }} }}"
    door = f"{address}/sparql/update"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", _COMUNICA, "--", door, update],
        env={**os.environ, "HANSA_TOKEN": TOKEN},
        cwd=node,
        check=False,
    )
    query = {"query": f"ASK {{ GRAPH <urn:comunica> {{ {triple} }} }}"}
    answer = httpx.get(f"{address}/sparql", params=query, trust_env=False, timeout=120)
    return done.returncode == 0 and answer.json()["boolean"] is True


def main(suites: Path = SUITES) -> int:
    """Run everything; return the exit status."""
    if not suites.is_dir():
        print(f"the suites are not in {suites}; name their folder", file=sys.stderr)
        return 2
    began = time.monotonic()
    with TemporaryDirectory() as name, ThreadPoolExecutor() as threads:
        folder = Path(name)
        with tarfile.open(suites / "rdf-tests-sparql11.tar.gz") as archive:
            archive.extractall(folder / "tests", filter="data")
        parts: list[Callable[[], Outcome]] = [
            *(partial(_half, suites, folder, half) for half in HALVES),
            partial(_clients, suites, folder),
            partial(_protocol, suites, folder),
            partial(_graphql, suites, folder),
        ]
        outcomes = [each.result() for each in [threads.submit(part) for part in parts]]
    found = [score for scores, _ in outcomes for score in scores]
    failed = sorted(test for _, tests in outcomes for test in tests)
    return report(found, failed, seconds=time.monotonic() - began)


def report(found: Iterable[Score], failed: Iterable[str], *, seconds: float) -> int:
    """Print what passed beside the bars, and what did not; return the exit status."""
    passed, total = Counter[str](), Counter[str]()
    for score in found:
        passed[score.part] += score.passed
        total[score.part] += score.total
    print()
    for part, bar in BARS.items():
        is_run = part in total
        told = f"{passed[part]}/{total[part]}" if is_run else "not run"
        print(f"{part:16} {told:>8}   bar {bar}")
    for test in failed:
        print(f"known gap: {test}: {GAPS[test]}" if test in GAPS else f"FAILS: {test}")
    print(f"{seconds:.0f} s")
    # Clients that are not here are not counted, and the suite says which.
    least = {**BARS, "clients": min(BARS["clients"], total["clients"] or BARS["clients"])}
    least = {part: bar for part, bar in least.items() if total[part] or not _is_of_node(part)}
    is_reached = all(passed[part] >= bar for part, bar in least.items())
    return int(not is_reached or bool({*failed} - GAPS.keys()))


def _is_of_node(part: str) -> bool:
    return part.startswith(OF_NODE)


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
