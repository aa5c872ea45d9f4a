"""What parts the topics of a list, and whether another topic follows: ",", "and", "as well as"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from ...lexicon import words
from ..relations.syntax import Syntax

JOINING = frozenset({"and", "or", "&", "plus"})
NOUNS = frozenset({"NOUN", "PROPN"})
_OPENING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})
BEFORE = frozenset({"amod", "compound", "nmod", "advmod", "npadvmod", "quantmod", "nummod"})


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two topics: tokens ``start`` to ``end``, with ``joins`` an "and"."""

    start: int
    end: int
    joins: bool
    comma: bool


def gap_at(doc: Doc, at: int, limit: int) -> Gap | None:
    """Return the gap that begins at a token, or None."""
    comma = doc[at].text in {",", ";"}
    index = at + 1 if comma else at
    joins = False
    if index < limit and doc[index].lower_ in JOINING:
        index, joins = index + 1, True
    elif index + 2 < limit and doc[index : index + 3].text.lower() == "as well as":
        index, joins = index + 3, True
    return Gap(at, index, joins, comma) if comma or joins else None


def goes_on(syntax: Syntax, start: int, gap: Gap, limit: int) -> bool:
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
    if gap.end + 2 < limit and syntax.doc[gap.end + 1].text == "-":
        return True  # "off-grid lighting", "in-house design"
    if gap.comma and not gap.joins and _mistagged(syntax, gap.end, limit):
        return True
    if token.pos_ == "ADJ" and gap.end + 1 < limit and syntax.doc[gap.end + 1].pos_ == "ADP":
        return False  # "(flood maps for a delta) and dependent on rain"
    if token.tag_ == "VB" and token.dep_ == "conj" and token.head.tag_ == "VBZ":
        return True  # no verb goes on so: "works on erosion and mangrove repair"
    if token.tag_ in {"VBG", "VBN", "JJ"} and token.dep_ in {"advcl", "ROOT"}:
        return False
    if token.tag_ == "VBG":
        inside = token.dep_ in BEFORE or start <= token.head.i < gap.start
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
    if token.tag_ == "VBG" and after.lower_ not in JOINING and after.text != ",":
        return False
    return any(t.lower_ in JOINING for t in syntax.doc[at + 1 : min(limit, at + 8)])


def is_within(doc: Doc, gap: Gap, start: int) -> bool:
    """Say whether a gap stands inside one topic: "safer and faster trains"."""
    before = doc[gap.start - 1]
    if before.pos_ in NOUNS or before.text in {")", "”", '"', "’", "'", "]"}:
        alone = gap.start - start == 1 and before.tag_ != "NNS" and not gap.comma
        alone = alone and before.lemma_.lower() not in words("literals", "single")
        return alone and before.dep_ in {"compound", "nmod"} and before.head.i > gap.end
    return before.pos_ in {"ADJ", "ADV", "VERB"} and before.tag_ != "VBG"
