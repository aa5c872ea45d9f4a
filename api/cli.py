"""The ``hansa`` command, from the moment it starts: Ctrl+C ends it without a word at any time.

Everything else is in ``api.commands.command_line``, which takes a while to load.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: The exit status after Ctrl+C, as shells count it: 128 and the number of the signal.
INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.stdout is None:  # the shell closed it; print would lose everything and say nothing
        sys.exit("hansa: standard output is closed; give the answer somewhere to go")
    with _ending_at_once():
        from api.commands.command_line import run
    try:
        status = run()
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)


@contextmanager
def _ending_at_once() -> Iterator[None]:
    """Let Ctrl+C end the process there and then, while modules load that might swallow it.

    Where it is ignored, as for a job in the background, it stays so.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    main()
