"""What a cluster of atoms is called: its kind, its canonical IRI, its names.

The IRI is that of the strongest key: a record of the authority file, a place, the longest full
name, and else one of its own. Names never give an IRI that a record or a place could have, so that
no two clusters ever ask for one IRI, and none has to know of the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.deriving.gazetteer import Place, is_country_code
from ontology import vocabulary
from ontology.iris import Base, hash8, normalise_name, slug
from ontology.namespaces import DEFAULT_BASE
from ontology.vocabulary import AuthorityRecord

from .joining import Atom
from .names import is_acronym, is_generic
from .nodes import Node, atom_parts

#: Among kinds that equally many claims speak for, the first of these wins.
KIND_ORDER: Final = (
    "Network",
    "Organization",
    "Programme",
    "Project",
    "Agreement",
    "Event",
    "City",
    "Country",
    "Region",
    "Person",
)
_SLUG: Final = 80
_OWN: Final = re.compile(r".*-[0-9a-f]{8}")
_IN_COUNTRY: Final = re.compile(r".*-([a-z]{2})(-\d+)?")


@dataclass(frozen=True, slots=True)
class Resolved:
    """One entity across all documents.

    ``names`` are (text, language) with the main one first; ``translations`` are preferred in other
    languages than that has, at most one in each. ``place`` and ``record`` are what the gazetteer
    and the authority file know of it.
    """

    iri: str
    kind: str
    names: tuple[tuple[str, str], ...]
    place: Place | None = None
    record: AuthorityRecord | None = None
    translations: tuple[tuple[str, str], ...] = ()


class Naming:
    """Names clusters under one base, with what the records say."""

    def __init__(
        self,
        base: Base,
        *,
        records: Mapping[str, AuthorityRecord],
        place: Callable[[str], Place | None],
    ) -> None:
        """Look records up by IRI and places by link."""
        self.base = base
        self._records = records
        self._place = place

    def resolved(
        self,
        cluster: Sequence[Atom],
        *,
        chosen: str | None = None,
        renamed: Mapping[str, str] | None = None,
    ) -> Resolved:
        """Return what a cluster is; persons have a *chosen* slug, see ``graph.identity.namesakes``.

        *renamed* are the names that curators gave it, by language, empty where they gave none.
        """
        record, place = self._record(cluster), self._place_of(cluster)
        kind = record.kind if record else kind_of_votes(cluster)
        known = _known_names(place, record)
        main = _main_name(cluster, known, place=place if kind == "City" else None)
        translated = place.translations if place and kind == "Country" else ()
        main, translations = _preferred(main, renamed or {}, translated)
        seen = {main[0], *(name for name, _ in translations)}
        others = _each_once([*known, *_said(cluster)], seen)
        return Resolved(
            iri=self._iri(cluster, kind, record, place, chosen),
            kind=kind,
            names=(main, *others),
            place=place,
            record=record,
            translations=translations,
        )

    def own_iri(self, atom: Atom) -> str:
        """Return the IRI that an ``i``, ``n`` or ``s`` atom has where it is joined with nothing."""
        record, place = self._record([atom]), self._place_of([atom])
        kind = record.kind if record else kind_of_votes([atom])
        return self._iri([atom], kind, record, place, None)

    def alone(self, node: Node) -> Resolved:
        """Return what a node is that is joined with nothing, nor could be by its name."""
        names = tuple((name, node.language) for name in dict.fromkeys(node.names))
        return Resolved(self.own_iri_of(node), node.key.kind, (names[0], *sorted(names[1:])))

    def own_iri_of(self, node: Node) -> str:
        """Return the IRI that only this node of this document has."""
        return self.base.entity(node.key.kind, node.key.own_slug())

    def _record(self, cluster: Sequence[Atom]) -> AuthorityRecord | None:
        found = [self._records[link] for _, family, link in _identities(cluster) if not family]
        return min(found, key=lambda record: record.iri, default=None)

    def _place_of(self, cluster: Sequence[Atom]) -> Place | None:
        found = [self._place(link) for _, family, link in _identities(cluster) if family]
        return min(filter(None, found), key=lambda place: place.link, default=None)

    def _iri(
        self,
        cluster: Sequence[Atom],
        kind: str,
        record: AuthorityRecord | None,
        place: Place | None,
        chosen: str | None,
    ) -> str:
        if record:
            return self.base.rebased(record.iri)
        if place:
            return self.base.entity(kind, _place_slug(place, kind))
        if chosen:
            return self.base.entity(kind, chosen)
        first = min((atom.smallest for atom in cluster if atom.smallest), default=None)
        if first and all(atom.sort == "s" for atom in cluster):
            return self.base.entity(kind, first.own_slug())
        name = normalise_name(full_name(firsts_of(cluster)))
        return self.base.entity(kind, name_slug(kind, name))


def kind_of_votes(cluster: Iterable[Atom]) -> str:
    """Return the kind most claims speak for, else the first in order."""
    votes: Counter[str] = Counter()
    for atom in cluster:
        votes.update(atom.votes)
    return min(votes, key=lambda kind: (-votes[kind], KIND_ORDER.index(kind)))


def full_name(names: Iterable[str]) -> str:
    """Return the longest full name: no acronym where there is another, then the first sorted.

    >>> full_name(["LCL", "Lantern Cities League", "Lantern League"])
    'Lantern Cities League'
    """
    return min(
        names,
        key=lambda name: (is_generic(name), is_acronym(name), -len(normalise_name(name)), name),
    )


def name_slug(kind: str, name: str) -> str:
    """Return the slug for a normalised full name, one that no record or place could have.

    >>> name_slug("Network", "lantern cities league"), name_slug("City", "riga lv")
    ('lantern-cities-league', 'riga-lv-9a80f46b')
    """
    plain = slug(name, limit=10_000)
    if len(plain) <= _SLUG and not _is_reserved(kind, plain):
        return plain
    return f"{slug(name, limit=_SLUG - 9)}-{hash8(kind, name)}"


def _is_reserved(kind: str, name: str) -> bool:
    if _OWN.fullmatch(name) or f"{kind.lower()}/{name}" in _slugs_of_records():
        return True
    match = _IN_COUNTRY.fullmatch(name) if kind in {"City", "Region"} else None
    return match is not None and is_country_code(match[1])


@cache
def _slugs_of_records() -> frozenset[str]:
    return frozenset(
        record.iri.removeprefix(f"{DEFAULT_BASE}id/") for record in vocabulary.authority()
    )


def _identities(cluster: Iterable[Atom]) -> Iterator[list[str]]:
    return (atom_parts(atom.id) for atom in cluster if atom.sort == "i")


def firsts_of(cluster: Sequence[Atom]) -> set[str]:
    """Return the fullest names; those of nodes singled out only where there are no others."""
    whole = [atom for atom in cluster if atom.sort != "s"] or cluster
    return {name for atom in whole for name in atom.firsts}


def _place_slug(place: Place, kind: str) -> str:
    """Return the place's slug; a place read as another kind of place keeps its name only."""
    return place.slug if kind == place.kind else f"{slug(place.name)}-{hash8(place.link)}"


def _said_name(name: str, said: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Return what documents call a city whose *name* in the gazetteer none of them uses.

    GeoNames prefers local names: nobody who read of Ghent would look for Gent. The shortest is
    taken, so that "City of Ghent" does not win, unless it is an abbreviation.
    """
    if normalise_name(name) in {normalise_name(each) for each, _ in said}:
        return None
    words = [each for each in said if len(each[0]) > 3 and not each[0].isupper()]
    return min(words, key=lambda each: (len(each[0]), each), default=None)


def _said(cluster: Sequence[Atom]) -> list[tuple[str, str]]:
    return sorted({name for atom in cluster for name in atom.names})


def _known_names(place: Place | None, record: AuthorityRecord | None) -> list[tuple[str, str]]:
    """Return what the authority file, or else the gazetteer, calls it, the best known first."""
    if record:
        names = [(name.text, name.language) for name in record.names]
        return names + [(acronym, "") for acronym in record.acronyms]
    return [(place.name, "" if place.kind == "City" else "en")] if place else []


def _main_name(
    cluster: Sequence[Atom], known: list[tuple[str, str]], *, place: Place | None
) -> tuple[str, str]:
    """Return the name that it goes by unless a curator chose one; *place* only for a city."""
    said = _said(cluster)
    if place and place.kind == "City" and (found := _said_name(place.name, said)):
        return found
    full = full_name(firsts_of(cluster))
    return known[0] if known else next(name for name in said if name[0] == full)


def _preferred(
    main: tuple[str, str],
    renamed: Mapping[str, str],
    translated: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Return the main name and its translations, once curators have given names by language.

    A name without a language, or in that of the main name, takes its place; any other stands beside
    it, so that there is one in each language (SKOS Reference, S14). What is *translated* stands for
    the languages in which curators gave none.

    >>> _preferred(("Ring", "en"), {"en": "Harbour Ring", "de": "Hafenring"})
    (('Harbour Ring', 'en'), (('Hafenring', 'de'),))
    """
    own = "" if "" in renamed else main[1].lower()
    by_tag = {tag.lower(): (name, tag) for name, tag in translated if tag != main[1].lower()}
    by_tag |= {tag.lower(): (name, tag) for tag, name in renamed.items()}
    rest = sorted(name for tag, name in by_tag.items() if tag != own)
    return ((renamed[own], own) if own in renamed else main), tuple(rest)


def _each_once(names: Iterable[tuple[str, str]], seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield names sorted, each text once and none that was seen (SKOS Reference, S13)."""
    for name in sorted(names):
        if name[0] not in seen:
            seen.add(name[0])
            yield name
