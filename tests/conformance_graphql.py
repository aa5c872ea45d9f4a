"""The audits of GraphQL over HTTP and of Relay's connections, against a server of a made-up corpus.

Both are scripts for node beside the other suites, in ``graphql_http_audit``; the first needs
packages from npm, which are installed in a folder of their own.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from graph.workspace import Workspace
from tests.api.server import running_server
from tests.benchmarks.corpus import corpus

#: So many documents name some dozens of cities, and a network with more than a dozen members.
DOCUMENTS = 40

_SCORE = re.compile(r"(must|should|may) (\d+)/(\d+)")
_FAILURE = re.compile(r"^(?:MUST|SHOULD|MAY) .*$", re.MULTILINE)
_LARGEST = "{ networks(first: 100) { nodes { id members(first: 0) { totalCount } } } }"


@dataclass(frozen=True, slots=True)
class Audit:
    """What one script found: how many checks of each level passed of how many, and what failed."""

    levels: dict[str, tuple[int, int]]
    failed: list[str]


@contextmanager
def corpus_server(folder: Path) -> Iterator[str]:
    """Serve a corpus in *folder*; yield the address of its GraphQL."""
    with Workspace(folder).writer() as writer:
        for document, extraction in corpus(DOCUMENTS):
            writer.put(document, extraction)
        writer.commit()
    with running_server(folder, HANSA_RATE_SECONDS="0") as client:
        client.get("/health/ready").raise_for_status()
        yield str(client.base_url.join("/graphql"))


def install(suites: Path, folder: Path) -> Path:
    """Copy the scripts to *folder*, where npm adds what they need; return it."""
    shutil.copytree(suites / "graphql_http_audit", folder)
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr, timeout=120)
    return folder


def audit_http(address: str, scripts: Path) -> Audit:
    """Audit GraphQL over HTTP."""
    return _audit(scripts / "audit.mjs", address)


def audit_relay(address: str, scripts: Path, folder: Path) -> list[Audit]:
    """Audit a connection of the root and one in a node, the members of the largest network."""
    found = httpx.post(address, json={"query": _LARGEST}, trust_env=False, timeout=60).json()
    networks: list[dict[str, Any]] = found["data"]["networks"]["nodes"]
    largest = max(networks, key=lambda each: (each["members"]["totalCount"], each["id"]))
    paths = [["cities"], [f"network(id: {json.dumps(largest['id'])})", "members"]]
    audits = []
    for path in paths:
        wanted = {"path": path, "maxFirst": 100, "unknownId": "https://example.org/none"}
        (folder / "relay.json").write_text(json.dumps(wanted))
        audits.append(_audit(scripts / "relay.mjs", address, str(folder / "relay.json")))
    return audits


def _audit(script: Path, *arguments: str) -> Audit:
    done = subprocess.run(
        ["node", str(script), *arguments], stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, end="", flush=True)
    last = done.stdout.strip().rpartition("\n")[2]
    levels = {level: (int(passed), int(total)) for level, passed, total in _SCORE.findall(last)}
    return Audit(levels, _FAILURE.findall(done.stdout))
