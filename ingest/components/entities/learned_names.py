"""Votes for names and their kinds as annotated statements taught, beside those of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from ingest.components.learned.model import NONE, RelationModel, load
from ingest.lexicon import table

from .name_context import Surroundings
from .name_rivals import Rivals, Span
from .name_shape import shape
from .place_context import is_alone
from .spans import Proposal
from .words import Words

#: Words of the contexts elsewhere in a document that count for a name that stands there too.
_ELSEWHERE = ("l:", "l2:", "r:", "r2:", "lr:", "ln:", "lv:", "rn:", "rv:")
_OFTEN, _LOOKED_AT = 4, 6
#: Kinds with less than this share of a name's chance get no vote.
_SHARE = 0.1
#: Spans that the rules propose with so much strength and one kind only are not looked at.
_SURE, _CERTAIN = 5.0, 4.0
#: Acronyms of so few letters are as often techniques.
_FEW = 4


class NameWording:
    """The features of every proposed span of one document."""

    def __init__(self, w: Words, proposals: Sequence[Proposal]) -> None:
        """Sum the proposals by span, and find the spans that have the same words."""
        self.w = w
        self.around = Surroundings(w)
        self.rivals = Rivals(w, proposals)
        self._same: dict[str, list[Span]] = {}
        for span in self.rivals.spans:
            self._same.setdefault(w.key(*span), []).append(span)

    def of(self, span: Span) -> list[str]:
        """Return the features of a span; the order means nothing, and some may repeat."""
        found = [*self.rivals.own(span), *self.rivals.overlapping(span)]
        found += self.rivals.beside(span)
        found += self.around.near(*span)
        found += self.around.line(*span)
        found += self._elsewhere(span)
        found += shape(self.w, *span)
        return found

    def _elsewhere(self, span: Span) -> list[str]:
        """Return how often the words stand in the document, and among what."""
        same = self._same[self.w.key(*span)]
        found = [f"n:{min(_OFTEN, len(same))}"]
        for other in same[:_LOOKED_AT]:
            if other != span:
                near = self.around.near(*other)
                found += [f"d{one}" for one in near if one.startswith(_ELSEWHERE)]
                votes = self.rivals.votes[other].items()
                found += [f"dv:{kind}" for kind, weight in votes if weight >= 1.0]
        return found


_given: ContextVar[RelationModel | None] = ContextVar("names model", default=None)


def names_model() -> RelationModel:
    """Return the weights in use: those that come with Hansa, unless others are being tried."""
    return _given.get() or _own_model()


@cache
def _own_model() -> RelationModel:
    return load(files("ingest") / "models" / "names.npz")


@contextmanager
def using(model: RelationModel) -> Iterator[None]:
    """Read names with *model* inside the block; training leaves documents out by turns."""
    token = _given.set(model)
    try:
        yield
    finally:
        _given.reset(token)


def learned_proposals(
    w: Words, found: Sequence[Proposal], model: RelationModel | None = None
) -> list[Proposal]:
    """Return votes for the spans of *found* that are more likely names than not."""
    wording = NameWording(w, found)
    spans = [span for span in wording.rivals.spans if not _is_settled(wording.rivals, span)]
    if not spans:
        return []
    model = model or names_model()
    chances = model.chances([wording.of(span) for span in spans])
    cues: dict[str, float] = table("weights")["learned"]
    none = model.labels.index(NONE)
    proposals: list[Proposal] = []
    for row in (chances[:, none] < 1 - cues["least"]).nonzero()[0].tolist():
        span, named = spans[row], 1.0 - float(chances[row, none])
        if named < _least(w, wording.rivals, span, cues):
            continue
        votes = tuple(
            (kind, round(cues["vote"] * float(chance) / named, 3))
            for kind, chance in zip(model.labels, chances[row], strict=True)
            if kind != NONE and chance > _SHARE * named
        )
        grown = (named - cues["least"]) / (1 - cues["least"])
        strength = round(cues["base"] + cues["strength"] * grown, 3)
        proposals.append(Proposal(*span, "learned", strength, votes))
    return proposals


def _least(w: Words, rivals: Rivals, span: Span, cues: Mapping[str, float]) -> float:
    """Return the chance that a span needs: acronyms of common terms and plain words need more."""
    start, end = span
    if "acronym" in rivals.sources[span] or _is_short(w, start, end):
        return cues["least_acronym"]
    part = end - start == 1 and not is_alone(w, w.english.places, start, end)
    return cues["least_plain"] if part or w.is_common(start, end) else cues["least"]


def _is_short(w: Words, start: int, end: int) -> bool:
    """Tell a few capitals, and one word with capitals within that has brackets to itself."""
    text = w.texts[start]
    if end - start > 1 or not any(letter.isupper() for letter in text[1:]):
        return False
    alone = start > 0 and end < len(w) and w.texts[start - 1] == "(" and w.texts[end] == ")"
    return alone or (text.isupper() and len(text) <= _FEW)


def _is_settled(rivals: Rivals, span: Span) -> bool:
    """Tell a span of which the rules are sure already, or a part of a person's name."""
    if "surname" in rivals.sources[span]:
        return True
    votes = rivals.votes[span]
    sure = rivals.strength[span] >= _SURE and len(votes) == 1
    return sure and max(votes.values()) >= _CERTAIN
