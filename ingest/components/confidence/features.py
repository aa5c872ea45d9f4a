"""What a saying is judged by: its rule's record, its ends, and the words that say it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from spacy.tokens import Doc

from ingest.annotations import Cluster, FactCandidate, LiteralCandidate
from ingest.components.learned.relations import NAME as LEARNED
from ingest.components.learned.relations import PAIRED, fact_key
from ingest.layout import Layout

Candidate = FactCandidate | LiteralCandidate
#: How often each rule was right and how often wrong on annotated text.
Records = Mapping[str, Sequence[float]]

#: The names of the features, in the order of their values.
NAMES: Final = (
    "rule",
    "least end",
    "both ends",
    "spoken of",
    "planned",
    "in a list",
    "in a heading",
    "long quote",
    "many at once",
    "said again",
    "learned",
    "not learned",
)
#: Sorts of sayings that are weighed apart.
SORTS: Final = ("rule", "learned", "literal")
#: For how many examples what is known of a wider class counts beside a rule's own.
_PRIOR: Final = 4.0
#: The weight of examples that a rule needs before it can be silenced: those of one document, where
#: a whole list was misread, say little.
_ENOUGH: Final = 4.0
#: For how many examples what is known of like rules counts before a rule is silenced.
_DOUBT: Final = 10.0
#: The precision of a rule of which nothing is known, nor of any like it.
_UNKNOWN: Final = 0.75
#: The chance of a fact that the learned relations see no sign of.
_UNLEARNED: Final = 0.03
#: The characters of a quote of usual length.
_USUAL_QUOTE: Final = 150.0


def rule_precision(rule: str, records: Records, *, prior: float = _PRIOR) -> float:
    """Return a rule's precision, drawn to its family's and that to all rules' where it is new.

    Two levels of a Beta prior: what was seldom seen is judged by what is like it, the more so the
    more examples *prior* stands for.

    >>> records = {"lists.items": [90, 10], "frames.verb": [30, 30]}
    >>> [round(rule_precision(rule, records), 2) for rule in ("lists.items", "lists.new")]
    [0.9, 0.89]
    """
    family = rule.split(".", 1)[0]
    like = [record for name, record in records.items() if name.split(".", 1)[0] == family]
    near = _share(like, _share(records.values(), _UNKNOWN, _PRIOR), _PRIOR)
    return _share([records[rule]] if rule in records else [], near, prior)


def tried_precision(rule: str, records: Records) -> float:
    """Return a rule's precision as far as it was tried: while it was seldom seen, it is right.

    >>> tried_precision("lists.new", {}), round(tried_precision("x.y", {"x.y": [1, 9]}), 1)
    (1.0, 0.1)
    """
    if sum(records.get(rule, ())) < _ENOUGH:
        return 1.0
    return rule_precision(rule, records, prior=_DOUBT)


def _share(records: Iterable[Sequence[float]], share: float, weight: float) -> float:
    right = wrong = 0.0
    for record in records:
        right, wrong = right + record[0], wrong + record[1]
    return (right + share * weight) / (right + wrong + weight)


def log_odds(share: float) -> float:
    """Return the logarithm of the odds of a share strictly between 0 and 1.

    >>> log_odds(0.5)
    0.0
    """
    return math.log(share / (1 - share))


def sort_of(one: Candidate) -> str:
    """Return which of ``SORTS`` a saying is of."""
    if isinstance(one, LiteralCandidate):
        return "literal"
    return "learned" if one.rule.startswith("learned.") else "rule"


class Features:
    """The features of every saying of one document."""

    def __init__(self, doc: Doc) -> None:
        """Count what the sayings of *doc* have in common."""
        self._layout: Layout = doc._.layout
        self._clusters: list[Cluster] = doc._.clusters
        # None is unsure while a document is judged; who explains it later counts them too.
        sayings: list[Candidate] = [*doc._.facts, *doc._.literals, *doc._.unsure]
        self._mentions = Counter(mention.cluster for mention in doc._.mentions)
        self._places = Counter((one.rule, one.start, one.end) for one in sayings)
        self._said = Counter(_content(one) for one in sayings)
        self._paired: set[frozenset[int]] = doc.user_data.get(PAIRED, set())
        self._learned: Mapping[tuple[object, ...], float] = doc.user_data.get(LEARNED, {})

    def of(self, one: Candidate, records: Records) -> tuple[float, ...]:
        """Return the values of a saying, in the order of ``NAMES``."""
        ends = [one.subject, one.object] if isinstance(one, FactCandidate) else [one.subject]
        sure = [self._clusters[end].confidence for end in ends]
        kind = self._layout.blocks[self._layout.block_at(one.start)].kind
        return (
            log_odds(rule_precision(one.rule, records)),
            min(sure),
            math.prod(sure),
            math.log(1 + min(self._mentions[end] for end in ends)),
            float(one.status == "planned"),
            float(kind in {"item", "cell"}),
            float(kind == "heading"),
            min(2.0, (one.end - one.start) / _USUAL_QUOTE),
            math.log(self._places[one.rule, one.start, one.end]),
            math.log(self._said[_content(one)]),
            self._chance(one),
            float(not self._is_paired(one)),
        )

    def _is_paired(self, one: Candidate) -> bool:
        ends = (one.subject, one.object) if isinstance(one, FactCandidate) else ()
        return frozenset(ends) in self._paired

    def _chance(self, one: Candidate) -> float:
        """Return the log odds of the learned relations; even for what they did not look at."""
        if not isinstance(one, FactCandidate) or not self._is_paired(one):
            return 0.0
        chance = self._learned.get(fact_key(one), _UNLEARNED)
        return log_odds(min(0.99, max(_UNLEARNED, chance)))


def _content(one: Candidate) -> tuple[object, ...]:
    said = one.object if isinstance(one, FactCandidate) else one.value
    return one.subject, one.property, said
