"""From an IRI that a curator gives to the atoms that it means."""

from __future__ import annotations

from graph.errors import UnknownEntityError
from graph.identity.index import NodeIndex
from graph.identity.nodes import LocalKey, singled
from graph.keeping.documents import DocumentStore
from ontology.iris import Base


def anchors_of(iri: str, index: NodeIndex, documents: DocumentStore, base: Base) -> list[str]:
    """Return the atoms that *iri* means, the one that most means it first.

    *iri* is an entity's, one that was merged into an entity's, or that of an entity in one document
    (``doc/...#e-...``), which is then meant apart from all others. Raises UnknownEntityError.
    """
    if "#e-" in iri:
        found = [singled(key) for key in _local(iri, index, documents, base)]
    else:
        found = index.at(iri) or [singled(key) for key in _alone(iri, index, base)]
    if not found:
        raise UnknownEntityError(f"nothing has the IRI {iri}; hansa ask about finds it by name")
    return found


def _local(iri: str, index: NodeIndex, documents: DocumentStore, base: Base) -> list[LocalKey]:
    """Return the node with that IRI in its document."""
    return [
        node
        for key in documents.named(iri.partition("#")[0], base=base)
        for node in index.nodes(key)
        if base.local_entity(key, node.kind, node.name) == iri
    ]


def _alone(iri: str, index: NodeIndex, base: Base) -> list[LocalKey]:
    """Return the node that has this IRI for itself; its hash tells it from others of the name."""
    return [
        key for key in index.with_hash(iri[-8:]) if base.entity(key.kind, key.own_slug()) == iri
    ]
