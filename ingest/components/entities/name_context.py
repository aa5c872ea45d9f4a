"""What stands around a possible name, as features that the learned voter weighs."""

from __future__ import annotations

from typing import Generic

from .name_features import Look, T, known
from .name_lines import Lines
from .words import Words

#: How far before and after a name its nearest noun and verb may stand, and its neighbours.
_BEFORE, _AFTER, _NEAR = 9, 6, 5
_SIGNS = {"NOUN": "n", "VERB": "v", "AUX": "a"}

Span = tuple[int, int]


class _Sides(Generic[T]):
    """Gives the features of the words nearest to a name, for its own place or for another."""

    def __init__(self, look: Look[T], prefix: str) -> None:
        names = ("l:", "l2:", "r:", "r2:", "lr:", "ln:", "lv:", "rn:", "rv:")
        self.looks = [look(f"{prefix}{name}") for name in names]

    def of(self, told: tuple[str | None, ...]) -> list[T | None]:
        """Return the features of the words that there are."""
        return [look(word) for look, word in zip(self.looks, told, strict=True) if word is not None]


class Surroundings(Generic[T]):
    """The words around each span of one document."""

    def __init__(self, w: Words, look: Look[T]) -> None:
        """Note each token as it is compared: folded, and numbers all alike."""
        self.w = w
        self.words = [
            "#" if text[0].isdigit() else folded or text
            for text, folded in zip(w.texts, w.folded, strict=True)
        ]
        # A letter for each token: letters are found without looking at each token by itself.
        self._signs = "".join([_SIGNS.get(tag, " ") for tag in w.tags])
        self._acts = self._signs.replace("a", "v")
        self.lines = Lines(w, self.words, look)
        self._own, self._other = _Sides(look, ""), _Sides(look, "d")
        self._bags = look("bw:"), look("aw:")
        self._threes = look("l3:"), look("r3:")
        self._told: dict[Span, tuple[str | None, ...]] = {}
        self._distant: dict[Span, list[T]] = {}

    def near(self, start: int, end: int) -> list[T | None]:
        """Return the neighbouring words of a span, the nearest nouns and verbs, and its line."""
        words, (first, last) = self.words, self.w.ranges[self.w.block[start]]
        left = words[max(first, start - _NEAR) : start]
        right = words[end : min(last, end + _NEAR)]
        told = self._nearest(start, end, first, last)
        found = self._own.of(told)
        third = left[-3] if len(left) > 2 else "<B>"
        found.append(self._threes[0](f"{third} {told[1]}"))
        third = right[2] if len(right) > 2 else "<E>"
        found.append(self._threes[1](f"{told[3]} {third}"))
        found += map(self._bags[0], left)
        found += map(self._bags[1], right)
        found += self.lines.of(start, end)
        return found

    def distant(self, start: int, end: int) -> list[T]:
        """Return what stands nearest to another place where the same words stand."""
        found = self._distant.get((start, end))
        if found is None:
            told = self._nearest(start, end, *self.w.ranges[self.w.block[start]])
            found = self._distant[start, end] = known(self._other.of(told))
        return found

    def _nearest(self, start: int, end: int, first: int, last: int) -> tuple[str | None, ...]:
        """Return one and two words on either side, both sides, and the nearest nouns and verbs."""
        found = self._told.get((start, end))
        if found is None:
            words, signs = self.words, self._signs
            before = words[start - 1] if start > first else "<B>"
            second = words[start - 2] if start - 1 > first else "<B>"
            after = words[end] if end < last else "<E>"
            fourth = words[end + 1] if end + 1 < last else "<E>"
            low, high = max(first, start - _BEFORE), min(last, end + _AFTER)
            found = self._told[start, end] = (
                *(before, f"{second} {before}", after, f"{after} {fourth}", f"{before}_{after}"),
                self._word(signs.rfind("n", low, start)),
                self._word(signs.rfind("v", low, start)),
                self._word(signs.find("n", end, high)),
                self._word(self._acts.find("v", end, high)),
            )
        return found

    def _word(self, i: int) -> str | None:
        return None if i < 0 else self.words[i]
