"""Settling in the index what was touched, and what entities share in the common graphs."""

from __future__ import annotations

from collections.abc import Mapping

from graph.identity.index import NodeIndex, Placed, Touched
from graph.identity.joining import Curated
from graph.identity.naming import Naming
from graph.identity.resolution import Settled, settle
from graph.lines.difference import QuadLine

from .gazetteer import Gazetteer
from .shares import country_share, entity_share, replaced_share
from .supports import Supports


class Settling:
    """Settles the atoms of one update.

    ``moved`` says for each entity's IRI that something left to which IRIs it went.
    """

    def __init__(
        self,
        index: NodeIndex,
        supports: Supports,
        naming: Naming,
        gazetteer: Gazetteer,
        curation: Curated,
    ) -> None:
        """Read and write *index*, and let entities have their share in *supports*."""
        self._index = index
        self._supports = supports
        self._naming = naming
        self._gazetteer = gazetteer
        self._curation = curation
        self.moved: dict[str, set[str]] = {}

    def settle_all(self) -> None:
        """Settle every atom, where none was settled before."""
        self._settle(Touched(self._index.all_atoms()))

    def settle(self, touched: Touched) -> set[str]:
        """Settle what was touched, and persons by where their employers went.

        Returns the keys of the documents of which an entity went elsewhere.
        """
        elsewhere = self._settle(touched)
        employed = {
            person for atom in sorted(elsewhere) for person in self._index.sharing("employer", atom)
        }
        elsewhere |= self._settle(Touched(employed))
        return self._index.documents_with(elsewhere)

    def _settle(self, touched: Touched) -> set[str]:
        """Settle a component, and return the atoms that went elsewhere."""
        component = self._index.component(touched, self._curation)
        before = self._index.placed(component)
        atoms = {atom: found for atom, found in component.items() if found.nodes}
        settled = settle(atoms, self._naming, curation=self._curation, employer=self._employer)
        after = {atom: _placed(atom, settled) for atom in atoms}
        changed = {atom for atom in component if before.get(atom) != after.get(atom)}
        self._index.place({atom: after.get(atom) for atom in changed})
        self._share(settled, [*before.values(), *after.values()])
        elsewhere = {atom for atom in changed if _iri(before, atom) != _iri(after, atom)}
        for atom in elsewhere & before.keys():
            self.moved.setdefault(before[atom].iri, set()).add(_iri(after, atom) or "")
        return elsewhere

    def _employer(self, atom: str) -> str | None:
        found = self._index.placed([atom]).get(atom)
        return found.iri if found else None

    def _share(self, settled: Settled, places: list[Placed]) -> None:
        """Let entities, merged-away IRIs and countries that are or were there have their share."""
        for iri in sorted({place.iri for place in places} - {""}):
            entity = settled.entities.get(iri)
            lines = entity_share(entity, self._gazetteer, self._naming.base) if entity else set()
            self._supports.replace(f"entity {iri}", lines)
        for own in sorted({place.own for place in places} - {""}):
            by = settled.replaced.get(own)
            self._supports.replace(f"gone {own}", replaced_share(own, by) if by else set())
        for code in sorted({place.country for place in places} - {""}):
            self._supports.replace(f"country {code}", self._country(code))

    def _country(self, code: str) -> set[QuadLine]:
        if not self._index.has_places_in(code):
            return set()
        return country_share(code, self._index, self._gazetteer, self._naming.base)


def _placed(atom: str, settled: Settled) -> Placed:
    iri = settled.iris[atom]
    place = settled.entities[iri].place if iri else None
    return Placed(iri, settled.own.get(atom, ""), place.country if place else "")


def _iri(placed: Mapping[str, Placed], atom: str) -> str | None:
    return placed[atom].iri if atom in placed else None
