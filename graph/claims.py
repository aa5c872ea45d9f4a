"""Claims as values: what was said, how surely, by which document, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.namespaces import prologue
from ontology.terms import STATUSES

Term = NamedNode | Literal

_STATUS_NAMES: Final = {iri: name for name, iri in STATUSES.items()}

#: A claim is matched alone, inside its document's graph, and holds subject, predicate and object.
#: Joining the plain triple with it would make the engine scan every claim, and so would
#: anything required after an OPTIONAL (150 ms against 0.7 ms for 1,500 claims).
_QUERY: Final = """
SELECT * WHERE {{
  {values}
  GRAPH ?document {{
    ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
      hansa:status ?status ; hansa:confidence ?confidence ; hansa:evidence ?evidence .
    ?evidence oa:hasSelector ?quote , ?position .
    ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
    ?position oa:start ?start ; oa:end ?end .
    ?document dcterms:title ?title .
    OPTIONAL {{ ?claim hansa:year ?year }}
    OPTIONAL {{ ?claim hansa:role ?role }}
    OPTIONAL {{ ?claim hansa:rule ?rule }}
  }}
}}"""

_STATING: Final = """
SELECT ?claim ?subject ?predicate ?object WHERE {{
  VALUES (?subject ?predicate ?object) {{ {rows} }}
  GRAPH ?document {{
    ?claim rdf:subject ?subject ; rdf:object ?object ; rdf:predicate ?predicate
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Claim:
    """One saying of one fact or literal, with its evidence.

    ``object`` is the IRI or the literal itself; ``status`` is ``asserted`` or ``planned``;
    ``start`` and ``end`` count Unicode code points of the document's text.
    """

    iri: str
    subject: str
    predicate: str
    object: Term
    status: str
    confidence: float
    document: str
    document_title: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    year: int | None = None
    role: str | None = None
    rule: str = ""


def claims_query(
    *, subject: str | None, predicate: str | None, object_: Term | None, claim: str | None = None
) -> str:
    """Return the query for the claims with these ends; None leaves an end open."""
    given = {
        "claim": claim and NamedNode(claim),
        "subject": subject and NamedNode(subject),
        "predicate": predicate and NamedNode(predicate),
        "object": object_,
    }
    values = [f"VALUES ?{name} {{ {term} }}" for name, term in given.items() if term]
    return prologue() + _QUERY.format(values=" ".join(values))


def stating_query(facts: Iterable[tuple[str, str, Term]]) -> str:
    """Return the query for the IRIs of the claims that say one of these triples.

    That alone takes 0.04 ms for each; with all that a claim holds, as ``claims_query`` asks, the
    engine would look at every claim about a thing of which there are thousands.
    """
    rows = (f"(<{subject}> <{predicate}> {object_})" for subject, predicate, object_ in facts)
    return prologue() + _STATING.format(rows=" ".join(rows))


def claim_from(solution: Mapping[str, Term]) -> Claim:
    """Return the claim that one solution of ``claims_query`` describes."""
    text = {name: term.value for name, term in solution.items()}
    return Claim(
        iri=text["claim"],
        subject=text["subject"],
        predicate=text["predicate"],
        object=solution["object"],
        status=_STATUS_NAMES.get(text["status"], text["status"]),
        confidence=float(text["confidence"]),
        document=text["document"],
        document_title=text["title"],
        exact=text["exact"],
        prefix=text["prefix"],
        suffix=text["suffix"],
        start=int(text["start"]),
        end=int(text["end"]),
        year=int(text["year"]) if "year" in text else None,
        role=text.get("role"),
        rule=text.get("rule", ""),
    )


def term_of(value: NamedNode | Literal | BlankNode | Triple) -> Term:
    """Return a term that is an IRI or a literal; Hansa's graphs hold no others."""
    if isinstance(value, NamedNode | Literal):
        return value
    raise TypeError(f"{value} is neither an IRI nor a literal")
