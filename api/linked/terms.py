"""The terms of a vocabulary for its page: grouped, with meanings and what they hang on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from api.pages.pages import local_name
from ontology.namespaces import PREFIXES

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
_SKOS, _SH, _SCHEMA = PREFIXES["skos"], PREFIXES["sh"], PREFIXES["schema"]
_DCTERMS: Final = PREFIXES["dcterms"]
_TYPE: Final = _RDF + "type"
#: Headings by the types that come under them, in the order in which a page has them.
_GROUPS: Final = {
    "Classes": (_OWL + "Class",),
    "Relations": (_OWL + "ObjectProperty",),
    "Values": (_OWL + "DatatypeProperty",),
    "Schemes": (_SKOS + "ConceptScheme",),
    "Concepts": (_SKOS + "Concept",),
    "Shapes": (_SH + "NodeShape",),
    "Properties of shapes": (_SH + "PropertyShape",),
}
_OTHERS: Final = "Others"
#: What is shown of a term as links, by predicate.
_RELATED: Final = {
    _RDFS + "subClassOf": "sub-class of",
    _RDFS + "subPropertyOf": "implies",
    _OWL + "inverseOf": "inverse of",
    _SCHEMA + "domainIncludes": "said of",
    _SCHEMA + "rangeIncludes": "leads to",
    _RDFS + "range": "values",
    PREFIXES["hansa"] + "implies": "implies under conditions",
    PREFIXES["hansa"] + "impliedProperty": "implied property",
    PREFIXES["hansa"] + "subjectClass": "where the subject is",
    PREFIXES["hansa"] + "objectClass": "where the object is",
    _RDFS + "seeAlso": "see also",
    _SKOS + "broader": "broader",
    _SKOS + "narrower": "narrower",
    _SKOS + "inScheme": "in the scheme",
    _SH + "targetClass": "checks",
    _SH + "path": "path",
    _SH + "property": "properties",
}
_LABELS: Final = (_SKOS + "prefLabel", _RDFS + "label", _DCTERMS + "title")
_MEANINGS: Final = (
    _SKOS + "definition",
    _RDFS + "comment",
    _SH + "message",
    _DCTERMS + "description",
)


@dataclass(frozen=True, slots=True)
class TermView:
    """A term: its IRI and local name, its label, what it means, an example, what it hangs on."""

    iri: str
    name: str
    label: str
    definition: str
    example: str
    others: tuple[str, ...]
    related: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms of one kind, in alphabetical order."""

    heading: str
    terms: tuple[TermView, ...]


def term_groups(triples: Iterable[Triple], *, besides: str = "") -> list[TermGroup]:
    """Return the terms that triples define, without the one with the IRI *besides*."""
    about: dict[str, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and triple.subject.value != besides:
            about.setdefault(triple.subject.value, []).append(triple)
    grouped: dict[str, list[TermView]] = {}
    for iri, said in about.items():
        grouped.setdefault(_heading(said), []).append(term_view(iri, said))
    return [
        TermGroup(heading, tuple(sorted(grouped[heading], key=lambda term: term.name.lower())))
        for heading in (*_GROUPS, _OTHERS)
        if heading in grouped
    ]


def term_view(iri: str, said: Sequence[Triple]) -> TermView:
    """Return the term with that IRI, of which *said* is said."""
    return TermView(
        iri=iri,
        name=local_name(iri),
        label=next(_texts(said, _LABELS), ""),
        definition=" ".join(dict.fromkeys(_texts(said, _MEANINGS))),
        example=" ".join(_texts(said, (_SKOS + "example",))),
        others=tuple(sorted(_texts(said, (_SKOS + "altLabel",)))),
        related=tuple(_related(said)),
    )


def _heading(said: Sequence[Triple]) -> str:
    types = {
        str(each.object.value)
        for each in said
        if isinstance(each.object, NamedNode) and each.predicate.value == _TYPE
    }
    return next((name for name, kinds in _GROUPS.items() if types & {*kinds}), _OTHERS)


def _texts(said: Sequence[Triple], wanted: Sequence[str]) -> Iterator[str]:
    for predicate in wanted:
        found = (each.object for each in said if each.predicate.value == predicate)
        yield from sorted(text.value for text in found if isinstance(text, Literal))


def _related(said: Sequence[Triple]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for predicate, heading in _RELATED.items():
        found = (each.object for each in said if each.predicate.value == predicate)
        ends = sorted(end.value for end in found if isinstance(end, NamedNode))
        if ends:
            yield heading, tuple((end, shown(end)) for end in ends)


def shown(iri: str) -> str:
    """Return an IRI with its prefix, as vocabularies write it.

    >>> shown("https://schema.org/memberOf"), shown("urn:x")
    ('schema:memberOf', 'urn:x')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return local_name(iri) if iri.startswith("http") else iri
