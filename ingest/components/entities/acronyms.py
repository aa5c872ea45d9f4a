"""Acronyms beside their long forms: "Long Form (ACR)" and "ACR (Long Form)".

The search for the long form follows Schwartz and Hearst (2003): match the letters backwards,
the first one at the beginning of a word.
"""

from __future__ import annotations

import re

from ingest.lexicon import words

from .heads import head_of
from .words import Words

_ACRONYM = re.compile(r"(?=[^\s]*[A-Z][^\s]*[A-Z0-9])[A-Za-z0-9][A-Za-z0-9&.’'-]{1,11}")
_SMALL = frozenset({"the", "a", "an"})


def acronym_pairs(w: Words) -> list[tuple[int, int, int, int]]:
    """Return (long start, long end, short start, short end) in tokens for each pair found."""
    pairs: list[tuple[int, int, int, int]] = []
    for i, text in enumerate(w.texts):
        if text == "(":
            close = _closing(w, i)
            if close is not None:
                pairs.extend(_before(w, i, close) or _inside(w, i, close) or _alias(w, i, close))
        elif text == "," and i + 3 < len(w) and w.texts[i + 1] == "the":
            pairs.extend(_explained(w, i))
        elif text == "or" and i > 1 and w.texts[i - 1] == ",":
            pairs.extend(_named_or(w, i))
    return pairs


def _closing(w: Words, opening: int) -> int | None:
    """Return the index of the bracket that closes the one at *opening*, within its block."""
    end = min(w.ranges[w.block[opening]][1], opening + 16)
    return next((i for i in range(opening + 1, end) if w.texts[i] == ")"), None)


def _before(w: Words, opening: int, closing: int) -> list[tuple[int, int, int, int]]:
    """Read "Long Form (ACR)", also "(ACR, ...)" and "(the ACR)"."""
    start = opening + 1
    while start < closing and w.texts[start] in {"the", "“", '"', "‘", "or"}:
        start += 1
    end = start + 1
    while (
        end < closing
        and not w.spaced[end - 1]
        and w.texts[end] not in {",", ";", ")", "”", '"', "’"}
    ):
        end += 1
    if end > closing or (end < closing and w.texts[end] not in {",", ";", "”", '"', "’"}):
        return []
    short = w.surface(start, end)
    if not _ACRONYM.fullmatch(short):
        return []
    first = long_form_start(w, opening, short)
    return [] if first is None else [(first, opening, start, end)]


def _explained(w: Words, comma: int) -> list[tuple[int, int, int, int]]:
    """Read "ACR, the Long Form, ..." with the comma at *comma*."""
    first, last = comma + 2, w.ranges[w.block[comma]][1]
    if comma == 0 or not _ACRONYM.fullmatch(w.texts[comma - 1]) or first >= last:
        return []
    stops = (i for i in range(first, min(last, first + 12)) if w.texts[i] in {",", ")", ".", ";"})
    end = next(stops, None)
    short = w.texts[comma - 1]
    if end is None or end - first < 2 or long_form_start(w, end, short, floor=first) != first:
        return []
    return [(first, end, comma - 1, comma)]


def _named_or(w: Words, i: int) -> list[tuple[int, int, int, int]]:
    """Read "Long Form, or ACR," and "Long Form, or simply ACR,"."""
    start = i + 2 if i + 1 < len(w) and w.texts[i + 1] in {"simply", "just"} else i + 1
    if start >= w.ranges[w.block[i]][1] or not _ACRONYM.fullmatch(w.texts[start]):
        return []
    first = long_form_start(w, i - 1, w.texts[start])
    return [] if first is None else [(first, i - 1, start, start + 1)]


def _alias(w: Words, opening: int, closing: int) -> list[tuple[int, int, int, int]]:
    """Read "Harbour Business Federation (Satamala)": one odd word after a name with a head."""
    start = opening
    first = w.ranges[w.block[opening]][0]
    while start > first and (w.capital[start - 1] or w.texts[start - 1] in {"of", "for", "and"}):
        start -= 1
    while start < opening and (not w.capital[start] or w.is_stop(start)):
        start += 1
    if closing != opening + 2 or opening - start < 2 or w.is_common(opening + 1, closing):
        return []
    head = head_of(w, start, opening)
    known = w.english.places
    key = w.folded[opening + 1]
    within = len(key) > 3 and any(w.folded[i].startswith(key) for i in range(start, opening))
    if not w.capital[opening + 1] or key in known.countries:
        return []
    if key in known.cities and not within:
        return []
    if head is None or head.kind not in {"Organization", "Network", "Programme", "Project"}:
        return []
    return [(start, opening, opening + 1, closing)]


def _inside(w: Words, opening: int, closing: int) -> list[tuple[int, int, int, int]]:
    """Read "ACR (Long Form)"."""
    before = opening - 1
    if before < 0 or not _ACRONYM.fullmatch(w.texts[before]) or closing - opening < 3:
        return []
    first = opening + 1
    if w.texts[first] in _SMALL:
        first += 1
    if long_form_start(w, closing, w.texts[before], floor=first) != first:
        return []
    return [(first, closing, before, before + 1)]


def long_form_start(w: Words, end: int, short: str, *, floor: int | None = None) -> int | None:
    """Return the token where the long form of *short* that ends before *end* begins, or None."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    if short.endswith("s") and short[:-1].isupper():
        letters.pop()
    low = w.ranges[w.block[end - 1]][0] if floor is None else floor
    low = max(low, end - min(len(letters) + 8, len(letters) * 2 + 4))
    text, owner, begins = _characters(w, low, end)
    position = len(text) - 1
    for number in range(len(letters) - 1, -1, -1):
        while position >= 0 and not (
            text[position] == letters[number] and (number > 0 or begins[position])
        ):
            position -= 1
        if position < 0:
            return None
        position -= 1
    first = owner[position + 1]
    return first if _is_name(w, first, end) else None


def _characters(w: Words, low: int, end: int) -> tuple[str, list[int], list[bool]]:
    """Spell tokens *low* to *end*: characters, the token of each, whether it begins a word."""
    text: list[str] = []
    owner: list[int] = []
    begins: list[bool] = []
    for i in range(low, end):
        for place, letter in enumerate(w.texts[i].casefold()):
            text.append(letter)
            owner.append(i)
            begins.append(place == 0 and w.texts[i][0].isalnum())
    return "".join(text), owner, begins


def _is_name(w: Words, first: int, end: int) -> bool:
    """Tell a name from a common phrase: it begins and mostly goes on with capitals."""
    if not w.capital[first] or any(
        w.texts[i] in {".", ";", ":", "?", "!"} for i in range(first, end - 1)
    ):
        return False
    content = [
        i
        for i in range(first, end)
        if w.texts[i][0].isalpha()
        and w.folded[i] not in words("names", "stops")
        and len(w.texts[i]) > 2
    ]
    return (
        len(content) >= 1
        and all(
            w.capital[i]
            or (i > first and w.texts[i - 1] == "-")
            or (i == end - 1 and len(content) > 2 and w.folded[i] in words("heads", "trailing"))
            for i in content
        )
        and end - first > 1
    )
