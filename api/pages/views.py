"""What pages show: plain values made from a reader, without a word of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, Quad

from api.errors import NotFoundError
from api.linked.highlights import Link as Linking
from api.linked.highlights import highlighted, mentions_in, place_of
from api.linked.paging import Page, page_of
from api.linked.sayings import Ends, claims_in, claims_named, ends_of
from graph.claims import Claim
from graph.reader import Reader
from graph.together import both, together
from ontology.namespaces import PREFIXES
from ontology.terms import COUNTRY_PROPERTY, FOCUS_CONCEPT, KINDS, RESOLVES_TO

from .pages import local_name, term_value
from .summary import summary, told_first

_SKOS, _SCHEMA = PREFIXES["skos"], PREFIXES["schema"]
#: Documents that are named at once on the page of a thing.
_DOCUMENTS: Final = 20
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
    """A claim as pages show it: both ends by name, and the sentence with its document.

    ``place`` is the id of the sentence on the page of the document.
    """

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
    place: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The other end of a fact, and every claim that says so: what is so before what is planned.

    ``kind`` is told where another of the group has the same name.
    """

    iri: str
    label: str
    sayings: tuple[Saying, ...]
    kind: str | None = None

    @property
    def is_planned(self) -> bool:
        """Whether it is so far only meant to be."""
        return all(each.status == "planned" for each in self.sayings)

    @property
    def years(self) -> list[int]:
        """The years that are said of it, the first one first."""
        return sorted({each.year for each in self.sayings if each.year})

    @property
    def roles(self) -> list[str]:
        """The posts that are said with it."""
        return list(dict.fromkeys(each.role for each in self.sayings if each.role))


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one property in one direction."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A property with the number of things it leads to, and the page where they begin."""

    heading: str
    things: int
    page: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document that speaks of a thing, with the number of claims in which it does."""

    iri: str
    title: str
    claims: int


@dataclass(frozen=True, slots=True)
class Link:
    """A property and a value, which links where it is a thing."""

    heading: str
    label: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class EntityView:
    """The page of a thing; ``page`` has the claims that ``groups`` show."""

    iri: str
    slug: str
    label: str
    kind: str
    summary: tuple[str, ...]
    names: tuple[Name, ...]
    contents: tuple[Contents, ...]
    groups: tuple[Group, ...]
    page: Page[Ends]
    sources: Page[Source]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Local:
    """A thing as a document names it: the fragment of its IRI there, and the thing it is."""

    fragment: str
    label: str
    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The page of a document; ``text`` is HTML in which the sentences of claims are marked."""

    iri: str
    slug: str
    title: str
    language: str
    about: tuple[tuple[str, str], ...]
    page: Page[Saying]
    locals: tuple[Local, ...]
    text: Markup

    @property
    def kinds(self) -> list[str]:
        """The kinds of what it names, in their usual order."""
        found = {each.kind for each in self.locals}
        return [kind for kind in KINDS if kind in found]


def split_suffix(path: str, suffixes: Container[str]) -> tuple[str, str | None]:
    """Split a known suffix off a path.

    >>> split_suffix("id/city/riga-lv.ttl", {"ttl"}), split_suffix("id/a.b", {"ttl"})
    (('id/city/riga-lv', 'ttl'), ('id/a.b', None))
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in suffixes else (path, None)


def counts_by_kind(reader: Reader) -> list[tuple[str, int]]:
    """Return how many things of each kind there are; kinds without any are left out."""
    things = {(iri, kind) for _, iri, kind in reader.names()}
    counted = Counter(kind for _, kind in things)
    return [(kind, counted[kind]) for kind in KINDS if counted[kind]]


def entity_view(reader: Reader, iri: str, *, page: int = 1, documents: int = 1) -> EntityView:
    """Return what a thing's page shows: names, facts in both directions, reference data.

    *page* is that of the facts, *documents* that of the documents that state them.
    Raises NotFoundError where there is no such page.
    """
    outgoing = list(reader.quads(NamedNode(iri)))
    ends = sorted(ends_of(reader, iri), key=lambda each: (told_first(each.heading), each))
    shown = page_of(ends, page)
    kind, label = reader.kind(iri) or "thing", reader.label(iri)
    links = tuple(dict.fromkeys(_links(reader, outgoing, _REFERENCE)))
    country = next((each.label for each in links if each.iri and each.heading == "country"), "")
    return EntityView(
        iri=iri,
        slug=local_name(iri),
        label=label,
        kind=kind,
        summary=tuple(summary(reader, kind, country, ends)),
        names=tuple(sorted(name for name in set(_names(outgoing)) if name.text != label)),
        contents=tuple(_contents(ends, shown.size)),
        groups=tuple(_groups(reader, iri, shown)),
        page=shown,
        sources=_sources(reader, ends, documents),
        links=links,
    )


def document_view(reader: Reader, iri: str, *, link: Linking, page: int = 1) -> DocumentView:
    """Return what a document's page shows: metadata, claims in the order of the text, the text.

    *page* is that of the claims, and *link* makes addresses of IRIs. Raises NotFoundError where
    there is no such page.
    """
    row = reader.document(iri)
    if row is None:
        raise NotFoundError(f"generation {reader.generation} has no document {iri}")
    about = {
        "Publisher": row.publisher,
        "Date": row.date,
        "Language": row.language,
        "Source": row.key,
        "SHA-256": row.sha256,
    }
    claims = sorted(claims_in(reader, iri), key=lambda claim: (claim.start, claim.end, claim.iri))
    shown = page_of(claims, page)
    sayings = tuple(together(partial(_saying, reader), shown.items))
    locals_ = sorted(_locals(reader, iri), key=lambda each: (each.label, each.fragment))
    text = highlighted(
        reader.document_text(iri),
        claims,
        mentions_in(reader, iri, {f"{iri}#{each.fragment}": each.iri for each in locals_}),
        link=link,
        kinds={each.iri: each.kind for each in locals_},
        shown=range(shown.first_item, shown.last_item + 1),
    )
    return DocumentView(
        iri=iri,
        slug=local_name(iri),
        title=row.title or row.key,
        language=row.language,
        about=tuple((heading, value) for heading, value in about.items() if value),
        page=Page(sayings, shown.number, shown.total, shown.size),
        locals=tuple(locals_),
        text=text,
    )


def claim_view(reader: Reader, iri: str) -> Saying:
    """Return what a claim's page shows; raise NotFoundError where *iri* is no claim."""
    claim = reader.claim(iri)
    if claim is None:
        raise NotFoundError(f"{iri} is no claim of generation {reader.generation}")
    return _saying(reader, claim)


def _locals(reader: Reader, document: str) -> Iterator[Local]:
    graph, resolves = NamedNode(document), NamedNode(RESOLVES_TO)
    found = [
        (quad.subject.value, quad.object.value)
        for quad in reader.quads(None, resolves, None, graph)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]
    abouts = [about for about, _ in found]
    labels, kinds = both(
        lambda: together(reader.label, abouts), lambda: together(reader.kind, abouts)
    )
    for (about, iri), label, kind in zip(found, labels, kinds, strict=True):
        fragment = about.partition("#")[2]
        yield Local(fragment=fragment, label=label, kind=kind or "thing", iri=iri)


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


def _contents(ends: Sequence[Ends], size: int) -> Iterator[Contents]:
    counted = Counter(heading for heading, _ in {(each.heading, each.other) for each in ends})
    begun: dict[str, int] = {}
    for place, each in enumerate(ends):
        begun.setdefault(each.heading, place // size + 1)
    for heading, page in begun.items():
        yield Contents(heading, counted[heading], page)


def _sources(reader: Reader, ends: Sequence[Ends], number: int) -> Page[Source]:
    """Return the documents of claims, those with the most first."""
    counted = Counter(each.document for each in ends)
    ordered = sorted(counted, key=lambda iri: (-counted[iri], iri))
    page = page_of(ordered, number, size=_DOCUMENTS)
    labels = together(reader.label, page.items)
    named = zip(page.items, labels, strict=True)
    found = tuple(Source(iri, label, counted[iri]) for iri, label in named)
    return Page(found, page.number, page.total, page.size)


def _groups(reader: Reader, iri: str, page: Page[Ends]) -> Iterator[Group]:
    """Yield the facts of one page, by property and by what stands at the other end."""
    claims = {claim.iri: claim for claim in claims_named(reader, [e.claim for e in page.items])}
    sayings = dict(zip(claims, together(partial(_saying, reader), claims.values()), strict=True))
    said: dict[str, dict[str, list[Saying]]] = {}
    for each in page.items:
        if each.claim in sayings:
            other = said.setdefault(each.heading, {}).setdefault(each.other, [])
            other.append(sayings[each.claim])
    for heading, statements in said.items():
        yield Group(heading, tuple(_told_apart(reader, [*_statements(iri, statements)])))


def _told_apart(reader: Reader, statements: list[Statement]) -> Iterator[Statement]:
    """Yield *statements*, those of the same name with the kind of what they lead to."""
    counted = Counter(each.label for each in statements)
    for each in statements:
        is_alone = counted[each.label] == 1 or not each.iri
        yield each if is_alone else replace(each, kind=reader.kind(each.iri))


def _statements(iri: str, statements: dict[str, list[Saying]]) -> Iterator[Statement]:
    for sayings in statements.values():
        sayings.sort(key=lambda each: each.status == "planned")
        first = sayings[0]
        other, label = (
            (first.object, first.object_label)
            if first.subject == iri
            else (first.subject, first.subject_label)
        )
        yield Statement(other, label, tuple(sayings))


def _saying(reader: Reader, claim: Claim) -> Saying:
    target = claim.object.value
    is_thing = isinstance(claim.object, NamedNode)
    ends = [claim.subject, *([target] if is_thing else [])]
    labels = dict(zip(ends, together(reader.label, ends), strict=True))
    return Saying(
        iri=claim.iri,
        subject=claim.subject,
        subject_label=labels[claim.subject],
        heading=local_name(claim.predicate),
        object=target if is_thing else "",
        object_label=labels.get(target, target) if is_thing else target,
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
        place=place_of(claim.start, claim.end),
    )
