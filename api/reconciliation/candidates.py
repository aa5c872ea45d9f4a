"""Candidates for a name: found, scored from 0 to 100, and told what the score is made of.

The score is how alike the names are; where properties are given that something is known of, they
make two fifths of it. A candidate is a match only if the rules of identity that ingestion follows
let the name, or what is given beside it, identify that one thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from api.reconciliation.descriptions import description
from api.reconciliation.places import code_of, is_another_city, place_named
from api.reconciliation.requests import LONGEST_NAME, Query
from api.reconciliation.terms import type_of_kind
from api.reconciliation.values import Expected
from graph.identity.names import is_generic
from graph.reader import Reader
from ontology.terms import COUNTRY_PROPERTY, PLACES
from queries.matching import Matcher, Met
from queries.parameters import iri_of

#: How much of the score properties make, and what a type that was only preferred takes off.
_PROPERTIES: Final = 0.4
_OTHER_TYPE: Final = 0.8
#: How alike a name is that the gazetteer, and no document, gives.
_GAZETTEER: Final = 95.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant, with what speaks for it."""

    iri: str
    kind: str
    score: float
    features: dict[str, bool | float]
    is_match: bool

    def as_json(self, reader: Reader) -> dict[str, Any]:
        """Return it as the protocol writes it (section 4.2)."""
        return {
            "id": self.iri,
            "name": reader.label(self.iri),
            "description": description(reader, self.iri, self.kind),
            "type": [type_of_kind(self.kind).reference()],
            "score": self.score,
            "match": self.is_match,
            "features": [{"id": name, "value": value} for name, value in self.features.items()],
        }


class Matching:
    """One query being answered."""

    def __init__(self, reader: Reader, matcher: Matcher, query: Query) -> None:
        """Answer *query* from *reader*, whose names *matcher* knows."""
        self._reader = reader
        self._matcher = matcher
        self._query = query
        self._expected = [Expected(reader, matcher, given) for given in query.given]

    @cached_property
    def _countries(self) -> list[str]:
        """The codes of the countries that were given."""
        given = [each for each in self._expected if each.property.iri == COUNTRY_PROPERTY]
        codes = (code_of(self._reader, iri) for each in given for iri in each.things)
        return sorted({code for code in codes if code})

    def candidates(self) -> list[Candidate]:
        """Return the candidates, best first; a text that is too long names nothing."""
        if len(self._query.text) > LONGEST_NAME:
            return []
        found = sorted(self._scored(), key=lambda each: -each.score)
        return found[: self._query.limit]

    def _scored(self) -> Iterator[Candidate]:
        if iri := iri_of(self._query.text, self._reader.base):
            kind = self._reader.kind(iri)
            if kind in self._query.kinds:
                yield Candidate(iri, str(kind), 100.0, {"identifier": True}, is_match=True)
            return
        met = self._met()
        agreements = {each.iri: self._agreements(each.iri) for each in met}
        meant = self._meant(met, agreements)
        for each in met:
            yield self._candidate(each, agreements[each.iri], is_match=each.iri == meant)

    def _met(self) -> list[Met]:
        query = self._query
        if not query.text:
            return self._by_properties()
        found = self._matcher.candidates(query.text, query.kinds, limit=query.limit)
        if not any(each.is_exact for each in found) and (place := self._place):
            iri, kind = place
            label = self._reader.label(iri)
            met = Met(iri, kind, label, _GAZETTEER, is_exact=False, is_preferred=False)
            found = [met, *(each for each in found if each.iri != iri)]
        return found

    def _by_properties(self) -> list[Met]:
        """Return the things that have a value of each property that was given."""
        sets = [each.subjects(self._query.kinds) for each in self._expected]
        shared = set.intersection(*(set(each) for each in sets)) if sets else set()
        found = sorted((self._reader.label(iri), iri) for iri in shared)
        return [
            Met(iri, sets[0][iri], label, 100.0, is_exact=False, is_preferred=True)
            for label, iri in found[: self._query.limit]
        ]

    @cached_property
    def _place(self) -> tuple[str, str] | None:
        """The place that the gazetteer knows by the name."""
        kinds = self._query.kinds & PLACES
        if not kinds or not self._query.text:
            return None
        return place_named(self._reader, self._query.text, kinds, self._countries)

    def _agreements(self, iri: str) -> dict[str, bool]:
        """Return for each given property of which something is known whether it agrees."""
        agreed = {each.property.name: each.agrees(iri) for each in self._expected}
        return {name: agrees for name, agrees in agreed.items() if agrees is not None}

    def _meant(self, met: Sequence[Met], agreements: dict[str, dict[str, bool]]) -> str | None:
        """Return the candidate that is identified, by the name or by what was given beside it."""
        text = self._query.text
        if not text or is_generic(text):
            return None
        kinds = self._query.preferred
        exact = [each for each in met if each.is_exact and each.kind in kinds]
        proven = [each for each in exact if any(agreements[each.iri].values())]
        meant = self._matcher.meant(text, kinds)
        if len(proven) == 1:
            meant = proven[0].iri
        elif meant is None and not exact and self._place and self._place[1] in kinds:
            meant = self._place[0]
        if meant is None or not all(agreements.get(meant, {}).values()):
            return None
        is_open = not proven and any(each.iri == meant and each.kind == "City" for each in exact)
        if is_open and is_another_city(self._reader, text, meant, self._countries):
            return None
        return meant

    def _candidate(self, met: Met, agreed: dict[str, bool], *, is_match: bool) -> Candidate:
        score = met.similarity
        if agreed:
            share = sum(agreed.values()) / len(agreed)
            score = (1 - _PROPERTIES) * score + _PROPERTIES * 100 * share
        is_preferred_type = met.kind in self._query.preferred
        if not is_preferred_type:
            score *= _OTHER_TYPE
        features: dict[str, bool | float] = {
            "name_similarity": round(met.similarity, 1),
            "name_exact": met.is_exact,
            "name_preferred": met.is_preferred,
            "type": is_preferred_type,
        }
        features |= {f"property: {name}": agrees for name, agrees in agreed.items()}
        return Candidate(met.iri, met.kind, round(score, 1), features, is_match)
