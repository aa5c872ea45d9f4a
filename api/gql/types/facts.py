"""Facts: what one document states, or led from one thing to another, each with its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, cast

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Context, Info
from graph.claims import Term, in_order, term_of
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from ontology.namespaces import PREFIXES, prologue
from ontology.terms import RESOLVES_TO, STATUSES

from .claims import Claim
from .links import connect, keys
from .paged import paged
from .paging import Key, Order, Paging, Part
from .statements import Statement, Status

_RESOLVES_TO: Final = NamedNode(RESOLVES_TO)
_ENDS: Final = tuple(NamedNode(PREFIXES["rdf"] + end) for end in ("subject", "object"))
_STATUS_NAMES: Final = {iri: name for name, iri in STATUSES.items()}

#: Which claims a document has, in the order of its text, without reading them.
_SAID: Final = """
SELECT ?claim ?subject ?predicate ?object ?status ?start WHERE {{
  GRAPH <{document}> {{
    ?claim hansa:status ?status ; rdf:subject ?subject ; rdf:predicate ?predicate ;
      rdf:object ?object ; hansa:evidence/oa:hasSelector/oa:start ?start }}
}}"""

#: By the place of the first claim in the text.
_BY_PLACE: Final = Order("place", (Part(),))

#: What makes two claims say one fact: its three parts, and its status.
Said = tuple[str, str, Term, str]


@strawberry.type(description="Something that documents state, with the sentences that state it.")
class Fact(Statement):
    """One fact; its claims are looked up only where they are asked for."""

    find_claims: strawberry.Private[Callable[[], list[GraphClaim]]]

    @strawberry.field(description="The sentences that state it, in the order of their documents.")
    def claims(self, info: Info) -> list[Claim]:
        """Return the claims."""
        found = self.find_claims()
        info.context.spend(len(found))
        return [Claim.of(claim) for claim in found]

    @classmethod
    def of(cls, said: Said, find_claims: Callable[[], list[GraphClaim]]) -> Fact:
        """Return the fact that something is said to be."""
        subject, predicate, object_, status = said
        return cls(
            subject_id=subject,
            predicate=predicate,
            object_term=object_,
            status=Status(status),
            find_claims=find_claims,
        )


def stated_in_it() -> Any:
    """Return the field of a document with all it states, in the order of its text."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        reader = info.context.reader
        found = _stated(info.context, str(root.id))
        said = {claims[0][1]: each for each, claims in found.items()}

        def claims_of(claim: str) -> list[GraphClaim]:
            return read(reader, (iri for _, iri in found[said[claim]]))

        return connect(
            info.context,
            [Key("", claims[0][1], (claims[0][0],)) for claims in found.values()],
            paging,
            node=lambda claim: Fact.of(said[claim], lambda: claims_of(claim)),
            claims=claims_of,
            order=_BY_PLACE,
        )

    return paged(find, "What it states, asserted and planned, in the order of its text.")


def _stated(context: Context, document: str) -> Mapping[Said, list[tuple[int, str]]]:
    """Return the facts that a document states, each with the places and IRIs of its claims."""
    found: dict[Said, list[tuple[int, str]]] = {}
    for row in context.reader.solutions(prologue() + _SAID.format(document=document)):
        context.check_time()
        status = _STATUS_NAMES[row["status"].value]
        said = row["subject"].value, row["predicate"].value, row["object"], status
        found.setdefault(said, []).append((int(row["start"].value), row["claim"].value))
    return {said: sorted(claims) for said, claims in found.items()}


def read(reader: Reader, iris: Iterable[str]) -> list[GraphClaim]:
    """Return the claims with these IRIs in the order of document and place."""
    found = map(reader.claim, dict.fromkeys(iris))
    return in_order(claim for claim in found if claim is not None)


def speaking_of_it() -> Any:
    """Return the field of an entity with the documents that name it."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        from .nodes import node_of

        reader, about = info.context.reader, NamedNode(str(root.id))
        quads = reader.quads(None, _RESOLVES_TO, about)
        graphs = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
        documents = [each.value for each in graphs if reader.kind(each.value) == "Document"]

        def claims_in(document: str) -> list[GraphClaim]:
            graph = NamedNode(document)
            found = [q for end in _ENDS for q in reader.quads(None, end, about, graph)]
            return read(reader, (term_of(cast(Any, quad.subject)).value for quad in found))

        return connect(
            info.context,
            keys(reader, documents),
            paging,
            node=lambda document: node_of(reader, document),
            claims=claims_in,
        )

    return paged(
        find, "The documents that name it, by title; the claims of an edge are what it says."
    )
