"""Fits the learned relations on statements with their gold entities."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc

from ingest.components.learned.model import NONE, RelationModel
from ingest.components.learned.pairs import Pair, pairs
from ingest.components.learned.wording import Wording
from ingest.reading import Reading
from ingest.scoring import Gold
from ontology.iris import normalise_name

#: Features of fewer examples are not learned.
_SEEN: Final = 2
#: How strongly weights are held near zero: the inverse of scikit-learn's C.
_PENALTY: Final = 1.0
_ROUNDS: Final = 80
#: A pair of things with a gold fact that this place does not say: no example of anything.
_OPEN: Final = "open"
Example = tuple[list[str], str]


def examples(doc: Doc, gold: Gold, *, is_whole: bool = True) -> list[Example]:
    """Return the features and label of each pair of a document's entities, gold ones or found.

    A pair is an example of its fact where the fact's evidence stands, and no example elsewhere;
    pairs of which the gold says nothing are examples of no relation, if it tells all there is to
    tell. An entity that was found is the gold one with which it shares a name.
    """
    reading = Reading(doc)
    wording, said = Wording(doc, reading), _Said(doc, gold)
    labelled = ((pair, said.label(pair)) for pair in pairs(reading))
    unused = {_OPEN} if is_whole else {_OPEN, NONE}
    return [(wording.of(pair).names(), label) for pair, label in labelled if label not in unused]


class _Said:
    """The gold facts by their ends, and where their evidence stands in the plain text."""

    def __init__(self, doc: Doc, gold: Gold) -> None:
        self.doc = doc
        ids = _clusters(doc, gold)
        self.facts: dict[tuple[int, int], list[tuple[str, bool, list[tuple[int, int]]]]]
        self.facts = defaultdict(list)
        for certain, facts in ((True, gold["facts"]), (False, gold.get("doubtful", ()))):
            for fact in facts:
                for ends in product(ids.get(fact["s"], ()), ids.get(fact.get("o", ""), ())):
                    self.facts[ends].append((fact["p"], certain, self._places(fact)))

    def _places(self, fact: Mapping[str, Any]) -> list[tuple[int, int]]:
        layout, words = self.doc._.layout, fact.get("evidence", "").split()
        pattern = r"\s+".join(map(re.escape, words))
        found = re.finditer(pattern, layout.source) if words else ()
        plain = layout.plain_offset
        return [(plain(one.start()), plain(one.end() - 1) + 1) for one in found]

    def label(self, pair: Pair) -> str:
        ends = pair.first.cluster, pair.second.cluster
        facts = [(fact, ">") for fact in self.facts.get(ends, ())]
        facts += [(fact, "<") for fact in self.facts.get(ends[::-1], ())]
        for (name, certain, places), way in facts:
            if certain and self._stands(pair, places):
                return f"{name}>" if name == "partnerOf" else f"{name}{way}"
        return _OPEN if facts else NONE

    def _stands(self, pair: Pair, places: Sequence[tuple[int, int]]) -> bool:
        second = self.doc[pair.second.start].idx
        marks = [second] if pair.where == "sentence" else [second, self.doc[pair.first.start].idx]
        return any(start <= mark < end for start, end in places for mark in marks)


def _clusters(doc: Doc, gold: Gold) -> dict[str, list[int]]:
    """Return the clusters of a document that share a name with each gold entity, by its id."""
    named: dict[str, list[int]] = defaultdict(list)
    for cluster in doc._.clusters:
        for name in {normalise_name(name) for name in cluster.names}:
            named[name].append(cluster.index)
    return {
        entity["id"]: sorted({i for n in entity["names"] for i in named[normalise_name(n)]})
        for entity in gold["entities"]
    }


def fit(found: Sequence[Example], also: Sequence[Example] = ()) -> RelationModel:
    """Return the model of the examples: multinomial logistic regression, in eight bits.

    Of *also*, whose text may not be copied, only the features that *found* has as well are learned.
    """
    seen = Counter(name for names, _ in found for name in set(names))
    return regression(
        [*found, *also],
        [name for name, count in seen.items() if count >= _SEEN],
        penalty=_PENALTY,
        rounds=_ROUNDS,
    )


def regression(
    found: Sequence[Example], features: Iterable[str], *, penalty: float, rounds: int
) -> RelationModel:
    """Return a multinomial logistic regression over *features* of the examples, in eight bits."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = {name: i for i, name in enumerate(sorted(features))}
    columns = [sorted({rows[name] for name in names if name in rows}) for names, _ in found]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((column for line in columns for column in line), dtype=np.int32)
    shape = (len(columns), len(rows))
    matrix = csr_matrix((np.ones(len(flat), np.float32), flat, starts), shape=shape)
    model = LogisticRegression(C=1 / penalty, max_iter=rounds, tol=1e-3)
    model.fit(matrix, [label for _, label in found])
    return packed(tuple(map(str, model.classes_)), rows, model.coef_.T, model.intercept_)


def packed(labels: tuple[str, ...], rows: dict[str, int], weights: Any, bias: Any) -> RelationModel:
    """Return weights (rows of features, columns of labels) in eight bits, without empty rows."""
    scale = float(np.abs(weights).max()) / 127
    rounded = np.rint(weights / scale).astype(np.int8)
    kept = np.flatnonzero(rounded.any(axis=1))
    ordered = sorted(rows, key=rows.__getitem__)
    names = {ordered[old]: new for new, old in enumerate(kept.tolist())}
    return RelationModel(labels, names, rounded[kept], scale, bias.astype(np.float32))


def folds(count: int, parts: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield indices to learn from and indices left out, each left out once.

    >>> list(folds(3, 3))[0]
    ([1, 2], [0])
    """
    for part in range(parts):
        yield (
            [i for i in range(count) if i % parts != part],
            [i for i in range(count) if i % parts == part],
        )
