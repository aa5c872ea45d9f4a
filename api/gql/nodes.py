"""From an IRI to the typed node it means."""

from __future__ import annotations

import strawberry

from graph.reader import Reader
from ontology.terms import KINDS

from . import places, things
from .documents import Document
from .interfaces import Node

#: The type of each kind; the names are those of the ontology's classes.
TYPES: dict[str, type[Node]] = {
    **{kind: getattr(places, kind, None) or getattr(things, kind) for kind in KINDS},
    "Document": Document,
}


def node_of(reader: Reader, iri: str) -> Node | None:
    """Return the node with that IRI, or None where nothing in this generation has it."""
    try:
        kind = reader.kind(iri)
    except ValueError:  # not an IRI at all
        return None
    node_type = TYPES.get(kind or "")
    return node_type(id=strawberry.ID(iri)) if node_type else None
