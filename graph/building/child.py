"""A process that reads and drafts documents for a first build; ``graph.building.crew`` starts it.

What is asked comes in pickled, and answers go out the same way, until nothing comes any more. It
writes to no file.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from graph.keeping.documents import DocumentStore
from ontology.iris import Base

from .crew import Failure
from .drafting import Drafting


def main() -> None:
    """Answer what is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asks
    asked: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
    # In a thread, so that whoever asks never waits while this process waits to be read.
    Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    first = asked.get()
    if first is None:
        return
    path, base = first
    drafting: Drafting | None = None
    while (question := asked.get()) is not None:
        method, arguments = question
        try:
            drafting = drafting or Drafting(DocumentStore.open(path), Base(base))
            answer: Any = [getattr(drafting, method)(*each) for each in arguments]
        except Exception as error:
            answer = Failure(_said(error))
        pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


def _listen(file: BinaryIO, asked: SimpleQueue[tuple[Any, ...] | None]) -> None:
    try:
        while True:
            asked.put(pickle.load(file))  # noqa: S301  # the process that started this one wrote it
    except (EOFError, pickle.UnpicklingError):
        asked.put(None)


def _said(error: Exception) -> Exception | str:
    """Return what can be told of an error: itself, where that survives being sent."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301
    except Exception:
        return f"{type(error).__name__}: {error}"
    return error


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # whoever asked is gone
        main()
    os._exit(0)
