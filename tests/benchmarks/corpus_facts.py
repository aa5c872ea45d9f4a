"""What the graph of a synthetic corpus has to hold: known from the corpus, not from the graph.

The corpus names its entities after the things of its world, so who is meant is known. Whether a
document says enough to know it too is decided here by the rules of identity, told once more in the
simplest way that is right, over the whole corpus and without any increment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ontology.iris import Base
from ontology.model import Document, Entity, Extraction, Fact, LiteralFact

from .corpus_world import family

#: Document, subject, property, object or value, status, year, role, quote.
Claimed = tuple[str, str, str, str, str, int | None, str | None, str]


@dataclass(slots=True)
class KnownFacts:
    """The facts of a corpus, between identities: equal for equal things, whatever they are called.

    ``identities`` has the identity of every entity by source key and local id, ``triples`` what
    some document asserts, ``claims`` every saying and how often it is said.
    """

    entities: dict[tuple[str, str], Entity] = field(default_factory=dict)
    identities: dict[tuple[str, str], str] = field(default_factory=dict)
    triples: set[tuple[str, str, str]] = field(default_factory=set)
    claims: Counter[Claimed] = field(default_factory=Counter)

    def add(self, key: str, said: Fact | LiteralFact) -> None:
        """Note what one document says."""
        subject, role = self.identities[key, said.subject], None
        if isinstance(said, Fact):
            other, role = self.identities[key, said.object], said.role
        else:
            other = str(said.value)
        name, document = said.property, Base().document(key)
        quote = said.evidence.exact
        self.claims[document, subject, name, other, said.status, said.year, role, quote] += 1
        if said.status == "asserted":
            self.triples.add((subject, name, other))
            if name == "partnerOf":
                self.triples.add((other, name, subject))


def facts_of(documents: Iterable[tuple[Document, Extraction]]) -> KnownFacts:
    """Return what the graph has to hold; of equal documents the smallest key speaks."""
    speaking: dict[str, Extraction] = {}
    for document, extraction in sorted(documents, key=lambda pair: pair[0].key):
        speaking.setdefault(document.sha256, extraction)
    facts, known = KnownFacts(), _Names(speaking.values())
    for extraction in speaking.values():
        key = extraction.document
        facts.entities |= {(key, entity.id): entity for entity in extraction.entities}
        facts.identities |= {
            (key, entity.id): known.identity(extraction, entity) for entity in extraction.entities
        }
        for fact in extraction.facts:
            facts.add(key, fact)
        for literal in extraction.literals:
            facts.add(key, literal)
    return facts


class _Names:
    """What names stand for in a whole corpus."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self._spelt_out: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._links: dict[str, set[str]] = defaultdict(set)
        for extraction in extractions:
            for entity in extraction.entities:
                for short in entity.names[1:]:
                    self._spelt_out[family(entity.kind), short].add(entity.id)
                if entity.link:
                    self._links[entity.names[0]].add(entity.link)

    def identity(self, extraction: Extraction, entity: Entity) -> str:
        """Return what is equal for two entities exactly where they are one."""
        alone = f"{extraction.document} {entity.id}"
        if entity.link:
            return entity.link
        if entity.kind == "City":
            links = self._links[entity.names[0]]
            return next(iter(links)) if len(links) == 1 else entity.names[0]
        if entity.kind == "Person":
            employer = _employer(extraction, entity)
            joined = employer and f"{entity.names[0]}, {self.identity(extraction, employer)}"
            return joined or alone
        if entity.id.startswith("generic-"):
            return alone
        return self._called(entity, alone)

    def _called(self, entity: Entity, alone: str) -> str:
        """Return who is meant by a full name, or by a short form that stands for one thing only."""
        if " " in entity.names[0]:
            return entity.id
        short = family(entity.kind), entity.names[0]
        meant = self._spelt_out.get(short, {" ".join(short)})
        return next(iter(meant)) if len(meant) == 1 else alone


def _employer(extraction: Extraction, person: Entity) -> Entity | None:
    wanted = {
        fact.object
        for fact in extraction.facts
        if fact.property == "worksFor" and fact.subject == person.id
    }
    return next((entity for entity in extraction.entities if entity.id in wanted), None)
