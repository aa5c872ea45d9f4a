"""How a fact is said: as so or as planned; and the year that its clause gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ...annotations import FactCandidate, Mention
from ...reading import Reading
from .denial import asks, is_excepted
from .modality import denies, foretells, modality_around
from .syntax import Syntax

NAME = "hansa_qualifiers_v1"
_YEAR = re.compile(r"^(?:19|20)\d\d$")
#: Relations that come about at a time, which a date in their clause is the date of.
_DATED = frozenset(
    {"foundedBy", "partyTo", "participatesIn", "chairedBy", "memberOf", "supportedBy"}
)
#: Components that set the status of what they read from the clause itself.
_SETTLED = ("frames.",)
#: Of those, components that go by the words between two names and leave the clause open.
_WORDED = ("frames.wording.",)
#: Relations that begin something.
_BEGUN = frozenset({"foundedBy", "partyTo"})
#: Things that take place at a time, in a year or every year.
_HAPPENING = frozenset({"Event", "Programme"})
#: Nouns that a date may belong to: it dates the beginning of a thing, not what else is said of it.
_BEGINNINGS = frozenset(
    {
        "launch",
        "creation",
        "beginning",
        "foundation",
        "founding",
        "establishment",
        "start",
        "inception",
    }
    | {"inauguration", "formation", "adoption", "signing", "introduction", "opening", "birth"}
)
#: Before a year: it dates the beginning or the end of something, not what the sentence says.
_BOUNDS = frozenset({"until", "till", "by", "since", "to", "before", "from", "(", "–", "-"})
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
    if fact.rule.startswith(_WORDED):
        status = _clause_status(reading, fact)
        if status is None:
            return None
        fact = replace(fact, status=status) if status == "planned" else fact
    timeless = fact.rule.startswith(_TIMELESS)
    if not timeless and (_is_asked(reading, fact) or _leaves_out(reading, fact)):
        return None
    spans = _saying(reading, fact) if fact.status == "asserted" else []
    syntax = Syntax.of(reading.doc)
    if any(denies(syntax, span) for span in spans):
        return None
    if any(foretells(span) for span in spans):
        fact = replace(fact, status="planned")
    if fact.year is None and _is_dated(reading, fact):
        year = (
            _year_beside(reading, fact)
            or _year(reading, _sentences(reading, fact), fact)
            or _year_of_object(reading, fact, dated)
        )
        fact = fact if year is None else replace(fact, year=year)
    return fact


def _clause_status(reading: Reading, fact: FactCandidate) -> str | None:
    """Return the modality of the clause around the names of a fact; None where one is denied."""
    syntax = Syntax.of(reading.doc)
    found = [
        modality_around(syntax, reading.root(mention))
        for end in (fact.subject, fact.object)
        for mention in _mentions_of(reading, fact, end)[:1]
    ]
    if None in found:
        return None
    return "planned" if "planned" in found else "asserted"


def _mentions_of(reading: Reading, fact: FactCandidate, cluster: int) -> list[Mention]:
    """Return the mentions of one end of a fact in the words that say it."""
    span = reading.doc.char_span(fact.start, fact.end, alignment_mode="expand")
    if span is None:
        return []
    return [m for m in reading.mentions_in(span.start, span.end) if m.cluster == cluster]


def _is_asked(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether the words of a fact are nothing but questions, or begin with "nor"."""
    sentences = _sentences(reading, fact)
    return bool(sentences) and all(asks(s) or s[0].lower_ == "nor" for s in sentences)


def _leaves_out(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether one end is only named to leave it out: "all ports except A"."""
    for end in (fact.subject, fact.object):
        mentions = _mentions_of(reading, fact, end)
        if mentions and all(is_excepted(reading.doc[m.start]) for m in mentions):
            return True
    return False


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


def _year_of_object(reading: Reading, fact: FactCandidate, dated: dict[int, int]) -> int | None:
    """Return the date of the text that was made, or of the event that a sentence tells of."""
    kind = reading.clusters[fact.object].kind
    told = fact.property == "participatesIn" and not _is_item(reading, fact)
    if fact.property == "partyTo" or (told and kind == "Event"):
        return dated.get(fact.object)
    return None


def _year_beside(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year that a happening bears where the fact is said: "the 2018 X", "X 2018"."""
    found: set[int] = set()
    for end in (fact.object, fact.subject):
        if reading.clusters[end].kind in _HAPPENING:
            for mention in _mentions_of(reading, fact, end):
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
    return token.dep_ == "pobj" and token.head.head.lemma_.lower() in _BEGINNINGS


def _bounds(span: Span, token: Token) -> bool:
    """Say whether a year only ends a span of time or stands in brackets, as of a sum."""
    return token.i > span.start and span.doc[token.i - 1].lower_ in _BOUNDS


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_qualifiers)
