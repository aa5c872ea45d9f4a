"""Hansa's own graphs besides the documents': ontology, authority and gazetteer.

Of the authority file and the gazetteer they hold only what documents refer to. What the
gazetteer knows (country, coordinates, population) is knowledge about the world and never mixes
with what a document said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, RdfFormat, parse

from graph.errors import StoreError
from graph.identity.naming import Resolved
from graph.lines.ntriples import decimal, integer, iri, number, text, triple, typed
from ontology import terms, vocabulary
from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE, HANSA, PREFIXES
from ontology.vocabulary import AuthorityRecord

from .gazetteer import ISO_3166, Gazetteer, Place

_GEO: Final = PREFIXES["geo"]
_RDF: Final = PREFIXES["rdf"]
_SCHEMA: Final = PREFIXES["schema"]
_SKOS: Final = PREFIXES["skos"]
_WGS84: Final = PREFIXES["wgs84"]
#: schema.org has no population; GeoNames' own ontology does.
POPULATION: Final = "http://www.geonames.org/ontology#population"

_ONTOLOGY_FILES: Final = ("hansa.ttl", "schemes.ttl")


def ontology_lines(base: Base) -> frozenset[str]:
    """Return the triples of ``graph/ontology``: the vocabulary and its concept schemes."""
    return frozenset(
        line.replace(f"<{DEFAULT_BASE}scheme/", f"<{base.iri}scheme/") for line in _vocabulary()
    )


@cache
def _vocabulary() -> tuple[str, ...]:
    found = []
    for name in _ONTOLOGY_FILES:
        for quad in parse(vocabulary.read(name), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise StoreError(f"{name} has a blank node in {quad.triple}; give it an IRI")
            found.append(f"{quad.triple} .")
    return tuple(found)


def authority_lines(entities: Iterable[Resolved], base: Base) -> Iterator[str]:
    """Yield the triples of ``graph/authority`` for the records among *entities*."""
    for entity in entities:
        if entity.record:
            yield from _record(entity.iri, entity.record, base)


def _record(about: str, record: AuthorityRecord, base: Base) -> Iterator[str]:
    yield triple(about, _RDF + "type", iri(HANSA + record.kind))
    for position, name in enumerate(record.names):
        label = "altLabel" if position else "prefLabel"
        yield triple(about, _SKOS + label, text(name.text, language=name.language))
    for acronym in record.acronyms:
        yield triple(about, terms.ACRONYM, text(acronym))
    for other in record.same_as:
        yield triple(about, _SCHEMA + "sameAs", iri(other))
    if record.classification:
        concept = base.rebased(record.classification)
        yield triple(about, PREFIXES["org"] + "classification", iri(concept))


def gazetteer_lines(
    entities: Iterable[Resolved], gazetteer: Gazetteer, base: Base
) -> Iterator[str]:
    """Yield the triples of ``graph/gazetteer`` for the places among *entities*."""
    for entity in entities:
        if entity.place:
            yield from _place(entity.iri, entity.kind, entity.place)
            country = gazetteer[ISO_3166 + entity.place.country]
            if country and entity.kind != "Country":
                about = base.entity("Country", country.slug)
                yield triple(entity.iri, terms.COUNTRY_PROPERTY, iri(about))


def _place(about: str, kind: str, place: Place) -> Iterator[str]:
    yield triple(about, _RDF + "type", iri(HANSA + kind))
    name = text(place.name, language="" if place.kind == "City" else "en")
    yield triple(about, _SKOS + "prefLabel", name)
    if place.geonames:
        yield triple(about, _SCHEMA + "sameAs", iri(place.geonames))
    if place.code:
        yield triple(about, _SCHEMA + "identifier", text(place.code))
    if place.population:
        yield triple(about, POPULATION, integer(place.population))
    if place.latitude is not None and place.longitude is not None:
        yield from _coordinates(about, place.latitude, place.longitude)


def _coordinates(about: str, latitude: float, longitude: float) -> Iterator[str]:
    geometry = f"{about}#geometry"
    yield triple(about, _WGS84 + "lat", decimal(latitude))
    yield triple(about, _WGS84 + "long", decimal(longitude))
    yield triple(about, _GEO + "hasGeometry", iri(geometry))
    yield triple(geometry, _RDF + "type", iri(_GEO + "Geometry"))
    well_known_text = f"POINT({number(longitude)} {number(latitude)})"
    yield triple(geometry, _GEO + "asWKT", typed(well_known_text, _GEO + "wktLiteral"))
