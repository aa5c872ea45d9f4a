"""The dataset about itself: VoID with its partitions, and DCAT-AP with what can be fetched where.

VoID is the W3C's Interest Group Note of 2011; DCAT-AP is that of the SEMIC community, version 3,
over the W3C's DCAT 3. Every node has an IRI under ``void#``, so nothing is blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from graph.formats import GRAPH_FORMATS
from ontology.iris import Base, hash8
from ontology.namespaces import DEFAULT_BASE, PREFIXES, QUERY_PREFIXES

from .partitions import Class, Counts, Part, Property

DCAT, SD, VOID = QUERY_PREFIXES["dcat"], QUERY_PREFIXES["sd"], QUERY_PREFIXES["void"]

_DCTERMS, _FOAF, _RDF = PREFIXES["dcterms"], PREFIXES["foaf"], PREFIXES["rdf"]
_RDFS, _SCHEMA, _XSD = PREFIXES["rdfs"], PREFIXES["schema"], PREFIXES["xsd"]
_TYPE: Final = _RDF + "type"
_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
_CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"

_TITLE: Final = "Hansa: city networks, and the sentences that say so"
_ABOUT: Final = (
    "Cities, the networks they belong to, their partners, programmes, agreements and events, read "
    "from documents; each fact is tied to the sentence of the document that states it."
)
_RIGHTS: Final = (
    "Place data is taken from GeoNames (https://www.geonames.org/) under CC BY 4.0 and has to be "
    "attributed so. Sentences are quoted from documents, whose publishers keep their rights. "
    "The ontology is under the MIT licence."
)
#: The files that hold all of it: the path, the title, media type and file type.
DUMPS: Final = (
    ("dump.nq.gz", "Everything as N-Quads", "application/n-quads", "RDF_N_QUADS"),
    ("dump.trig.gz", "Everything as TriG", "application/trig", "RDF_TRIG"),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes a generation, where, when and under which licence.

    ``address`` is that of the server, with its last slash; ``created`` is the time of the
    generation in UTC, empty where that is not told.
    """

    base: Base
    address: str
    publisher: str
    licence: str
    generation: int
    created: str = ""


def describe_dataset(about: Publication, counts: Counts) -> Iterator[Triple]:
    """Yield the description of the dataset that *counts* were counted in."""
    here = f"{about.base.iri}void"
    yield from _document(here)
    yield from _dataset(f"{here}#dataset", about, counts)
    yield from _catalogue(here, about)
    yield from _service(here, about)
    for path, title, media_type, file_type in DUMPS:
        distribution = f"{here}#{path.replace('.', '-')}"
        yield _link(f"{here}#dataset", DCAT + "distribution", distribution)
        yield _link(distribution, _TYPE, DCAT + "Distribution")
        yield _text(distribution, _DCTERMS + "title", title)
        yield _link(distribution, DCAT + "accessURL", about.address + path)
        yield _link(distribution, DCAT + "downloadURL", about.address + path)
        yield _link(distribution, DCAT + "mediaType", _IANA + media_type)
        yield _link(distribution, DCAT + "compressFormat", _IANA + "application/gzip")
        yield _link(distribution, _DCTERMS + "format", f"{_EU}file-type/{file_type}")
        yield from _licence(distribution, here, about)
    yield from _part(
        f"{here}#facts", f"{here}#dataset", "Plain facts: the default graph", counts.facts
    )
    yield from _part(
        f"{here}#graphs",
        f"{here}#dataset",
        "Named graphs: the claims of each document with their sentences, and reference data",
        counts.said,
    )
    yield from _links(here, counts)


def _document(here: str) -> Iterator[Triple]:
    yield _link(here, _TYPE, VOID + "DatasetDescription")
    yield _text(here, _DCTERMS + "title", "What there is in this dataset")
    yield _link(here, _FOAF + "primaryTopic", f"{here}#dataset")


def _dataset(dataset: str, about: Publication, counts: Counts) -> Iterator[Triple]:
    here = dataset.removesuffix("#dataset")
    for kind in (VOID + "Dataset", DCAT + "Dataset", SD + "Dataset"):
        yield _link(dataset, _TYPE, kind)
    yield _text(dataset, _DCTERMS + "title", _TITLE)
    yield _text(dataset, _DCTERMS + "description", _ABOUT)
    yield _plain(dataset, _DCTERMS + "identifier", dataset)
    yield _plain(dataset, DCAT + "version", str(about.generation))
    if about.created:
        yield _typed(dataset, _DCTERMS + "modified", about.created, "dateTime")
    for word in ("cities", "city networks", "twinning", "partnerships", "linked data"):
        yield _text(dataset, DCAT + "keyword", word)
    yield _link(dataset, DCAT + "theme", _EU + "data-theme/REGI")
    yield _link(dataset, DCAT + "landingPage", about.address)
    yield _link(dataset, _FOAF + "homepage", about.address)
    yield _link(dataset, _DCTERMS + "accessRights", _EU + "access-right/PUBLIC")
    yield _link(dataset, _DCTERMS + "conformsTo", f"{DEFAULT_BASE}ontology")
    yield _link(dataset, _DCTERMS + "source", "https://www.geonames.org/")
    yield from _licence(dataset, here, about)
    yield _plain(dataset, VOID + "uriSpace", about.base.iri)
    yield _link(dataset, VOID + "sparqlEndpoint", f"{about.address}sparql")
    for path, *_ in DUMPS:
        yield _link(dataset, VOID + "dataDump", about.address + path)
    for form in GRAPH_FORMATS.values():
        yield _link(dataset, VOID + "feature", form.identifier)
    for vocabulary in _vocabularies(counts):
        yield _link(dataset, VOID + "vocabulary", vocabulary)
    for example in (*(each.example for each in counts.facts.classes), *counts.documents[:1]):
        if example:
            yield _link(dataset, VOID + "exampleResource", example)
    yield _number(dataset, VOID + "triples", counts.facts.statements + counts.said.statements)
    yield _number(dataset, VOID + "documents", len(counts.documents))
    yield _number(dataset, VOID + "classes", len(counts.facts.classes))
    yield _number(dataset, VOID + "properties", len(counts.facts.properties))


def _licence(subject: str, here: str, about: Publication) -> Iterator[Triple]:
    yield _link(subject, _DCTERMS + "license", about.licence)
    yield _link(subject, _DCTERMS + "rights", f"{here}#rights")
    yield _link(subject, _DCTERMS + "publisher", f"{here}#publisher")


def _catalogue(here: str, about: Publication) -> Iterator[Triple]:
    catalogue, publisher, rights = (
        f"{here}#{name}" for name in ("catalogue", "publisher", "rights")
    )
    yield _link(catalogue, _TYPE, DCAT + "Catalog")
    yield _text(catalogue, _DCTERMS + "title", "What this server publishes")
    yield _text(
        catalogue, _DCTERMS + "description", "One dataset and the services that answer for it."
    )
    yield _link(catalogue, _DCTERMS + "publisher", publisher)
    yield _link(catalogue, _FOAF + "homepage", about.address)
    yield _link(catalogue, DCAT + "dataset", f"{here}#dataset")
    yield _link(catalogue, DCAT + "service", f"{here}#sparql")
    yield _link(publisher, _TYPE, _FOAF + "Agent")
    yield _plain(publisher, _FOAF + "name", about.publisher)
    yield _link(rights, _TYPE, _DCTERMS + "RightsStatement")
    yield _text(rights, _RDFS + "label", _RIGHTS)
    yield _link(rights, _RDFS + "seeAlso", _CC_BY)


def _service(here: str, about: Publication) -> Iterator[Triple]:
    service, endpoint = f"{here}#sparql", f"{about.address}sparql"
    yield _link(service, _TYPE, DCAT + "DataService")
    yield _text(service, _DCTERMS + "title", "SPARQL endpoint")
    yield _link(service, DCAT + "endpointURL", endpoint)
    yield _link(service, DCAT + "endpointDescription", endpoint)
    yield _link(service, DCAT + "servesDataset", f"{here}#dataset")
    yield _link(service, _DCTERMS + "conformsTo", _PROTOCOL)
    yield from _licence(service, here, about)


def _part(part: str, dataset: str, title: str, held: Part) -> Iterator[Triple]:
    yield _link(dataset, VOID + "subset", part)
    yield _link(part, _TYPE, VOID + "Dataset")
    yield _text(part, _DCTERMS + "title", title)
    yield _number(part, VOID + "triples", held.statements)
    yield _number(part, VOID + "classes", len(held.classes))
    yield _number(part, VOID + "properties", len(held.properties))
    for each in held.classes:
        yield from _class(part, each)
    for one in held.properties:
        yield from _property(part, one)


def _class(part: str, each: Class) -> Iterator[Triple]:
    partition = f"{part}-class-{_name(each.iri)}"
    yield from _partition(part, partition, "class", each.iri)
    yield _number(partition, VOID + "entities", each.things)
    if each.example:
        yield _link(partition, VOID + "exampleResource", each.example)
    for one in each.properties:
        yield from _property(partition, one)


def _property(part: str, one: Property) -> Iterator[Triple]:
    partition = f"{part}-property-{_name(one.iri)}"
    yield from _partition(part, partition, "property", one.iri)
    yield _number(partition, VOID + "triples", one.statements)
    if one.subjects:
        yield _number(partition, VOID + "distinctSubjects", one.subjects)
        yield _number(partition, VOID + "distinctObjects", one.objects)


def _partition(part: str, partition: str, kind: str, iri: str) -> Iterator[Triple]:
    yield _link(part, f"{VOID}{kind}Partition", partition)
    yield _link(partition, VOID + kind, iri)


def _links(here: str, counts: Counts) -> Iterator[Triple]:
    links = f"{here}#geonames"
    yield _link(f"{here}#dataset", VOID + "subset", links)
    yield _link(links, _TYPE, VOID + "Linkset")
    yield _link(links, VOID + "subjectsTarget", f"{here}#dataset")
    yield _link(links, VOID + "objectsTarget", "https://www.geonames.org/")
    yield _link(links, VOID + "linkPredicate", _SCHEMA + "sameAs")
    yield _number(links, VOID + "triples", counts.links)


def _vocabularies(counts: Counts) -> list[str]:
    used = [
        *(each.iri for part in (counts.facts, counts.said) for each in part.classes),
        *(each.iri for part in (counts.facts, counts.said) for each in part.properties),
    ]
    spaces = PREFIXES.values()
    return sorted(space for space in spaces if any(iri.startswith(space) for iri in used))


def _name(iri: str) -> str:
    """Return a name for an IRI that fits a fragment: its prefix and local name, or its digest.

    >>> _name("https://schema.org/memberOf"), _name("urn:x")
    ('schema-memberOf', '3ad7209b')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}-{quote(iri.removeprefix(namespace), safe='')}"
    return hash8(iri)


def _link(subject: str, predicate: str, to: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(to))


def _text(subject: str, predicate: str, text: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(text, language="en"))


def _plain(subject: str, predicate: str, text: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(text))


def _typed(subject: str, predicate: str, text: str, datatype: str) -> Triple:
    literal = Literal(text, datatype=NamedNode(_XSD + datatype))
    return Triple(NamedNode(subject), NamedNode(predicate), literal)


def _number(subject: str, predicate: str, number: int) -> Triple:
    return _typed(subject, predicate, str(number), "integer")
