"""Compares generations in a process of its own, for whoever must not be kept busy by it.

A comparison sorts the facts of two generations, which takes seconds where there are many. The
process that does it lowers its own priority, tells a bounded number of changes of each comparison,
all of them counted, and is killed when it overstays or when nobody waits any more.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio import StreamReader
from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, cast

from graph.building.crew import import_path
from graph.errors import QueryTimeoutError
from graph.writing.operations import error_from_json
from ontology.iris import Base
from ontology.serialisation import JsonObject

from .comparison import Change, Comparison, Renaming

#: A generation and one that came after it.
Pair = tuple[int, int]

#: Seconds that the process may take for one pair.
PATIENCE: Final = 600.0
#: Facts that are compared one by one, which takes half a minute; more are only counted.
MOST_COMPARED: Final = 20_000
#: Bytes of the answer for one pair.
_LONGEST: Final = 256 * 1024 * 1024
#: What starts the process. -P: a folder "graph" where the command is typed is not this package.
COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "graph.generations.comparing_child")


async def compare_aside(
    directory: Path, base: Base, pairs: Sequence[Pair], *, most: int, seconds: float = PATIENCE
) -> AsyncGenerator[tuple[Pair, JsonObject], None]:
    """Yield each pair with what changed from its first to its second generation.

    That is as ``told`` tells it. A pair of which a generation went meanwhile is left out. Raises
    StoreError and WorkspaceVersionError as readers do, QueryTimeoutError.
    """
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": os.pathsep.join(import_path())},
        limit=_LONGEST,
    )
    to, back = cast(asyncio.StreamWriter, process.stdin), cast(StreamReader, process.stdout)
    asked = {"directory": str(directory), "base": base.iri, "pairs": [*pairs], "most": most}
    try:
        to.write(json.dumps(asked).encode())
        to.close()
        while True:
            async with asyncio.timeout(seconds):
                line = await back.readline()
            if not line:
                return
            yield _read(line)
    except TimeoutError:
        raise QueryTimeoutError(
            f"the generations could not be compared in {seconds:g} seconds; use hansa diff"
        ) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _read(line: bytes) -> tuple[Pair, JsonObject]:
    said = json.loads(line)
    if "error" in said:
        raise error_from_json(said["error"])
    before, after = said["pair"]
    return (before, after), said["told"]


def told(found: Comparison, *, most: int) -> JsonObject:
    """Return a comparison as JSON: all changes counted, and at most *most* of each kind told.

    ``listed`` says how many of the changes and renamings are there, and ``onlyCounted`` that they
    are too many for any of them to be told.
    """
    if found.only_counted is not None:
        added, removed = found.only_counted
        counts = {"added": added, "removed": removed, "renamed": 0}
        return {"counts": counts, "onlyCounted": True, "listed": 0, "renamed": [], "changes": []}
    changes = [_change_to_json(each) for each in found.changes[:most]]
    renamed = [_renaming_to_json(each) for each in found.renamings[:most]]
    added = sum(change.is_added for change in found.changes)
    counts = {"added": added, "removed": len(found.changes) - added}
    return {
        "counts": counts | {"renamed": len(found.renamings)},
        "listed": len(changes) + len(renamed),
        "renamed": renamed,
        "changes": changes,
    }


def comparison_to_json(found: Comparison) -> dict[str, Any]:
    """Return what differs as JSON has it: a literal's value is a name without an IRI."""
    return {
        "renamed": [_renaming_to_json(each) for each in found.renamings],
        "changes": [_change_to_json(each) for each in found.changes],
    }


def _renaming_to_json(renaming: Renaming) -> dict[str, Any]:
    return {
        "before": asdict(renaming.before),
        "after": asdict(renaming.after),
        "facts": renaming.facts,
        "documents": [asdict(document) for document in renaming.documents],
    }


def _change_to_json(change: Change) -> dict[str, Any]:
    return {
        "change": "added" if change.is_added else "removed",
        "subject": asdict(change.subject),
        "property": change.property,
        "object": {key: value for key, value in asdict(change.object).items() if value},
        "status": change.status,
        "documents": [asdict(document) for document in change.documents],
    }
