"""Which of several things a text has named most often, at each of its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...annotations import Mention

_MUCH = 2  # times as often as the next: what a document is about


@dataclass(slots=True)
class Ranks:
    """For each name where it begins, and which thing leads clearly up to there, if one does."""

    starts: list[int] = field(default_factory=list)
    leaders: list[int | None] = field(default_factory=list)
    #: The only thing that is ever named, if there are no two.
    only: int | None = None


def ranks(mentions: Iterable[Mention]) -> Ranks:
    """Return the ranks of the things that *mentions*, in order, speak of.

    Each name is looked at once: only what was just named can pass what led before.

    >>> found = ranks(Mention(i, i + 1, cluster, "name") for i, cluster in enumerate([4, 4, 7, 7]))
    >>> found.leaders, found.only
    ([4, 4, 4, None], None)
    """
    counts: Counter[int] = Counter()
    found = Ranks()
    first = second = None  # the two most often named so far
    for mention in mentions:
        named = mention.cluster
        counts[named] += 1
        if first is None or named == first:
            first = named
        elif counts[named] > counts[first]:
            first, second = named, first
        elif second is None or named == second or counts[named] > counts[second]:
            second = named
        clear = second is None or counts[first] >= _MUCH * counts[second]
        found.starts.append(mention.start)
        found.leaders.append(first if clear else None)
    found.only = first if len(counts) == 1 else None
    return found
