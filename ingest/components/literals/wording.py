"""The words of a topic, as a reader would note them down: without articles, clauses and praise."""

from __future__ import annotations

import re

from ontology.iris import normalise_name
from ontology.terms import PLACES

from ...lexicon import words
from ..relations.syntax import Syntax
from .vague import is_of_name, is_vague

_FRONT = re.compile(
    r"^(?:(?:the|a|an|its|their|our|his|her|this|these|those|such|all|some|both|various|different|"
    r"more|further|greater|better|improved|new|other|several|many|key|specific|stated|relevant|"
    r"issues|matters|related|to|of|on|in|only|also|not|just|especially|particularly|including|e\.g\.|"
    r"two|three|four|five|six|seven|eight|ten|\d+)\s+)+",
    re.IGNORECASE,
)
_STAGE = re.compile(r"\b(?:stage|phase|step|part|tier|round|year|annex|level) \d")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]?$")
_STRAY = " ,.;:“”\"'‘’*_-–()[]"
_SMALL = frozenset({"ADP", "PART", "ADV", "CCONJ", "SCONJ", "DET", "PRON"})
#: Articles of a thing spoken of in passing.
_PASSING = frozenset({"a", "an", "this", "these", "that", "those"})
_POINTING = frozenset({"this", "these", "that", "those"})
_ORDERING = frozenset({"next", "last", "upcoming", "coming", "previous", "latter", "former"})
_LEADING_ON = frozenset(
    {"of", "for", "in", "on", "to", "around", "about", "into", "toward", "towards"}
)
_LONG = 8  # words of a topic before what is only its whereabouts
_LONGEST = 12  # words of a topic
_TELLING = 3  # words by which a vague noun says enough


def topic_words(
    syntax: Syntax, low: int, high: int, *, strict: bool = False, whole: bool = False
) -> str:
    """Return the words of the topic in tokens *low* to *high*, or "" if they make none.

    *strict* leaves out those whom work is done for; a *whole* topic, which is quoted, is not cut.
    """
    low = _told(syntax, low, high)
    if low >= high or syntax.doc[low].lower_ in (_PASSING if strict else _POINTING):
        return ""
    if strict and syntax.doc[low].pos_ == "NUM":
        return ""
    low = _past_verb(syntax, low, high)
    first = low + (syntax.doc[low].pos_ == "DET")
    if first < high and syntax.doc[first].lower_ in _ORDERING:
        return ""
    high = _trimmed(syntax, low, high if whole else _cut(syntax, low, high))
    if low >= high or syntax.doc[low].tag_ in {"WRB", "WP", "WDT"}:
        return ""
    head = _head(syntax, low, high)
    if head is None or is_vague(syntax, head, low, high, strict=strict):
        return ""
    if is_of_name(syntax, head, high):
        return ""
    text = " ".join(syntax.doc[low:high].text.split()).strip()
    text = (_BRACKETED.sub("", text) or text).strip(_STRAY)
    text = _FRONT.sub("", text).strip(_STRAY).lower()
    if text.endswith((" etc", " etc.", " and more")) or "http" in text:
        text = text.rpartition(" ")[0]
    if _STAGE.search(text):
        return ""
    known = normalise_name(text).split()
    return text if known and len(text) >= len("ai") and len(known) <= _LONGEST + 3 else ""


def _told(syntax: Syntax, low: int, high: int) -> int:
    """Return where the topic itself begins in "greater understanding of A"."""
    for _ in range(3):
        head = _head(syntax, low, high)
        if head is None or head + 2 >= high:
            return low
        after = syntax.doc[head + 1]
        lemma = syntax.doc[head].lemma_.lower()
        announces = lemma in words("literals", "unsaid") or lemma in words("literals", "areas")
        if not announces or after.lower_ not in _LEADING_ON or syntax.unit(head) != head:
            return low
        low = head + 2
    return low


def _past_verb(syntax: Syntax, low: int, high: int) -> int:
    """Return where a topic begins behind a verb: "(to raise trust and) foster clean trade"."""
    token = syntax.doc[low]
    bettering = words("literals", "topic_of") | words("literals", "topic_in_order_to")
    plain = token.tag_ in {"VB", "VBP"} and token.lemma_.lower() in bettering
    return low + 1 if plain and low + 1 < high else low


def _cut(syntax: Syntax, low: int, high: int) -> int:
    """Return where a topic ends when "in Riga" and other tails are left out."""
    doc = syntax.doc
    for at in range(low + 1, high):
        token = doc[at]
        if token.pos_ == "ADP" or token.tag_ in {"TO", "IN"}:
            mention = _named_after(syntax, at, high)
            if token.lower_ in {"in", "between", "for", "on", "from", "to"} and mention:
                return at
            time = at + 1 < high and doc[at + 1].ent_type_ in {"DATE", "TIME"}
            if token.lower_ == "between" or time:
                return at
            if at + 2 >= high and doc[high - 1].lemma_.lower() in words("literals", "areas"):
                return at
            if token.lower_ in {"in", "across", "within"} and _is_people(syntax, at + 1, high):
                return at
            owned = at + 1 < high and doc[at + 1].tag_ == "PRP$"
            if owned and token.lower_ in {"in", "at", "within", "across"}:
                return at
            if at - low >= (_LONGEST if token.lower_ == "of" else _LONG):
                return at
    return high


def _is_people(syntax: Syntax, low: int, high: int) -> bool:
    """Say whether a tail only tells where: "(soil health) in small towns"."""
    if not low < high <= low + _TELLING:
        return False
    last = syntax.doc[high - 1]
    return last.tag_ == "NNS" and last.lemma_.lower() in words("literals", "people")


def _trimmed(syntax: Syntax, low: int, high: int) -> int:
    """Return the end of a topic without the small words at its end."""
    while high > low and syntax.doc[high - 1].pos_ in _SMALL:
        high -= 1
    return high


def _named_after(syntax: Syntax, at: int, high: int) -> bool:
    """Say whether a place follows a preposition."""
    for index in range(at + 1, min(at + 3, high)):
        mention = syntax.mention_at.get(syntax.unit(index))
        if mention is not None:
            return syntax.reading.kind(mention) in PLACES and mention.end >= high - 1
    return False


def _head(syntax: Syntax, low: int, high: int) -> int | None:
    """Return the last noun before the first preposition."""
    found = None
    for at in range(low, high):
        token = syntax.doc[at]
        if token.text in {"(", "["} or (found is not None and token.pos_ == "ADP"):
            break
        names = token.pos_ in {"NOUN", "PROPN"} or token.tag_ in {"VBG", "FW"}
        if names or (token.pos_ == "ADJ" and found is None):
            found = at
    return found
