"""Founding years in set phrases, which a parse does not help to read: "in use since 2018"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span

from ...annotations import Mention
from ...lexicon import table
from ..lists.anchors import anchor_above
from ..relations.syntax import Syntax
from .saying import Saying

_BODIES = {"Network": 1.0, "Programme": 0.8, "Project": 0.8, "Organization": 0.3}
_MONTH = r"(?:[A-Z][a-z]+|early|late|the|year|spring|summer|autumn|\d{1,2}(?:st|nd|rd|th)?) "
_YEAR = rf"(?:{_MONTH}){{0,3}}(?P<y>(?:18|19|20)\d\d)\b(?![-/]\d)"
_AHEAD = re.compile(
    r"\b(?:will|shall|would|to be|expected|scheduled|planned|due|hopes?|aims?|not|never|if)\b"
)
#: What a scheme launches, which did not begin with it.
_PART = re.compile(
    r"\b(?:calls?|rounds?|tenders?|surveys?|consultations?|reports?) (?:for|of|on)\b"
)
_BACK = 40  # characters before a phrase in which a plan is told as such
_NEAR = 2  # sentences in which what began was named


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the set phrases of the lexicon, with the year written out."""
    return tuple(
        re.compile(text.replace("<YEAR>", _YEAR)) for text in table("literals")["begun"].values()
    )


def read_beginnings(syntax: Syntax) -> Iterator[Saying]:
    """Yield the founding year that each set phrase of a sentence gives."""
    yield from _openings(syntax)
    for index, sentence in enumerate(syntax.reading.sentences):
        text = sentence.text
        if not re.search(r"\b(?:18|19|20)\d\d\b", text):
            continue
        for pattern in _patterns():
            match = pattern.search(text)
            if match is None or _AHEAD.search(text[max(0, match.start() - _BACK) : match.end()]):
                continue
            if _PART.search(text[: match.start()]):
                continue
            span = sentence.char_span(match.start(), match.end(), alignment_mode="expand")
            mention = _begun(syntax, index, span) if span is not None else None
            if mention is not None and span is not None:
                low = min(mention.start, span.start)
                yield Saying(
                    mention.cluster,
                    "foundingYear",
                    int(match["y"]),
                    low,
                    span.end,
                    "literals.begun",
                )
                break


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(table("literals")["opening"]["founded"].replace("<YEAR>", _YEAR))


def _openings(syntax: Syntax) -> Iterator[Saying]:
    """Yield the year of "Established in 1995, X ...", however the parser parts its sentences."""
    reading = syntax.reading
    named = {m.start: m for m in reading.mentions if reading.kind(m) in _BODIES}
    for index in range(len(reading.layout.blocks)):
        match = _opening().match(reading.layout.block_text(index))
        span = reading.block_spans[index]
        if match is None or not len(span):
            continue
        start = syntax.doc[span.start].idx + match.end()
        found = next((m for s, m in named.items() if syntax.doc[s].idx == start), None)
        if found is not None:
            yield Saying(
                found.cluster,
                "foundingYear",
                int(match["y"]),
                span.start,
                found.end,
                "literals.begun",
            )


def _begun(syntax: Syntax, index: int, span: Span) -> Mention | None:
    """Return what a phrase tells the beginning of: named before it, or what its section is of."""
    reading = syntax.reading
    low = reading.sentences[max(0, index - _NEAR)].start
    near = [m for m in reading.mentions_in(low, span.start + 1) if reading.kind(m) in _BODIES]
    own = [m for m in near if reading.sentence_of[m.start] == index]
    schemes = [m for m in own if reading.kind(m) != "Organization"]
    if own:
        last = own[-1]
        beside = span.start - last.end <= _NEAR
        return last if beside or not schemes else schemes[-1]
    schemes = [m for m in near if reading.kind(m) != "Organization"]
    if schemes:  # the subject of the sentence before, as "it" and a bare "Set up in" mean it
        nearest = reading.sentence_of[schemes[-1].start]
        return next(m for m in schemes if reading.sentence_of[m.start] == nearest)
    block = reading.block_of[span.start]
    return anchor_above(reading, block, lambda kind: _BODIES.get(kind, 0.0))
