"""How alike two names are, and which names are worth comparing at all.

Names are normalised (``ontology.iris.normalise_name``) and of one family of kinds. Comparing each
with each takes the square of their number; so each name is in a few *blocks*, and only names that
share one are compared. Both are pure functions of the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

#: What makes two names alike.
How = Literal["same name", "order of words", "spelling", "more words", "initials"]

#: Words that names have or leave out without meaning another thing.
_SMALL: Final = frozenset(
    {"a", "an", "and", "at", "de", "des", "du", "et", "for", "in", "la", "le", "of", "on", "the"}
)
#: How likely two names that are alike so are of one thing: estimates, which no data fitted.
_CHANCES: Final[dict[How, float]] = {
    "order of words": 0.6,
    "same name": 0.5,
    "initials": 0.3,
    "more words": 0.25,
}
#: Words that are less alike than this are other words, and so are shorter ones.
_LEAST_ALIKE: Final = 0.75
_LEAST_LETTERS: Final = 4
#: Letters of an acronym, and of a single word that may be misspelt.
_LONGEST_ACRONYM: Final = 8
_LEAST_SINGLE: Final = 6
_DIGIT: Final = re.compile(r"[0-9]")
#: Names, and pairs of them, that are remembered: each is met in several blocks.
_KEPT: Final = 1 << 14
#: Names of more words are rather sentences; only their first words are left out one by one.
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two names are alike: ``chance`` is how likely they are of one thing, from 0 to 1."""

    chance: float
    how: How


@lru_cache(_KEPT)
def likeness(one: str, other: str) -> Likeness | None:
    """Return how alike two names are, None where nothing says that they are of one thing.

    >>> likeness("lantern cities league", "league of lantern cities")
    Likeness(chance=0.6, how='order of words')
    >>> likeness("baltic harbour forum", "baltic harbor forum").how
    'spelling'
    >>> likeness("harbour forum 2019", "harbour forum 2020") is None
    True
    """
    if one == other:
        return _by("same name")
    words, others = _words(one), _words(other)
    if sorted(words) == sorted(others):
        return _by("order of words")
    if _numbers(one, words) != _numbers(other, others):
        return None
    if _is_acronym(one, other) or _is_acronym(other, one):
        return _by("initials")
    return _by_words(Counter(words), Counter(others))


def _by_words(words: Counter[str], others: Counter[str]) -> Likeness | None:
    """Return how alike names are by the words that only one of them has."""
    left, right = [*(words - others).elements()], [*(others - words).elements()]
    if len(left) == len(right) == 1:
        return _by_spelling(left[0], right[0])
    shared = (words & others).total()
    return _by("more words") if len(left) + len(right) == 1 and shared > 1 else None


def _by_spelling(word: str, other: str) -> Likeness | None:
    if min(len(word), len(other)) < _LEAST_LETTERS:
        return None
    alike = OSA.normalized_similarity(word, other)
    if alike < _LEAST_ALIKE:
        return None
    span = (alike - _LEAST_ALIKE) / (1 - _LEAST_ALIKE)
    return Likeness(round(0.3 + 0.4 * span, 2), "spelling")


def _by(how: How) -> Likeness:
    return Likeness(_CHANCES[how], how)


def blocks_of(name: str) -> set[str]:
    """Return the blocks that a name is in; names that share none are never compared.

    >>> "= city lantern league" in blocks_of("league of lantern cities")
    True
    >>> sorted(blocks_of("lantern league"))
    ['# ll', '= lantern league', '~ lantern, le', '~ league, la']
    """
    words = _words(name)
    found = {f"= {_joined(words)}"}
    if len(words) == 1:
        (word,) = words
        found |= {f"# {word}"} if len(word) <= _LONGEST_ACRONYM else set()
        return found | ({*_misspelt(word)} if len(word) >= _LEAST_SINGLE else set())
    found |= {f"# {initials}" for initials in _initials(name)}
    for place, word in enumerate(words[:_MOST_WORDS]):
        rest = _joined([*words[:place], *words[place + 1 :]])
        found.add(f"~ {rest}, {word[:2]}")  # the word that is left out may be misspelt,
        if len(words) > 2:
            found.add(f"= {rest}")  # or the other name does without it
    return found


def _misspelt(word: str) -> Iterator[str]:
    """Yield a word with a letter left out, so that it meets those that differ in one."""
    yield f"- {word}"
    for place in range(len(word)):
        yield f"- {word[:place]}{word[place + 1 :]}"


@lru_cache(_KEPT)
def _words(name: str) -> Sequence[str]:
    """Return what counts of a name's words, in the singular; all where nothing would be left."""
    words = name.split()
    return [_singular(word) for word in words if word not in _SMALL] or words


def _singular(word: str) -> str:
    """Return a word without the ending that English plurals have."""
    if word.endswith("ies") and len(word) > _LEAST_LETTERS:
        return word[:-3] + "y"
    is_plural = word.endswith("s") and not word.endswith("ss") and len(word) > _LEAST_LETTERS
    return word[:-1] if is_plural else word


def _joined(words: Sequence[str]) -> str:
    return " ".join(sorted(words))


def _numbers(name: str, words: Sequence[str]) -> list[str]:
    """Return the words of a name that have digits; two editions of an event are not one."""
    if not _DIGIT.search(name):
        return []
    return sorted(word for word in words if _DIGIT.search(word))


def _initials(name: str) -> set[str]:
    """Return what a name of several words may be shortened to: with its small words, or without."""
    words = name.split()
    counting = [word for word in words if word not in _SMALL]
    return {"".join(word[0] for word in each) for each in (words, counting) if len(each) > 1}


def _is_acronym(short: str, name: str) -> bool:
    return " " not in short and len(short) <= _LONGEST_ACRONYM and short in _initials(name)
