"""Names made of plain words and a place: "Open Harbours Riga", "Code for Estonia"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from ingest.lexicon import words

from .heads import head_of
from .introduced import kinds_of
from .spans import Proposal
from .word_groups import either
from .words import Words

_MOST = 4
_STRENGTH = 1.1
#: Smaller cities are as often surnames.
_LARGE = 100_000
#: After these a run goes on a name that began before it.
_LINKS = frozenset({"of", "for", "on", "&", "-"})
#: What a name of plain words and a place is, where the text calls it nothing else.
_DEFAULT = "Organization"

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


def local_proposals(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> list[Proposal]:
    """Return the names of local chapters, with the kind the text gives the family."""
    spans = [*_local(w, is_entity), *_chapters(w, is_entity)]
    called = _called(w) if spans else {}
    found: list[Proposal] = []
    for start, end, stem in spans:
        kind = called.get(w.key(start, stem), _DEFAULT)
        votes = ((kind, cues["described"] * (1.0 if kind != _DEFAULT else 0.8)),)
        found.append(Proposal(start, end, "local", _STRENGTH, votes))
    return found


def _local(w: Words, is_entity: IsEntity) -> Iterator[tuple[int, int, int]]:
    """Yield runs of capitals whose last word is a place, with the end of what stands before it."""
    for index, (first, last) in enumerate(w.ranges):
        if w.titled[index]:
            continue
        for start, end in w.runs(first, last):
            if not 2 <= end - start <= _MOST + 1 or w.key(start, end) in w.english.places.names:
                continue
            if start > first and (w.texts[start - 1] in _LINKS or _is_addressed(w, start)):
                continue
            stem = next((i for i in range(start + 1, end) if is_place(w, i, end)), None)
            fits = stem is not None and _is_stem(w, start, stem, is_entity)
            if stem is not None and fits and head_of(w, start, end) is None:
                yield start, end, stem


def _is_addressed(w: Words, start: int) -> bool:
    """Tell a person's name after "Mr" or the like."""
    before = start - 2 if w.texts[start - 1] == "." else start - 1
    return before >= 0 and w.capital[before] and w.folded[before] in words("persons", "honorifics")


def _is_stem(w: Words, start: int, end: int, is_entity: IsEntity) -> bool:
    """Tell words that make a name with a place from adjectives, places, people and posts."""
    known = w.english.places
    head = head_of(w, start, end)
    if is_entity(start, end) or w.key(start, end) in known.names:
        return False
    if head is not None and (head.kind or end - start == 1):
        return False
    if not all(w.texts[i].isalpha() and len(w.texts[i]) > 2 for i in range(start, end)):
        return False
    last = w.folded[end - 1]
    if last in words("places", "compass") or last in words("places", "parts"):
        return False
    if w.folded[start] in words("persons", "first_names") or w.folded[start] in w.english.demonyms:
        return False
    roles = either("persons", "roles", "honorifics")
    return roles.isdisjoint(w.folded[start:end]) and last not in words("heads", "facilities")


def _chapters(w: Words, is_entity: IsEntity) -> Iterator[tuple[int, int, int]]:
    """Yield "Code for Estonia" and "Architects for All": a plain capitalised word before "for"."""
    found: list[tuple[int, int, int]] = []
    for index, (first, last) in enumerate(w.ranges):
        if w.titled[index]:
            continue
        runs = dict(w.runs(first, last))
        for start, end in runs.items():
            stop = runs.get(end + 1, 0)
            if end + 1 < last and w.texts[end] == "for" and w.texts[end + 1] == "All":
                stop = max(stop, end + 2)
            fits = stop and w.texts[end] == "for" and stop - end <= _MOST
            if fits and _is_call(w, start, end, is_entity):
                whole = is_place(w, end + 1, stop) or w.texts[end + 1 : stop] == ["All"]
                if whole and (stop == last or not w.capital[stop] or w.breaks[stop]):
                    found.append((start, stop, end))
    stems = Counter(w.key(start, end) for start, _, end in found)
    for start, stop, end in found:
        if not w.opens_sentence(start) or stems[w.key(start, end)] > 1:
            yield start, stop, end


def _is_call(w: Words, start: int, end: int, is_entity: IsEntity) -> bool:
    """Tell one or two plain words in capitals that are neither post nor head of a name."""
    if end - start > 2 or not w.is_common(start, end) or is_entity(start, end):
        return False
    roles = words("persons", "roles")
    return roles.isdisjoint(w.folded[start:end]) and head_of(w, start, end) is None


def _called(w: Words) -> dict[str, str]:
    """Return the kinds of "the Open Harbours project", by the words before the noun."""
    found: dict[str, str] = {}
    for first, last in w.ranges:
        for start, end in w.runs(first, last):
            noun = w.folded[end].removesuffix("s") if end < last else ""
            if noun in kinds_of() and not w.capital[end]:
                found.setdefault(w.key(start, end), kinds_of()[noun])
    return found


def is_place(w: Words, start: int, end: int) -> bool:
    """Tell the name of a country, region or large city."""
    known, key = w.english.places, w.key(start, end)
    city = known.largest(key)
    large = city is not None and city.primary and city.population >= _LARGE
    return key in known.countries or key in known.regions or large
