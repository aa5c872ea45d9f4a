"""GraphQL that strangers send: ``hostile.toml``, read and sent."""

from __future__ import annotations

import time
import tomllib
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import Any

import httpx

CORPUS = Path(__file__).with_name("hostile.toml")

#: Text in parts, each with how often it comes.
Parts = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request, and the code of the answer that it has to get."""

    name: str
    reason: str
    code: str
    document: Parts = field(default_factory=list)
    variables: Parts = field(default_factory=list)
    body: Parts = field(default_factory=list)
    doubling: int = 0
    branching: int = 0

    def sent(self) -> bytes:
        """Return the body as it goes over the line."""
        if self.body:
            return _text(self.body).encode()
        variables = _text(self.variables) or "{}"
        return f'{{"query": {dumps(self._document())}, "variables": {variables}}}'.encode()

    def _document(self) -> str:
        if self.doubling:
            return _doubling(self.doubling)
        return _branching(self.branching) if self.branching else _text(self.document)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, all its codes, and how long and large it was."""

    status: int
    codes: set[str]
    seconds: float
    size: int


def hostile() -> list[Hostile]:
    """Return the corpus."""
    return [Hostile(**each) for each in tomllib.loads(CORPUS.read_text())["request"]]


def send(client: httpx.Client, request: Hostile) -> Answer:
    """Send a request and return what it was answered."""
    body = request.sent()
    began = time.monotonic()
    answer = client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    seconds = time.monotonic() - began
    told = answer.json()
    codes = {each["extensions"]["code"] for each in told.get("errors", ())}
    return Answer(answer.status_code, codes, seconds, len(answer.content))


def _text(parts: Parts) -> str:
    return "".join(text * times for text, times in parts)


def _doubling(levels: int) -> str:
    """Return fragments of which each spreads the next one twice."""
    each = "fragment f{0} on Query {{ ... {{ ...f{1} }} ... {{ ...f{1} }} }}"
    spread = [each.format(level, level + 1) for level in range(levels)]
    return " ".join(["{ ...f0 }", *spread, f"fragment f{levels} on Query {{ nothing }}"])


def _branching(levels: int) -> str:
    """Return fragments of which each spreads the next one below eight fields."""
    names = ("members", "partners", "leads", "chairs", "founded", "supports", "parts", "partOf")
    below = " ".join(f"{name}(first: 1) {{{{ nodes {{{{ ...f{{0}} }}}} }}}}" for name in names)
    each = [f"fragment f{n} on Network {{ {below.format(n + 1)} }}" for n in range(levels)]
    start = "{ networks(first: 1) { nodes { ...f0 } } }"
    return " ".join([start, *each, f"fragment f{levels} on Network {{ id }}"])
