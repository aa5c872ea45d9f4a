"""How far a long run is: a bar on a terminal, a line now and then where there is none."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from api.pages.characters import visible

if TYPE_CHECKING:
    from .tables import ProgressBar

#: Seconds of silence after which a run without a terminal says that it is still at work.
_SILENCE: Final = 60.0


class Shown(Protocol):
    """What is told how far a run is."""

    def __call__(self, source: str, done: int, total: int) -> None:
        """Hear that *done* of *total* sources are done, *source* the last of them."""

    def committed(self, done: int, total: int, generation: int) -> None:
        """Hear that a group was committed, as that generation, with so many sources done."""


class Lines:
    """Says on stderr when a group was committed and more follow, and when it was long silent."""

    def __init__(self, *, silence: float = _SILENCE) -> None:
        """Say that the run goes on after so many seconds without a line."""
        self._silence = silence
        self._told = time.monotonic()
        self._state = ""
        self._end = threading.Event()

    def __call__(self, source: str, done: int, total: int) -> None:
        """Remember how far the run is."""
        self._state = f"{done} of {total} documents, the last {source}"

    def committed(self, done: int, total: int, generation: int) -> None:
        """Say that a group was committed, unless it was the last: the summary says that."""
        if done < total:
            self._say(f"{done} of {total} documents; generation {generation}")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch, while the run goes on, for long silences."""
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            yield
        finally:
            self._end.set()
            watch.join()

    def _watch(self) -> None:
        while not self._end.wait(max(0.01, self._told + self._silence - time.monotonic())):
            if time.monotonic() - self._told >= self._silence:
                self._say(f"still reading; {self._state or 'no document yet'}")

    def _say(self, line: str) -> None:
        self._told = time.monotonic()
        print(visible(f"hansa: {line}"), file=sys.stderr, flush=True)


class Bar:
    """Draws on a terminal; what is committed shows in the summary."""

    def __init__(self, bar: ProgressBar) -> None:
        """Draw *bar*."""
        self._bar = bar

    def __call__(self, source: str, done: int, total: int) -> None:
        """Move the bar on."""
        self._bar(source, done, total)

    def committed(self, done: int, total: int, generation: int) -> None:
        """Do nothing: the bar has moved already."""


@contextmanager
def shown(label: str) -> Iterator[Shown]:
    """Yield what shows on stderr how far a run is, as long as it goes on."""
    if sys.stderr is not None and sys.stderr.isatty():
        from .tables import progress_bar  # what draws takes long to load

        with progress_bar(label) as bar:
            yield Bar(bar)
    else:
        lines = Lines()
        with lines.running():
            yield lines
