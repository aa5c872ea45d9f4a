"""Why a document was read as it was: plain values beside an Extraction, for people to judge.

They say nothing that the graph keeps, are computed only when somebody asks, and pickle. Offsets
count characters of ``Document.text``, as those of the Extraction do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ontology.model import Extraction, Fact, LiteralFact


@dataclass(frozen=True, slots=True, order=True)
class Spoken:
    """Words that speak of an entity: by ``name``, or by a ``reference`` such as "the Alliance"."""

    start: int
    end: int
    text: str
    form: str


@dataclass(frozen=True, slots=True)
class EntityNote:
    """Why something is an entity of its kind.

    ``votes`` are the kinds with the weight of what speaks for each, most first; ``sources`` who
    proposed its names; ``linked`` says why it has its link, where that is known; ``references``
    are the descriptions and pronouns that stand for it.
    """

    votes: tuple[tuple[str, float], ...] = ()
    sources: tuple[str, ...] = ()
    linked: str | None = None
    references: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One feature's part in a confidence: value times weight counts towards the log odds."""

    feature: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Context:
    """Words outside the evidence that the fact also rests on, and where they stand.

    ``where`` is ``column header``, ``line above``, ``item above``, ``heading``, or ``earlier`` or
    ``later`` in the text.
    """

    where: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SayingNote:
    """Why a fact or literal was read.

    ``reasons`` say in sentences how its rule reads; ``record`` weighs how often that rule was
    right and wrong on annotated text; ``subject`` and ``object`` are the words for the two ends
    within the evidence (for an end that is not there, in the ``contexts``); ``parts`` add up to
    the log odds of its confidence, none where the confidence is the rule's own.
    """

    reasons: tuple[str, ...] = ()
    record: tuple[float, float] | None = None
    subject: tuple[Spoken, ...] = ()
    object: tuple[Spoken, ...] = ()
    contexts: tuple[Context, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The notes on all that an Extraction holds, each tuple in the order of its own."""

    document: str
    entities: tuple[EntityNote, ...] = ()
    facts: tuple[SayingNote, ...] = ()
    literals: tuple[SayingNote, ...] = ()
    proposals: tuple[SayingNote, ...] = ()

    def sayings(self, extraction: Extraction) -> list[tuple[Fact | LiteralFact, SayingNote, bool]]:
        """Return every saying of *extraction* with its note, and whether it is only proposed.

        In the order of the text, so that those with the same evidence follow one another.
        """
        groups = (
            (extraction.facts, self.facts, False),
            (extraction.literals, self.literals, False),
            (extraction.proposals, self.proposals, True),
        )
        found = [
            (saying, note, proposed)
            for sayings, notes, proposed in groups
            for saying, note in zip(sayings, notes, strict=True)
        ]
        return sorted(found, key=lambda one: (one[0].evidence.start, one[0].evidence.end))
