"""Counts of what was right, wrong and missed, and the rates that follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ontology.model import Fact, LiteralFact

#: What one of a table's things is called, where that is not its name without the last letter.
_SINGULAR = {"entities": "entity"}


@dataclass(slots=True)
class Tally:
    """True positives, false positives and false negatives of one class of things."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        """Add the counts of another tally."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        return self

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> round(Tally(right=3, wrong=1, missed=2).f1, 3)
        0.667
        """
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One outcome: ``right``, ``wrong`` or ``missed``, of a kind or property, in words.

    In the table ``qualifiers``, ``key`` is the status, year or role that a right fact has wrong.

    ``saying`` is the fact or literal that was read, where one was.
    """

    table: str
    key: str
    outcome: str
    note: str
    saying: Fact | LiteralFact | None = None


#: What one outcome of each table is about; of qualifiers, the one that is meant.
_ONE: Final = {"entities": "entity", "facts": "fact", "literals": "literal"}


@dataclass(slots=True)
class Score:
    """All tallies of one document or of many, and every outcome behind them.

    ``confusion`` counts pairs of the gold kind and the kind that was read; a dash stands for
    nothing on either side.
    """

    entities: dict[str, Tally] = field(default_factory=dict)
    facts: dict[str, Tally] = field(default_factory=dict)
    literals: dict[str, Tally] = field(default_factory=dict)
    places: dict[str, Tally] = field(default_factory=dict)
    qualifiers: Counter[str] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    judgements: list[Judgement] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        """Add another document's score."""
        for name in ("entities", "facts", "literals", "places"):
            table = getattr(self, name)
            for key, tally in getattr(other, name).items():
                table.setdefault(key, Tally()).__iadd__(tally)
        self.qualifiers += other.qualifiers
        self.confusion += other.confusion
        self.judgements += other.judgements
        return self

    def count(self, judgement: Judgement) -> None:
        """Add one outcome to its table and keep it."""
        self.tally(judgement.table, judgement.key, judgement.outcome)
        self.judgements.append(judgement)

    def remark(self, quality: str, note: str) -> None:
        """Keep that a right fact has a wrong quality: its status, year or role."""
        self.judgements.append(Judgement("qualifiers", quality, "wrong", note))

    def tally(self, table: str, key: str, outcome: str) -> None:
        """Add one outcome to a table."""
        found = getattr(self, table).setdefault(key, Tally())
        setattr(found, outcome, getattr(found, outcome) + 1)

    @property
    def errors(self) -> list[str]:
        """What was wrong or missed, in words, in the order it was found: qualities too."""
        return [
            f"{one.outcome} {_ONE.get(one.table, one.key)} {one.note}"
            for one in self.judgements
            if one.outcome != "right"
        ]


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies, for micro averages."""
    result = Tally()
    for tally in tallies:
        result += tally
    return result
