"""The cues of ``headers.toml``: what a heading or lead-in says about the items under it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ontology.terms import fits

from ...folding import fold
from ...lexicon import table

_LATER = 0.8  # what each later kind of a fallback is worth against the one before


@dataclass(frozen=True, slots=True)
class Read:
    """One way to read an item: its property, whether it is the subject, allowed kinds of both."""

    property: str
    item_first: bool
    anchors: frozenset[str]
    subjects: frozenset[str] = frozenset()

    def fits(self, item: str, anchor: str) -> bool:
        """Say whether an item and an anchor of these kinds may be joined this way."""
        if self.anchors and anchor not in self.anchors:
            return False
        if self.subjects and item not in self.subjects:
            return False
        ends = (item, anchor) if self.item_first else (anchor, item)
        return fits(self.property, *ends)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of a header and how its items are read."""

    name: str
    words: re.Pattern[str]
    reads: tuple[Read, ...]
    items: frozenset[str]
    never: frozenset[str]
    label: bool
    column: bool
    titled: bool
    fallback: tuple[str, ...]

    def read(self, item: str, anchor: str) -> Read | None:
        """Return the first reading that the kinds of an item and an anchor allow."""
        if item in self.never or (self.items and item not in self.items):
            return None
        return next((read for read in self.reads if read.fits(item, anchor)), None)

    def may_anchor(self, kind: str) -> bool:
        """Say whether a thing of that kind can be what some item relates to."""
        kinds = self.items or {"City", "Organization", "Country", "Programme", "Project", "Network"}
        return any(self.read(item, kind) for item in sorted(kinds))

    def may_stand_for(self, kind: str) -> float:
        """Say how likely a thing of that kind is meant where the header names nothing, 0 to 1."""
        if kind not in self.fallback or not self.may_anchor(kind):
            return 0.0
        return float(_LATER ** self.fallback.index(kind))


@cache
def cues() -> tuple[Cue, ...]:
    """Return the cues in order of precedence."""
    return tuple(
        Cue(
            name=cue["name"],
            words=re.compile(cue["words"]),
            reads=tuple(_read(text) for text in cue["read"]),
            items=frozenset(cue.get("items", ())),
            never=frozenset(cue.get("never", ())),
            label=cue.get("label", False),
            column=cue.get("column", True),
            titled=cue.get("titled", False),
            fallback=tuple(cue["fallback"]),
        )
        for cue in table("headers")["cue"]
    )


def _read(text: str) -> Read:
    """Parse a reading such as ``item:City ledBy anchor:Network``."""
    first, property_, second = text.split()
    forward = first.startswith("item")
    item, anchor = (first, second) if forward else (second, first)
    return Read(property_, forward, _kinds(anchor), _kinds(item))


def _kinds(end: str) -> frozenset[str]:
    """Return the kinds that one end of a reading is held to: none for any."""
    return frozenset(end.partition(":")[2].split(",")) - {""}


@lru_cache(maxsize=4096)
def is_silent(text: str) -> bool:
    """Say whether a header is of a list that says nothing of its names: news, advice, promises.

    >>> is_silent("Read more"), is_silent("Members of the ring"), is_silent("News from members")
    (True, False, True)
    """
    folded = fold(text)
    return any(pattern.search(folded) for pattern in _silent())


@cache
def _silent() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("headers")["silent"]["words"])


def cue_named(name: str) -> Cue:
    """Return the cue of that name."""
    return next(cue for cue in cues() if cue.name == name)


@lru_cache(maxsize=4096)
def find_cue(text: str, *, label: bool) -> Cue | None:
    """Return the first cue whose words are in *text*; ``label`` also allows label-only cues.

    >>> find_cue("Members of the ring:", label=False).name
    'members'
    >>> find_cue("Venue:", label=True).name, find_cue("A venue for all", label=False)
    ('places', None)
    """
    folded = fold(text)
    return next((c for c in cues() if (label or not c.label) and c.words.search(folded)), None)
