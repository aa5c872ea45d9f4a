"""The mutations: a document comes, a document goes, a curator decides.

Only the token's holder has them. Each does what a command of ``hansa`` does, through the same
functions, and its payload is read from the generation that it made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, cast, get_args

import strawberry

from api.deciding import prepared
from api.decision_wording import in_words, outcome
from api.gql.context import Info
from api.gql.failures import BAD_REQUEST, refuse
from api.gql.types.node import Node
from api.gql.types.nodes import followed
from api.gql.types.query import Query
from api.ingesting.keys import one_line
from api.ingesting.reading import Source
from api.ingesting.receiving import source_of_text, source_of_url
from api.ingesting.twins import twins_of
from graph.curating.curation import Act
from graph.curating.decided import Decided
from graph.curating.edits import Wanted
from graph.writing import operations

from .inputs import (
    LONGEST_WAIT,
    CurateInput,
    DocumentSource,
    EditInput,
    IngestDocumentInput,
    RetractDocumentInput,
    said,
)
from .progress import Ingestion
from .writes import Writes


def _query() -> Any:
    description = "Everything else, read from the generation that this made."
    return strawberry.field(resolver=lambda: Query(), description=description, graphql_type=Query)


@strawberry.type(description="What came of `ingestDocument`.")
class IngestDocumentPayload:
    """How far it is."""

    ingestion: Ingestion = said("How far the reading is; its `id` is for `documentProgress`.")
    query: Query = _query()


@strawberry.type(description="What came of `retractDocument`.")
class RetractDocumentPayload:
    """What went."""

    source_key: str = said("The source key of the document that went.")
    document_id: strawberry.ID = said("The `id` it had: an IRI, which answers 410 from now on.")
    generation: int = said("The generation without it.")
    removed: int = said("How many quads went with it.")
    twins: list[str] = said(
        "Source keys of others with the same bytes, which stay and say the same."
    )
    query: Query = _query()


@strawberry.type(description="What came of `curate`.")
class CuratePayload:
    """What was decided, and what it made of things."""

    done: list[str] = said("What was done, in sentences.")
    decision: int | None = said("The number of the decision that was kept, to take it back by.")
    generation: int = said(
        "The newest generation, which this decision made if it changed anything."
    )
    iris: strawberry.Private[Sequence[str]]
    claim: strawberry.ID | None = said(
        "The IRI of the claim that an edit made in place of another.", default=None
    )
    query: Query = _query()

    @strawberry.field(description="The thing it is about, or the first of two, as it is now.")
    def thing(self, info: Info) -> Node | None:
        """Return the first thing, where it is there."""
        return self._now(info, 0)

    @strawberry.field(description="The other of two things, as it is now.")
    def other(self, info: Info) -> Node | None:
        """Return the second thing, where there is one."""
        return self._now(info, 1)

    def _now(self, info: Info, place: int) -> Node | None:
        info.context.spend(1)
        if place >= len(self.iris):
            return None
        # What is returned as an error is one of this field; strawberry has no type for that.
        return cast(Node | None, followed(info.context, self.iris[place]))


_GIVEN: Final = strawberry.argument(description="All that it needs.")


@strawberry.type(
    description="What the holder of the server's token may write. By POST only; several of one "
    "request are done one after the other, and each is read in the generation that it made."
)
class Mutation:
    """Every field takes one input and returns what was done."""

    @strawberry.field(
        description="Have a document read into the graph, as `hansa ingest` does. Answers when "
        "that is done, or after `waitSeconds`."
    )
    def ingest_document(
        self, info: Info, input: Annotated[IngestDocumentInput, _GIVEN]
    ) -> IngestDocumentPayload | None:
        """Read one document."""
        if not 0 <= input.wait_seconds <= LONGEST_WAIT:
            refuse(BAD_REQUEST, f"waitSeconds is from 0 to {LONGEST_WAIT}")
        writes = _writes(info)
        source = _source(input.source, writes, again=input.again)
        progress = writes.ingest(source, seconds=input.wait_seconds)
        return IngestDocumentPayload(ingestion=Ingestion.of(progress))

    @strawberry.field(
        description="Take a document back, with all that only it said, as `hansa retract` does."
    )
    def retract_document(
        self, info: Info, input: Annotated[RetractDocumentInput, _GIVEN]
    ) -> RetractDocumentPayload | None:
        """Retract one document."""
        writes = _writes(info)
        document = one_line(input.document, "document")
        twins = twins_of(writes.workspace, document)
        done = writes.perform(operations.retract(document))
        (key,) = done.results
        return RetractDocumentPayload(
            source_key=key,
            document_id=strawberry.ID(writes.workspace.base.document(key)),
            generation=done.commit.generation,
            removed=done.commit.removed,
            twins=twins,
        )

    @strawberry.field(
        description="Decide what is one thing, what it is called and which claims hold, as "
        "`hansa curate` and `hansa review` do. Decisions hold through every later ingestion."
    )
    def curate(self, info: Info, input: Annotated[CurateInput, _GIVEN]) -> CuratePayload | None:
        """Keep one decision."""
        who, at = one_line(input.by, "by"), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        act, value = next(
            (name, each.value)
            for name in (*get_args(Act), "accept", "reject", "edit", "reopen", "undo")
            if (each := getattr(input.decision, name)) is not None
        )
        if act == "edit":
            return _edited(info, value, who=who, at=at)
        if act in get_args(Act):
            return _decided(info, cast(Act, act), value, who=who, at=at)
        return _judged(info, act, value, who=who, at=at)


def _writes(info: Info) -> Writes:
    writes = info.context.writes
    if writes is None:
        raise RuntimeError("a mutation is executed where nothing may be written")
    writes.require_keeper()
    return writes


def _source(given: DocumentSource, writes: Writes, *, again: bool) -> Source:
    if given.url is not None:
        return source_of_url(given.url.value, force=again)
    assert given.text is not None  # noqa: S101  # it is one of two
    text, place = given.text.value, writes.spool.place()
    said = {"suffix": text.format.value, "key": text.source_key}
    return source_of_text(text.content, place, **said, force=again)


def _decided(info: Info, act: Act, value: Any, *, who: str, at: str) -> CuratePayload:
    """Keep what is decided of things."""
    writes, reader = _writes(info), info.context.reader
    given = [value.thing] if act == "rename" else [value.one, value.other]
    more: dict[str, Any] = {"who": who, "at": at}
    if act == "rename":
        more |= {"name": value.name, "language": value.language}
    if act == "same":
        more["across_kinds"] = value.across_kinds
    said = prepared(act, given, reader, Decided(writes.workspace.documents), **more)
    if isinstance(said, str):
        return CuratePayload(done=[said], decision=None, generation=reader.generation, iris=())
    before = reader
    done = writes.perform(operations.curate(said))
    (kept,) = done.results
    after = info.context.reader
    words = f"decision {kept.number}: {in_words(kept, before)}"
    told = [words, *outcome(kept, Decided(writes.workspace.documents), after)]
    iris = [after.base.iri + each for each in kept.ends]
    return CuratePayload(
        done=told, decision=kept.number, generation=done.commit.generation, iris=iris
    )


def _edited(info: Info, given: EditInput, *, who: str, at: str) -> CuratePayload:
    """Keep what a reviewer reads in the sentence of a claim."""
    wanted = Wanted(
        subject=given.subject,
        property=given.property.value if given.property else None,
        object=given.object,
        value=given.value,
        status=cast(str, given.status.value) if given.status else None,
        year=given.year,
        role=given.role,
    )
    writes = _writes(info)
    done = writes.perform(operations.edit(given.claim, wanted, who=who, at=at))
    (kept,) = done.results
    return CuratePayload(
        done=[f"edited: {kept.before}; it says that {kept.after}"],
        decision=None,
        generation=done.commit.generation,
        iris=(),
        claim=strawberry.ID(kept.made),
    )


def _judged(info: Info, act: str, value: Any, *, who: str, at: str) -> CuratePayload:
    """Keep what is decided of claims, or take something back."""
    if not value:
        refuse(BAD_REQUEST, f"{act} names nothing; name what is meant")
    writes, reader = _writes(info), info.context.reader
    if act == "undo":
        done = writes.perform(*(operations.undo_decision(number) for number in value))
        words = [
            f"taken back: decision {one.number}: {in_words(one, reader)}" for one in done.results
        ]
    elif act == "reopen":
        done = writes.perform(operations.undecide(value))
        words = [f"open again: {one.saying}" for one in done.results[0]]
    elif act == "accept":
        done = writes.perform(operations.decide(value, "accept", who=who, at=at))
        words = [f"accepted: {one.saying()}" for one in done.results[0]]
    else:
        done = writes.perform(operations.decide(value, "reject", who=who, at=at))
        words = [f"rejected: {one.saying()}" for one in done.results[0]]
    return CuratePayload(done=words, decision=None, generation=done.commit.generation, iris=())
