"""The process that reads documents for a server; ``api.ingesting.ingestions`` starts it.

It reads as ``hansa ingest`` does, by the same function, one document after the other. For each a
line of JSON comes in; lines go out that tell how far it is, and a last one that tells how it ended.
Where only a preview is asked for, that is written to a file, and nothing is stored. It keeps its
model from one document to the next, and ends with its input.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from graph.generations.retention import Retention
from graph.remote.addresses import Remote
from graph.workspace import Workspace
from graph.writing.operations import error_to_json
from graph.writing.parent import WriterLimits
from ingest.documents import read
from ingest.executors import Result, SerialExecutor
from ingest.run import RunReport, ingest
from ingest.settings import ReadSettings
from ontology.errors import HansaError
from ontology.iris import Base
from ontology.model import Document

#: How much it gives way to processes that somebody waits for.
_NICE: Final = 10
_OTHER: Final = "another writer"


class _Telling(SerialExecutor):
    """Says when it begins to read."""

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        if "nlp" not in vars(self):
            _tell(state="EXTRACTING", waiting="the model, which is being loaded")
            with suppress(Exception):  # which is told where it is used
                self.nlp  # noqa: B018
        _tell(state="EXTRACTING")
        yield from super().extract(documents)


def main() -> None:
    """Read one document after the other, as long as they come."""
    os.nice(_NICE)
    _keep_output()
    asked = json.loads(sys.stdin.readline())
    executor = _Telling(model=asked["model"])
    while line := sys.stdin.readline():
        source = json.loads(line)
        run = _previewed if "preview" in source else _ingested
        try:
            with _place(source) as (folder, name):
                ended = run(asked, source, executor, folder, name)
        except (HansaError, OSError) as error:
            ended = {"error": _named(error_to_json(error), source)}
        except Exception as error:
            import traceback

            traceback.print_exc()
            ended = {"error": error_to_json(error)}
        _tell(is_last=True, **ended)


@contextmanager
def _place(source: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield a folder to read in, and what is to be read there: by a name of ours, since what is
    sent is known by a key that is no path.
    """
    folder = Path(source["place"])
    folder.mkdir()
    try:
        with chdir(folder):
            if "file" in source:
                Path(source["name"]).symlink_to(source["file"])
            yield folder, source.get("url") or source["name"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ingested(
    asked: dict[str, Any],
    source: dict[str, Any],
    executor: SerialExecutor,
    folder: Path,
    name: str,
) -> dict[str, Any]:
    """Read one document into the graph, and return what became of it."""
    workspace = Workspace(
        Path(asked["store"]),
        Base(asked["base"]),
        retention=Retention(**asked["retention"]),
        remote=Remote(**asked["remote"]) if asked["remote"] else None,
    )
    _tell(state="READING", waiting=_server_of(source))
    report = ingest(
        [name],
        workspace,
        executor,
        root=folder,
        key=source["key"],
        force=source["force"],
        settings=ReadSettings(allow_private_addresses=asked["allow_private"]),
        limits=WriterLimits(**asked["limits"]),
        progress=lambda *_: _tell(state="WRITING"),
        on_wait=lambda _: _tell(state="WRITING", waiting=_OTHER),  # who and where, few may know
    )
    return _ended(report, source)


def _previewed(
    asked: dict[str, Any],
    source: dict[str, Any],
    executor: SerialExecutor,
    folder: Path,
    name: str,
) -> dict[str, Any]:
    """Write what would be read in one document to a file, and return how long that is."""
    from .previewing import preview

    settings = ReadSettings(allow_private_addresses=asked["allow_private"])
    document = read(name, root=folder, key=source["key"], settings=settings)
    told = preview(document, executor, form=source["preview"])
    return {"preview": Path(source["to"]).write_bytes(told)}


def _server_of(source: dict[str, Any]) -> str | None:
    """Return what is waited for while a document is fetched.

    >>> _server_of({"url": "https://user@example.org:8443/a"}), _server_of({"file": "a"})
    ('the answer of example.org, which is fetched and read', None)
    """
    host = urlsplit(source.get("url", "")).hostname
    return f"the answer of {host}, which is fetched and read" if host else None


def _ended(report: RunReport, source: dict[str, Any]) -> dict[str, Any]:
    """Return what became of the one document."""
    if not report.outcomes:
        failure = report.failures[0]
        return {"error": _named({"class": failure.kind, "text": failure.reason}, source)}
    ((key, outcome),) = report.outcomes.items()
    return {
        "key": key,
        "outcome": outcome,
        "duplicate_of": report.duplicates.get(key),
        "withheld": sorted({str(each) for each in report.withheld}),
        "generation": report.generation,
    }


def _named(error: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """Return an error that calls what was sent by its key, which its sender knows it by."""
    if "url" in source:
        return error
    return {**error, "text": error["text"].replace(source["name"], source["key"])}


def _keep_output() -> None:
    """Let nothing else that prints get between the lines."""
    global _output
    _output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


#: Where the lines go.
_output: IO[str] = sys.stdout


def _tell(**said: Any) -> None:
    _output.write(json.dumps(said) + "\n")
    _output.flush()


if __name__ == "__main__":
    main()
