"""Which words are plain English: the index of the model's own lemmatiser, read as a dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.language import Language

from ingest.lexicon import table, words
from ingest.places import Places

from .spellings import Spellings

_BIG = 100_000


class English:
    """Tells common words from names.

    The index lists verbs, adjectives, adverbs and nouns; among the nouns stand places and
    people too, so a word that only they know counts as common unless it names a large city.
    """

    def __init__(self, nlp: Language, places: Places) -> None:
        """Read the lemma index of *nlp*; without one no word counts as common."""
        index = _index(nlp)
        self.modifiers = frozenset().union(*(index.get(pos, ()) for pos in ("adj", "verb", "adv")))
        self.nouns = frozenset(index.get("noun", ()))
        self.places = places
        self.demonyms: Mapping[str, str] = table("places")["demonyms"]
        self.spellings = Spellings()
        self._given = words("persons", "given")
        self._common: dict[str, bool] = {}
        self._modifier: dict[str, bool] = {}

    def is_modifier(self, word: str) -> bool:
        """Tell whether a folded word is, inflected or not, a verb, adjective or adverb."""
        known = self._modifier.get(word)
        if known is None:
            known = (
                word not in self._given
                and word not in self.places.countries
                and any(stem in self.modifiers for stem in _stems(word))
            )
            self._modifier[word] = known
        return known

    def is_inflected(self, word: str) -> bool:
        """Tell whether a folded word is a verb, adjective or adverb, or the plural of a noun."""
        return self.is_modifier(word) or any(stem in self.nouns for stem in _stems(word)[1:])

    def is_common(self, word: str) -> bool:
        """Tell whether a folded word is in the dictionary and no large city."""
        known = self._common.get(word)
        if known is None:
            known = self.is_modifier(word) or (
                any(stem in self.nouns for stem in _stems(word)) and not self._is_place(word)
            )
            self._common[word] = known
        return known

    def _is_place(self, word: str) -> bool:
        if word in self.places.countries or word in self.places.regions:
            return True
        city = self.places.largest(word)
        return city is not None and city.population >= _BIG


def _index(nlp: Language) -> dict[str, frozenset[str]]:
    if "lemmatizer" not in nlp.pipe_names:
        return {}
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]  # rule lemmatizer
    if not lookups.has_table("lemma_index"):
        return {}
    table = lookups.get_table("lemma_index")
    return {pos: frozenset(table[pos]) for pos in ("noun", "verb", "adj", "adv") if pos in table}


def _stems(word: str) -> list[str]:
    """Return a word and what it may be an inflection of.

    >>> _stems("featured")
    ['featured', 'featur', 'feature']
    """
    found = [word]
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            found.extend(word[: -len(ending)] + other for other in others)
    return found


_ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)
