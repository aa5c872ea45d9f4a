"""The field ``decisions``: everything that curators and reviewers decided, the newest first."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import Any, Final

import strawberry

from api.decision_wording import in_words
from api.gql.context import Context, Info
from api.gql.limits.weights import REVIEW
from api.gql.live.keeping import kept_by
from graph.curating.curation import Decision as Kept
from graph.curating.decided import Decided as Standing
from graph.curating.review import GivenVerdict, given_verdicts
from graph.curating.verdicts import Decided
from graph.reader import Reader
from graph.workspace import Workspace

from .connections import Connection
from .enums import choice
from .links import connect
from .paged import paged
from .paging import Key, Order, Paging, Part

_NEWEST: Final = Order("decisions", (Part(falls=True, is_text=True), Part(falls=True)))


@strawberry.enum(description="What was decided, as `curate` takes it.")
class Act(Enum):
    """The concepts of the scheme of decisions."""

    SAME = choice("same", "Two things are one.")
    DIFFERENT = choice("different", "Two things are apart.")
    RENAME = choice("rename", "A thing goes by another name.")
    ACCEPT = choice("accept", "A proposal holds, or a claim does.")
    REJECT = choice("reject", "A proposal or a claim does not hold.")
    EDIT = choice("edit", "The sentence of a claim says something else.")


@strawberry.interface(description="One decision that was not taken back.")
class Decision:
    """What decisions on things and on claims have in common."""

    act: Act = strawberry.field(description="What was decided.")
    who: str | None = strawberry.field(description="Who decided; null where nobody knows any more.")
    at: str | None = strawberry.field(description="When, in UTC; null where nobody knows any more.")
    reader: strawberry.Private[Reader]
    workspace: strawberry.Private[Workspace]

    @strawberry.field(description="What it says, in words.")
    def words(self) -> str:
        """Return the sentence."""
        raise NotImplementedError

    @strawberry.field(
        description="Whether it has an effect now: no later decision overrides it, and documents "
        "still name or say what it is about."
    )
    def holds(self) -> bool:
        """Return whether it holds."""
        raise NotImplementedError


@strawberry.type(description="A decision on things: one, two, or what one is called.")
class ThingDecision(Decision):
    """What ``curate`` keeps under a number."""

    kept: strawberry.Private[Kept]
    standing: strawberry.Private[Standing]

    @strawberry.field(description="Its number, by which `undo` takes it back.")
    def number(self) -> int:
        """Return the number."""
        return self.kept.number

    @strawberry.field(description="The IRIs that its things were given by, one or two.")
    def about(self) -> list[strawberry.ID]:
        """Return the IRIs."""
        return [strawberry.ID(self.workspace.base.iri + each) for each in self.kept.ends]

    @strawberry.field(
        description="The number of the later decision that overrides it, if one does."
    )
    def overridden_by(self) -> int | None:
        """Return the number."""
        return self.standing.overridden.get(self.kept.number)

    @strawberry.field(description="What it says, in words.")
    def words(self) -> str:
        """Return the sentence."""
        return in_words(self.kept, self.reader, self.standing.overridden)

    @strawberry.field(
        description="Whether it has an effect now: no later decision overrides it, and documents "
        "still name what it is about."
    )
    def holds(self) -> bool:
        """Return whether it holds."""
        is_overridden = self.kept.number in self.standing.overridden
        return not is_overridden and all(self.standing.places(self.kept))


class Verdicts:
    """The verdicts of one page in words; what was read in a document is read once for all."""

    def __init__(self, context: Context, workspace: Workspace) -> None:
        """Look into *workspace*, within the time of the request."""
        self._context = context
        self._workspace = workspace
        self._given: defaultdict[str, list[Decided]] = defaultdict(list)
        self._told: dict[str, dict[str, GivenVerdict]] = {}

    def add(self, given: Decided) -> None:
        """Take a verdict that may be told, before any is."""
        self._given[given.key].append(given)

    def told(self, given: Decided) -> GivenVerdict:
        """Return a verdict as it is listed."""
        key, place = given.key, self._workspace
        if key not in self._told:
            self._context.check_time()
            found = given_verdicts(place.documents, place.base, self._given[key])
            self._told[key] = {each.claim: each for each in found}
        return self._told[key][place.base.claim(given.claim)]


@strawberry.type(description="A verdict on a claim or a proposal.")
class ClaimDecision(Decision):
    """What ``curate`` keeps on a claim."""

    given: strawberry.Private[Decided]
    verdicts: strawberry.Private[Verdicts]

    @property
    def told(self) -> GivenVerdict:
        """The verdict as it is listed."""
        return self.verdicts.told(self.given)

    @strawberry.field(description="The IRI of the claim, by which `reopen` takes the verdict back.")
    def claim(self) -> strawberry.ID:
        """Return the IRI."""
        return strawberry.ID(self.workspace.base.claim(self.given.claim))

    @strawberry.field(description="The IRI of the claim that an edit made in its place.")
    def made(self) -> strawberry.ID | None:
        """Return the IRI."""
        return strawberry.ID(self.told.made) if self.told.made else None

    @strawberry.field(description="The source key of the document that it was given on.")
    def source_key(self) -> str:
        """Return the key."""
        return self.given.key

    @strawberry.field(description="What it says, in words.")
    def words(self) -> str:
        """Return the sentence."""
        told = self.told
        instead = f"; it says that {told.instead}" if told.instead else ""
        return f"{_SAID[told.verdict]}: {told.saying}{instead}"

    @strawberry.field(
        description="Whether it has an effect now: its document, or another of the same bytes, "
        "still says it."
    )
    def holds(self) -> bool:
        """Return whether it holds."""
        return self.told.is_read


_SAID: Final = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


def decisions() -> Any:
    """Return the field of all decisions."""

    def find(info: Info, paging: Paging) -> Connection[Decision]:
        context = info.context
        workspace = kept_by(context)
        context.spend(REVIEW)
        documents, reader = workspace.documents, context.reader
        standing = Standing(documents)
        kept = {str(one.number): one for one in standing.decisions}
        given = {one.claim: (place, one) for place, one in enumerate(documents.decided(), 1)}
        keys = [Key("", id, (one.at, one.number)) for id, one in kept.items()]
        keys += [Key("", id, (one.at or "", place)) for id, (place, one) in given.items()]

        verdicts = Verdicts(context, workspace)

        def shown(id: str) -> Decision:
            context.check_time()
            shared: dict[str, Any] = {"reader": reader, "workspace": workspace}
            if id in kept:
                one = kept[id]
                return ThingDecision(
                    **shared,
                    act=Act(one.act),
                    who=one.who,
                    at=one.at,
                    kept=one,
                    standing=standing,
                )
            verdict = given[id][1]
            verdicts.add(verdict)
            return ClaimDecision(
                **shared,
                act=Act(verdict.verdict),
                who=verdict.who,
                at=verdict.at,
                given=verdict,
                verdicts=verdicts,
            )

        return connect(context, keys, paging, node=shown, order=_NEWEST)

    return paged(
        find,
        "Every decision and verdict that was not taken back, the newest first, as the newest "
        "generation has it. For the keeper only.",
    )
