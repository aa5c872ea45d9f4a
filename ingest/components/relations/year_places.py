"""Years that stand beside what is said: in a row, over a list, in the words of a post."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from ...annotations import FactCandidate
from ...folding import fold
from ...reading import Reading
from .said import mentions_of, sentences_of

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPAN = re.compile(r"\b(?:19|20)\d\d\s?[-–/]\s?(?:\d\d)?\d\d\b")
_CELL = 24  # characters of a cell that holds a date and nothing else
_TITLE = 90  # characters of a heading or lead-in that dates what is under it
#: Headers of columns whose years date the row: that of joining, or of taking part or taking place.
_JOINED = re.compile(
    r"\b(?:joined|joining|since|member since|accession|admitted|admission|entry)\b"
)
_DATE = re.compile(
    r"^(?:year|years|date|edition|when|cohort|year of (?:award|participation|signing))$"
)
_ACCESSION = re.compile(
    r"^(?:(?:joined|joins|joining|since|admitted|from|member|entered|acceded|signed|in|on|early|late"
    r"|mid|of|\d{1,2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)[\s,-]+)*$"
)
_ROWS = {
    "memberOf": (_JOINED, _DATE),
    "participatesIn": (_JOINED, _DATE),
    "partyTo": (_JOINED, _DATE),
    "worksFor": (_JOINED,),
    "chairedBy": (_JOINED, _DATE),
}
#: Verbs of coming to a post, and those of holding it that go with "since".
_TAKING = (
    r"(?i:(?:re-?)?elected|(?:re-?)?appointed|named|nominated|chosen|selected|promoted|hired"
    r"|became|become|join(?:ed|s)|took (?:over|office|up)|takes over|assumed|sworn in|inaugurated"
    r"|installed|confirmed|served|(?:has|had) (?:also )?(?:been|held|worked|chaired|led|headed)"
    r"|succeeded|stepped down|retired|resigned)"
)
_WHEN = (
    r"(?i:in|since|on|from|during|as of|effective)\s+"
    r"(?:(?:early|late|mid|the (?:spring|summer|autumn|fall|winter) of)[- ]\s?)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:[A-Z][a-z]+\s)?(?:\d{1,2},\s)?(?P<year>(?:19|20)\d\d)\b"
)
_TAKEN = re.compile(rf"\b(?P<verb>{_TAKING})\b[^.;]{{0,140}}?\b{_WHEN}")
_FRONTED = re.compile(rf"^{_WHEN},?\s[^.;]{{0,120}}?\b(?P<verb>{_TAKING})\b")
_LONGEST = 3000  # characters of what may tell the one year of a post
_NEAR = 50  # characters between a name and the verb of coming to a post


def row_year(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year in the row of a table that tells when its name joined or took part."""
    wanted = _ROWS.get(fact.property)
    blocks = reading.layout.blocks
    index = reading.layout.block_at(fact.start)
    own = blocks[index]
    if wanted is None or own.kind != "cell":
        return None
    found: set[int] = set()
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(blocks) and (blocks[at].group, blocks[at].row) == (own.group, own.row):
            header = blocks[at].header
            text = reading.layout.block_text(at)
            titled = fold(reading.layout.block_text(header)) if header is not None else ""
            if len(text) <= _CELL and any(pattern.search(titled) for pattern in wanted):
                found.update(_years(text))
            at += step
    return found.pop() if len(found) == 1 else None


def section_year(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year of the heading or lead-in over a list: "Winners 2019", "New members 2021"."""
    if not fact.rule.startswith(("lists.", "tables.")):
        return None
    if fact.property not in {"participatesIn", "partyTo", "memberOf"}:
        return None
    index = reading.layout.block_at(fact.start)
    block = reading.layout.blocks[index]
    above = [
        i
        for i in (block.header, block.lead_in, *reading.layout.headings(index)[:1])
        if i is not None
    ]
    for over in above:
        text = reading.layout.block_text(over)
        years = _years(text)
        if len(years) != 1 or len(text) > _TITLE or _SPAN.search(text):
            continue
        joined = re.search(r"\b(?:new|joined|joining|admitted|since)\b", text.lower())
        return years.pop() if fact.property != "memberOf" or joined else None
    return None


def is_accession(doc: Doc, year: Token) -> bool:
    """Say whether a year in an item tells when its name joined: "Turku (2015)", "since 2015"."""
    start = year.i
    while start > 0 and start > year.i - 6 and doc[start - 1].text not in {"(", "[", "–", ":", "|"}:
        start -= 1
    return bool(_ACCESSION.match(doc[start : year.i].text_with_ws))


def post_year(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year in which a post was taken, where the sentence tells just that one."""
    spans = sentences_of(reading, fact)
    if not spans or spans[-1].end_char - spans[0].start_char > _LONGEST:
        return None
    text = reading.doc[spans[0].start : spans[-1].end].text
    if len(_years(text)) != 1 or _SPAN.search(text):
        return None
    base = spans[0].start_char
    persons = [reading.characters(m.start, m.end) for m in mentions_of(reading, fact, fact.subject)]
    persons += [reading.characters(m.start, m.end) for m in mentions_of(reading, fact, fact.object)]
    for pattern in (_TAKEN, _FRONTED):
        match = pattern.search(text)
        if match is None:
            continue
        verb = base + match.start("verb"), base + match.end("verb")
        if any(
            0 <= verb[0] - end <= _NEAR or 0 <= start - verb[1] <= _NEAR for start, end in persons
        ):
            return int(match["year"])
    return _class_of(reading, fact)


def _class_of(reading: Reading, fact: FactCandidate) -> int | None:
    """Return the year before a body of whose fellows one is: "a 2011 Harbour Agency Fellow"."""
    for mention in mentions_of(reading, fact, fact.object):
        before = reading.doc[max(0, mention.start - 2) : mention.start].text.split()
        if len(before) == 2 and before[0] in {"a", "an", "the"} and _YEAR.fullmatch(before[1]):
            return int(before[1])
    return None


def _years(text: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(text)}
