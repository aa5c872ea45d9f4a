"""What a possible name looks like, as strings that the learned voter weighs."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.lexicon import words

from .heads import head_of
from .words import Words

_LINKS = ("of", "for", "and", "&", "on", "in", "the", "de", "la", "-", "’s", "'s")
_LONGEST = 7
#: Inhabitants at which cities count as small, middling and large.
_SIZES = (30_000, 100_000, 400_000)


def shape(w: Words, start: int, end: int) -> list[str]:
    """Return features of the words of a span themselves."""
    found = [f"len:{min(end - start, _LONGEST)}"]
    found += _parts(w, start, end)
    found += _letters(w, start, end)
    found += _known(w, start, end)
    found += _ends(w, start, end)
    return found


def _parts(w: Words, start: int, end: int) -> Iterator[str]:
    """Yield each word, its endings, and the head noun."""
    for word in w.folded[start:end]:
        yield f"w:{word}"
        if len(word) > 4:
            yield f"x:{word[-3:]}"
            yield f"y:{word[-4:]}"
            yield f"z:{word[:3]}"
    first, last = w.folded[start], w.folded[end - 1]
    yield f"fw:{first}"
    yield f"lw:{last}"
    if end - start == 1:
        yield f"ow:{first}"
        yield f"ox:{first[-2:]}"
        yield f"ox3:{first[-3:]}"
    head = head_of(w, start, end)
    if head is not None:
        yield f"h:{head.word}"
        yield f"hk:{head.kind}"


def _letters(w: Words, start: int, end: int) -> Iterator[str]:
    """Yield capitals, figures, foreign letters and small words within."""
    texts = w.texts[start:end]
    if all(text.isupper() for text in texts if text.isalpha()):
        yield f"caps{min(4, end - start)}"
        yield "caps"
    if any(not text.isupper() and not text[1:].islower() for text in texts if len(text) > 1):
        yield "camel"
    whole = "".join(texts)
    if any(map(str.isdigit, whole)):
        yield "digit"
    if not whole.isascii():
        yield "nonascii"
    for link in _LINKS:
        if link in texts[1:]:
            yield f"has={link}"


def _known(w: Words, start: int, end: int) -> Iterator[str]:
    """Yield what the dictionary and the tables of places and people know of the words."""
    known = [w.english.is_common(word) for word in w.folded[start:end] if word]
    yield f"com:{min(3, sum(known))}/{min(3, len(known))}"
    places, key = w.english.places, w.key(start, end)
    city = places.largest(key)
    if city is not None:
        yield f"city:{sum(city.population >= size for size in _SIZES)}"
    if key in places.countries:
        yield "country"
    if key in places.regions:
        yield "region"
    if key in places.subdivisions:
        yield "subdiv"
    if all(w.folded[i] in w.lower for i in range(start, end) if w.texts[i].isalpha()):
        yield "alsolower"


def _ends(w: Words, start: int, end: int) -> Iterator[str]:
    """Yield what the first and last words alone are: given names, peoples, posts, cities."""
    first, last, largest = w.folded[start], w.folded[end - 1], w.english.places.largest
    if first in words("persons", "first_names"):
        yield f"first{min(4, end - start)}"
    if first in w.english.demonyms:
        yield "dem"
    roles = words("persons", "roles")
    if last in roles:
        yield "role$"
    if first in roles:
        yield "role^"
    if end - start > 1 and largest(first):
        yield "cityfirst"
    if end - start > 1 and largest(last):
        yield "citylast"
