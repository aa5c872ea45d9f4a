"""Commands for maintainers: what is read, what is kept, what is taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import UsageError
from api.ingesting.twins import twins_of
from api.pages.characters import visible
from api.settings import read_settings
from graph.writing import operations

from .options import StoreOption, say_who, say_withheld, settings_for, workspace_for, write

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.writing.purging import Purged
    from ingest.run import Failure, RunReport
    from ingest.settings import ReadSettings

Sources = Annotated[list[str], typer.Argument(metavar="PATH|URL...", show_default=False)]
RootOption = Annotated[
    Path | None,
    typer.Option(
        "--root",
        metavar="DIR",
        help="Source keys are paths relative to it [the current directory].",
    ),
]


class ExtractFormat(StrEnum):
    """How ``hansa extract`` prints what it read."""

    json = "json"
    table = "table"
    ttl = "ttl"
    html = "html"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (extract, ingest, retract, documents, rebuild):
        app.command()(command)


def extract(
    sources: Sources,
    form: Annotated[ExtractFormat, typer.Option("--format")] = ExtractFormat.table,
    root: RootOption = None,
    why: Annotated[
        bool, typer.Option("--explain", help="Say why: sentence, rule, mentions, kinds.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="File for the HTML [stdout].")
    ] = None,
) -> None:
    """Show what the pipeline reads in documents; nothing is stored."""
    if output is not None and form is not ExtractFormat.html:
        raise UsageError("--output is for --format html; send the other formats on with '>'")
    if why and form is ExtractFormat.ttl:
        raise UsageError("Turtle has no place for reasons; use --format table, json or html")
    if output is not None and (output.is_dir() or not output.parent.is_dir()):
        raise UsageError(f"--output needs a file in a folder that is there, and {output} is none")
    from api.extracting.explaining import show_explained
    from api.extracting.extractions import show
    from ingest.executors import SerialExecutor
    from ingest.previewing import explain_sources, extract_sources

    settings = read_settings()
    executor = SerialExecutor(model=settings.model or None)
    place = _root(root)
    if why or form is ExtractFormat.html:
        explained = explain_sources(sources, executor, root=place, settings=_limits(settings))
        read = [(document, *pair) for document, pair in explained.read]
        failures = explained.failures
        if read or not failures:  # a page about nothing would hide one made before
            show_explained(read, form=form.value, output=output)
    else:
        report = extract_sources(sources, executor, root=place, settings=_limits(settings))
        show(report.read, form=form.value, base=settings.base)
        failures = report.failures
    for failure in failures:
        _complain(failure)
    raise typer.Exit(1 if failures else 0)


def ingest(
    sources: Sources,
    store: StoreOption = None,
    root: RootOption = None,
    key: Annotated[
        str | None, typer.Option("--id", metavar="KEY", help="Source key of the one document.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that extract.")] = 1,
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="HOST:PORT", help="Ray cluster that extracts instead."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read unchanged documents again.")] = False,
) -> None:
    """Read documents into the knowledge graph; the same document again changes nothing."""
    from ingest.executors import make_executor
    from ingest.run import InterruptedRun, LostRunError
    from ingest.run import ingest as run

    from .progress import shown

    settings = settings_for(store)
    if key is not None and len(sources) != 1:
        raise UsageError("--id names one document, so give exactly one source with it")
    if key is not None and not key.strip():
        raise UsageError("--id needs a source key, and the one given is empty")
    if ray is not None and workers > 1:
        raise UsageError("--workers is for this machine and --ray for a cluster; give one of them")
    place = _root(root)
    try:
        with (
            make_executor(workers, model=settings.model or None, address=ray) as executor,
            shown("Reading") as progress,
        ):
            report = run(
                sources,
                workspace_for(store),
                executor,
                root=place,
                key=key,
                force=force,
                settings=_limits(settings),
                limits=settings.writer_limits,
                progress=progress,
                on_wait=say_who,
                on_commit=progress.committed,
            )
    except InterruptedRun as stop:
        _tell_stopped(stop.report)
        raise typer.Exit(130) from None
    except LostRunError as lost:
        if lost.report.outcomes:
            _tell(lost.report)
        raise
    _tell(report)
    raise typer.Exit(1 if report.failures else 0)


def _root(given: Path | None) -> Path:
    """Return the folder that source keys are relative to."""
    if given is not None and not given.is_dir():
        raise UsageError(f"--root needs a folder that is there, and {given} is none")
    return given or Path.cwd()


def retract(
    document: Annotated[str, typer.Argument(help="Source key, its unique ending, or IRI.")],
    store: StoreOption = None,
    purge: Annotated[
        bool,
        typer.Option(
            "--purge", help="Delete its text for ever, with the older generations that hold it."
        ),
    ] = False,
) -> None:
    """Take back a document and all that only it said."""
    if purge:
        _purge(document, store)
        return
    twins = twins_of(workspace_for(store), document)
    done = write(store, operations.retract(document))
    (key,) = done.results
    gone, new = done.commit.removed, done.commit.added
    print(f"retracted {key}: {gone} quads withdrawn, {new} put in their place")
    if twins:
        said = ", ".join(twins)
        print(f"hansa: the same bytes are still there as {said}", file=sys.stderr)


def _purge(document: str, store: Path | None) -> None:
    workspace = workspace_for(store)
    pins = workspace.generations().pins()
    done = write(store, operations.purge(document))
    (purged,) = done.results
    went = f"; removed with it: {_generations(purged.gone)}" if purged.gone else ""
    print(visible(f"purged {purged.key}; generation {done.commit.generation}{went}"))
    for each in _gone_with_it(purged):
        print(visible(each))
    for number in sorted(pins.keys() & set(purged.gone)):
        note = f": {pins[number]}" if pins[number] else ""
        print(visible(f"hansa: generation {number} was pinned{note}"), file=sys.stderr)
    if purged.twins:
        said = ", ".join(purged.twins)
        print(visible(f"hansa: its text is still there as {said}"), file=sys.stderr)
    read = [f"generation {number}" for number in purged.held] + list(purged.files)
    if read:
        print(
            f"hansa: its text is still in what is being read ({', '.join(read)}); it goes "
            "with the next write after the readers have let go",
            file=sys.stderr,
        )
        raise typer.Exit(1)


def _gone_with_it(purged: Purged) -> Iterator[str]:
    """Yield in sentences what went with a document or was changed for it."""
    for key in purged.along:
        yield f"with it: {key}, which had the same bytes and was retracted"
    for key in purged.once:
        yield f"with it: what {key} once had of the same bytes; what it has now stays"
    for number in purged.taken_back:
        yield f"with it: decision {number}, which was about what is gone"
    for number in purged.moved:
        yield f"decision {number} stays, by the name of what is left"


def _generations(numbers: Sequence[int]) -> str:
    """Return the numbers of generations, in order, as a sentence names them.

    >>> _generations([4]), _generations([1, 2, 3, 7])
    ('generation 4', 'generations 1-3, 7')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"generation{'s' if len(numbers) > 1 else ''} {', '.join(said)}"


def documents(store: StoreOption = None) -> None:
    """List the documents that the graph speaks from, and those with the bytes of another."""
    from .tables import print_table

    workspace = workspace_for(store)
    with workspace.reader() as reader:
        rows = [(row.key, row.title or "", row.date or "", row.iri) for row in reader.documents()]
    for key, other in workspace.documents.duplicates().items():
        rows.append((key, f"(the same bytes as {other})", "", ""))
    print_table(("key", "title", "date", "iri"), sorted(rows))


def rebuild(store: StoreOption = None) -> None:
    """Make the graph anew from the kept documents; the result is the same bytes."""
    done = write(store, operations.rebuild())
    print(f"rebuilt as generation {done.commit.generation}")
    raise typer.Exit(1 if done.commit.unreadable else 0)


def _limits(settings: Settings) -> ReadSettings:
    from ingest.settings import ReadSettings

    return ReadSettings(allow_private_addresses=settings.allow_private_urls)


def _complain(failure: Failure) -> None:
    print(visible(f"hansa: {failure.reason}"), file=sys.stderr)


def _tell(report: RunReport) -> None:
    """Say on stdout what happened and on stderr what did not."""
    for failure in report.failures:
        _complain(failure)
    say_withheld(report.withheld)
    for key, other in sorted(report.duplicates.items()):
        print(f"hansa: {key} has the same bytes as {other}; they count once", file=sys.stderr)
    done = [f"{count} {outcome}" for outcome, count in report.counts().items()]
    failed = [f"{len(report.failures)} failed"] if report.failures else []
    made = "" if report.generation is None else f"; generation {report.generation}"
    print(f"{', '.join([*done, *failed]) or 'nothing to read'}{made}")


def _tell_stopped(report: RunReport) -> None:
    """Say what an interrupted run had done by then."""
    if report.outcomes:
        _tell(report)
    stays = "what is counted above stays" if report.outcomes else "nothing was committed"
    print(f"hansa: stopped; {stays}, run it again to go on", file=sys.stderr)
