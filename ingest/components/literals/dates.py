"""When something was founded or took place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..relations.clauses import read_clause
from ..relations.syntax import Syntax
from .calendar_dates import dates
from .saying import Saying

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_BODIES = frozenset({"Network", "Organization", "Programme", "Project"})
_DATED = frozenset({"Event", "Agreement"})
_AFTER = re.compile(
    r"^\W{0,3}(?:which was |was )?(?:est\.?|founded|established|created|launched|set up|since)"
    r"(?: in| since)?(?: early| late| mid)? ?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:date|dates|when|time|datum)\b", re.IGNORECASE)
_NAMED = re.compile(r"\b((?:19|20)\d\d)\b")
_TOP = 8  # blocks in which a dateline stands


def read_founding(syntax: Syntax) -> Iterator[Saying]:
    """Yield the founding year of each body or scheme that a sentence gives."""
    doc = syntax.doc
    for token in doc:
        if token.pos_ in {"VERB", "AUX"} and syntax.unit(token.i) == token.i:
            yield from _by_verb(syntax, token.i)
    for mention in syntax.reading.mentions:
        tail = doc[mention.end : mention.end + 8]
        if syntax.reading.kind(mention) not in _BODIES or not any(t.is_digit for t in tail):
            continue
        match = _AFTER.match(tail.text)
        if match:
            end = min(len(doc), mention.end + 8)
            year = int(match[1])
            yield Saying(
                mention.cluster, "foundingYear", year, mention.start, end, "literals.founded"
            )


def _by_verb(syntax: Syntax, verb: int) -> Iterator[Saying]:
    if not {syntax.doc[verb].lemma_.lower(), syntax.lemma(verb)} & words("literals", "founding"):
        return
    clause = read_clause(syntax, verb)
    if not clause.keys & words("literals", "founding"):
        return
    year = _year_of(syntax, clause.slots)
    if year is None:
        return
    for unit in clause.slots.get("patient", ()):
        mentions = syntax.narrow(unit)
        for mention in mentions:
            if syntax.reading.kind(mention) in _BODIES:
                start, end = min(mention.start, verb), max(mention.end, verb + 1)
                yield Saying(mention.cluster, "foundingYear", year, start, end, "literals.founded")


def _year_of(syntax: Syntax, slots: dict[str, list[int]]) -> int | None:
    for slot in ("in", "since", "at", "on", "during"):
        for unit in slots.get(slot, ()):
            for token in syntax.doc[unit].subtree:
                if _YEAR.match(token.text):
                    return int(token.text)
    return None


def read_dates(syntax: Syntax) -> Iterator[Saying]:
    """Yield the dates of events and texts: in their sentence, in a label, at the top."""
    reading = syntax.reading
    dated: set[int] = set()
    for saying in (*_in_sentences(reading), *_labelled(reading), *_at_top(reading)):
        if saying.subject not in dated:
            dated.add(saying.subject)
            yield saying
    for mention in reading.mentions:
        cluster = reading.cluster(mention)
        match = _NAMED.search(" ".join(cluster.names))
        if cluster.kind == "Event" and match and cluster.index not in dated:
            dated.add(cluster.index)
            yield Saying(
                cluster.index, "date", match[1], mention.start, mention.end, "literals.name"
            )


def _in_sentences(reading: Reading) -> Iterator[Saying]:
    """Yield the date of the event or text of a sentence that gives exactly one date."""
    for sentence in reading.sentences:
        things = [
            m
            for m in reading.mentions_in(sentence.start, sentence.end)
            if reading.kind(m) in _DATED
        ]
        found = list(dates(sentence.text)) if things else []
        if len(found) != 1:
            continue
        offset = sentence.start_char + found[0][0]
        mention = _nearest(reading, things, offset)
        lemmas = {token.lemma_.lower() for token in sentence}
        if len(sentence) < 25 or lemmas & words("literals", "happening"):
            yield Saying(
                mention.cluster, "date", found[0][2], sentence.start, sentence.end, "literals.date"
            )


def _nearest(reading: Reading, things: list[Mention], offset: int) -> Mention:
    """Return the mention next to a date, one before it preferred."""
    before = [m for m in things if reading.doc[m.start].idx < offset]
    return before[-1] if before else things[0]


def _labelled(reading: Reading) -> Iterator[Saying]:
    """Yield the date on a line "Date: ..." for the event that the document is about."""
    event = _main(reading)
    if event is None:
        return
    for index, block in enumerate(reading.layout.blocks[:40]):
        text = reading.layout.block_text(index)
        label = text if block.kind != "cell" else _row_label(reading, index)
        if not _LABEL.match(label):
            continue
        for _, _, iso in dates(text):
            span = reading.block_spans[index]
            yield Saying(event.cluster, "date", iso, span.start, span.end, "literals.label")
            return


def _row_label(reading: Reading, index: int) -> str:
    """Return the first cell of the row that a cell stands in."""
    block = reading.layout.blocks[index]
    first = index
    while first > 0:
        before = reading.layout.blocks[first - 1]
        if (before.group, before.row) != (block.group, block.row):
            break
        first -= 1
    return reading.layout.block_text(first)


def _main(reading: Reading) -> Mention | None:
    """Return the event or text that the top of the document names."""
    for mention in reading.mentions:
        if reading.block_of[mention.start] >= _TOP:
            return None
        if reading.kind(mention) in _DATED:
            return mention
    return None


def _at_top(reading: Reading) -> Iterator[Saying]:
    """Yield the dateline's date for the event or text that the title is."""
    title = _main(reading)
    if title is None or reading.block(title.start).kind != "heading":
        return
    for index in range(min(_TOP, len(reading.layout.blocks))):
        text = reading.layout.block_text(index)
        for start, _, iso in dates(text):
            if start < 40:
                span = reading.block_spans[index]
                yield Saying(title.cluster, "date", iso, span.start, span.end, "literals.top")
                return
