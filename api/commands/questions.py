"""Commands for those who ask: questions of the catalogue, and SPARQL."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.errors import UsageError
from api.pages.characters import json_text

from .options import StoreOption, settings_for, workspace_for

if TYPE_CHECKING:
    from queries.answers import Answer
    from queries.catalogue import Question


class AnswerFormat(StrEnum):
    """How ``hansa ask`` prints an answer."""

    sentences = "sentences"
    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xlsx = "xlsx"


class QueryFormat(StrEnum):
    """How ``hansa query`` prints results: rows in the first five, triples in the others."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xml = "xml"
    ttl = "ttl"
    nt = "nt"
    jsonld = "jsonld"
    rdf = "rdf"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (ask, query):
        app.command()(command)


def ask(
    name: Annotated[str | None, typer.Argument(metavar="NAME", show_default=False)] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="PARAMETER=VALUE...")] = None,
    form: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.sentences,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many rows.")] = None,
    offset: Annotated[int | None, typer.Option(min=0, help="Leave out so many first.")] = None,
    explain: Annotated[
        bool, typer.Option("--describe", help="Tell what the question NAME asks and takes.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Ask a question of the catalogue; without a NAME, list the questions there are."""
    from queries.answers import ask as run
    from queries.catalogue import find_question
    from queries.descriptions import describe, describe_question

    if name is None:
        print(describe())
        return
    question = find_question(name)
    if explain:
        print(describe_question(question))
        return
    given = _pairs(values or ())
    if form is AnswerFormat.xlsx and sys.stdout.isatty():
        raise UsageError("a workbook is not to be read on a terminal; add > answer.xlsx")
    with workspace_for(store).reader() as reader, _helping(question):
        answer = run(reader, name, given, limit=limit, offset=offset)
        generation = reader.generation
    if form is AnswerFormat.xlsx:
        _write_workbook(answer, given, generation)
    else:
        _print_answer(answer, form)


def _write_workbook(answer: Answer, given: dict[str, str], generation: int) -> None:
    from api.questions.workbook import write_answer

    asked = " ".join(f"{name}={shlex.quote(value)}" for name, value in given.items())
    pages = [("--limit", answer.limit), ("--offset", answer.offset or None)]
    page = "".join(f" {option} {number}" for option, number in pages if number is not None)
    command = f"hansa ask {answer.question.name} {asked}".rstrip() + page
    with TemporaryFile() as file:  # a pipe cannot be gone back in, as writing a workbook needs
        write_answer(file, answer, values=given, generation=generation, address=command)
        file.seek(0)
        sys.stdout.flush()
        copyfileobj(file, sys.stdout.buffer)


@contextmanager
def _helping(question: Question) -> Iterator[None]:
    """Add to an error what helps to ask again: what the question takes, or what a name may mean."""
    from queries.descriptions import describe_question
    from queries.errors import AmbiguousNameError, MissingValueError
    from queries.parameters import told_apart

    try:
        yield
    except MissingValueError as error:
        raise UsageError(f"{error}\n\n{describe_question(question)}") from error
    except AmbiguousNameError as error:
        lines = [
            f"  {error.parameter}={each.iri}\n      {told_apart(each)}" for each in error.choices
        ]
        raise UsageError("\n".join([f"{error}:", *lines])) from error


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in map(_pair, texts):
        if name in given:
            raise UsageError(f"{name}= stands twice; give it once")
        given[name] = value
    return given


def _pair(text: str) -> tuple[str, str]:
    """Split one ``parameter=value``.

    >>> _pair("network=Cities = Us")
    ('network', 'Cities = Us')
    """
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"{text!r} is not parameter=value; for example: network=Eurocities")
    return name.strip(), value


def _print_answer(answer: Answer, form: AnswerFormat) -> None:
    from queries.renderings import to_csv, to_json, to_table, to_tsv

    from .tables import print_answer, print_table

    if form is AnswerFormat.json:
        print(json_text(to_json(answer)))
    elif form is AnswerFormat.csv:
        sys.stdout.write(to_csv(answer))
    elif form is AnswerFormat.tsv:
        sys.stdout.write(to_tsv(answer))
    elif form is AnswerFormat.table:
        columns, *rows = to_table(answer)
        print_table(columns, rows)
    else:
        print_answer(answer)


def query(
    source: Annotated[
        str, typer.Argument(metavar="FILE|-|TEXT", help="The query, or where it is.")
    ],
    form: Annotated[QueryFormat | None, typer.Option("--format", show_default=False)] = None,
    store: StoreOption = None,
) -> None:
    """Answer any SPARQL query, within the limits that HANSA_QUERY_* set."""
    from graph.foreign.jobs import formats_of, measure
    from graph.foreign.sandbox import run_query

    settings = settings_for(store)
    text = _query_text(source)
    formats = formats_of(measure(text, limits=settings.limits).form)
    chosen = form.value if form else "table"
    if chosen == "table":
        chosen = next(iter(formats))
    with workspace_for(store).reader() as reader:
        answer = run_query(reader.source, text, format=chosen, limits=settings.limits)
    if answer.format.name == "json" and form in (None, QueryFormat.table):
        _print_results(json.loads(answer.body))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer.body)


def _print_results(results: dict[str, Any]) -> None:
    """Print SPARQL results as a table; the answer to an ASK query as one word."""
    from .tables import print_table

    if "boolean" in results:
        print("yes" if results["boolean"] else "no")
        return
    columns = results["head"]["vars"]
    rows = results["results"]["bindings"]
    print_table(columns, [[row.get(name, {}).get("value", "") for name in columns] for row in rows])


def _refuse_file_name(source: str) -> None:
    if not any(map(str.isspace, source.strip())):
        raise UsageError(f"there is no file {source}, and it is no query; check the path")


def _query_text(source: str) -> str:
    """Return the query itself, from standard input, a file of that name, or the argument."""
    if not source.strip():
        raise UsageError(
            "the query is empty; give SPARQL, a file that holds it, or - for standard input"
        )
    if source != "-" and not _is_file(source):
        if "{" not in source:  # no query is without a pattern in braces but DESCRIBE <iri>
            _refuse_file_name(source)
        return source
    if source == "-" and sys.stdin is None:
        raise UsageError("standard input is closed; give the query as an argument or a file")
    read = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    try:
        return read.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{source} is not UTF-8 from byte {error.start} on; save it so") from error


def _is_file(source: str) -> bool:
    try:
        return Path(source).is_file()
    except (OSError, ValueError):  # too long for a name, or with a null character
        return False
