"""The words of a topic, as a reader would note them down: without articles, clauses and praise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from ontology.iris import normalise_name
from ontology.terms import PLACES

from ...lexicon import words
from ..relations.syntax import Syntax
from .phrases import phrases, quoted

_FRONT = re.compile(
    r"^(?:(?:the|a|an|its|their|our|his|her|this|these|those|such|all|some|both|various|different|"
    r"more|further|greater|better|improved|new|other|several|many|key|specific|stated|relevant|"
    r"issues|matters|related|to|of|on|in|only|also|not|just|especially|particularly|e\.g\.|"
    r"two|three|four|five|six|seven|eight|ten|\d+)\s+)+",
    re.IGNORECASE,
)
_STRAY = " ,.;:“”\"'‘’*_-–()[]"
_NO_HEAD = frozenset({"PRON", "DET", "NUM"})
_DEED = ("tion", "ment", "ance", "sion", "ing", "support", "use", "care", "design", "adoption")
_NAMED = frozenset({"GPE", "LOC", "FAC", "PERSON", "DATE", "CARDINAL", "MONEY", "TIME", "PERCENT"})
_NEAR = 10  # tokens between a noun and the examples of it
_OPENERS = frozenset({"including", "include", "includes", "like", "namely", ":", "e.g.", "i.e."})
_LIMITING = frozenset({"but", "is", "are", "not", "limited", "to", "as", "the", ":", ","})
_SMALL = frozenset({"ADP", "PART", "ADV", "CCONJ", "SCONJ", "DET", "PRON"})
_ABSTRACT = ("ity", "tion", "ment", "ism", "ship", "ance", "ence", "ing")
#: Articles of a thing spoken of in passing.
_PASSING = frozenset({"a", "an", "this", "these", "that", "those"})
_POINTING = frozenset({"this", "these", "that", "those"})
_LEADING_ON = frozenset({"of", "for", "in", "on", "to", "around", "about", "into"})
_LONG = 8  # words of a topic before what is only its whereabouts
_LONGEST = 12  # words of a topic
_TELLING = 3  # words by which a vague noun says enough


def topics(
    syntax: Syntax, unit: int, *, strict: bool = False, open_list: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, words) of each topic of the phrase headed by *unit*.

    *strict* leaves out those whom work is done for, which a verb may have for its object.
    """
    if _is_actor(syntax, unit):
        return
    start = introduced(syntax, unit) if _announces(syntax, unit) else None
    if start is not None:
        yield from listed(syntax, start, strict=strict, open_list=True)
        return
    for inner in _opened(syntax, unit):
        start = _left(syntax.doc, inner)
        yield from listed(syntax, start, strict=strict, open_list=open_list or inner != unit)


def _announces(syntax: Syntax, unit: int) -> bool:
    return syntax.doc[unit].lemma_.lower() in words("literals", "areas")


def introduced(syntax: Syntax, unit: int) -> int | None:
    """Return the token after "such as", "including" or a colon behind a noun, if there is one."""
    doc = syntax.doc
    end = syntax.reading.sentences[syntax.reading.sentence_of[unit]].end
    for at in range(unit + 1, min(end - 1, unit + _NEAR)):
        word = doc[at].lower_
        said = doc[at].lemma_ == "be" and doc[at + 1].text in {"“", '"', "‘"}
        if said or word in _OPENERS or (word == "such" and doc[at + 1].lower_ == "as"):
            start = at + 2 if word == "such" else at + 1
            while start < end and doc[start].lower_ in _LIMITING:
                start += 1
            return start if start < end and start not in syntax.mention_at else None
        if word in {".", ";", "and"}:
            return None
    return None


def listed(
    syntax: Syntax, start: int, *, strict: bool = False, open_list: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, words) of each topic of the list that begins at token *start*."""
    spans = quoted(syntax, start) or phrases(syntax, start, open_list=open_list)
    for low, high in _merged(syntax.doc, spans):
        text = topic_words(syntax, low, high, strict=strict)
        if text:
            yield low, high, text


def _left(doc: Doc, unit: int) -> int:
    """Return where the phrase of a noun begins, across the hyphens at which parsers part it."""
    start = doc[unit].left_edge.i
    while start > 1 and doc[start - 1].text == "-" and doc[start - 1].whitespace_ == "":
        start = min(start - 2, doc[start - 2].left_edge.i)
        while start and doc[start - 1].pos_ == "ADJ" and doc[start - 1].dep_ == "amod":
            start -= 1
    return start


def _merged(doc: Doc, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join "planning, building and care of parks", whose parts say nothing alone."""
    if len(spans) < 2:
        return spans
    low, high = spans[-1]
    shared = low + 1 < high and doc[low].text.lower().endswith(_DEED) and doc[low + 1].text == "of"
    short = all(b - a <= 2 and doc[b - 1].text.lower().endswith(_DEED) for a, b in spans[:-1])
    if not (shared and short):
        return spans
    return [(spans[0][0], high)]


def _is_actor(syntax: Syntax, unit: int) -> bool:
    mention = syntax.mention_at.get(unit)
    return mention is not None and syntax.doc[unit].pos_ != "NOUN"


def _opened(syntax: Syntax, unit: int, depth: int = 0) -> list[int]:
    """Return the phrase inside one that only announces it: "fields such as", "cooperation in"."""
    lemma = syntax.doc[unit].lemma_.lower()
    examples = list(syntax.examples(unit))
    announced = lemma in words("literals", "areas") or lemma in words("literals", "ranges")
    if announced and not examples:
        examples = syntax.objects(unit, "of")
    elif lemma in words("literals", "unsaid") and not announced:
        examples = syntax.objects(unit, "in", "on")
        announced = bool(examples)
    examples = [u for u in examples if u not in syntax.mention_at]
    if depth < 3 and examples and (announced or lemma in words("literals", "vague")):
        return [u for example in examples[:1] for u in _opened(syntax, example, depth + 1)]
    return [unit]


def topic_words(syntax: Syntax, low: int, high: int, *, strict: bool = False) -> str:
    """Return the words of the topic in tokens *low* to *high*, or "" if they make none."""
    low = _told(syntax, low, high)
    if low >= high or syntax.doc[low].lower_ in (_PASSING if strict else _POINTING):
        return ""
    high = _trimmed(syntax, low, _cut(syntax, low, high))
    if low >= high or syntax.doc[low].tag_ in {"WRB", "WP", "WDT"}:
        return ""
    head = _head(syntax, low, high)
    if head is None or _is_vague(syntax, head, low, high, strict=strict):
        return ""
    text = " ".join(syntax.doc[low:high].text.split()).strip(_STRAY)
    text = _FRONT.sub("", text).strip(_STRAY).lower()
    if text.endswith((" etc", " etc.", " and more")) or "http" in text:
        text = text.rpartition(" ")[0]
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


def _cut(syntax: Syntax, low: int, high: int) -> int:
    """Return where a topic ends when "in Riga" and other tails are left out."""
    doc = syntax.doc
    for at in range(low + 1, high):
        token = doc[at]
        if token.pos_ == "ADP" or token.tag_ in {"TO", "IN"}:
            mention = _named_after(syntax, at, high)
            if token.lower_ in {"in", "between", "for", "on", "from", "to"} and mention:
                return at
            if token.lower_ == "between" and at - low > 1:
                return at
            if at - low >= (_LONGEST if token.lower_ == "of" else _LONG):
                return at
    return high


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
        if token.pos_ in {"NOUN", "PROPN"} or token.tag_ in {"VBG", "FW"}:
            found = at
        elif token.pos_ == "ADJ" and found is None:
            found = at
    return found


def _is_vague(syntax: Syntax, head: int, low: int, high: int, *, strict: bool) -> bool:
    token = syntax.doc[head]
    size = sum(not syntax.doc[at].is_punct for at in range(low, high))
    first = syntax.doc[low]
    if token.pos_ in _NO_HEAD or token.ent_type_ in _NAMED:
        return True
    if first.tag_ == "NNP" and first.ent_type_ in _NAMED:
        return True
    mention = syntax.mention_at.get(syntax.unit(head))
    if (
        mention is not None
        and mention.end > head
        and syntax.unit(head) == syntax.reading.root(mention)
    ):
        return True
    lemma = token.lemma_.lower()
    if head > low and syntax.doc[head - 1].text == "-":
        return False
    if lemma in words("literals", "never"):
        return True
    if strict and lemma in words("literals", "troubles"):
        return True
    if strict and (lemma in words("literals", "people") or _says_little(token, size)):
        return True
    general = lemma in words("literals", "vague") or lemma in words("literals", "areas")
    return general and size < _TELLING


def _says_little(token: Token, size: int) -> bool:
    """Say whether a verb's object is too slight for a topic: one word, or a general noun."""
    lemma = token.lemma_.lower()
    if size == 1:
        return lemma not in words("literals", "single") and not lemma.endswith(_ABSTRACT)
    told = token.i > 0 and token.nbor(-1).pos_ == "NOUN"
    return lemma in words("literals", "unsaid") and size < _TELLING and not told
