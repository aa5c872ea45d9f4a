"""What mutations take."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

import strawberry

from api.gql.types.enums import choice
from api.gql.types.statements import Property, Status

#: Seconds that a mutation waits for a document at most: less than proxies wait for an answer.
LONGEST_WAIT: Final = 50


def said(description: str, **more: Any) -> Any:
    """Return a field that says what it is for."""
    return strawberry.field(description=description, **more)


@strawberry.enum(description="How a text is written.")
class TextFormat(Enum):
    """The endings of files that texts are read as."""

    MARKDOWN = choice("md", "Markdown; title, publisher and date may stand in a block before it.")
    PLAIN = choice("txt", "Plain text.")
    HTML = choice("html", "A page.")


@strawberry.input(description="A text that is sent whole.")
class TextInput:
    """A text and what it is known by."""

    content: str = said("The text; send it in a variable.")
    source_key: str = said(
        "The key it is known by, such as a path; it replaces an older one with that key."
    )
    format: TextFormat = said("How it is written.", default=TextFormat.MARKDOWN)


@strawberry.input(one_of=True, description="Where a document comes from: exactly one of these.")
class DocumentSource:
    """An address or a text."""

    url: strawberry.Maybe[str] = said(
        "A public address, by http or https; it is fetched now, once."
    )
    text: strawberry.Maybe[TextInput] = said("A text.")


@strawberry.input(description="What `ingestDocument` needs.")
class IngestDocumentInput:
    """A source, and how long to wait."""

    source: DocumentSource = said("Where the document comes from.")
    again: bool = said("Read it again, although it has not changed.", default=False)
    wait_seconds: int = said(
        f"Answer after so many seconds, 0 to {LONGEST_WAIT}, though it be not done; "
        "`documentProgress` tells the rest.",
        default=30,
    )


@strawberry.input(description="What `retractDocument` needs.")
class RetractDocumentInput:
    """Which document."""

    document: str = said("Its source key, the end of it that no other has, or its IRI.")


@strawberry.input(description="Two things.")
class PairInput:
    """Two things that are the same or not."""

    one: str = said("Its IRI, or its name if nothing else bears it.")
    other: str = said("The other's.")


@strawberry.input(description="Two things that are one.")
class SameInput(PairInput):
    """Two things that are to be one."""

    across_kinds: bool = said("Also of kinds that are never one, as city and body.", default=False)


@strawberry.input(description="A thing and what to call it.")
class RenameInput:
    """A name for a thing."""

    thing: str = said("Its IRI, or its name if nothing else bears it.")
    name: str = said("The name to call it by.")
    language: str | None = said("The name's language, as en or pt-BR.", default=None)


@strawberry.input(
    description="What the sentence of a claim says; what is left out stays as it was read."
)
class EditInput:
    """A reviewer's reading of a sentence."""

    claim: str = said("The IRI of the claim or proposal, or its unique end.")
    subject: str | None = said(
        "What it says something of, by a name its document uses or an IRI.", default=None
    )
    property: Property | None = said("What it says of that.", default=None)
    object: str | None = said(
        "The thing at the other end, likewise by a name or an IRI.", default=None
    )
    value: str | None = said(
        "The value at the other end, of properties that have values.", default=None
    )
    status: Status | None = said("Whether it is so, or meant to be.", default=None)
    year: int | None = said("Since when; 0 takes away what was read.", default=None)
    role: str | None = said(
        "The words of the post; an empty text takes away what was read.", default=None
    )


@strawberry.input(one_of=True, description="What is decided: exactly one of these.")
class DecisionInput:
    """One act of a curator, as the commands of ``hansa curate`` and ``hansa review``."""

    same: strawberry.Maybe[SameInput] = said("Two things are one, whatever documents call them.")
    different: strawberry.Maybe[PairInput] = said("Two things are apart, even by one name.")
    rename: strawberry.Maybe[RenameInput] = said("A thing goes by another name.")
    accept: strawberry.Maybe[list[str]] = said("Proposals, by the IRIs of their claims, hold.")
    reject: strawberry.Maybe[list[str]] = said("Claims, by their IRIs, do not hold.")
    edit: strawberry.Maybe[EditInput] = said(
        "The sentence of a claim says something else: that is a claim in its place."
    )
    reopen: strawberry.Maybe[list[str]] = said("Nothing is decided of these claims any more.")
    undo: strawberry.Maybe[list[int]] = said("Decisions, by their numbers, are taken back.")


@strawberry.input(description="What `curate` needs.")
class CurateInput:
    """A decision and whose it is."""

    decision: DecisionInput = said("What is decided.")
    by: str = said("Who decides, as the list of decisions shows it.")
