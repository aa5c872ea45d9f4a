"""Plain text with regions marked in HTML that may overlap in any way; the elements always nest.

An element that another one cuts is closed and opened again, so that a sentence may end within a
name, and one sentence within the next. Only the first piece of a region carries its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from .characters import marked


@dataclass(frozen=True, slots=True)
class Region:
    """Characters *start* to *end* to be wrapped in an element.

    ``opening`` is the tag of the first piece, ``again`` that of later ones; ``after`` follows the
    last piece. ``inner`` regions stand within all others and may not overlap one another.
    """

    start: int
    end: int
    opening: Markup
    again: Markup
    closing: Markup
    after: Markup
    inner: bool = False

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The order of nesting: outer regions first, of these the earlier and longer ones."""
        return self.inner, self.start, -self.end


class Marker:
    """Marks the regions of one text, stretch by stretch, from its beginning to its end."""

    def __init__(self, text: str, regions: Iterable[Region]) -> None:
        """Mark *regions* of *text*; a region of no length is left out."""
        self._text = text
        self._waiting = sorted(
            (region for region in regions if region.start < region.end),
            key=lambda region: region.start,
            reverse=True,
        )
        self._near: list[Region] = []
        self._begun: set[Region] = set()

    def stretch(self, start: int, end: int) -> Markup:
        """Return characters *start* to *end* as HTML; each call must go on after the last one."""
        while self._waiting and self._waiting[-1].start < end:
            self._near.append(self._waiting.pop())
        self._near = [region for region in self._near if region.end > start]
        edges = {start, end}
        for region in self._near:
            edges |= {max(start, region.start), min(end, region.end)}
        places = sorted(edges)
        starts: dict[int, list[Region]] = {}
        for region in self._near:
            starts.setdefault(max(start, region.start), []).append(region)
        return self._pieces(places, starts, end)

    def _pieces(self, places: list[int], starts: dict[int, list[Region]], end: int) -> Markup:
        out: list[str] = []
        stack: list[Region] = []
        for number, place in enumerate(places):
            stack = self._at(place, stack, starts.get(place, []), end, out)
            if number + 1 < len(places):
                out.append(marked(self._text[place : places[number + 1]]))
        return Markup("".join(out))  # noqa: S704  every piece is Markup

    def _at(
        self, place: int, stack: list[Region], beginning: list[Region], end: int, out: list[str]
    ) -> list[Region]:
        """Close what ends at *place*, open what begins there; return what is open then."""
        going_on = [region for region in stack if min(region.end, end) > place]
        opening = [region for region in beginning if region.end > place and place < end]
        wanted = sorted([*going_on, *opening], key=lambda region: region.rank)
        kept = 0
        while kept < min(len(stack), len(wanted)) and stack[kept] is wanted[kept]:
            kept += 1
        ended = [region for region in stack if region.end == place]
        if any(not region.inner for region in ended):  # what follows them is no part of a name
            kept = min([kept, *(i for i, region in enumerate(stack) if region.inner)])
        out += [region.closing for region in reversed(stack[kept:])]
        out += [region.after for region in ended]
        for region in wanted[kept:]:
            out.append(region.again if region in self._begun else region.opening)
            self._begun.add(region)
        return wanted
