"""Does a generation keep the shapes? The full SHACL report, by pySHACL, over every graph at once.

The shapes ask of the dataset as one graph, so the quads of all graphs are put together. Nothing
is inferred: the derived graph holds its super-classes as plain types.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyoxigraph
from rdflib import SH, BNode, Graph
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node, URIRef

from graph.claims import Term, term_of
from graph.reader import Reader
from ontology import vocabulary


@dataclass(frozen=True, slots=True, order=True)
class ValidationResult:
    """One broken constraint: a SHACL validation result (SHACL, section 3.6.2).

    ``focus_node`` and ``result_path`` are IRIs, ``value`` the offending value as text;
    ``severity`` is ``Violation``, ``Warning`` or ``Info``; ``shape`` names the broken rule.
    """

    focus_node: str
    result_path: str | None
    value: str | None
    severity: str
    message: str
    shape: str


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Whether everything conforms, and if not, every result, sorted by focus node."""

    conforms: bool
    results: tuple[ValidationResult, ...]


def validate(reader: Reader) -> ValidationReport:
    """Validate the generation that *reader* reads against ``shapes.ttl``.

    About 10 seconds for 57,000 quads: for an ingest run or the command line, not for a request.
    """
    from pyshacl import validate as run  # pulls in much that no other command needs

    data = Graph()
    for quad in reader.quads():
        data.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
    conforms, report, _ = run(data, shacl_graph=_shapes(), inplace=True, meta_shacl=False)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL gave {type(report).__name__} instead of a report graph")
    results = {_result(report, node) for node in report.objects(None, SH.result)}
    return ValidationReport(conforms=conforms, results=tuple(sorted(results, key=repr)))


@cache
def _shapes() -> Graph:
    return Graph().parse(data=vocabulary.read("shapes.ttl"), format="turtle")


def _node(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | Term | pyoxigraph.Triple) -> Node:
    if isinstance(term, pyoxigraph.BlankNode):  # in a guest graph, never in ours
        return BNode(term.value)
    known = term_of(term)
    if isinstance(known, pyoxigraph.NamedNode):
        return URIRef(known.value)
    if known.language:
        return RdflibLiteral(known.value, lang=known.language)
    return RdflibLiteral(known.value, datatype=URIRef(known.datatype.value))


def _result(report: Graph, node: Node) -> ValidationResult:
    def text(predicate: URIRef) -> str | None:
        value = report.value(node, predicate)
        return None if value is None else str(value)

    return ValidationResult(
        focus_node=text(SH.focusNode) or "",
        result_path=text(SH.resultPath),
        value=text(SH.value),
        severity=(text(SH.resultSeverity) or "").rsplit("#", 1)[-1],
        message=text(SH.resultMessage) or "",
        shape=text(SH.sourceShape) or "",
    )
