"""A synthetic corpus of any size: documents, and extractions whose facts are known.

Every document has some 1,200 words and states 30 facts and literals, each in a sentence that is
quoted. It is a function of the seed and its number alone, so a corpus streams, and one of 100
documents is the beginning of one of 10,000. As in real statements, a few things are named again
and again and most only once or twice; short forms are introduced in one document and used bare in
another, and some stand for two things; documents disagree whether a body is a network and an
undertaking a programme; some cities have no link; generic names mean another thing in each
document; and one document in fifty is a copy of the one before it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ontology.iris import normalise_name
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

from .corpus_words import GENERIC, LITERALS, PUBLISHERS, RELATIONS, ROLES, TOPICS, Relation, filler
from .corpus_world import Thing, country_of, draw, thing

#: How many facts and literals a document states, and how many more it leaves to a reviewer.
FACTS: Final = 30
PROPOSALS: Final = 2
PIPELINE: Final = "c0" * 16
#: One document in so many is a copy of the one before.
COPIES: Final = 50
_WORDS: Final = 1_200
_NAMES: Final = tuple(RELATIONS)
_WEIGHTS: Final = tuple(relation.weight for relation in RELATIONS.values())
#: What a document may mistake for one another.
_CONFUSED: Final = {"Network": "Organization", "Programme": "Project", "Project": "Programme"}


def corpus(size: int, *, seed: int = 0) -> Iterator[tuple[Document, Extraction]]:
    """Yield the first *size* documents with what is read in each; the same for the same seed."""
    for number in range(size):
        yield statement(number, seed=seed)


def key_of(number: int) -> str:
    """Return the source key of a document by its number."""
    return f"statements/{number:07}.md"


def statement(number: int, *, seed: int = 0, revision: int = 0) -> tuple[Document, Extraction]:
    """Return one document; another *revision* of it has the same key and says other things."""
    is_copy = number % COPIES == COPIES - 1
    page = _Page(number - is_copy, random.Random(f"{seed} {number - is_copy} {revision}"))
    page.write_all()
    return page.document(key_of(number)), page.extraction(key_of(number))


@dataclass(slots=True)
class _Naming:
    """How one document names one thing: its kind there, its names, and where they stand."""

    thing: Thing
    kind: str
    names: tuple[str, ...]
    link: str | None
    mentions: list[tuple[int, int]] = field(default_factory=list)


class _Page:
    """A document being written, sentence by sentence."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self._number = number
        self._chance = chance
        self._parts: list[str] = []
        self._length = 0
        self._named: dict[str, _Naming] = {}
        self._taken: set[tuple[str, str]] = set()
        self._employers: dict[str, Thing] = {}
        self._said: list[Fact | LiteralFact] = []
        self._date = (
            f"{2000 + number % 26}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        )
        self._title = f"Statement {number} on {chance.choice(TOPICS)}"

    # Writing

    def write_all(self) -> None:
        """Write the title, then facts between other sentences, until all is said."""
        self._write(f"# {self._title}\n\n")
        facts = FACTS + PROPOSALS
        spare = 4  # sentences that say nothing, for each that says something
        while len(self._said) < facts:
            self._state(facts - len(self._said))
            for _ in range(spare if self._length < _WORDS * 5 else 0):
                self._write(filler(self._chance) + " ")
            if self._chance.random() < 0.3:
                self._write("\n\n")

    def _write(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def _state(self, room: int) -> None:
        """Write one sentence, which states up to three facts or one literal."""
        chance = self._chance
        if chance.random() < 0.15:
            self._state_literal()
            return
        name = chance.choices(_NAMES, _WEIGHTS)[0]
        relation = RELATIONS[name]
        many = min(room, chance.choice((1, 1, 2, 3))) if relation.can_be_many else 1
        kind = chance.choice(relation.subjects)
        subjects = [self._name(self._draw(kind)) for _ in range(many)]
        object_ = self._name(self._object(relation, name, subjects[0].thing))
        self._relate(name, list({one.thing.id: one for one in subjects}.values()), object_)

    def _object(self, relation: Relation, name: str, subject: Thing) -> Thing:
        if name == "worksFor":
            return self._employer(subject)
        if name == "locatedIn" and subject.kind == "City":
            return country_of(subject)
        return self._draw(self._chance.choice(relation.objects))

    def _relate(self, name: str, subjects: Sequence[_Naming], object_: _Naming) -> None:
        subjects = [one for one in subjects if one.thing.id != object_.thing.id]
        if not subjects:
            return
        chance = self._chance
        year = chance.randrange(1990, 2026) if chance.random() < 0.2 else None
        is_planned = chance.random() < 0.1
        role = chance.choice(ROLES) if name == "worksFor" else None
        before, middle, after = RELATIONS[name].sentence(chance, is_planned=is_planned).split("{}")
        start = self._length
        self._write(before)
        for place, subject in enumerate(subjects):
            self._mention(subject)
            self._write(
                "" if place == len(subjects) - 1 else ", " if place < len(subjects) - 2 else " and "
            )
        self._write(f", {role}," * bool(role) + middle)
        self._mention(object_)
        self._write(f"{after} in {year}" if year else after)
        _, end = self._write(".")
        status = "planned" if is_planned else "asserted"
        for subject in subjects:
            evidence = Evidence(start, end, "")
            fact = Fact(subject.thing.id, name, object_.thing.id, evidence, status, year, role)
            self._said.append(replace(fact, confidence=self._confidence(), rule=f"{name}.v1"))
        self._write(" ")

    def _state_literal(self) -> None:
        chance = self._chance
        name = chance.choice(tuple(LITERALS))
        literal = LITERALS[name]
        subject = self._name(self._draw(chance.choice(literal.subjects)))
        value = literal.value(chance)
        before, middle, after = literal.sentence.split("{}")
        start = self._length
        self._write(before)
        self._mention(subject)
        self._write(f"{middle}{value}{after}")
        _, end = self._write(".")
        evidence = Evidence(start, end, "")
        said = LiteralFact(subject.thing.id, name, value, evidence, rule=f"{name}.v1")
        self._said.append(replace(said, confidence=self._confidence()))
        self._write(" ")

    def _confidence(self) -> float:
        return round(self._chance.uniform(0.5, 1), 4)

    # Naming

    def _draw(self, kind: str) -> Thing:
        """Return a thing to speak of: more often than not one that was named before."""
        chance = self._chance
        known = [one.thing for one in self._named.values() if one.thing.kind == kind]
        if known and chance.random() < 0.72:
            return chance.choice(known)
        if kind == "Agreement" and chance.random() < 0.3:
            name = chance.choice(GENERIC)
            return Thing(f"generic-{normalise_name(name)}", kind, name)
        return draw(kind, self._number, chance)

    def _name(self, what: Thing) -> _Naming:
        """Return how this document names it; of two things of one name the first is meant."""
        if known := self._named.get(what.id):
            return known
        naming = self._first_naming(what)
        local = (naming.kind, normalise_name(naming.names[0]))
        if local in self._taken:
            return next(
                one
                for one in self._named.values()
                if (one.kind, normalise_name(one.names[0])) == local
            )
        self._taken.add(local)
        self._named[what.id] = naming
        return naming

    def _first_naming(self, what: Thing) -> _Naming:
        chance = self._chance
        kind = _CONFUSED.get(what.kind, what.kind) if chance.random() < 0.05 else what.kind
        link = what.link if what.kind == "Country" or chance.random() < 0.9 else None
        names: tuple[str, ...] = (what.name,)
        if what.acronym:
            names = chance.choice(((what.name, what.acronym), (what.acronym,), names))
        return _Naming(what, kind, names, link)

    def _mention(self, naming: _Naming) -> None:
        """Write its name: in full with the short form behind it at first, then the short form."""
        full, *short = naming.names
        if not short or not naming.mentions:
            naming.mentions.append(self._write(full))
        if short and len(naming.mentions) == 1:
            self._write(" (")
        if short:
            is_first = len(naming.mentions) == 1
            naming.mentions.append(self._write(short[0]))
            self._write(")" * is_first)

    def _employer(self, person: Thing) -> Thing:
        """Return whom a person works for: in one document always the same, in most documents."""
        kind, number = person.employer or ("City", 0)
        number += self._chance.random() < 0.1
        return self._employers.setdefault(person.id, thing(kind, number))

    # What comes of it

    def document(self, key: str) -> Document:
        """Return the finished document under *key*."""
        text = "".join(self._parts)
        return Document(
            key=key,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            media_type="text/markdown",
            title=self._title,
            publisher=PUBLISHERS[self._number % len(PUBLISHERS)],
            date=self._date,
        )

    def extraction(self, key: str) -> Extraction:
        """Return what is read in it: the facts, and the last few sayings as proposals."""
        text = "".join(self._parts)
        said = [replace(one, evidence=_cut(text, one.evidence)) for one in self._said]
        entities = tuple(
            Entity(about, one.kind, one.names, tuple(one.mentions), one.link, 0.9)
            for about, one in self._named.items()
            if one.mentions
        )
        facts, proposals = said[:FACTS], said[FACTS:]
        return Extraction(
            document=key,
            pipeline=PIPELINE,
            entities=entities,
            facts=tuple(one for one in facts if isinstance(one, Fact)),
            literals=tuple(one for one in facts if isinstance(one, LiteralFact)),
            proposals=tuple(proposals),
        )


def _cut(text: str, span: Evidence) -> Evidence:
    return Evidence.cut(text, span.start, span.end)
