"""Values of properties: what the graph and the gazetteer give for a thing, and how they compare."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from api.reconciliation.requests import Given
from api.reconciliation.terms import Property
from graph.reader import Reader
from ontology.iris import normalise_name
from ontology.namespaces import PREFIXES
from queries.codes import country_of
from queries.matching import Matcher
from queries.parameters import iri_of

Term = NamedNode | Literal

_XSD: Final = PREFIXES["xsd"]
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\Z")


def values_of(reader: Reader, iri: str, wanted: Property) -> list[Term]:
    """Return the values of a property of the thing with that IRI, in whatever graph, sorted."""
    quads = reader.quads(NamedNode(iri), NamedNode(wanted.iri))
    found = {quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}
    return sorted(found, key=str)


def as_json(reader: Reader, term: Term, wanted: Property) -> dict[str, Any]:
    """Return a value as the protocol writes it (section 2.4): a thing, a number, a day or a text.

    A day gets midnight added to it, because the protocol knows moments only.
    """
    if isinstance(term, NamedNode):
        if wanted.range:
            return {"id": term.value, "name": reader.label(term.value)}
        return {"str": term.value}
    datatype = term.datatype.value.removeprefix(_XSD)
    with suppress(ValueError):
        if datatype == "integer":
            return {"int": int(term.value)}
        if datatype in {"decimal", "double", "float"}:
            return {"float": float(term.value)}
    if datatype == "date" and _DAY.match(term.value):
        return {"date": f"{term.value}T00:00:00"}
    return {"str": term.value}


class Expected:
    """A property with the values that a candidate is expected to have, looked up once."""

    def __init__(self, reader: Reader, matcher: Matcher, given: Given) -> None:
        """Find out which things the values name."""
        self.property = given.property
        self._reader = reader
        self._texts = given.values
        self.things = {iri for text in given.values for iri in _things(reader, matcher, text)}

    def agrees(self, iri: str) -> bool | None:
        """Say whether a thing has one of the values, or others; None where it has none.

        What no document says of a thing is no evidence against it.
        """
        values = values_of(self._reader, iri, self.property)
        if not values:
            return None
        return any(
            each.value in self.things
            if isinstance(each, NamedNode)
            else any(_is_same(each.value, text) for text in self._texts)
            for each in values
        )

    def subjects(self, kinds: Collection[str]) -> dict[str, str]:
        """Return the things of these kinds that have one of the values, with their kinds."""
        predicate = NamedNode(self.property.iri)
        terms: list[Term] = [NamedNode(iri) for iri in sorted(self.things)]
        terms += [literal for text in self._texts for literal in _literals(text)]
        quads = (quad for term in terms for quad in self._reader.quads(None, predicate, term))
        found = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        known = ((iri, self._reader.kind(iri)) for iri in found)
        return {iri: kind for iri, kind in known if kind and kind in kinds}


def _things(reader: Reader, matcher: Matcher, text: str) -> set[str]:
    if iri := iri_of(text, reader.base):
        return {iri}
    found = matcher.named(text)
    if country := country_of(reader, text.upper()):
        found = found | {country}
    return found


def _literals(text: str) -> list[Literal]:
    kinds = ("integer", "date", "gYear") if text[:1].isdigit() else ()
    typed = [Literal(text, datatype=NamedNode(_XSD + kind)) for kind in kinds]
    return [Literal(text), Literal(text, language="en"), *typed]


def _is_same(value: str, text: str) -> bool:
    """Say whether a value is what was given: the same number, a date that begins so, or a name.

    >>> _is_same("2026-05-04", "2026"), _is_same("14", "14.0"), _is_same("Rīga", "RIGA")
    (True, True, True)
    >>> _is_same("2026-05-04", "2"), _is_same("140", "14")
    (False, False)
    """
    with suppress(ValueError):
        return float(value) == float(text)
    if _DAY.match(value) and re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return value.startswith(text)
    return normalise_name(value) == normalise_name(text)
