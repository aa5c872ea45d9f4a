"""Documents as nodes: what they are, what they say, of whom they speak."""

from __future__ import annotations

from typing import Annotated

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Info
from graph.claims import term_of
from ontology.namespaces import PREFIXES
from ontology.terms import RESOLVES_TO, SHA256, SOURCE_KEY

from .arguments import After, Before, First, Last
from .connections import Connection, Paging
from .interfaces import Entity, Node
from .links import connect, keys


@strawberry.type(description="A statement, press release, script or other source document.")
class Document(Node):
    """One document; its text is at its IRI with ``.txt`` too."""

    @strawberry.field(description="The key under which it was ingested: an address or a path.")
    def source_key(self, info: Info) -> str:
        """Return the source key."""
        return self._value(info, SOURCE_KEY) or ""

    @strawberry.field(description="Its title, or its source key where it tells none.")
    def title(self, info: Info) -> str:
        """Return the title."""
        return info.context.reader.label(str(self.id))

    @strawberry.field(description="Who published it, where the file tells.")
    def publisher(self, info: Info) -> str | None:
        """Return the publisher."""
        return self._value(info, PREFIXES["dcterms"] + "publisher")

    @strawberry.field(description="When it was published: a year, month or day.")
    def date(self, info: Info) -> str | None:
        """Return the date, as precise as the file tells it."""
        return self._value(info, PREFIXES["dcterms"] + "date")

    @strawberry.field(description="BCP 47 tag of its language.")
    def language(self, info: Info) -> str:
        """Return the language."""
        return self._value(info, PREFIXES["dcterms"] + "language") or "und"

    @strawberry.field(description="SHA-256 of the bytes it was read from.")
    def sha256(self, info: Info) -> str:
        """Return the digest."""
        return self._value(info, SHA256) or ""

    @strawberry.field(description="The whole text, which the offsets of claims count in.")
    def text(self, info: Info) -> str:
        """Return the text as this generation read it."""
        return info.context.reader.document_text(str(self.id))

    @strawberry.field(description="The things it names.")
    def entities(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Annotated[Entity, strawberry.lazy(".interfaces")]]:
        """Return the entities that the document's local ones resolve to."""
        from .nodes import node_of

        reader = info.context.reader
        graph = NamedNode(str(self.id))
        quads = reader.quads(None, NamedNode(RESOLVES_TO), None, graph)
        found = keys(reader, {term_of(quad.object).value for quad in quads})
        paging = Paging(first, after, last, before)
        return connect(info.context, found, paging, node=lambda iri: node_of(reader, iri))

    def _value(self, info: Info, predicate: str) -> str | None:
        about = NamedNode(str(self.id))
        quads = info.context.reader.quads(about, NamedNode(predicate), None, about)
        return min((term_of(quad.object).value for quad in quads), default=None)
