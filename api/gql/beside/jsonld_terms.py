"""The JSON-LD context of answers: what each field's name means, made from the table.

A name means the same wherever it stands, so one context serves every answer. Its terms are the
names of the fields; IRIs stand written out or after ``hansa:``, so that no value is taken for a
name with a prefix.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from api.gql.mapping.rows import Attribute, Relation, Row, expanded
from api.gql.mapping.table import RELATIONS, TABLE
from ontology.namespaces import HANSA
from ontology.terms import KINDS

#: A term's definition in the context: an IRI, or that with the type and container of its values.
Definition: TypeAlias = str | dict[str, Any]

LANG_STRING: Final = expanded("rdf:langString")
STRING: Final = expanded("xsd:string")
#: Datatypes of which a term says that its values have them.
_SAID: Final = frozenset(map(expanded, ("xsd:integer", "xsd:decimal")))

#: Where things stand that nothing in RDF joins to the thing they stand in.
INCLUDED: Final = "included"
#: The same for claims, which tell by themselves what they are about.
CLAIMS: Final = "claims"

#: Connections that have some of what a relation of the table leads to.
SOME_OF: Final[Mapping[str, Relation]] = MappingProxyType(
    {"networks": RELATIONS["memberOf"], "sharedMembers": RELATIONS["members"]}
)
#: What a claim says besides its ends, by the names of its fields.
OF_CLAIM: Final[Mapping[str, Definition]] = MappingProxyType(
    {
        "status": {"@id": HANSA + "status", "@type": "@id"},
        "year": {"@id": HANSA + "year", "@type": expanded("xsd:integer")},
        "role": {"@id": HANSA + "role", "@container": "@language"},
        "confidence": {"@id": HANSA + "confidence", "@type": expanded("xsd:decimal")},
        "rule": HANSA + "rule",
    }
)
#: What the selectors of its evidence say, likewise.
OF_SELECTOR: Final[Mapping[str, Definition]] = MappingProxyType(
    {
        "quote": expanded("oa:exact"),
        "prefix": expanded("oa:prefix"),
        "suffix": expanded("oa:suffix"),
        "start": {"@id": expanded("oa:start"), "@type": expanded("xsd:integer")},
        "end": {"@id": expanded("oa:end"), "@type": expanded("xsd:integer")},
    }
)
_FIXED: Final[Mapping[str, Definition | float]] = MappingProxyType(
    {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "graph": "@graph",
        INCLUDED: "@included",
        CLAIMS: "@included",
        "hansa": HANSA,
        **{kind: HANSA + kind for kind in (*KINDS, "Document", "Claim")},
        "SpecificResource": expanded("oa:SpecificResource"),
        "TextQuoteSelector": expanded("oa:TextQuoteSelector"),
        "TextPositionSelector": expanded("oa:TextPositionSelector"),
        "subject": {"@id": expanded("rdf:subject"), "@type": "@id"},
        "property": {"@id": expanded("rdf:predicate"), "@type": "@id"},
        "object": expanded("rdf:object"),
        "document": {"@id": expanded("prov:wasDerivedFrom"), "@type": "@id"},
        "evidence": {"@id": HANSA + "evidence", "@type": "@id"},
        "selectors": {"@id": expanded("oa:hasSelector"), "@type": "@id", "@container": "@set"},
        **OF_CLAIM,
        **OF_SELECTOR,
    }
)


@cache
def context() -> Mapping[str, Any]:
    """Return the context.

    >>> context()["members"]
    {'@id': 'https://w3id.org/hansa/ontology#hasMember', '@type': '@id', '@container': '@set'}
    >>> context()["name"]["@container"], context()["title"]
    ('@language', 'http://purl.org/dc/terms/title')
    """
    rows = {name: _definition(row) for name, row in {**TABLE, **SOME_OF}.items()}
    return MappingProxyType({**_FIXED, **rows})


def _definition(row: Row) -> Definition:
    datatype = None if isinstance(row, Relation) else row.datatype
    holds_many = not isinstance(row, Attribute) or row.most is None
    found: dict[str, Any] = {"@id": row.predicate}
    if datatype is None or datatype in _SAID:
        found["@type"] = datatype or "@id"
    containers = ["@language"] if datatype == LANG_STRING else []
    if holds_many and row.field != "name":  # a name in each language
        containers.append("@set")
    if containers:
        found["@container"] = containers[0] if len(containers) == 1 else containers
    return found if len(found) > 1 else row.predicate


def iri_of(term: str) -> str:
    """Return the IRI that a term of the context stands for."""
    definition = context()[term]
    return str(definition["@id"] if isinstance(definition, dict) else definition)
