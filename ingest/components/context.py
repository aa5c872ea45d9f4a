"""What the words around a name say about its kind: "X is a network of", "members of X"."""

from __future__ import annotations

from .heads import kind_of, singular
from .words import Words

_COPULAS = frozenset({"is", "was", "are", "were", "as", ","})
_ARTICLES = frozenset({"a", "an", "the"})


def defined_kind(w: Words, start: int, end: int) -> str | None:
    """Return the kind of the noun in "X is a/the ADJ* NOUN" or "X, a NOUN"."""
    last = w.ranges[w.block[start]][1]
    i = end
    if i < last and w.texts[i] == "(":
        closing = next((j for j in range(i, min(i + 8, last)) if w.texts[j] == ")"), None)
        i = i if closing is None else closing + 1
    if i + 2 >= last or w.texts[i] not in _COPULAS or w.texts[i + 1] not in _ARTICLES:
        return None
    if w.texts[i] == "," and w.texts[i + 1] == "the":
        return None
    for j in range(i + 2, min(i + 9, last)):
        if w.tags[j] in {"NOUN", "PROPN"} and (
            j + 1 >= last or (w.tags[j + 1] not in {"NOUN", "PROPN"} and w.texts[j + 1] != "-")
        ):
            if w.capital[j]:
                return None
            following = w.key(j, min(j + 6, last))
            return kind_of(singular(w.folded[j]), following) or _PLAIN.get(w.folded[j])
        if w.tags[j] in {"VERB", "AUX", "ADP", "PUNCT"} and w.texts[j] != "-":
            return None
    return None


_PLAIN = {
    "city": "City",
    "town": "City",
    "country": "Country",
    "nation": "Country",
    "body": "Organization",
    "nonprofit": "Organization",
    "company": "Organization",
}
