"""Commands that take the graph out and keep it: export, backup, restore; and compare and check."""

from __future__ import annotations

import gzip
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import typer

from api.deciding import absolute
from api.errors import UsageError
from api.pages.characters import json_text, visible
from graph.backups.backup import Backup, back_up
from graph.backups.restoring import restore as bring_back
from graph.checks.wholeness import require_whole
from graph.errors import ExportError
from graph.generations.comparing import comparison_to_json
from graph.generations.comparison import compare
from graph.reader import Reader
from graph.workspace import Workspace

from .comparing import print_comparison
from .options import StoreOption, settings_for, workspace_for

GenerationOption = Annotated[
    int | None,
    typer.Option("--generation", metavar="N", min=1, help="Of that generation, not the newest."),
]


class ExportFormat(StrEnum):
    """What ``hansa export`` writes; each is also a suffix of file names."""

    nq = "nq"
    trig = "trig"
    ttl = "ttl"
    nt = "nt"
    jsonld = "jsonld"


class DiffFormat(StrEnum):
    """How ``hansa diff`` prints; JSON holds the IRIs too."""

    table = "table"
    json = "json"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (check, diff, export, backup, restore):
        app.command()(command)


def export(
    file: Annotated[Path, typer.Argument(help="File to write, .gz to compress it; - for stdout.")],
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="Format [that of the suffix; nq for stdout]."),
    ] = None,
    graph: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="Only that graph, such as a document's, doc/…."),
    ] = None,
    generation: GenerationOption = None,
    store: StoreOption = None,
) -> None:
    """Write the graph to a file; the same graph gives the same bytes.

    N-Quads (canonical), TriG and JSON-LD hold every graph, Turtle and N-Triples the default
    graph: the facts without who says them.
    """
    chosen = form or _format_of(file)
    workspace = workspace_for(store)
    with workspace.reader(generation) as reader:
        named = None if graph is None else absolute(graph, reader.base)
        chunks = _whole(workspace, reader, reader.export(chosen, graph=named))
        if str(file) == "-":
            sys.stdout.buffer.writelines(chunks)
        else:
            _write(file, chunks)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; empty or not there.")],
    store: StoreOption = None,
) -> None:
    """Keep a copy of everything at one moment; readers and a writer go on meanwhile.

    A pinned generation that is damaged is named and left out, with exit 1; the rest is kept.
    """
    made = back_up(workspace_for(store), folder, on_wait=_tell)
    for told in made.left_out:
        _tell(visible(told))
    size = sum(piece.size for piece in made.files.values())
    print(visible(f"generation {made.newest} is backed up to {folder}: {_contents(made, size)}"))
    raise typer.Exit(1 if made.left_out else 0)


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A backup.")],
    store: StoreOption = None,
) -> None:
    """Make a data directory of a backup, in an empty place, after verifying all of it."""
    place = settings_for(store).store
    made = bring_back(folder, place)
    size = sum(piece.size for piece in made.files.values())
    print(visible(f"generation {made.newest} is restored into {place}: {_contents(made, size)}"))


def diff(
    first: Annotated[int, typer.Argument(metavar="N", min=1, help="A generation.")],
    second: Annotated[int, typer.Argument(metavar="M", min=1, help="Another, or the same.")],
    form: Annotated[DiffFormat, typer.Option("--format")] = DiffFormat.table,
    store: StoreOption = None,
) -> None:
    """Say which facts came and went between two generations, and which documents state them.

    A thing that goes by another IRI since is told in a line of its own, with how many facts are
    now said of that IRI.
    """
    workspace = workspace_for(store)
    with workspace.reader(first) as before, workspace.reader(second) as after:
        found = compare(before, after)
    if form is DiffFormat.json:
        print(json_text({"from": first, "to": second} | comparison_to_json(found)))
    else:
        print_comparison(found, workspace.base)


def check(
    every: Annotated[
        bool, typer.Option("--all", help="Read every generation, not the newest only.")
    ] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Make the graph anew elsewhere, and compare.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Read everything and name each fault with its remedy; exit 1 if there is one.

    Nothing is written, and a writer may go on meanwhile.
    """
    from graph.checks.checking import check as look_through

    report = look_through(workspace_for(store), every=every, deep=deep)
    for remark in report.remarks:
        _tell(visible(remark))
    for fault in report.faults:
        print(visible(fault))
    name = f"generation {report.generation}" if report.generation else "the data directory"
    print(f"{name} is not sound" if report.faults else f"{name} is sound")
    raise typer.Exit(1 if report.faults else 0)


def _contents(made: Backup, size: int) -> str:
    """Say how much a backup holds."""
    generations = len(made.generations)
    pinned = f", {generations - 1} pinned" if generations > 1 else ""
    return f"{made.documents} documents, {len(made.files)} files, {size / 1e6:.1f} MB{pinned}"


def _tell(message: str) -> None:
    print(f"hansa: {message}", file=sys.stderr)


def _format_of(file: Path) -> ExportFormat:
    """Return the format that a file's name asks for. Raises UsageError when it asks for none."""
    if str(file) == "-":
        return ExportFormat.nq
    suffix = Path(file.name.removesuffix(".gz")).suffix.removeprefix(".")
    if suffix in list(ExportFormat):
        return ExportFormat(suffix)
    known = ", ".join(f".{one}" for one in ExportFormat)
    raise UsageError(f"{file} ends in no suffix known here; take one of {known}, or give --format")


def _whole(workspace: Workspace, reader: Reader, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what was read, if it is one generation; the last look comes before the end."""
    require_whole(workspace, reader)
    yield from chunks
    require_whole(workspace, reader)


def _write(file: Path, chunks: Iterable[bytes]) -> None:
    """Write the chunks to a file. Raises UsageError for a folder, ExportError when it cannot."""
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it")
    try:
        with _opened(file) as out:
            if file.suffix == ".gz":
                # Neither name nor time: the same graph gives the same bytes.
                with gzip.GzipFile("", "wb", 6, out, mtime=0) as compressed:
                    compressed.writelines(chunks)
            else:
                out.writelines(chunks)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"cannot write {file}: {error.strerror or error}") from error


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """Open a file that comes to be when all is written; what is no file is written to directly."""
    if file.exists() and not stat.S_ISREG(file.stat().st_mode):
        with file.open("wb") as out:
            yield out
        return
    target = Path(os.path.realpath(file))
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_mask()
    # A name of its own, so that two exports to one file never write into each other.
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name}.", suffix=".part", delete=False
    ) as out:
        part = Path(out.name)
        try:
            yield out.file
            out.flush()
            os.fsync(out.fileno())
            part.chmod(mode)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _mask() -> int:
    """Return the process's mask for new files, which can only be told by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
