"""What waits for a reviewer: unsure claims, and things that may be one or may be two.

Only the keeper reads it: what nobody vouched for yet is not published.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final

import strawberry

from api.gql.context import Info
from graph.reviewing.items import Item
from graph.reviewing.showing import End, Sentence, Showing, ShownClaim, ShownPair
from ontology.iris import Base
from ontology.model import Fact

from .enums import choice
from .kinds import Kind
from .statements import Property, Status

if TYPE_CHECKING:
    from .documents import Document
    from .node import Node

AnyNode = Annotated["Node", strawberry.lazy(".node")]


@strawberry.enum(description="What an item of the review queue is about.")
class ReviewKind(Enum):
    """The four sorts of items."""

    PROPOSAL = choice("proposal", "A fact that the pipeline was too unsure of to assert; it waits.")
    CLAIM = choice("claim", "A claim of the graph with a low confidence.")
    APART = choice("apart", "Two things whose names are alike, and that may be one.")
    JOINED = choice("joined", "A thing that was made of two on weak evidence, and that may be two.")


@strawberry.enum(description="What the review queue is ordered by, always the most first.")
class ReviewOrder(Enum):
    """The three orders."""

    WORTH = choice("worth", "What a verdict is worth: doubt × log2(1 + reach).")
    DOUBT = choice("doubt", "How likely the graph, as it is, is wrong here.")
    REACH = choice("reach", "How many claims are about the things of the item.")


@strawberry.enum(description="What can be decided of an item, each by its field in `curate`.")
class ReviewAct(Enum):
    """The decisions that fit items."""

    ACCEPT = choice("accept", "It holds.")
    REJECT = choice("reject", "It does not hold.")
    EDIT = choice("edit", "Its sentence says something else.")
    SAME = choice("same", "The two are one.")
    DIFFERENT = choice("different", "The two are not one.")


@strawberry.input(description="Which items are wanted; what is left out asks for all.")
class ReviewFilter:
    """Conditions, which all have to hold."""

    kinds: list[ReviewKind] | None = strawberry.field(
        description="Only items of these kinds, of none if it is empty.", default=None
    )
    documents: list[str] | None = strawberry.field(
        description="Only what is read in these documents, or about what they name: source keys, "
        "their unique ends or IRIs.",
        default=None,
    )
    about: list[strawberry.ID] | None = strawberry.field(
        description="Only items with one of these things at an end, as a network, by their ids.",
        default=None,
    )


@strawberry.type(description="A thing at an end of an item, by what documents call it.")
class ReviewEnd:
    """One end."""

    end: strawberry.Private[End]

    @strawberry.field(description="Its name, as its document or most of them have it in full.")
    def name(self) -> str:
        """Return the name."""
        return self.end.name

    @strawberry.field(description="All names that its document, or documents, use of it.")
    def names(self) -> list[str]:
        """Return the names."""
        return [*self.end.names]

    @strawberry.field(description="What kind of thing it is.")
    def kind(self) -> Kind:
        """Return the kind."""
        return Kind(self.end.kind)

    @strawberry.field(description="Its IRI, by which `same` and `different` name it.")
    def iri(self) -> strawberry.ID:
        """Return the IRI."""
        return strawberry.ID(self.end.iri)

    @strawberry.field(
        description="Its IRI in the one document of a claim, doc/…#e-…, which means what that "
        "document names apart from all others; null for the things of a pair."
    )
    def local(self) -> strawberry.ID | None:
        """Return the IRI in its document."""
        return strawberry.ID(self.end.local) if self.end.local else None

    @strawberry.field(description="The thing itself; null where the graph has none of it yet.")
    def node(self, info: Info) -> AnyNode | None:
        """Return the node."""
        from .nodes import node_of

        info.context.spend(1)
        return node_of(info.context.reader, self.end.iri)


@strawberry.type(description="Words of a document that an item rests on.")
class ReviewSentence:
    """One sentence in its place."""

    sentence: strawberry.Private[Sentence]

    @strawberry.field(description="The words, exactly as they stand in the document.")
    def quote(self) -> str:
        """Return the words."""
        return self.sentence.words.exact

    @strawberry.field(description="What stands just before them.")
    def prefix(self) -> str:
        """Return what stands before."""
        return self.sentence.words.prefix

    @strawberry.field(description="What stands just after them.")
    def suffix(self) -> str:
        """Return what stands after."""
        return self.sentence.words.suffix

    @strawberry.field(description="Offset of the words in the document's text.")
    def start(self) -> int:
        """Return where they begin."""
        return self.sentence.words.start

    @strawberry.field(description="Offset just after them; both count code points.")
    def end(self) -> int:
        """Return where they end."""
        return self.sentence.words.end

    @strawberry.field(description="The source key of the document.")
    def source_key(self) -> str:
        """Return the key."""
        return self.sentence.key

    @strawberry.field(description="The document.")
    def document(self, info: Info) -> Annotated[Document, strawberry.lazy(".documents")]:
        """Return the document."""
        from .documents import Document

        info.context.spend(1)
        return Document(id=strawberry.ID(info.context.reader.base.document(self.sentence.key)))


@strawberry.interface(description="An item of the review queue.")
class ReviewItem:
    """What all items have."""

    item: strawberry.Private[Item]
    showing: strawberry.Private[Showing]
    base: strawberry.Private[Base]

    @strawberry.field(description="What it goes by, the same as long as it is the same item.")
    def key(self) -> str:
        """Return the key."""
        return self.item.id

    @strawberry.field(description="What it is about.")
    def kind(self) -> ReviewKind:
        """Return the kind."""
        return ReviewKind(self.item.sort)

    @strawberry.field(
        description="How likely the graph, as it is, is wrong here, from 0 to 1: the confidence of "
        "a proposal, what is left of a claim's, an estimate for two things."
    )
    def doubt(self) -> float:
        """Return the doubt."""
        return self.item.doubt

    @strawberry.field(description="How many claims are about its things.")
    def reach(self) -> int:
        """Return the reach."""
        return self.item.reach

    @strawberry.field(description="What a verdict is worth: doubt × log2(1 + reach).")
    def worth(self) -> float:
        """Return the worth."""
        return self.item.worth

    @strawberry.field(description="How many documents name its things.")
    def documents(self, info: Info) -> int:
        """Return the number of documents."""
        info.context.spend(1)
        return self.showing.count_naming(self.item)

    @strawberry.field(description="Why it is doubtful, in words.")
    def why(self) -> str:
        """Return the reason."""
        raise NotImplementedError

    @strawberry.field(description="The words of documents that it rests on.")
    def sentences(self) -> list[ReviewSentence]:
        """Return the sentences."""
        raise NotImplementedError

    @strawberry.field(description="What can be decided of it.")
    def can(self) -> list[ReviewAct]:
        """Return the acts."""
        raise NotImplementedError


@strawberry.type(description="A fact that is unsure: a proposal, or a claim of low confidence.")
class UncertainFact(ReviewItem):
    """One saying."""

    shown: strawberry.Private[ShownClaim]

    @strawberry.field(description="The IRI of the claim, by which `accept` and others name it.")
    def claim(self) -> strawberry.ID:
        """Return the IRI."""
        return strawberry.ID(self.base.claim(self.item.id))

    @strawberry.field(description="What something is said of.")
    def subject(self) -> ReviewEnd:
        """Return the subject."""
        return ReviewEnd(end=self.shown.subject)

    @strawberry.field(description="What is said of it.")
    def property(self) -> Property:
        """Return the property."""
        return Property(self.shown.claimed.source.property)

    @strawberry.field(description="The thing at the other end; null where that is a value.")
    def object(self) -> ReviewEnd | None:
        """Return the object."""
        return ReviewEnd(end=self.shown.object) if self.shown.object else None

    @strawberry.field(description="The value that is said; null where a thing is there.")
    def value(self) -> str | None:
        """Return the value."""
        source = self.shown.claimed.source
        return None if isinstance(source, Fact) else str(source.value)

    @strawberry.field(description="Whether it is said to be so, or meant to be.")
    def status(self) -> Status:
        """Return the status."""
        return Status(self.shown.claimed.source.status)

    @strawberry.field(description="When the fact held, where the text says so.")
    def year(self) -> int | None:
        """Return the year."""
        return self.shown.claimed.source.year

    @strawberry.field(description="The words of a post.")
    def role(self) -> str | None:
        """Return the role."""
        source = self.shown.claimed.source
        return source.role if isinstance(source, Fact) else None

    @strawberry.field(description="How often what is read so is right, from 0 to 1.")
    def confidence(self) -> float:
        """Return the confidence."""
        return self.shown.claimed.source.confidence

    @strawberry.field(description="The rule that read it.")
    def rule(self) -> str:
        """Return the rule."""
        return self.shown.claimed.source.rule

    @strawberry.field(
        description="All that its document names, by name: the ends that an edit may give it."
    )
    def choices(self, info: Info) -> list[ReviewEnd]:
        """Return what the document names."""
        found = [ReviewEnd(end=each) for each in self.showing.namable(self.item.key)]
        info.context.spend(1)
        return found

    @strawberry.field(description="Why it is doubtful, in words.")
    def why(self) -> str:
        """Return the reason."""
        source = self.shown.claimed.source
        right = f"{source.confidence * 100:.0f} %"
        read = f"what {source.rule} reads so is right in about {right} of cases"
        if self.shown.claimed.is_proposal:
            return f"{read}, and it was not sure enough, or not trusted, to assert it"
        return f"{read}; the graph asserts it"

    @strawberry.field(description="The words of documents that it rests on.")
    def sentences(self) -> list[ReviewSentence]:
        """Return the one sentence."""
        return [ReviewSentence(sentence=self.shown.sentence)]

    @strawberry.field(description="What can be decided of it.")
    def can(self) -> list[ReviewAct]:
        """Return the acts."""
        return [ReviewAct.ACCEPT, ReviewAct.REJECT, ReviewAct.EDIT]


#: Why two things may be one, by what makes their names alike.
_ALIKE: Final = {
    "same name": "both have one name, and nothing says that they are one",
    "order of words": "their names have the same words in another order",
    "spelling": "their names differ in the spelling of one word",
    "more words": "the name of one has a word more than that of the other",
    "initials": "the name of one are the initials of the other's",
}


@strawberry.type(description="Two things that may be one, or one thing that may be two.")
class UncertainPair(ReviewItem):
    """One pair."""

    @cached_property
    def shown(self) -> ShownPair:
        """What documents say of the two."""
        return self.showing.pair(self.item)

    @strawberry.field(description="The one thing; where they are joined, what they are now.")
    def one(self) -> ReviewEnd:
        """Return the first."""
        return ReviewEnd(end=self.shown.one)

    @strawberry.field(
        description="The other; where they are joined, what went to the one, by the IRI that it "
        "would have by itself."
    )
    def other(self) -> ReviewEnd:
        """Return the second."""
        return ReviewEnd(end=self.shown.other)

    @strawberry.field(description="Whether they are one thing now.")
    def are_one(self) -> bool:
        """Return whether they are joined."""
        return self.item.sort == "joined"

    @strawberry.field(description="Why it is doubtful, in words.")
    def why(self) -> str:
        """Return the reason."""
        if self.item.sort == "apart":
            return _ALIKE[self.item.why]
        short, main = self.shown.other.name, self.shown.one.name
        because = "its initials" if self.item.why == "initials" else "a short form"
        return f"documents call {main} {short} too, as {because}, and others say {short} alone"

    @strawberry.field(description="The words of documents that it rests on.")
    def sentences(self) -> list[ReviewSentence]:
        """Return a few sentences for each."""
        return [ReviewSentence(sentence=each) for each in self.shown.sentences]

    @strawberry.field(description="What can be decided of it.")
    def can(self) -> list[ReviewAct]:
        """Return the acts."""
        return [ReviewAct.SAME, ReviewAct.DIFFERENT]
