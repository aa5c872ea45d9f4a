"""What is wanted of a server, many looks in one query: a UNION of parts, each over its VALUES.

Each part is a look of one shape, however many of that shape there are; the rows of a part bear its
number. What a look will lead to next comes with it: the names and kinds of the things that it
finds, and of claims their evidence and the title and date of their document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from ontology.namespaces import PREFIXES, prologue

Node = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple
Graph = NamedNode | BlankNode | DefaultGraph

LABEL: Final = NamedNode(PREFIXES["rdfs"] + "label")
TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
#: What the connections of things read of each: what comes with whatever a look finds.
NAMED: Final = (LABEL, TYPE)
#: What is read of a thing as soon as anything is.
USUAL: Final = (
    *NAMED,
    *(NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "altLabel")),
)
#: What is read of a document as soon as a claim of it is.
NOTED: Final = tuple(NamedNode(PREFIXES["dcterms"] + name) for name in ("title", "date"))
#: Queries of our own that go in one request.
MOST_QUERIES: Final = 50
#: The variable of a part's number; no query of ours has it.
NUMBER: Final = "part"


class Look(NamedTuple):
    """A pattern of quads; None matches anything, a graph of None any graph."""

    subject: Node | None
    predicate: NamedNode | None
    term: Term | None
    graph: Graph | None


class Saying(NamedTuple):
    """The claims that say a triple, or, of a thing by a property, anything."""

    subject: str
    predicate: str
    term: NamedNode | Literal | None = None


@dataclass(slots=True)
class Wanted:
    """What is to be fetched: looks, claims with all they tell, who says what, whole queries."""

    looks: dict[Look, None] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)
    sayings: dict[Saying, None] = field(default_factory=dict)
    queries: dict[str, None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.looks or self.claims or self.sayings or self.queries)

    def taken(self) -> Wanted:
        """Return what one request asks for, and leave the rest."""
        some = [*self.queries][:MOST_QUERIES]
        taken = Wanted(self.looks, self.claims, self.sayings, dict.fromkeys(some))
        self.looks, self.claims, self.sayings = {}, {}, {}
        for query in some:
            del self.queries[query]
        return taken


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a request, and what its rows mean.

    They are quads, or "sayings", claims that say something, or "rows" of a query.
    """

    text: str
    means: str = "quads"
    of: str = ""


#: What a claim has, its evidence, and the selectors of that, within its graph.
_CLAIM: Final = (
    "?claim ?p ?o BIND(?claim AS ?s)",
    "?claim hansa:evidence ?s . ?s ?p ?o",
    "?claim hansa:evidence ?e . ?e oa:hasSelector ?s . ?s ?p ?o",
)


def parts_of(wanted: Wanted) -> Iterator[Part]:
    """Yield the parts of a request for all that is wanted."""
    yield from _looking(wanted.looks)
    if wanted.claims:
        values = f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in wanted.claims)} }}"
        yield from _claiming(values, "")
    whole = [each for each in wanted.sayings if each.term is not None]
    if whole:
        rows = " ".join(f"(<{s}> <{p}> {o})" for s, p, o in whole)
        said = "?claim rdf:subject ?about ; rdf:object ?told ; rdf:predicate ?by ."
        yield from _saying(f"VALUES (?about ?by ?told) {{ {rows} }}", said)
    some = [each for each in wanted.sayings if each.term is None]
    if some:
        rows = " ".join(f"(<{s}> <{p}>)" for s, p, _ in some)
        said = "?claim rdf:subject ?about ; rdf:predicate ?by ."
        yield from _saying(f"VALUES (?about ?by) {{ {rows} }}", said)
    for query in wanted.queries:
        yield Part(query.removeprefix(prologue()), "rows", query)


def _saying(values: str, said: str) -> Iterator[Part]:
    yield Part(f"SELECT ?claim ?about ?by ?told {{ {values} GRAPH ?g {{ {said} }} }}", "sayings")
    yield from _claiming(values, said)


def _claiming(values: str, said: str) -> Iterator[Part]:
    """Yield the parts for all that claims tell, which are those *said* with the *values*."""
    for each in _CLAIM:
        yield Part(f"SELECT ?s ?p ?o ?g {{ {values} GRAPH ?g {{ {said} {each} }} }}")
    which = f"{values} GRAPH ?s {{ {said} ?claim prov:wasDerivedFrom ?s }}"
    documents = f"{{ SELECT DISTINCT ?s {{ {which} }} }}"
    noted = f"VALUES ?p {{ {_listed(NOTED)} }} GRAPH ?s {{ ?s ?p ?o }} BIND(?s AS ?g)"
    yield Part(f"{documents} {noted}")
    yield Part(f"{documents} VALUES ?p {{ {_listed(NAMED)} }} ?s ?p ?o")


def _looking(looks: Iterable[Look]) -> Iterator[Part]:
    shapes: dict[tuple[bool, ...], list[Look]] = defaultdict(list)
    for look in looks:
        subject, predicate, term, graph = look
        is_default = isinstance(graph, DefaultGraph)
        given = (subject, predicate, term, None if is_default else graph)
        shapes[(is_default, *(each is not None for each in given))].append(look)
    for (is_default, *bound), some in shapes.items():
        names = [name for name, is_bound in zip("spog", bound, strict=True) if is_bound]
        values = _values(names, some)
        if not bound[3]:
            yield Part(f"{values} ?s ?p ?o")
        if not is_default:
            yield Part(f"{values} GRAPH ?g {{ ?s ?p ?o }}")
        led = [look for look in some if leads_to_things(look)]
        if led:
            end = "?s ?by ?it" if bound[0] else "?it ?by ?o"
            renamed = _values(names, led).replace("?p", "?by", 1)
            names_of = f"VALUES ?p {{ {_listed(NAMED)} }} ?it ?p ?label"
            found = f"{{ SELECT DISTINCT ?it {{ {renamed} {end} }} }} {names_of}"
            yield Part(f"SELECT (?it AS ?s) ?p (?label AS ?o) {{ {found} }}")


def leads_to_things(look: Look) -> bool:
    """Say whether a look finds things, whose names and kinds are read next.

    >>> of = Look(NamedNode("urn:a"), NamedNode("urn:p"), None, DefaultGraph())
    >>> leads_to_things(of), leads_to_things(of._replace(predicate=LABEL))
    (True, False)
    """
    subject, predicate, term, graph = look
    if predicate is None or not isinstance(graph, DefaultGraph):
        return False
    if subject is None:
        return term is not None
    return term is None and predicate not in USUAL


def _values(names: list[str], looks: Iterable[Look]) -> str:
    if not names:
        return ""
    places = ["spog".index(name) for name in names]
    rows = " ".join("(" + " ".join(str(look[at]) for at in places) + ")" for look in looks)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {rows} }}"


def _listed(terms: Iterable[NamedNode]) -> str:
    return " ".join(map(str, terms))


def query_of(parts: Iterable[Part]) -> str:
    """Return the query that asks for all parts at once."""
    groups = (
        f"{{ {_group(part.text)} BIND({number} AS ?{NUMBER}) }}"
        for number, part in enumerate(parts)
    )
    return f"{prologue()}SELECT * {{ {' UNION '.join(groups)} }}"


def _group(text: str) -> str:
    return f"{{ {text} }}" if text.lstrip().startswith("SELECT") else text


def may_be_a_part(query: str) -> bool:
    """Say whether a query may be asked beside others: one whose rows are in no order.

    >>> may_be_a_part(prologue() + "SELECT ?it { ?it a hansa:City }")
    True
    >>> may_be_a_part("SELECT * {} ORDER BY ?it")
    False
    """
    return query.startswith(prologue()) and not any(
        word in query for word in ("ORDER BY", f"?{NUMBER}")
    )
