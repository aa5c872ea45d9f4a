"""The head noun of a name: the word that says what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.lexicon import head_kinds, phrases, words
from ingest.places import places

from .forms import is_municipal
from .spans import Votes
from .words import Words

_LINKS = frozenset(
    {
        "of",
        "for",
        "on",
        "to",
        "against",
        "in",
        "between",
        "de",
        "des",
        "du",
        "della",
        "para",
        "pour",
    }
)


#: "City of X" names a city, whatever X is.
_TOWNS = frozenset({"city", "town", "municipality"})
#: Words that allow "of" but say nothing else.
_BARE = frozenset({"city", "state", "republic", "campus"})
#: Words that are heads, if all of a name, though they speak for no kind.
_ALONE = _TOWNS | {"state", "republic", "house", "campus"}
#: The number of an edition, after a head: "Harbour Forum XV".
_ROMAN = re.compile(r"[IVX]{1,5}")
#: Kinds of heads that a whole phrase may end in.
_PHRASAL = frozenset({"Programme", "Project", "Network", "Agreement", "Event"})
#: Kinds of heads after which the city may stand: "Technical University Riga".
_LARGE = 100_000
#: With "of" and a name these are names of land within names: "Isle of Wight Council".
LANDFORMS = frozenset(["bay", "isle", "vale", "forest", "firth", "cape", "mouth", "isles"])
_SEATED = frozenset({"Organization", "Network", "Event"})


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun and the kind it speaks for; no kind: it allows "of" but says nothing else."""

    word: str
    kind: str


@cache
def singular(word: str) -> str:
    """Return the singular of a regular English plural that is a known head.

    >>> singular("summits"), singular("ministries"), singular("business")
    ('summit', 'ministry', 'business')
    """
    known = head_kinds()
    if word in known or not word.endswith("s"):
        return word
    if word.endswith("ies") and word[:-3] + "y" in known:
        return word[:-3] + "y"
    return word[:-1] if word[:-1] in known else word


def head_of(w: Words, start: int, end: int) -> Head | None:
    """Return the head of tokens *start* to *end*: the last word before the first link."""
    span = start, end
    if span not in w.heads:
        w.heads[span] = _found(w, start, end)
    return w.heads[span]


def _found(w: Words, start: int, end: int) -> Head | None:
    stop = start + 1
    while stop < end and w.texts[stop] not in _LINKS and not _is_campus(w, stop, end):
        stop += 1
    stop = stop if stop < end else end
    last = stop - 1
    while last > start and not (w.folded[last].isalpha() and not _ROMAN.fullmatch(w.texts[last])):
        last -= 1
    word = singular(w.folded[last])
    if stop == end and last == start:
        return Head(word, "") if word in head_kinds() or word in _ALONE else None
    if stop < end and word in LANDFORMS and w.texts[stop] == "of":
        whole = kind_of(w.folded[end - 1], w.key(start, end))
        return Head(w.folded[end - 1], whole) if whole else None
    kind = kind_of(word, w.key(start, end))
    if not kind and stop == end and last - start > 1 and _is_large(w.folded[last]):
        word = w.folded[last - 1]
        seated = kind_of(word, w.key(start, last))
        if seated in _SEATED:
            return Head(word, seated)
    tail = _tail(w, end) if stop < end else None
    if kind == "Region" and tail is not None:
        return tail
    if kind:
        return Head(word, "" if word != w.folded[last] else kind)
    if word in _BARE:
        return Head(word, "")
    return tail


def _is_campus(w: Words, i: int, end: int) -> bool:
    """Tell the dash in "Tartu University – Campus Narva"."""
    return w.texts[i] in {"-", "–", "—", ","} and i + 1 < end and w.folded[i + 1] == "campus"


@lru_cache(maxsize=16_384)
def _is_large(word: str) -> bool:
    """Tell the name of a large city, which is hardly ever a word of another sense."""
    city = places().largest(word)
    return city is not None and city.primary and city.population >= _LARGE


def _tail(w: Words, end: int) -> Head | None:
    """Return the head that ends a whole phrase, as in "Data for Cities Initiative"."""
    word = w.folded[end - 1]
    kind = kind_of(word, word)
    return Head(word, kind) if kind in _PHRASAL else None


@cache
def _governments() -> tuple[str, ...]:
    """Return what names of the governments of cities end in, with a space before each."""
    return tuple(f" {phrase}" for phrase in sorted(phrases("heads", "governments")))


@cache
def _governments_of() -> tuple[str, ...]:
    """Return what names of the governments of cities begin with, with a space after each."""
    return tuple(f"{phrase} " for phrase in sorted(phrases("heads", "governments_of")))


@cache
def _ruling() -> tuple[str, ...]:
    """Return the ends of names that only speak of such governments: "School of City Government"."""
    return tuple(f" of{phrase}" for phrase in _governments())


@lru_cache(maxsize=65_536)
def kind_of(word: str, key: str) -> str:
    """Return the kind that head *word* gives the name with folded words *key*.

    >>> kind_of("association", "association of baltic cities")
    'Network'
    >>> kind_of("association", "rail association")
    'Organization'
    """
    governed = key.endswith(_governments()) and not key.endswith(_ruling())
    if governed or key.startswith(_governments_of()):
        return "City"
    if word in words("heads", "linking") and _links_cities(key):
        return "Network"
    if word == "district" and words("heads", "public_districts").intersection(key.split()):
        return "Organization"
    kinds = head_kinds().get(word, ())
    return kinds[0] if kinds else ""


def _links_cities(key: str) -> bool:
    """Tell a folded name with a word for cities or local government."""
    if words("heads", "cities").intersection(key.split()):
        return True
    return any(phrase in key for phrase in phrases("heads", "local"))


def camel_head(text: str) -> str:
    """Return the kind of a head that ends a compound spelt with inner capitals.

    >>> camel_head("HarbourTechDay"), camel_head("OpenPort"), camel_head("Birthday")
    ('Event', '', '')
    """
    start = next((i for i in range(len(text) - 1, 1, -1) if text[i].isupper()), 0)
    kind = (
        kind_of(singular(text[start:].casefold()), "") if start and text[start:].isalpha() else ""
    )
    return kind if kind in {"Event", "Network"} and not text.isupper() else ""


def head_votes(w: Words, start: int, end: int, cues: Mapping[str, float]) -> Votes:
    """Return what the head of tokens *start* to *end* says for a kind, by the typer's weights."""
    head = head_of(w, start, end)
    if end - start == 1 and (kind := camel_head(w.texts[start])):
        return ((kind, cues["head"]),)
    if head is not None and head.word in _TOWNS and w.texts[start + 1 : start + 2] == ["of"]:
        return (("City", cues["licence"]),)
    if end - start > 1 and is_municipal(w.key(start, end)):
        return (("City", cues["licence"] + cues["head"]),)
    if head is None or not head.kind:
        return ()
    town = end - start > 1 and head.kind not in {"City", "Region"} and w.key(start, end)
    if town and town in places().cities:
        return ()
    weight = cues["soft_head"] if head.word in words("heads", "soft") else cues["head"]
    return ((head.kind, weight),)
