"""Posts that someone came short of, or is only after: "nearly elected", "candidate for"."""

from __future__ import annotations

import re
from functools import cache

from ontology.terms import fits

from ...annotations import FactCandidate, Mention
from ...lexicon import phrases
from ...reading import Reading
from .chains import between
from .said import mentions_of

_TITLE = 6  # tokens of a post before its body and then its holder
_POSTS = {"worksFor": ("subject", "object"), "chairedBy": ("object", "subject")}


@cache
def _missed() -> re.Pattern[str]:
    return re.compile("|".join(sorted(phrases("qualifiers", "missed"))), re.IGNORECASE)


def falls_short(text: str) -> bool:
    """Say whether words that lead to a post tell that it is not held.

    >>> falls_short("nearly elected mayor"), falls_short("a candidate for mayor of")
    (True, True)
    >>> falls_short("mayor for nearly ten years"), falls_short("narrowly elected mayor")
    (False, False)
    """
    return _missed().search(text) is not None


def is_missed(reading: Reading, person: Mention, body: Mention) -> bool:
    """Say whether the words from a person to a body, or from it to the person, fall short.

    Words before another body on the way are about a post there.
    """
    first, last = sorted((person, body), key=lambda mention: mention.start)
    on_the_way = reading.mentions_in(first.end, last.start, references=False)
    bodies = [m.end for m in on_the_way if fits("worksFor", "Person", reading.kind(m))]
    start = max([first.end, *bodies])
    if first == body and start == person.start:  # "candidate for mayor of BODY PERSON"
        sentence = reading.sentences[reading.sentence_of[body.start]]
        low = max(sentence.start, body.start - _TITLE)
        named = reading.mentions_in(low, body.start, references=False)
        start = max([low, *(mention.end for mention in named)])
    return start < last.start and falls_short(between(reading, start, last.start))


def misses_post(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether a fact gives someone a post that they came short of, where its words stand."""
    if fact.property not in _POSTS:
        return False
    ends = (getattr(fact, end) for end in _POSTS[fact.property])
    people, bodies = (mentions_of(reading, fact, end)[:1] for end in ends)
    return any(is_missed(reading, person, body) for person in people for body in bodies)
