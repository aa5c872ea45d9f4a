"""The model's attribute rules, each looked up once for each word, tag and place in the parse.

spaCy holds some hundred and eighty patterns against every token, an eighth of the model's time.
All but a few look at one token only, and tokens alike in what they look at get alike attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.types import Ints2d

NAME = "hansa_attributes_v1"
#: What patterns may ask of a token: things that hang on its word, its tag and its dependency.
_ASKED = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_SET = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
#: Sorts of token remembered at most; then it forgets them all and begins again.
_SORTS = 200_000

Pattern = Mapping[str, Any]
#: What a token gets: the number of the rule that gives it, and the value, by attribute.
Given = dict[str, tuple[int, int]]


class Attributes:
    """Sets what an ``AttributeRuler`` of the same *patterns* would set."""

    def __init__(self, vocab: Vocab, patterns: Iterable[Pattern]) -> None:
        """Part the patterns of one token from those of several."""
        self._vocab = vocab
        self._rules: list[tuple[int, dict[str, int]]] = []
        self._single, self._several = Matcher(vocab), Matcher(vocab)
        for number, rule in enumerate(patterns):
            self._rules.append((rule["index"], self._values(rule["attrs"])))
            for pattern in rule["patterns"]:
                matcher = self._single if len(pattern) == 1 else self._several
                matcher.add(str(number), [*_held(matcher, str(number)), pattern])
        self._known: dict[tuple[int, ...], Given] = {}

    def _values(self, attrs: Mapping[str, str]) -> dict[str, int]:
        found = {name: self._vocab.strings.add(value) for name, value in attrs.items()}
        if "MORPH" in attrs:
            found["MORPH"] = self._vocab.morphology.add(attrs["MORPH"])
        return found

    def __call__(self, doc: Doc) -> Doc:
        """Set tags, parts of speech, features and lemmas of *doc* as the patterns say."""
        if not len(doc):
            return doc
        if len(self._known) > _SORTS:
            self._known.clear()
        sorts = map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist())
        given = [self._known.get(sort) or self._learn(doc, i, sort) for i, sort in enumerate(sorts)]
        for number, start, end in self._matches(self._several, doc):
            place = range(start, end)[self._rules[number][0]]
            given[place] = self._merged(given[place], number)
        _write(doc, given)
        return doc

    def _learn(self, doc: Doc, index: int, sort: tuple[int, ...]) -> Given:
        """Return what a token gets by itself, and remember it for its like."""
        found: Given = {}
        for number, _, _ in self._matches(self._single, doc[index : index + 1]):
            found = self._merged(found, number)
        self._known[sort] = found
        return found

    def _merged(self, given: Given, number: int) -> Given:
        """Return *given* with what rule *number* gives; of two rules the later one holds."""
        new = {name: (number, value) for name, value in self._rules[number][1].items()}
        return given | {name: max(given.get(name, one), one) for name, one in new.items()}

    def _matches(self, matcher: Matcher, tokens: Any) -> list[tuple[int, int, int]]:
        found = matcher(tokens, allow_missing=True)
        strings = self._vocab.strings
        return sorted((int(strings[key]), start, end) for key, start, end in found)


def _held(matcher: Matcher, name: str) -> list[list[dict[str, Any]]]:
    """Take out and return the patterns under *name*."""
    held = list(matcher.get(name)[1]) if name in matcher else []
    if held:
        matcher.remove(name)
    return held


def _write(doc: Doc, given: list[Given]) -> None:
    """Set the attributes of all tokens, an attribute at a time and only those that are given."""
    for name in _SET:
        places = [i for i, one in enumerate(given) if name in one]
        if places:
            column = doc.to_array([name])
            column[places] = np.array([given[i][name][1] for i in places], dtype=column.dtype)
            doc.from_array([name], cast(Ints2d, column.reshape(-1, 1)))


def look_up_attributes(nlp: Language) -> None:
    """Put this component in the place of the ``AttributeRuler`` of *nlp*, if it can be.

    It cannot where a pattern asks for more than a token's word, tag and dependency.
    """
    if "attribute_ruler" not in nlp.pipe_names:
        return
    ruler = nlp.get_pipe("attribute_ruler")
    if isinstance(ruler, AttributeRuler) and _may_stand_in(ruler):
        nlp.replace_pipe("attribute_ruler", NAME, config={"patterns": ruler.patterns})


def _may_stand_in(ruler: AttributeRuler) -> bool:
    rules: list[dict[str, Any]] = list(ruler.patterns)
    singles = (p[0] for rule in rules for p in rule["patterns"] if len(p) == 1)
    named = all(set(rule["attrs"]) <= set(_SET) for rule in rules)
    return named and all(set(token) <= _ASKED for token in singles)


def register() -> None:
    """Register the component under its versioned name."""

    def make(
        nlp: Language,
        name: str,  # noqa: ARG001  # spaCy passes the name
        patterns: list[dict[str, Any]],
    ) -> Attributes:
        return Attributes(nlp.vocab, patterns)

    Language.factory(NAME, default_config={"patterns": []}, func=make)
