"""Relations read by patterns over sentences whose names are signs (``patterns/sayings.toml``).

A pattern may leave its subject or its object out: then it is what the text is about there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from ...annotations import Mention
from ...folding import fold
from ...lexicon import table, words
from .denial import asks
from .emission import Emission
from .masking import Masked, mask, verb_between
from .modality import modality
from .syntax import Syntax
from .topics import Topics

_SLOT = re.compile(r"\{(?:(\w+):)?([a-z]\w*)\}")
_DENIED = re.compile(
    r"\b(?:not|never|nor|neither|no longer|no|without|unlike|instead of|rather than|nobody|none)\b"
    r"|n't\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|shall|is to|are to|to be|plans? to|would|is going to|are going to|expected)\b"
)
#: A name that a pattern ends in stands for itself, not for what it owns or where something is.
_END = r"(?!'s|-[a-z]| {firm}\b)"
_SHORT = 2  # letters of a word that is meant whole
_SAID, _UNSAID = 0.72, 0.62  # trust in a pattern that names both ends, or leaves one out


@dataclass(frozen=True, slots=True)
class Saying:
    """A pattern, what it says of its slots, and what a slot left out may stand for."""

    name: str
    pattern: re.Pattern[str]
    #: (subject slot, relations to choose from, object slot)
    facts: tuple[tuple[str, tuple[str, ...], str], ...]
    about: tuple[frozenset[str], ...]
    issued: bool
    #: Words of which the name of the object must have one.
    called: frozenset[str]


@cache
def sayings() -> tuple[Saying, ...]:
    """Return the patterns of ``patterns/sayings.toml`` in its order."""
    data = table("sayings")
    return tuple(
        Saying(
            f"frames.saying.{row['name']}",
            re.compile(expand(row["text"]) + expand(_END), re.IGNORECASE),
            tuple(_fact(fact) for fact in row["facts"]),
            tuple(frozenset(kinds.split()) for kinds in row.get("about", ())),
            bool(row.get("issued", False)),
            frozenset(row.get("called", "").split()),
        )
        for row in data["saying"]
    )


def _fact(text: str) -> tuple[str, tuple[str, ...], str]:
    subject, properties, object_ = text.split()
    return subject, tuple(properties.split("|")), object_


def expand(text: str) -> str:
    """Return a pattern with its slots and shared parts written out.

    >>> expand("{o:person} spoke")
    '<(?P<o>[P]\\\\d+)> spoke'
    """
    data = table("sayings")

    def written(match: re.Match[str]) -> str:
        slot, name = match.groups()
        if slot is None:
            return expand(str(data["part"][name]))
        letters = data["kinds"][name]
        return rf"<(?P<{slot}>[{letters}]\d+)>"

    return _SLOT.sub(written, text)


@cache
def _stems() -> Mapping[str, frozenset[int]]:
    """Return the numbers of the patterns that each beginning of a word calls for."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(table("sayings")["saying"]):
        for stem in row["when"].split():
            found.setdefault(stem, set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(stem) for stem in _stems()}))


def _opened(word: str) -> frozenset[int]:
    """Return the numbers of the patterns that a word of a sentence calls for.

    Its beginnings are looked up; to try every stem on every word took a quarter of the time of
    a text of many names.
    """
    begun = (word[:length] for length in _lengths() if _SHORT < length < len(word))
    return frozenset().union(*(_stems().get(stem, ()) for stem in (word, *begun)))


def read_sayings(syntax: Syntax, emission: Emission) -> None:
    """Add what the patterns say of each sentence that bears one of their words."""
    topics = Topics(syntax)
    lowered = syntax.doc.to_array("LOWER").tolist()
    strings = syntax.doc.vocab.strings
    called = {key: _opened(strings[key]) for key in set(lowered)}
    for sentence in syntax.reading.sentences:
        start, end = sentence.start, sentence.end
        numbers = {number for key in lowered[start:end] for number in called[key]}
        named = len(syntax.reading.mentions_in(start, end)) if numbers else 0
        if named == 1:
            numbers = {number for number in numbers if sayings()[number].about}
        if not numbers or not named:
            continue
        masked = mask(syntax, start, end)
        for number in sorted(numbers):
            saying = sayings()[number]
            for match in saying.pattern.finditer(masked.text):
                _say(syntax, emission, topics, saying, masked, match)


def _say(
    syntax: Syntax,
    emission: Emission,
    topics: Topics,
    saying: Saying,
    masked: Masked,
    match: re.Match[str],
) -> None:
    if _DENIED.search(match.group()):
        return
    slots = {name: masked.groups[sign] for name, sign in match.groupdict().items() if sign}
    named = [m for members in slots.values() for m in members]
    if not named:
        return
    first, last = min(m.start for m in named), max(m.end for m in named)
    status = _status(syntax, first, last, match.group())
    if status is None:
        return
    apart = frozenset(m.cluster for m in named)
    unsaid = None
    for subject, properties, object_ in saying.facts:
        if (subject in slots) + (object_ in slots) == 1 and saying.about:
            unsaid = unsaid or _unsaid(topics, saying, named, apart, match.group())
        ends = slots.get(subject, unsaid or ()), slots.get(object_, unsaid or ())
        trust = _SAID if subject in slots and object_ in slots else _UNSAID
        for one, other in product(*ends):
            if saying.called and not saying.called & set(_name(syntax, other).split()):
                continue
            emission.add(saying.name, properties, one, other, status, trust)


def _name(syntax: Syntax, mention: Mention) -> str:
    return fold(" ".join(syntax.reading.cluster(mention).names))


def _unsaid(
    topics: Topics, saying: Saying, named: list[Mention], apart: frozenset[int], text: str
) -> tuple[Mention, ...]:
    """Return references beside the first name to what the slot left out stands for.

    That is the subject of the clause where it has one, else what the text is about there.
    """
    first = min(named)
    said = topics.subject(first, text)
    if said is not None:
        for kinds in saying.about:
            fitting = [m for m in said if topics.reading.kind(m) in kinds]
            fitting = [m for m in fitting if m.cluster not in apart]
            if fitting:
                return tuple(fitting)
        return ()
    for kinds in saying.about:
        cluster = topics.of(first.start, kinds, apart, issued=saying.issued)
        if cluster is not None:
            return (Mention(first.start, first.end, cluster, "reference"),)
    return ()


def _status(syntax: Syntax, first: int, last: int, text: str) -> str | None:
    """Return how the clause is meant, None where it is denied, wished for or asked."""
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[first]]
    verb = verb_between(syntax, first, last)
    if verb is None:
        verb = verb_between(syntax, sentence.start, first)
    if asks(sentence) or (
        verb is not None and syntax.doc[verb].lemma_ in words("qualifiers", "sought")
    ):
        return None
    status = modality(syntax, verb) if verb is not None else "asserted"
    return "planned" if status == "asserted" and _PLANNED.search(text) else status
