"""Where a person's name stands: alone in a line, after a title, under a body's phrase."""

from __future__ import annotations

import re

from ontology.terms import fits

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import between
from .posts import has_post_noun, trim

_WORDS = 30  # of a title before a name
_TITLE = 60  # characters of a title before a name
_BEFORE = re.compile(r"^(?:elect|of|for|and|the|&|-|–|'s|’s|,|\(|\)|/|at|to|\.|in|on|de|la|du)$")


def is_line(reading: Reading, person: Mention) -> bool:
    """Say whether a name stands in a line of its own: an item, a cell, a signature, a bracket."""
    block = reading.block(person.start)
    span = reading.block_spans[reading.block_of[person.start]]
    if person.start and reading.doc[person.start - 1].text in {"(", "["}:
        return True
    short = len(span) <= 30 and not any(t.tag_ in {"VBD", "VBZ", "MD"} and t.is_lower for t in span)
    return short if block.kind in {"paragraph", "item", "heading"} else block.kind == "cell"


def is_alone(reading: Reading, person: Mention) -> bool:
    """Say whether a block holds nothing but a name, a title before it allowed."""
    span = reading.block_spans[reading.block_of[person.start]]
    told = person.start - span.start == 2 and has_post_noun(
        between(reading, span.start, person.start)
    )
    return person.end == span.end and person.start - span.start <= 2 and not told


def names_person(reading: Reading, index: int) -> bool:
    """Say whether the block with that index names a person."""
    found = reading.mentions_of_block(index, references=False)
    return any(reading.kind(mention) == "Person" for mention in found)


def title_before(reading: Reading, person: Mention) -> str:
    """Return the words just before a name that may be its title, up to a body's name."""
    doc, floor = reading.doc, reading.block_spans[reading.block_of[person.start]].start
    before = reading.mentions_in(max(floor, person.start - _WORDS), person.start, references=False)
    floor = max([floor, *(m.end for m in before if reading.kind(m) == "Person")])
    start = person.start
    while start > floor:
        token = doc[start - 1]
        capital = token.text[:1].isupper() or token.lower_ in words("roles", "nouns")
        if not capital and not _BEFORE.match(token.lower_):
            break
        if token.text == "." and (start == person.start or _ends_sentence(reading, start - 1)):
            break
        start -= 1
    inner = person.start  # a title may have been taken for a part of the name
    while inner < person.end - 1 and doc[inner].lower_ in words("persons", "titles"):
        inner += 1
    return without_honorific(between(reading, start, inner))


_INTRODUCTION = re.compile(
    r"^(?:according to|thanks to|together with|along with|as well as|led by|and|with|by|for|to"
    r"|said|says)\b"
    r"(?: the| our| its| their)?\s*",
    re.IGNORECASE,
)

_STOP = re.compile(r"(\w{3,})\.\s")  # the end of a sentence that the parser may have missed
_SHORT = 2  # letters of an abbreviation
_OWNER = re.compile(r"^(?:[A-Z][\w-]*\s)*[A-Z][\w-]*['’]s\s+")


def _ends_sentence(reading: Reading, stop: int) -> bool:
    """Say whether a full stop between a title and what is before it is no abbreviation's."""
    word = reading.doc[stop - 1].lower_ if stop else ""
    return len(word) > _SHORT and word not in words("persons", "honorifics")


def title_of(reading: Reading, person: Mention) -> str | None:
    """Return the words of a post right before a name: "Deputy Mayor" before "Mara Lind"."""
    if reading.doc[max(0, person.start - 1)].lower_ in {",", "and", ";"}:
        return None
    before = title_before(reading, person)
    title = bare_title(before)
    start = person.start - len(before.split()) if before else person.start
    named = reading.mentions_in(max(0, start), person.start, references=False)
    if any(fits("worksFor", "Person", reading.kind(mention)) for mention in named):
        return None
    return title if has_post_noun(title) and len(title) <= _TITLE and "," not in title else None


def bare_title(text: str) -> str:
    """Return the words of a post without those that only lead up to it.

    >>> bare_title("According to the Director"), bare_title("And Mayor")
    ('Director', 'Mayor')
    """
    return trim(_OWNER.sub("", _INTRODUCTION.sub("", text)))


def without_honorific(text: str) -> str:
    """Return *text* without the forms of address at its end.

    >>> without_honorific("Mayor of Riga, Mr.")
    'Mayor of Riga'
    """
    honorifics = words("persons", "honorifics")
    kept = text.rstrip(" ,.")
    while kept and kept.split()[-1].lower().rstrip(".") in honorifics:
        kept = " ".join(kept.split()[:-1]).rstrip(" ,.")
    return kept


def phrase_start(reading: Reading, body: Mention) -> int:
    """Return where a body's phrase begins, its article and "city of" included."""
    start = body.start
    while start > 0 and reading.doc[start - 1].lower_ in {
        "the",
        "city",
        "of",
        "our",
        "municipality",
        "cities",
    }:
        if reading.doc[start - 1].lower_ == "of" and reading.doc[start - 2].lower_ not in {
            "city",
            "municipality",
        }:
            break
        start -= 1
    return start


def is_title(text: str) -> bool:
    """Say whether every word could stand in a title: capitals and small link words."""
    if any(word.lower() not in words("persons", "honorifics") for word in _STOP.findall(text)):
        return False
    return all(
        word[:1].isupper() or _BEFORE.match(word.strip(",").lower() or ",") or has_post_noun(word)
        for word in text.split()
    ) and not text.startswith((",", "and "))
