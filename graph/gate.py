"""The gate: what the shapes refuse is known before it is published.

The verdicts are those that pySHACL gives on the whole graph (a test holds the two equal), but on
a few triples and thousands of times faster. What the writer asks of every saying is asked of a
tiny graph once for each relation and kinds, or each value, and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ontology import terms
from ontology.namespaces import HANSA, PREFIXES

from .constraints import Check, check_of
from .ntriples import iri, triple
from .shapes import Table, table
from .written import Triples, split, text_of

_TYPE: Final = PREFIXES["rdf"] + "type"
_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_ATTRIBUTES: Final = (terms.CONFIDENCE, terms.RULE, terms.YEAR, terms.ROLE)
#: Judgements kept at most; more distinct ones than this are judged again.
_KEPT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken shape: at which node, along which property, by which value, and in words.

    ``path`` is None for a node shape, ``value`` where no single value is wrong; ``shape`` is
    the IRI of the shape. Terms are given as text, IRIs without brackets.
    """

    focus: str
    path: str | None
    value: str | None
    message: str
    shape: str


class Gate:
    """A table of shapes, ready to judge."""

    def __init__(self, shapes: Table) -> None:
        """Make a check of every constraint; raises ShapeError where there is none for it."""
        self._shapes = shapes
        self._targets = {name: shape.targets for name, shape in shapes.items() if shape.targets}
        self._checks: dict[str, list[Check]] = {}
        self._parts: dict[str, list[str]] = {}
        for name, shape in shapes.items():
            own = [one for one in shape.constraints if one.component != "property"]
            inner = [one for one in shape.constraints if one.component == "property"]
            self._checks[name] = [check_of(one, self._conforms) for one in own]
            self._parts[name] = [part for one in inner for part in one.terms]
        self._judged: dict[tuple[str, ...], str | None] = {}
        self._before: dict[tuple[str, ...], frozenset[Violation]] = {}

    def violations(self, lines: Iterable[str]) -> tuple[Violation, ...]:
        """Return what the shapes refuse in a set of N-Triples lines, in the order of the file.

        Classes have the super-classes that ``hansa.ttl`` gives them; nothing else is inferred.
        """
        return self.violations_in(Triples(lines))

    def violations_in(self, triples: Triples) -> tuple[Violation, ...]:
        """Return what the shapes refuse in triples that were taken in already."""
        found: dict[Violation, None] = {}
        for name, targets in self._targets.items():
            for focus in _focus_nodes(targets, triples):
                found.update(dict.fromkeys(self._broken(name, triples, focus)))
        return tuple(found)

    def refusal(self, relation: str, subject_kind: str, object_kind: str) -> str | None:
        """Return why a relation may not join two kinds (all by local name), None where it may."""

        def judge() -> str | None:
            ends = [_typed("urn:s", subject_kind), _typed("urn:o", object_kind)]
            return _first(self._broken_by(ends, triple("urn:s", HANSA + relation, "<urn:o>")))

        return self._remembered(judge, relation, subject_kind, object_kind)

    def subject_refusal(self, name: str, kind: str) -> str | None:
        """Return why a literal property may not be said of a kind, whatever its value."""

        def judge() -> str | None:
            line = triple("urn:s", HANSA + name, '""')
            found = self._broken_by([_typed("urn:s", kind)], line)
            return _first(one for one in found if one.path is None)

        return self._remembered(judge, name, kind)

    def value_refusal(self, property_iri: str, term: str) -> str | None:
        """Return why a written literal may not be a value of a property, None where it may.

        This is asked of what documents say of things, and of the attributes of claims.
        """

        def judge() -> str | None:
            base = [_typed("urn:s", "Claim")] if property_iri in _ATTRIBUTES else []
            found = self._broken_by(base, triple("urn:s", property_iri, term))
            wrong = property_iri, text_of(term)
            return _first(one for one in found if (one.path, one.value) == wrong)

        return self._remembered(judge, property_iri, "has", term)

    def literal_refusal(self, name: str, subject_kind: str, term: str) -> str | None:
        """Return why a thing of that kind may not have a written literal, None where it may."""
        reason = self.value_refusal(HANSA + name, term)
        return reason or self.subject_refusal(name, subject_kind)

    def claim_refusal(self, name: str, attributes: Mapping[str, str]) -> str | None:
        """Return why the claim of a relation or literal property may not have these attributes.

        *attributes* are the claim's own: confidence, rule, year and role, as property IRI and
        written literal; what is not among them is not there.
        """
        for attribute in _ATTRIBUTES:
            term = attributes.get(attribute)
            if term is None:
                reason = self._absence_refusal(attribute)
            else:
                reason = self.value_refusal(attribute, term) or self._pairing_refusal(
                    name, attribute
                )
            if reason:
                return reason
        return None

    def _absence_refusal(self, attribute: str) -> str | None:
        def judge() -> str | None:
            found = self.violations([_typed("urn:s", "Claim")])
            return _first(one for one in found if (one.path, one.value) == (attribute, None))

        return self._remembered(judge, attribute, "is missing")

    def _pairing_refusal(self, name: str, attribute: str) -> str | None:
        """Return why a claim of that property may not have an attribute, whatever its value."""

        def judge() -> str | None:
            base = [_typed("urn:s", "Claim"), triple("urn:s", _PREDICATE, iri(HANSA + name))]
            found = self._broken_by(base, triple("urn:s", attribute, '""'))
            return _first(one for one in found if one.path == _PREDICATE)

        return self._remembered(judge, name, "with", attribute)

    def metadata_refusals(self, lines: Iterable[str]) -> dict[str, str]:
        """Return which lines about a document have to be withheld, each with the reason."""
        said = list(lines)
        wrong = {(one.path, one.value): one.message for one in self.violations(said)}
        found: dict[str, str] = {}
        for line in said:
            _, predicate, term = split(line)
            if reason := wrong.get((text_of(predicate), text_of(term))):
                found[line] = reason
        return found

    def _broken_by(self, base: list[str], line: str) -> list[Violation]:
        """Return what is broken with a line and is not without it."""
        key = tuple(base)
        if key not in self._before:
            self._before[key] = frozenset(self.violations(base))
        before = self._before[key]
        return [one for one in self.violations([*base, line]) if one not in before]

    def _conforms(self, name: str, triples: Triples, node: str) -> bool:
        return next(iter(self._broken(name, triples, node)), None) is None

    def _broken(self, name: str, triples: Triples, focus: str) -> Iterator[Violation]:
        shape = self._shapes[name]
        values = _values(shape.path, triples, focus)
        for check in self._checks[name]:
            for value in check(triples, focus, values):
                path = " / ".join(map(text_of, shape.path)) or None
                said = None if value is None else text_of(value)
                yield Violation(text_of(focus), path, said, shape.message, text_of(name))
        for part in self._parts[name]:
            for value in values:
                yield from self._broken(part, triples, value)

    def _remembered(self, judge: Callable[[], str | None], *key: str) -> str | None:
        if key not in self._judged:
            if len(self._judged) >= _KEPT:
                self._judged.clear()
            self._judged[key] = judge()
        return self._judged[key]


def _focus_nodes(targets: Iterable[tuple[str, str]], triples: Triples) -> dict[str, None]:
    """Return the nodes at which a shape with these targets looks, each once."""
    found: dict[str, None] = {}
    for target, term in targets:
        if target == "targetClass":
            found.update(dict.fromkeys(triples.instances(term)))
        else:
            end = 0 if target == "targetSubjectsOf" else 1
            found.update(dict.fromkeys(pair[end] for pair in triples.pairs(term)))
    return found


def _values(path: tuple[str, ...], triples: Triples, focus: str) -> list[str]:
    """Return the value nodes: the focus node itself, or what its path leads to, each once."""
    nodes = {focus: None}
    for step in path:
        nodes = dict.fromkeys(found for node in nodes for found in triples.objects(node, step))
    return [*nodes]


def _typed(subject: str, local_name: str) -> str:
    return triple(subject, _TYPE, iri(HANSA + local_name))


def _first(found: Iterable[Violation]) -> str | None:
    return next((one.message for one in found), None)


@cache
def gate() -> Gate:
    """Return the gate of ``shapes.ttl``, which remembers its judgements."""
    return Gate(table())
