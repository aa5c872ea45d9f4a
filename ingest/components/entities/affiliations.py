"""Bodies that stand after a person's name in agendas and credits: "Ada Lind, Portolan"."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.lexicon import head_kinds, words

from .spans import Proposal
from .word_groups import either
from .words import Words

_PEOPLE = frozenset({"given", "honorific", "post", "role", "speaker"})
_STRENGTH = 1.0
#: How long, in tokens, such a name of one word may be, counting hyphens.
_MOST = 3


def affiliations(w: Words, found: list[Proposal], cues: Mapping[str, float]) -> list[Proposal]:
    """Return the single unusual words that a comma ties to the person named before them."""
    votes = (("Organization", cues["described"]),)
    ends = sorted({one.end for one in found if one.source in _PEOPLE and one.strength >= 1.0})
    people = {i for one in found if one.source in _PEOPLE for i in range(one.start, one.end)}
    spans = [(end + 1, _end(w, end)) for end in ends]
    return [
        Proposal(start, stop, "affiliation", _STRENGTH, votes)
        for start, stop in spans
        if stop > start and start not in people
    ]


def _end(w: Words, comma: int) -> int:
    """Return where the one capitalised word after a comma ends, or 0."""
    start, last = comma + 1, w.ranges[w.block[max(0, comma - 1)]][1]
    if start >= last or w.texts[comma] != "," or not w.capital[start] or not _is_brand(w, start):
        return 0
    stop = start + 1
    while stop + 1 < last and w.texts[stop] == "-" and not w.spaced[stop] and w.capital[stop + 1]:
        stop += 2
    closed = stop >= last or w.texts[stop] in {",", ".", ")", ";", "|", "–", "—", "and", "&", "*"}
    return stop if (closed or w.breaks[stop]) and stop - start <= _MOST else 0


def _is_brand(w: Words, i: int) -> bool:
    """Refuse places, posts, degrees, and words of the dictionary."""
    known, folded = w.english.places, w.folded[i]
    if folded in known.names or folded in w.english.demonyms or folded in head_kinds():
        return False
    if folded in either("persons", "roles", "suffixes") | words("names", "commons"):
        return False
    return len(folded) > 2 and not w.is_stop(i) and not w.is_common(i, i + 1)
