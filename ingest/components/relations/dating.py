"""The year that a document gives a fact: in its clause, beside its names or by its text's date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from ...annotations import FactCandidate, Mention
from ...lexicon import words
from ...reading import Reading
from .denial import names
from .syntax import Syntax

_YEAR = re.compile(r"^(?:19|20)\d\d$")
#: Relations that come about at a time, which a date in their clause is the date of.
_DATED = frozenset(
    {"foundedBy", "partyTo", "participatesIn", "chairedBy", "memberOf", "supportedBy"}
)
#: Relations that begin something.
_BEGUN = frozenset({"foundedBy", "partyTo"})
#: Things that take place at a time, in a year or every year.
_HAPPENING = frozenset({"Event", "Programme"})
#: Before a year: it dates the beginning or the end of something, not what the sentence says.
_BOUNDS = frozenset({"until", "till", "by", "since", "to", "before", "from", "(", "–", "-"})
#: Relations between things side by side, of which no verb speaks.
TIMELESS = ("pairs.", "roles.", "frames.naming", "frames.link")


def clause_year(syntax: Syntax, verb: int) -> int | None:
    """Return the year that a verb's own prepositional phrases give, if they give one.

    Phrases that hang on its object count as well, those of other verbs do not.
    """
    found: set[int] = set()
    for unit in (verb, *syntax.children(verb, "dobj", "attr", "xcomp")):
        for child in syntax.children(unit, "prep", "npadvmod", "agent"):
            if syntax.doc[child].lower_ in words("qualifiers", "dating"):
                found.update(_years_below(syntax, child))
    return next(iter(found)) if len(found) == 1 else None


def _years_below(syntax: Syntax, unit: int) -> Iterator[int]:
    """Yield the years among what depends on a unit, verbs and names left out."""
    for child in syntax.children(unit):
        token = syntax.doc[child]
        if _YEAR.match(token.text):
            yield int(token.text)
        if token.pos_ not in {"VERB", "AUX"} and not names(token, "beginning"):
            yield from _years_below(syntax, child)


def year_of(reading: Reading, fact: FactCandidate, dated: dict[int, int]) -> int | None:
    """Return the year of a fact, its clause's own if that gave one.

    *dated* holds the years of the things that the document dates, by cluster.
    """
    if fact.year is not None or not _is_dated(reading, fact):
        return fact.year
    return (
        _year_beside(reading, fact)
        or _year(reading, sentences_of(reading, fact), fact)
        or _year_of_object(reading, fact, dated)
    )


def years_of_things(doc: Doc) -> dict[int, int]:
    """Return the year of each event and text that the document dates."""
    return {
        literal.subject: int(str(literal.value)[:4])
        for literal in doc._.literals
        if literal.property == "date"
    }


def _year_of_object(reading: Reading, fact: FactCandidate, dated: dict[int, int]) -> int | None:
    """Return the date of the text that was made, or of the event that a sentence tells of."""
    kind = reading.clusters[fact.object].kind
    told = fact.property == "participatesIn" and not is_item(reading, fact)
    if fact.property == "partyTo" or (told and kind == "Event"):
        return dated.get(fact.object)
    return None


def _year_beside(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year that a happening bears where the fact is said: "the 2018 X", "X 2018"."""
    found: set[int] = set()
    for end in (fact.object, fact.subject):
        if reading.clusters[end].kind in _HAPPENING:
            for mention in mentions_of(reading, fact, end):
                found.update(_borne(reading, mention))
    return next(iter(found)) if len(found) == 1 else None


def _borne(reading: Reading, mention: Mention) -> Iterator[int]:
    """Yield the years in a name, right before it and right after it, in brackets or not."""
    doc = reading.doc
    after = mention.end + (doc[mention.end : mention.end + 1].text == "(")
    for token in (
        *doc[mention.start : mention.end],
        *doc[max(0, mention.start - 1) : mention.start],
        *doc[after : after + 1],
    ):
        if _YEAR.match(token.text):
            yield int(token.text)


def _is_dated(reading: Reading, fact: FactCandidate) -> bool:
    if reading.clusters[fact.subject].kind == "Event":
        return fact.property == "locatedIn"
    return fact.property in _DATED and not fact.rule.startswith(TIMELESS)


def _year(reading: Reading, sentences: list[Span], fact: FactCandidate) -> int | None:
    """Return the only year that the sentences give outside names, if they give exactly one."""
    inside = {
        i
        for span in sentences
        for m in reading.mentions_in(span.start, span.end)
        for i in range(m.start, m.end)
    }
    years = {
        int(token.text)
        for span in sentences
        for token in span
        if _YEAR.match(token.text) and token.i not in inside and not _bounds(span, token)
    }
    if fact.property not in _BEGUN and any(map(_dates_beginning, _tokens(sentences))):
        return None
    return next(iter(years)) if len(years) == 1 else None


def _tokens(sentences: list[Span]) -> list[Token]:
    return [token for span in sentences for token in span if _YEAR.match(token.text)]


def _dates_beginning(token: Token) -> bool:
    """Say whether a year belongs to the beginning of something: "since its launch in 2017"."""
    return token.dep_ == "pobj" and names(token.head.head, "beginning")


def _bounds(span: Span, token: Token) -> bool:
    """Say whether a year only ends a span of time or stands in brackets, as of a sum."""
    return token.i > span.start and span.doc[token.i - 1].lower_ in _BOUNDS


def mentions_of(reading: Reading, fact: FactCandidate, cluster: int) -> list[Mention]:
    """Return the mentions of one end of a fact in the words that say it."""
    span = reading.doc.char_span(fact.start, fact.end, alignment_mode="expand")
    if span is None:
        return []
    return [m for m in reading.mentions_in(span.start, span.end) if m.cluster == cluster]


def sentences_of(reading: Reading, fact: FactCandidate) -> list[Span]:
    """Return the sentences of the words that say a fact."""
    span = reading.doc.char_span(fact.start, fact.end, alignment_mode="expand")
    if span is None:
        return []
    first, last = reading.sentence_of[span.start], reading.sentence_of[span.end - 1]
    return reading.sentences[first : last + 1]


def is_item(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether a fact stands in an item or cell: its words describe, they do not relate."""
    return reading.layout.blocks[reading.layout.block_at(fact.start)].kind in {"item", "cell"}
