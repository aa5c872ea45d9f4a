"""Where the long form of an acronym begins.

The search follows Schwartz and Hearst (2003): match the letters backwards, the first one at the
beginning of a word.
"""

from __future__ import annotations

from ingest.lexicon import words

from .word_groups import either
from .words import Words


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
        and w.folded[i] not in either("names", "stops", "particles")
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
