"""Homogeneity of lists: where most entries are cities, or bodies, or people, the others are too."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from ingest.lexicon import table, words

from .spans import Proposal
from .words import Words

#: How many of the entries have to be of a kind before the others are taken for it.
_SHARES = (("City", 0.6), ("Country", 0.6), ("Person", 0.6), ("Organization", 0.4))
#: A lead-in that names the kind lowers that share to this part of it.
_LED = 0.4
#: How far before a list in a sentence its lead-in may stand, in tokens.
_NEAR = 6
#: Votes for another kind that a list does not outweigh.
_SURELY = 2.0
_FEWEST = 3
_LONGEST_ENTRY = 9
_STOPPERS = frozenset({",", "(", "–", "—", ":", ";", "|", "-"})

Span = tuple[int, int]


def series_proposals(w: Words, found: list[Proposal]) -> list[Proposal]:
    """Return a proposal for each entry of a list whose entries are mostly of one kind."""
    kinds: dict[Span, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        if one.strength >= 0.4:
            for kind, weight in one.votes:
                kinds[one.start, one.end][kind] += weight
    weight = table("weights")["cues"]["list"]
    proposals: list[Proposal] = []
    for series, block in _series(w):
        lead = _lead(w, series[0][0], block=block)
        kind = _common(series, kinds, lead)
        for start, end in series:
            if block:
                proposals.append(Proposal(start, end, "entry", 0.3))
            known = kinds.get((start, end), {})
            if kind is not None and _fits(w, start, end, kind, known, led=block and lead == kind):
                proposals.append(Proposal(start, end, "list", 1.0, ((kind, weight),)))
    return proposals


def _common(
    series: list[Span], kinds: dict[Span, dict[str, float]], lead: str | None
) -> str | None:
    """Return the kind that the entries share: by most of them, or by fewer and the lead-in."""
    counts: dict[str, int] = defaultdict(int)
    for span in series:
        votes = kinds.get(span)
        best = max(votes.values()) if votes else 0.0
        if votes and best >= 1.0:
            for kind in (kind for kind, vote in votes.items() if vote >= best * 0.5):
                counts[kind] += 1
    for kind, share in _SHARES:
        needed = share * len(series) * (_LED if kind == lead else 1.0)
        if counts[kind] >= max(1 if kind == lead else 2, needed):
            return kind
    rivals = sum(counts[kind] for kind in ("City", "Country", "Person"))
    return (
        lead
        if lead not in {None, "City", "Country", "Person"} and rivals * 3 <= len(series)
        else None
    )


@cache
def _lead_words() -> dict[str, str]:
    """Return each word that introduces a list with the kind of the list's entries."""
    return {
        word: kind for kind, listed in table("heads")["lists"].items() for word in listed.split()
    }


def _lead(w: Words, token: int, *, block: bool) -> str | None:
    """Return the kind that the words before a list speak of: its lead-in, heading or sentence."""
    if block:
        at = w.block[token]
        header = w.layout.blocks[at].header
        if header is not None and (kind := _column(w, *w.ranges[header])):
            return kind
        above = (
            w.layout.blocks[at].header,
            w.layout.blocks[at].lead_in,
            w.layout.blocks[at].heading,
        )
        for index in above:
            if index is not None and (kind := _last_lead(w, *w.ranges[index])):
                return kind
        return None
    first = w.ranges[w.block[token]][0]
    return _last_lead(w, max(first, token - _NEAR), token)


def _column(w: Words, start: int, end: int) -> str | None:
    """Return the kind that a column's header names in the singular: "City", "Organisation"."""
    names = {singular_of(word): kind for word, kind in _lead_words().items()}
    return next((names[w.folded[i]] for i in range(start, end) if w.folded[i] in names), None)


@cache
def singular_of(word: str) -> str:
    """Return the singular of a regular plural.

    >>> singular_of("cities"), singular_of("bodies"), singular_of("towns")
    ('city', 'body', 'town')
    """
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _last_lead(w: Words, start: int, end: int) -> str | None:
    """Return the kind of the last introducing word between two tokens."""
    known = _lead_words()
    return next(
        (known[w.folded[i]] for i in range(end - 1, start - 1, -1) if w.folded[i] in known), None
    )


def _fits(w: Words, start: int, end: int, kind: str, known: dict[str, float], *, led: bool) -> bool:
    """Refuse entries that are plain English, posts, or surely of another kind."""
    if w.is_common(start, end) and not (led and end - start > 1):
        return False
    if w.folded[start] in words("persons", "roles") or w.folded[end - 1] in words(
        "persons", "roles"
    ):
        return False
    if kind == "City" and end - start == 1 and w.texts[start].isupper() and len(w.texts[start]) < 7:
        return w.titled[w.block[start]] or all(
            text.isupper() for text in w.texts[start + 1 : start + 4]
        )
    if kind != "Person" and known.get("Person", 0.0) >= 1.0 and end - start > 1:
        return False
    others = [vote for other, vote in known.items() if other != kind]
    return not others or max(others) < _SURELY or known.get(kind, 0.0) >= max(others)


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
    for index, (start, end) in enumerate(w.ranges):
        if not w.titled[index]:
            found.extend((series, False) for series in _inline(w, start, end))
    return found


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
    if not w.capital[i] or w.is_stop(i):
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
