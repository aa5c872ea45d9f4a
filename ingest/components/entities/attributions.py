"""Personal names that begin lines of credit, and those in brackets of an agenda."""

from __future__ import annotations

from collections.abc import Mapping

from .context import is_before_country
from .persons import name_end
from .spans import Proposal
from .words import Words

#: An attribution has at most this many tokens.
_LINE = 16
#: So many lines that look like attributions are a list of speakers.
_PROGRAMME = 3
_QUOTES = frozenset({"“", "”", '"', "‘", "’", "«", "»"})


def attributed_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the names under quotations, in lists of speakers, and in brackets after a title."""
    return [*_attributions(w, cues["speaker"]), *_bracketed(w, cues["speaker"])]


def _attributions(w: Words, weight: float) -> list[Proposal]:
    """Return the names that begin short lines, under a quotation or in a list of speakers."""
    found: list[tuple[Proposal, bool]] = []
    for index, (start, end) in enumerate(w.ranges):
        if not index or not 4 <= end - start <= _LINE or w.texts[end - 1] in {".", ":"}:
            continue
        first, last = w.ranges[index - 1]
        quoted = last > first and bool({w.texts[first], w.texts[last - 1]} & _QUOTES)
        while start < end and w.texts[start] in {"-", "–", "—", "―"}:
            start += 1
        stop = name_end(w, start) if start < end and w.capital[start] else start
        if 2 <= stop - start <= 4 and stop < end and _may_attribute(w, start, stop):
            found.append((Proposal(start, stop, "role", 1.2, (("Person", weight),)), quoted))
    return [one for one, quoted in found if quoted or len(found) >= _PROGRAMME]


def _bracketed(w: Words, weight: float) -> list[Proposal]:
    """Return the names of agendas and credits: "Opening remarks (Ingo Halvor, Port Office)"."""
    found: list[Proposal] = []
    for i, text in enumerate(w.texts):
        if text != "(" or i + 3 >= len(w) or not w.capital[i + 1]:
            continue
        end = name_end(w, i + 1)
        if not 2 <= end - i - 1 <= 3 or end >= len(w) or w.block[end] != w.block[i]:
            continue
        lettered = all(len(w.texts[k]) > 1 and not w.texts[k].isupper() for k in range(i + 1, end))
        if lettered and _may_attribute(w, i + 1, end):
            found.append(Proposal(i + 1, end, "role", 1.0, (("Person", weight),)))
    return found


def _may_attribute(w: Words, start: int, stop: int) -> bool:
    """Tell a person at the start of a line from a place or a heading."""
    if w.texts[stop] != "," or w.is_common(start, stop) or is_before_country(w, stop):
        return False
    known = w.english.places
    return w.key(start, stop) not in known.cities and w.folded[stop - 1] not in known.states
