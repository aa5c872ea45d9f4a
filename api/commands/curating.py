"""``hansa curate``: a person's word on what is one thing, its name, and which claims hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.characters import json_text, visible
from api.errors import UsageError
from graph import operations

from .options import ByOption, StoreOption, signature, workspace_for, write

if TYPE_CHECKING:
    from graph.curation import Act, Decision
    from graph.reader import Reader
    from graph.synchronising import Commit

Thing = Annotated[
    str,
    typer.Argument(
        show_default=False,
        help="Its IRI, its name if nothing else bears it, or its IRI in one document, doc/…#e-….",
    ),
]
Claims = Annotated[
    list[str], typer.Argument(metavar="CLAIM...", help="IRIs of claims, or their unique endings.")
]

curate = typer.Typer(
    name="curate",
    help="Say what is one thing, what it is called and which claims are wrong; take it back.",
    no_args_is_help=True,
)


class ListFormat(StrEnum):
    """How the decisions are printed."""

    table = "table"
    json = "json"


def add_to(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(curate)


@curate.command()
def same(one: Thing, other: Thing, by: ByOption = None, store: StoreOption = None) -> None:
    """Make two things one, whatever documents call them."""
    _decide("same", one, other, by=by, store=store)


@curate.command()
def different(one: Thing, other: Thing, by: ByOption = None, store: StoreOption = None) -> None:
    """Keep two things apart, also where they share a name."""
    _decide("different", one, other, by=by, store=store)


@curate.command()
def rename(
    thing: Thing,
    name: Annotated[str, typer.Argument(help="The name to call it by.", show_default=False)],
    language: Annotated[
        str | None,
        typer.Option(
            metavar="TAG", help="The name's language, as en or pt-BR.", show_default=False
        ),
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Call a thing by another name; the names that documents use stay beside it."""
    _decide("rename", thing, None, by=by, store=store, name=name, language=language)


@curate.command()
def reject(claims: Claims, by: ByOption = None, store: StoreOption = None) -> None:
    """Keep claims out of the graph, now and after every ingestion; as hansa review reject."""
    who, at = signature(by)
    done = write(store, operations.decide(claims, "reject", who=who, at=at))
    (items,) = done.results
    _say([f"rejected: {item.saying()}" for item in items], done.commit)


@curate.command()
def undo(
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="NUMBER|CLAIM...", help="Numbers of decisions, as listed, or judged claims."
        ),
    ],
    store: StoreOption = None,
) -> None:
    """Take decisions back: the graph is what it would be without them."""
    numbers = [int(each) for each in given if _is_number(each)]
    claims = [each for each in given if not _is_number(each)]
    wanted = [operations.undo_decision(number) for number in numbers]
    if claims:
        wanted.append(operations.undecide(claims))
    with workspace_for(store).reader() as reader:
        done = write(store, *wanted)
        taken = done.results[: len(numbers)]
        said = [f"taken back: {_in_words(each, reader)}" for each in taken]
    opened = [item for items in done.results[len(numbers) :] for item in items]
    _say([*said, *(f"open again: {item.saying}" for item in opened)], done.commit)


@curate.command(name="list")
def list_(
    store: StoreOption = None,
    form: Annotated[ListFormat, typer.Option("--format")] = ListFormat.table,
) -> None:
    """List every decision, by whom and when."""
    from api.tables import print_table
    from graph.review import given_verdicts

    workspace = workspace_for(store)
    documents, base = workspace.documents, workspace.base
    decisions = documents.decisions()
    verdicts = given_verdicts(documents, base, documents.decided())
    if form is ListFormat.json:
        print(json_text([*map(_row, decisions), *(asdict(each) for each in verdicts)]))
        return
    with workspace.reader() as reader:
        rows = [
            (str(each.number), each.act, _things(each, reader), each.who, each.at)
            for each in decisions
        ]
    judged = [
        (each.claim, each.verdict, each.saying, each.who or "", each.at or "") for each in verdicts
    ]
    print_table(("number", "decision", "about", "by", "at"), [*rows, *judged])


def _row(decision: Decision) -> dict[str, Any]:
    """Return a decision as JSON shows it: without the anchors, which mean nothing outside."""
    return {name: value for name, value in asdict(decision).items() if name != "anchors"}


def _decide(
    act: Act,
    one: str,
    other: str | None,
    *,
    by: str | None,
    store: StoreOption,
    name: str | None = None,
    language: str | None = None,
) -> None:
    from graph.curation import decision

    workspace = workspace_for(store)
    who, at = signature(by)
    with workspace.reader() as reader:
        ends = [_iri(reader, each) for each in (one, other) if each is not None]
        said = decision(
            act, *ends, name=name, language=language, who=who, at=at, base=workspace.base
        )
        done = write(store, operations.curate(said))
        _say([_in_words(each, reader) for each in done.results], done.commit)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _iri(reader: Reader, text: str) -> str:
    """Return the IRI of what *text* means: an IRI, in whole or without its base, or a name."""
    from graph.errors import UnknownEntityError
    from queries.parameters import Resolver

    given = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if given.startswith(("id/", "doc/")):
        given = reader.base.iri + given
    resolver = Resolver(reader)
    if "://" not in given:
        with _helping():
            return resolver.named(given)
    if not _is_known(reader, given):
        near = resolver.nearest(given.rsplit("/", 1)[-1].replace("-", " "))
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownEntityError(f"nothing in this graph has the IRI {given}{hint}")
    return given


def _is_known(reader: Reader, iri: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        about = NamedNode(iri)
    except ValueError:
        return False
    return next(reader.quads(about), None) is not None


@contextmanager
def _helping() -> Iterator[None]:
    """Tell apart the things that a name may mean."""
    from queries.errors import AmbiguousNameError
    from queries.parameters import told_apart

    try:
        yield
    except AmbiguousNameError as error:
        lines = [f"  {each.iri}\n      {told_apart(each)}" for each in error.choices]
        raise UsageError("\n".join([f"{error}:", *lines])) from error


def _in_words(decision: Decision, reader: Reader) -> str:
    """Return what a decision says, with the names that its things have in *reader*."""
    return f"decision {decision.number}: {_things(decision, reader)}"


def _things(decision: Decision, reader: Reader) -> str:
    ends = [_thing(end, reader) for end in decision.ends]
    if decision.act == "rename":
        return f"{ends[0]} is called {decision.name}"
    verb = "are the same" if decision.act == "same" else "are different"
    return f"{' and '.join(ends)} {verb}"


def _thing(reference: str, reader: Reader) -> str:
    """Return a thing's name and relative IRI; an IRI that is in use no more has no name."""
    label = reader.label(reader.base.iri + reference)
    return reference if reference.endswith(f"/{label}") else f"{label} ({reference})"


def _say(done: list[str], commit: Commit) -> None:
    for each in done:
        print(visible(each))
    print(f"generation {commit.generation}: {commit.added} quads added, {commit.removed} removed")
