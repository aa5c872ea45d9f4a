"""Where a document lists things: items, the cells of a column, names that commas join."""

from __future__ import annotations

from collections import defaultdict

from ingest.lexicon import words

from .words import Words

_FEWEST = 3
_LONGEST_ENTRY = 9
_STOPPERS = frozenset({",", "(", "–", "—", ":", ";", "|", "-"})
_JOINTS = frozenset({",", "and", "&", "or", ";", "the"})
_PARTICLES = frozenset({"-", "de", "es", "of", "for", "la", "&"})

Span = tuple[int, int]


def series_of(w: Words) -> list[tuple[list[Span], bool]]:
    """Return the lists of a document: of items, of cells in a column, and within sentences."""
    found: list[tuple[list[Span], bool]] = []
    groups: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for index, block in enumerate(w.layout.blocks):
        if block.group is not None and block.kind in ("item", "cell"):
            span = _entry(w, index)
            if span is not None:
                groups[block.group, -1 if block.column is None else block.column].append(span)
    found.extend((series, True) for _, series in sorted(groups.items()) if len(series) >= _FEWEST)
    found.extend((series, True) for series in _profiles(w))
    for index, (start, end) in enumerate(w.ranges):
        if not w.titled[index]:
            found.extend((series, False) for series in _inline(w, start, end))
    return found


def _profiles(w: Words) -> list[list[Span]]:
    """Return the headings of one level under one heading: the pages of a directory."""
    groups: dict[tuple[int, int], list[Span]] = defaultdict(list)
    above: list[tuple[int, int]] = []
    for index, block in enumerate(w.layout.blocks):
        if block.kind != "heading":
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        span = _entry(w, index)
        if span is not None and span[1] == w.ranges[index][1]:
            groups[above[-1][1] if above else -1, block.level].append(span)
        above.append((block.level, index))
    return [series for _, series in sorted(groups.items()) if len(series) >= _FEWEST]


def _entry(w: Words, index: int) -> Span | None:
    """Return the words of an item or cell up to its first comma, bracket or colon."""
    start, end = w.ranges[index]
    while start < end and not w.folded[start]:
        start += 1
    stop = start
    while stop < end and not (
        w.texts[stop] in _STOPPERS and (w.texts[stop] != "-" or w.spaced[stop - 1])
    ):
        stop += 1
    if stop - start > 1 and w.texts[stop - 1].islower() and w.texts[stop - 1] in {"logo", "logos"}:
        stop -= 1
    if stop == start or stop - start > _LONGEST_ENTRY or not w.capital[start] or w.is_stop(start):
        return None
    foreign = words("places", "particles")
    small = sum(
        not w.capital[i] and w.texts[i].isalpha() and w.folded[i] not in foreign
        for i in range(start, stop)
    )
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
        if stop + 1 < end and w.tags[stop] == "NOUN" and w.texts[stop + 1] in {",", "and"}:
            series.pop()  # "the Riga conference" stands among names, but is none
            i = stop + 1
        following = i
        while following < end and w.texts[following] in _JOINTS and following - i < 3:
            following += 1
        if following == i or following >= end or not w.capital[following]:
            if len(series) >= _FEWEST:
                found.append(series)
            series = []
        i = max(i, following)
    return found


def _name(w: Words, i: int, end: int) -> int:
    """Return the end of the capitalised words from *i*, over hyphens and small particles."""
    if not w.capital[i] or w.is_stop(i):
        return i
    stop = i + 1
    while stop < end:
        if w.capital[stop]:
            stop += 1
        elif w.texts[stop] in _PARTICLES and stop + 1 < end and w.capital[stop + 1]:
            stop += 2
        else:
            break
    return stop
