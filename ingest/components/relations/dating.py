"""The year that a document gives a fact: in its clause, beside its names or by its text's date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from ...annotations import FactCandidate, Mention
from ...lexicon import words
from ...reading import Reading
from .denial import names
from .relative_years import SAME, relative_year
from .said import is_item, mentions_of, sentences_of
from .syntax import Syntax
from .year_places import is_accession, post_year, row_year, section_year

_YEAR = re.compile(r"^(?:19|20)\d\d$")
#: Relations that come about at a time, which a date in their clause is the date of.
_DATED = frozenset(
    {"foundedBy", "partyTo", "participatesIn", "chairedBy", "memberOf", "supportedBy"}
)
#: Relations that begin something.
_BEGUN = frozenset({"foundedBy", "partyTo"})
#: Things that take place at a time, in a year or every year.
_HAPPENING = frozenset({"Event", "Programme"})
#: What is so of an event when it takes place.
_HELD = frozenset({"locatedIn", "ledBy", "chairedBy"})
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
    if fact.year is not None:
        return fact.year
    if fact.rule.startswith("roles."):
        return post_year(reading, fact)
    own = row_year(reading, fact)
    if own is None and _is_dated(reading, fact):
        own = _year_beside(reading, fact) or _year(reading, sentences_of(reading, fact), fact)
    return own or _year_of_thing(reading, fact, dated) or section_year(reading, fact)


def years_of_things(doc: Doc) -> dict[int, int]:
    """Return the year of each event and text that the document dates to one year only."""
    found: dict[int, set[int]] = defaultdict(set)
    for literal in doc._.literals:
        if literal.property == "date":
            found[literal.subject].add(int(str(literal.value)[:4]))
    return {thing: min(years) for thing, years in found.items() if len(years) == 1}


def _year_of_thing(reading: Reading, fact: FactCandidate, dated: dict[int, int]) -> int | None:
    """Return the date of the text that was made, or of the event that a fact is about."""
    if fact.property == "partyTo":
        return dated.get(fact.object)
    kinds = reading.clusters[fact.subject].kind, reading.clusters[fact.object].kind
    if fact.property == "participatesIn" and kinds[1] == "Event":
        return dated.get(fact.object)
    held = fact.property in _HELD and kinds[0] == "Event"
    return dated.get(fact.subject) if held else None


def _year_beside(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year that a happening bears where the fact is said: "the 2018 X", "X 2018"."""
    found: set[int] = set()
    for end in (fact.object, fact.subject):
        if reading.clusters[end].kind in _HAPPENING or _is_chaired(fact, end):
            for mention in mentions_of(reading, fact, end):
                found.update(_borne(reading, mention))
    return next(iter(found)) if len(found) == 1 else None


def _is_chaired(fact: FactCandidate, end: int) -> bool:
    """Say whether an end is the body of a chair held for a year: "the 2018 Ring chair"."""
    return fact.property == "chairedBy" and end == fact.subject


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
    told = [t for t in _tokens(sentences) if t.i not in inside and not bounds(t)]
    if fact.property == "memberOf" and is_item(reading, fact):
        told = [t for t in _tokens(sentences) if is_accession(reading.doc, t)]
    if fact.property not in _BEGUN and any(map(_dates_beginning, _tokens(sentences))):
        return None
    if not told and sentences and fact.property in _DATED:
        return relative_year(reading, sentences[-1])
    if len({token.text for token in told}) != 1:
        return None
    if any(SAME.search(span.text) for span in sentences):
        return int(told[0].text)
    clauses = {_verb(reading.doc[reading.root(m)]) for m in ends_of(reading, fact)}
    own = [t for t in told if not _is_elsewhere(reading, t, fact, clauses)]
    return int(own[0].text) if own else None


def _verb(token: Token) -> int:
    """Return the nearest verb that a token hangs on, itself included, or the root."""
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    return int(token.i)


def _is_elsewhere(reading: Reading, year: Token, fact: FactCandidate, clauses: set[int]) -> bool:
    """Say whether a year dates another name or another clause of its sentence."""
    doc = reading.doc
    before = reading.mentions_in(max(0, year.i - 8), year.i, references=False)
    if (
        before
        and before[-1].end == year.i
        and before[-1].cluster not in {fact.subject, fact.object}
    ):
        return True  # "as host of Quayfair 2031"
    if year.dep_ in {"nummod", "compound", "amod"} and year.head.i > year.i:
        return True  # "Turku, the 2031 host"
    if is_item(reading, fact):
        return False
    verb = doc[_verb(year)]
    return verb.dep_ in {"advcl", "acl", "relcl"} and verb.i not in clauses


def _tokens(sentences: list[Span]) -> list[Token]:
    return [token for span in sentences for token in span if _YEAR.match(token.text)]


def _dates_beginning(token: Token) -> bool:
    """Say whether a year belongs to the beginning of something: "since its launch in 2017"."""
    return token.dep_ == "pobj" and names(token.head.head, "beginning")


def bounds(token: Token) -> bool:
    """Say whether a year only ends a span of time or stands in brackets, as of a sum."""
    doc = token.doc
    if token.i > token.sent.start and doc[token.i - 1].lower_ in _BOUNDS:
        return True
    return token.i + 1 < len(doc) and doc[token.i + 1].text in {"–", "-", "/"}


def ends_of(reading: Reading, fact: FactCandidate) -> list[Mention]:
    """Return the first mention of each end of a fact in the words that say it."""
    found = (mentions_of(reading, fact, end)[:1] for end in (fact.subject, fact.object))
    return [mention for mentions in found for mention in mentions]
