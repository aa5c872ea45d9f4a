"""What tests send to a server to be read, and what they make of its answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from graph.workspace import Workspace
from tests import warm

TOKEN = "the-keepers-own"
KEEPER = {"Authorization": f"Bearer {TOKEN}"}
LONGEST = 300_000
TEXT = "# Harbours %s\n\nRiga and Tartu are members of the Baltic Harbour Cities Network.\n"
#: As long as a test waits for the model.
WAIT = {"wait": "50"}


def send(client: httpx.Client, *files: tuple[str, bytes], **options: str) -> httpx.Response:
    """Send files by a form and wait until they are read."""
    form = [("file", file) for file in files]
    return client.post("/documents", params=WAIT, files=form, data=options, headers=KEEPER)


def post(client: httpx.Client, body: Any, *, to: str = "/documents") -> httpx.Response:
    return client.post(to, params=WAIT, json=body, headers=KEEPER)


def entries(answer: httpx.Response, status: int = 200) -> list[dict[str, Any]]:
    assert answer.status_code == status, answer.text
    found: list[dict[str, Any]] = answer.json()["documents"]
    return found


def keys(store: Path) -> set[str]:
    with Workspace(store).reader() as reader:
        return {each.key for each in reader.documents()}


def hansa(folder: Path, *words: str) -> str:
    done = warm.hansa(*words, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout
