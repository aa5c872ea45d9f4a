"""Reads relations between pairs of names as the annotated statements taught, beside the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import FactCandidate
from ingest.reading import Reading
from ontology.terms import KINDS

from ..relations.evidence import evidence_span
from .model import NONE, Matrix, RelationModel, load
from .pairs import Pair, allowed, pairs
from .wording import Features, Wording

NAME = "hansa_learned_v1"
#: Where the pairs of entities that were looked at are kept for the scorer.
PAIRED = f"{NAME}_pairs"
#: Chances of facts by subject, property and object, for the scorer.
Chances = dict[tuple[int, str, int], float]


@cache
def _model() -> RelationModel:
    return load()


class Rows:
    """Finds the weights of features without writing out their names."""

    def __init__(self, model: RelationModel) -> None:
        """Sort the features of *model* by the kinds of which they tell, if they do."""
        self.plain: dict[str, int] = {}
        self.by_kinds: dict[str, dict[str, int]] = {}
        for name, row in model.rows.items():
            kinds, bar, rest = name.partition("|")
            if bar and kinds in _KINDS:
                self.by_kinds.setdefault(kinds, {})[rest] = row
            else:
                self.plain[name] = row

    def of(self, features: Features) -> list[int]:
        """Return the rows of all the features that were learned, each once."""
        plain, own = self.plain, self.by_kinds.get(features.kinds, {})
        found = {plain.get(f"K={features.kinds}"), *map(plain.get, features.plain)}
        found.update(map(plain.get, features.both), map(own.get, features.both))
        found.discard(None)
        return [row for row in found if row is not None]


_KINDS = frozenset(f"{first},{second}" for first in KINDS for second in KINDS)


@cache
def _rows(model: RelationModel) -> Rows:
    return Rows(model)


class LearnedRelations:
    """Adds a fact for each pair whose likeliest relation has a chance of *least* or more."""

    def __init__(self, *, least: float, model: RelationModel | None = None) -> None:
        """Use the model that comes with Hansa unless another is given."""
        self.least = least
        self._own = model

    @property
    def weights(self) -> RelationModel:
        """The weights, read when the first document needs them."""
        return self._own or _model()

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of *doc*; leave the chance of each for the scorer."""
        reading = Reading(doc)
        wording = Wording(doc, reading)
        found = list(pairs(reading))
        look_up = _rows(self.weights)
        chances = self.weights.softmax([look_up.of(wording.of(pair)) for pair in found])
        facts: dict[tuple[int, str, int], FactCandidate] = {}
        for fact in self._facts(reading, found, chances):
            key = fact_key(fact)
            if key not in facts or facts[key].confidence < fact.confidence:
                facts[key] = fact
        doc.user_data[NAME] = {key: fact.confidence for key, fact in facts.items()}
        doc.user_data[PAIRED] = {
            frozenset((pair.first.cluster, pair.second.cluster)) for pair in found
        }
        read = {fact_key(fact) for fact in doc._.facts}
        doc._.facts += [
            # Below every rule's, so that of two rivals the rule's is kept.
            replace(fact, confidence=fact.confidence / 2)
            for key, fact in facts.items()
            if fact.confidence >= self.least and key not in read
        ]
        return doc

    def _facts(
        self, reading: Reading, found: list[Pair], chances: Matrix
    ) -> Iterator[FactCandidate]:
        for number, column in zip(*(chances > _LEAST).nonzero(), strict=True):
            pair, label = found[number], self.weights.labels[column]
            if label != NONE and label in allowed(*map(reading.kind, (pair.first, pair.second))):
                yield _fact(reading, pair, label, float(chances[number, column]))


#: Chances below this are not worth remembering.
_LEAST = 0.05


def _fact(reading: Reading, pair: Pair, label: str, chance: float) -> FactCandidate:
    ends = pair.first.cluster, pair.second.cluster
    subject, object_ = ends if label.endswith(">") else ends[::-1]
    start = pair.first.start if pair.where == "sentence" else pair.second.start
    span = evidence_span(reading, start, pair.second.end)
    rule = "learned.sentence" if pair.where == "sentence" else f"learned.{pair.where}"
    return FactCandidate(subject, label[:-1], object_, *span, rule, confidence=round(chance, 3))


def fact_key(fact: FactCandidate) -> tuple[int, str, int]:
    """Return what a fact says; a partnership is the same in both directions."""
    ends = fact.subject, fact.object
    if fact.property == "partnerOf":
        ends = min(ends), max(ends)
    return ends[0], fact.property, ends[1]


def register() -> None:
    """Register the component under its versioned name."""

    def make(  # spaCy passes nlp and name
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        least: float,
    ) -> LearnedRelations:
        return LearnedRelations(least=least)

    Language.factory(NAME, default_config={"least": 0.3}, func=make)
