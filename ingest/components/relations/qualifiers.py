"""How a fact is said: as so or as planned; and the year that its clause gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from ...annotations import FactCandidate
from ...reading import Reading
from .dating import TIMELESS, year_of, years_of_things
from .denial import asks, denies, foretells, is_excepted
from .missed import misses_post
from .modality import modality_around
from .said import is_item, mentions_of, sentences_of
from .syntax import Syntax

NAME = "hansa_qualifiers_v1"
#: Components that set the status of what they read from the clause itself.
_SETTLED = ("frames.",)
#: Of those, components that go by the words between two names and leave the clause open.
_WORDED = ("frames.wording.", "learned.sentence")


def read_qualifiers(doc: Doc) -> Doc:
    """Set status and year of each fact that its own component left open; drop what is denied."""
    reading, syntax = Reading(doc), Syntax.of(doc)
    dated = years_of_things(doc)
    qualified = (_qualified(reading, syntax, fact, dated) for fact in doc._.facts)
    doc._.facts = [fact for fact in qualified if fact is not None]
    return doc


def _qualified(
    reading: Reading, syntax: Syntax, fact: FactCandidate, dated: dict[int, int]
) -> FactCandidate | None:
    if fact.rule.startswith(_WORDED):
        if misses_post(reading, fact):
            return None
        status = _clause_status(reading, syntax, fact)
        if status is None:
            return None
        fact = replace(fact, status=status) if status == "planned" else fact
    timeless = fact.rule.startswith(TIMELESS)
    if not timeless and (_is_asked(reading, fact) or _leaves_out(reading, fact)):
        return None
    spans = _saying(reading, fact) if fact.status == "asserted" else []
    if any(denies(syntax, span) for span in spans):
        return None
    if any(foretells(span) for span in spans):
        fact = replace(fact, status="planned")
    year = year_of(reading, fact, dated)
    if year is not None:
        fact = replace(fact, year=year)
    return fact


def _clause_status(reading: Reading, syntax: Syntax, fact: FactCandidate) -> str | None:
    """Return the modality of the clause around the names of a fact; None where one is denied."""
    found = [
        modality_around(syntax, reading.root(mention))
        for end in (fact.subject, fact.object)
        for mention in mentions_of(reading, fact, end)[:1]
    ]
    if None in found:
        return None
    return "planned" if "planned" in found else "asserted"


def _is_asked(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether the words of a fact are nothing but questions, or begin with "nor"."""
    sentences = sentences_of(reading, fact)
    return bool(sentences) and all(asks(s) or s[0].lower_ == "nor" for s in sentences)


def _leaves_out(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether one end is only named to leave it out: "all ports except A"."""
    for end in (fact.subject, fact.object):
        mentions = mentions_of(reading, fact, end)
        if mentions and all(is_excepted(reading.doc[m.start]) for m in mentions):
            return True
    return False


def _saying(reading: Reading, fact: FactCandidate) -> list[Span]:
    """Return the sentences whose verb decides the status, where the component did not."""
    if fact.rule in {"pairs.in", "frames.link.in"}:
        happens = reading.clusters[fact.subject].kind in {"Event", "Project", "Programme"}
        return sentences_of(reading, fact) if happens else []
    if fact.rule.startswith((*_SETTLED, *TIMELESS)) or fact.property == "locatedIn":
        return []
    introducing = list(_introducing(reading, fact))
    return introducing or ([] if is_item(reading, fact) else sentences_of(reading, fact))


def _introducing(reading: Reading, fact: FactCandidate) -> Iterator[Span]:
    """Yield the sentences that introduce the list or table of a fact."""
    index = reading.layout.block_at(fact.start)
    lead_in = reading.layout.blocks[index].lead_in
    if reading.layout.blocks[index].kind == "cell":
        return
    if lead_in is not None and reading.layout.blocks[lead_in].kind == "paragraph":
        span = reading.block_spans[lead_in]
        yield reading.sentences[reading.sentence_of[span.end - 1]]


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_qualifiers)
