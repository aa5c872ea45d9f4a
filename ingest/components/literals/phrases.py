"""Where one topic ends and the next begins, read from the words rather than from the parse.

A small parser errs most in lists of nouns, and topics come in lists: so only the left edge of the
first topic is taken from the parse, and the rest from commas, conjunctions and word classes.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from ...lexicon import words
from ..relations.syntax import Syntax
from .gaps import BEFORE, JOINING, NOUNS, Gap, gap_at, goes_on, is_within

_CLOSING = frozenset(".?!:–—|•")
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD", "WDT", "WP", "WRB", "WP$", "EX", "PRP"})
_QUOTES = {"“": "”", '"': '"', "‘": "’"}
#: Marks with which a quoted topic begins.
OPENING_QUOTES = frozenset(_QUOTES)
_ASIDE = 12  # tokens of a parenthesis
_FAR = 90  # tokens of a list of topics


def phrases(syntax: Syntax, start: int, *, open_list: bool = False) -> list[tuple[int, int]]:
    """Return the token spans of the topics of the list that begins at token *start*.

    *open_list* says that no "and" need close it, as behind "such as".
    """
    end, gaps = _extent(syntax, start, open_list=open_list)
    end, gaps = _ended(syntax, end, gaps, open_list=open_list)
    gaps = _real(gaps)
    if gaps and not open_list and not any(gap.joins for gap in gaps):
        return [(start, gaps[0].start)]
    spans: list[tuple[int, int]] = []
    for gap in gaps:
        spans.append((start, gap.start))
        start = gap.end
    return [*spans, (start, end)]


def _ended(syntax: Syntax, end: int, gaps: list[Gap], *, open_list: bool) -> tuple[int, list[Gap]]:
    """Leave out what follows "A and B, " where no further topic is joined: a remark on them."""
    last = max((i for i, gap in enumerate(gaps) if gap.joins), default=-1)
    for index, gap in enumerate(gaps[last + 1 :], last + 1) if last >= 0 else ():
        if not open_list or syntax.doc[gap.end].pos_ == "DET":
            return gap.start, gaps[:index]
    return end, gaps


def _real(gaps: list[Gap]) -> list[Gap]:
    """Leave the gaps that part topics: in "A and B, C, and D" the first "and" parts none."""
    last = max((i for i, gap in enumerate(gaps) if gap.comma), default=-1)
    if last < 0:
        return gaps
    if gaps[last].joins:
        return [gap for gap in gaps if gap.comma]
    return [gap for i, gap in enumerate(gaps) if gap.comma or i > last]


def _extent(syntax: Syntax, start: int, *, open_list: bool) -> tuple[int, list[Gap]]:
    """Return where the list ends, and its gaps."""
    doc = syntax.doc
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[start]]
    limit = min(sentence.end, start + _FAR)
    gaps: list[Gap] = []
    at = start
    fresh = {start}  # tokens that begin a topic, whatever their tag
    while at < limit:
        token = doc[at]
        if token.text in {"(", "["}:
            closed = _closed(doc, at, limit)
            if closed is None:
                break
            at = closed
        elif (gap := gap_at(doc, at, limit)) is not None:
            if not goes_on(syntax, start, gap, limit):
                break
            if not is_within(doc, gap, gaps[-1].end if gaps else start):
                gaps.append(gap)
            at = gap.end
            fresh.add(at)
        elif at not in fresh and _ends(token, open_list=open_list):
            break
        else:
            at += 1
    return at, gaps


def _closed(doc: Doc, at: int, limit: int) -> int | None:
    for index in range(at + 1, min(limit, at + _ASIDE)):
        if doc[index].text in {")", "]"}:
            return index + 1
    return None


def _ends(token: Token, *, open_list: bool) -> bool:
    """Say whether a topic cannot go on with a token."""
    if token.text in _CLOSING or token.tag_ in _FINITE:
        return True
    if token.lower_ == "in" and token.nbor(1).lower_ in {"a", "an"}:
        return True  # where it is done: "mapping wells in a dry valley"
    if token.pos_ in {"VERB", "AUX"}:
        within = open_list and token.tag_ == "VBG" and token.nbor(-1).pos_ in NOUNS
        return token.dep_ not in BEFORE and token.nbor(-1).text != "-" and not within
    told = token.head if token.pos_ == "ADV" else token
    if told.pos_ == "ADJ" and told.dep_ in {"ccomp", "acomp", "oprd", "xcomp"}:
        return True
    if token.pos_ == "ADV":
        return token.dep_ not in BEFORE or token.head.i < token.i
    return token.lower_ in words("literals", "closing")


def quoted(syntax: Syntax, start: int) -> list[tuple[int, int]]:
    """Return the spans in quotation marks of a list that begins with one: “A and B”, “C”."""
    doc = syntax.doc
    at = start if doc[start].text in _QUOTES else start - 1
    spans: list[tuple[int, int]] = []
    while 0 <= at < len(doc) and doc[at].text in _QUOTES:
        closing = _closing(doc, at)
        if closing is None:
            break
        spans.append((at + 1, closing))
        at = closing + 1
        while at < len(doc) and (doc[at].text == "," or doc[at].lower_ in JOINING):
            at += 1
    return spans


def _closing(doc: Doc, at: int) -> int | None:
    mark = _QUOTES[doc[at].text]
    for index in range(at + 1, min(len(doc), at + 2 * _ASIDE)):
        if doc[index].text == mark:
            return index
    return None
