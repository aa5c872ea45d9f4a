"""What pages show: plain values made from a reader, without a word of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from api.errors import NotFoundError
from api.pages import local_name, term_value
from graph.claims import Claim
from graph.reader import Reader
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import COUNTRY_PROPERTY, FOCUS_CONCEPT, KINDS, RELATIONS

_SKOS, _RDFS, _SCHEMA = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["schema"]
_NAMES = (_SKOS + "prefLabel", _SKOS + "altLabel")
_REFERENCE = (
    COUNTRY_PROPERTY,
    FOCUS_CONCEPT,
    _SCHEMA + "sameAs",
    _SCHEMA + "identifier",
    PREFIXES["wgs84"] + "lat",
    PREFIXES["wgs84"] + "long",
    "http://www.geonames.org/ontology#population",
)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name with the tag of its language, if it has one."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim as pages show it: both ends by name, and the sentence with its document."""

    iri: str
    subject: str
    subject_label: str
    heading: str
    object: str
    object_label: str
    status: str
    year: int | None
    role: str | None
    confidence: float
    rule: str
    document: str
    title: str
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The other end of a fact, and every claim that says so."""

    iri: str
    label: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All statements of one property in one direction."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A property and a value, which links where it is a thing."""

    heading: str
    label: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class EntityView:
    """The page of a thing."""

    iri: str
    slug: str
    label: str
    kind: str
    names: tuple[Name, ...]
    groups: tuple[Group, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The page of a document."""

    iri: str
    slug: str
    title: str
    language: str
    about: tuple[tuple[str, str], ...]
    claims: tuple[Saying, ...]
    text: str


@dataclass(frozen=True, slots=True, order=True)
class TermView:
    """A term of a vocabulary: its local name, its label, what it means."""

    name: str
    label: str
    definition: str


def split_suffix(path: str, suffixes: Container[str]) -> tuple[str, str | None]:
    """Split a known suffix off a path.

    >>> split_suffix("id/city/riga-lv.ttl", {"ttl"}), split_suffix("id/a.b", {"ttl"})
    (('id/city/riga-lv', 'ttl'), ('id/a.b', None))
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in suffixes else (path, None)


def counts_by_kind(reader: Reader) -> list[tuple[str, int]]:
    """Return how many things of each kind there are, documents last, kinds without any left out."""
    things = {(iri, kind) for _, iri, kind in reader.names()}
    counted = Counter(kind for _, kind in things)
    rows = [(kind, counted[kind]) for kind in KINDS if counted[kind]]
    return [*rows, ("Document", len(reader.documents()))]


def entity_view(reader: Reader, iri: str) -> EntityView:
    """Return what a thing's page shows: names, facts in both directions, reference data."""
    described = list(reader.describe(iri))
    outgoing = [each for each in described if each.subject == NamedNode(iri)]
    return EntityView(
        iri=iri,
        slug=local_name(iri),
        label=reader.label(iri),
        kind=reader.kind(iri) or "thing",
        names=tuple(sorted(set(_names(outgoing)))),
        groups=tuple(_groups(reader, iri)),
        links=tuple(dict.fromkeys(_links(reader, outgoing, _REFERENCE))),
    )


def document_view(reader: Reader, iri: str) -> DocumentView:
    """Return what a document's page shows: metadata, claims in the order of the text, the text."""
    row = next(each for each in reader.documents() if each.iri == iri)
    about = {
        "Publisher": row.publisher,
        "Date": row.date,
        "Language": row.language,
        "Source": row.key,
        "SHA-256": row.sha256,
    }
    claims = sorted(_claims_in(reader, iri), key=lambda claim: (claim.start, claim.end, claim.iri))
    return DocumentView(
        iri=iri,
        slug=local_name(iri),
        title=row.title or row.key,
        language=row.language,
        about=tuple((heading, value) for heading, value in about.items() if value),
        claims=tuple(_saying(reader, claim) for claim in claims),
        text=reader.document_text(iri),
    )


def claim_view(reader: Reader, iri: str) -> Saying:
    """Return what a claim's page shows; raise NotFoundError where *iri* is no claim."""
    claim = reader.claim(iri)
    if claim is None:
        raise NotFoundError(f"{iri} is no claim of generation {reader.generation}")
    return _saying(reader, claim)


def term_views(triples: Iterable[Triple]) -> list[TermView]:
    """Return the terms that triples define, by name."""
    found: dict[str, dict[str, str]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            about = found.setdefault(triple.subject.value, {})
            about.setdefault(triple.predicate.value, triple.object.value)
    return sorted(
        TermView(
            name=local_name(iri),
            label=about.get(_SKOS + "prefLabel") or about.get(_RDFS + "label") or "",
            definition=about.get(_SKOS + "definition") or about.get(_RDFS + "comment") or "",
        )
        for iri, about in found.items()
    )


def _claims_in(reader: Reader, document: str) -> Iterator[Claim]:
    graph = NamedNode(document)
    derived = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    for quad in reader.quads(None, derived, graph, graph):
        if isinstance(quad.subject, NamedNode) and (claim := reader.claim(quad.subject.value)):
            yield claim


def _names(outgoing: Iterable[Quad]) -> Iterator[Name]:
    for each in outgoing:
        if each.predicate.value in _NAMES and isinstance(each.object, Literal):
            yield Name(each.object.value, each.object.language or "")


def _links(reader: Reader, outgoing: Iterable[Quad], wanted: Container[str]) -> Iterator[Link]:
    for each in sorted(outgoing, key=str):
        if each.predicate.value in wanted:
            heading, target = local_name(each.predicate.value), each.object
            if isinstance(target, NamedNode):
                yield Link(heading, reader.label(target.value), target.value)
            else:
                yield Link(heading, term_value(target))


def _groups(reader: Reader, iri: str) -> Iterator[Group]:
    """Yield the facts that say something of *iri*, then those that say something to it."""
    inward = {HANSA + name: inverse for name, inverse in RELATIONS.items()}
    said: dict[str, dict[str, list[Saying]]] = {}
    for claim in sorted(reader.claims(subject=iri), key=_order):
        saying = _saying(reader, claim)
        other = said.setdefault(saying.heading, {})
        other.setdefault(saying.object or saying.object_label, []).append(saying)
    for claim in sorted(reader.claims(object=iri), key=_order):
        saying = _saying(reader, claim)
        heading = inward.get(claim.predicate, saying.heading)
        said.setdefault(heading, {}).setdefault(saying.subject, []).append(saying)
    for heading, statements in sorted(said.items()):
        yield Group(heading, tuple(_statements(iri, statements)))


def _statements(iri: str, statements: dict[str, list[Saying]]) -> Iterator[Statement]:
    for sayings in statements.values():
        first = sayings[0]
        if first.subject == iri:
            yield Statement(first.object, first.object_label, tuple(sayings))
        else:
            yield Statement(first.subject, first.subject_label, tuple(sayings))


def _order(claim: Claim) -> tuple[str, str, str, int, str]:
    return claim.predicate, str(claim.object), claim.document, claim.start, claim.iri


def _saying(reader: Reader, claim: Claim) -> Saying:
    target = claim.object.value
    is_thing = isinstance(claim.object, NamedNode)
    return Saying(
        iri=claim.iri,
        subject=claim.subject,
        subject_label=reader.label(claim.subject),
        heading=local_name(claim.predicate),
        object=target if is_thing else "",
        object_label=reader.label(target) if is_thing else target,
        status=claim.status,
        year=claim.year,
        role=claim.role,
        confidence=claim.confidence,
        rule=claim.rule,
        document=claim.document,
        title=claim.document_title,
        exact=claim.exact,
        prefix=claim.prefix,
        suffix=claim.suffix,
    )
