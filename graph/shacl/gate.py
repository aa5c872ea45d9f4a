"""The gate: what the shapes refuse is known before it is published.

The verdicts are those that pySHACL gives on the whole graph (a test holds the two equal). What the
writer asks of every saying is asked of a tiny graph once for each relation and kinds, and once for
each value, and remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from graph.lines.ntriples import iri, triple
from graph.lines.written import Triples, datatype_of, number_of, split, text_of
from ontology import terms
from ontology.namespaces import HANSA, PREFIXES

from .shapes import Shape, Table, table
from .verification import Verifier, Violation

_TYPE: Final = PREFIXES["rdf"] + "type"
_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_ATTRIBUTES: Final = (terms.CONFIDENCE, terms.RULE, terms.YEAR, terms.ROLE)
#: Judgements of one sort that are remembered at most; others are made again.
_REMEMBERED: Final = 100_000


#: Constraints that, where two numbers of one datatype meet them, all numbers between do.
_OF_SPANS: Final = frozenset({"datatype", "maxCount", "maxInclusive", "minCount", "minInclusive"})


class Gate(Verifier):
    """A table of shapes that answers for relations, values and attributes, and remembers."""

    def __init__(self, shapes: Table) -> None:
        """Make a check of every constraint; raises ShapeError where there is none for it."""
        super().__init__(shapes)
        remember = lru_cache(maxsize=_REMEMBERED)
        self._relation = remember(self._judge_relation)
        self._subject = remember(self._judge_subject)
        self._value = remember(self._judge_number)
        self._along: dict[str, list[Shape]] = defaultdict(list)
        for shape in shapes.values():
            self._along[shape.path[-1] if shape.path else ""].append(shape)
        self._attribute = remember(self._judge_attribute)
        self._before = remember(lambda base: frozenset(self.violations(base)))
        self._spans: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}

    def refusal(self, relation: str, subject_kind: str, object_kind: str) -> str | None:
        """Return why a relation may not join two kinds (all by local name), None where it may."""
        return self._relation(relation, subject_kind, object_kind)

    def subject_refusal(self, name: str, kind: str) -> str | None:
        """Return why a literal property may not be said of a kind, whatever its value."""
        return self._subject(name, kind)

    def value_refusal(self, property_iri: str, term: str) -> str | None:
        """Return why a written literal may not be a value of a property, None where it may.

        This is asked of what documents say of things, and of the attributes of claims.
        """
        return self._value(property_iri, term)

    def literal_refusal(self, name: str, subject_kind: str, term: str) -> str | None:
        """Return why a thing of that kind may not have a written literal, None where it may."""
        return self._value(HANSA + name, term) or self._subject(name, subject_kind)

    def attribute_refusal(self, name: str, attribute: str, term: str) -> str | None:
        """Return why the claim of a relation or literal property may not have an attribute.

        The attribute, confidence, rule, year or role, is given as property IRI and written literal;
        an empty one says that the claim has none. None: it may.
        """
        return (term and self._value(attribute, term)) or self._attribute(name, attribute, not term)

    def claim_refusal(self, name: str, attributes: Mapping[str, str]) -> str | None:
        """Return why a claim may not have these attributes; those not among them it has not."""
        for attribute in _ATTRIBUTES:
            reason = self.attribute_refusal(name, attribute, attributes.get(attribute, ""))
            if reason:
                return reason
        return None

    def metadata_refusals(self, lines: Iterable[str]) -> dict[str, str]:
        """Return which lines about a document have to be withheld, each with the reason."""
        said = list(lines)
        wrong = {(one.path, one.value): one.message for one in self.violations(said)}
        found: dict[str, str] = {}
        for line in said if wrong else ():
            _, predicate, term = split(line)
            if reason := wrong.get((text_of(predicate), text_of(term))):
                found[line] = reason
        return found

    def _judge_relation(self, relation: str, subject_kind: str, object_kind: str) -> str | None:
        ends = _typed("urn:s", subject_kind), _typed("urn:o", object_kind)
        return _first(self._broken_by(ends, triple("urn:s", HANSA + relation, "<urn:o>")))

    def _judge_subject(self, name: str, kind: str) -> str | None:
        found = self._broken_by((_typed("urn:s", kind),), triple("urn:s", HANSA + name, '""'))
        return _first(one for one in found if one.path is None)

    def _judge_value(self, property_iri: str, term: str) -> str | None:
        about = [_typed("urn:s", "Claim")] if property_iri in _ATTRIBUTES else []
        said = Triples([*about, triple("urn:s", property_iri, term)])
        wrong = property_iri, text_of(term)
        found = self.violations_in(said, along=iri(property_iri))
        return _first(one for one in found if (one.path, one.value) == wrong)

    def _judge_number(self, property_iri: str, term: str) -> str | None:
        """Judge a value; what lies between two numbers that may be values may be one, too."""
        number, key = number_of(term), (property_iri, datatype_of(term))
        if number is None or not self._is_span(property_iri):
            return self._judge_value(property_iri, term)
        low, high = self._spans.get(key, (number, number))
        if low < number < high:
            return None
        reason = self._judge_value(property_iri, term)
        if reason is None:
            self._spans[key] = (min(low, number), max(high, number))
        return reason

    def _is_span(self, property_iri: str) -> bool:
        """Say whether no shape asks of a number more than that it lies between two others."""
        asked = (one for shape in self._along[iri(property_iri)] for one in shape.constraints)
        return all(one.component in _OF_SPANS for one in asked)

    def _judge_attribute(self, name: str, attribute: str, is_missing: bool) -> str | None:
        """Judge whether a claim of that property may be with, or without, an attribute at all."""
        base = _typed("urn:s", "Claim"), triple("urn:s", _PREDICATE, iri(HANSA + name))
        if is_missing:
            found = (
                one for one in self._before(base) if (one.path, one.value) == (attribute, None)
            )
        else:
            broken = self._broken_by(base, triple("urn:s", attribute, '""'))
            found = (one for one in broken if one.path == _PREDICATE)
        return _first(found)

    def _broken_by(self, base: tuple[str, ...], line: str) -> list[Violation]:
        """Return what is broken with a line and is not without it."""
        before = self._before(base)
        return [one for one in self.violations([*base, line]) if one not in before]


def _typed(subject: str, local_name: str) -> str:
    return triple(subject, _TYPE, iri(HANSA + local_name))


def _first(found: Iterable[Violation]) -> str | None:
    return next((one.message for one in found), None)


@cache
def gate() -> Gate:
    """Return the gate of ``shapes.ttl``, which remembers its judgements."""
    return Gate(table())
