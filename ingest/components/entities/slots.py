"""What the words right before and after a name say of its kind, over all its places in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from ingest.lexicon import table, words

from .heads import head_of
from .spans import Proposal, Votes
from .word_groups import either
from .words import Words

#: How many words of a name without a head noun are looked at, and of a phrase beside it.
_MOST, _PHRASE = 3, 4
#: How many names before it a phrase may stand away.
_SERIES = 4
#: What one place says, how many places count, and how sure a name such words make.
_WEIGHT, _OFTEN, _STRENGTH = 0.9, 3, 0.85
#: Kinds that one such place is enough for.
_TELLING = frozenset({"Organization", "Event", "Project", "Network"})
_ARTICLES = frozenset({"the", "our", "its", "their", "The"})

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]
Slots = Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def slots() -> Slots:
    """Return, for each side, the kinds that each phrase speaks for.

    >>> slots()["before"]["speaking at"], slots()["after"]["was signed"]
    (('Event',), ('Agreement',))
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for side, kinds in table("slots").items():
        phrases: dict[str, list[str]] = defaultdict(list)
        for kind, listed in sorted(kinds.items()):
            for phrase in dict.fromkeys(listed):
                phrases[phrase].append(kind)
        found[side] = {phrase: tuple(owners) for phrase, owners in phrases.items()}
    return found


def slot_proposals(w: Words, is_entity: IsEntity) -> list[Proposal]:
    """Return each unusual name that such words stand beside, with what all its places say."""
    places: dict[str, list[Span]] = defaultdict(list)
    hits: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for start, end in _candidates(w, is_entity):
        key = w.key(start, end)
        places[key].append((start, end))
        for kind in _said(w, start, end):
            hits[key][kind] += 1
    found: list[Proposal] = []
    for key, counts in hits.items():
        for start, end in places[key]:
            strength = _STRENGTH if _is_telling(w, start, end, counts) else 0.0
            found.append(Proposal(start, end, "slot", strength, _votes(counts)))
    return found


def _is_telling(w: Words, start: int, end: int, counts: Mapping[str, int]) -> bool:
    """Tell whether the words beside a name show that it is one, and not only of which kind."""
    letters = end - start == 1 and w.texts[start].isupper()
    if letters:
        return sum(counts.values()) > 1 and set(counts) != {"Project"}
    return bool(counts.keys() & _TELLING) or sum(counts.values()) > 1


def _votes(counts: Mapping[str, int]) -> Votes:
    return tuple((kind, _WEIGHT * min(n, _OFTEN)) for kind, n in sorted(counts.items()))


def _candidates(w: Words, is_entity: IsEntity) -> Iterator[Span]:
    """Yield the capitalised runs that no table, head noun or dictionary explains."""
    for index, (first, last) in enumerate(w.ranges):
        if w.titled[index]:
            continue
        for start, end in w.runs(first, last):
            if end - start > _MOST or is_entity(start, end) or w.is_common(start, end):
                continue
            if end - start == 1 and not _is_unusual(w, start):
                continue
            if head_of(w, start, end) is None and not _is_other(w, start, end):
                yield start, end


def _is_other(w: Words, start: int, end: int) -> bool:
    """Tell posts with their holders, numbered parts and spellings with marks."""
    roles = either("persons", "roles", "posts")
    inside = w.folded[start:end]
    if not roles.isdisjoint(inside) or w.folded[start] in words("names", "commons"):
        return True
    plural = w.texts[end - 1].endswith("s") and w.texts[end - 1][:-1].isupper()
    return plural or any(not text[0].isalnum() or "." in text for text in w.texts[start:end])


def _is_unusual(w: Words, i: int) -> bool:
    """Tell a word that is neither a people's name, a place nor short."""
    folded = w.folded[i]
    odd = any(letter.isupper() for letter in w.texts[i][1:])
    if folded in w.english.demonyms or (folded in w.english.places.names and not odd):
        return False
    return odd or (len(folded) > 3 and folded not in w.lower)


def _said(w: Words, start: int, end: int) -> Iterator[str]:
    """Yield the kind that each phrase beside a name speaks for."""
    first, last = w.ranges[w.block[start]]
    i = _first_of_series(w, first, start)
    i = i - 1 if i > first and w.texts[i - 1] in _ARTICLES else i
    for size in range(min(_PHRASE, i - first), 0, -1):
        if kinds := slots()["before"].get(_phrase(w, i - size, i)):
            yield from kinds
            break
    for size in range(min(_PHRASE, last - end), 0, -1):
        if kinds := slots()["after"].get(_phrase(w, end, end + size)):
            yield from kinds
            break
    if _is_dated(w, i, end, first, last):
        yield from ("Event", "Event")


def _first_of_series(w: Words, first: int, start: int) -> int:
    """Return where the first of names begins that commas and "and" join to the one at *start*."""
    i = start
    for _ in range(_SERIES):
        before = i - 1
        if before > first and w.texts[before] == "and" and w.texts[before - 1] == ",":
            before -= 1
        if before <= first or w.texts[before] not in {"and", ",", "&"} or not w.capital[before - 1]:
            return i
        i = before
        while i > first and w.capital[i - 1]:
            i -= 1
    return i


def _phrase(w: Words, start: int, end: int) -> str:
    return " ".join(w.texts[start:end]).lower()


def _is_dated(w: Words, i: int, end: int, first: int, last: int) -> bool:
    """Tell "at NAME (May 2031)" and "at NAME, 3 May": where something was said on a day."""
    if i <= first or w.texts[i - 1].lower() not in {"at", "during"} or end + 1 >= last:
        return False
    after = w.folded[end : end + 4]
    opened = w.texts[end] in {"(", ",", "in", "on"}
    return opened and not words("names", "months").isdisjoint(after[1:])
