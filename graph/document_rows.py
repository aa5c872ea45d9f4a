"""Documents as their graphs describe them: a row for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ontology.namespaces import prologue

from .claims import Term

_DOCUMENTS: Final = """
SELECT * WHERE { %s GRAPH ?iri {
  ?iri hansa:sourceKey ?key ; hansa:sha256 ?sha256 ; dcterms:title ?title ;
    dcterms:format ?media_type .
  OPTIONAL { ?iri dcterms:language ?language }
  OPTIONAL { ?iri dcterms:publisher ?publisher }
  OPTIONAL { ?iri dcterms:date ?date }
} }"""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as its graph describes it; ``language`` is empty where none is known."""

    iri: str
    key: str
    title: str
    media_type: str
    sha256: str
    language: str = ""
    publisher: str | None = None
    date: str | None = None


def document_rows(
    solutions: Callable[[str], Iterable[Mapping[str, Term]]], condition: str = ""
) -> Iterator[DocumentRow]:
    """Iterate over the documents that meet a *condition* of SPARQL; *solutions* runs a query."""
    for row in solutions(prologue() + _DOCUMENTS % condition):
        yield DocumentRow(**{name: term.value for name, term in row.items()})
