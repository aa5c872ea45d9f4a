"""What the lesser IRIs stand for: decisions, curators, pipelines, graphs and kinds of problem.

Each becomes a ``Record``: its triples, and what a page shows of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from api.errors import NotFoundError
from api.http.problems import CHOICES, INVALID, PROBLEM_TYPES, ProblemType, status_problem
from api.pages.pages import local_name, term_value
from graph.reader import Reader
from ontology.namespaces import DEFAULT_BASE, PREFIXES, QUERY_PREFIXES, prologue

_RDF, _RDFS, _PROV = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["prov"]
_DCTERMS, _SKOS = PREFIXES["dcterms"], PREFIXES["skos"]
_SD, _VOID = QUERY_PREFIXES["sd"], QUERY_PREFIXES["void"]
_XSD_INTEGER: Final = NamedNode(PREFIXES["xsd"] + "integer")

#: What Hansa's own graphs hold, by the last part of their IRIs.
GRAPHS: Final = {
    "authority": "What the authority file says of well-known bodies that documents refer to.",
    "curation": "What curators decided, by whom and when.",
    "gazetteer": "What the gazetteers say of places that documents refer to.",
    "ontology": "The vocabulary and its concept schemes.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading and a value, which links where it is a thing."""

    heading: str
    label: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Something with an IRI: its triples, and its page.

    ``listed`` are the IRIs and labels of what belongs to it, under the heading ``listing``.
    """

    iri: str
    kind: str
    title: str
    triples: tuple[Triple, ...]
    text: str = ""
    entries: tuple[Entry, ...] = ()
    listing: str = ""
    listed: tuple[tuple[str, str], ...] = ()


def activity(reader: Reader, iri: str, kind: str) -> Record:
    """Return a decision or a curator, as the graph of curation tells it.

    Raises NotFoundError where it tells nothing.
    """
    about, graph = NamedNode(iri), NamedNode(reader.base.graph("curation"))
    said = sorted(reader.quads(about, None, None, graph), key=str)
    to = sorted(reader.quads(None, None, about, graph), key=str)
    if not said:
        raise NotFoundError(f"generation {reader.generation} has no {kind} {iri}")
    return Record(
        iri=iri,
        kind=kind,
        title=reader.label(iri) if kind == "curator" else f"Decision {local_name(iri)[:8]}",
        triples=tuple(quad.triple for quad in (*said, *to)),
        entries=tuple(_entries(reader, said)),
        listing="Decisions",
        listed=tuple((each, f"Decision {local_name(each)[:8]}") for each in _subjects(to)),
    )


def pipeline(reader: Reader, iri: str) -> Record:
    """Return what read documents, with the documents of which a claim is attributed to it."""
    found = reader.solutions(
        f"{prologue()}SELECT DISTINCT ?d {{ GRAPH ?d {{ ?c prov:wasAttributedTo <{iri}> }} }}"
    )
    documents = sorted(each["d"].value for each in found)
    if not documents:
        raise NotFoundError(f"nothing in generation {reader.generation} was read by {iri}")
    about, name = NamedNode(iri), local_name(iri)
    text = "A pipeline of a version and a configuration: this is the digest of both."
    return Record(
        iri=iri,
        kind="pipeline",
        title=f"Pipeline {name[:12]}",
        triples=(
            _link(about, _RDF + "type", _PROV + "SoftwareAgent"),
            _text(about, _RDFS + "label", f"Pipeline {name[:12]}"),
            _text(about, _RDFS + "comment", text),
            Triple(about, NamedNode(_DCTERMS + "identifier"), Literal(name)),
            *(_link(about, _PROV + "influenced", each) for each in documents),
        ),
        text=text,
        entries=(Entry("digest", name),),
        listing="Documents with claims that it read",
        listed=tuple((each, reader.label(each)) for each in documents),
    )


def graph(reader: Reader, iri: str, *, described: Sequence[Triple] = ()) -> Record:
    """Return one of Hansa's own graphs: what it holds, and what it holds it about.

    *described* are the triples of one that no store holds. Raises NotFoundError where there is
    no such graph.
    """
    name = iri.removeprefix(reader.base.graph(""))
    about = NamedNode(iri)
    held = list(described) or sorted((quad.triple for quad in reader.quads(graph=about)), key=str)
    if not held or name not in {*GRAPHS, "description"}:
        raise NotFoundError(f"generation {reader.generation} has no graph {iri}")
    text = GRAPHS.get(name, "What there is in this dataset, and questions to begin with.")
    things = dict.fromkeys(
        each.subject.value for each in held if isinstance(each.subject, NamedNode)
    )
    size = Literal(str(len(held)), datatype=_XSD_INTEGER)
    return Record(
        iri=iri,
        kind="graph",
        title=f"The graph {name}",
        triples=(
            *held,
            _link(about, _RDF + "type", _SD + "Graph"),
            _text(about, _RDFS + "comment", text),
            Triple(about, NamedNode(_VOID + "triples"), size),
        ),
        text=text,
        entries=(Entry("triples", f"{len(held):,}"),),
        listing="Things that it tells of",
        listed=tuple((each, reader.label(each)) for each in things),
    )


def problem(code: str) -> Record:
    """Return a kind of problem; NotFoundError where there is none of that *code*."""
    found = problem_types().get(code)
    if found is None:
        raise NotFoundError(f"there is no kind of problem {code!r}")
    about, scheme = NamedNode(found.iri), DEFAULT_BASE + "problem"
    return Record(
        iri=found.iri,
        kind="problem",
        title=found.title,
        triples=(
            _link(about, _RDF + "type", _SKOS + "Concept"),
            _link(about, _SKOS + "inScheme", scheme),
            Triple(about, NamedNode(_SKOS + "notation"), Literal(code)),
            _text(about, _SKOS + "prefLabel", found.title),
            _text(about, _SKOS + "note", f"Told with the HTTP status {found.status}."),
        ),
        text="The type of a problem document (RFC 9457): what an answer says that is none.",
        entries=(Entry("status", str(found.status)), Entry("code", code)),
    )


def problems() -> Record:
    """Return the list of all kinds of problems."""
    about = NamedNode(DEFAULT_BASE + "problem")
    types = problem_types()
    title = "Kinds of problems"
    return Record(
        iri=about.value,
        kind="scheme",
        title=title,
        triples=(
            _link(about, _RDF + "type", _SKOS + "ConceptScheme"),
            _text(about, _DCTERMS + "title", title),
            *(triple for code in types for triple in problem(code).triples),
        ),
        listing="Kinds",
        listed=tuple((each.iri, f"{each.title} ({each.status})") for each in types.values()),
    )


def problem_types() -> dict[str, ProblemType]:
    """Return every kind of problem that an answer may name, by its code."""
    ours = {each.code: each for each in (*PROBLEM_TYPES.values(), CHOICES, INVALID)}
    framework = (status_problem(each, "").type for each in HTTPStatus if each >= 400)
    return dict(sorted(({each.code: each for each in framework} | ours).items()))


def _entries(reader: Reader, said: Sequence[Quad]) -> Iterator[Entry]:
    for quad in said:
        heading, value = local_name(quad.predicate.value), quad.object
        if isinstance(value, NamedNode):
            yield Entry(heading, reader.label(value.value), value.value)
        else:
            yield Entry(heading, term_value(value))


def _subjects(quads: Sequence[Quad]) -> Iterator[str]:
    yield from dict.fromkeys(
        quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)
    )


def _link(subject: NamedNode, predicate: str, to: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(to))


def _text(subject: NamedNode, predicate: str, text: str) -> Triple:
    return Triple(subject, NamedNode(predicate), Literal(text, language="en"))
