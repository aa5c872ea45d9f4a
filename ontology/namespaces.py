"""One prefix table for Turtle, SPARQL and JSON-LD."""

from __future__ import annotations

HANSA = "https://w3id.org/hansa/ontology#"

#: Where data lives unless configured otherwise; the vocabulary above never moves.
DEFAULT_BASE = "https://w3id.org/hansa/"

PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hansa": HANSA,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: What queries may use undeclared: the table, and what describes datasets and services.
QUERY_PREFIXES: dict[str, str] = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}


def prologue() -> str:
    """Return the PREFIX declarations of the table, for the head of a SPARQL query.

    >>> prologue().splitlines()[0]
    'PREFIX dcterms: <http://purl.org/dc/terms/>'
    """
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(PREFIXES.items()))
