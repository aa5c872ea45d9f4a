"""Homogeneity of lists: where most entries are cities, or bodies, or people, the others are too."""

from __future__ import annotations

from collections import defaultdict

from ingest.lexicon import table, words
from ingest.places import Places

from .spans import Proposal
from .words import Words

_SHARE = 0.6
_FEWEST = 3
_LONGEST_ENTRY = 9
_STOPPERS = frozenset({",", "(", "–", "—", ":", ";", "|", "-"})

Span = tuple[int, int]


def series_proposals(w: Words, found: list[Proposal], places: Places) -> list[Proposal]:
    """Return a proposal for each entry of a list whose entries are mostly of one kind."""
    kinds: dict[Span, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        if one.strength >= 0.4:
            for kind, weight in one.votes:
                kinds[one.start, one.end][kind] += weight
    weight = table("weights")["cues"]["list"]
    proposals: list[Proposal] = []
    for series, blocks in _series(w):
        kind = _common(series, kinds)
        for start, end in series:
            if blocks:
                proposals.append(Proposal(start, end, "entry", 0.3))
            if kind is not None and _fits(w, start, end):
                proposals.append(Proposal(start, end, "list", 1.0, ((kind, weight),)))
    return proposals


def _common(series: list[Span], kinds: dict[Span, dict[str, float]]) -> str | None:
    """Return the kind of at least three fifths of the entries, if there is one."""
    counts: dict[str, int] = defaultdict(int)
    for span in series:
        votes = kinds.get(span)
        if votes:
            best = max(votes.values())
            for kind in (kind for kind, vote in votes.items() if vote >= best * 0.5):
                counts[kind] += 1
    needed = max(2, _SHARE * len(series))
    for kind in ("City", "Person", "Country", "Organization"):
        if counts[kind] >= needed:
            return kind
    return None


def _fits(w: Words, start: int, end: int) -> bool:
    """Refuse entries that are stop words or common nouns."""
    return not (end - start == 1 and w.folded[start] in words("names", "commons"))


def _series(w: Words) -> list[tuple[list[Span], bool]]:
    """Return the lists of a document: of items, of cells in a column, and within sentences."""
    found: list[tuple[list[Span], bool]] = []
    groups: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for index, block in enumerate(w.layout.blocks):
        if block.group is not None and block.kind in ("item", "cell"):
            span = _entry(w, index)
            if span is not None:
                groups[block.group, -1 if block.column is None else block.column].append(span)
    found.extend((series, True) for _, series in sorted(groups.items()) if len(series) >= _FEWEST)
    for start, end in w.ranges:
        found.extend((series, False) for series in _inline(w, start, end))
    return found


def _entry(w: Words, index: int) -> Span | None:
    """Return the words of an item or cell up to its first comma, bracket or colon."""
    start, end = w.ranges[index]
    stop = start
    while stop < end and not (
        w.texts[stop] in _STOPPERS and (w.texts[stop] != "-" or w.spaced[stop - 1])
    ):
        stop += 1
    if stop == start or stop - start > _LONGEST_ENTRY or not w.capital[start]:
        return None
    small = sum(not w.capital[i] and w.texts[i].isalpha() for i in range(start, stop))
    return (start, stop) if small <= 2 and small < (stop - start) / 2 else None


def _inline(w: Words, start: int, end: int) -> list[list[Span]]:
    """Return the runs of capitalised names that commas and "and" join."""
    found: list[list[Span]] = []
    series: list[Span] = []
    i = start
    while i < end:
        stop = _name(w, i, end)
        if stop == i:
            i += 1
            continue
        series.append((i, stop))
        i = stop
        following = i
        while (
            following < end
            and w.texts[following] in {",", "and", "&", "or", ";", "the"}
            and following - i < 3
        ):
            following += 1
        if following == i or following >= end or not w.capital[following]:
            if len(series) >= _FEWEST:
                found.append(series)
            series = []
        i = max(i, following)
    return found


def _name(w: Words, i: int, end: int) -> int:
    """Return the end of the capitalised words from *i*, over hyphens and small particles."""
    if not w.capital[i] or w.folded[i] in words("names", "stops"):
        return i
    stop = i + 1
    while stop < end:
        if w.capital[stop]:
            stop += 1
        elif (
            w.texts[stop] in {"-", "de", "es", "of", "for", "la", "&"}
            and stop + 1 < end
            and w.capital[stop + 1]
        ):
            stop += 2
        else:
            break
    return stop
