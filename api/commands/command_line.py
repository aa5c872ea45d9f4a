"""The commands under one name: data to stdout, everything said about it to stderr.

Exit status 0: all well; 1: some inputs failed, each named with its reason, the rest done;
2: wrong use; 130: Ctrl+C. Heavy imports stand inside the commands, so that ``hansa ask`` never
loads spaCy.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.errors import SettingsError, UsageError
from api.pages.characters import visible
from graph.errors import (
    CurationError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownGenerationError,
    UnknownGraphError,
)
from ontology.errors import HansaError
from queries.errors import ParameterError, UnknownQuestionError

from . import (
    curating,
    documents,
    following,
    generations,
    keeping,
    maintenance,
    questions,
    reviewing,
)
from .usage import in_plain_words

#: What the one who typed can mend by typing something else.
WRONG_USE = (
    UsageError,
    SettingsError,
    ParameterError,
    UnknownQuestionError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownGenerationError,
    UnknownGraphError,
    CurationError,
)


class _Commands(TyperGroup):
    """The commands, which say in plain words what an argument has to be."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; tell of an argument that cannot be used without a library's words."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = in_plain_words(error)
            raise


app = typer.Typer(
    name="hansa",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Read statements about city networks into a knowledge graph, and ask it questions.",
)


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        print(f"hansa {version('hansa')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_tell_version,
            is_eager=True,
            help="Print the version of Hansa and end.",
        ),
    ] = False,
) -> None: ...


documents.add_to(app)
questions.add_to(app)
reviewing.add_to(app)
keeping.add_to(app)
following.add_to(app)
generations.add_to(app)
curating.add_to(app)
maintenance.add_to(app)


def run() -> int | str | None:
    """Run what was typed and return the exit status; what was foreseen is one line on stderr."""
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = 0  # the reader of our output went away (as ``head`` does): nothing is wrong
    except HansaError as error:
        status = _complain(error, 2 if isinstance(error, WRONG_USE) else 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        status = _complain(f"{where}{error.strerror or error}", 1)
    _discard_output()
    return status


def _run() -> int | str | None:
    """Run the command and return its exit status; let a broken pipe out."""
    try:
        app()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # click makes an exit status 1 of it
            raise end.__context__ from None
        return end.code
    return 0


def _complain(about: object, status: int) -> int:
    print(visible(f"hansa: {about}"), file=sys.stderr)
    return status


def _discard_output() -> None:
    """Flush stdout; lead what cannot be written to nowhere, or Python would try once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
