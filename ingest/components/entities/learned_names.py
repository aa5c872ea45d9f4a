"""Votes for names and their kinds as annotated statements taught, beside those of the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Generic

import numpy as np

from ingest.components.learned.model import NONE, RelationModel, load
from ingest.lexicon import table

from .name_context import Surroundings
from .name_features import Look, T, known, rows_of, spelt
from .name_rivals import Rivals, Span
from .name_shape import Shapes
from .place_context import is_alone
from .spans import Proposal
from .words import Words

_OFTEN, _LOOKED_AT = 4, 6
#: Kinds with less than this share of a name's chance get no vote.
_SHARE = 0.1
#: Spans that the rules propose with so much strength and one kind only are not looked at.
_SURE, _CERTAIN = 5.0, 4.0
#: Acronyms of so few letters are as often techniques.
_FEW = 4


class Wording(Generic[T]):
    """The features of every proposed span of one document."""

    def __init__(self, w: Words, proposals: Sequence[Proposal], look: Look[T]) -> None:
        """Sum the proposals by span, and find the spans that have the same words."""
        self.w = w
        self.around = Surroundings(w, look)
        self.shapes = Shapes(w, look)
        self.rivals = Rivals(w, proposals, look)
        self._often, self._voted = look("n:"), look("dv:")
        self._same: dict[str, list[Span]] = {}
        for span in self.rivals.spans:
            self._same.setdefault(w.key(*span), []).append(span)

    def told(self, span: Span) -> list[T | None]:
        """Return the features of a span; the order means nothing, and some may repeat."""
        found = self.rivals.of(span)
        found += self.around.near(*span)
        found += self.shapes.of(*span)
        same = self._same[self.w.key(*span)]
        found.append(self._often(str(min(_OFTEN, len(same)))))
        if len(same) > 1:
            others = [other for other in same[:_LOOKED_AT] if other != span]
            for other in others:
                found += self.around.distant(*other)
            found += map(self._voted, self.rivals.firm(others))
        return found


class NameWording(Wording[str]):
    """The features of every proposed span by their names, as they are learned."""

    def __init__(self, w: Words, proposals: Sequence[Proposal]) -> None:
        """Read the spans of *proposals* in *w*."""
        super().__init__(w, proposals, spelt)

    def of(self, span: Span) -> list[str]:
        """Return the names of the features of a span."""
        return known(self.told(span))


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
    model = model or names_model()
    wording = Wording(w, found, rows_of(model))
    spans = [span for span in wording.rivals.spans if not _is_settled(wording.rivals, span)]
    if not spans:
        return []
    chances = model.softmax([_learned(wording.told(span)) for span in spans])
    cues: dict[str, float] = table("weights")["learned"]
    none = model.labels.index(NONE)
    proposals: list[Proposal] = []
    likely = (chances[:, none] < 1 - cues["least"]).nonzero()[0]
    for row, line in zip(likely.tolist(), chances[likely].tolist(), strict=True):
        span, named = spans[row], 1.0 - line[none]
        if named < _least(w, wording.rivals, span, cues):
            continue
        # Chances have single precision, and so has what they are compared with.
        share = float(np.float32(_SHARE * named))
        votes = tuple(
            (kind, round(cues["vote"] * chance / named, 3))
            for kind, chance in zip(model.labels, line, strict=True)
            if chance > share and kind != NONE
        )
        grown = (named - cues["least"]) / (1 - cues["least"])
        strength = round(cues["base"] + cues["strength"] * grown, 3)
        proposals.append(Proposal(*span, "learned", strength, votes))
    return proposals


def _learned(told: Sequence[int | None]) -> Collection[int]:
    """Return the different rows of weights among the features of a span."""
    rows = set(told)
    rows.discard(None)
    return rows  # type: ignore[return-value]  # None was taken out


def _least(w: Words, rivals: Rivals[int], span: Span, cues: Mapping[str, float]) -> float:
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


def _is_settled(rivals: Rivals[int], span: Span) -> bool:
    """Tell a span of which the rules are sure already, or a part of a person's name."""
    if "surname" in rivals.sources[span]:
        return True
    votes = rivals.votes[span]
    sure = rivals.strength[span] >= _SURE and len(votes) == 1
    return sure and max(votes.values()) >= _CERTAIN
