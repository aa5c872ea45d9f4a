"""The process that compares generations; ``graph.generations.comparing`` starts it."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from graph.errors import UnknownGenerationError
from graph.workspace import Workspace
from graph.writing.operations import error_to_json
from ontology.errors import HansaError
from ontology.iris import Base

from .comparing import MOST_COMPARED, told
from .comparison import compare

#: How much it gives way to processes that somebody waits for.
_NICE: Final = 10


def main() -> None:
    """Read what is asked from standard input, and answer in one line for each pair."""
    os.nice(_NICE)
    asked: dict[str, Any] = json.load(sys.stdin)
    workspace = Workspace(Path(asked["directory"]), Base(asked["base"]))
    try:
        for before, after in asked["pairs"]:
            with suppress(UnknownGenerationError):  # it went meanwhile, and so did its changes
                answer = _compared(workspace, before, after, most=asked["most"])
                print(json.dumps({"pair": [before, after], "told": answer}), flush=True)
    except (HansaError, OSError) as error:
        print(json.dumps({"error": error_to_json(error)}))


def _compared(workspace: Workspace, before: int, after: int, *, most: int) -> dict[str, Any]:
    with workspace.reader(before) as old, workspace.reader(after) as new:
        return told(compare(old, new, most=MOST_COMPARED), most=most)


if __name__ == "__main__":
    main()
