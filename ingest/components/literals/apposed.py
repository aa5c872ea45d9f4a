"""What a scheme is said to be right behind its name: "Quay Eye, a flood alert app"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..relations.syntax import Syntax
from .saying import Saying
from .wording import topic_words

_KINDS = frozenset({"Project", "Programme"})
_OPENING = frozenset(
    {"a", "an", "the", "its", "our", "their", "this", "his", "her", "'s", "’s", "new"}
)
_MARKS = frozenset({",", "–", "—"})
_CLOSING = frozenset({")", "”", '"', "*", "**", "’", "'"})
_PARTS = frozenset({"NOUN", "ADJ", "PROPN", "NUM"})
_LONGEST = 8  # words of a phrase beside a name
_LEADING = frozenset({"for", "of", "on", "about"})


def read_apposed(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topic of the phrase after the name of each project or programme."""
    for mention in syntax.reading.mentions:
        if mention.form != "name" or syntax.reading.kind(mention) not in _KINDS:
            continue
        low, high = _after(syntax, mention)
        text = _topic(syntax, low, high) if high > low else ""
        if text:
            yield Saying(
                mention.cluster, "focusArea", text, mention.start, high, "literals.apposed"
            )


def _after(syntax: Syntax, mention: Mention) -> tuple[int, int]:
    """Return the phrase that a comma or dash sets after a name: "X, an alert app for A"."""
    doc = syntax.doc
    end = syntax.reading.block_spans[syntax.reading.block_of[mention.start]].end
    at = mention.end
    while at < end and doc[at].text in _CLOSING:
        at += 1
    if at + 1 >= end or doc[at].text not in _MARKS or doc[at + 1].lower_ not in _OPENING:
        return at, at
    at += 1
    while at < end and doc[at].lower_ in _OPENING:
        at += 1
    return at, _extent(syntax, at, end)


def _is_part(syntax: Syntax, at: int) -> bool:
    token = syntax.doc[at]
    if syntax.unit(at) in syntax.mention_at or token.ent_type_ in {"DATE", "NORP"}:
        return False
    return (
        token.pos_ in _PARTS
        or token.text == "-"
        or (token.tag_ in {"VBG", "VBN"} and token.dep_ in {"amod", "compound"})
    )


def _extent(syntax: Syntax, at: int, end: int) -> int:
    """Return where the phrase that begins at a token ends, at most one "for A" later."""
    doc = syntax.doc
    low, led = at, False
    while at < end and at - low < _LONGEST + 2:
        token = doc[at]
        if token.lower_ in _LEADING and at > low and not led:
            led = True
        elif (
            token.lower_ in {"the", "a", "and"}
            and led
            and at + 1 < end
            and _is_part(syntax, at + 1)
        ):
            pass
        elif not _is_part(syntax, at):
            break
        at += 1
    while at > low and doc[at - 1].pos_ in {"ADP", "DET", "CCONJ"}:
        at -= 1
    return at


def _topic(syntax: Syntax, low: int, high: int) -> str:
    """Return the topic of a phrase: what its tool is for, else its own words before that noun."""
    doc = syntax.doc
    if all(syntax.unit(i) in syntax.mention_at for i in range(low, high)):
        return ""
    lead = next((i for i in range(low, high) if doc[i].lower_ in _LEADING), high)
    head = lead - 1
    if head < low or doc[head].pos_ not in {"NOUN", "PROPN"}:
        return ""
    if doc[head].lemma_.lower() in words("literals", "kin") | words("literals", "aims"):
        return ""
    tool = doc[head].lemma_.lower() in words("literals", "tools") | words("literals", "idle")
    if not tool:
        return topic_words(syntax, low, high)
    before = [i for i in range(low, head) if doc[i].lemma_.lower() not in words("literals", "idle")]
    before = [i for i in before if doc[i].lower_ not in words("literals", "plain")]
    while before and doc[before[0]].text == "-":
        before.pop(0)
    told = (before and doc[before[-1]].pos_ == "NOUN") or any(doc[i].tag_ == "VBG" for i in before)
    if told:
        return " ".join(doc[before[0] : head].text.split()).strip("-–’'\" ").lower()
    if lead < high - 1:
        return topic_words(syntax, lead + 1, high, strict=True)
    return ""
