"""Counts in set phrases, which no parse helps to read: "that makes us 14", "the 52nd member"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span

from ...annotations import Mention
from ...lexicon import table, words
from ..lists.anchors import anchor_above
from ..relations.syntax import Syntax
from .numbers import PLACES, TENS, WRITTEN, number, ordinal
from .saying import Saying

_BODIES = {"Network": 1.0, "Programme": 0.6, "Project": 0.5, "Organization": 0.2}
_BEARERS = frozenset({"Network", "Programme", "Project", "Agreement"})
_BEFORE = 3  # sentences in which the body that a count is of was named
_MOST = 100_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


_SOME = (
    "already|now|today|currently|some|about|around|over|more than|nearly|almost|at least|"
    "as many as|up to|in total|fully|no fewer than|the"
)
#: What follows those who are not members yet.
_UNSURE = re.compile(r"\s+(?:interested|willing|ready|waiting|applying|who are going|that want)\b")
#: Those who are only a part of a scheme's cities.
_PART = re.compile(
    r"\b(?:follower|fellow|lighthouse|observer|associated?|candidate|replicat\w+|satellite|twin|"
    r"demonstrator|new|newly|additional|other|further|remaining)\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\d|\b(?:{WRITTEN}|{PLACES})\b", re.IGNORECASE)


def _written_out(text: str, short: dict[str, str]) -> str:
    for name, meaning in short.items():
        text = text.replace(name, meaning)
    return text


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the set phrases of the lexicon, with its abbreviations written out."""
    told = table("literals")["tellings"]
    singular = sorted(words("literals", "counted") | words("literals", "told_of"), key=len)[::-1]
    nouns = "|".join(f"{noun.removesuffix('y')}(?:y|ies|s)?" for noun in singular)
    some = rf"(?:(?:{_SOME}) )*"
    size = rf"{some}(?P<n>\d[\d,]*|(?:{WRITTEN})(?:-(?:{WRITTEN}))?)"
    place = rf"(?P<n>\d+(?:st|nd|rd|th)|(?:{TENS}-)?(?:{PLACES}))"
    what = rf"(?:[\w’'-]+ ){{0,3}}(?P<what>{nouns})\b"
    short = {"<N>": size, "<WHAT>": what, "<NOUN>": nouns, "<NTH>": place}
    return tuple(re.compile(_written_out(text, short), re.IGNORECASE) for text in told.values())


def read_tellings(syntax: Syntax) -> Iterator[Saying]:
    """Yield the count of members that each set phrase of a sentence gives."""
    for index, sentence in enumerate(syntax.reading.sentences):
        if _ANY.search(sentence.text):
            yield from _in_sentence(syntax, index, sentence)


def _in_sentence(syntax: Syntax, index: int, sentence: Span) -> Iterator[Saying]:
    text = sentence.text
    for pattern in _patterns():
        match = pattern.search(text)
        if match is None:
            continue
        if _UNSURE.match(text[match.end() :]) or _PART.search(match[0]):
            continue
        value = number(match["n"]) or ordinal(match["n"])
        if value is None or not 1 < value < _MOST or _FIRST_YEAR <= value <= _LAST_YEAR:
            continue
        span = sentence.char_span(match.start(), match.end(), alignment_mode="expand")
        mention = _body(syntax, index, span) if span is not None else None
        if mention is not None and span is not None:
            yield Saying(
                mention.cluster, "memberCount", value, span.start, span.end, "literals.telling"
            )
            return


def _body(syntax: Syntax, index: int, span: Span) -> Mention | None:
    """Return the body that a phrase counts the members of: named in it, before it or above it."""
    reading = syntax.reading
    inside = reading.mentions_in(span.start, span.end)
    for mention in inside:
        if reading.kind(mention) in _BEARERS:
            return mention
    low = reading.sentences[max(0, index - _BEFORE)].start
    before = reading.mentions_in(low, span.start)
    near = [m for m in before if reading.kind(m) in _BEARERS and reading.kind(m) != "Agreement"]
    if near and reading.sentence_of[near[-1].start] == index:
        return near[-1]
    networks = [m for m in near if reading.kind(m) == "Network"]
    after = [
        m
        for m in reading.mentions_in(span.end, reading.sentences[index].end)
        if reading.kind(m) in _BEARERS
    ]
    found = networks[-1:] or after[:1] or near[-1:]
    if found:
        return found[0]
    block = reading.block_of[span.start]
    return anchor_above(reading, block, lambda kind: _BODIES.get(kind, 0.0))
