"""``hansa curate``: a person's word on what is one thing, its name, and which claims hold."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.decision_wording import in_words, outcome, whole_row
from api.pages.characters import json_text, visible
from graph.writing import operations

from .options import ByOption, StoreOption, signature, workspace_for, write

if TYPE_CHECKING:
    from graph.curating.curation import Act, Decision
    from graph.reader import Reader
    from graph.writing.synchronising import Commit

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
def same(
    one: Thing,
    other: Thing,
    across_kinds: Annotated[
        bool,
        typer.Option("--across-kinds", help="Also of kinds that are never one, as city and body."),
    ] = False,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Make two things one, whatever documents call them.

    The IRI that stays is that of the authority file, else of the gazetteer, else of the longest
    name; the other one leads there. rename chooses the name.
    """
    _decide("same", one, other, by=by, store=store, across_kinds=across_kinds)


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
        said = [f"taken back: {_numbered(each, reader)}" for each in taken]
    opened = [item for items in done.results[len(numbers) :] for item in items]
    _say([*said, *(f"open again: {item.saying}" for item in opened)], done.commit)


@curate.command(name="list")
def list_(
    store: StoreOption = None,
    form: Annotated[ListFormat, typer.Option("--format")] = ListFormat.table,
) -> None:
    """List every decision, by whom and when, with what things were called then."""
    from graph.curating.decided import Decided
    from graph.curating.review import given_verdicts

    from .tables import print_table

    workspace = workspace_for(store)
    documents, base = workspace.documents, workspace.base
    decided = Decided(documents)
    decisions, overridden = decided.decisions, decided.overridden
    verdicts = given_verdicts(documents, base, documents.decided())
    if form is ListFormat.json:
        rows = [whole_row(each, overridden) for each in decisions]
        print(json_text([*rows, *(asdict(each) for each in verdicts)]))
        return
    with workspace.reader() as reader:
        listed = [
            (str(each.number), each.act, in_words(each, reader, overridden), each.who, each.at)
            for each in decisions
        ]
    judged = [
        (each.claim, each.verdict, each.saying, each.who or "", each.at or "") for each in verdicts
    ]
    print_table(("number", "decision", "about", "by", "at"), [*listed, *judged])


def _decide(
    act: Act,
    one: str,
    other: str | None,
    *,
    by: str | None,
    store: StoreOption,
    name: str | None = None,
    language: str | None = None,
    across_kinds: bool = False,
) -> None:
    from api.deciding import prepared
    from graph.curating.decided import Decided

    workspace = workspace_for(store)
    who, at = signature(by)
    given = [each for each in (one, other) if each is not None]
    with workspace.reader() as reader:
        said = prepared(
            *(act, given, reader, Decided(workspace.documents)),
            name=name,
            language=language,
            across_kinds=across_kinds,
            who=who,
            at=at,
        )
        if isinstance(said, str):
            print(visible(said))
            return
        done = write(store, operations.curate(said))
        (kept,) = done.results
        words = _numbered(kept, reader)
    with workspace.reader() as reader:
        _say([words, *outcome(kept, Decided(workspace.documents), reader)], done.commit)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _numbered(decision: Decision, reader: Reader) -> str:
    """Return what a decision says, with its number."""
    return f"decision {decision.number}: {in_words(decision, reader)}"


def _say(done: list[str], commit: Commit) -> None:
    for each in done:
        print(visible(each))
    print(f"generation {commit.generation}: {commit.added} quads added, {commit.removed} removed")
