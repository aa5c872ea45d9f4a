"""What changed between an older generation and the one an answer is read from.

It is what ``/changes`` tells of the same step, found by the same code and kept with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Context, Info
from api.gql.failures import refuse
from api.gql.limits.weights import COMPARISON
from api.gql.means import Means
from graph.evidence.evidence import Evidence
from graph.evidence.evidence import Fact as Triple
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from ontology.namespaces import HANSA
from ontology.serialisation import JsonObject

from .connections import Connection
from .links import connect
from .paged import paged
from .paging import Key, Order, Paging
from .statements import Property, Status

if TYPE_CHECKING:
    from .node import Node

UNKNOWN_GENERATION: Final = "UNKNOWN_GENERATION"
GENERATION_GONE: Final = "GENERATION_GONE"

AnyNode = Annotated["Node", strawberry.lazy(".interfaces")]
Since: TypeAlias = Annotated[
    int,
    strawberry.argument(description="The number of a generation that is kept, as `generation`."),
]
#: By the name of what something is said of.
_BY_SUBJECT: Final = Order("change")
_NOTHING: Final[JsonObject] = {
    "counts": {"added": 0, "removed": 0, "renamed": 0},
    "listed": 0,
    "renamed": [],
    "changes": [],
}


@strawberry.enum(description="Whether a fact came or went.")
class ChangeKind(Enum):
    """On which side of a comparison a fact is."""

    ADDED = strawberry.enum_value("added", description="It is there and was not.")
    REMOVED = strawberry.enum_value("removed", description="It was there and is not.")


@strawberry.type(description="A thing, document or value by its name, which may be there no more.")
class Named:
    """What the comparison says of an end of a fact, or of a document."""

    name: str = strawberry.field(description="Its name or title then; or the value itself.")
    iri: strawberry.ID | None = strawberry.field(
        description="Its IRI, the `id` of the node where that is still there; null for a value."
    )

    @strawberry.field(description="The thing or document, if this generation has it still.")
    def node(self, info: Info) -> AnyNode | None:
        """Return the node of that IRI."""
        from .nodes import node_of

        info.context.spend(1)
        return None if self.iri is None else node_of(info.context.reader, str(self.iri))

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Named:
        """Return what a comparison told."""
        iri = told.get("iri")
        return cls(name=told["name"], iri=strawberry.ID(iri) if iri else None)


@strawberry.type(description="Words that state a fact, in the generation that has it.")
class Saying:
    """One claim, which may be there no more."""

    claim: strawberry.ID = strawberry.field(description="The IRI of the claim.")
    quote: str = strawberry.field(description="The words, exactly as they stood in the document.")
    year: int | None = strawberry.field(description="When the fact held, where the text says so.")
    role: str | None = strawberry.field(description="The words of a post.")
    document: Named = strawberry.field(description="The document that says it.")

    @classmethod
    def of(cls, claim: GraphClaim) -> Saying:
        """Return what the reader of that generation read."""
        return cls(
            claim=strawberry.ID(claim.iri),
            quote=claim.exact,
            year=claim.year,
            role=claim.role,
            document=Named(name=claim.document_title, iri=strawberry.ID(claim.document)),
        )


@strawberry.type(description="A fact that came or went.")
class Change:
    """One change of a comparison."""

    told: strawberry.Private[JsonObject]
    before: strawberry.Private[int]

    @strawberry.field(description="Whether it came or went.")
    def kind(self) -> ChangeKind:
        """Return the side it is on."""
        return ChangeKind(self.told["change"])

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

    @strawberry.field(description="The documents that say it, or said it.")
    def documents(self) -> list[Named]:
        """Return the documents."""
        return [Named.of(each) for each in self.told["documents"]]

    @strawberry.field(
        description="The words that say it, or those that said it in the older generation."
    )
    def sayings(self, info: Info) -> list[Saying]:
        """Return the claims, read in the generation that has them."""
        context = info.context
        reading: Any = nullcontext(context.reader)
        if self.told["change"] == "removed":
            reading = means_of(context).open_reader(self.before)
        with reading as reader:
            found = [*_claims(reader, self.told)]
        context.spend(len(found))
        return [Saying.of(claim) for claim in found]


@strawberry.type(description="A thing that goes by another IRI; its facts neither came nor went.")
class Renaming:
    """One thing of a comparison that facts moved with."""

    before: Named = strawberry.field(description="What it was.")
    after: Named = strawberry.field(description="What it is.")
    facts: int = strawberry.field(description="How many facts are now said of that.")
    documents: list[Named] = strawberry.field(description="The documents that say them.")

    @classmethod
    def of(cls, told: JsonObject) -> Renaming:
        """Return what a comparison told."""
        return cls(
            before=Named.of(told["before"]),
            after=Named.of(told["after"]),
            facts=told["facts"],
            documents=[Named.of(each) for each in told["documents"]],
        )


def _facts() -> Any:
    """Return the field of the facts that are listed."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        listed, reader = by_key(root.told["changes"]), info.context.reader

        def claims_of(key: str) -> list[GraphClaim]:
            is_here = listed[key]["change"] == "added"
            return [*_claims(reader, listed[key])] if is_here else []

        return connect(
            info.context,
            [Key(each["subject"]["name"].lower(), key) for key, each in listed.items()],
            paging,
            node=lambda key: Change(told=listed[key], before=root.since),
            claims=claims_of,
            order=_BY_SUBJECT,
        )

    return paged(find, "The facts that came or went, by the name of their subject.")


def _renamings() -> Any:
    """Return the field of the renamings that are listed."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        ends, every = ("before", "after"), root.told["renamed"]
        listed = {" ".join(each[end]["iri"] for end in ends): each for each in every}
        return connect(
            info.context,
            [Key(each["before"]["name"].lower(), key) for key, each in listed.items()],
            paging,
            node=lambda key: Renaming.of(listed[key]),
            order=_BY_SUBJECT,
        )

    return paged(find, "The things that go by another IRI, by the name they had.")


@strawberry.type(description="What changed between an older generation and this one.")
class Changes:
    """One comparison: all is counted, and at most a thousand changes and renamings are listed."""

    told: strawberry.Private[JsonObject]
    since: int = strawberry.field(description="The older generation.")
    generation: int = strawberry.field(description="The generation this answer is read from.")

    @strawberry.field(description="How many facts came.")
    def added(self) -> int:
        """Return the number of facts that came."""
        return int(self.told["counts"]["added"])

    @strawberry.field(description="How many facts went.")
    def removed(self) -> int:
        """Return the number of facts that went."""
        return int(self.told["counts"]["removed"])

    @strawberry.field(description="How many things go by another IRI.")
    def renamed(self) -> int:
        """Return the number of things that have another IRI."""
        return int(self.told["counts"]["renamed"])

    @strawberry.field(
        description="Whether all of them are listed: of more than 1,000 facts or things the first "
        "1,000 are, and where more than 20,000 facts changed none is."
    )
    def is_complete(self) -> bool:
        """Return whether nothing is left out of the lists."""
        return bool(self.told["listed"] == sum(self.told["counts"].values()))

    facts: Connection[Change] = _facts()
    renamings: Connection[Renaming] = _renamings()


def changes() -> Any:
    """Return the field that tells what changed."""

    def resolve(info: Info, since: Since) -> Changes:
        return changes_since(info.context, since)

    description = (
        "What changed from that generation to this one, as `/changes` tells it; the codes "
        "UNKNOWN_GENERATION and GENERATION_GONE say that there is none to compare with, and BUSY "
        "that it is being compared still."
    )
    return strawberry.field(resolver=resolve, description=description)


def changes_since(context: Context, since: int) -> Changes:
    """Return what changed from a generation to the one that is read; refuse what is not kept."""
    context.spend(COMPARISON)
    newest = context.reader.generation
    return Changes(told=_told(context, since, newest), since=since, generation=newest)


def _told(context: Context, since: int, newest: int) -> JsonObject:
    """Return the comparison of two generations; an error of a code where one is not there."""
    if since > newest:
        refuse(
            UNKNOWN_GENERATION,
            f"generation {since} comes after {newest}, which this answer is read from",
        )
    if since == newest:
        return _NOTHING
    means = means_of(context)
    with means.open_reader(since):  # which stays, while it is compared
        told = means.compared(since, newest, seconds=context.deadline - monotonic())
    if told is None:
        refuse(GENERATION_GONE, f"generation {since} went meanwhile; begin anew from {newest}")
    return told


def means_of(context: Context) -> Means:
    """Return what leads to older generations; RuntimeError where there is no server."""
    if context.means is None:
        raise RuntimeError("older generations are asked for where there is no server")
    return context.means


def by_key(changes: list[JsonObject]) -> dict[str, JsonObject]:
    """Return changes by a key each; those told alike, as one word in two languages is, have two."""
    found: dict[str, JsonObject] = {}
    for each in changes:
        key = _key(each)
        while key in found:
            key += " again"
        found[key] = each
    return found


def _key(told: JsonObject) -> str:
    """Return what hardly any other change of one comparison has."""
    ends = (each.get("iri") or each["name"] for each in (told["subject"], told["object"]))
    return " ".join((*ends, told["property"], told["status"], told["change"]))


def _claims(reader: Reader, told: JsonObject) -> Iterator[GraphClaim]:
    """Yield the claims that say what a change tells, in the generation that has it."""
    subject, object_ = told["subject"]["iri"], told["object"]
    predicate = HANSA + told["property"]
    if "iri" in object_:
        found = Evidence(reader).saying(Triple(subject, predicate, NamedNode(object_["iri"])))
    else:
        every = reader.claims(subject=subject, predicate=predicate)
        found = tuple(each for each in every if each.object.value == object_["name"])
    yield from (each for each in found if each.status == told["status"])
