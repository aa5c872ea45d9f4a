"""``hansa review``: what the pipeline is unsure of, and the reviewer's word on it."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import UsageError
from api.pages.characters import json_text, visible
from graph.writing import operations

from .options import ByOption, StoreOption, signature, workspace_for, write

if TYPE_CHECKING:
    from graph.curating.verdicts import Verdict
    from graph.writing.synchronising import Commit

Claims = Annotated[
    list[str], typer.Argument(metavar="CLAIM...", help="IRIs of claims, or their unique endings.")
]

review = typer.Typer(
    name="review",
    help="List what waits for review; accept, reject or edit it, or take a verdict back.",
    invoke_without_command=True,
)


class ReviewFormat(StrEnum):
    """How the queue is printed."""

    table = "table"
    json = "json"


def add_to(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(review)


@review.callback()
def waiting(
    context: typer.Context,
    store: StoreOption = None,
    form: Annotated[ReviewFormat, typer.Option("--format")] = ReviewFormat.table,
    limit: Annotated[int | None, typer.Option(min=1, help="Show only so many.")] = None,
    asserted: Annotated[
        bool, typer.Option("--asserted", help="List claims instead, the least sure first.")
    ] = False,
) -> None:
    """List proposals that nobody has spoken of yet, the surest first."""
    if context.invoked_subcommand is not None:
        if asserted or limit is not None or form is not ReviewFormat.table:
            raise UsageError("--asserted, --format and --limit are for the list, without a command")
        context.obj = store
        return
    from graph.curating import review as queue

    from .tables import print_table

    workspace = workspace_for(store)
    listed = queue.asserted if asserted else queue.waiting
    items = listed(workspace.documents, workspace.base)[:limit]
    if form is ReviewFormat.json:
        print(json_text([asdict(item) for item in items]))
        return
    rows = [
        (item.claim, f"{item.confidence:.2f}", item.saying(), item.status, item.rule, item.quote)
        for item in items
    ]
    print_table(("claim", "confidence", "fact", "status", "rule", "sentence"), rows)


@review.command()
def accept(
    context: typer.Context, claims: Claims, by: ByOption = None, store: StoreOption = None
) -> None:
    """Make proposals claims of the graph."""
    _decide(claims, store or context.obj, "accept", by=by)


@review.command()
def reject(
    context: typer.Context, claims: Claims, by: ByOption = None, store: StoreOption = None
) -> None:
    """Keep proposals or claims out of the graph, now and after every ingestion."""
    _decide(claims, store or context.obj, "reject", by=by)


@review.command()
def edit(
    context: typer.Context,
    claim: Annotated[
        str,
        typer.Argument(
            metavar="CLAIM", help="The IRI of a claim or proposal, or its unique ending."
        ),
    ],
    subject: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it says something of.")
    ] = None,
    property_: Annotated[
        str | None, typer.Option("--property", metavar="NAME", help="What it says, as memberOf.")
    ] = None,
    object_: Annotated[
        str | None, typer.Option("--object", metavar="NAME", help="The thing at the other end.")
    ] = None,
    value: Annotated[
        str | None, typer.Option(help="The value at the other end, of memberCount and others.")
    ] = None,
    status: Annotated[str | None, typer.Option(help="asserted or planned.")] = None,
    year: Annotated[
        int | None, typer.Option(help="Since when; 0 takes away what was read.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(help='The words of the post; "" takes away what was read.')
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Say what the sentence of a claim says instead; what is left out stays as it was read.

    Things are given by names that the document uses, or by IRIs.
    """
    from graph.curating.edits import Wanted

    wanted = Wanted(subject, property_, object_, value, status, year, role)
    if wanted == Wanted():
        raise UsageError("say what is otherwise: --property, --object or another; see --help")
    who, at = signature(by)
    done = write(store or context.obj, operations.edit(claim, wanted, who=who, at=at))
    (kept,) = done.results
    _say("edited", [f"{kept.before}; it says that {kept.after}"], done.commit)
    print(visible(f"claim: {kept.made}"))


@review.command()
def undo(context: typer.Context, claims: Claims, store: StoreOption = None) -> None:
    """Take verdicts back: proposals wait again, rejected claims are claims again."""
    done = write(store or context.obj, operations.undecide(claims))
    (items,) = done.results
    _say("open again", [item.saying for item in items], done.commit)


@review.command()
def verdicts(
    context: typer.Context,
    store: StoreOption = None,
    form: Annotated[ReviewFormat, typer.Option("--format")] = ReviewFormat.table,
) -> None:
    """List every verdict that was given."""
    from graph.curating.review import given_verdicts

    from .tables import print_table

    workspace = workspace_for(store or context.obj)
    documents = workspace.documents
    given = given_verdicts(documents, workspace.base, documents.decided())
    if form is ReviewFormat.json:
        print(json_text([asdict(item) for item in given]))
        return
    said = [f"{item.saying}; {item.instead}" if item.instead else item.saying for item in given]
    rows = [
        (item.claim, item.verdict, words, item.document)
        for item, words in zip(given, said, strict=True)
    ]
    print_table(("claim", "verdict", "fact", "document"), rows)


def _decide(claims: list[str], store: StoreOption, verdict: Verdict, *, by: str | None) -> None:
    who, at = signature(by)
    done = write(store, operations.decide(claims, verdict, who=who, at=at))
    (items,) = done.results
    _say(f"{verdict}ed", [item.saying() for item in items], done.commit)


def _say(done: str, sayings: list[str], commit: Commit) -> None:
    for saying in sayings:
        print(visible(f"{done}: {saying}"))
    print(f"generation {commit.generation}: {commit.added} quads added, {commit.removed} removed")
