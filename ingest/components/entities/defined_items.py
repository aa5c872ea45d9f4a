"""Lists of things and what they are: "Riverwatch: sensors in old mains"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from .introduced import is_odd
from .spans import Proposal
from .words import Words

_FEWEST, _MOST = 3, 5
_COLON = frozenset({":", "–", "—"})
#: What being described in such a list says for a project: more than the statistical model does.
_SHARE = 1.2

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


def defined_items(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> list[Proposal]:
    """Return the names that the items of a list begin with before they describe them.

    At least three items have to, and one name has to be more than plain English words.
    """
    groups: dict[int, list[Span]] = defaultdict(list)
    sizes: dict[int, int] = defaultdict(int)
    for index, block in enumerate(w.layout.blocks):
        if block.kind == "item" and block.group is not None:
            sizes[block.group] += 1
            if (span := _name(w, *w.ranges[index])) is not None:
                groups[block.group].append(span)
    found: list[Proposal] = []
    for group, spans in sorted(groups.items()):
        free = [span for span in spans if not is_entity(*span)]
        if len(spans) < _FEWEST or 2 * len(free) <= sizes[group]:
            continue
        if not any(is_odd(w, start) for start, _ in free):
            continue
        votes = (("Project", _SHARE * cues["described"]),)
        found += [Proposal(start, end, "item", 1.0, votes) for start, end in free]
    return found


def _name(w: Words, start: int, end: int) -> Span | None:
    """Return the capitalised words before a colon or dash that small letters follow."""
    while start < end and not w.folded[start]:
        start += 1
    stop = next(
        (i for i in range(start, min(end, start + _MOST + 1)) if w.texts[i] in _COLON), None
    )
    if stop is None or stop + 1 >= end or stop == start or not w.texts[stop + 1].islower():
        return None
    return (start, stop) if all(w.capital[i] for i in range(start, stop)) else None
