"""Which entities of different documents are one: from local names to canonical IRIs.

``resolve`` is a pure function of the current extractions, the authority file and the gazetteer,
so the order in which documents came cannot matter. It joins entities step by step:

1. by **identity**: the same GeoNames, ISO 3166 or authority record;
2. by **full name**, normalised, unless it is generic or an acronym; where several identities
   share the name (Springfield), only entities without an identity join by it;
3. by **short form**: an entity known only by an acronym or alias joins the one entity that the
   whole corpus uses it for; as soon as it is used for two, it joins neither;
4. **persons** of one full name only where they share an organisation, whatever it resolved to.

Each step joins within compatible kinds only (Network with Organization, Programme with Project),
except that the authority file may join any.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ontology.iris import Base, hash8, normalise_name, slug
from ontology.model import Entity, Extraction
from ontology.terms import ACTORS
from ontology.vocabulary import AuthorityRecord

from .clusters import Clusters, LocalKey, Node, family_of
from .gazetteer import Gazetteer, Place
from .names import is_acronym, is_generic

#: Among kinds that equally many claims speak for, the first of these wins.
KIND_ORDER: Final = (
    "Network",
    "Organization",
    "Programme",
    "Project",
    "Agreement",
    "Event",
    "City",
    "Country",
    "Region",
    "Person",
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """One entity across all documents.

    ``names`` are (text, language) with the preferred one first; ``place`` and ``record`` are
    what the gazetteer and the authority file know of it.
    """

    iri: str
    kind: str
    names: tuple[tuple[str, str], ...]
    place: Place | None = None
    record: AuthorityRecord | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where every local entity went, and what it went to."""

    base: Base
    _iris: Mapping[tuple[str, str], str]
    entities: Mapping[str, Resolved]

    def iri(self, document: str, entity_id: str) -> str:
        """Return the canonical IRI of the entity with that id in the document with that key."""
        return self._iris[document, entity_id]


def local_key(document: str, entity: Entity) -> LocalKey:
    """Return what *entity* is known by in the document with that source key.

    >>> local_key("a.txt", Entity(id="1", kind="City", names=("Zürich",))).name
    'zurich'
    """
    return LocalKey(document, entity.kind, normalise_name(entity.names[0]))


def resolve(
    extractions: Mapping[str, Extraction],
    *,
    authority: Iterable[AuthorityRecord],
    gazetteer: Gazetteer,
    base: Base,
    languages: Mapping[str, str],
) -> Resolution:
    """Resolve the entities of all *extractions*, which are given by source key.

    *languages* has the language of each document, for its names. Links to records that neither
    the gazetteer nor the authority file holds count as no link.
    """
    nodes = _nodes(extractions, _Records(authority, gazetteer), languages)
    clusters = Clusters(nodes)
    clusters.join_identities()
    clusters.join_full_names()
    clusters.join_short_forms()
    clusters.join_persons()
    iris, entities = _named(clusters, base)
    located = {
        (document, entity.id): iris[local_key(document, entity)]
        for document, extraction in extractions.items()
        for entity in extraction.entities
    }
    return Resolution(base=base, _iris=located, entities=entities)


class _Records:
    """The authority file and the gazetteer, asked for one entity at a time."""

    def __init__(self, authority: Iterable[AuthorityRecord], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._by_iri: dict[str, AuthorityRecord] = {}
        self._by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record in authority:
            self._by_iri[record.iri] = record
            for name in record.names:
                if not is_acronym(name.text):
                    self._by_name[family_of(record.kind), normalise_name(name.text)].add(record.iri)

    def place(self, entity: Entity) -> Place | None:
        return self._gazetteer[entity.link] if entity.link else None

    def record(self, entity: Entity) -> AuthorityRecord | None:
        """Return the record linked to, or the only one with the entity's full name."""
        if entity.link in self._by_iri:
            return self._by_iri[entity.link]
        named = self._by_name.get((family_of(entity.kind), normalise_name(entity.names[0])), ())
        return self._by_iri[next(iter(named))] if len(named) == 1 else None


def _nodes(
    extractions: Mapping[str, Extraction], records: _Records, languages: Mapping[str, str]
) -> dict[LocalKey, Node]:
    nodes: dict[LocalKey, Node] = {}
    for document in sorted(extractions):
        extraction = extractions[document]
        keys = {entity.id: local_key(document, entity) for entity in extraction.entities}
        for entity in extraction.entities:
            node = Node(keys[entity.id], entity.names, languages[document], 0)
            node.place, node.record = records.place(entity), None
            if node.place is None:
                node.record = records.record(entity)
            known = nodes.setdefault(node.key, node)
            known.names = tuple(dict.fromkeys(known.names + entity.names))
            known.place, known.record = known.place or node.place, known.record or node.record
        _count(extraction, keys, nodes)
    return nodes


def _count(
    extraction: Extraction, keys: Mapping[str, LocalKey], nodes: Mapping[LocalKey, Node]
) -> None:
    """Count the claims about each entity, and note whom persons work for."""
    for fact in extraction.facts:
        subject, object_ = keys[fact.subject], keys[fact.object]
        nodes[subject].claims += 1
        nodes[object_].claims += 1
        if fact.property == "worksFor" and object_.kind in ACTORS:
            nodes[subject].employers.add(object_)
    for literal in extraction.literals:
        nodes[keys[literal.subject]].claims += 1


def _named(clusters: Clusters, base: Base) -> tuple[dict[LocalKey, str], dict[str, Resolved]]:
    """Give every cluster its IRI, the strongest claims to a name first."""
    iris: dict[LocalKey, str] = {}
    entities: dict[str, Resolved] = {}
    members = clusters.members()
    described = sorted(
        ((_strength(nodes), root, nodes, _kind(nodes)) for root, nodes in members.items()),
        key=lambda item: item[:2],
    )
    people = Counter(
        root.name for strength, root, nodes, kind in described if kind == "Person" and strength == 1
    )
    for _, _, nodes, kind in described:
        iri = _iri(nodes, kind, base, people)
        if iri in entities:
            iri = base.entity(kind, _own_slug(nodes))
        entities[iri] = _resolved(iri, kind, nodes)
        iris |= {node.key: iri for node in nodes}
    return iris, dict(sorted(entities.items()))


def _strength(nodes: list[Node]) -> int:
    """Return 0 for a cluster with an identity, 1 with a full name, 2 with neither."""
    if any(node.identity for node in nodes):
        return 0
    return 1 if any(node.has_full_name for node in nodes) else 2


def _kind(nodes: list[Node]) -> str:
    """Return the record's kind, else the kind most claims speak for, else the first in order."""
    for node in nodes:
        if node.record:
            return node.record.kind
    votes: Counter[str] = Counter()
    for node in nodes:
        votes[node.key.kind] += node.claims
    return min(votes, key=lambda kind: (-votes[kind], KIND_ORDER.index(kind)))


def _iri(nodes: list[Node], kind: str, base: Base, people: Mapping[str, int]) -> str:
    for node in nodes:
        if node.record:
            return base.rebased(node.record.iri)
    for node in nodes:
        if node.place:
            return base.entity(kind, _place_slug(node.place, kind))
    name = _full_name(nodes)
    if _strength(nodes) == 2 or (kind == "Person" and people[nodes[0].key.name] > 1):
        return base.entity(kind, _own_slug(nodes))
    return base.entity(kind, slug(normalise_name(name)))


def _place_slug(place: Place, kind: str) -> str:
    """Return the place's slug; a place read as another kind of place keeps its name only."""
    return place.slug if kind == place.kind else f"{slug(place.name)}-{hash8(place.link)}"


def _own_slug(nodes: list[Node]) -> str:
    """Return a slug that only this cluster has, from the smallest local name in it."""
    first = min(node.key for node in nodes)
    return f"{slug(first.name)}-{hash8(first.document, first.kind, first.name)}"


def _full_name(nodes: list[Node]) -> str:
    """Return the longest full name: no acronym where there is another, then the first sorted."""
    names = {node.names[0] for node in nodes}
    return min(
        names,
        key=lambda name: (is_generic(name), is_acronym(name), -len(normalise_name(name)), name),
    )


def _resolved(iri: str, kind: str, nodes: list[Node]) -> Resolved:
    place = next((node.place for node in nodes if node.place), None)
    record = next((node.record for node in nodes if node.record), None)
    return Resolved(
        iri=iri,
        kind=kind,
        names=tuple(_names(nodes, place=place, record=record)),
        place=place,
        record=record,
    )


def _said_name(name: str, said: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Return what documents call a city whose *name* in the gazetteer none of them uses.

    GeoNames prefers local names: nobody who read of Ghent would look for Gent. The shortest is
    taken, so that "City of Ghent" does not win, unless it is an abbreviation.
    """
    if normalise_name(name) in {normalise_name(each) for each, _ in said}:
        return None
    words = [each for each in said if len(each[0]) > 3 and not each[0].isupper()]
    return min(words, key=lambda each: (len(each[0]), each), default=None)


def _names(
    nodes: list[Node], *, place: Place | None, record: AuthorityRecord | None
) -> Iterator[tuple[str, str]]:
    """Yield the preferred name, then all others sorted, each text once."""
    said = sorted({(name, node.language) for node in nodes for name in node.names})
    known = [(name.text, name.language) for name in record.names] if record else []
    known += [(acronym, "") for acronym in record.acronyms] if record else []
    if place:
        known = [(place.name, "" if place.kind == "City" else "en")]
    full = _full_name(nodes)
    preferred = known[0] if known else next(name for name in said if name[0] == full)
    if place and place.kind == "City":
        preferred = _said_name(place.name, said) or preferred
    seen = {preferred[0]}
    yield preferred
    for name in sorted([*known, *said]):
        if name[0] not in seen:
            seen.add(name[0])
            yield name
