"""Runs the Dockerfile's build stage in an empty folder: ``python -m tests.packaging [FOLDER]``.

No container engine is needed: each path of the image is a folder below FOLDER, with the files that
an engine would be given. At the end a server of the installed wheel answers the image's own health
check, on a graph of the samples. What only an engine can do is not tried: the base image, the last
stage's user and its file system that is read-only.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).parents[1]
DOCKERFILE: Final = ROOT / "docs" / "operations" / "Dockerfile"
#: Paths of the image that the steps name.
_PLACES: Final = ("/src", "/build", "/wheels", "/opt/hansa", "/data")
#: What has a meaning in a pattern of what is left out.
_PARTS: Final = re.compile(r"(\*\*/|\*\*|\*|\?)")
#: Seconds in which the server has to be healthy.
_PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Step:
    """An instruction of a Dockerfile, with the number of the stage that it is in."""

    stage: int
    word: str
    rest: str


def steps(text: str) -> Iterator[Step]:
    """Yield the instructions of a Dockerfile; comments are left out and long lines are one.

    >>> [(step.word, step.rest) for step in steps("FROM a AS b\\n# c\\nRUN x \\\\\\n && y")]
    [('FROM', 'a AS b'), ('RUN', 'x  && y')]
    """
    stage = 0
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for line in lines.replace("\\\n", "").splitlines():
        word, _, rest = line.strip().partition(" ")
        stage += word == "FROM"
        if word:
            yield Step(stage, word, rest)


def below(folder: Path, command: str) -> str:
    """Return a command with the image's paths below *folder*.

    >>> below(Path("/tmp/x"), "/build/bin/pip wheel -w /wheels ./src")
    '/tmp/x/build/bin/pip wheel -w /tmp/x/wheels ./src'
    """
    places = "|".join(map(re.escape, _PLACES))
    return re.sub(rf"(?<![\w./-])({places})(?![\w-])", rf"{folder}\1", command)


def environment(found: list[Step]) -> dict[str, str]:
    """Return what the last stage sets with ENV."""
    last = max(step.stage for step in found)
    words = [step.rest for step in found if step.word == "ENV" and step.stage == last]
    return dict(part.split("=", 1) for rest in words for part in shlex.split(rest))


def health_check(found: list[Step]) -> list[str]:
    """Return the command of the health check."""
    (step,) = (step for step in found if step.word == "HEALTHCHECK")
    command: list[str] = json.loads(step.rest.partition("CMD ")[2])
    return command


def is_ignored(path: str, patterns: list[str]) -> bool:
    """Say whether an engine leaves out a path, since it or a folder that it is in fits a pattern.

    >>> [is_ignored("a/b/c.py", [each]) for each in ("a", "**/b", "*/c.py", "a/*/*.py", "b")]
    [True, True, False, True, False]
    """
    places = [path, *map(str, PurePosixPath(path).parents)]
    return any(re.fullmatch(_regex(each), place) for each in patterns for place in places)


def _regex(pattern: str) -> str:
    if pattern.startswith("!"):
        raise ValueError(f"{pattern}: what is taken in again is not known here")
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(known.get(part, re.escape(part)) for part in _PARTS.split(pattern))


def copy(source: Path, ignore: str) -> None:
    """Do what ``COPY . .`` does with what git has of this tree: without what *ignore* names."""
    patterns = [line for line in ignore.split() if not line.startswith("#")]
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
        taken = [each for each in files if not is_ignored(each.name, patterns)]
        files.extractall(source, members=taken, filter="data")


def build(folder: Path, found: list[Step]) -> None:
    """Run the first stage in *folder*."""
    source = Path(below(folder, "/src"))
    source.mkdir(parents=True)
    assert [step.rest for step in found if step.stage == 1 and step.word == "COPY"] == [". ."]
    copy(source, DOCKERFILE.with_name("Dockerfile.dockerignore").read_text())
    for step in found:
        if step.stage == 1 and step.word == "RUN":
            print(f"RUN {step.rest}", flush=True)
            subprocess.run(["sh", "-ec", below(folder, step.rest)], cwd=source, check=True)


def serve(folder: Path, found: list[Step]) -> None:
    """Read the samples and serve them as the image does, until its health check is content."""
    settings = _settings(folder, environment(found))
    data = Path(settings["HANSA_STORE"])
    data.mkdir(exist_ok=True)
    samples = folder / "src" / "ingest" / "samples"
    subprocess.run(["hansa", "ingest", str(samples)], env=settings, cwd=data, check=True)
    with subprocess.Popen(["hansa", "serve"], env=settings, cwd=data) as server:
        try:
            _await_health(health_check(found), settings)
        finally:
            server.terminate()
    if server.returncode not in {0, -signal.SIGTERM}:
        raise SystemExit(f"the server ended with status {server.returncode}")


def _settings(folder: Path, told: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the image, its places below *folder*; it listens on loopback."""
    path = below(folder, told["PATH"].replace("$PATH", os.defpath))
    changed = {"PATH": path, "HANSA_STORE": below(folder, told["HANSA_STORE"])}
    return {**told, **changed, "HANSA_HOST": "127.0.0.1"}


def _await_health(command: list[str], settings: Mapping[str, str]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while subprocess.run(command, env=dict(settings), stderr=subprocess.DEVNULL).returncode:
        if time.monotonic() > deadline:
            raise SystemExit("the health check fails")
        time.sleep(0.5)
    print("healthy")


def main(arguments: list[str]) -> None:
    """Run all steps in the folder that is named, or in one that goes afterwards."""
    found = [*steps(DOCKERFILE.read_text())]
    if arguments:
        build(Path(arguments[0]), found)
        serve(Path(arguments[0]), found)
        return
    with tempfile.TemporaryDirectory(prefix="hansa-image-") as name:
        build(Path(name), found)
        serve(Path(name), found)


if __name__ == "__main__":
    main(sys.argv[1:])
