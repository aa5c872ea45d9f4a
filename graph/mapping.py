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

# A claim is thirty lines, and the graphs are claims for the most part; so what is the same in
# every claim is written once: predicates, and predicates with their objects.
_IS_CLAIM: Final = f"<{_TYPE}> <{terms.CLAIM}> ."
_IS_STATEMENT: Final = f"<{_TYPE}> <{_RDF}Statement> ."
_SUBJECT: Final = f"<{_RDF}subject>"
_PREDICATE: Final = f"<{_RDF}predicate>"
_OBJECT: Final = f"<{_RDF}object>"
_STATUS: Final = f"<{terms.STATUS}>"
_CONFIDENCE: Final = f"<{terms.CONFIDENCE}>"
_DERIVED_FROM: Final = f"<{_PROV}wasDerivedFrom>"
_ATTRIBUTED_TO: Final = f"<{_PROV}wasAttributedTo>"
_EVIDENCE: Final = f"<{terms.EVIDENCE}>"
_IS_RESOURCE: Final = f"<{_TYPE}> <{_OA}SpecificResource> ."
_SOURCE: Final = f"<{_OA}hasSource>"
_SELECTOR: Final = f"<{_OA}hasSelector>"
_IS_QUOTE: Final = f"<{_TYPE}> <{_OA}TextQuoteSelector> ."
_EXACT: Final = f"<{_OA}exact>"
_PREFIX: Final = f"<{_OA}prefix>"
_SUFFIX: Final = f"<{_OA}suffix>"
_IS_POSITION: Final = f"<{_TYPE}> <{_OA}TextPositionSelector> ."
_START: Final = f"<{_OA}start>"
_END: Final = f"<{_OA}end>"


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
    about, source, said_in = f"<{saying.iri}>", saying.source, base.document(document.key)
    yield f"{about} {_IS_CLAIM}"
    yield f"{about} {_IS_STATEMENT}"
    yield f"{about} {_SUBJECT} <{saying.subject}> ."
    yield f"{about} {_PREDICATE} <{saying.predicate}> ."
    yield f"{about} {_OBJECT} {saying.object} ."
    yield f"{about} {_STATUS} <{terms.STATUSES[source.status]}> ."
    yield f"{about} {_CONFIDENCE} {decimal(source.confidence, digits=4)} ."
    yield f"{about} {_DERIVED_FROM} <{said_in}> ."
    yield f"{about} {_ATTRIBUTED_TO} <{base.pipeline(pipeline)}> ."
    if source.rule:
        yield triple(saying.iri, terms.RULE, text(source.rule))
    if source.year is not None:
        yield triple(saying.iri, terms.YEAR, integer(source.year))
    if isinstance(source, Fact) and source.role:
        yield triple(saying.iri, terms.ROLE, text(source.role, language=document.language))
    yield f"{about} {_EVIDENCE} <{saying.iri}#evidence> ."
    yield from _evidence(saying.iri, source.evidence, said_in)


def _evidence(claim: str, evidence: Evidence, said_in: str) -> Iterator[str]:
    about, quote, position = f"<{claim}#evidence>", f"<{claim}#quote>", f"<{claim}#position>"
    yield f"{about} {_IS_RESOURCE}"
    yield f"{about} {_SOURCE} <{said_in}> ."
    yield f"{about} {_SELECTOR} {quote} ."
    yield f"{about} {_SELECTOR} {position} ."
    yield f"{quote} {_IS_QUOTE}"
    yield f"{quote} {_EXACT} {text(evidence.exact)} ."
    yield f"{quote} {_PREFIX} {text(evidence.prefix)} ."
    yield f"{quote} {_SUFFIX} {text(evidence.suffix)} ."
    yield f"{position} {_IS_POSITION}"
    yield f"{position} {_START} {integer(evidence.start)} ."
    yield f"{position} {_END} {integer(evidence.end)} ."
