"""What the words around a name say of it: "X is a network of", "Head of Y at X", "hosted by X"."""

from __future__ import annotations

from ingest.lexicon import words

from .heads import kind_of, singular
from .words import Words

_COPULAS = frozenset({"is", "was", "are", "were", "as", ",", "–"})
_ARTICLES = frozenset({"a", "an", "the"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_ENDS = frozenset({"VERB", "AUX", "ADP", "PUNCT"})
_TIES = frozenset({"at", "of", "for", "from", "with"})
_TIES_COMMA = _TIES | {","}
#: How many tokens a description may take, and how far before a name its bearer's post stands.
_REACH, _POST = 9, 9
#: Nouns without use as heads of names that still define what a name stands for.
_PLAIN = {
    "city": "City",
    "town": "City",
    "capital": "City",
    "country": "Country",
    "nation": "Country",
    "body": "Organization",
    "nonprofit": "Organization",
    "provider": "Organization",
    "operator": "Organization",
    "developer": "Organization",
    "think-tank": "Organization",
    "tool": "Project",
    "application": "Project",
    "website": "Project",
}


def defined_kind(w: Words, start: int, end: int) -> str | None:
    """Return the kind of the noun in "X is a/the ADJ* NOUN" or "X, a NOUN"."""
    last = w.ranges[w.block[start]][1]
    i = end
    if i < last and w.texts[i] == "(":
        closing = next((j for j in range(i, min(i + 8, last)) if w.texts[j] == ")"), None)
        i = i if closing is None else closing + 1
    if i + 2 >= last or w.texts[i] not in _COPULAS or w.texts[i + 1] not in _ARTICLES:
        return None
    if w.texts[i] in {",", "–"} and w.texts[i + 1] == "the":
        return None
    for j in range(i + 2, min(i + _REACH, last)):
        if w.tags[j] in _NOMINAL and not _goes_on(w, j, last):
            return _noun_kind(w, j, last)
        if w.tags[j] in _ENDS and w.texts[j] != "-":
            return None
    return None


def _goes_on(w: Words, j: int, last: int) -> bool:
    """Tell whether a compound noun does not end yet."""
    return j + 1 < last and (w.tags[j + 1] in _NOMINAL or w.texts[j + 1] == "-")


def _noun_kind(w: Words, j: int, last: int) -> str | None:
    if w.capital[j]:
        return None
    return kind_of(singular(w.folded[j]), w.key(j, min(j + 6, last))) or _PLAIN.get(w.folded[j])


def is_employer(w: Words, start: int, *, comma: bool) -> bool:
    """Tell whether a post stands before a name: "Head of Research at X", with *comma* "Head, X"."""
    first = w.ranges[w.block[start]][0]
    before = start - 1
    if before > first and w.texts[before] == "the":
        before -= 1
    if before <= first or w.texts[before] not in (_TIES_COMMA if comma else _TIES):
        return False
    roles = words("persons", "roles")
    for i in range(before - 1, max(first, before - _POST) - 1, -1):
        if w.texts[i] in {".", ";", "(", ")", ":", "”", '"'}:
            return False
        if w.folded[i] in roles:
            return w.texts[before] != "," or i >= before - 5
    return False


def is_agent(w: Words, start: int, end: int) -> bool:
    """Tell whether a name acts: after "by" or "with", before a verb or a possessive."""
    before = start - 1
    if before >= 0 and w.texts[before] == "the":
        before -= 1
    if before >= 0 and w.texts[before] in {"by", "with", "from", "at", "joined"}:
        return True
    return end < len(w) and (w.texts[end] in {"'s", "’s"} or w.tags[end] in {"AUX", "VERB"})
