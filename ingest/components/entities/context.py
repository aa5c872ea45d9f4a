"""What the words around a name say of it: "X is a network of", "Head of Y at X", "hosted by X"."""

from __future__ import annotations

from ingest.lexicon import words

from .heads import kind_of, singular
from .words import Words

_COPULAS = frozenset({"is", "was", "are", "were", "be", "as", ",", "–", ":"})
_QUOTES = frozenset({"”", '"', "’", "»", "'"})
_ARTICLES = frozenset({"a", "an", "the", "our", "its", "their"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_ENDS = frozenset({"VERB", "AUX", "ADP", "PUNCT"})
_TIES = frozenset({"at", "of", "for", "from", "with"})
_TIES_COMMA = _TIES | {","}
#: How many tokens a description may take, and how far before a name its bearer's post stands.
_REACH, _POST = 13, 9
#: Tokens of a mayor's title and name.
_TITLE = 7
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
    "software": "Project",
    "solution": "Project",
    "service": "Project",
    "map": "Project",
    "prototype": "Project",
    "dashboard": "Project",
    "database": "Project",
    "dataset": "Project",
    "game": "Project",
    "course": "Programme",
    "fellowship": "Programme",
    "training": "Programme",
    "school": "Organization",
    "gathering": "Event",
    "fair": "Event",
}


def defined_kind(w: Words, start: int, end: int) -> str | None:
    """Return the kind of the noun in "X is a/the ADJ* NOUN" or "X, a NOUN"."""
    last = w.ranges[w.block[start]][1]
    i = end
    if i < last and w.texts[i] == "(":
        closing = next((j for j in range(i, min(i + 8, last)) if w.texts[j] == ")"), None)
        i = i if closing is None else closing + 1
    if i < last and w.texts[i] in _QUOTES:
        i += 1
    if i + 3 < last and w.texts[i] == "will" and w.texts[i + 1] == "be":
        i += 1
    if i + 2 < last and w.texts[i] == "," and w.texts[i + 1] in {"which", "who"}:
        i += 2
    if i + 2 >= last or w.texts[i] not in _COPULAS or w.texts[i + 1] not in _ARTICLES:
        return None
    if w.texts[i] in {",", "–", ":"} and w.texts[i + 1] == "the":
        return None
    return noun_kind(w, i + 2, last)


def noun_kind(w: Words, start: int, last: int) -> str | None:
    """Return the kind of the first noun from *start* on that no other noun follows."""
    for j in range(start, min(start - 2 + _REACH, last)):
        if w.tags[j] in _NOMINAL and not _goes_on(w, j, last):
            if w.capital[j] and j + 2 < last and w.texts[j + 1].isdigit():
                continue  # "a Horizon 2020 project"
            return _noun_kind(w, j, last)
        participle = w.texts[j - 1] == "-" or w.texts[j].endswith(("ed", "ing"))
        if w.tags[j] in _ENDS and w.texts[j] != "-" and not participle:
            return None
    return None


def _goes_on(w: Words, j: int, last: int) -> bool:
    """Tell whether a compound noun does not end yet."""
    return j + 1 < last and (w.tags[j + 1] in _NOMINAL or w.texts[j + 1] == "-")


def _noun_kind(w: Words, j: int, last: int) -> str | None:
    if w.capital[j]:
        return None
    named = kind_of(singular(w.folded[j]), w.key(j, min(j + 6, last)))
    return _PLAIN.get(w.folded[j]) or named or None


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


def is_governed(w: Words, start: int) -> bool:
    """Tell whether "mayor of", "cities of" or the like stands right before a name."""
    before = start - 1
    if before < 1 or w.texts[before] != "of" or w.block[before - 1] != w.block[start]:
        return False
    return w.folded[before - 1] in _GOVERNED or is_mayor(w, before)


def is_mayor(w: Words, end: int) -> bool:
    """Tell "Mayor Ada Lind" before a token, as in "Mayor Ada Lind of Narva"."""
    first = w.ranges[w.block[end]][0]
    for i in range(end - 1, max(first, end - _TITLE) - 1, -1):
        if w.folded[i] == "mayor" and w.capital[i]:
            return i < end - 1
        if not w.capital[i] and w.texts[i] not in {"-", ".", "’"}:
            return False
    return False


def is_before_country(w: Words, end: int) -> bool:
    """Tell whether a country follows in brackets or after a comma, and nothing after it."""
    last = w.ranges[w.block[end - 1]][1]
    if end + 1 >= last or w.texts[end] not in {",", "("}:
        return False
    countries = w.english.places.countries
    for stop in range(min(end + 5, last), end + 1, -1):
        if w.capital[stop - 1] and w.key(end + 1, stop) in countries:
            listed = stop < last and w.texts[stop] in {"and", ",", "&"} and w.texts[end] == ","
            return not (listed and stop + 1 < last and _is_country(w, stop + 1))
    return False


def is_state(w: Words, start: int, end: int) -> bool:
    """Tell whether a span names a country, a region or a part of a country."""
    key, known = w.key(start, end), w.english.places
    return key in known.countries or key in known.regions or key in known.subdivisions


def _is_country(w: Words, i: int) -> bool:
    countries = w.english.places.countries
    return any(w.key(i, i + n) in countries for n in (1, 2))


_GOVERNED = frozenset(
    ["mayor", "mayors", "cities", "towns", "municipalities", "municipality", "city", "town"]
)
