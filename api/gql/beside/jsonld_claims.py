"""Claims as node objects: their ends always, the rest as far as it was asked for."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pyoxigraph import NamedNode

from api.gql.mapping.rows import expanded
from graph.claims import Term, term_of
from graph.reader import Reader
from ontology.terms import EVIDENCE

from .jsonld_nodes import NodeObject
from .jsonld_terms import CLAIMS, OF_CLAIM, OF_SELECTOR, iri_of

_FROM: Final = expanded("prov:wasDerivedFrom")
_TYPE: Final = expanded("rdf:type")
_SELECTOR: Final = expanded("oa:hasSelector")
_ENDS: Final = ("subject", "property", "object")
_TYPES: Final = {
    iri_of(term): term for term in ("SpecificResource", "TextQuoteSelector", "TextPositionSelector")
}

_About = dict[str, list[Term]]


def say_claim(reader: Reader, holder: NodeObject, iri: str, fields: set[str]) -> NodeObject | None:
    """Say in *holder* what the graph of its document has of a claim, and return its node.

    None is returned where this generation has no such claim, of which nothing is said then.
    """
    quads = [*reader.quads(NamedNode(iri))]
    graphs = {q.graph_name for q in quads if (q.predicate.value, q.object) == (_FROM, q.graph_name)}
    graph = next((each for each in graphs if isinstance(each, NamedNode)), None)
    if graph is None:
        return None
    about: _About = defaultdict(list)
    for quad in quads:
        if quad.graph_name == graph:
            about[quad.predicate.value].append(term_of(quad.object))
    claim = holder.link(CLAIMS, iri, "Claim")
    for name in _ENDS:
        _say_end(claim, name, about)
    for name in OF_CLAIM:
        if name in fields:
            claim.say(name, about[iri_of(name)])
    wanted = [name for name in OF_SELECTOR if name in fields]
    if wanted:
        for evidence in about[EVIDENCE]:
            _say_evidence(reader, claim, evidence.value, wanted, graph)
    return claim


def _say_end(claim: NodeObject, name: str, about: _About) -> None:
    for term in about[iri_of(name)]:
        if isinstance(term, NamedNode) and name != "property":
            claim.link(name, term.value)
        else:
            claim.say(name, [term])


def _say_evidence(
    reader: Reader, claim: NodeObject, iri: str, wanted: list[str], graph: NamedNode
) -> None:
    """Say where in its document a claim stands, as the Web Annotation model has it."""
    evidence = claim.link("evidence", iri)
    for quad in reader.quads(NamedNode(iri), None, None, graph):
        value = term_of(quad.object)
        if quad.predicate.value == _TYPE:
            evidence.type = _TYPES.get(value.value, "")
        elif quad.predicate.value == _SELECTOR:
            _say_selector(reader, evidence, value.value, wanted, graph)


def _say_selector(
    reader: Reader, evidence: NodeObject, iri: str, wanted: list[str], graph: NamedNode
) -> None:
    about: _About = defaultdict(list)
    for quad in reader.quads(NamedNode(iri), None, None, graph):
        about[quad.predicate.value].append(term_of(quad.object))
    found = {name: about[iri_of(name)] for name in wanted if about[iri_of(name)]}
    if not found:
        return
    types = [_TYPES[each.value] for each in about[_TYPE] if each.value in _TYPES]
    selector = evidence.link("selectors", iri, next(iter(types), ""))
    for name, values in found.items():
        selector.say(name, values)
