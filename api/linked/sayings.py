"""Claims for pages: which there are about a thing, cheaply, and those of one page in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from graph.claims import Claim, Term
from graph.reader import Reader
from graph.together import together
from ontology.namespaces import HANSA, PREFIXES, prologue
from ontology.terms import PLANNED, RELATIONS

_INVERSES: Final = {HANSA + name: inverse for name, inverse in RELATIONS.items()}
_ENDS: Final = """
SELECT ?claim ?predicate ?other ?document ?status {{
  GRAPH ?document {{
    ?claim {one} <{iri}> ; rdf:predicate ?predicate ; {other} ?other ; hansa:status ?status .
  }}
}}"""


@dataclass(frozen=True, slots=True, order=True)
class Ends:
    """A claim about a thing: the property as seen from there, and what is at the other end.

    ``other`` is the IRI or the text of a value. Claims are ordered by property, by the other end
    and by document.
    """

    heading: str
    other: str
    document: str
    claim: str
    is_planned: bool


def ends_of(reader: Reader, iri: str) -> Iterator[Ends]:
    """Iterate over the claims about the thing with that IRI, in both directions."""

    def look(ends: tuple[str, str]) -> list[dict[str, Term]]:
        one, other = ends
        return [*reader.solutions(prologue() + _ENDS.format(one=one, other=other, iri=iri))]

    both = (("rdf:subject", "rdf:object"), ("rdf:object", "rdf:subject"))
    for (one, _), solutions in zip(both, together(look, both), strict=True):
        for found in solutions:
            predicate = found["predicate"].value
            heading = predicate.removeprefix(HANSA)
            if one == "rdf:object":
                heading = _INVERSES.get(predicate, heading)
            yield Ends(
                heading=heading,
                other=found["other"].value,
                document=found["document"].value,
                claim=found["claim"].value,
                is_planned=found["status"].value == PLANNED,
            )


def claims_named(reader: Reader, iris: Iterable[str]) -> list[Claim]:
    """Return the claims with these IRIs, in no order."""
    found = together(reader.claim, dict.fromkeys(iris))
    return [claim for claim in found if claim is not None]


def claims_in(reader: Reader, document: str) -> list[Claim]:
    """Return every claim of a document, in no order."""
    graph = NamedNode(document)
    derived = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    quads = reader.quads(None, derived, graph, graph)
    return claims_named(
        reader, (q.subject.value for q in quads if isinstance(q.subject, NamedNode))
    )
