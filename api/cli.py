"""The ``hansa`` command: data to stdout, everything said about it to stderr.

Exit status 0: all well; 1: some inputs failed, each named with its reason, the rest done;
2: wrong use. Heavy imports stand inside the commands, so that ``hansa ask`` never loads spaCy.
"""

from __future__ import annotations

import os
import sys

import typer

from api.commands import (
    curating,
    documents,
    generations,
    keeping,
    maintenance,
    questions,
    reviewing,
)
from graph.errors import (
    CurationError,
    UnknownClaimError,
    UnknownEntityError,
    UnknownGenerationError,
)
from ontology.errors import HansaError
from queries.errors import ParameterError, UnknownQuestionError

from .characters import visible
from .errors import SettingsError, UsageError

#: What the one who typed can mend by typing something else.
WRONG_USE = (
    UsageError,
    SettingsError,
    ParameterError,
    UnknownQuestionError,
    UnknownClaimError,
    UnknownGenerationError,
    UnknownEntityError,
    CurationError,
)

app = typer.Typer(
    name="hansa",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Read statements about city networks into a knowledge graph, and ask it questions.",
)
documents.add_to(app)
questions.add_to(app)
reviewing.add_to(app)
keeping.add_to(app)
generations.add_to(app)
curating.add_to(app)
maintenance.add_to(app)


def main() -> None:
    """Run the command line; an error that was foreseen becomes one line on stderr."""
    if sys.stdout is None:  # the shell closed it; print would lose everything and say nothing
        sys.exit("hansa: standard output is closed; give the answer somewhere to go")
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
    sys.exit(status)


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


if __name__ == "__main__":
    main()
