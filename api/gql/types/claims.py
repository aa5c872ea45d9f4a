"""Claims as GraphQL shows them: the sentence, where it stands, and what it says beside the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.reader import Claim as GraphClaim

from .node import Node
from .statements import Statement, Status

if TYPE_CHECKING:
    from .documents import Document

__all__ = ["Claim", "Status"]


@strawberry.type(description="One saying of a fact, with the words that say it.")
class Claim(Statement, Node):
    """One claim (an rdf:Statement with Web Annotation evidence)."""

    id: strawberry.ID = strawberry.field(
        description="The IRI of the claim; its page says all this too."
    )
    quote: str = strawberry.field(description="The words, exactly as they stand in the document.")
    prefix: str = strawberry.field(description="What stands just before the quote.")
    suffix: str = strawberry.field(description="What stands just after it.")
    start: int = strawberry.field(description="Offset of the quote in the document's text.")
    end: int = strawberry.field(description="Offset just after it; both count code points.")
    year: int | None = strawberry.field(description="When the fact held, where the text says so.")
    role: str | None = strawberry.field(description="The words of a post.")
    confidence: float = strawberry.field(
        description="How often what is read so is right, from 0 to 1."
    )
    rule: str = strawberry.field(description="The rule that read it.")
    document_id: strawberry.Private[str]

    @strawberry.field(description="The document that says it.")
    def document(self) -> Annotated[Document, strawberry.lazy(".documents")]:
        """Return the document of the claim."""
        from .documents import Document

        return Document(id=strawberry.ID(self.document_id))

    @classmethod
    def of(cls, claim: GraphClaim) -> Claim:
        """Return what the graph's reader read, as GraphQL shows it."""
        return cls(
            subject_id=claim.subject,
            predicate=claim.predicate,
            object_term=claim.object,
            id=strawberry.ID(claim.iri),
            quote=claim.exact,
            prefix=claim.prefix,
            suffix=claim.suffix,
            start=claim.start,
            end=claim.end,
            status=Status(claim.status),
            year=claim.year,
            role=claim.role,
            confidence=claim.confidence,
            rule=claim.rule,
            document_id=claim.document,
        )
