"""The default graph: what follows from all documents together, and nothing that does not.

It holds types, names and links of every resolved entity, the plain triple of every fact that
some claim asserts (planned facts stay claims), and what follows from ONE such triple: its
inverse, its super-properties, the super-classes of a type. Transitivity is asked, not stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from typing import Final

from graph.curating.sayings import Saying
from graph.identity.naming import Resolved
from graph.lines.ntriples import first_day, iri, text, triple, typed
from ontology import terms, vocabulary
from ontology.iris import Base, normalise_name
from ontology.model import Document
from ontology.namespaces import HANSA, PREFIXES

_DCTERMS: Final = PREFIXES["dcterms"]
_OWL: Final = PREFIXES["owl"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
_SCHEMA: Final = PREFIXES["schema"]
_SKOS: Final = PREFIXES["skos"]
_XSD: Final = PREFIXES["xsd"]
_KINDS: Final = {kind.lower(): kind for kind in terms.KINDS}


@cache
def classes_of(kind: str) -> frozenset[str]:
    """Return the class IRI of a kind with every class above it."""
    own = HANSA + kind
    return frozenset({own, *vocabulary.super_classes().get(own, ())})


def entity_lines(entity: Resolved) -> Iterator[str]:
    """Yield the types, names and links of one entity."""
    for class_iri in classes_of(entity.kind):
        yield triple(entity.iri, _RDF + "type", iri(class_iri))
    main, *others = entity.names
    yield triple(entity.iri, _RDFS + "label", text(main[0], language=main[1]))
    for name, tag in (main, *entity.translations):
        yield triple(entity.iri, _SKOS + "prefLabel", text(name, language=tag))
    for name, tag in others:
        yield triple(entity.iri, _SKOS + "altLabel", text(name, language=tag))
    for other in _same_as(entity):
        yield triple(entity.iri, _SCHEMA + "sameAs", iri(other))


def document_label_lines(document: Document, base: Base) -> Iterator[str]:
    """Yield the types and the label of a document."""
    about, label = base.document(document.key), document.title or document.key
    for class_iri in classes_of("Document"):
        yield triple(about, _RDF + "type", iri(class_iri))
    yield triple(about, _RDFS + "label", text(label, language=document.language))


def asserted_lines(sayings: Iterable[Saying], base: Base) -> Iterator[str]:
    """Yield the plain triples of asserted sayings that fit, with all that follows from each."""
    for saying in sayings:
        if saying.object.startswith("<"):
            yield from _relation(saying.subject, saying.predicate, saying.object[1:-1], base)
        else:
            yield triple(saying.subject, saying.predicate, saying.object)
            value = str(getattr(saying.source, "value", ""))
            yield from literal_lines(saying.subject, saying.predicate, value, base)


def kind_of(entity: str, base: Base) -> str:
    """Return the kind of an entity, which stands in its IRI.

    >>> kind_of("https://w3id.org/hansa/id/city/riga-lv", Base())
    'City'
    """
    return _KINDS[entity[len(base.iri) + 3 :].split("/", 1)[0]]


def replaced_lines(gone: str, by: Iterable[str]) -> Iterator[str]:
    """Yield what leads from an IRI that is no entity's to those of which one took its place."""
    yield triple(gone, _OWL + "deprecated", typed("true", _XSD + "boolean"))
    for other in by:
        yield triple(gone, _DCTERMS + "isReplacedBy", iri(other))


def _relation(subject: str, predicate: str, object_: str, base: Base) -> Iterator[str]:
    kinds = kind_of(subject, base), kind_of(object_, base)
    for implied, is_inverse in implications(predicate, *kinds):
        ends = (object_, subject) if is_inverse else (subject, object_)
        yield triple(ends[0], implied, iri(ends[1]))


@cache
def implications(
    predicate: str, subject_kind: str, object_kind: str
) -> tuple[tuple[str, bool], ...]:
    """Return every property that one triple entails, itself first, and whether it turns round.

    >>> implications(terms.PARTNER_OF, "City", "City")[1]
    ('https://w3id.org/hansa/ontology#partnerOf', True)
    """
    classes = {False: classes_of(subject_kind), True: classes_of(object_kind)}
    found = {(predicate, False): None}
    waiting = [(predicate, False)]
    while waiting:
        known, turned = waiting.pop(0)
        entailed = [(above, turned) for above in _supers(known, classes, turned=turned)]
        if known in vocabulary.inverses():
            entailed.insert(0, (vocabulary.inverses()[known], not turned))
        for item in entailed:
            if item not in found:
                found[item] = None
                waiting.append(item)
    return tuple(found)


def _supers(known: str, classes: Mapping[bool, Set[str]], *, turned: bool) -> list[str]:
    return [
        above.iri
        for above in vocabulary.super_properties().get(known, ())
        if above.holds(subject_classes=classes[turned], object_classes=classes[not turned])
    ]


def literal_lines(subject: str, predicate: str, value: str, base: Base) -> Iterator[str]:
    """Yield what a literal makes sortable or comparable: first day, founding date, concept."""
    if predicate == terms.DATE and (day := first_day(value)):
        yield triple(subject, terms.DATE_FROM, typed(day, _XSD + "date"))
    if predicate == terms.FOUNDING_YEAR and 0 < int(value) < 10_000:
        year = typed(f"{int(value):04}", _XSD + "gYear")
        yield triple(subject, _SCHEMA + "foundingDate", year)
    if predicate == terms.FOCUS_AREA:
        for concept in _concepts_by_label().get(normalise_name(value), ()):
            for implied, _ in implications(terms.FOCUS_CONCEPT, "Document", "Document"):
                yield triple(subject, implied, iri(base.rebased(concept)))


@cache
def _concepts_by_label() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for concept in vocabulary.focus_concepts():
        for label in concept.labels:
            name = normalise_name(label.text)
            found[name] = found.get(name, frozenset()) | {concept.iri}
    return found


def _same_as(entity: Resolved) -> Iterator[str]:
    if entity.record:
        yield from entity.record.same_as
    if entity.place and entity.place.geonames:
        yield entity.place.geonames
