"""The formats an answer can be written in: one table for endpoint, pages and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its short name, its media type, other media types people ask for it by.

    ``name`` is also the suffix of a file; ``identifier`` is the IRI of the W3C's list of formats
    (https://www.w3.org/ns/formats/), which service descriptions use.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    identifier: str = ""

    @property
    def content_type(self) -> str:
        """Return the media type as a header says it, with the charset where it is text.

        >>> SOLUTION_FORMATS["csv"].content_type
        'text/csv; charset=utf-8'
        """
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


def _table(*formats: Format) -> Mapping[str, Format]:
    return MappingProxyType({each.name: each for each in formats})


_W3C = "http://www.w3.org/ns/formats/"

#: For SELECT and ASK (SPARQL 1.1 Query Results: JSON; XML; CSV and TSV).
SOLUTION_FORMATS = _table(
    Format(
        "json",
        "application/sparql-results+json",
        ("application/json", "text/json"),
        _W3C + "SPARQL_Results_JSON",
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        _W3C + "SPARQL_Results_XML",
    ),
    Format("csv", "text/csv", (), _W3C + "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", (), _W3C + "SPARQL_Results_TSV"),
)

#: For CONSTRUCT, DESCRIBE and everything that is a graph.
GRAPH_FORMATS = _table(
    Format("ttl", "text/turtle", ("application/x-turtle", "application/turtle"), _W3C + "Turtle"),
    Format("nt", "application/n-triples", ("text/plain",), _W3C + "N-Triples"),
    Format("jsonld", "application/ld+json", ("application/json", "text/json"), _W3C + "JSON-LD"),
    Format("rdf", "application/rdf+xml", ("application/xml", "text/xml"), _W3C + "RDF_XML"),
)
