"""Events by their edition: "3rd Harbour Lab", and meetings named after the body that meets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ingest.lexicon import words

from .heads import head_of
from .spans import Proposal
from .word_groups import either
from .words import Words

_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)|[IVX]{2,6}")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Words that a name with an edition has at least, and one without any head noun.
_FEWEST, _HEADLESS = 2, 3
_STRENGTH = 1.2
#: How many bodies may own one another: "the 4th Session of the Board of the Union of X".
_OWNERS = 2

Span = tuple[int, int]


def edition_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return what an edition makes an event, and the longer names of meetings of bodies."""
    longest: dict[int, int] = {}
    for start, end in w.spans:
        longest[start] = max(end, longest.get(start, 0))
    found: list[Proposal] = []
    for start, end in _numbered(w):
        votes = (("Event", cues["head"]),)
        if _is_event(w, start, end):
            found.append(Proposal(start, end, "edition", _STRENGTH, votes))
        elif not _is_meeting(w, start, end):
            continue
        if (alias := _owners(w, end, longest)) > end:
            found.append(Proposal(start, end, "edition", _STRENGTH, votes, alias=alias))
    return found


def _numbered(w: Words) -> Iterator[Span]:
    """Yield the runs of capitals that begin with an ordinal, a Roman number or a year."""
    for first, last in w.ranges:
        for start, end in w.runs(first, last):
            text = w.texts[start]
            if end - start >= _FEWEST and (
                _ORDINAL.fullmatch(text)
                or _YEAR.fullmatch(text)
                or w.folded[start] in words("names", "ordinals")
            ):
                yield start, end


def _is_event(w: Words, start: int, end: int) -> bool:
    """Tell "2nd Open Harbour Lab" from a programme, a storey, a street and a post."""
    head = head_of(w, start, end)
    if not either("persons", "roles", "posts").isdisjoint(w.folded[start:end]):
        return False
    if head is not None and head.kind:
        return head.word in words("heads", "soft") and head.kind != "Event"
    counted = _ORDINAL.fullmatch(w.texts[start]) and w.texts[start][0].isdigit()
    if head is not None or not counted or end - start <= _HEADLESS:
        return False
    last = w.folded[end - 1]
    return last not in words("heads", "facilities") | words("heads", "rejected") | words(
        "names", "counted"
    ) and w.folded[start + 1] not in words("names", "counted")


def _is_meeting(w: Words, start: int, end: int) -> bool:
    """Tell "25th Ordinary Session", which nothing but its body makes a name of."""
    head = head_of(w, start, end)
    return head is not None and head.kind == "Event" and w.is_common(start + 1, end)


def _owners(w: Words, end: int, longest: Mapping[int, int]) -> int:
    """Return where the bodies end whose meeting it is: "of the Board of the Union of Ports"."""
    for _ in range(_OWNERS):
        start = end + 1
        if start + 1 >= len(w) or w.texts[end] != "of" or w.block[start] != w.block[end - 1]:
            break
        start += w.texts[start] == "the"
        if start not in longest:
            break
        end = longest[start]
    return end
