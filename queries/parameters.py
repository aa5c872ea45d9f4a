"""Values of parameters: from what a person types to terms bound in a query.

A value becomes one RDF term, or a few, and enters the query as a VALUES block of terms that
pyoxigraph serialises. No text is ever spliced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.iris import Base, normalise_name
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import KINDS

from .catalogue import VALUES_MARK, Parameter, Question
from .choices import choices_of
from .codes import country_of
from .errors import AmbiguousNameError, Choice, MissingValueError, ParameterError, UnknownNameError
from .kinds import ENTITY_TYPES, PROPERTY_WORDS, STATUS_WORDS, kinds_of
from .names import Named, NameIndex, Source, Term, exact, the_one_meant

_INTEGER: Final = re.compile(r"-?[0-9]{1,18}\Z")
_ABSOLUTE: Final = re.compile(r"(https?|urn):\S+\Z")
_RELATIVE: Final = re.compile(r"(id|doc)/\S+\Z")
#: How a kind is spoken of.
NOUNS: Final[Mapping[str, str]] = {kind: kind.lower() for kind in KINDS} | {
    "Organization": "organisation"
}
#: What a name stands for where no question says of what kind it has to be.
_THING: Final = Parameter("name", "entity", "any thing")


@dataclass(frozen=True, slots=True)
class Bound:
    """A parameter's value: its terms, none where it restricts nothing, and how to speak of it."""

    terms: tuple[Term, ...]
    label: str


class Resolver:
    """Turns values into terms against one graph; names are indexed when first needed."""

    def __init__(self, source: Source, index: NameIndex | None = None) -> None:
        """Resolve against *source*, with an index of its names if the caller keeps one."""
        self._source = source
        self._given = index

    @cached_property
    def _index(self) -> NameIndex:
        return self._given or NameIndex.of(self._source.names())

    def bind(self, question: Question, values: Mapping[str, str]) -> dict[str, Bound]:
        """Return what each parameter that is given, or has a default, is bound to.

        Raises ParameterError for a value that is missing, superfluous or of the wrong form,
        UnknownNameError for a name that stands for nothing or for several things.
        """
        _check_names(question, values)
        found = {}
        for parameter in question.parameters:
            value = values.get(parameter.name, parameter.default or "").strip()
            if value:
                found[parameter.name] = self._bound(parameter, value)
        return found

    def named(self, name: str) -> str:
        """Return the IRI of the one thing, of whatever kind, that bears *name*.

        Raises UnknownNameError where there is none, AmbiguousNameError where there are several.
        """
        return self._named(_THING, name)

    def nearest_iris(self, iri: str) -> list[str]:
        """Return the IRIs that may have been meant by one that nothing has, nearest first."""
        return self._index.nearest_iris(iri)

    def _bound(self, parameter: Parameter, value: str) -> Bound:
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ParameterError(
                f"{parameter.name} is not well-formed text", parameter=parameter.name
            )
        if parameter.type in ENTITY_TYPES:
            return self._entity(parameter, value)
        if parameter.type == "document":
            return self._document(parameter, value)
        if parameter.type == "integer":
            return Bound((Literal(_integer(parameter, value)),), value)
        if parameter.type == "text":
            return Bound((Literal(value),), value)
        words = STATUS_WORDS if parameter.type == "status" else PROPERTY_WORDS
        word = _word(parameter, value, words)
        return Bound(() if word == "any" else (NamedNode(HANSA + word),), word)

    # Things

    def _entity(self, parameter: Parameter, value: str) -> Bound:
        iri = iri_of(value, self._source.base)
        if iri is None:
            iri = self._named(parameter, value)
        kind = self._source.kind(iri)
        if kind is None:
            raise UnknownNameError(
                f"nothing is known as {iri}; give a name or another IRI", parameter=parameter.name
            )
        if kind not in kinds_of(parameter.type):
            raise _of_another_kind(parameter, self._source.label(iri), kind)
        return Bound((NamedNode(iri),), self._source.label(iri))

    def _named(self, parameter: Parameter, value: str) -> str:
        """Return the IRI of the one thing of the parameter's kinds that bears the name."""
        for tier in ENTITY_TYPES[parameter.type]:
            to_the_letter = exact(self._source, value, tier)
            if len(to_the_letter) == 1:
                return to_the_letter[0]
            if found := self._index.find(value, tier):
                return self._one_of(parameter, value, found)
        if "Country" in kinds_of(parameter.type):
            code = value.upper() if parameter.type == "country" else value
            if country := country_of(self._source, code):
                return country
        raise self._unknown(parameter, value)

    def _one_of(self, parameter: Parameter, value: str, found: Sequence[Named]) -> str:
        """Return the IRI of the one candidate that is meant."""
        if meant := the_one_meant(found, value, self._source):
            return meant
        raise AmbiguousNameError(
            f"{value!r} is the name of {len(found)} things; give the IRI of the one that is meant",
            parameter=parameter.name,
            choices=choices_of(self._source, found),
        )

    def _unknown(self, parameter: Parameter, value: str) -> UnknownNameError:
        if elsewhere := self._index.find(value):
            return _of_another_kind(parameter, value, elsewhere[0].kind)
        nouns = "thing" if parameter.type == "entity" else _noun(parameter.type)
        near = self._index.nearest(value, kinds_of(parameter.type))
        names = [self._spelt(each) for each in near]
        if not near:
            near = self._index.nearest(value)
            names = [f"the {NOUNS[each.kind]} {self._spelt(each)}" for each in near]
        hint = f"; did you mean {' or '.join(names)}?" if near else ""
        return UnknownNameError(
            f"no {nouns} named {value!r}{hint}",
            parameter=parameter.name,
            candidates=[self._spelt(each) for each in near],
        )

    def _spelt(self, named: Named) -> str:
        """Return a name as its thing prefers to spell it, if it is the preferred one at all."""
        label = self._source.label(named.iri)
        return label if normalise_name(label) == normalise_name(named.name) else named.name

    # Documents

    def _document(self, parameter: Parameter, value: str) -> Bound:
        """Find a document by its IRI, key or title, or by an end of its key that no other has."""
        for iri in (self._source.base.document(value), iri_of(value, self._source.base)):
            if iri and self._source.kind(iri) == "Document":
                return Bound((NamedNode(iri),), self._source.label(iri))
        rows = sorted(self._source.documents(), key=lambda row: row.key)
        folded = normalise_name(value)
        tests = (
            [row for row in rows if row.title and normalise_name(row.title) == folded],
            [row for row in rows if row.key.endswith(value)],
        )
        found = next((rows for rows in tests if rows), [])
        if len(found) == 1:
            return Bound((NamedNode(found[0].iri),), found[0].title or found[0].key)
        if found:
            raise UnknownNameError(
                f"{value!r} may be {', '.join(row.key for row in found)}; give the whole key",
                parameter=parameter.name,
                candidates=[row.key for row in found],
            )
        index = NameIndex.of(
            (name, row.key, "Document") for row in rows for name in (row.key, row.title) if name
        )
        near = [each.iri for each in index.nearest(value)]
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownNameError(
            f"no document is known as {value!r}{hint}", parameter=parameter.name, candidates=near
        )


def iri_of(value: str, base: Base) -> str | None:
    """Return the IRI that *value* writes in full, in brackets, under a prefix or under *base*.

    >>> iri_of("hansa:City", Base()), iri_of("id/city/riga-lv", Base()), iri_of("Riga", Base())
    ('https://w3id.org/hansa/ontology#City', 'https://w3id.org/hansa/id/city/riga-lv', None)
    """
    text = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not re.search(r"\s", local):
        text = PREFIXES[prefix] + local
    elif _RELATIVE.match(text):
        text = base.iri + text
    return text if _ABSOLUTE.match(text) and _is_iri(text) else None


def told_apart(choice: Choice) -> str:
    """Return what a choice is, with what tells it apart from others of its name.

    >>> told_apart(Choice("x", "Declaration", "Agreement", "in Harbour News"))
    'the agreement Declaration, in Harbour News'
    """
    return ", ".join(filter(None, [f"the {NOUNS[choice.kind]} {choice.label}", choice.about]))


def values_block(bound: Mapping[str, Bound]) -> str:
    """Return the VALUES clauses that bind each parameter to its terms.

    >>> values_block({"who": Bound((Literal('" } DROP ALL'),), "who")})
    'VALUES ?who { "\\\\" } DROP ALL" }'
    """
    return "\n".join(
        f"VALUES ?{name} {{ {' '.join(str(term) for term in value.terms)} }}"
        for name, value in bound.items()
        if value.terms
    )


def bind_values(text: str, bound: Mapping[str, Bound]) -> str:
    """Return the query with the values at each of its marks."""
    block = values_block(bound)
    lines = [block if line.strip() == VALUES_MARK else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def _check_names(question: Question, values: Mapping[str, str]) -> None:
    names = [parameter.name for parameter in question.parameters]
    takes = f"it takes {', '.join(names)}" if names else "it takes none"
    for name in values:
        if name not in names:
            raise ParameterError(
                f"{question.name} has no parameter {name!r}; {takes}", parameter=name
            )
    for parameter in question.parameters:
        if parameter.required and not values.get(parameter.name, "").strip():
            raise MissingValueError(
                f"{question.name} needs {parameter.name}: {parameter.description}",
                parameter=parameter.name,
                question=question.name,
            )


def _integer(parameter: Parameter, value: str) -> int:
    if not _INTEGER.match(value):
        raise ParameterError(
            f"{parameter.name} must be a whole number, not {value!r}", parameter=parameter.name
        )
    return int(value)


def _word(parameter: Parameter, value: str, words: Sequence[str]) -> str:
    text = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    folded = text.removeprefix("hansa:").removeprefix(HANSA).casefold()
    for word in words:
        if word.casefold() == folded:
            return word
    raise ParameterError(
        f"{parameter.name} must be one of {', '.join(words)}, not {value!r}",
        parameter=parameter.name,
    )


def _is_iri(text: str) -> bool:
    """Say whether *text* is an IRI that pyoxigraph accepts (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _of_another_kind(parameter: Parameter, name: str, kind: str) -> UnknownNameError:
    article = "an" if NOUNS[kind][0] in "aeiou" else "a"
    noun = _noun(parameter.type)
    wanted = f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    return UnknownNameError(
        f"{name!r} is {article} {NOUNS[kind]}, not {wanted}", parameter=parameter.name
    )


def _noun(type_name: str) -> str:
    return "organisation" if type_name == "organization" else type_name
