"""Which IRI a decision may give for its thing, once some of what the thing was made of is purged.

The IRI of a thing is made of the longest of its names, which may be one that only the purged
document used. Then the decision goes by an IRI that is made of what is left.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from graph.identity.index import NodeIndex
from graph.identity.joining import is_person
from graph.identity.naming import KIND_ORDER, name_slug
from graph.identity.nodes import LocalKey, atom_parts, family_of
from graph.keeping.documents import DocumentStore
from ontology.iris import Base, slug

from .curation import Anchors, is_local

_HASHED: Final = re.compile(r"-[0-9a-f]{8}")


class Addresses:
    """The relative IRIs of things, as far as they are not made of the *purged* atoms alone."""

    def __init__(self, documents: DocumentStore, base: Base, purged: Set[str]) -> None:
        """Ask the index of *documents*, which is that of the last commit."""
        self._index = documents.view(NodeIndex)
        self._base = base
        self._purged = purged

    def __call__(self, reference: str, left: Anchors) -> str | None:
        """Return the IRI for a thing with one, and with these anchors *left*; None for none."""
        iri = self._base.iri + reference
        others = [atom for atom in self._index.at(iri) if atom not in self._purged]
        if is_local(reference) or any(self._may_have(atom, iri) for atom in (*left, *others)):
            return reference
        placed = self._index.placed(left)
        ordered = sorted(left, key=lambda atom: atom not in placed)  # what is there comes first
        found = next((own for atom in ordered for own in self._own(atom)), None)
        return found and found.removeprefix(self._base.iri)

    def _may_have(self, atom: str, iri: str) -> bool:
        """Say whether *iri* is one that a thing of this atom alone may have."""
        if iri in self._own(atom):
            return True
        if not is_person(atom):
            return False
        plain = self._base.entity("Person", slug(_name(atom)))  # several may have the name
        return iri.startswith(plain) and _HASHED.fullmatch(iri.removeprefix(plain)) is not None

    def _own(self, atom: str) -> list[str]:
        """Return the IRIs that an atom gives, the most likely first."""
        sort, *parts = atom_parts(atom)
        if (there := self._index.placed([atom]).get(atom)) and there.own:
            return [there.own]
        if sort in "so":
            return [self._base.entity(parts[1], LocalKey(*parts).own_slug())]
        if is_person(atom):
            return [self._base.entity("Person", name_slug("Person", _name(atom)))]
        if sort == "n":
            kinds = [kind for kind in KIND_ORDER if family_of(kind) == parts[0]]
            return [self._base.entity(kind, name_slug(kind, parts[1])) for kind in kinds]
        family, link = parts
        return [] if family else [self._base.rebased(link)]


def _name(atom: str) -> str:
    """Return the normalised name in a person's atom."""
    sort, *parts = atom_parts(atom)
    return parts[2] if sort in "so" else parts[0]
