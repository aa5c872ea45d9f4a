"""Fits the confidence of sayings on annotated statements.

Every saying that the pipeline reads there is an example, right or wrong by the gold. The record of
a rule is taken without the statement at hand while the weights are fitted, since otherwise each
example would speak for itself; the calibration error it reports is of statements left out in turn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ingest.annotations import FactCandidate
from ingest.components.confidence.features import (
    NAMES,
    SORTS,
    Candidate,
    Features,
    Records,
    sort_of,
)
from ingest.extraction import to_extraction
from ingest.scoring import Gold, score_document

from .corpus import Statement

Matrix = NDArray[np.float64]
#: Where the fitted values are kept.
TARGET: Final = Path("ingest/patterns/confidence.toml")
#: How strongly weights are held near zero (the inverse of scikit-learn's C).
_PENALTY: Final = 1.0
#: Statements are left out by turns, in so many parts.
_FOLDS: Final = 10
_HEAD: Final = """\
# Made by `make train` from the annotated statements of this repository and, where they lie
# beside it, from annotated real documents; not edited by hand.
# [rules]: how often each rule was right and wrong there, many in one document
# counting as their square root. [weights]: a logistic regression.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A saying that was read: in which document, by what rule, whether rightly."""

    document: str
    candidate: Candidate
    features: Features
    is_right: bool


def examples(doc: Doc, one: Statement) -> list[Example]:
    """Judge everything that was read in one statement."""
    features = Features(doc)
    return [
        Example(one.name, candidate, features, is_right)
        for candidate, is_right in _outcomes(doc, one.gold)
    ]


def _outcomes(doc: Doc, gold: Gold) -> Iterator[tuple[Candidate, bool]]:
    """Yield each candidate of *doc* that the gold does not leave open, and whether it is right."""
    text = doc._.document.text
    for one in (*doc._.facts, *doc._.literals):
        is_fact = isinstance(one, FactCandidate)
        doc._.facts, doc._.literals = ([one], []) if is_fact else ([], [one])
        for judgement in score_document(to_extraction(doc, "training"), gold, text).judgements:
            if judgement.saying is not None:
                yield one, judgement.outcome == "right"


def rule_records(found: Sequence[Example], *, without: str | None = None) -> Records:
    """Count how often each rule was right and wrong, leaving one document out.

    Many sayings of one rule in one document stand or fall together (a whole table under a wrong
    header), so *n* of them count as the square root of *n*.
    """
    counts = Counter((one.document, one.candidate.rule) for one in found)
    records: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in found:
        if one.document != without:
            share = counts[one.document, one.candidate.rule] ** -0.5
            records[one.candidate.rule][0 if one.is_right else 1] += share
    return {rule: [round(n, 2) for n in record] for rule, record in sorted(records.items())}


def design(found: Sequence[Example]) -> tuple[Matrix, Matrix]:
    """Return the features of the examples, rules judged without their document, and outcomes."""
    records = {name: rule_records(found, without=name) for name in {e.document for e in found}}
    rows = [one.features.of(one.candidate, records[one.document]) for one in found]
    return np.array(rows), np.array([float(one.is_right) for one in found])


def fit(rows: Matrix, outcomes: Matrix) -> dict[str, float]:
    """Return the weight of each feature, and the bias."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / _PENALTY, max_iter=1000).fit(rows, outcomes)
    weights = dict(zip(NAMES, model.coef_[0], strict=True))
    return {"bias": float(model.intercept_[0]), **{n: float(w) for n, w in weights.items()}}


def predict(rows: Matrix, weights: Mapping[str, float]) -> Matrix:
    """Return the chance of each row's saying to be right."""
    odds = rows @ np.array([weights[name] for name in NAMES]) + weights["bias"]
    return np.asarray(1 / (1 + np.exp(-odds)))


def calibration_error(chances: Matrix, outcomes: Matrix, *, bins: int = 10) -> float:
    """Return the expected calibration error over *bins* of equal width (Guo et al. 2017).

    >>> calibration_error(np.array([0.9, 0.9]), np.array([1.0, 1.0])).__round__(3)
    0.1
    """
    places = np.minimum(bins - 1, (chances * bins).astype(int))
    gaps = [
        abs(chances[places == b].mean() - outcomes[places == b].mean()) * (places == b).sum()
        for b in np.unique(places)
    ]
    return float(sum(gaps) / len(chances))


def left_out(found: Sequence[Example], rows: Matrix, outcomes: Matrix) -> Matrix:
    """Return chances by weights fitted without a tenth of the documents each."""
    names = sorted({one.document for one in found})
    fold = np.array([names.index(one.document) % _FOLDS for one in found])
    chances = np.zeros(len(found))
    for number in range(_FOLDS):
        weights = fit(rows[fold != number], outcomes[fold != number])
        chances[fold == number] = predict(rows[fold == number], weights)
    return chances


def to_toml(records: Records, weights: Mapping[str, Mapping[str, float]]) -> str:
    """Return the file the scorer reads."""
    lines = [_HEAD]
    for sort, values in weights.items():
        lines += [f"[weights.{sort}]", *(f'"{n}" = {v:.4f}' for n, v in values.items()), ""]
    rules = [f'"{rule}" = [{right}, {wrong}]' for rule, (right, wrong) in records.items()]
    return "\n".join([*lines, "[rules]", *rules, ""])


def write(found: Sequence[Example]) -> None:
    """Fit each sort of sayings apart, say how well, and write the file."""
    rows, outcomes = design(found)
    weights = {}
    for sort in SORTS:
        own = [number for number, one in enumerate(found) if sort_of(one.candidate) == sort]
        weights[sort] = fit(rows[own], outcomes[own])
        chances = left_out([found[number] for number in own], rows[own], outcomes[own])
        _tell(sort, chances, outcomes[own])
    TARGET.write_text(to_toml(rule_records(found), weights), encoding="utf-8")


def _tell(sort: str, chances: Matrix, outcomes: Matrix) -> None:
    error = calibration_error(chances, outcomes)
    print(f"{sort}: {len(outcomes)} sayings, {outcomes.mean():.3f} right; ", end="")
    print(f"calibration error of statements left out {error:.3f}")
    for least in (0.5, 0.6, 0.7):
        kept = chances >= least
        print(f"  from {least}: {kept.mean():.3f} of them, precision {outcomes[kept].mean():.3f}")
