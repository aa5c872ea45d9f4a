"""The Extractions of a document's segments made into one, as if it had been read at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ontology.iris import normalise_name
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact
from ontology.terms import fits

from .order import fact_order, literal_order, local_ids, saying_order
from .segments import HEAD, Segment, Span

Saying = Fact | LiteralFact


@dataclass(slots=True)
class _Merged:
    """One entity of the document: what its parts in the segments say together."""

    index: int
    kind: str
    names: list[str]
    link: str | None
    confidence: float
    mentions: set[Span]
    segments: set[int]

    def keys(self) -> Iterator[tuple[str, object, object]]:
        """Yield what another part has in common if it is the same thing."""
        for name in self.names:
            yield "name", self.kind, normalise_name(name)
        if self.link is not None:
            yield "link", self.kind, self.link
        for start, end in self.mentions:
            if start < HEAD:  # what every segment reads again
                yield "place", start, end

    def may_be(self, other: _Merged) -> bool:
        """Say whether nothing speaks against two being one thing.

        What one segment told apart stays apart, and so does what is linked to two things.
        """
        if self.link and other.link and self.link != other.link:
            return False
        return not self.segments & other.segments

    def take(self, other: _Merged) -> None:
        """Add what another part says; the fullest name comes first."""
        names = {*self.names, *other.names}
        self.names = sorted(names, key=lambda name: (-len(name), name.isupper(), name))
        self.link = self.link or other.link
        self.confidence = max(self.confidence, other.confidence)
        self.mentions |= other.mentions
        self.segments |= other.segments


class Merger:
    """Takes in the Extractions of a document's segments, in order, and gives the whole one."""

    def __init__(self, document: Document) -> None:
        """Begin with nothing read of *document*."""
        self._document = document
        self._entities: dict[int, _Merged] = {}
        self._parent: list[int] = []
        self._known: dict[tuple[str, object, object], list[int]] = {}
        self._facts: list[tuple[int, int, Fact]] = []
        self._literals: list[tuple[int, LiteralFact]] = []
        self._proposals: list[tuple[int, int, Fact] | tuple[int, LiteralFact]] = []
        self._cuts: dict[Span, Evidence] = {}
        self._count = 0

    def add(self, segment: Segment, read: Extraction) -> dict[str, int]:
        """Take in what was *read* in *segment*; what its context says was read before.

        Returns the number here of each entity that was read; ``ids`` has their final names.
        """
        ids = {entity.id: self._entity(segment, entity) for entity in read.entities}
        self._count += 1
        for fact in read.facts:
            if evidence := self.evidence(segment, fact):
                moved = replace(fact, evidence=evidence)
                self._facts.append((ids[fact.subject], ids[fact.object], moved))
        for literal in read.literals:
            if evidence := self.evidence(segment, literal):
                self._literals.append((ids[literal.subject], replace(literal, evidence=evidence)))
        for one in read.proposals:
            if evidence := self.evidence(segment, one):
                ends = [ids[one.subject]]
                if isinstance(one, Fact):
                    ends.append(ids[one.object])
                self._proposals.append((*ends, replace(one, evidence=evidence)))  # type: ignore[arg-type]  # as many ends as its sort has
        return ids

    def _entity(self, segment: Segment, entity: Entity) -> int:
        """Add a part to the entity it belongs to, or as a new one, and return its number."""
        places = (segment.locate(*place) for place in entity.mentions)
        mentions = {place for place in places if place is not None}
        index = len(self._parent)
        names = list(entity.names)
        part = _Merged(
            index, entity.kind, names, entity.link, entity.confidence, mentions, {self._count}
        )
        keys = list(dict.fromkeys(part.keys()))
        self._parent.append(index)
        self._entities[index] = part
        for other in sorted({self._find(i) for key in keys for i in self._known.get(key, ())}):
            mine = self._find(index)
            if other != mine and self._entities[other].may_be(self._entities[mine]):
                self._join(min(other, mine), max(other, mine))
        for key in keys:
            known = self._known.setdefault(key, [])
            if self._find(index) not in map(self._find, known):
                known.append(index)
        return index

    def _join(self, first: int, second: int) -> None:
        self._entities[first].take(self._entities.pop(second))
        self._parent[second] = first

    def _find(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def evidence(self, segment: Segment, saying: Saying) -> Evidence | None:
        """Return a saying's evidence in the source; none for what stands in the context."""
        place = segment.locate(saying.evidence.start, saying.evidence.end)
        if place is None or not segment.is_new(place[0]):
            return None
        if place not in self._cuts:
            self._cuts[place] = Evidence.cut(self._document.text, *place)
        return self._cuts[place]

    def ids(self) -> dict[int, str]:
        """Return the final id of every number that was given out."""
        names = local_ids(self._in_order())
        return {index: names[self._find(index)] for index in range(len(self._parent))}

    def _in_order(self) -> list[_Merged]:
        return [self._entities[index] for index in sorted(self._entities)]

    def extraction(self, digest: str) -> Extraction:
        """Return the Extraction of the whole document."""
        merged = self._in_order()
        names = self.ids()
        kinds = {names[one.index]: one.kind for one in merged}

        def fact(subject: int, object_: int, one: Fact) -> Fact:
            return replace(one, subject=names[subject], object=names[object_])

        def right(one: Saying) -> bool:
            if isinstance(one, LiteralFact):
                return True
            ends = kinds[one.subject], kinds[one.object]
            return one.subject != one.object and fits(one.property, *ends)

        facts = {fact(*one) for one in self._facts}
        literals = {replace(one, subject=names[subject]) for subject, one in self._literals}
        proposals = {
            fact(*one) if len(one) == 3 else replace(one[1], subject=names[one[0]])
            for one in self._proposals
        }
        return Extraction(
            document=self._document.key,
            pipeline=digest,
            entities=tuple(
                sorted((_entity(one, names[one.index]) for one in merged), key=lambda one: one.id)
            ),
            facts=tuple(sorted(filter(right, facts), key=fact_order)),
            literals=tuple(sorted(literals, key=literal_order)),
            proposals=tuple(sorted(filter(right, proposals), key=saying_order)),
        )


def _entity(merged: _Merged, name: str) -> Entity:
    return Entity(
        id=name,
        kind=merged.kind,
        names=tuple(merged.names),
        mentions=tuple(sorted(merged.mentions)),
        link=merged.link,
        confidence=merged.confidence,
    )
