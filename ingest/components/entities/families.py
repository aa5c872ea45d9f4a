"""Names that end in a place: "Open Harbours Riga", "Code for Estonia"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .heads import head_of
from .spans import Proposal
from .titles import title_runs
from .words import Words

_OFTEN = 2
_CHAPTER = 0.8


def family_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return plain words before a place, and "VERB for PLACE", where the text repeats them."""
    local: list[tuple[int, int]] = []
    chapters: list[tuple[int, int]] = []
    for index, (first, last) in enumerate(w.ranges):
        runs = dict(title_runs(w, first, last))
        for start, end in runs.items():
            if not w.titled[index] and _is_local(w, start, end):
                local.append((start, end))
            stop = runs.get(end + 1)
            joins = end - start == 1 and end < last and w.texts[end] == "for"
            if (
                joins
                and stop is not None
                and w.is_common(start, end)
                and _is_place(w, end + 1, stop)
            ):
                chapters.append((start, stop))
    weight = cues["described"] * _CHAPTER
    return [
        *_often(w, local, "Project", weight),
        *_often(w, chapters, "Organization", weight),
    ]


def _often(w: Words, spans: list[tuple[int, int]], kind: str, weight: float) -> list[Proposal]:
    """Propose the spans whose name, or whose first words, stand at two places at least."""
    counts = Counter(w.key(*span) for span in spans)
    families = Counter(key.rpartition(" ")[0] for key in counts)
    return [
        Proposal(start, end, "family", 1.2, ((kind, weight),))
        for start, end in spans
        if counts[key := w.key(start, end)] >= _OFTEN or families[key.rpartition(" ")[0]] >= _OFTEN
    ]


def _is_local(w: Words, start: int, end: int) -> bool:
    """Tell two or more plain words before the name of a large city or a country."""
    if end - start < 3 or not _is_place(w, end - 1, end) or head_of(w, start, end) is not None:
        return False
    plain = w.is_common(start, end - 1) and all(w.texts[i].isalpha() for i in range(start, end))
    return plain and head_of(w, start, end - 1) is None


def _is_place(w: Words, start: int, end: int) -> bool:
    known, key = w.english.places, w.key(start, end)
    return key in known.countries or key in known.regions or known.largest(key) is not None
