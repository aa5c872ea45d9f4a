"""From a document and what was read in it to the triples of its named graph.

The graph's name is the document's IRI. It holds the document's metadata, its local entities with
their names and mentions, and one claim for each saying, with its evidence as a specific resource
of the Web Annotation Data Model (section 4.2). There are no blank nodes and no times of runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ontology import terms
from ontology.iris import Base
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from ontology.namespaces import HANSA, PREFIXES

from .nodes import LocalKey, local_key
from .ntriples import calendar, decimal, integer, iri, text, triple
from .resolution import Resolution
from .sayings import Saying

_DCTERMS: Final = PREFIXES["dcterms"]
_OA: Final = PREFIXES["oa"]
_PROV: Final = PREFIXES["prov"]
_RDF: Final = PREFIXES["rdf"]
_SKOS: Final = PREFIXES["skos"]
_TYPE: Final = _RDF + "type"


def document_lines(
    document: Document,
    extraction: Extraction,
    resolution: Resolution,
    said: Iterable[Saying],
    metadata: Iterable[str],
) -> Iterator[str]:
    """Yield the triples of the document's named graph as N-Triples lines.

    *said* are the sayings that may be claims, *metadata* those of ``metadata_lines`` that may
    be published.
    """
    base = resolution.base
    yield from metadata
    for entity in _distinct(document.key, extraction.entities):
        yield from _entity(document, entity, resolution)
    for saying in said:
        yield from _claim(document, extraction.pipeline, saying, base)


def _distinct(key: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Unite entities of one kind and name, which have one local IRI."""
    united: dict[LocalKey, Entity] = {}
    for entity in entities:
        local = local_key(key, entity)
        first = united.setdefault(local, entity)
        if first is not entity:
            names, mentions = first.names + entity.names, first.mentions + entity.mentions
            united[local] = replace(first, names=names, mentions=mentions)
    yield from united.values()


def metadata_lines(document: Document, base: Base) -> Iterator[str]:
    """Yield the triples about the document itself as N-Triples lines."""
    about = base.document(document.key)
    yield triple(about, _TYPE, iri(terms.DOCUMENT))
    yield triple(about, terms.SOURCE_KEY, text(document.key))
    yield triple(about, terms.SHA256, text(document.sha256))
    yield triple(about, _DCTERMS + "format", text(document.media_type))
    yield triple(about, _DCTERMS + "language", text(document.language))
    title = document.title or document.key
    yield triple(about, _DCTERMS + "title", text(title, language=document.language))
    if document.publisher:
        yield triple(about, _DCTERMS + "publisher", text(document.publisher))
    if document.date:
        yield triple(about, _DCTERMS + "date", calendar(document.date))


def _entity(document: Document, entity: Entity, resolution: Resolution) -> Iterator[str]:
    base, key = resolution.base, local_key(document.key, entity)
    about = base.local_entity(document.key, key.kind, key.name)
    yield triple(about, _TYPE, iri(HANSA + entity.kind))
    yield triple(about, terms.RESOLVES_TO, iri(resolution.iri(document.key, entity.id)))
    for position, name in enumerate(dict.fromkeys(entity.names)):
        label = "altLabel" if position else "prefLabel"
        yield triple(about, _SKOS + label, text(name, language=document.language))
    for start, end in entity.mentions:
        mention = f"{base.document(document.key)}.txt#char={start},{end}"
        yield triple(about, terms.MENTION, iri(mention))


def _claim(document: Document, pipeline: str, saying: Saying, base: Base) -> Iterator[str]:
    about, source, said_in = saying.iri, saying.source, base.document(document.key)
    yield triple(about, _TYPE, iri(terms.CLAIM))
    yield triple(about, _TYPE, iri(_RDF + "Statement"))
    yield triple(about, _RDF + "subject", iri(saying.subject))
    yield triple(about, _RDF + "predicate", iri(saying.predicate))
    yield triple(about, _RDF + "object", saying.object)
    yield triple(about, terms.STATUS, iri(terms.STATUSES[source.status]))
    yield triple(about, terms.CONFIDENCE, decimal(source.confidence, digits=4))
    yield triple(about, _PROV + "wasDerivedFrom", iri(said_in))
    yield triple(about, _PROV + "wasAttributedTo", iri(base.pipeline(pipeline)))
    if source.rule:
        yield triple(about, terms.RULE, text(source.rule))
    if source.year is not None:
        yield triple(about, terms.YEAR, integer(source.year))
    if isinstance(source, Fact) and source.role:
        yield triple(about, terms.ROLE, text(source.role, language=document.language))
    yield triple(about, terms.EVIDENCE, iri(f"{about}#evidence"))
    yield from _evidence(about, source.evidence, said_in)


def _evidence(claim: str, evidence: Evidence, said_in: str) -> Iterator[str]:
    about, quote, position = f"{claim}#evidence", f"{claim}#quote", f"{claim}#position"
    yield triple(about, _TYPE, iri(_OA + "SpecificResource"))
    yield triple(about, _OA + "hasSource", iri(said_in))
    yield triple(about, _OA + "hasSelector", iri(quote))
    yield triple(about, _OA + "hasSelector", iri(position))
    yield triple(quote, _TYPE, iri(_OA + "TextQuoteSelector"))
    yield triple(quote, _OA + "exact", text(evidence.exact))
    yield triple(quote, _OA + "prefix", text(evidence.prefix))
    yield triple(quote, _OA + "suffix", text(evidence.suffix))
    yield triple(position, _TYPE, iri(_OA + "TextPositionSelector"))
    yield triple(position, _OA + "start", integer(evidence.start))
    yield triple(position, _OA + "end", integer(evidence.end))
