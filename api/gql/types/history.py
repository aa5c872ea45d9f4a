"""What changed about one thing or document, generation by generation, as ``/changes?about=`` tells.

Each change is told with the words that say so, then or before; what it is about may be there no
more.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from time import monotonic
from typing import Annotated, Any, TypeAlias

import strawberry

from api.changes.things import MOST_FACTS
from api.gql.context import Context, Info
from api.gql.failures import BAD_PAGING, refuse
from api.gql.limits.weights import MOST_HISTORY
from graph.generations.manifests import timestamp
from ontology.serialisation import JsonObject

from .changes import Named, means_of
from .statements import Property, Status

First: TypeAlias = Annotated[
    int, strawberry.argument(description=f"How many generations at most, 1 to {MOST_HISTORY}.")
]
Before: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description="Only what came before that generation: `next`, to go on."),
]


@strawberry.enum(description="What became of a fact about a thing.")
class FactChange(Enum):
    """What the claims that came, went or changed mean for a fact."""

    ADDED = strawberry.enum_value("added", description="It is stated and was not.")
    REMOVED = strawberry.enum_value("removed", description="It was stated and is not.")
    SAID = strawberry.enum_value("said", description="More sentences state it than before.")
    UNSAID = strawberry.enum_value("unsaid", description="Fewer sentences state it than before.")
    REWORDED = strawberry.enum_value("reworded", description="Documents state it in other words.")


@strawberry.type(description="Words that came, went or took the place of others.")
class PastSaying:
    """One claim of a fact that changed, which may be there no more."""

    claim: strawberry.ID = strawberry.field(description="The IRI of the claim.")
    quote: str = strawberry.field(description="The words, exactly as they stood in the document.")
    before: str | None = strawberry.field(description="The words that these took the place of.")
    year: int | None = strawberry.field(description="When the fact held, where the text says so.")
    role: str | None = strawberry.field(description="The words of a post.")
    document: Named = strawberry.field(description="The document that says it, or said it.")

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> PastSaying:
        """Return what the history tells."""
        document = Named.of(told["document"])
        return cls(**{**told, "claim": strawberry.ID(told["claim"]), "document": document})


@strawberry.type(description="A fact about a thing, and what became of it.")
class PastFact:
    """One fact that changed in a generation."""

    told: strawberry.Private[JsonObject]

    @strawberry.field(description="What became of it.")
    def change(self) -> FactChange:
        """Return what became of it."""
        return FactChange(self.told["change"])

    @strawberry.field(description="What something is said of.")
    def subject(self) -> Named:
        """Return the subject."""
        return Named.of(self.told["subject"])

    @strawberry.field(description="What is said of it.")
    def property(self) -> Property:
        """Return the property."""
        return Property(self.told["property"])

    @strawberry.field(description="The thing or value at the other end.")
    def object(self) -> Named:
        """Return the object."""
        return Named.of(self.told["object"])

    @strawberry.field(description="Whether it is said to be so, or meant to be.")
    def status(self) -> Status:
        """Return the status."""
        return Status(self.told["status"])

    @strawberry.field(description="How many claims of it came, went or changed.")
    def claims(self) -> int:
        """Return their number."""
        return int(self.told["claims"])

    @strawberry.field(description="Their words, of the first 20.")
    def sayings(self) -> list[PastSaying]:
        """Return what they say."""
        return [PastSaying.of(each) for each in self.told["sayings"]]


@strawberry.type(description="A name that a thing got or lost.")
class PastName:
    """One name."""

    name: str = strawberry.field(description="The name.")
    lang: str | None = strawberry.field(description="The tag of its language, if it has one.")
    is_main: bool = strawberry.field(description="Whether it is what the thing is called first.")
    is_added: bool = strawberry.field(description="Whether it came; else it went.")


@strawberry.type(description="What is told of a document besides facts, and changed.")
class PastDetail:
    """One detail: its name, and what it was and is."""

    detail: str = strawberry.field(
        description="title, publisher, date or language; or text, whose wordings are not told."
    )
    before: str | None = strawberry.field(description="What it was; null for none.")
    after: str | None = strawberry.field(description="What it is; null for none.")


@strawberry.type(description="A thing whose claims go by another IRI of it.")
class PastMove:
    """One thing that was joined with another, parted from it, or given another IRI."""

    before: Named = strawberry.field(description="What it was.")
    after: Named = strawberry.field(description="What it is.")
    claims: int = strawberry.field(description="How many claims went with it.")


@strawberry.type(description="What one generation changed about a thing.")
class HistoryStep:
    """The way from a kept generation to the next kept one."""

    told: strawberry.Private[JsonObject]
    generation: int = strawberry.field(description="The generation that changed it.")
    since: int = strawberry.field(description="The kept generation before that one.")
    created: str = strawberry.field(description="When it was made, in UTC.")

    @strawberry.field(description="Whether the thing came with it.")
    def came(self) -> bool:
        """Return whether its IRI came."""
        return bool(self.told["counts"]["came"])

    @strawberry.field(description="Whether the thing went with it.")
    def went(self) -> bool:
        """Return whether its IRI went."""
        return bool(self.told["counts"]["went"])

    @strawberry.field(description="The names that it got or lost.")
    def names(self) -> list[PastName]:
        """Return the names."""
        return [
            PastName(
                name=each["name"],
                lang=each["language"] or None,
                is_main=each["main"],
                is_added=each["change"] == "added",
            )
            for each in self.told["names"]
        ]

    @strawberry.field(description="What changed of a document besides its facts.")
    def details(self) -> list[PastDetail]:
        """Return the details."""
        return [
            PastDetail(detail=each["field"], before=each["before"], after=each["after"])
            for each in self.told["fields"]
        ]

    @strawberry.field(description="What was joined, parted, or goes by another IRI.")
    def moves(self) -> list[PastMove]:
        """Return the moves."""
        return [
            PastMove(
                before=Named.of(each["before"]),
                after=Named.of(each["after"]),
                claims=each["facts"],
            )
            for each in self.told["renamed"]
        ]

    @strawberry.field(
        description=f"The facts that changed, the first {MOST_FACTS}; none where more than 1,000 "
        "claims did."
    )
    def facts(self) -> list[PastFact]:
        """Return the facts."""
        return [PastFact(told=each) for each in self.told["changes"]]

    @strawberry.field(description="Whether all that changed is told.")
    def is_complete(self) -> bool:
        """Return whether nothing is left out."""
        counts = self.told["counts"]
        facts = sum(counts[each] for each in ("added", "removed", "said", "unsaid", "reworded"))
        return not self.told.get("onlyCounted") and facts == self.told["listed"]


@strawberry.type(description="What changed about a thing, the newest generation first.")
class History:
    """A part of a history, as far as generations are kept."""

    steps: list[HistoryStep] = strawberry.field(
        description="The generations that changed something about it."
    )
    next: int | None = strawberry.field(
        description="What to give as `before` for earlier ones; null where there are none."
    )
    oldest: int = strawberry.field(
        description="The oldest generation that is kept: what changed until then is told no more."
    )


def history() -> Any:
    """Return the field of the history of a thing or document."""

    def resolve(root: Any, info: Info, first: First = 10, before: Before = None) -> History:
        if not 1 <= first <= MOST_HISTORY:
            refuse(BAD_PAGING, f"first must be from 1 to {MOST_HISTORY}, not {first}")
        return _history(info.context, str(root.id), first, before)

    description = (
        "What changed about it in each generation, the newest first, as far as they are kept; as "
        "`/changes?about=` tells it."
    )
    return strawberry.field(resolver=resolve, description=description)


def _history(context: Context, iri: str, first: int, before: int | None) -> History:
    means = means_of(context)
    steps = [
        step
        for step in means.history.steps(context.reader.generation)
        if before is None or step.after < before
    ]
    steps = means.things.leave_out(iri, steps)
    page = steps[:first]
    told = means.told_of(iri, page, seconds=context.deadline - monotonic())
    found = [
        HistoryStep(
            told=told[step],
            generation=step.after,
            since=step.before,
            created=timestamp(means.history.created(step.after)),
        )
        for step in page
        if step in told and any(told[step]["counts"].values())
    ]
    context.spend(len(found))
    following = page[-1].after if len(steps) > len(page) else None
    return History(steps=found, next=following, oldest=means.history.oldest())
