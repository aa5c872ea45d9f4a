"""What a possible name looks like, as features that the learned voter weighs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic

from ingest.lexicon import words

from .heads import head_of
from .name_features import Look, T, known
from .words import Words

_LINKS = frozenset({"of", "for", "and", "&", "on", "in", "the", "de", "la", "-", "’s", "'s"})
_LONGEST, _SEVERAL, _FEW = 7, 4, 3
#: Inhabitants at which cities count as small, middling and large.
_SIZES = (30_000, 100_000, 400_000)
#: What is told of one word of a name, bit by bit.
_SMALL, _CAMEL, _DIGIT, _FOREIGN, _NEVER_LOWER, _WORD, _COMMON = (1 << bit for bit in range(7))


class Shapes(Generic[T]):
    """What the spans of one document look like, worked out once for each word."""

    def __init__(self, w: Words, look: Look[T]) -> None:
        """Read the spellings of *w*."""
        self.w = w
        self.look = look
        self._signs: dict[str, int] = {}
        self._parts: dict[str, list[T]] = {}
        self._alone: dict[str, list[T]] = {}
        self._first: dict[str, list[T]] = {}
        self._last: dict[str, list[T]] = {}
        self._shapes: dict[tuple[str, ...], list[T]] = {}
        self._looks = look("len:"), look("h:"), look("hk:"), look("com:"), look("has=")

    def of(self, start: int, end: int) -> list[T]:
        """Return features of the words of a span themselves."""
        spelling = tuple(self.w.texts[start:end])
        found = self._shapes.get(spelling)
        if found is None:
            found = self._shapes[spelling] = known(self._of(start, end))
        return found

    def _of(self, start: int, end: int) -> list[T | None]:
        w, size = self.w, end - start
        length, word, kind, _, links = self._looks
        found: list[T | None] = [length(str(min(size, _LONGEST)))]
        for folded in w.folded[start:end]:
            found += self._parts.get(folded) or self._part(folded)
        found += self._ends(start, end)
        head = head_of(w, start, end)
        if head is not None:
            found += (word(head.word), kind(head.kind))
        found += self._spelling(start, end)
        found += self._places(w.key(start, end))
        if size > 1:
            found += map(links, _LINKS.intersection(w.texts[start + 1 : end]))
        return found

    def _part(self, word: str) -> list[T]:
        """Return a word and its endings."""
        look = self.look
        found = [look("w:")(word)]
        if len(word) > 4:
            found += (look("x:")(word[-3:]), look("y:")(word[-4:]), look("z:")(word[:3]))
        self._parts[word] = known(found)
        return self._parts[word]

    def _ends(self, start: int, end: int) -> Iterator[T | None]:
        """Yield what the first and last words alone are: given names, peoples, posts, cities."""
        first, last, size = self.w.folded[start], self.w.folded[end - 1], end - start
        if first in words("persons", "first_names"):
            yield self.look("first")(str(min(_SEVERAL, size)))
        if size == 1:
            if first not in self._alone:
                self._alone[first] = known(
                    (*self._opening(first), *self._closing(first), *self._one(first))
                )
            yield from self._alone[first]
            return
        largest = self.w.english.places.largest
        if first not in self._first:
            city = [self.look("cityfirst")("")] if largest(first) else []
            self._first[first] = known((*self._opening(first), *city))
        if last not in self._last:
            city = [self.look("citylast")("")] if largest(last) else []
            self._last[last] = known((*self._closing(last), *city))
        yield from self._first[first]
        yield from self._last[last]

    def _opening(self, word: str) -> Iterator[T | None]:
        yield self.look("fw:")(word)
        if word in self.w.english.demonyms:
            yield self.look("dem")("")
        if word in words("persons", "roles"):
            yield self.look("role^")("")

    def _closing(self, word: str) -> Iterator[T | None]:
        yield self.look("lw:")(word)
        if word in words("persons", "roles"):
            yield self.look("role$")("")

    def _one(self, word: str) -> tuple[T | None, ...]:
        look = self.look
        return look("ow:")(word), look("ox:")(word[-2:]), look("ox3:")(word[-3:])

    def _spelling(self, start: int, end: int) -> Iterator[T | None]:
        """Yield capitals, figures, foreign letters, and how many words the dictionary has."""
        signs = common = folded = 0
        for i in range(start, end):
            sign = self._signs.get(self.w.texts[i]) or self._sign(i)
            signs |= sign
            folded += sign & _WORD != 0
            common += sign & _COMMON != 0
        look = self.look
        yield self._looks[3](f"{min(_FEW, common)}/{min(_FEW, folded)}")
        if not signs & _SMALL:
            yield look("caps")(str(min(_SEVERAL, end - start)))
            yield look("caps")("")
        if signs & _CAMEL:
            yield look("camel")("")
        if signs & _DIGIT:
            yield look("digit")("")
        if signs & _FOREIGN:
            yield look("nonascii")("")
        if not signs & _NEVER_LOWER:
            yield look("alsolower")("")

    def _sign(self, i: int) -> int:
        """Note the spelling of a word, and whether the dictionary and the text have it small."""
        text, folded = self.w.texts[i], self.w.folded[i]
        upper, alpha = text.isupper(), text.isalpha()
        signs = _SMALL * (alpha and not upper)
        signs |= _CAMEL * (len(text) > 1 and not upper and not text[1:].islower())
        signs |= _DIGIT * any(map(str.isdigit, text)) | _FOREIGN * (not text.isascii())
        signs |= _NEVER_LOWER * (alpha and folded not in self.w.lower)
        if folded:
            signs |= _WORD | _COMMON * self.w.english.is_common(folded)
        self._signs[text] = signs
        return signs

    def _places(self, key: str) -> Iterator[T | None]:
        """Yield what the tables of places know of the words."""
        places, look = self.w.english.places, self.look
        city = places.largest(key)
        if city is not None:
            yield look("city:")(str(sum(city.population >= size for size in _SIZES)))
        if key in places.countries:
            yield look("country")("")
        if key in places.regions:
            yield look("region")("")
        if key in places.subdivisions:
            yield look("subdiv")("")
