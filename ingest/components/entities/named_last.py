"""Names at the end of what describes them: "its own pass for boats, X.", "our plan—the X—"."""

from __future__ import annotations

from ingest.lexicon import words

from .word_groups import either
from .words import Words

_ARTICLES = frozenset({"the", "a", "an", "its", "our", "their", "this", "own", "new", "'s", "’s"})
_QUOTES = frozenset({"“", '"', "‘", "«", "'", "”", "’"})
_BEFORE = frozenset({",", "—", "–", ":"})
_AFTER = frozenset({".", ",", "—", "–", ")", ";"})
#: How far before the comma the noun may stand, and its article before it, in tokens.
_NEAR, _OPEN = 5, 5


def noun_named_last(w: Words, first: int, start: int, end: int, last: int) -> str | None:
    """Return the noun that a name after a comma or dash explains, or None."""
    i = start - 1
    if i > first and w.texts[i] in {"the", "our"}:
        i -= 1
    if i <= first or w.texts[i] not in _BEFORE or w.texts[start - 1] in _QUOTES:
        return None
    comma = w.texts[i] == ","
    if not _is_closed(w, end, last) or (comma and w.is_common(start, end)):
        return None
    noun = _noun_before(w, first, i)
    if noun is None or (noun != i - 1 and not (comma and w.texts[end : end + 1] == ["."])):
        return None
    return w.folded[noun]


def _is_closed(w: Words, end: int, last: int) -> bool:
    """Tell whether a mark ends the name, and no verb of saying follows it."""
    saying = end + 1 < last and w.folded[end + 1] in words("persons", "saying")
    return not saying and (end >= last or w.texts[end] in _AFTER)


def _noun_before(w: Words, first: int, i: int) -> int | None:
    """Return the noun with an article that the words up to a comma are about."""
    nouns = either("introductions", "apposed", "anchored")
    for j in range(i - 1, max(first, i - _NEAR) - 1, -1):
        if w.capital[j] or w.texts[j] in {",", ";", "."} or w.tags[j] == "AUX":
            return None
        if w.tags[j] == "VERB" and not w.texts[j].endswith(("ed", "ing")):
            return None
        if w.folded[j] in nouns:
            before = w.texts[max(first, j - _OPEN) : j]
            return j if any(text.lower() in _ARTICLES for text in before) else None
    return None
