"""From a document and what was read in it to the triples of its named graph.

The graph's name is the document's IRI. It holds the document's metadata, its local entities with
their names and mentions, and one claim for each saying, with its evidence as a specific resource
of the Web Annotation Data Model (section 4.2). There are no blank nodes and no times of runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from graph.curating.sayings import Saying
from graph.identity.nodes import LocalKey, local_key
from graph.identity.resolution import Resolution
from graph.lines.ntriples import calendar, decimal, integer, iri, text, triple
from ontology import terms
from ontology.iris import Base
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from ontology.namespaces import HANSA, PREFIXES

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
_RULE: Final = f"<{terms.RULE}>"
_YEAR: Final = f"<{terms.YEAR}>"
_ROLE: Final = f"<{terms.ROLE}>"
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
) -> list[str]:
    """Return the triples of the document's named graph as N-Triples lines, some perhaps twice.

    *said* are the sayings that may be claims, *metadata* those of ``metadata_lines`` that may
    be published.
    """
    lines = [*metadata]
    for entity in _distinct(document.key, extraction.entities):
        lines += _entity(document, entity, resolution)
    # One string for each claim, because a graph is claims for the most part.
    claims = [_claim(document, extraction.pipeline, saying, resolution.base) for saying in said]
    return [*lines, *"\n".join(claims).split("\n")] if claims else lines


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


def _claim(document: Document, pipeline: str, saying: Saying, base: Base) -> str:
    """Return the lines of one claim, with their line ends but for the last."""
    about, source, said_in = f"<{saying.iri}>", saying.source, base.document(document.key)
    by = base.curator(saying.reader) if saying.reader else base.pipeline(pipeline)
    others = ""
    if source.rule:
        others += f"{about} {_RULE} {text(source.rule)} .\n"
    if source.year is not None:
        others += f"{about} {_YEAR} {integer(source.year)} .\n"
    if isinstance(source, Fact) and source.role:
        others += f"{about} {_ROLE} {text(source.role, language=document.language)} .\n"
    return f"""\
{about} {_IS_CLAIM}
{about} {_IS_STATEMENT}
{about} {_SUBJECT} <{saying.subject}> .
{about} {_PREDICATE} <{saying.predicate}> .
{about} {_OBJECT} {saying.object} .
{about} {_STATUS} <{terms.STATUSES[source.status]}> .
{about} {_CONFIDENCE} {decimal(source.confidence, digits=4)} .
{about} {_DERIVED_FROM} <{said_in}> .
{about} {_ATTRIBUTED_TO} <{by}> .
{others}{about} {_EVIDENCE} <{saying.iri}#evidence> .
{_evidence(saying.iri, source.evidence, said_in)}"""


def _evidence(claim: str, evidence: Evidence, said_in: str) -> str:
    about, quote, position = f"<{claim}#evidence>", f"<{claim}#quote>", f"<{claim}#position>"
    return f"""\
{about} {_IS_RESOURCE}
{about} {_SOURCE} <{said_in}> .
{about} {_SELECTOR} {quote} .
{about} {_SELECTOR} {position} .
{quote} {_IS_QUOTE}
{quote} {_EXACT} {text(evidence.exact)} .
{quote} {_PREFIX} {text(evidence.prefix)} .
{quote} {_SUFFIX} {text(evidence.suffix)} .
{position} {_IS_POSITION}
{position} {_START} {integer(evidence.start)} .
{position} {_END} {integer(evidence.end)} ."""
