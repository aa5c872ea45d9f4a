"""Headings that are a name: the page under them says what it names by "this project"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from ingest.lexicon import words

from .context import noun_kind
from .heads import head_of
from .introduced import kinds_of
from .spans import Proposal
from .words import Words

_MOST = 5
_POINTING = frozenset({"this", "the", "our"})
_CALLED = 1.2
#: The least words of a sentence that says what a page is about.
_WORDS = 6
#: How often a section has to call its topic so; "this NOUN" counts twice.
_FEWEST = 2

IsEntity = Callable[[int, int], bool]


def topic_proposals(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> list[Proposal]:
    """Return each heading that is a name, with the kind its section calls it by."""
    found: list[Proposal] = []
    for index, start, end in _names(w, is_entity):
        if (below := _below(w, index)) is not None:
            found.append(Proposal(start, end, "topic", _CALLED, ((below, cues["copula"]),)))
            continue
        calls = _calls(w, index)
        kind = next((kind for kind, count in calls.most_common(1) if count >= _FEWEST), "")
        if kind and _recurs(w, start, end):
            votes = ((kind, cues["described"]),)
            found.append(Proposal(start, end, "topic", _CALLED, votes))
    return found


def _below(w: Words, index: int) -> str | None:
    """Return the kind of the noun that a page's first words are about: "A dashboard that ..."."""
    if index + 1 >= len(w.ranges) or w.layout.blocks[index + 1].kind != "paragraph":
        return None
    first, last = w.ranges[index + 1]
    if last - first < _WORDS or w.texts[first] not in {"A", "An"}:
        return None
    return noun_kind(w, first + 1, last)


def _names(w: Words, is_entity: IsEntity) -> Iterator[tuple[int, int, int]]:
    """Yield the headings, and the opening line, that are nothing but a short name."""
    for index, block in enumerate(w.layout.blocks):
        start, end = w.ranges[index]
        if block.kind != "heading" or not 0 < end - start <= _MOST:
            continue
        while start < end and w.texts[start] in {"The", "the"}:
            start += 1
        if start == end or not all(
            w.capital[i] or not w.texts[i].isalpha() for i in (start, end - 1)
        ):
            continue
        if w.texts[end - 1] in {"?", "!", ":", "."} or is_entity(start, end):
            continue
        if head_of(w, start, end) is None and not w.is_common(start, end):
            yield index, start, end


def _calls(w: Words, index: int) -> Counter[str]:
    """Count the kinds that "this NOUN" and "the NOUN" speak of in a heading's section."""
    kinds: Counter[str] = Counter()
    level = w.layout.blocks[index].level
    for block in range(index + 1, len(w.layout.blocks)):
        below = w.layout.blocks[block]
        if below.kind == "heading" and below.level <= level:
            break
        start, end = w.ranges[block]
        for i in range(start + 1, end):
            noun, before = w.folded[i], w.texts[i - 1].lower()
            if noun not in words("introductions", "calling") or before not in _POINTING:
                continue
            follows = i + 1 < end and (w.tags[i + 1] in {"NOUN", "PROPN"} or w.texts[i + 1] == "of")
            if not follows and not w.capital[i]:
                kinds[kinds_of()[noun]] += 2 if before == "this" else 1
    return kinds


def _recurs(w: Words, start: int, end: int) -> bool:
    """Tell whether the words of a heading stand together in the text as well, in capitals."""
    parts = w.folded[start:end]
    first = w.ranges[w.block[start]]
    for i in w.places(parts[0]):
        if not w.capital[i] or first[0] <= i < first[1]:
            continue
        if w.folded[i : i + len(parts)] == parts and w.capital[i + len(parts) - 1]:
            return True
    return False
