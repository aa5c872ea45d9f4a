"""From an IRI to the typed node it means, or the one that took its place."""

from __future__ import annotations

import strawberry
from graphql import GraphQLError
from pyoxigraph import NamedNode

from api.gql.context import Context
from api.gql.failures import AMBIGUOUS, BAD_ID
from api.gql.wording import quoted
from api.replacements import successors
from graph.reader import Reader
from graph.writing.ledger import Ledger
from ontology.terms import KINDS

from . import places, things
from .claims import Claim
from .documents import Document
from .node import Node

#: The type of each kind; the names are those of the ontology's classes.
TYPES: dict[str, type[Node]] = {
    **{kind: getattr(places, kind, None) or getattr(things, kind) for kind in KINDS},
    "Document": Document,
    "Claim": Claim,
}


def node_of(reader: Reader, iri: str) -> Node | None:
    """Return the node with that IRI, or None where nothing in this generation has it."""
    try:
        kind = reader.kind(iri)
    except ValueError:  # not an IRI at all
        return None
    if kind == "Claim":
        claim = reader.claim(iri)
        return Claim.of(claim) if claim else None
    node_type = TYPES.get(kind or "")
    return node_type(id=strawberry.ID(iri)) if node_type else None


def is_iri(text: str) -> bool:
    """Tell an absolute IRI from what is none.

    >>> is_iri("https://example.org/a"), is_iri("baltic"), is_iri("a b:c")
    (True, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def followed(context: Context, iri: str) -> Node | GraphQLError | None:
    """Return the node with that IRI, or the one thing that took its place, as HTTP does by 308.

    Of several that did there is none to choose: then an error is returned, in place of the node,
    that names them. What is no absolute IRI is never an id, and an error too.
    """
    if not is_iri(iri):
        told = f"{quoted(iri)} is not an IRI; take the id of a thing, or find it with search"
        return GraphQLError(told, extensions={"code": BAD_ID})
    reader = context.reader
    if found := node_of(reader, iri):
        return found
    instead = successors(reader, iri) or _departed(context, iri)
    nodes = {each: node for each in instead if (node := node_of(reader, each))}
    if len(nodes) > 1:
        return GraphQLError(
            f"{iri} may mean {len(nodes)} things; ask for the one that is meant",
            extensions={"code": AMBIGUOUS, "candidates": sorted(nodes)},
        )
    return next(iter(nodes.values()), None)


def _departed(context: Context, iri: str) -> tuple[str, ...]:
    """Return what the ledger says took the place of an IRI."""
    if context.ledger is None:
        return ()
    gone = Ledger.open(context.ledger).look_up(iri, generation=context.reader.generation)
    return gone.successors if gone else ()
