"""The topics of a phrase: one, a list of several, or those that another noun announces."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from ...lexicon import words
from ..relations.syntax import Syntax
from .phrases import OPENING_QUOTES, phrases, quoted
from .wording import topic_words

_DEED = ("tion", "ment", "ance", "sion", "ing", "support", "use", "care", "design", "adoption")
_AHEAD = 3  # tokens before the quotation of a theme
_FAR = 14
_NEAR = 10  # tokens between a noun and the examples of it
_OPENERS = frozenset({"including", "include", "includes", "like", "namely", ":", "e.g.", "i.e."})
_LIMITING = frozenset({"but", "is", "are", "not", "limited", "to", "as", "the", ":", ","})


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


def _is_far(syntax: Syntax, unit: int, at: int) -> bool:
    """Say whether "such as" opens examples of a noun right before it rather than of one far off."""
    before = syntax.doc[at - 1 - (syntax.doc[at - 1].text == ",")]
    return at - unit > _NEAR and before.pos_ == "NOUN"


def introduced(syntax: Syntax, unit: int) -> int | None:
    """Return the token after "such as", "including" or a colon behind a noun, if there is one."""
    doc = syntax.doc
    end = syntax.reading.sentences[syntax.reading.sentence_of[unit]].end
    if unit + 2 < end and doc[unit + 1].text in OPENING_QUOTES:
        return unit + 1
    for at in range(unit + 1, min(end - 1, unit + _FAR)):
        word = doc[at].lower_
        said = doc[at].lemma_ == "be" and doc[at + 1].text in {"“", '"', "‘"}
        such = word == "such" and doc[at + 1].lower_ == "as"
        if (said or word in _OPENERS or such) and not _is_far(syntax, unit, at):
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
    cited = quoted(syntax, _quote(syntax, start))
    spans = cited or phrases(syntax, start, open_list=open_list)
    for low, high in _merged(syntax.doc, spans):
        text = topic_words(syntax, low, high, strict=strict, whole=bool(cited))
        if text:
            yield low, high, text


def _quote(syntax: Syntax, start: int) -> int:
    """Return where the quotation begins in "theme “A and B”", else *start*."""
    doc = syntax.doc
    for at in range(start, min(start + _AHEAD, len(doc) - 1)):
        if doc[at].lemma_.lower() in words("literals", "areas"):
            return at + 1 if doc[at + 1].text in OPENING_QUOTES else start
    return start


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
        examples = syntax.objects(unit, "in", "on", "toward", "towards")
        announced = bool(examples)
    examples = [u for u in examples if u not in syntax.mention_at]
    if depth < 3 and examples and (announced or lemma in words("literals", "vague")):
        return [u for example in examples[:1] for u in _opened(syntax, example, depth + 1)]
    return [unit]
