"""Acronyms beside their long forms: "Long Form (ACR)" and "ACR (Long Form)"."""

from __future__ import annotations

import re

from ingest.lexicon import words

from .heads import head_of
from .long_forms import long_form_start
from .words import Words

_ACRONYM = re.compile(r"(?=[^\s]*[A-Z][^\s]*[A-Z0-9])[A-Za-z0-9][A-Za-z0-9&.’'-]{1,11}")
_SMALL = frozenset({"the", "a", "an"})
#: Tokens of an alias such as "UN-Habitat", with the bracket before it.
_ALIAS = 4
_FOREIGN = frozenset(
    [
        "de",
        "del",
        "da",
        "do",
        "dos",
        "das",
        "des",
        "du",
        "della",
        "di",
        "para",
        "por",
        "pour",
        "für",
        "und",
        "et",
        "y",
    ]
)
_DASHES = frozenset({"-", "–", "—"})


def acronym_pairs(w: Words) -> list[tuple[int, int, int, int]]:
    """Return (long start, long end, short start, short end) in tokens for each pair found."""
    pairs: list[tuple[int, int, int, int]] = []
    for i, text in enumerate(w.texts):
        if text == "(":
            close = _closing(w, i)
            if close is not None:
                ways = (_before, _inside, _either, _alias, _translated)
                pairs.extend(next((found for way in ways if (found := way(w, i, close))), []))
        elif text == "," and i + 3 < len(w) and w.texts[i + 1] == "the":
            pairs.extend(_explained(w, i))
        elif text in _DASHES and 0 < i < len(w) - 1 and w.spaced[i - 1] and w.spaced[i]:
            pairs.extend(_dashed(w, i))
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


def _dashed(w: Words, dash: int) -> list[tuple[int, int, int, int]]:
    """Read "Long Form - ACR" at the end of a line, clause or bracket."""
    end, last = dash + 2, w.ranges[w.block[dash]][1]
    if end > last or (end < last and w.texts[end] not in {",", ";", ".", ")", ":"}):
        return []
    short = w.texts[dash + 1]
    if not _ACRONYM.fullmatch(short) or w.texts[dash - 1] in {")", ","}:
        return []
    first = long_form_start(w, dash, short)
    return [] if first is None or dash - first < 3 else [(first, dash, dash + 1, end)]


def _either(w: Words, opening: int, closing: int) -> list[tuple[int, int, int, int]]:
    """Read "Long Form (ABC/XYZ)", two acronyms of which one fits."""
    slashes = [i for i in range(opening + 1, closing) if w.texts[i] == "/"]
    if len(slashes) != 1:
        return []
    sides = [(opening + 1, slashes[0]), (slashes[0] + 1, closing)]
    if not all(end - start == 1 and _ACRONYM.fullmatch(w.texts[start]) for start, end in sides):
        return []
    starts = [long_form_start(w, opening, w.texts[start]) for start, _ in sides]
    first = next((start for start in starts if start is not None), None)
    return [] if first is None else [(first, opening, *side) for side in sides]


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
    tight = all(not w.spaced[i] for i in range(opening + 1, closing - 1))
    if not tight or opening - start < 2 or w.is_common(opening + 1, closing):
        return []
    if closing - opening > _ALIAS or not w.texts[closing - 1].isalnum():
        return []
    head = head_of(w, start, opening)
    known = w.english.places
    key = w.key(opening + 1, closing)
    within = len(key) > 3 and any(w.folded[i].startswith(key) for i in range(start, opening))
    if not w.capital[opening + 1] or key in known.countries:
        return []
    parts = [key, *(w.folded[i] for i in range(opening + 1, closing, 2))]
    if any(_is_city(w, part) for part in parts) and not within:
        return []
    if head is None or head.kind not in {"Organization", "Network", "Programme", "Project"}:
        return []
    return [(start, opening, opening + 1, closing)]


def _translated(w: Words, opening: int, closing: int) -> list[tuple[int, int, int, int]]:
    """Read "Casa de los Puertos (House of the Ports)": a foreign name and what it means."""
    first = w.ranges[w.block[opening]][0]
    run = next((run for run in w.runs(first, opening) if run[1] == opening), None)
    if run is None or closing - opening < 3 or not w.capital[opening + 1]:
        return []
    person = w.folded[run[0]] in words("persons", "first_names")
    foreign = not _FOREIGN.isdisjoint(w.texts[run[0] : run[1]])
    head = head_of(w, opening + 1, closing)
    told = foreign and not person and head is not None and head.kind
    return [(*run, opening + 1, closing)] if told else []


def _is_city(w: Words, key: str) -> bool:
    return key in w.english.places.cities and key not in words("places", "ambiguous_cities")


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
