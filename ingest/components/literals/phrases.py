"""Where one topic ends and the next begins, read from the words rather than from the parse.

A small parser errs most in lists of nouns, and topics come in lists: so only the left edge of the
first topic is taken from the parse, and the rest from commas, conjunctions and word classes.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from ...lexicon import words
from ..relations.syntax import Syntax

_JOINING = frozenset({"and", "or", "&", "plus"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_OPENING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})
_CLOSING = frozenset(".?!:–—|•")
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD", "WDT", "WP", "WRB", "WP$", "EX", "PRP"})
_BEFORE = frozenset({"amod", "compound", "nmod", "advmod", "npadvmod", "quantmod", "nummod"})
_QUOTES = {"“": "”", '"': '"', "‘": "’"}
#: Marks with which a quoted topic begins.
OPENING_QUOTES = frozenset(_QUOTES)
_ASIDE = 12  # tokens of a parenthesis
_FAR = 90  # tokens of a list of topics


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two topics: tokens ``start`` to ``end``, with ``joins`` an "and"."""

    start: int
    end: int
    joins: bool
    comma: bool


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


def _ended(
    syntax: Syntax, end: int, gaps: list[_Gap], *, open_list: bool
) -> tuple[int, list[_Gap]]:
    """Leave out what follows "A and B, " where no further topic is joined: a remark on them."""
    last = max((i for i, gap in enumerate(gaps) if gap.joins), default=-1)
    for index, gap in enumerate(gaps[last + 1 :], last + 1) if last >= 0 else ():
        if not open_list or syntax.doc[gap.end].pos_ == "DET":
            return gap.start, gaps[:index]
    return end, gaps


def _real(gaps: list[_Gap]) -> list[_Gap]:
    """Leave the gaps that part topics: in "A and B, C, and D" the first "and" parts none."""
    last = max((i for i, gap in enumerate(gaps) if gap.comma), default=-1)
    if last < 0:
        return gaps
    if gaps[last].joins:
        return [gap for gap in gaps if gap.comma]
    return [gap for i, gap in enumerate(gaps) if gap.comma or i > last]


def _extent(syntax: Syntax, start: int, *, open_list: bool) -> tuple[int, list[_Gap]]:
    """Return where the list ends, and its gaps."""
    doc = syntax.doc
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[start]]
    limit = min(sentence.end, start + _FAR)
    gaps: list[_Gap] = []
    at = start
    fresh = {start}  # tokens that begin a topic, whatever their tag
    while at < limit:
        token = doc[at]
        if token.text in {"(", "["}:
            closed = _closed(doc, at, limit)
            if closed is None:
                break
            at = closed
        elif (gap := _gap(doc, at, limit)) is not None:
            if not _goes_on(syntax, start, gap, limit):
                break
            if not _within(doc, gap, gaps[-1].end if gaps else start):
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


def _gap(doc: Doc, at: int, limit: int) -> _Gap | None:
    """Return the gap that begins at a token, or None."""
    comma = doc[at].text in {",", ";"}
    index = at + 1 if comma else at
    joins = False
    if index < limit and doc[index].lower_ in _JOINING:
        index, joins = index + 1, True
    elif index + 2 < limit and doc[index : index + 3].text.lower() == "as well as":
        index, joins = index + 3, True
    return _Gap(at, index, joins, comma) if comma or joins else None


def _goes_on(syntax: Syntax, start: int, gap: _Gap, limit: int) -> bool:
    """Say whether another topic, or the rest of this one, follows a gap."""
    if gap.end >= limit:
        return False
    token = syntax.doc[gap.end]
    mention = syntax.mention_at.get(syntax.unit(token.i))
    if mention is not None and mention.end < limit and mention.form == "reference":
        return False
    named = gap.end + (token.pos_ == "DET")
    if _is_name(syntax, named, limit):
        return False
    proper = token.pos_ == "DET" and named < limit and syntax.doc[named].pos_ == "PROPN"
    if proper and syntax.doc[start].is_lower and syntax.doc[gap.start - 1].is_lower:
        return False
    if gap.comma and not gap.joins and _mistagged(syntax, gap.end, limit):
        return True
    if token.tag_ in {"VBG", "VBN", "JJ"} and token.dep_ in {"advcl", "ROOT"}:
        return False
    if token.tag_ == "VBG":
        inside = token.dep_ in _BEFORE or start <= token.head.i < gap.start
        inside = inside or token.dep_ in {"pobj", "conj", "pcomp", "dobj"}
        return inside or syntax.doc[start].tag_ == "VBG" or not gap.comma
    if token.pos_ == "ADV" and gap.end + 1 < limit:
        return gap.joins and syntax.doc[gap.end + 1].pos_ in {"ADJ", "VERB"}
    return token.pos_ in _OPENING or token.tag_ == "VBN" or token.text in {"“", '"', "'", "‘"}


def _is_name(syntax: Syntax, at: int, limit: int) -> bool:
    """Say whether a name stands at a token that is no part of a longer noun: "EU funds" is one."""
    mention = syntax.mention_at.get(syntax.unit(at)) if at < limit else None
    if mention is None or mention.start != at or mention.end >= limit:
        return False
    after = syntax.doc[mention.end]
    return after.pos_ not in {"NOUN", "PROPN", "ADJ"} and after.tag_ != "POS"


def _mistagged(syntax: Syntax, at: int, limit: int) -> bool:
    """Say whether a verb in a list is a noun in truth: "flood walls, harbour data and tides"."""
    token = syntax.doc[at]
    if token.pos_ != "VERB" or token.tag_ in {"VBD", "VBZ"} or at + 2 >= limit:
        return False
    if syntax.children(at, "nsubj", "aux", "nsubjpass"):
        return False
    after = syntax.doc[at + 1]
    if token.tag_ == "VBG" and after.lower_ not in _JOINING and after.text != ",":
        return False
    return any(t.lower_ in _JOINING for t in syntax.doc[at + 1 : min(limit, at + 8)])


def _within(doc: Doc, gap: _Gap, start: int) -> bool:
    """Say whether a gap stands inside one topic: "safer and faster trains"."""
    before = doc[gap.start - 1]
    if before.pos_ in _NOUNS or before.text in {")", "”", '"', "’", "'", "]"}:
        alone = gap.start - start == 1 and before.tag_ != "NNS" and not gap.comma
        return alone and before.dep_ in {"compound", "nmod"} and before.head.i > gap.end
    return before.pos_ in {"ADJ", "ADV", "VERB"} and before.tag_ != "VBG"


def _ends(token: Token, *, open_list: bool) -> bool:
    """Say whether a topic cannot go on with a token."""
    if token.text in _CLOSING or token.tag_ in _FINITE:
        return True
    if token.pos_ in {"VERB", "AUX"}:
        within = open_list and token.tag_ == "VBG" and token.nbor(-1).pos_ in _NOUNS
        return token.dep_ not in _BEFORE and token.nbor(-1).text != "-" and not within
    told = token.head if token.pos_ == "ADV" else token
    if told.pos_ == "ADJ" and told.dep_ in {"ccomp", "acomp", "oprd", "xcomp"}:
        return True
    if token.pos_ == "ADV":
        return token.dep_ not in _BEFORE or token.head.i < token.i
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
        while at < len(doc) and (doc[at].text == "," or doc[at].lower_ in _JOINING):
            at += 1
    return spans


def _closing(doc: Doc, at: int) -> int | None:
    mark = _QUOTES[doc[at].text]
    for index in range(at + 1, min(len(doc), at + 2 * _ASIDE)):
        if doc[index].text == mark:
            return index
    return None
