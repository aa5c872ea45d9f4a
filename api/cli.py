"""The ``hansa`` command: data to stdout, everything said about it to stderr.

Exit status 0: all well; 1: some inputs failed, each named with its reason, the rest done;
2: wrong use. Heavy imports stand inside the commands, so that ``hansa ask`` never loads spaCy.
"""

from __future__ import annotations

import sys

import typer

from api.commands import documents, maintenance, questions
from ontology.errors import HansaError
from queries.errors import ParameterError, UnknownQuestionError

from .errors import SettingsError, UsageError

#: What the one who typed can mend by typing something else.
WRONG_USE = (UsageError, SettingsError, ParameterError, UnknownQuestionError)

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
maintenance.add_to(app)


def main() -> None:
    """Run the command line; an error Hansa raises on purpose becomes one line on stderr."""
    try:
        app()
    except HansaError as error:
        print(f"hansa: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, WRONG_USE) else 1)
    except BrokenPipeError:
        # The reader of our output went away (as ``head`` does): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
