"""Tables and progress for a terminal; plain tab-separated text where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from api.pages.characters import visible
from queries.answers import Answer
from queries.sentences import to_sentences


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print *rows* under *columns* to stdout: drawn on a terminal, tab-separated in a pipe.

    Characters that could mislead a reader or a terminal are seen instead of obeyed.
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            print("\t".join(" ".join(cell.split()) for cell in row))
        return
    table = Table(*columns, header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


class ProgressBar:
    """Counts sources as they are done; silent unless stderr is a terminal."""

    def __init__(self, bar: Progress, label: str) -> None:
        """Draw on *bar*, under *label*."""
        self._bar = bar
        self._task = bar.add_task(label, total=None)

    def __call__(self, source: str, done: int, total: int) -> None:
        """Show that *done* of *total* sources are done, *source* the last of them."""
        self._bar.update(self._task, completed=done, total=total, description=source[-40:])


@contextmanager
def progress_bar(label: str) -> Iterator[ProgressBar]:
    """Yield a progress bar on stderr, gone when the work is done."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield ProgressBar(bar, label)


def print_answer(answer: Answer) -> None:
    """Print an answer as sentences, each with the words and the document behind it."""
    for sentence in to_sentences(answer):
        print(f"- {visible(sentence)}")
    if not answer.rows and not answer.more:
        print(
            f"No row comes after the first {answer.offset}."
            if answer.offset
            else "No document that was read says anything about it."
        )
    if answer.more:
        print(f"… more follow: --offset {answer.offset + len(answer.rows)}")
