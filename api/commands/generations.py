"""``hansa generations``: which generations are kept, who reads them, and which stay for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.errors import UsageError
from api.pages.characters import json_text
from graph.errors import UnknownGenerationError

from .options import StoreOption, workspace_for

if TYPE_CHECKING:
    from graph.generations.generations import Generations

Number = Annotated[int, typer.Argument(metavar="N", help="Number of the generation.")]

#: Digits of a digest that a table shows.
_SHORT = 12

generations = typer.Typer(
    name="generations",
    help="List the generations that are kept, pin those that are cited, or let them go.",
    invoke_without_command=True,
)


class ListFormat(StrEnum):
    """How the list is printed; JSON holds all that is known of each."""

    table = "table"
    json = "json"


def add_to(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(generations)


@generations.callback()
def kept(
    context: typer.Context,
    store: StoreOption = None,
    form: Annotated[ListFormat, typer.Option("--format")] = ListFormat.table,
) -> None:
    """List the generations that are kept, the newest last."""
    if context.invoked_subcommand is not None:
        if form is not ListFormat.table:
            raise UsageError("--format is for the list, without a command")
        context.obj = store
        return
    from .tables import print_table

    there = workspace_for(store).generations()
    described = list(_described(there))
    if form is ListFormat.json:
        print(json_text(described))
    elif described:
        columns = ("generation", "created", "documents", "quads", "digest", "pinned", "read by")
        print_table(columns, map(_row, described))
    with there.lease():  # raises where there is none, or where the newest was removed by hand
        return


@generations.command()
def pin(
    context: typer.Context,
    number: Number,
    note: Annotated[str, typer.Option(help="Where it is cited, for those who ask later.")] = "",
    store: StoreOption = None,
) -> None:
    """Keep a generation for ever, however many come after it."""
    workspace_for(store or context.obj).generations().pin(number, note)
    print(f"generation {number} is pinned")


@generations.command()
def unpin(context: typer.Context, number: Number, store: StoreOption = None) -> None:
    """Let a generation go when its time has come."""
    was_pinned = workspace_for(store or context.obj).generations().unpin(number)
    print(f"generation {number} {'is pinned no more' if was_pinned else 'was not pinned'}")


def _described(there: Generations) -> Iterator[dict[str, Any]]:
    pins = there.pins()
    for number in there.numbers():
        with suppress(UnknownGenerationError):  # it was collected since
            yield asdict(there.manifest(number)) | {
                "generation": number,
                "newest": number == there.current(),
                "pinned": pins.get(number),
                "readers": [asdict(holder) for holder in there.holders(number)],
            }


def _row(described: dict[str, Any]) -> tuple[str, ...]:
    pinned = described["pinned"]
    readers = [f"{each['process']} ({each['command'][:60]})" for each in described["readers"]]
    return (
        str(described["generation"]),
        described["created"],
        str(described["documents"]),
        str(described["quads"]),
        described["digest"][:_SHORT],
        "" if pinned is None else f"yes{': ' if pinned else ''}{pinned}",
        ", ".join(readers),
    )
