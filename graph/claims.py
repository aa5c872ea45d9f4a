"""Claims as values: what was said, how surely, by which document, in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from ontology.namespaces import HANSA, PREFIXES, prologue
from ontology.terms import EVIDENCE, STATUSES

if TYPE_CHECKING:
    from .quads import QuadReader

Term = NamedNode | Literal
#: A triple that claims say, or, without a term, all they say of a thing by a property.
Said = tuple[str, str, Term | None]

_STATUS_NAMES: Final = {iri: name for name, iri in STATUSES.items()}

_FROM: Final = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
_EVIDENCE: Final = NamedNode(EVIDENCE)
_SELECTOR: Final = NamedNode(PREFIXES["oa"] + "hasSelector")
_TITLE: Final = NamedNode(PREFIXES["dcterms"] + "title")
#: What the properties of a claim, of its selectors and of its document are called in it.
_NAMES: Final[dict[str, str]] = {
    **{PREFIXES["rdf"] + name: name for name in ("subject", "predicate", "object")},
    **{HANSA + name: name for name in ("status", "confidence", "year", "role", "rule")},
    **{PREFIXES["oa"] + name: name for name in ("exact", "prefix", "suffix", "start", "end")},
    PREFIXES["dcterms"] + "title": "title",
}
_NEEDED: Final = {*_NAMES.values()} - {"year", "role", "rule"}

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
    *,
    subject: str | None = None,
    predicate: str | None = None,
    object_: Term | None = None,
) -> str:
    """Return the query for the claims with these ends; None leaves an end open."""
    given = {
        "subject": subject and NamedNode(subject),
        "predicate": predicate and NamedNode(predicate),
        "object": object_,
    }
    values = [f"VALUES ?{name} {{ {term} }}" for name, term in given.items() if term]
    return prologue() + _QUERY.format(values=" ".join(values))


def claim_in(store: QuadReader, iri: str) -> Claim | None:
    """Return the claim with that IRI, read quad by quad, which is quickest; None where it is none.

    Only its document's graph counts: what guests say of a claim is no part of it.
    """
    quads = [*store.quads(NamedNode(iri))]
    document = next(
        (
            each.graph_name
            for each in quads
            if (each.predicate, each.object) == (_FROM, each.graph_name)
        ),
        None,
    )
    evidence = next((each.object for each in quads if each.predicate == _EVIDENCE), None)
    if not isinstance(document, NamedNode) or not isinstance(evidence, NamedNode):
        return None
    quads = [each for each in quads if each.graph_name == document]
    quads += store.quads(document, _TITLE, None, document)
    for selector in store.quads(evidence, _SELECTOR, None, document):
        if isinstance(selector.object, NamedNode):
            quads += store.quads(selector.object, None, None, document)
    values: dict[str, Term] = {
        name: term_of(each.object)
        for each in quads
        if (name := _NAMES.get(each.predicate.value)) is not None
    }
    if not values.keys() >= _NEEDED:
        return None
    return claim_from({"claim": NamedNode(iri), "document": document, **values})


def in_order(claims: Iterable[Claim], date_of: Callable[[str], str]) -> list[Claim]:
    """Return claims, those of the newest document first: by its IRI, place, and claim IRI.

    *date_of* returns the date of a document, empty where it has none; such documents come last.
    """
    found = sorted(claims, key=lambda claim: (claim.document, claim.start, claim.end, claim.iri))
    return sorted(found, key=lambda claim: date_of(claim.document), reverse=True)


def stating_query(facts: Iterable[tuple[str, str, Term]]) -> str:
    """Return the query for the IRIs of the claims that say one of these triples.

    That alone takes 0.04 ms for each; with all that a claim holds, as ``claims_query`` asks, the
    engine would look at every claim about a thing of which there are thousands.
    """
    rows = (f"(<{subject}> <{predicate}> {object_})" for subject, predicate, object_ in facts)
    return prologue() + _STATING.format(rows=" ".join(rows))


def saying_query(subject: str, predicate: str) -> str:
    """Return the query for the IRIs of the claims that say anything of a thing by a property.

    ``claims_query`` would look through a hub's claims for a property that has none (240 ms).
    """
    ends = f"(<{NamedNode(subject).value}> <{NamedNode(predicate).value}>)"
    pattern = "?claim rdf:subject ?subject ; rdf:predicate ?predicate"
    found = f"VALUES (?subject ?predicate) {{ {ends} }} GRAPH ?document {{ {pattern} }}"
    return f"{prologue()} SELECT ?claim {{ {found} }}"


def said_by(
    select: Callable[[str], QuerySolutions], sayings: Iterable[Said]
) -> Iterator[tuple[Said, str]]:
    """Iterate over the IRIs of the claims that say triples, or anything by a property.

    *select* runs a query.
    """
    every = [*sayings]
    whole = [(s, p, term) for s, p, term in every if term is not None]
    if whole:
        for row in select(stating_query(whole)):
            said = row["subject"].value, row["predicate"].value, term_of(row["object"])
            yield said, row["claim"].value
    for subject, predicate, term in every:
        if term is None:
            for row in select(saying_query(subject, predicate)):
                yield (subject, predicate, None), row["claim"].value


def values_query(predicate: NamedNode, iris: Iterable[str]) -> str:
    """Return the query for the values that things have of a property in the default graph."""
    values = " ".join(str(NamedNode(iri)) for iri in iris)
    return f"SELECT ?it ?value WHERE {{ VALUES ?it {{ {values} }} ?it {predicate} ?value }}"


def speaking_query(iri: str) -> str:
    """Return the query for the documents with claims that have a thing at one of their ends.

    To read these claims' IRIs in its stead takes ten times as long (200 ms for 11,000 of them).
    """
    ends = (f"{{ ?claim rdf:{end} {NamedNode(iri)} }}" for end in ("subject", "object"))
    found = f"GRAPH ?document {{ {' UNION '.join(ends)} }}"
    return f"{prologue()} SELECT DISTINCT ?document {{ {found} }}"


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
