"""The vocabulary files, read once: what the ontology says, and whom the authority file knows.

Every file is parsed with pyoxigraph on first use and kept; nothing is read at import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from .errors import OntologyError
from .namespaces import DEFAULT_BASE, HANSA, PREFIXES
from .terms import ACRONYM, IMPLIED_PROPERTY, IMPLIES, KINDS, OBJECT_CLASS, SUBJECT_CLASS

_RDF_TYPE = PREFIXES["rdf"] + "type"
_SUB_CLASS_OF = PREFIXES["rdfs"] + "subClassOf"
_SUB_PROPERTY_OF = PREFIXES["rdfs"] + "subPropertyOf"
_SYMMETRIC = PREFIXES["owl"] + "SymmetricProperty"
_INVERSE_OF = PREFIXES["owl"] + "inverseOf"
_PREF_LABEL = PREFIXES["skos"] + "prefLabel"
_ALT_LABEL = PREFIXES["skos"] + "altLabel"
_BROADER = PREFIXES["skos"] + "broader"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_CLASSIFICATION = PREFIXES["org"] + "classification"
_SAME_AS = PREFIXES["schema"] + "sameAs"

#: The files this package carries.
FILES = ("authority.ttl", "context.jsonld", "hansa.ttl", "schemes.ttl", "shapes.ttl")
#: The scheme whose concepts ``hansa:focusConcept`` points to.
FOCUS_SCHEME = DEFAULT_BASE + "scheme/focus-area"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name and the BCP 47 tag of its language, or an empty tag where none is known."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """A well-known body: its IRI, its kind, its names with the preferred one first, its acronyms.

    ``kind`` is a class name such as ``Network``; ``classification`` the IRI of a concept of the
    scheme of kinds of organisation, where one is given; ``same_as`` the IRIs of the same body
    elsewhere.
    """

    iri: str
    kind: str
    names: tuple[Name, ...]
    acronyms: tuple[str, ...] = ()
    classification: str | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FocusConcept:
    """A field of work of the scheme of focus areas: its labels, and the broader concepts."""

    iri: str
    labels: tuple[Name, ...]
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class SuperProperty:
    """A property that another implies, perhaps only between things of certain classes.

    ``subject_classes`` and ``object_classes`` are IRIs of which one has to be a class of that
    end; an empty set asks for nothing.
    """

    iri: str
    subject_classes: frozenset[str] = frozenset()
    object_classes: frozenset[str] = frozenset()

    def holds(self, *, subject_classes: Iterable[str], object_classes: Iterable[str]) -> bool:
        """Say whether the implication holds between two ends with all these classes.

        >>> SuperProperty("urn:p", frozenset({"urn:C"})).holds(
        ...     subject_classes={"urn:C", "urn:D"}, object_classes=()
        ... )
        True
        """
        return (
            not self.subject_classes or not self.subject_classes.isdisjoint(subject_classes)
        ) and (not self.object_classes or not self.object_classes.isdisjoint(object_classes))


def read(name: str) -> bytes:
    """Return the bytes of a vocabulary file such as ``hansa.ttl``.

    Raises OntologyError for a name that is none of ``FILES``.
    """
    if name not in FILES:
        raise OntologyError(f"no vocabulary file {name!r}; there are {', '.join(FILES)}")
    return resources.files(__package__).joinpath(name).read_bytes()


@cache
def authority() -> tuple[AuthorityRecord, ...]:
    """Return the records of the authority file, in the order of their IRIs."""
    return tuple(
        AuthorityRecord(
            iri=iri,
            kind=_kind(iri, about),
            names=_names(about),
            acronyms=tuple(sorted(_values(about, ACRONYM))),
            classification=next(iter(_values(about, _CLASSIFICATION)), None),
            same_as=tuple(sorted(_values(about, _SAME_AS))),
        )
        for iri, about in _by_subject("authority.ttl")
        if _PREF_LABEL in about
    )


@cache
def focus_concepts() -> tuple[FocusConcept, ...]:
    """Return the concepts of the scheme of focus areas, in the order of their IRIs."""
    return tuple(
        FocusConcept(iri=iri, labels=_names(about), broader=tuple(sorted(_values(about, _BROADER))))
        for iri, about in _by_subject("schemes.ttl")
        if FOCUS_SCHEME in _values(about, _IN_SCHEME)
    )


@cache
def inverses() -> Mapping[str, str]:
    """Return, for each property that has one, its inverse; a symmetric property is its own.

    Both are IRIs, and both directions are there.
    """
    table: dict[str, str] = {}
    for iri, about in _by_subject("hansa.ttl"):
        for other in _values(about, _INVERSE_OF):
            table[iri], table[other] = other, iri
        if _SYMMETRIC in _values(about, _RDF_TYPE):
            table[iri] = iri
    return MappingProxyType(dict(sorted(table.items())))


@cache
def super_classes() -> Mapping[str, tuple[str, ...]]:
    """Return, for each class of the ontology, every class above it, ours and others', by IRI."""
    parents = {
        iri: _values(about, _SUB_CLASS_OF)
        for iri, about in _by_subject("hansa.ttl")
        if _SUB_CLASS_OF in about
    }
    return MappingProxyType({iri: tuple(sorted(_above(iri, parents))) for iri in sorted(parents)})


@cache
def super_properties() -> Mapping[str, tuple[SuperProperty, ...]]:
    """Return, for each property that implies others, what it implies and between what."""
    described = dict(_by_subject("hansa.ttl"))
    table: dict[str, tuple[SuperProperty, ...]] = {}
    for iri, about in described.items():
        always = [SuperProperty(iri=above) for above in _values(about, _SUB_PROPERTY_OF)]
        sometimes = [_implication(described[rule]) for rule in _values(about, IMPLIES)]
        if always or sometimes:
            table[iri] = tuple(sorted([*always, *sometimes], key=lambda found: found.iri))
    return MappingProxyType(table)


_About = Mapping[str, list[NamedNode | Literal]]


@cache
def _by_subject(name: str) -> tuple[tuple[str, _About], ...]:
    """Parse a Turtle file into (subject, predicate -> objects), sorted by subject."""
    found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for triple in _triples(name):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            about = found.setdefault(triple.subject.value, {})
            about.setdefault(triple.predicate.value, []).append(triple.object)
    return tuple(sorted(found.items()))


def _triples(name: str) -> Iterator[Triple]:
    try:
        for quad in parse(read(name), format=RdfFormat.TURTLE):
            yield quad.triple
    except SyntaxError as error:
        raise OntologyError(f"{name} is not Turtle: {error}; mend it or reinstall Hansa") from error


def _values(about: _About, predicate: str) -> set[str]:
    return {found.value for found in about.get(predicate, ())}


def _names(about: _About) -> tuple[Name, ...]:
    return tuple(_tagged(about, _PREF_LABEL) + _tagged(about, _ALT_LABEL))


def _tagged(about: _About, predicate: str) -> list[Name]:
    return sorted(
        Name(text=found.value, language=found.language or "")
        for found in about.get(predicate, ())
        if isinstance(found, Literal)
    )


def _kind(iri: str, about: _About) -> str:
    kinds = _values(about, _RDF_TYPE) & {HANSA + kind for kind in KINDS}
    if len(kinds) != 1:
        raise OntologyError(f"{iri} has {len(kinds)} kinds in authority.ttl; give it exactly one")
    return kinds.pop().removeprefix(HANSA)


def _implication(about: _About) -> SuperProperty:
    return SuperProperty(
        iri=next(iter(_values(about, IMPLIED_PROPERTY))),
        subject_classes=frozenset(_values(about, SUBJECT_CLASS)),
        object_classes=frozenset(_values(about, OBJECT_CLASS)),
    )


def _above(iri: str, parents: Mapping[str, set[str]]) -> set[str]:
    """Return everything reachable upwards from *iri*, without *iri* itself."""
    found: set[str] = set()
    waiting = list(parents.get(iri, ()))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(parents.get(parent, ()))
    return found - {iri}
