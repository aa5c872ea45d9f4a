"""What a search shows: things by their names and sentences by their words, a page of each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from graph.reader import Reader
from graph.searching.search import Hit, Match, SearchIndex
from queries.names import NameIndex

#: How many names that are only alike are shown where none is what was looked for.
_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that was found: ``name`` is the one of its names that was met."""

    iri: str
    label: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a document, and the claims that come from it, ``claim`` being the first.

    ``marks`` say from where to where the words stand in ``quote``, in code points.
    """

    claim: str
    claims: tuple[str, ...]
    document: str
    title: str
    quote: str
    marks: tuple[tuple[int, int], ...]

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the sentence in pieces, each with whether it is marked.

        >>> Quote("", (), "", "", "In Riga.", ((3, 7),)).pieces()
        [('In ', False), ('Riga', True), ('.', False)]
        """
        ends = [0, *(place for mark in self.marks for place in mark), len(self.quote)]
        cuts = pairwise(ends)
        pieces = [(self.quote[start:end], bool(at % 2)) for at, (start, end) in enumerate(cuts)]
        return [(text, is_marked) for text, is_marked in pieces if text]


@dataclass(frozen=True, slots=True)
class Slice:
    """How many results a page skips, and how many it shows."""

    start: int
    size: int


def find_things(
    reader: Reader,
    names: Callable[[], NameIndex],
    text: str,
    kinds: Collection[str] | None,
    page: Slice,
) -> tuple[list[Thing], bool]:
    """Return a page of the things whose names meet *text*, best first, and whether there are more.

    Where no name holds all its words, those most like it come first: it may be misspelt. *names*
    is only asked then, or where the generation has no search index.
    """
    most = page.start + page.size + 1
    hits = _hits(reader, text, kinds, most)
    found = {hit.iri: (hit.kind, hit.text) for hit in hits or ()}
    if not hits or hits[0].match is Match.SOME:
        limit = most if hits is None else _ALIKE
        alike = names().suggest(text, kinds, limit=limit)
        found = {each.iri: (each.kind, each.name) for each in alike} | found
    chosen = [*found.items()][page.start : most]
    things = [Thing(iri, reader.label(iri), kind, name) for iri, (kind, name) in chosen]
    return things[: page.size], len(things) > page.size > 0


def _hits(reader: Reader, text: str, kinds: Collection[str] | None, most: int) -> list[Hit] | None:
    if reader.search is None:
        return None
    return reader.search.find(
        text, generation=reader.generation, kinds=kinds, what="names", limit=most
    )


def list_things(reader: Reader, kinds: Collection[str], page: Slice) -> tuple[list[Thing], bool]:
    """Return a page of all things of some kinds, documents among them, by their names."""
    only = next(iter(kinds)) if len(kinds) == 1 else None
    named = {iri: kind for _, iri, kind in reader.names(only) if kind in kinds}
    found = {iri: (kind, reader.label(iri)) for iri, kind in named.items()}
    if "Document" in kinds:
        found |= {row.iri: ("Document", row.title) for row in reader.documents()}
    ordered = sorted(found, key=lambda iri: (found[iri][1].casefold(), iri))
    chosen = ordered[page.start : page.start + page.size]
    is_last = len(ordered) <= page.start + page.size or not page.size
    things = ((iri, *found[iri]) for iri in chosen)
    return [Thing(iri, label, kind, label) for iri, kind, label in things], not is_last


def find_quotes(
    reader: Reader, index: SearchIndex, text: str, page: Slice
) -> tuple[list[Quote], bool]:
    """Return a page of the sentences that hold the words of *text*, and whether there are more."""
    hits = index.find(
        text,
        generation=reader.generation,
        what="quotes",
        limit=page.size + 1,
        offset=page.start,
    )
    return [_quote(reader, hit) for hit in hits[: page.size]], len(hits) > page.size > 0


def _quote(reader: Reader, hit: Hit) -> Quote:
    document = hit.document or ""
    title = reader.label(document)
    return Quote(hit.iri, hit.claims, document, title, hit.text, hit.marks)
