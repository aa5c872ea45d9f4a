"""The types and properties that the service knows: the ontology's, in the protocol's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from pyoxigraph import RdfFormat, parse
from rapidfuzz import fuzz, process

from api.errors import BadRequestError
from api.linked.terms import TermView, term_groups
from ontology import vocabulary
from ontology.iris import Base, normalise_name
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import (
    ACTORS,
    COUNTRY_PROPERTY,
    KINDS,
    LITERAL_SUBJECTS,
    PLACES,
    RELATIONS,
    SIGNATURES,
)
from queries.parameters import iri_of

_ALL: Final = frozenset(KINDS)
_CLASSES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        **{kind: frozenset({kind}) for kind in KINDS},
        "Organization": frozenset({"Organization", "Network"}),
        "Agent": ACTORS | {"Person"},
        "Place": PLACES,
    }
)
_SKOS, _SCHEMA, _WGS84 = PREFIXES["skos"], PREFIXES["schema"], PREFIXES["wgs84"]
#: Properties of other vocabularies: their names, what they mean, and of what kinds they are said.
_OTHERS: Final = (
    (_SKOS + "prefLabel", "name", "The preferred name, in each language that has one.", _ALL),
    (_SKOS + "altLabel", "other name", "What else documents call it, acronyms too.", _ALL),
    (_SCHEMA + "sameAs", "same as", "The address of the same thing elsewhere.", _ALL),
    (_SCHEMA + "identifier", "code", "Its ISO 3166 code.", frozenset({"Country", "Region"})),
    (_WGS84 + "lat", "latitude", "Degrees north, from the gazetteer.", PLACES),
    (_WGS84 + "long", "longitude", "Degrees east, from the gazetteer.", PLACES),
    (
        "http://www.geonames.org/ontology#population",
        "population",
        "How many people live there, from the gazetteer.",
        PLACES,
    ),
)


@dataclass(frozen=True, slots=True)
class Defined:
    """A type or a property, and the kinds of things that have it."""

    iri: str
    name: str
    definition: str
    kinds: frozenset[str]

    def reference(self) -> dict[str, str]:
        """Return it as answers refer to it."""
        return {"id": self.iri, "name": self.name}


@dataclass(frozen=True, slots=True)
class Type(Defined):
    """A class of things, and the classes right above it."""

    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property(Defined):
    """A property, and the kinds that its values have, if they are things."""

    range: frozenset[str] = frozenset()


_Term = TypeVar("_Term", Type, Property)


@cache
def types() -> Mapping[str, Type]:
    """Return every type by its IRI."""
    found = {}
    for local, kinds in _CLASSES.items():
        term, iri = _described()[local], HANSA + local
        found[iri] = Type(iri, term.label, term.definition, kinds, _right_above(iri))
    return MappingProxyType(found)


@cache
def properties() -> Mapping[str, Property]:
    """Return every property by its IRI."""
    found = [*_relations(), *_literals()]
    found += [Property(iri, name, text, kinds) for iri, name, text, kinds in _OTHERS]
    country = _described()["country"]
    found.append(
        Property(
            COUNTRY_PROPERTY,
            country.label,
            country.definition,
            PLACES - {"Country"},
            frozenset({"Country"}),
        )
    )
    return MappingProxyType({each.iri: each for each in sorted(found, key=lambda one: one.name)})


def _relations() -> Iterable[Property]:
    for name, (subjects, objects) in SIGNATURES.items():
        there, back = _described()[name], _described()[RELATIONS[name]]
        yield Property(HANSA + name, there.label, there.definition, subjects, objects)
        if back != there:
            yield Property(HANSA + back.name, back.label, back.definition, objects, subjects)


def _literals() -> Iterable[Property]:
    for name, kinds in LITERAL_SUBJECTS.items():
        term = _described()[name]
        yield Property(HANSA + name, term.label, term.definition, kinds)


@cache
def _described() -> Mapping[str, TermView]:
    quads = parse(vocabulary.read("hansa.ttl"), format=RdfFormat.TURTLE)
    groups = term_groups(quad.triple for quad in quads)
    return {term.name: term for group in groups for term in group.terms}


def _right_above(iri: str) -> tuple[str, ...]:
    """Return the classes of ours above *iri* with none between."""
    above = vocabulary.super_classes()
    ours = {each for each in above.get(iri, ()) if each.removeprefix(HANSA) in _CLASSES}
    further = {higher for each in ours for higher in above.get(each, ())}
    return tuple(sorted(ours - further))


def type_of_kind(kind: str) -> Type:
    """Return the type that things of a kind have."""
    return types()[HANSA + kind]


def type_of(text: str, base: Base) -> Type:
    """Return the type that *text* names by IRI, prefixed name, local name or label."""
    found = _named(text, base, types())
    if found is None:
        raise BadRequestError(f"there is no type {text!r}; {_hint(text, types().values())}")
    return found


def property_of(text: str, base: Base) -> Property:
    """Return the property that *text* names by IRI, prefixed name, local name or label."""
    found = _named(text, base, properties())
    if found is None:
        raise BadRequestError(
            f"there is no property {text!r}; {_hint(text, properties().values())}"
        )
    return found


def _named(text: str, base: Base, known: Mapping[str, _Term]) -> _Term | None:
    iri = iri_of(text.strip(), base) or HANSA + text.strip()
    if iri in known:
        return known[iri]
    folded = normalise_name(text)
    return next((each for each in known.values() if normalise_name(each.name) == folded), None)


def _hint(text: str, known: Iterable[Defined]) -> str:
    names = [each.name for each in known]
    near: Sequence[str] = [name for name, *_ in process.extract(text, names, scorer=fuzz.WRatio)]
    return f"there is {', '.join(near[:3])}, and /reconcile/suggest lists more"
