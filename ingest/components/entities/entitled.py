"""Titles in lists of projects beside those who run them: "Light on the quay – Town of Aviles"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from ingest.lexicon import words

from .heads import head_of
from .spans import Proposal
from .words import Words

_DASHES = frozenset({"-", "–", "—"})
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "«", "»", "'", "*", "_", "•", "·"})
_LONGEST, _SURE = 24, 2.5
#: Most words of a title that follows its owner, and of a place's name.
_SHORT, _PLACE = 10, 3
#: Words of a header that names what its column holds: "Project title".
_HEADER = 4

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


def entitled_proposals(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> list[Proposal]:
    """Return the titles of projects in lists whose lead-in speaks of projects or winners."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(w.layout.blocks):
        if block.kind == "item" and block.group is not None:
            groups[block.group].append(index)
    found = [*_cells(w, cues, is_entity)]
    for _, items in sorted(groups.items()):
        lead = _lead(w, items[0])
        if words("introductions", "entries").isdisjoint(lead):
            continue
        # Those who win may be firms, with the places where they are.
        sure = not words("introductions", "works").isdisjoint(lead)
        titles = [span for item in items if (span := _title(w, item, places=sure)) is not None]
        free = [span for span in titles if not _is_other(w, *span, is_entity)]
        if 2 * len(free) > len(items):
            votes = (("Project", cues["head"]),)
            found += [Proposal(*span, "entitled", _SURE, votes) for span in free]
    return found


def _cells(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> Iterator[Proposal]:
    """Yield the cells of columns that are headed "Project" or the like."""
    votes = (("Project", cues["head"]),)
    for index, block in enumerate(w.layout.blocks):
        if block.kind != "cell" or block.header is None or block.header == index:
            continue
        header = w.folded[slice(*w.ranges[block.header])]
        if len(header) > _HEADER or words("introductions", "works").isdisjoint(header):
            continue
        start, end = _bare(w, *w.ranges[index])
        if end - start > 1 and _may_be(w, start, end) and not _is_other(w, start, end, is_entity):
            yield Proposal(start, end, "entitled", _SURE, votes)


def _lead(w: Words, item: int) -> list[str]:
    """Return the words over a list, folded."""
    block = w.layout.blocks[item]
    above = block.lead_in if block.lead_in is not None else block.heading
    return [] if above is None else w.folded[slice(*w.ranges[above])]


def _title(w: Words, item: int, *, places: bool) -> Span | None:
    """Return the title in an item, before its owner's name or after it."""
    start, end = w.ranges[item]
    start, end = _bare(w, start, end)
    if end > start and w.texts[end - 1] == ")":
        i = next((i for i in range(end - 1, start, -1) if w.texts[i] == "("), start)
        owned = _owns(w, i + 1, end - 1, places=places) and _may_be(w, start, i)
        return _bare(w, start, i) if owned else None
    dashes = [
        i
        for i in range(start + 1, end - 1)
        if w.texts[i] in _DASHES and w.spaced[i - 1] and w.spaced[i]
    ]
    for i in reversed(dashes):
        if _owns(w, i + 1, end, places=places) and _may_be(w, start, i):
            return _bare(w, start, i)
    first = places and len(dashes) == 1 and _owns(w, start, dashes[0], places=True)
    if first and end - dashes[0] <= _SHORT:
        after = _bare(w, dashes[0] + 1, end)
        return after if _may_be(w, *after) and "." not in w.texts[slice(*after)] else None
    return None


def _bare(w: Words, start: int, end: int) -> Span:
    """Leave out the marks around a title."""
    while start < end and (w.texts[start] in _QUOTES or w.texts[start] in {".", ","}):
        start += 1
    while end > start and w.texts[end - 1] in _QUOTES | {".", ",", ";"}:
        end -= 1
    return start, end


def _may_be(w: Words, start: int, end: int) -> bool:
    if not 0 < end - start <= _LONGEST:
        return False
    return w.capital[start] or w.texts[start] == "#"


def _owns(w: Words, start: int, end: int, *, places: bool) -> bool:
    """Tell the name of a town, university or the like, perhaps with its place."""
    if start >= end or not w.capital[start]:
        return False
    stop = next((i for i in range(start, end) if w.texts[i] in {",", ";", "and", "("}), end)
    if words("heads", "owners").intersection(w.folded[start:stop]):
        return True
    head = head_of(w, start, stop)
    if head is not None and head.kind in {"Organization", "City", "Region"}:
        return True
    known = w.english.places.names
    return places and stop - start <= _PLACE and w.key(start, stop) in known


def _is_other(w: Words, start: int, end: int, is_entity: IsEntity) -> bool:
    """Tell a place, person or body that a list sets beside its seat."""
    head = head_of(w, start, end)
    body = head is not None and head.kind not in {"", "Project"} and _is_capital(w, start, end)
    return is_entity(start, end) or body or w.key(start, end) in w.english.places.names


def _is_capital(w: Words, start: int, end: int) -> bool:
    return all(w.capital[i] or w.is_stop(i) or not w.texts[i].isalpha() for i in range(start, end))
