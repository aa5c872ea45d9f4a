"""Documents as nodes: what they are, what they say, of whom they speak."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Info
from api.gql.mapping.table import ATTRIBUTES
from graph.claims import term_of
from ontology.terms import RESOLVES_TO

from .connections import Connection
from .facts import Fact, said_in, stated_in_it
from .history import History, history
from .interfaces import Entity
from .links import connect, in_order
from .node import Node
from .paged import paged
from .paging import Paging
from .values import told

AnyEntity = Annotated[Entity, strawberry.lazy(".interfaces")]


def _entities() -> Any:
    """Return the field of the entities that a document's local ones resolve to."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        from .nodes import node_of

        reader, graph = info.context.reader, NamedNode(str(root.id))

        def read() -> set[str]:
            quads = reader.quads(None, NamedNode(RESOLVES_TO), None, graph)
            return {term_of(quad.object).value for quad in quads}

        found = in_order(reader, ("entities", str(root.id)), read)
        return connect(
            info.context,
            found,
            paging,
            node=lambda iri: node_of(reader, iri),
            claims=lambda iri: said_in(reader, graph.value, iri),
        )

    return paged(find, "The things it names; the claims of an edge are what it says of each.")


@strawberry.type(description="A statement, press release, script or other source document.")
class Document(Node):
    """One document; its text is at its IRI with ``.txt`` too."""

    source_key: str = told("sourceKey")
    publisher: str | None = told("publisher")
    date: str | None = told("date")
    language: str = told("language", missing="und")
    sha256: str = told("sha256")

    @strawberry.field(description=ATTRIBUTES["title"].description)
    def title(self, info: Info) -> str:
        """Return the title, which the label of a document is."""
        return info.context.reader.label(str(self.id))

    @strawberry.field(description="The whole text, which the offsets of claims count in.")
    def text(self, info: Info) -> str:
        """Return the text as this generation read it."""
        return info.context.reader.document_text(str(self.id))

    entities: Connection[AnyEntity] = _entities()
    facts: Connection[Fact] = stated_in_it()
    history: History = history()
