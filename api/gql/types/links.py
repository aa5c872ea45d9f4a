"""Relations as fields: the table of links, and the one resolver that serves them all.

Each row names a field, its property in the direction documents state it, and whether the field
reads that property backwards. The interfaces and types take their connection fields from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

import strawberry
from pyoxigraph import DefaultGraph, NamedNode

from api.gql.context import Context, Info
from api.linked.sayings import ends_of
from api.pages.pages import local_name
from graph.claims import term_of
from graph.evidence.evidence import Evidence, Fact
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import RELATIONS

from .arguments import After, Before, First, Last, Planned
from .connections import Connection, Edge, Key, Paging, cut

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


@dataclass(frozen=True, slots=True)
class Link:
    """One relation seen from one end.

    ``relation`` is the local name that documents state; ``backwards`` is true where the thing
    that has the field is the object of it. A symmetric relation is read both ways.
    """

    relation: str
    backwards: bool = False

    @property
    def predicate(self) -> NamedNode:
        """The materialised property that leads from here to the other end."""
        return NamedNode(HANSA + (RELATIONS[self.relation] if self.backwards else self.relation))

    def asserted(self, reader: Reader, iri: str) -> set[str]:
        """Return the other ends that some claim asserts."""
        quads = reader.quads(NamedNode(iri), self.predicate, None, DefaultGraph())
        return {term_of(quad.object).value for quad in quads}

    def claims(self, reader: Reader, iri: str, other: str) -> list[GraphClaim]:
        """Return the claims between *iri* and *other*."""
        directions = {self.backwards} | ({True, False} if self._is_symmetric else set())
        found: list[GraphClaim] = []
        for backwards in sorted(directions):
            subject, object_ = (other, iri) if backwards else (iri, other)
            fact = Fact(subject, HANSA + self.relation, NamedNode(object_))
            found += Evidence(reader).saying(fact)
        return found

    def spoken_of(self, reader: Reader, iri: str) -> set[str]:
        """Return the other ends that claims, asserted or planned, speak of."""
        name = local_name(self.predicate.value)
        return {each.other for each in ends_of(reader, iri) if each.heading == name} - {iri}

    @property
    def _is_symmetric(self) -> bool:
        return RELATIONS[self.relation] == self.relation


def label(reader: Reader, iri: str) -> str:
    """Return the preferred name of a thing, or its IRI where it has none."""
    quads = reader.quads(NamedNode(iri), _LABEL, None, DefaultGraph())
    return min((term_of(quad.object).value for quad in quads), default=iri)


def keys(reader: Reader, iris: Iterable[str]) -> list[Key]:
    """Return the order keys of things: by name, upper and lower case alike, then by IRI."""
    return [Key(label(reader, iri).casefold(), iri) for iri in iris]


def connect(
    context: Context,
    found: list[Key],
    paging: Paging,
    *,
    node: Callable[[str], Any],
    claims: Callable[[str], list[GraphClaim]] | None = None,
) -> Connection[Any]:
    """Return the page of a connection; *claims* finds those of an edge."""
    page = cut(found, paging)
    context.spend(1)

    @cache
    def open_page() -> list[Edge[Any]]:
        context.spend(len(page.keys))
        return [
            Edge[Any](
                cursor=key.cursor(),
                node=node(key.iri),
                find_claims=partial(claims, key.iri) if claims else list,
            )
            for key in page.keys
        ]

    return Connection[Any](page=page, open_page=open_page)


def link(property_: str, description: str, *, backwards: bool = False) -> Any:
    """Return a connection field over a relation; its node type is the class annotation's.

    ``planned: true`` adds what documents only intend; the claims on each edge say which is which.
    """
    row = Link(property_, backwards)

    def resolve(
        root: Any,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        planned: Planned = False,
    ) -> Any:
        from .nodes import node_of

        context = info.context
        reader, iri = context.reader, str(root.id)
        others = row.spoken_of(reader, iri) if planned else row.asserted(reader, iri)
        return connect(
            context,
            keys(reader, others),
            Paging(first, after, last, before),
            node=lambda other: node_of(reader, other),
            claims=lambda other: row.claims(reader, iri, other),
        )

    return strawberry.field(resolver=cast(Callable[..., Any], resolve), description=description)
