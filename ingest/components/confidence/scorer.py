"""The chance that each saying is right, and those too unsure to assert, which go to review.

A logistic regression over few features, fitted by ``make train`` on the annotated statements of
this repository; its weights and the record of every rule are in ``patterns/confidence.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import FactCandidate, LiteralCandidate
from ingest.lexicon import table

from .features import NAMES, SORTS, Candidate, Features, sort_of, tried_precision

NAME = "hansa_scorer_v1"


class Scorer:
    """Sets confidences; moves what is too unsure from facts and literals to the unsure."""

    def __init__(self, *, least: Mapping[str, float], least_rule: Mapping[str, float]) -> None:
        """Assert what has the *least* chance for its sort, by a rule of its least precision."""
        self.least = least
        self.least_rule = least_rule
        self._precisions: dict[str, float] = {}

    @cached_property
    def records(self) -> Mapping[str, Sequence[float]]:
        """How often each rule was right and wrong."""
        found: Mapping[str, Sequence[float]] = table("confidence")["rules"]
        return found

    @cached_property
    def weights(self) -> dict[str, list[float]]:
        """The bias and the weight of each feature, by sort of saying."""
        trained = table("confidence")["weights"]
        names = ("bias", *NAMES)
        return {sort: [float(trained[sort][name]) for name in names] for sort in SORTS}

    def __call__(self, doc: Doc) -> Doc:
        """Judge everything that was read in *doc*."""
        features = Features(doc)
        judged = [self._judged(one, features) for one in (*doc._.facts, *doc._.literals)]
        sure = [one for one in judged if self._is_sure(one)]
        doc._.facts = [one for one in sure if isinstance(one, FactCandidate)]
        doc._.literals = [one for one in sure if isinstance(one, LiteralCandidate)]
        doc._.unsure = [one for one in judged if not self._is_sure(one)]
        return doc

    def _is_sure(self, one: Candidate) -> bool:
        """Say whether a saying may be asserted; one learned stands by its own chance alone."""
        sort = sort_of(one)
        if self._precision(one.rule) < self.least_rule.get(sort, 0.0):
            return False
        return one.confidence >= self.least[sort]

    def _precision(self, rule: str) -> float:
        if rule not in self._precisions:
            self._precisions[rule] = tried_precision(rule, self.records)
        return self._precisions[rule]

    def _judged(self, one: Candidate, features: Features) -> Candidate:
        values = (1.0, *features.of(one, self.records))
        weights = self.weights[sort_of(one)]
        odds = sum(w * v for w, v in zip(weights, values, strict=True))
        return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 3))


def register() -> None:
    """Register the component under its versioned name."""

    def make(  # spaCy passes nlp and name
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        rule: float,
        literal: float,
        learned: float,
        least_rule: float,
        least_literal_rule: float,
    ) -> Scorer:
        least = {"rule": rule, "literal": literal, "learned": learned}
        least_rules = {"rule": least_rule, "literal": least_literal_rule}
        return Scorer(least=least, least_rule=least_rules)

    defaults = {"rule": 0.4, "literal": 0.4, "learned": 0.5}
    rules = {"least_rule": 0.6, "least_literal_rule": 0.5}
    Language.factory(NAME, default_config={**defaults, **rules}, func=make)
