"""How a fact is said: as so or as planned; and the year that its clause gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ..annotations import FactCandidate
from ..reading import Reading
from .modality import denies, foretells

NAME = "hansa_qualifiers_v1"
_IN_NAME = re.compile(r"\b(?:19|20)\d\d\b")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
#: Relations that come about at a time, which a date in their clause is the date of.
_DATED = frozenset(
    {"foundedBy", "partyTo", "participatesIn", "chairedBy", "memberOf", "supportedBy"}
)
#: Components that set the status of what they read from the clause itself.
_SETTLED = ("frames.",)
#: Before a year: it dates the beginning or the end of something, not what the sentence says.
_BOUNDS = frozenset({"until", "till", "by", "since", "to", "before", "from"})
#: Relations between things side by side, of which no verb speaks.
_TIMELESS = ("pairs.", "roles.", "frames.naming", "frames.link")


def read_qualifiers(doc: Doc) -> Doc:
    """Set status and year of each fact that its own component left open; drop what is denied."""
    reading = Reading(doc)
    dated = _years_of_things(doc)
    qualified = (_qualified(reading, fact, dated) for fact in doc._.facts)
    doc._.facts = [fact for fact in qualified if fact is not None]
    return doc


def _qualified(
    reading: Reading, fact: FactCandidate, dated: dict[int, int]
) -> FactCandidate | None:
    spans = _saying(reading, fact) if fact.status == "asserted" else []
    if any(denies(span) for span in spans):
        return None
    if any(foretells(span) for span in spans):
        fact = replace(fact, status="planned")
    if fact.year is None and _is_dated(reading, fact):
        year = _year(reading, _sentences(reading, fact)) or _year_of_ends(reading, fact, dated)
        fact = fact if year is None else replace(fact, year=year)
    return fact


def _saying(reading: Reading, fact: FactCandidate) -> list[Span]:
    """Return the sentences whose verb decides the status, where the component did not."""
    if fact.rule in {"pairs.in", "frames.link.in"}:
        happens = reading.clusters[fact.subject].kind in {"Event", "Project", "Programme"}
        return _sentences(reading, fact) if happens else []
    if fact.rule.startswith((*_SETTLED, *_TIMELESS)) or fact.property == "locatedIn":
        return []
    introducing = list(_introducing(reading, fact))
    return introducing or ([] if _is_item(reading, fact) else _sentences(reading, fact))


def _is_item(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether a fact stands in an item or cell: its words describe, they do not relate."""
    return reading.layout.blocks[reading.layout.block_at(fact.start)].kind in {"item", "cell"}


def _years_of_things(doc: Doc) -> dict[int, int]:
    """Return the year of each event and text that the document dates."""
    return {
        literal.subject: int(str(literal.value)[:4])
        for literal in doc._.literals
        if literal.property == "date"
    }


def _year_of_ends(reading: Reading, fact: FactCandidate, dated: dict[int, int]) -> int | None:
    """Return the year of the event or text that a fact is about, if it is dated."""
    for end in (fact.object, fact.subject):
        if end in dated and reading.clusters[end].kind in {"Event", "Agreement"}:
            return dated[end]
    for end in (fact.object, fact.subject):
        match = _IN_NAME.search(reading.clusters[end].names[0])
        if match and reading.clusters[end].kind in {"Event", "Programme"}:
            return int(match[0])
    return None


def _sentences(reading: Reading, fact: FactCandidate) -> list[Span]:
    span = reading.doc.char_span(fact.start, fact.end, alignment_mode="expand")
    if span is None:
        return []
    first, last = reading.sentence_of[span.start], reading.sentence_of[span.end - 1]
    return reading.sentences[first : last + 1]


def _introducing(reading: Reading, fact: FactCandidate) -> Iterator[Span]:
    """Yield the sentences that introduce the list or table of a fact."""
    index = reading.layout.block_at(fact.start)
    lead_in = reading.layout.blocks[index].lead_in
    if reading.layout.blocks[index].kind == "cell":
        return
    if lead_in is not None and reading.layout.blocks[lead_in].kind == "paragraph":
        span = reading.block_spans[lead_in]
        yield reading.sentences[reading.sentence_of[span.end - 1]]


def _is_dated(reading: Reading, fact: FactCandidate) -> bool:
    if reading.clusters[fact.subject].kind == "Event":
        return fact.property == "locatedIn"
    return fact.property in _DATED and not fact.rule.startswith(_TIMELESS)


def _year(reading: Reading, sentences: list[Span]) -> int | None:
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
    return next(iter(years)) if len(years) == 1 else None


def _bounds(span: Span, token: Token) -> bool:
    return token.i > span.start and span.doc[token.i - 1].lower_ in _BOUNDS


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_qualifiers)
