"""Names to look up: from what a person types to the things that bear the name.

Names are compared after folding case, accents, punctuation, possessives and leading articles.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ontology.iris import Base, normalise_name
from ontology.namespaces import PREFIXES

Term = NamedNode | Literal

#: Up to so many letters wrong, left out, added or swapped count as a slip of the hand.
_SLIP: Final = 2
#: How many names that are only alike are shown for one that nothing bears.
_ALIKE: Final = 5
_HASH: Final = re.compile(r"-[0-9a-f]{8}\Z")
_RDFS: Final = PREFIXES["rdfs"]
_SKOS: Final = PREFIXES["skos"]


class DocumentRow(Protocol):
    """What is asked of a document: how it is known and what it is called."""

    @property
    def iri(self) -> str:
        """The document's IRI."""

    @property
    def key(self) -> str:
        """Its source key."""

    @property
    def title(self) -> str | None:
        """Its title, where it has one."""


class Source(Protocol):
    """The little that questions ask of a graph; ``graph.reader.Reader`` offers it."""

    @property
    def base(self) -> Base:
        """Where the data's IRIs begin."""

    def solutions(self, query: str) -> Iterator[dict[str, Term]]:
        """Run a SELECT query; unbound variables are left out."""

    def names(self, kind: str | None = None) -> Iterable[tuple[str, str, str]]:
        """Yield (name, IRI, kind) for every name of every thing, or of those of one kind."""

    def label(self, iri: str) -> str:
        """Return the preferred name of a thing."""

    def kind(self, iri: str) -> str | None:
        """Return the kind of a thing, None where nothing has that IRI."""

    def documents(self) -> Iterable[DocumentRow]:
        """Return all current documents."""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A thing by one of its names."""

    name: str
    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every name in a graph by its folded form; build one for a generation and keep it.

    >>> index = NameIndex.of([("Riga", "id/city/riga-lv", "City"), ("RIGA", "id/x", "Network")])
    >>> [found.kind for found in index.find("the riga")]
    ['City', 'Network']
    """

    by_folded: dict[str, list[Named]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[tuple[str, str, str]]) -> NameIndex:
        """Build an index from (name, IRI, kind)."""
        by_folded: dict[str, list[Named]] = {}
        for name, iri, kind in sorted(names):
            by_folded.setdefault(normalise_name(name), []).append(Named(name, kind, iri))
        return cls(by_folded)

    def find(self, name: str, kinds: Collection[str] | None = None) -> list[Named]:
        """Return the things, each once, of these kinds that bear *name*, by kind and IRI."""
        borne = {
            (each.kind, each.iri): each
            for each in reversed(self.by_folded.get(normalise_name(name), []))
            if kinds is None or each.kind in kinds
        }
        return [borne[key] for key in sorted(borne)]

    def nearest(
        self, name: str, kinds: Collection[str] | None = None, *, limit: int = 3, score: int = 60
    ) -> list[Named]:
        """Return up to *limit* things whose names come nearest to *name*, nearest first.

        *score* is the least similarity, from 0 to 100, that counts as near.
        """
        wanted = normalise_name(name)
        folded = [known for known in self.by_folded if self._has(known, kinds)]
        ranked = process.extract(
            wanted, folded, scorer=fuzz.WRatio, limit=8 * limit, score_cutoff=score
        )
        distances = {known: OSA.distance(wanted, known) for known, *_ in ranked}
        slip = min(distances.values(), default=0)
        # A slip of one or two letters is all there is to it; what is less alike only distracts.
        near = [known for known in distances if slip > _SLIP or distances[known] == slip]
        return self._distinct(near, kinds, limit)

    def nearest_iris(self, iri: str, *, limit: int = 3, score: int = 85) -> list[str]:
        """Return up to *limit* IRIs of things that may have been meant by one nothing has.

        They bear the name that it ends in, or end nearly so: *score* is the least similarity.
        """
        end = _end(iri)
        borne = [each.iri for each in self.find(end.replace("-", " "))]
        ends = {each.iri: _end(each.iri) for named in self.by_folded.values() for each in named}
        alike = process.extract(end, ends, scorer=fuzz.ratio, limit=limit, score_cutoff=score)
        return list(dict.fromkeys([*borne, *(known for _, _, known in alike)]))[:limit]

    def folded(self, kinds: Collection[str] | None = None) -> list[str]:
        """Return the folded names that things of these kinds bear."""
        return [known for known in self.by_folded if self._has(known, kinds)]

    def alike(
        self,
        name: str,
        folded: Sequence[str],
        kinds: Collection[str] | None = None,
        *,
        limit: int,
        score: float,
    ) -> list[Named]:
        """Return up to *limit* things with names among *folded* that are spelt much like *name*.

        *score* is the least similarity, from 0 to 100; *folded* comes from ``folded``, which a
        caller who asks for many names keeps.
        """
        ranked = process.extract(
            normalise_name(name), folded, scorer=fuzz.ratio, limit=limit, score_cutoff=score
        )
        return self._distinct([known for known, *_ in ranked], kinds, limit)

    def suggest(
        self, start: str, kinds: Collection[str] | None = None, *, limit: int = 10
    ) -> list[Named]:
        """Return up to *limit* things for a name being typed.

        First come those whose names begin so, then those of which a later word does, then
        those that hold every word; where there are none, those that come nearest.
        """
        beginning = normalise_name(start)
        folded = sorted(known for known in self.by_folded if self._has(known, kinds))
        words = [known for known in folded if known.startswith(beginning)]
        later = [known for known in folded if f" {beginning}" in known]
        every = [known for known in folded if all(word in known for word in beginning.split())]
        near = [] if every else self._alike(beginning, folded)
        return self._distinct([*words, *later, *every, *near], kinds, limit)

    @staticmethod
    def _alike(wanted: str, folded: list[str]) -> list[str]:
        """Return the few names a part of which is most like *wanted*, the most alike first."""
        long_enough = [known for known in folded if len(known) >= len(wanted) - _SLIP]
        ranked = process.extract(
            wanted, long_enough, scorer=_likeness, limit=_ALIKE, score_cutoff=75
        )
        return [known for known, *_ in ranked]

    def _has(self, folded: str, kinds: Collection[str] | None) -> bool:
        return kinds is None or any(each.kind in kinds for each in self.by_folded[folded])

    def _distinct(
        self, folded: Iterable[str], kinds: Collection[str] | None, limit: int
    ) -> list[Named]:
        found: dict[str, Named] = {}
        for known in folded:
            for each in self.by_folded[known]:
                if kinds is None or each.kind in kinds:
                    found.setdefault(each.iri, each)
        return list(found.values())[:limit]


def similarity(one: str, other: str) -> float:
    """Return from 0 to 100 how alike two names are, letter by letter or word by word.

    >>> similarity("The City of Zürich", "city of zurich"), similarity("Rīga", "Tartu") < 30
    (100.0, True)
    >>> similarity("Cities Lantern League", "Lantern Cities League") > 90
    True
    """
    folded, known = normalise_name(one), normalise_name(other)
    return max(fuzz.ratio(folded, known), 0.95 * fuzz.token_sort_ratio(folded, known))


def the_one_meant(found: Sequence[Named], name: str, source: Source) -> str | None:
    """Return the IRI of the only thing of *found* that *name* can mean, None where it is open.

    That is the only one, or the only one that bears the name as its preferred one. What people
    type, the terminal, questions and reconciliation all mean by a name is decided here.
    """
    things = {each.iri for each in found}
    folded = normalise_name(name)
    preferred = {iri for iri in things if normalise_name(source.label(iri)) == folded}
    return next((min(some) for some in (things, preferred) if len(some) == 1), None)


def _likeness(one: str, other: str, **_: object) -> float:
    """Return from 0 to 100 how alike two names are, or one and the best part of the other.

    >>> _likeness("talin", "tallinn") > _likeness("talin", "mountain")
    True
    """
    return max(fuzz.ratio(one, other), 0.9 * fuzz.partial_ratio(one, other))


def exact(source: Source, name: str, kinds: Collection[str]) -> list[str]:
    """Return the IRIs of things of these kinds that bear *name* to the letter.

    Where it is the preferred name of some, the others are left out. One look-up in the store,
    so that the usual case needs no index of all names.
    """
    names = " ".join(str(term) for term in (Literal(name), Literal(name, language="en")))
    query = f"""
        SELECT DISTINCT ?thing ?bears WHERE {{
          VALUES ?name {{ {names} }}
          VALUES ?bears {{ <{_RDFS}label> <{_SKOS}altLabel> }}
          ?thing ?bears ?name .
        }} ORDER BY ?thing"""
    found: dict[str, list[str]] = {}
    for solution in source.solutions(query):
        iri = solution["thing"].value
        if source.kind(iri) in kinds:
            found.setdefault(solution["bears"].value, []).append(iri)
    return found.get(f"{_RDFS}label") or found.get(f"{_SKOS}altLabel") or []


def _end(iri: str) -> str:
    """Return the end of an IRI, without the hash that tells it from others.

    >>> _end("https://w3id.org/hansa/id/network/bergen-25c9ae04")
    'bergen'
    """
    return _HASH.sub("", iri.rsplit("/", 1)[-1])
