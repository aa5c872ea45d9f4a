"""``hansa demo``: the sample statements become a graph, and three questions are asked of it."""

from __future__ import annotations

import shlex
from importlib.resources import as_file, files
from pathlib import Path

from api.errors import ApiError
from api.settings import Settings
from graph.reader import Reader
from graph.workspace import Workspace
from ingest.executors import SerialExecutor
from ingest.run import RunReport, ingest
from queries.answers import ask

from .tables import print_answer, progress_bar

#: Name, values and how many rows to show of the three questions.
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("members-of-network", {"network": "Indian Ocean Port Cities Network"}),
    ("shared-networks", {"city": "Turku", "other": "Rostock"}),
    ("bridges", {"network": "Eurocities", "other": "Quiet Streets Coalition"}),
)
ROWS = 4


def show(settings: Settings) -> None:
    """Ingest the samples into the workspace of *settings* and print the three answers."""
    workspace = settings.workspace
    with as_file(files("ingest") / "samples") as folder:
        report = _ingest(folder, workspace, settings)
    if report.failures:
        raise ApiError(f"a sample could not be read: {report.failures[0].reason}")
    done = ", ".join(f"{count} {outcome}" for outcome, count in report.counts().items())
    print(f"{len(report.outcomes)} sample statements: {done}; {settings.store} has the graph")
    with workspace.reader() as reader:
        for name, values in QUESTIONS:
            _answer(reader, name, values, settings.store)


def _ingest(folder: Path, workspace: Workspace, settings: Settings) -> RunReport:
    samples = sorted(str(path) for path in folder.iterdir() if path.is_file())
    with SerialExecutor(model=settings.model or None) as executor, progress_bar("Reading") as bar:
        limits = settings.writer_limits
        return ingest(samples, workspace, executor, root=folder, limits=limits, progress=bar)


def _answer(reader: Reader, name: str, values: dict[str, str], store: Path) -> None:
    """Print one question as it would be typed, and the first rows of its answer."""
    answer = ask(reader, name, values, limit=ROWS)
    typed = " ".join(f'{key}="{value}"' for key, value in values.items())
    where = shlex.quote(str(store))
    print(f"\n{answer.question.summary}\nhansa ask {name} {typed} --store {where}")
    print_answer(answer)
