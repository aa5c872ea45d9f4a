"""The statistical model's entities as proposals: trimmed, and mapped to kinds by weights."""

from __future__ import annotations

from spacy.tokens import Doc

from ingest.lexicon import table, words

from .context import is_agent
from .heads import head_of
from .spans import Proposal
from .word_groups import either, only_posts
from .words import Words

_STRENGTH = {
    "ORG": 1.0, "GPE": 1.1, "PERSON": 1.1, "LOC": 0.9, "EVENT": 0.9, "LAW": 0.9,
    "FAC": 0.3, "WORK_OF_ART": 0.3, "PRODUCT": 0.5,
}  # fmt: skip
#: What is left of the strength of a person that hardly is one.
_ODD = 0.3
#: A person is rarely called as a city of this size.
_KNOWN = 300_000
#: Last words of places that the model takes for surnames.
_SETTLEMENTS = frozenset({"town", "city", "village", "county", "township"})
_EDGES = frozenset(
    {
        "the",
        "a",
        "an",
        "'s",
        "’s",
        "’",
        "'",
        '"',
        "“",
        "”",
        "‘",
        ",",
        ".",
        "(",
        ")",
        "-",
        "–",
        ":",
        ";",
        "/",
        "&",
        "and",
        "of",
        "|",
        "*",
    }
)


def statistical_proposals(doc: Doc, w: Words) -> list[Proposal]:
    """Return a proposal for each entity the model saw, without articles and honorifics."""
    found: list[Proposal] = []
    votes = {
        label: tuple(sorted(kinds.items())) for label, kinds in table("weights")["ner"].items()
    }
    for span in doc.ents:
        if span.label_ not in _STRENGTH:
            continue
        start, end = trim(w, span.start, span.end)
        if span.label_ == "PERSON":
            while start < end and w.folded[start] in either("persons", "posts", "honorifics"):
                start += 1
            for i in range(start, end - 1):
                if w.folded[i] in only_posts():
                    start = i + 1
            if end - start > 2 and w.texts[end - 1].isupper() and not w.texts[end - 2].isupper():
                end -= 1
            if end - start > 1 and w.folded[end - 1] in words("names", "headline"):
                end -= 1
        label = span.label_
        if label == "GPE" and _is_acronym(w, start, end):
            label = "ORG"
        if label == "PERSON" and end - start > 1 and _is_seat(w, start, end):
            label = "ORG"
        if label == "PERSON" and w.folded[end - 1 : end] and w.folded[end - 1] in _SETTLEMENTS:
            label = "GPE"
        for first, last in _parts(w, start, end):
            if first < last and _is_sound(w, first, last):
                strength = _strength(w, label, first, last)
                odd = label == "PERSON" and _is_odd_person(w, first, last)
                said = (("Person", _ODD),) if odd else votes[label]
                found.append(Proposal(first, last, f"ner-{label}", strength, said))
    return found


def _strength(w: Words, label: str, start: int, end: int) -> float:
    """Weigh an entity: plain English words in capitals are rather a title than a name."""
    strength = _STRENGTH[label]
    if label == "PERSON":
        return strength * (_ODD if _is_odd_person(w, start, end) else 1.0)
    if w.is_common(start, end):
        return strength * 0.4
    short = end - start == 1 and w.texts[start].isupper() and len(w.texts[start]) <= 5
    return strength * 0.4 if short and not is_agent(w, start, end) else strength


def _is_odd_person(w: Words, start: int, end: int) -> bool:
    """Tell spans that are rarely people: one word, an adjective or verb, a city, an acronym."""
    if end - start == 1 or any(w.english.is_modifier(w.folded[i]) for i in range(start, end)):
        return True
    city = w.english.places.largest(w.folded[end - 1])
    if city is not None and city.population >= _KNOWN:
        return True
    first = w.texts[start]
    return any(letter.isupper() for letter in first[1:]) and not w.texts[end - 1].isupper()


def _is_seat(w: Words, start: int, end: int) -> bool:
    """Tell "XYZ Toulouse", an acronym with its city, from a person."""
    first = w.texts[start]
    return (
        first.isupper()
        and len(first) > 1
        and first.isalpha()
        and not w.texts[end - 1].isupper()
        and bool(w.english.places.largest(w.folded[end - 1]))
    )


def _is_acronym(w: Words, start: int, end: int) -> bool:
    """Tell an acronym that no table of places knows."""
    if end - start != 1 or not w.texts[start].isupper() or len(w.texts[start]) < 3:
        return False
    key, known = w.folded[start], w.english.places
    return key not in known.countries and key not in known.cities and key not in known.regions


def _parts(w: Words, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an entity at a comma, slash or "and" that joins two names rather than parts of one."""
    for i in range(start + 1, end):
        if w.breaks[i]:
            return [*_parts(w, *trim(w, start, i)), *_parts(w, *trim(w, i, end))]
    for i in range(start + 1, end - 1):
        if w.texts[i] in {"'s", "’s"} and _owns(w, start, i):
            return [(start, i), *_parts(w, *trim(w, i + 1, end))]
        if w.texts[i] not in {",", "and", "/", ";", "&"}:
            continue
        if w.texts[i] != "&" and _are_places(w, start, i, end):
            return [(start, i), (i + 1, end)]
        if w.texts[i] == "&" and not _are_acronyms(w, i, end):
            continue
        linked = any(text in {"of", "for", "on"} for text in w.texts[start:i])
        second = head_of(w, i + 1, end)
        own = second is not None and bool(second.kind)
        one = linked or head_of(w, start, i) is None
        if w.texts[i] == "and" and one and not (linked and own and end - i > 2):
            continue
        odd = end - i == 2 and any(letter.isupper() for letter in w.texts[i + 1][1:])
        country = w.key(i + 1, end) in w.english.places.countries
        if w.texts[i] == "," and linked and not own and not odd and not country:
            continue
        return [trim(w, start, i), *_parts(w, *trim(w, i + 1, end))]
    return [(start, end)]


def _owns(w: Words, start: int, i: int) -> bool:
    """Tell a known owner before a possessive: an acronym, place or headed name."""
    head = head_of(w, start, i)
    headed = head is not None and bool(head.kind)
    letters = i - start == 1 and w.texts[start].isupper() and len(w.texts[start]) > 1
    return letters or headed or w.key(start, i) in w.english.places.names


def _are_places(w: Words, start: int, i: int, end: int) -> bool:
    names = w.english.places.names
    return w.key(start, i) in names and w.key(i + 1, end) in names


def _are_acronyms(w: Words, i: int, end: int) -> bool:
    """Tell "OpenGrid & ABC": each side one word, one of them an acronym of three letters."""
    sides = (w.texts[i - 1], w.texts[i + 1])
    alone = w.spaced[i - 1] and w.spaced[i] and end == i + 2
    return alone and any(side.isupper() and len(side) > 2 for side in sides)


def trim(w: Words, start: int, end: int) -> tuple[int, int]:
    """Cut articles, quotation marks, possessives and stray marks from both ends."""
    while start < end and (
        w.texts[start].casefold() in _EDGES or (not w.folded[start] and w.texts[start] != ".")
    ):
        start += 1
    while (
        end > start
        and (w.texts[end - 1].casefold() in _EDGES or not w.folded[end - 1])
        and not (w.texts[end - 1] == "." and len(w.texts[end - 2]) == 1)
    ):
        end -= 1
    return start, end


def _is_sound(w: Words, start: int, end: int) -> bool:
    """Refuse spans without a capital, across blocks, or with brackets left open."""
    if w.block[start] != w.block[end - 1] or not w.capital[start]:
        return False
    texts = w.texts[start:end]
    return texts.count("(") == texts.count(")")
