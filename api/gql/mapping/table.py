"""The table: each field of a thing or document, and what it is in RDF.

Resolvers, filters, orders, the SPARQL shown beside an answer and the context of an answer in
JSON-LD are all made from these rows, and a test holds them to the shapes. A name means the same
wherever it stands, so that one context serves every answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ontology.terms import PLACES

from .rows import DOCUMENT, EVERYTHING, Attribute, Home, Relation, Row, Statement, expanded

_INTEGER: Final = expanded("xsd:integer")
_DECIMAL: Final = expanded("xsd:decimal")
_STRING: Final = expanded("xsd:string")
_LANG_STRING: Final = expanded("rdf:langString")
_DATE: Final = expanded("xsd:date")
_POPULATION: Final = "http://www.geonames.org/ontology#population"


def _back(field: str, stated: str, description: str) -> Relation:
    return Relation(field, stated, description, backwards=True)


def _figure(field: str, predicate: str, datatype: str, description: str) -> Attribute:
    world = f"{description}, from the gazetteer: world knowledge, not a claim; null where unknown."
    return Attribute(field, predicate, world, Home.GAZETTEER, PLACES, datatype)


def _note(
    field: str, predicate: str, description: str, *, least: int = 0, datatype: str = _STRING
) -> Attribute:
    iri = expanded(predicate)
    return Attribute(field, iri, description, Home.DOCUMENT, DOCUMENT, datatype, least)


_RELATIONS: Final = (
    Relation("partOf", "partOf", "What it is a unit or component of."),
    _back("parts", "partOf", "Its units and components."),
    Relation("memberOf", "memberOf", "The networks and bodies it belongs to."),
    _back("members", "memberOf", "Who belongs to it."),
    Relation("partners", "partnerOf", "Who cooperates with it."),
    Relation("participatesIn", "participatesIn", "What it takes part in."),
    _back("participants", "participatesIn", "Who takes part in it."),
    Relation("partyTo", "partyTo", "The agreements it signed or issued."),
    _back("parties", "partyTo", "Who signed or issued it."),
    Relation("ledBy", "ledBy", "Who leads, runs or hosts it."),
    _back("leads", "ledBy", "What it leads or runs."),
    Relation("chairedBy", "chairedBy", "Who holds its chair or presidency."),
    _back("chairs", "chairedBy", "What it chairs."),
    Relation("foundedBy", "foundedBy", "Who set it up."),
    _back("founded", "foundedBy", "What it founded."),
    Relation("supportedBy", "supportedBy", "Who funds, sponsors or backs it."),
    _back("supports", "supportedBy", "What it funds, sponsors or backs."),
    Relation("locatedIn", "locatedIn", "Where it lies, has its seat or happens, as documents say."),
    _back("locationOf", "locatedIn", "What lies, has its seat or takes place in it."),
    Relation("underAgreement", "underAgreement", "What it is made under or implements."),
    _back("governs", "underAgreement", "What is done or made under it."),
    Relation("worksFor", "worksFor", "Where posts are held; the claims have the role."),
    _back("people", "worksFor", "Who holds a post at it; the claims have the role."),
)

_STATEMENTS: Final = (
    Statement(
        "memberCounts",
        "memberCount",
        "Stated numbers of members or participants, those of the newest document first.",
        _INTEGER,
    ),
    Statement("foundingYears", "foundingYear", "Stated founding years.", _INTEGER),
    Statement(
        "dates", "date", "When it was made, held or begun, as precise as documents say.", _DATE
    ),
    Statement(
        "focusAreas",
        "focusArea",
        "Topics it works on or is about, in the documents' own words.",
        _LANG_STRING,
    ),
)

_ATTRIBUTES: Final = (
    Attribute(
        "name",
        expanded("skos:prefLabel"),
        "The preferred name, in the first of these languages there is.",
        Home.FACTS,
        EVERYTHING,
        _LANG_STRING,
        least=1,
        most=None,
    ),
    Attribute(
        "names",
        expanded("skos:altLabel"),
        "Every name it goes by, the preferred one first.",
        Home.FACTS,
        EVERYTHING,
        _LANG_STRING,
        most=None,
    ),
    Attribute(
        "sameAs",
        expanded("schema:sameAs"),
        "The same thing in other datasets.",
        Home.FACTS,
        EVERYTHING,
        None,
        most=None,
    ),
    Attribute(
        "country",
        expanded("hansa:country"),
        "The country it lies in, from the gazetteer: world knowledge, not a claim; null where "
        "unknown, and of countries themselves.",
        Home.GAZETTEER,
        PLACES - {"Country"},
        None,
    ),
    _figure("latitude", expanded("wgs84:lat"), _DECIMAL, "Degrees north"),
    _figure("longitude", expanded("wgs84:long"), _DECIMAL, "Degrees east"),
    _figure("population", _POPULATION, _INTEGER, "How many live there"),
    _note(
        "sourceKey",
        "hansa:sourceKey",
        "The key under which it was ingested: an address or a path.",
        least=1,
    ),
    _note("title", "dcterms:title", "Its title, or its source key where it tells none."),
    _note("publisher", "dcterms:publisher", "Who published it, where the file tells."),
    _note("date", "dcterms:date", "When it was published: a year, month or day.", datatype=_DATE),
    _note("language", "dcterms:language", "BCP 47 tag of its language."),
    _note("sha256", "hansa:sha256", "SHA-256 of the bytes it was read from.", least=1),
)

#: The rows of each kind, by the name of their field.
RELATIONS: Final[Mapping[str, Relation]] = MappingProxyType({row.field: row for row in _RELATIONS})
STATEMENTS: Final[Mapping[str, Statement]] = MappingProxyType(
    {row.field: row for row in _STATEMENTS}
)
ATTRIBUTES: Final[Mapping[str, Attribute]] = MappingProxyType(
    {row.field: row for row in _ATTRIBUTES}
)
#: Every row by the name of its field.
TABLE: Final[Mapping[str, Row]] = MappingProxyType({**RELATIONS, **STATEMENTS, **ATTRIBUTES})
