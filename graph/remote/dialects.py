"""What servers do otherwise than SPARQL 1.1 says, as far as it concerns us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of server is spoken to.

    ``batch`` triples it takes in one update. ``default_graph`` is, under the base, the name of the
    graph that stands for the default graph where it has none of its own. ``steps`` says whether an
    update is all or nothing, so that a mark moves with it. ``graphs`` of its own begin so; a path
    is under its own address. ``is_mended`` says whether queries go to it as
    ``graph.foreign.mending`` writes them for Oxigraph, ``joins_looks`` whether many looks may go in
    one query, ``takes_forms`` that it takes updates as forms alone, ``is_exact`` whether its
    answers are written as the standard says, ``has_more`` that it takes other statements than
    queries where these go. ``differences`` are sentences on what it does to data and queries.
    """

    name: str
    batch: int = 10_000
    default_graph: str | None = None
    steps: bool = True
    graphs: tuple[str, ...] = ()
    is_mended: bool = True
    joins_looks: bool = True
    takes_forms: bool = False
    is_exact: bool = True
    has_more: bool = False
    differences: tuple[str, ...] = ()


STANDARD: Final = Dialect("SPARQL 1.1")

VIRTUOSO: Final = Dialect(
    "Virtuoso",
    batch=1_000,
    default_graph="graph/default",
    steps=False,
    graphs=(
        *(
            "http://www.openlinksw.com/",
            "http://www.w3.org/ns/ldp#",
            "http://www.w3.org/2002/07/owl#",
        ),
        *("urn:activitystreams-owl:map", "urn:core:", "urn:rules.skos", "/DAV/", "/sparql"),
    ),
    is_mended=False,
    joins_looks=False,
    takes_forms=True,
    is_exact=False,
    has_more=True,
    differences=(
        "it has no default graph of its own: plain facts are in graph/default under the base",
        "a query without FROM has to be sent to it with that graph as default-graph-uri",
        "it stores geo:wktLiteral as a type of its own: coordinates come back otherwise",
        "it takes true and 1 for the same, and a whole decimal for an integer",
        "it wants one end of a property path bound, and stops a query at an error in FILTER",
        "its own graphs are among those that GRAPH ?g finds",
        "it is not told whether an update is all or nothing there: what was broken off is repeated",
    ),
)


def dialect_of(server: str) -> Dialect:
    """Return how a server is spoken to that calls itself *server* in its answers.

    >>> dialect_of("Virtuoso/07.20.3240 (Linux) x86_64-pc-linux-gnu").name
    'Virtuoso'
    >>> dialect_of("Oxigraph/0.5.1").batch
    10000
    """
    return VIRTUOSO if server.startswith("Virtuoso") else STANDARD
