"""Names to match in bulk: which things a text may name, how nearly, and which one it means.

Names meet by the same folding that joins documents (``ontology.iris.normalise_name``), and what a
name identifies by itself follows the rules of identity: a full name does where only one thing bears
it, an acronym only where it stands for nothing else, a generic name never, and a person's name not
without something that agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from graph.identity.names import is_acronym, is_generic

from .names import Named, NameIndex, Source, similarity, the_one_meant

#: Names that are less alike than this, from 0 to 100, are no candidates.
LEAST: Final = 50.0
#: Names are looked for letter by letter among those at least so much alike.
_SPELT_ALIKE: Final = 70.0

Kinds = frozenset[str]
#: Finds things by words of their names: from a text, kinds and how many to find at most.
ByWords = Callable[[str, Kinds, int], Iterable[Named]]


@dataclass(frozen=True, slots=True)
class Met:
    """A thing that a text may name, by the name that is most like it.

    ``similarity`` goes from 0 to 100, which is the same name once folded, as ``is_exact`` says;
    ``is_preferred`` says that it is the name the thing goes by.
    """

    iri: str
    kind: str
    name: str
    similarity: float
    is_exact: bool
    is_preferred: bool


class Matcher:
    """Matches many names against one generation; what is costly is kept between them."""

    def __init__(self, source: Source, index: NameIndex, by_words: ByWords) -> None:
        """Match against *source*, whose names are *index*; *by_words* finds words of names."""
        self._source = source
        self._index = index
        self._by_words = by_words
        self._folded: dict[Kinds, list[str]] = {}

    def candidates(self, text: str, kinds: Kinds, *, limit: int) -> list[Met]:
        """Return up to *limit* things of these kinds that *text* may name, likeliest first."""
        exact = self._index.find(text, kinds)
        found = {each.iri: self._met(text, each, is_exact=True) for each in exact}
        alike = self._by_words(text, kinds, limit)
        if not exact:
            alike = chain(alike, self._spelt_alike(text, kinds, limit))
        for each in alike:
            met = self._met(text, each, is_exact=each.iri in found and found[each.iri].is_exact)
            known = found.get(each.iri)
            if met.similarity >= LEAST and (known is None or known.similarity < met.similarity):
                found[each.iri] = met
        return sorted(found.values(), key=_order)[:limit]

    def meant(self, text: str, kinds: Collection[str]) -> str | None:
        """Return the IRI of the one thing of these kinds that *text* identifies by itself."""
        if is_generic(text):
            return None
        found = self._index.find(text, kinds)
        if is_acronym(text) and len({each.iri for each in found}) > 1:
            return None
        meant = the_one_meant(found, text, self._source)
        is_person = any(each.iri == meant and each.kind == "Person" for each in found)
        return None if is_person else meant

    def named(self, text: str) -> set[str]:
        """Return the IRIs of all things that bear the name *text*."""
        return {each.iri for each in self._index.find(text)}

    def _met(self, text: str, named: Named, *, is_exact: bool) -> Met:
        label = self._source.label(named.iri)
        is_preferred = similarity(label, named.name) == 100
        alike = 100.0 if is_exact else min(similarity(text, named.name), 99.0)
        return Met(named.iri, named.kind, named.name, alike, is_exact, is_preferred)

    def _spelt_alike(self, text: str, kinds: Kinds, limit: int) -> Iterator[Named]:
        if kinds not in self._folded:
            self._folded[kinds] = self._index.folded(kinds)
        yield from self._index.alike(
            text, self._folded[kinds], kinds, limit=limit, score=_SPELT_ALIKE
        )


def _order(met: Met) -> tuple[float, bool, str, str]:
    return -met.similarity, not met.is_preferred, met.name, met.iri
