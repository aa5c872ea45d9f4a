"""How far the reading of a document is, as mutations and subscriptions show it."""

from __future__ import annotations

from enum import Enum

import strawberry

from api.gql.context import Info
from api.gql.types.documents import Document
from api.gql.types.enums import choice
from api.gql.types.nodes import node_of
from api.ingesting.ingestions import Progress


@strawberry.enum(description="How far the reading of a document is.")
class IngestionState(Enum):
    """The states, in their order."""

    QUEUED = choice("QUEUED", "It waits for its turn.")
    READING = choice("READING", "It is fetched, and made a text.")
    EXTRACTING = choice("EXTRACTING", "What the text says is found.")
    WRITING = choice("WRITING", "It is written into the graph, perhaps after another writer.")
    DONE = choice("DONE", "It is in the graph; nothing more comes.")
    FAILED = choice("FAILED", "It is not in the graph, and `failure` says why; nothing more comes.")


@strawberry.enum(description="What became of a document.")
class IngestionOutcome(Enum):
    """The outcomes."""

    ADDED = choice("added", "It is new.")
    CHANGED = choice("changed", "It took the place of an older one with its key.")
    UNCHANGED = choice("unchanged", "It was there already, as it is.")
    DUPLICATE = choice("duplicate", "Another has the same bytes; one of the two speaks for both.")


@strawberry.type(description="Why something failed.")
class Failure:
    """A code to branch on and a sentence."""

    code: str = strawberry.field(description="What `extensions.code` of an error would be.")
    message: str = strawberry.field(description="What is wrong, and what to do.")


@strawberry.type(description="The reading of one document into the graph.")
class Ingestion:
    """How far it is, and what came of it."""

    id: strawberry.ID = strawberry.field(
        description="For `documentProgress`; no IRI. Nobody can guess it; whoever has it may "
        "follow."
    )
    state: IngestionState = strawberry.field(description="How far it is.")
    source_key: str | None = strawberry.field(description="The key of the document.")
    waiting_for: str | None = strawberry.field(
        description="What it waits for, in words: documents before it, the server of its address, "
        "the model, another writer. Null while it is worked at."
    )
    outcome: IngestionOutcome | None = strawberry.field(
        description="What became of it, once it is done."
    )
    duplicate_of: str | None = strawberry.field(
        description="The source key of the document with the same bytes, where there is one."
    )
    withheld: list[str] = strawberry.field(
        description="What of it was kept out of the graph since it breaks a rule, in sentences."
    )
    generation: int | None = strawberry.field(
        description="The newest generation when it was done; it has the document."
    )
    failure: Failure | None = strawberry.field(description="Why it failed, if it did.")

    @strawberry.field(
        description="The document, once it is done; of a duplicate, the one that speaks for both: "
        "that whose source key comes first."
    )
    def document(self, info: Info) -> Document | None:
        """Return the document by its key."""
        keys = [each for each in (self.source_key, self.duplicate_of) if each is not None]
        if self.state is not IngestionState.DONE or not keys:
            return None
        info.context.spend(1)
        reader, key = info.context.reader, min(keys)  # which the graph names the document by
        found = node_of(reader, reader.base.document(key))
        return found if isinstance(found, Document) else None

    @classmethod
    def of(cls, progress: Progress) -> Ingestion:
        """Return what *progress* tells, as GraphQL shows it."""
        failure = None
        if progress.code is not None:
            failure = Failure(code=progress.code, message=progress.reason or "")
        outcome = progress.outcome
        return cls(
            id=strawberry.ID(progress.id),
            state=IngestionState(progress.state),
            source_key=progress.key,
            waiting_for=progress.waiting,
            outcome=IngestionOutcome(outcome) if outcome else None,
            duplicate_of=progress.duplicate_of,
            withheld=list(progress.withheld),
            generation=progress.generation,
            failure=failure,
        )
