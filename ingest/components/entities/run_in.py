"""Names that open a line and what they are: "Bridges First: small grants for towns"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from ingest.lexicon import words

from .context import noun_kind
from .heads import head_of, kind_of, singular
from .introduced import kinds_of
from .spans import Proposal
from .words import Words

_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*\n]{3,90}?)(?<=\S)\1")
_COLONS = frozenset({":", "–", "—", "-"})
_MARKS = frozenset({":", ".", "–", "—", "-", "|"})
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "«", "»", "'", "*"})
_POINTING = frozenset({"the", "this", "our", "its"})
_ARTICLES = frozenset({"a", "an", "our", "its", "their"})
_MOST, _STRENGTH = 6, 1.2
#: Tokens that a description has at least, and where its first noun may stand.
_TOLD, _NOUN = 3, 6

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


def run_in_proposals(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> list[Proposal]:
    """Return the names in bold, or before a colon, that the rest of their line describes."""
    found: list[Proposal] = []
    for start, end, rest in {*_bold(w), *_items(w), *_openings(w)}:
        if is_entity(start, end) or not _is_name(w, start, end):
            continue
        kind = _kind(w, rest, w.ranges[w.block[start]][1])
        if kind:
            found.append(Proposal(start, end, "topic", _STRENGTH, ((kind, cues["copula"]),)))
    return found


def _bold(w: Words) -> Iterator[tuple[int, int, int]]:
    """Yield what stands in bold at the beginning of a line, and where its description begins."""
    for match in _BOLD.finditer(w.layout.source):
        low = bisect_left(w.layout.offsets, match.start(2))
        high = bisect_left(w.layout.offsets, match.end(2))
        start, end = bisect_left(w.offsets, low), bisect_left(w.offsets, high)
        if start >= end or end >= len(w) or w.block[start] != w.block[end - 1]:
            continue
        first, last = w.ranges[w.block[start]]
        inside = w.texts[end - 1] in _MARKS
        if any(w.folded[first:start]) or last <= end or not (inside or w.texts[end] in _MARKS):
            continue
        rest = end if inside else end + 1
        yield *_numbered(w, start, end - inside), rest


def _items(w: Words) -> Iterator[tuple[int, int, int]]:
    """Yield the names before the colon or dash of an item, and where its description begins."""
    for index, block in enumerate(w.layout.blocks):
        if block.kind != "item":
            continue
        start, end = w.ranges[index]
        while start < end and not w.folded[start]:
            start += 1
        stops = range(start, min(end, start + _MOST + 3))
        stop = next((i for i in stops if w.texts[i] in _COLONS and w.spaced[i]), None)
        if stop is not None and stop > start:
            yield *_numbered(w, start, stop), stop + 1


def _openings(w: Words) -> Iterator[tuple[int, int, int]]:
    """Yield the capitals that a sentence begins with and explains: "Growing Up, our scheme"."""
    for index, (first, last) in enumerate(w.ranges):
        if w.titled[index]:
            continue
        for start in (i for i in range(first, last) if w.capital[i] and w.opens_sentence(i)):
            end = start
            while end < last and end - start <= _MOST and w.capital[end]:
                end += 1
            explained = end + 2 < last and w.texts[end] == "," and w.texts[end + 1] in _ARTICLES
            if end - start > 1 and explained:
                yield start, end, end + 1


def _numbered(w: Words, start: int, end: int) -> Span:
    """Leave out the number before a name, and the marks around it: "Action 1. Open Quays"."""
    if end - start > 3 and w.texts[start + 1].isdigit() and w.texts[start + 2] in _MARKS:
        start += 3
    while start < end and w.texts[start] in _QUOTES:
        start += 1
    while start < end and w.texts[end - 1] in _QUOTES | {".", ":"}:
        end -= 1
    return start, end


def _is_name(w: Words, start: int, end: int) -> bool:
    """Tell two capitalised words or more, or an unusual one, that have no head of their own."""
    if not 0 < end - start <= _MOST or not w.capital[start] or not w.capital[end - 1]:
        return False
    if end - start == 1 and (w.is_common(start, end) or w.folded[start] in w.lower):
        return False
    if not words("persons", "roles").isdisjoint(w.folded[start:end]):
        return False
    head = head_of(w, start, end)
    soft = head is not None and head.word in words("heads", "soft")
    return (head is None or soft or not head.kind) and all(
        w.capital[i] or w.is_stop(i) or not w.texts[i].isalpha() for i in range(start, end)
    )


def _kind(w: Words, rest: int, last: int) -> str:
    """Return the kind of the noun that a description begins with, or that it speaks of later."""
    if last - rest < _TOLD:
        return ""
    article = w.texts[rest].lower() in _ARTICLES
    kind = noun_kind(w, rest + article, last) if article else _plural(w, rest, last)
    if kind in {"Project", "Programme", "Event", "Network"}:
        return kind
    for i in range(rest + 2, last):
        pointed = w.texts[i - 1].lower() in _POINTING
        if pointed and w.texts[i].islower() and w.folded[i] in words("introductions", "calling"):
            following = i + 1 < last and w.tags[i + 1] in {"NOUN", "PROPN"}
            return "" if following else kinds_of()[w.folded[i]]
    return ""


def _plural(w: Words, rest: int, last: int) -> str | None:
    """Return the kind of the plural that begins a description: "small grants for schools"."""
    for i in range(rest, min(last, rest + _NOUN)):
        if w.tags[i] == "NOUN" and (i + 1 == last or w.tags[i + 1] in {"ADP", "SCONJ", "PUNCT"}):
            word = singular(w.folded[i]).removesuffix("s")
            return kinds_of().get(word) or kind_of(word, "")
        if w.tags[i] not in {"ADJ", "NOUN", "PROPN"}:
            return None
    return None
