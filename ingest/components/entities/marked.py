"""Names that the writer marked: the text of links, and capitalised words in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from ingest.lexicon import words

from .heads import head_of, head_votes, kind_of, singular
from .introduced import kinds_of
from .spans import Proposal
from .words import Words

_LINK = re.compile(r"(?<!!)\[([^\]\n]{3,120})\]\(")
#: A name with a capital and the ending of an address, and nothing else of one.
_DOMAIN = re.compile(r"[A-Z][A-Za-z0-9-]+\.(gov|eu|io|app|ai|net|city|org|com)")
_OPEN = frozenset({"“", '"', "‘", "«", "'"})
_CLOSE = frozenset({"”", '"', "’", "»", "'"})
_LONGEST = 10

Span = tuple[int, int]


def link_spans(w: Words) -> list[Span]:
    """Return the tokens of each link's text, as far as they are mostly capitalised."""
    found: list[Span] = []
    for match in _LINK.finditer(w.layout.source):
        low = bisect_left(w.layout.offsets, match.start(1))
        high = bisect_left(w.layout.offsets, match.end(1))
        start, end = bisect_left(w.offsets, low), bisect_left(w.offsets, high)
        if 0 < end - start <= _LONGEST and _is_titled(w, start, end):
            found.append((start, end))
    return found


def quoted_spans(w: Words) -> list[Span]:
    """Return what stands in quotation marks and is written like a title."""
    found: list[Span] = []
    for start, end in w.ranges:
        opening: int | None = None
        for i in range(start, end):
            if opening is not None and w.texts[i] in _CLOSE:
                stop = i - 1 if w.texts[i - 1] in {",", "."} else i
                if 1 < stop - opening <= _LONGEST and _is_titled(w, opening + 1, stop):
                    found.append((opening + 1, stop))
                opening = None
            elif w.texts[i] in _OPEN:
                opening = i
    return found


def marked_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return what the writer marked as a name by a link or quotation marks."""
    found: list[Proposal] = []
    for spans, source, share in ((link_spans(w), "link", 1.0), (quoted_spans(w), "quoted", 0.5)):
        for start, end in spans:
            votes = head_votes(w, start, end, cues)
            strength = 0.8 if votes or not w.is_common(start, end) else 0.3
            found.append(Proposal(start, end, source, strength * share, votes))
            found += _quoted_head(w, start, end, cues) if source == "quoted" else []
    return found


def domain_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the names that are spelt like addresses: "Harbours.gov", "Tidewise.eu"."""
    found: list[Proposal] = []
    for i, text in enumerate(w.texts):
        match = _DOMAIN.fullmatch(text) if "." in text else None
        if match and w.block[i] == w.block[max(0, i - 1)]:
            kind = "Organization" if match[1] in {"com", "org"} else "Project"
            found.append(Proposal(i, i + 1, "domain", 0.9, ((kind, cues["described"]),)))
    return found


def _quoted_head(w: Words, start: int, end: int, cues: Mapping[str, float]) -> list[Proposal]:
    """Read the head noun after a quotation: "the 'Clean Air' campaign"."""
    first, last = w.ranges[w.block[start]]
    for i in range(end + 1, min(end + 4, last)):
        kind = kind_of(singular(w.folded[i]), "")
        if kind and w.folded[i] in words("heads", "trailing"):
            return [Proposal(start, end, "described", 1.0, ((kind, cues["described"]),))]
        if i == end + 1 and w.folded[i] in words("introductions", "following"):
            votes = ((kinds_of()[w.folded[i]], cues["described"]),)
            return [Proposal(start, end, "introduced", 1.0, votes)]
    making = w.folded[max(first, start - 3) : start - 1]
    owned = start - 2 >= first and w.texts[start - 2] in {"'s", "’s"}
    made = owned or not words("introductions", "making").isdisjoint(making)
    if made and head_of(w, start, end) is None:
        kind = "Project" if end - start == 1 else "Programme"
        return [Proposal(start, end, "introduced", 1.0, ((kind, cues["described"] / 2),))]
    return []


def _is_titled(w: Words, start: int, end: int) -> bool:
    """Tell a title: capital at both ends, no sentence mark, no other small word than functions."""
    if not w.capital[start] or w.block[start] != w.block[end - 1]:
        return False
    if w.texts[end - 1] in {",", ".", "?", "!"}:
        return False
    return all(
        w.capital[i]
        or not w.texts[i][0].isalpha()
        or len(w.texts[i]) <= 3
        or w.is_stop(i)
        or w.texts[i - 1] == "-"
        for i in range(start, end)
    )
