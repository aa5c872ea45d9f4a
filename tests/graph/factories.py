"""Realistic documents and extractions, built by hand from sentences: no spaCy, no randomness.

A ``Story`` is written sentence by sentence; each sentence states facts, and the evidence, the
mentions and the offsets follow from the text. ``sample_stories`` are a few that belong together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.workspace import Workspace
from graph.writing.synchronising import Commit
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

PIPELINE = "0123456789abcdef"

TOKYO = "https://sws.geonames.org/1850147/"
BARCELONA = "https://sws.geonames.org/3128760/"
RIGA = "https://sws.geonames.org/456172/"
SPRINGFIELD_MISSOURI = "https://sws.geonames.org/4409896/"
SPRINGFIELD_ILLINOIS = "https://sws.geonames.org/4250542/"


@dataclass
class Story:
    """A document being written, and what a careful reader takes from it."""

    key: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    language: str = "en"
    pipeline: str = PIPELINE
    text: str = ""
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    literals: list[LiteralFact] = field(default_factory=list)

    def name(self, entity_id: str, kind: str, *names: str, link: str | None = None) -> str:
        """Introduce an entity; return its id."""
        self.entities[entity_id] = Entity(id=entity_id, kind=kind, names=names, link=link)
        return entity_id

    def say(self, sentence: str) -> Evidence:
        """Append a sentence to the text and return it as evidence."""
        start = len(self.text)
        self.text += sentence + "\n"
        return Evidence.cut(self.text, start, start + len(sentence))

    def state(
        self,
        subject: str,
        relation: str,
        object_: str,
        evidence: Evidence,
        *,
        status: str = "asserted",
        year: int | None = None,
        role: str | None = None,
        confidence: float = 0.9,
    ) -> None:
        """State that *evidence* says *subject* *relation* *object_*."""
        fact = Fact(subject, relation, object_, evidence, status, year, role, confidence, "test.v1")
        self.facts.append(fact)

    def measure(
        self,
        subject: str,
        name: str,
        value: int | str,
        evidence: Evidence,
        *,
        year: int | None = None,
    ) -> None:
        """State that *evidence* gives *subject* a literal."""
        literal = LiteralFact(subject, name, value, evidence, year=year, rule="test.v1")
        self.literals.append(literal)

    def document(self) -> Document:
        """Return the finished document."""
        return Document(
            key=self.key,
            text=self.text,
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            language=self.language,
            title=self.title,
            publisher=self.publisher,
            date=self.date,
        )

    def extraction(self) -> Extraction:
        """Return what was read in it, with the mentions of every name."""
        entities = tuple(
            replace(entity, mentions=tuple(self._mentions(entity.names)))
            for entity in self.entities.values()
        )
        return Extraction(
            self.key, self.pipeline, entities, tuple(self.facts), tuple(self.literals)
        )

    def _mentions(self, names: Iterable[str]) -> list[tuple[int, int]]:
        spans = []
        for name in names:
            start = self.text.find(name)
            while start >= 0:
                spans.append((start, start + len(name)))
                start = self.text.find(name, start + len(name))
        return sorted(spans)

    def pair(self) -> tuple[Document, Extraction]:
        """Return both, ready for ``Writer.put``."""
        return self.document(), self.extraction()


def fill(workspace: Workspace, *stories: Story) -> Commit:
    """Put the stories into a data directory, all in one commit."""
    with workspace.writer() as writer:
        for story in stories:
            writer.put(*story.pair())
        return writer.commit()


def harbour_story(key: str = "harbour.txt") -> Story:
    """Return a press release: a network, its members, its seat, a programme, a statement."""
    story = Story(key, title="Harbours join hands", publisher="Harbour Cities", date="2021-05-04")
    story.name("hcn", "Network", "Harbour Cities Network", "HCN")
    story.name("riga", "City", "Riga", link=RIGA)
    story.name("barcelona", "City", "Barcelona", link=BARCELONA)
    story.name("latvia", "Country", "Latvia", link="iso3166:LV")
    story.name("tide", "Programme", "Clean Tide Programme")
    story.name("statement", "Agreement", "Joint Statement")
    story.name("ilze", "Person", "Ilze Kalnina")
    said = story.say("Riga and Barcelona are members of the Harbour Cities Network (HCN).")
    story.state("riga", "memberOf", "hcn", said)
    story.state("barcelona", "memberOf", "hcn", said, confidence=0.75)
    said = story.say("The network of 26 cities was founded in 1998 and works on clean transport.")
    story.measure("hcn", "memberCount", 26, said)
    story.measure("hcn", "foundingYear", 1998, said)
    story.measure("hcn", "focusArea", "mobility", said)
    story.state("riga", "locatedIn", "latvia", story.say("Riga, Latvia, is its seat."))
    said = story.say("Barcelona will take part in the Clean Tide Programme in 2022.")
    story.state("barcelona", "participatesIn", "tide", said, status="planned", year=2022)
    said = story.say("Ilze Kalnina, Secretary General of HCN, signed the Joint Statement.")
    story.state("ilze", "worksFor", "hcn", said, role="Secretary General")
    story.state("hcn", "partyTo", "statement", said)
    story.measure("statement", "date", "2021-05", said)
    return story


def tide_story(key: str = "tide.md") -> Story:
    """Return a newsletter that names some of the same things in other words."""
    story = Story(key, title="Clean Tide begins", date="2022-02")
    story.name("hcn", "Organization", "HCN")
    story.name("tokyo", "City", "Tokyo", link=TOKYO)
    story.name("riga", "City", "Riga")
    story.name("tide", "Project", "Clean Tide Programme")
    story.name("statement", "Agreement", "Joint Statement")
    story.name("ilze", "Person", "Ilze Kalnina")
    said = story.say("HCN runs the Clean Tide Programme together with Tokyo and Riga.")
    story.state("tide", "ledBy", "hcn", said)
    story.state("tokyo", "participatesIn", "tide", said)
    story.state("riga", "participatesIn", "tide", said)
    said = story.say('"We begin today," said Ilze Kalnina of HCN about the Joint Statement.')
    story.state("ilze", "worksFor", "hcn", said)
    story.state("tokyo", "partyTo", "statement", said, status="planned")
    said = story.say("HCN now counts 30 members.")
    story.measure("hcn", "memberCount", 30, said, year=2022)
    return story


def sample_stories() -> list[Story]:
    """Return the stories that belong together."""
    return [harbour_story(), tide_story()]


def large_story(number: int, *, facts: int = 30) -> Story:
    """Return one of arbitrarily many documents of the size that real ones have."""
    story = Story(f"large/{number:05}.txt", title=f"Report {number}", date=f"20{number % 25:02}")
    network = story.name("n", "Network", f"League of Lantern Cities {number % 50}")
    story.say(f"Report {number}")
    agreement = story.name("a", "Agreement", f"Lantern Charter of Chapter {number}")
    for index in range(facts):
        place = (number * 7 + index) % 900
        city = story.name(f"c{index}", "City", f"Lanternville {place}")
        said = story.say(f"Lanternville {place} takes part, for the {index}th time, as it says.")
        relation, object_ = ("memberOf", network) if index % 3 else ("partyTo", agreement)
        story.state(city, relation, object_, said, year=1990 + index if index % 5 == 0 else None)
    return story


def hub_story(number: int, *, members: int = 100) -> Story:
    """Return one of arbitrarily many documents that all name members of one network."""
    story = Story(f"hub/{number:05}.txt", title=f"Members {number}", date=f"20{number % 25:02}")
    hub = story.name("n", "Network", "Hub of Harbour Lights")
    for index in range(members):
        name = f"Lightport {number * members + index}"
        city = story.name(f"c{index}", "City", name)
        said = story.say(f"{name} belongs to the Hub of Harbour Lights.")
        story.state(city, "memberOf", hub, said)
    return story
