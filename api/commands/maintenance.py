"""Commands that check, measure, take away and serve what is there."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import UsageError
from api.pages.characters import visible
from api.settings import Settings

from .options import StoreOption, settings_for, workspace_for

if TYPE_CHECKING:
    from ingest.report import Report


class ReportFormat(StrEnum):
    """How ``hansa evaluate`` prints scores; JSON holds rules and errors always."""

    table = "table"
    json = "json"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (evaluate, validate, serve, demo):
        app.command()(command)


def evaluate(
    documents: Annotated[Path, typer.Argument(metavar="DOCS", help="Folder of documents.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of their gold files.")],
    errors: Annotated[
        bool, typer.Option("--errors", help="List each miss and false fact with its sentence.")
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Count each rule's hits.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the figures in the data directory, for /status.")
    ] = False,
    store: StoreOption = None,
    form: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.table,
) -> None:
    """Score what the pipeline reads against gold: precision, recall, F1 per type and property."""
    from graph.keeping.scores import require_place
    from ingest.documents import read
    from ingest.evaluation import evaluate as score
    from ingest.evaluation import load_pairs
    from ingest.executors import SerialExecutor

    from .scores import print_report, report_to_json

    if store is not None and not keep:
        raise UsageError("--store says where to keep the figures; add --keep")
    settings = settings_for(store)
    if keep:
        require_place(settings.store)
    executor = SerialExecutor(model=settings.model or None)
    pairs = list(load_pairs(documents, gold))
    read_all = [read(path, root=path.parent) for path, _ in pairs]
    report = score(pairs, read_all, executor)
    if form is ReportFormat.json:
        print(report_to_json(report))
    else:
        print_report(report, errors=errors, rules=rules)
    if keep:
        _keep(report, settings)


def _keep(report: Report, settings: Settings) -> None:
    from graph.generations.manifests import timestamp
    from graph.keeping.scores import keep_scores
    from ingest.digests import model_of, pipeline_digest

    from .scores import kept_of

    told = kept_of(
        report,
        measured=timestamp(datetime.now(UTC)),
        pipeline=pipeline_digest(model=settings.model),
        model=" ".join(model_of(model=settings.model)),
    )
    keep_scores(settings.store, told)
    print(f"figures of {len(report.documents)} documents kept", file=sys.stderr)


def validate(store: StoreOption = None) -> None:
    """Check the whole graph against the SHACL shapes; exit 1 if it does not conform."""
    from graph.shacl.validation import validate as check

    with workspace_for(store).reader() as reader:
        report = check(reader)
    for result in report.results:
        print(visible(f"{result.focus_node}: {result.message}"))
    generation = f"generation {reader.generation}"
    print(f"{generation} conforms" if report.conforms else f"{generation} does not conform")
    raise typer.Exit(0 if report.conforms else 1)


def serve(
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes to answer with.")
    ] = None,
) -> None:
    """Serve SPARQL, GraphQL, questions and pages until interrupted."""
    from api.serving.serving import serve as run

    settings = settings_for(store)
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        workers=settings.workers if workers is None else workers,
    )
    run(settings)


def demo(
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve afterwards.")] = True,
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help="Where the demo keeps its data.")
    ] = Path("hansa-demo"),
) -> None:
    """Read the sample statements, answer three questions about them, then serve."""
    from .demonstration import show

    settings = settings_for(store)
    show(settings)
    if serving:
        from api.serving.serving import serve as run

        run(settings)
