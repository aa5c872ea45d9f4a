"""What stands around a possible name, as features that the learned voter weighs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic

from .name_features import Look, T, known
from .name_lines import Lines
from .words import Words

#: How far before and after a name its nearest noun and verb may stand, and its neighbours.
_BEFORE, _AFTER, _NEAR = 9, 6, 5
_NOUNS, _VERBS, _ACTS = frozenset({"NOUN"}), frozenset({"VERB"}), frozenset({"VERB", "AUX"})


class _Sides(Generic[T]):
    """Gives the features of the words nearest to a name, for its own place or for another."""

    def __init__(self, look: Look[T], prefix: str) -> None:
        names = ("l:", "l2:", "ln:", "lv:", "r:", "r2:", "rn:", "rv:", "lr:")
        found = [look(f"{prefix}{name}") for name in names]
        self.left, self.right = found[:4], found[4:8]
        self.both = found[8]


class Surroundings(Generic[T]):
    """The words around each span of one document, worked out once for each start and end."""

    def __init__(self, w: Words, look: Look[T]) -> None:
        """Note each token as it is compared: folded, and numbers all alike."""
        self.w = w
        self.words = [
            "#" if text[0].isdigit() else folded or text
            for text, folded in zip(w.texts, w.folded, strict=True)
        ]
        self.lines = Lines(w, self.words, look)
        self._own, self._other = _Sides(look, ""), _Sides(look, "d")
        self._bags = look("bw:"), look("aw:")
        self._threes = look("l3:"), look("r3:")
        self._left: dict[int, tuple[list[T], list[T]]] = {}
        self._right: dict[int, tuple[list[T], list[T]]] = {}

    def near(self, start: int, end: int) -> list[T | None]:
        """Return the neighbouring words of a span, the nearest nouns and verbs, and its line."""
        first, last = self.w.ranges[self.w.block[start]]
        left, right = self._before(start, first)[0], self._behind(end, last)[0]
        between = self._own.both(self._between(start, end, first, last))
        return [*left, *right, between, *self.lines.around(start, end)]

    def distant(self, start: int, end: int) -> list[T | None]:
        """Return what stands nearest to another place where the same words stand."""
        first, last = self.w.ranges[self.w.block[start]]
        left, right = self._before(start, first)[1], self._behind(end, last)[1]
        return [*left, *right, self._other.both(self._between(start, end, first, last))]

    def _between(self, start: int, end: int, first: int, last: int) -> str:
        left = self.words[start - 1] if start > first else "<B>"
        return f"{left}_{self.words[end] if end < last else '<E>'}"

    def _before(self, start: int, first: int) -> tuple[list[T], list[T]]:
        """Return what stands before a name, as told of it and of other places."""
        found = self._left.get(start)
        if found is None:
            words = self.words[max(first, start - _NEAR) : start]
            one, two, three = (["<B>", "<B>", "<B>", *words])[:-4:-1]
            pair = f"{two} {one}"
            before = range(start - 1, max(first, start - _BEFORE) - 1, -1)
            told = (one, pair, self._nearest(before, _NOUNS), self._nearest(before, _VERBS))
            own = [*map(self._bags[0], words), self._threes[0](f"{three} {pair}")]
            own += _tell(self._own.left, told)
            own += self.lines.at(start, first)
            found = self._left[start] = known(own), known(_tell(self._other.left, told))
        return found

    def _behind(self, end: int, last: int) -> tuple[list[T], list[T]]:
        """Return what stands after a name; one that goes on over its block has nothing there."""
        end = min(end, last)
        found = self._right.get(end)
        if found is None:
            words = self.words[end : min(last, end + _NEAR)]
            one, two, three = (*words, "<E>", "<E>", "<E>")[:3]
            pair = f"{one} {two}"
            after = range(end, min(last, end + _AFTER))
            told = (one, pair, self._nearest(after, _NOUNS), self._nearest(after, _ACTS))
            own = [*map(self._bags[1], words), self._threes[1](f"{pair} {three}")]
            own += _tell(self._own.right, told)
            found = self._right[end] = known(own), known(_tell(self._other.right, told))
        return found

    def _nearest(self, places: range, tags: frozenset[str]) -> str | None:
        """Return the first of these words with one of the parts of speech."""
        for i in places:
            if self.w.tags[i] in tags:
                return self.words[i]
        return None


def _tell(
    looks: list[Callable[[str], T | None]], told: tuple[str | None, ...]
) -> Iterator[T | None]:
    return (look(word) for look, word in zip(looks, told, strict=True) if word is not None)
