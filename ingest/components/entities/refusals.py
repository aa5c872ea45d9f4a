"""What is spelt like a name and names nothing: any city, any committee, a post, an idea."""

from __future__ import annotations

from ingest.lexicon import words

from .place_context import is_licensed
from .spans import Name
from .words import Words

_SORTS = frozenset({"city", "state", "town", "municipality", "district", "cities", "states"})
_MINISTERS = frozenset(
    {"minister", "ministers", "secretary", "undersecretary", "vice-minister", "commissioner"}
)
_HOURS = frozenset({"morning", "afternoon", "evening", "day"})
#: A line of greetings has at most so many tokens.
_GREETING = 16
#: Sittings of organs that only their edition names.
_GENERAL = frozenset({"assembly", "council"})


def is_any(w: Words, name: Name) -> bool:
    """Tell "Best City" and "Host State", said of any, from a city or state of that name."""
    inner = range(name.start, name.end - 1)
    if (
        w.folded[name.end - 1] not in _SORTS
        or w.key(name.start, name.end) in w.english.places.names
    ):
        return False
    return all(w.folded[i] in words("places", "any") for i in inner)


def is_abstract(w: Words, i: int) -> bool:
    """Tell "the anniversary of Independence" from the city of that name."""
    places = w.english.places
    if i < 2 or w.texts[i - 1] != "of" or w.folded[i] not in words("places", "ambiguous_cities"):
        return False
    return w.folded[i] in w.english.nouns and not is_licensed(w, places, i, i + 1)


def is_portfolio(w: Words, start: int, end: int) -> bool:
    """Tell the field of a minister from a body: "Minister of Territorial Administration"."""
    if start < 2 or w.texts[start - 1] not in {"of", "for"} or not w.is_common(start, end):
        return False
    i = start - 2
    if i > 1 and w.folded[i] == "state" and w.texts[i - 1] == "of":
        i -= 2
    return w.folded[i] in _MINISTERS and w.block[i] == w.block[start]


def is_greeting(w: Words, i: int) -> bool:
    """Tell a word of a line that greets in several languages: "Sawubona, Jambo, Good Morning"."""
    first, last = w.ranges[w.block[i]]
    if last - first > _GREETING:
        return False
    return any(w.folded[k] == "good" and w.folded[k + 1] in _HOURS for k in range(first, last - 1))


def is_capitalised(w: Words, name: Name) -> bool:
    """Tell a name whose content words all have capitals and that ends in no function word."""
    inner = range(name.start, name.end)
    small = [i for i in inner if not w.capital[i] and w.texts[i].isalpha()]
    return all(w.is_stop(i) or len(w.texts[i]) <= 3 for i in small) and not any(
        w.texts[i] in {"/", "+", ";"} for i in inner
    )


def is_organ(w: Words, name: Name) -> bool:
    """Tell "Steering Group" and "Opening Plenary": what any body has and does, and no name."""
    parts = w.folded[name.start : name.end]
    if parts[-1] not in words("names", "organs"):
        return False
    if parts[0] == "general" and parts[-1] in _GENERAL:
        return False
    if parts[-1] == "meeting" and w.folded[name.start - 1] in words("names", "ordinals"):
        return False
    return len(parts) > 1 and words("names", "organs_of").issuperset(filter(None, parts[:-1]))


def is_post(w: Words, name: Name) -> bool:
    """Tell a post ("Head of Sector", "Project Fellow") from a body or person."""
    roles = words("persons", "roles")
    first = w.folded[name.start]
    if first in roles and "of" in w.texts[name.start : name.end]:
        return True
    return w.folded[name.end - 1] in roles
