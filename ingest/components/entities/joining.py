"""Runs of capitals joined to longer names: over "of", "for", "on", and "and" where heads allow."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.lexicon import words
from ingest.places import places

from .authorities import known_bodies
from .context import is_before_country
from .heads import LANDFORMS, head_of
from .titles import Span
from .words import Words

_LINKS = frozenset({"of", "for", "on", "against", "de", "des", "du", "della", "del"})
#: Over these a name goes on whose head stands only at the end: "Data for Cities Initiative".
_INNER = frozenset({"of", "for", "on", "in", "to", "and", "&"})
#: A run after one of these goes on a name that began before it.
_BEFORE = frozenset({"of", "for", "on", "and", "&"})
#: Kinds of heads that a whole phrase may end in.
_PHRASAL = frozenset({"Programme", "Project", "Network", "Agreement", "Event"})
#: Kinds of heads that a piece of an enumeration does not have: it would be a name of its own.
_OWN = frozenset({"Organization", "Network", "Event", "Programme", "City", "Region"})
#: Heads that two fields may share: "Riga Heat and Light Corporation".
_SHARED = frozenset({"Organization", "Network"})
_BARE = frozenset({"city", "state", "republic"})
#: Before "of" and its name these say what a place is.
_RULED = frozenset({"city", "municipality", "town", "county", "district", "borough"})
_LANDS = frozenset({"state", "province", "region", "prefecture", "republic", "kingdom", "canton"})
#: Heads of gatherings that run programmes as bodies do.
_GATHERED = frozenset({"forum", "assembly", "congress", "conference"})
_PARTS = frozenset({"state", "province", "region", "prefecture", "canton"})
_SMALL = 4
_YEAR = re.compile(r"20\d\d")
_LONGEST = 12
#: Tokens after which no name goes on over another link: its quotes would be whole sentences.
_FARTHEST = 40

IsEntity = Callable[[int, int], bool]


def title_spans(w: Words, is_entity: IsEntity) -> list[Span]:
    """Return the spans of capitalised words that may be names.

    ``is_entity`` tells whether a span alone already names something (a place, a person, a known
    body), which forbids joining it to its neighbour by "and".
    """
    spans: list[Span] = []
    for start, end in w.ranges:
        spans.extend(_Joiner(w, w.runs(start, end), is_entity).spans())
    return spans


class _Joiner:
    """Joins the runs of one block into names."""

    def __init__(self, w: Words, runs: list[Span], is_entity: IsEntity) -> None:
        self.w = w
        self.runs = runs
        self.is_entity = is_entity
        self.starts = {start: n for n, (start, _) in enumerate(runs)}
        #: Where each run's name ends, the last first: each looks only at those after it.
        self.ends: dict[int, int] = {}
        for number in reversed(range(len(runs))):
            self.ends[number] = self._linked(number)

    def spans(self) -> list[Span]:
        """Return every run and every longer span that its links allow."""
        found: list[Span] = []
        for number, (start, end) in enumerate(self.runs):
            found.append((start, end))
            longer = self.ends[number]
            if longer > end:
                found.append((start, longer))
            joined = self._phrase(number)
            if joined is not None:
                found.append((start, joined))
        return found

    def _next(self, position: int) -> int | None:
        """Return the number of the run that begins at a token, past an article."""
        w = self.w
        if position < len(w) and w.texts[position] in {"the", "a", "an"}:
            position += 1
        if position + 1 < len(w) and w.texts[position].isdigit() and w.spaced[position]:
            position += 1
        return self.starts.get(position)

    def _linked(self, number: int) -> int:
        """Return where a name ends that goes on over "of", "for" or "on" and what follows."""
        w = self.w
        start, end = self.runs[number]
        head = head_of(w, start, end)
        while (
            head is not None
            and end < min(len(w), start + _FARTHEST)
            and w.texts[end].lower() in _LINKS
        ):
            following = self._next(end + 1)
            loose = head.word in _BARE or (end - start == 1 and w.texts[end] == "on")
            if following is None or (loose and w.texts[end] != "of"):
                break
            owner = self._is_owner(following, end) or self._is_seat(number, following)
            owner = owner or self._is_ruled(start, following, end)
            owner = owner or (head.kind == "Programme" and self._is_giver(following, end))
            if end - start > 1 and owner:
                break
            end = self._listed(self.runs[following][1])
        if end + 1 < len(w) and end > self.runs[number][1] and w.texts[end] == "by":
            end += 2 if _YEAR.fullmatch(w.texts[end + 1]) else 0
        return self._campus(start, end)

    def _is_owner(self, number: int, link: int) -> bool:
        """Tell "Water Institute of the University of Y": the second body owns the first."""
        w = self.w
        if w.texts[link] != "of" or w.texts[link + 1] != "the":
            return False
        head = head_of(w, self.runs[number][0], max(self.runs[number][1], self.ends[number]))
        return head is not None and head.kind in {"Organization", "Network"}

    def _is_ruled(self, first: int, following: int, link: int) -> bool:
        """Tell "Growth Commission for the City of X": whose body it is, no part of its name."""
        w, start = self.w, self.runs[following][0]
        head = head_of(w, first, link)
        if head is None or w.texts[link + 1] != "the":
            return False
        place = head.kind in {"City", "Region"} or head.word in _BARE
        if place and "of" in w.texts[first:link]:
            return True
        if start + 1 >= len(w) or w.texts[start + 1] != "of":
            return False
        if place:
            return w.folded[start] in _RULED | _LANDS
        return w.folded[start] in _RULED | _PARTS and head.kind in _SHARED

    def _is_giver(self, number: int, link: int) -> bool:
        """Tell "Quay Award of UOH": a known body that gives an award."""
        w, span = self.w, self.runs[number]
        key = w.key(*span)
        known = key in known_bodies() or (
            self.is_entity(*span) and key not in w.english.places.names and not w.is_common(*span)
        )
        head = head_of(w, *span)
        forum = w.texts[link + 1] == "the" and head is not None and head.word in _GATHERED
        return w.texts[link] == "of" and (known or forum)

    def _is_seat(self, number: int, following: int) -> bool:
        """Tell "Hansen Foundation of Tartu, Estonia": the seat of a body named already."""
        w, (start, end) = self.w, self.runs[number]
        begin, stop = self.runs[following]
        if w.texts[end] != "of" or w.is_common(start, end) or begin != end + 1:
            return False
        return w.key(begin, stop) in places().cities and is_before_country(w, stop)

    def _campus(self, start: int, end: int) -> int:
        """Go on over the place of one of a university's seats: "University of Texas at Austin"."""
        w = self.w
        campus = end + 2 < len(w) and w.texts[end] in {"-", "–", "—", ","}
        if campus and w.folded[end + 1] == "campus" and "university" in w.folded[start:end]:
            number = self.starts.get(end + 1)
            return end if number is None else self.runs[number][1]
        if w.folded[start] != "university" or end + 1 >= len(w):
            return end
        following = self.starts.get(end + 1)
        if following is None or w.texts[end] not in {"at", ",", "-", "–"}:
            return end
        stop = self.runs[following][1]
        if w.texts[end] == "at":
            return stop
        state = w.folded[end - 1] in places().states
        return stop if state and places().largest(w.key(end + 1, stop)) else end

    def _listed(self, end: int) -> int:
        """Return where a linked part ends that goes on over commas and a final "and"."""
        w, limit, position = self.w, end, end
        while position < len(w) and w.texts[position] in {",", "and", "&"}:
            last = w.texts[position] != ","
            if not last and position + 1 < len(w) and w.texts[position + 1] == "and":
                last, position = True, position + 1
            number = self._next(position + 1)
            if number is None or not self._is_part(number):
                break
            position = self.runs[number][1]
            if last:
                return position
        return limit

    def _is_part(self, number: int) -> bool:
        """Tell whether a run is a piece of a longer name rather than a name of its own."""
        w = self.w
        start, end = self.runs[number]
        if end - start > _SMALL:
            return False
        if self.is_entity(start, end) and w.folded[start] not in words("names", "commons"):
            return False
        if w.key(end - 1, end) in places().countries:
            return False
        head = head_of(w, start, end)
        if head is None:
            return True
        if head.kind and end - start > 1 and w.texts[start - 1] == "the":
            return False
        if end - start == 1:
            return end >= len(w) or w.texts[end] not in _LINKS
        return head.kind not in _OWN

    def _phrase(self, number: int) -> int | None:
        """Return the end of "X and Y Programme" or "X for Y Initiative", one head for both."""
        w = self.w
        start, end = self.runs[number]
        number_end = end
        if self._is_apart(start, end):
            return None
        while end < len(w) and w.texts[end] in _INNER and w.block[end] == w.block[start]:
            joint = w.texts[end] in {"and", "&"}
            following = self.starts.get(end + 1) if joint else self._next(end + 1)
            if following is None or (joint and not self._is_plain(start, end)):
                return None
            begin, end = self.runs[following]
            if end - start > _LONGEST or (joint and self.is_entity(begin, end)):
                return None
            head = head_of(w, begin, end)
            land = w.folded[number_end - 1] in LANDFORMS and begin == number_end + 1
            if head is not None and head.kind and (joint or land or head.kind in _PHRASAL):
                owned = joint and not w.is_common(start, begin - 1)
                if owned and not (w.is_common(begin, end) and head.kind in _SHARED):
                    return None
                return end if end - begin > 1 or not joint else None
        return None

    def _is_plain(self, start: int, end: int) -> bool:
        """Tell plain words, be it after the place or body they belong to: "Riga Water"."""
        w = self.w
        if w.is_common(start, end):
            return True
        known = w.english.places.names
        first = next((i for i in range(end - 1, start, -1) if w.key(start, i) in known), 0)
        return bool(first) and w.is_common(first, end)

    def _is_apart(self, start: int, end: int) -> bool:
        """Tell a run that begins no phrase: a name, a head, a post, a sentence's first word."""
        w = self.w
        if end < len(w) and w.folded[end - 1] in LANDFORMS and w.texts[end] == "of":
            return False
        if start and w.texts[start - 1] in _BEFORE:
            return True
        if w.kind(start) == "heading" or self.is_entity(start, end):
            return True
        if end < len(w) and w.texts[end] == "for" and w.folded[start:end] == ["cities"]:
            return False
        if head_of(w, start, end) is not None or not words("persons", "roles").isdisjoint(
            w.folded[start:end]
        ):
            return True
        return end - start == 1 and w.opens_sentence(start)
