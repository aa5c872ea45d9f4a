"""What the endpoint says about itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from ontology.iris import Base
from ontology.namespaces import PREFIXES, QUERY_PREFIXES

_SD = QUERY_PREFIXES["sd"]
_SH = PREFIXES["sh"]
_TYPE = PREFIXES["rdf"] + "type"

#: Hansa's own graphs; those of documents are named in the data, by their type.
OWN_GRAPHS = ("authority", "curation", "gazetteer", "ontology")


def describe_service(endpoint: str, *, base: Base, graphs: Iterable[str]) -> Iterator[Triple]:
    """Yield the description of the service at the IRI *endpoint* with the named graphs *graphs*.

    >>> len(list(describe_service("http://ex.org/sparql", base=Base(), graphs=()))) > 10
    True
    """
    service, dataset, default = (f"{endpoint}#{part}" for part in ("service", "dataset", "default"))
    yield _link(service, _TYPE, _SD + "Service")
    yield _link(service, _SD + "endpoint", endpoint)
    yield _link(service, _SD + "supportedLanguage", _SD + "SPARQL11Query")
    for prefix, namespace in QUERY_PREFIXES.items():  # known without being declared
        declaration = f"{endpoint}#prefix-{prefix}"
        yield _link(service, _SH + "declare", declaration)
        yield _value(declaration, _SH + "prefix", prefix, datatype="string")
        yield _value(declaration, _SH + "namespace", namespace, datatype="anyURI")
    update = f"{endpoint}#update"
    yield _link(update, _TYPE, _SD + "Service")
    yield _link(update, _SD + "endpoint", f"{endpoint}/update")
    yield _link(update, _SD + "supportedLanguage", _SD + "SPARQL11Update")
    yield _link(update, _SD + "defaultDataset", dataset)
    for format in (*SOLUTION_FORMATS.values(), *GRAPH_FORMATS.values()):
        yield _link(service, _SD + "resultFormat", format.identifier)
    yield _link(service, _SD + "defaultDataset", dataset)
    yield _link(dataset, _TYPE, _SD + "Dataset")
    yield _link(dataset, _SD + "defaultGraph", default)
    yield _link(default, _TYPE, _SD + "Graph")
    yield _text(
        default,
        "every fact that at least one document asserts; the claims and their sentences "
        "stand in the named graph of each document",
    )
    for iri in sorted(graphs):
        yield from _named_graph(endpoint, dataset, iri, base)


def _named_graph(endpoint: str, dataset: str, iri: str, base: Base) -> Iterator[Triple]:
    name = iri.removeprefix(base.iri).replace("/", "-")
    named, graph = f"{endpoint}#named-{name}", f"{endpoint}#graph-{name}"
    yield _link(dataset, _SD + "namedGraph", named)
    yield _link(named, _TYPE, _SD + "NamedGraph")
    yield _link(named, _SD + "name", iri)
    yield _link(named, _SD + "graph", graph)
    yield _link(graph, _TYPE, _SD + "Graph")


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _value(subject: str, predicate: str, text: str, *, datatype: str) -> Triple:
    kind = NamedNode(PREFIXES["xsd"] + datatype)
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(text, datatype=kind))


def _text(subject: str, text: str) -> Triple:
    comment = NamedNode(PREFIXES["rdfs"] + "comment")
    return Triple(NamedNode(subject), comment, Literal(text, language="en"))
