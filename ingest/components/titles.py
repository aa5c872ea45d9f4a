"""Spans of capitalised words, carried over "of", "for", "on" and "and" where the head allows it."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.lexicon import words
from ingest.places import places

from .heads import head_of
from .words import Words

#: Between two capitalised words without a space, as in "Asia-Pacific" or "R&D".
_GLUE = frozenset({"-", "–", "‐", "&", "/"})
_NUMBER = re.compile(r"(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th)")
_TRAILING = re.compile(r"(?:19|20)?\d\d|\d{1,2}[A-Z]?|[IVX]{1,4}")
_LINKS = frozenset({"of", "for", "on", "against", "de", "des", "du", "della", "del"})
#: Words inside names of places and persons: "Dar es Salaam", "Ludwig van Beethoven".
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "do",
        "dos",
        "del",
        "di",
        "la",
        "le",
        "van",
        "von",
        "der",
        "es",
        "al",
        "el",
        "bin",
        "y",
    }
)
_SMALL = 4


def title_spans(words_: Words, is_entity: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Return the spans of capitalised words that may be names.

    ``is_entity`` tells whether a span alone already names something (a place, a person, a known
    body), which forbids joining it to its neighbour by "and".
    """
    spans: list[tuple[int, int]] = []
    for start, end in words_.ranges:
        runs = _runs(words_, start, end)
        joined = _Joiner(words_, runs, is_entity).spans()
        spans.extend(joined)
    return spans


def _runs(w: Words, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a block into maximal runs of capitalised words."""
    runs: list[tuple[int, int]] = []
    i = start
    while i < end:
        if not _begins(w, i, end):
            i += 1
            continue
        j = i + 1
        while j < end and (step := _continues(w, j, end)):
            j += step
        runs.append((i, j))
        i = j
    return runs


def _begins(w: Words, i: int, end: int) -> bool:
    """Tell whether a run may begin with this token."""
    text = w.texts[i]
    if not w.capital[i]:
        following = i + 1 < end and w.capital[i + 1] and w.spaced[i]
        return bool(following and _NUMBER.fullmatch(text) and not w.is_stop(i + 1))
    if w.is_stop(i):
        return False
    if not w.opens_sentence(i) or w.is_proper(i):
        return True
    if w.tags[i] in {"ADV", "ADP", "PRON", "DET", "SCONJ", "CCONJ", "AUX", "INTJ"}:
        return False
    if w.tags[i] == "VERB" and not w.titled[w.block[i]]:
        return (
            i + 1 < end
            and w.capital[i + 1]
            and w.texts[i].endswith(("ing", "ed")) is False
            and w.is_proper(i + 1)
            and w.tags[i] != "VERB"
        )
    return True


def _continues(w: Words, j: int, end: int) -> int:
    """Return how many tokens from *j* on belong to the run before it; 0 for none."""
    text = w.texts[j]
    if text in _GLUE:
        tight = not w.spaced[j - 1] and not w.spaced[j]
        joins = text != "/" if tight else text == "&"
        return 2 if joins and j + 1 < end and w.capital[j + 1] else 0
    if w.breaks[j]:
        return 0
    if w.capital[j]:
        return 1 if w.spaced[j - 1] or w.texts[j - 1][-1] in "-." else 0
    if _TRAILING.fullmatch(text) and w.spaced[j - 1] and not _is_date(w, j, end):
        return 1
    if w.folded[j] in _PARTICLES and j + 1 < end and w.capital[j + 1] and not w.is_stop(j - 1):
        return 2
    if w.folded[j] in {"for", "of"} or not text.isalpha():
        return 0
    return 0


def _is_date(w: Words, j: int, end: int) -> bool:
    """Tell whether a number belongs to a date or amount rather than to the name before it."""
    if w.folded[j - 1] in words("names", "stops"):
        return True
    return j + 1 < end and (
        (w.folded[j + 1] in words("names", "stops") and w.capital[j + 1])
        or w.texts[j + 1] in {"%", "km"}
    )


class _Joiner:
    """Joins the runs of one block into names."""

    def __init__(
        self, w: Words, runs: list[tuple[int, int]], is_entity: Callable[[int, int], bool]
    ) -> None:
        self.w = w
        self.runs = runs
        self.is_entity = is_entity
        self.starts = {start: n for n, (start, _) in enumerate(runs)}

    def spans(self) -> list[tuple[int, int]]:
        """Return every run and every longer span that its links allow."""
        found: list[tuple[int, int]] = []
        for number, (start, end) in enumerate(self.runs):
            found.append((start, end))
            longer = self._linked(number, end)
            if longer > end:
                found.append((start, longer))
            joined = self._compound(number)
            if joined is not None:
                found.append((start, joined))
        return found

    def _next(self, position: int) -> int | None:
        """Return the number of the run that begins at a token, past an article."""
        if position < len(self.w) and self.w.texts[position] in {"the", "a", "an", "our"}:
            position += 1
        return self.starts.get(position)

    def _linked(self, number: int, end: int) -> int:
        """Return where a name ends that goes on over "of", "for" or "on" and what follows."""
        start = self.runs[number][0]
        head = head_of(self.w, start, end)
        while end < len(self.w) and self.w.texts[end] in _LINKS and head is not None:
            following = self._next(end + 1)
            if following is None or (head.kind == "" and self.w.texts[end] != "of"):
                break
            end = self._listed(self.runs[following][1])
        return self._campus(start, end)

    def _campus(self, start: int, end: int) -> int:
        """Go on over the place of one of a university's seats: "University of Texas at Austin"."""
        w = self.w
        if (
            w.folded[start] != "university"
            or end + 1 >= len(w)
            or w.texts[end] not in {"at", ",", "-", "–"}
        ):
            return end
        following = self.starts.get(end + 1)
        state = w.folded[end - 1] in places().states
        if following is None or (w.texts[end] != "at" and not state):
            return end
        stop = self.runs[following][1]
        return stop if w.texts[end] == "at" or places().largest(w.key(end + 1, stop)) else end

    def _listed(self, end: int) -> int:
        """Return where a linked part ends that goes on over commas and a final "and"."""
        w, limit, position = self.w, end, end
        while position < len(w) and w.texts[position] in {",", "and", "&"}:
            last = w.texts[position] != ","
            if not last and position + 1 < len(w) and w.texts[position + 1] == "and":
                last, position = True, position + 1
            number = self._next(position + 1)
            if number is None or not self._is_part(number):
                break
            position = self.runs[number][1]
            if last:
                return position
        return limit

    def _is_part(self, number: int) -> bool:
        """Tell whether a run is a piece of a longer name rather than a name of its own."""
        start, end = self.runs[number]
        if end - start > _SMALL or self.is_entity(start, end):
            return False
        head = head_of(self.w, start, end)
        return head is None or not head.kind or end - start == 1

    def _compound(self, number: int) -> int | None:
        """Return the end of "X and Y Programme" where only the whole has a head noun."""
        start, end = self.runs[number]
        w = self.w
        if end >= len(w) or w.texts[end] not in {"and", "&"} or self.is_entity(start, end):
            return None
        following = self.starts.get(end + 1)
        if following is None or head_of(w, start, end) is not None:
            return None
        stop = self.runs[following][1]
        head = head_of(w, *self.runs[following])
        if head is None or not head.kind or self.is_entity(end + 1, stop) or stop - start > 9:
            return None
        return max(stop, self._linked(following, stop))
