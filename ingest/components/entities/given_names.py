"""Personal names known by their given name, and the surnames and given names that repeat them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ingest.lexicon import head_kinds, words

from .heads import head_of
from .persons import name_end
from .spans import Proposal
from .word_groups import either
from .words import Words

_LEAST, _MOST = 2, 4
#: Given names that are also cities of this size need a surname that is no English word.
_LARGE = 150_000
_STRENGTH, _ALONE = 1.2, 1.1
#: Sources that make a person's full name sure.
_KNOWN = frozenset({"given", "honorific", "post", "role", "speaker"})
#: Particles that stand in names of people, and hardly ever of places and bodies.
_BORNE = frozenset({"van", "von", "ter", "ten", "bin", "binti", "bint", "ibn", "zu"})
_ARTICLES = frozenset({"den", "der", "de"})
#: Letters alone that count or name things: "Formula E Berlin", "Zone A".
_NUMERALS = frozenset("IVXEA")
#: Last words of places: "Nora Town" is no person.
_PLACES = frozenset(
    {"town", "city", "village", "hill", "bay", "creek", "falls", "beach", "gardens"}
)
#: Below this strength a person is too unsure to lend its surname to other places.
_SURE = 1.0

Span = tuple[int, int]


def given_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the runs of two to four capitalised words that begin with a given name."""
    found: list[Proposal] = []
    names = words("persons", "first_names")
    votes = (("Person", cues["given"]),)
    for i, folded in enumerate(w.folded):
        if len(w.texts[i]) == 1 and w.capital[i] and (span := _around_initial(w, i)) is not None:
            found.append(Proposal(*span, "given", _STRENGTH, votes))
        if folded in _BORNE and not w.capital[i] and (span := _around_particle(w, i)) is not None:
            found.append(Proposal(*span, "given", _STRENGTH, votes))
        if folded in names and w.capital[i] and _may_begin(w, i):
            end = name_end(w, i)
            if _LEAST <= end - i <= _MOST and _is_person(w, i, end):
                found.append(Proposal(i, end, "given", _STRENGTH, votes))
    return found


def _around_particle(w: Words, i: int) -> Span | None:
    """Return the name around a particle that only people bear: "Jurre ter Velden"."""
    first, last = w.ranges[w.block[i]]
    if w.folded[i] == "van" and (i + 1 >= last or w.folded[i + 1] not in _ARTICLES):
        return None
    start = i
    while start > first and (w.capital[start - 1] or w.texts[start - 1] == "-"):
        start -= 1
    while start < i and (w.folded[start] in either("persons", "posts", "roles", "honorifics")):
        start += 1
    if not 1 <= i - start <= _MOST or not w.capital[start]:
        return None
    if w.is_common(start, start + 1) or head_of(w, start, i) is not None:
        return None
    end = name_end(w, start)
    longer = end < last and w.capital[end] and not w.breaks[end]
    return (
        None
        if longer or end <= i + 1 or w.folded[start] in w.english.places.names
        else (start, end)
    )


def _around_initial(w: Words, i: int) -> Span | None:
    """Return the name around an initial without a full stop: "Dagmar T Lind"."""
    first, last = w.ranges[w.block[i]]
    if i == first or i + 1 >= last or w.texts[i] in _NUMERALS or w.titled[w.block[i]]:
        return None
    sides = (i - 1, i + 1)
    if not all(w.texts[side].istitle() and w.texts[side].isalpha() for side in sides):
        return None
    posts = either("persons", "posts", "roles", "graded")
    if any(w.is_common(side, side + 1) or w.folded[side] in posts for side in sides):
        return None
    if (
        i - 1 > first
        and w.capital[i - 2]
        and w.folded[i - 2] not in either("persons", "posts", "roles", "honorifics")
    ):
        return None
    known = w.english.places.names
    longer = i + 2 < last and w.capital[i + 2] and not w.breaks[i + 2]
    return None if w.folded[i - 1] in known or longer else (i - 1, i + 2)


def _may_begin(w: Words, i: int) -> bool:
    """Tell a first word from one inside a longer name: "San Diego", "St. Martin"."""
    first = w.ranges[w.block[i]][0]
    if i == first or w.breaks[i]:
        return True
    before = w.texts[i - 1]
    if before in {"-", "/", "&"} and not w.spaced[i - 1]:
        return False
    if before == ".":
        return w.folded[i - 2] in words("persons", "honorifics") or len(w.folded[i - 2]) > 2
    posts = either("persons", "posts", "roles", "honorifics")
    plural = w.folded[i - 1].removesuffix("s")
    return not w.capital[i - 1] or w.folded[i - 1] in posts or plural in posts


def _is_person(w: Words, start: int, end: int) -> bool:
    """Refuse places, streets, and names that go on after what looks like a person's."""
    known, key = w.english.places, w.key(start, end)
    last = w.folded[end - 1]
    if key in known.cities or key in known.regions or last in known.countries:
        return False
    if last in known.states or last in words("heads", "facilities") or last in _PLACES:
        return False
    city = known.largest(w.folded[start])
    large = city is not None and city.population >= _LARGE
    if w.english.is_common(last) and (large or w.english.is_common(w.folded[start])):
        return False
    stop = w.ranges[w.block[start]][1]
    return not _continues(w, end, stop)


def _continues(w: Words, end: int, stop: int) -> bool:
    """Tell whether a capitalised word that is no post or title touches the name."""
    if end >= stop or w.breaks[end] or not w.capital[end] or w.is_stop(end):
        return False
    return not (
        w.folded[end] in words("persons", "roles") or (w.texts[end].isupper() and end + 1 <= stop)
    )


def partial_names(w: Words, found: list[Proposal], cues: Mapping[str, float]) -> list[Proposal]:
    """Return the places where one part of a person's full name stands alone."""
    owners = _parts(w, found)
    votes = (("Person", cues["given"]),)
    alone = {part for part, full in owners.items() if len(full) == 1}
    return [
        Proposal(i, i + 1, "surname", _ALONE, votes)
        for i, folded in enumerate(w.folded)
        if folded in alone and w.capital[i] and _stands_alone(w, i)
    ]


def _parts(w: Words, found: list[Proposal]) -> dict[str, set[str]]:
    """Return the first and last words of the full names of persons, each with its full names."""
    owners: dict[str, set[str]] = defaultdict(set)
    first = either("persons", "first_names", "given")
    for one in found:
        surely = one.strength >= _SURE and one.source in _KNOWN
        surely = surely or (one.source == "ner-PERSON" and w.folded[one.start] in first)
        if surely and _LEAST <= one.end - one.start <= _MOST and len(one.votes) == 1:
            key = w.key(one.start, one.end)
            for part in (w.folded[one.start], w.folded[one.end - 1]):
                if _may_stand(w, part):
                    owners[part].add(key)
    return owners


def _may_stand(w: Words, part: str) -> bool:
    """Refuse surnames that are English words, heads of names, countries or large cities."""
    known = w.english.places
    if len(part) < 3 or part in head_kinds() or part in known.countries or part in known.regions:
        return False
    city = known.largest(part)
    large = city is not None and city.primary and city.population >= 2 * _LARGE
    # The dictionary's nouns hold surnames too, so a word counts only if the text uses it as one.
    word = w.english.is_modifier(part) or part in w.lower or part in words("names", "commons")
    return not (word or large)


def _stands_alone(w: Words, i: int) -> bool:
    """Tell whether no other capitalised word touches this one."""
    first, last = w.ranges[w.block[i]]
    before = i > first and w.capital[i - 1] and not w.is_stop(i - 1)
    if before and w.folded[i - 1] not in either("persons", "honorifics", "posts"):
        return False
    if i > first and w.texts[i - 1] in {"-", "/", "."} and not w.spaced[i - 1]:
        return False
    after = i + 1 < last and (w.capital[i + 1] or w.texts[i + 1] in {"-", "/", "&"})
    return not after
