"""What each constraint component asks, as the SHACL recommendation defines it (section 4).

A *check* is made once of each constraint of the table. It is given a focus node and its value
nodes, and yields the values that break the constraint, or None where no single value does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from graph.errors import ShapeError
from graph.lines.written import Triples, datatype_of, is_well_typed, language_of, number_of, text_of
from ontology.namespaces import PREFIXES

from .shapes import Constraint

_SH: Final = PREFIXES["sh"]

#: (triples, focus node, value nodes) -> the values that are refused.
Check = Callable[[Triples, str, Sequence[str]], Iterable[str | None]]
#: (name of a shape, triples, node) -> whether the node conforms to the shape.
Conforms = Callable[[str, Triples, str], bool]


def check_of(constraint: Constraint, conforms: Conforms) -> Check:
    """Return the check of any constraint but ``property``, which has results of its own.

    Raises ShapeError for a component that has no check, or a parameter that makes no sense.
    """
    if constraint.component in _VALUES:
        return _each(_VALUES[constraint.component](constraint))
    if constraint.component in _NESTED:
        return _NESTED[constraint.component](constraint, conforms)
    if constraint.component in _SETS:
        return _SETS[constraint.component](constraint)
    raise ShapeError(f"the gate has no check for sh:{constraint.component}")


# Constraints on one value at a time


def _each(holds: Callable[[Triples, str], bool]) -> Check:
    def check(triples: Triples, _: str, values: Sequence[str]) -> Iterator[str]:
        yield from (value for value in values if not holds(triples, value))

    return check


_Holds = Callable[[Triples, str], bool]


def _class(constraint: Constraint) -> _Holds:
    (class_,) = constraint.terms
    return lambda triples, value: triples.is_a(value, class_)


def _datatype(constraint: Constraint) -> _Holds:
    wanted = text_of(constraint.terms[0])
    return lambda _, value: datatype_of(value) == wanted and is_well_typed(value)


def _node_kind(constraint: Constraint) -> _Holds:
    first = {
        "IRI": ("<",),
        "Literal": ('"',),
        "IRIOrLiteral": ("<", '"'),
    }.get(text_of(constraint.terms[0]).removeprefix(_SH))
    if first is None:
        raise ShapeError(f"the gate does not know the node kind {constraint.terms[0]}")
    return lambda _, value: value.startswith(first)


def _in(constraint: Constraint) -> _Holds:
    allowed = frozenset(constraint.terms)
    return lambda _, value: value in allowed


def _pattern(constraint: Constraint) -> _Holds:
    pattern = re.compile(text_of(constraint.terms[0]))
    return lambda _, value: bool(pattern.search(text_of(value)))


def _min_length(constraint: Constraint) -> _Holds:
    return lambda _, value: len(text_of(value)) >= constraint.limit


def _at_least(constraint: Constraint) -> _Holds:
    bound = _bound(constraint)
    return lambda _, value: (number := number_of(value)) is not None and number >= bound


def _at_most(constraint: Constraint) -> _Holds:
    bound = _bound(constraint)
    return lambda _, value: (number := number_of(value)) is not None and number <= bound


def _bound(constraint: Constraint) -> Decimal:
    bound = number_of(constraint.terms[0])
    if bound is None:
        raise ShapeError(f"sh:{constraint.component} has {constraint.terms[0]}, which is no number")
    return bound


# Constraints on a value that other shapes describe


def _node(constraint: Constraint, conforms: Conforms) -> Check:
    (shape,) = constraint.terms
    return _each(lambda triples, value: conforms(shape, triples, value))


def _not(constraint: Constraint, conforms: Conforms) -> Check:
    (shape,) = constraint.terms
    return _each(lambda triples, value: not conforms(shape, triples, value))


def _or(constraint: Constraint, conforms: Conforms) -> Check:
    return _each(
        lambda triples, value: any(conforms(shape, triples, value) for shape in constraint.terms)
    )


def _qualified_min(constraint: Constraint, conforms: Conforms) -> Check:
    return _count(lambda found: found >= constraint.limit, constraint, conforms)


def _qualified_max(constraint: Constraint, conforms: Conforms) -> Check:
    return _count(lambda found: found <= constraint.limit, constraint, conforms)


def _count(is_right: Callable[[int], bool], constraint: Constraint, conforms: Conforms) -> Check:
    (shape,) = constraint.terms

    def check(triples: Triples, _: str, values: Sequence[str]) -> Iterator[None]:
        if not is_right(sum(conforms(shape, triples, value) for value in values)):
            yield None

    return check


# Constraints on all values together


def _min_count(constraint: Constraint) -> Check:
    return lambda _triples, _focus, values: [] if len(values) >= constraint.limit else [None]


def _max_count(constraint: Constraint) -> Check:
    return lambda _triples, _focus, values: [] if len(values) <= constraint.limit else [None]


def _unique_language(constraint: Constraint) -> Check:
    if text_of(constraint.terms[0]) != "true":
        return lambda _triples, _focus, _values: []

    def check(_triples: Triples, _focus: str, values: Sequence[str]) -> Iterator[None]:
        counts = Counter(tag for value in values if (tag := language_of(value)))
        yield from (None for count in counts.values() if count > 1)

    return check


def _equals(constraint: Constraint) -> Check:
    (other,) = constraint.terms
    return lambda triples, focus, values: sorted({*values} ^ {*triples.objects(focus, other)})


def _less_than(constraint: Constraint) -> Check:
    (other,) = constraint.terms

    def check(triples: Triples, focus: str, values: Sequence[str]) -> Iterator[str]:
        above = triples.objects(focus, other)
        yield from (value for value in values if not all(_is_less(value, one) for one in above))

    return check


def _is_less(one: str, other: str) -> bool:
    """Compare two numbers, or two texts; nothing else here has an order."""
    first, second = number_of(one), number_of(other)
    if first is not None and second is not None:
        return first < second
    string = PREFIXES["xsd"] + "string"
    return {datatype_of(one), datatype_of(other)} == {string} and text_of(one) < text_of(other)


_VALUES: Final[dict[str, Callable[[Constraint], _Holds]]] = {
    "class": _class,
    "datatype": _datatype,
    "in": _in,
    "maxInclusive": _at_most,
    "minInclusive": _at_least,
    "minLength": _min_length,
    "nodeKind": _node_kind,
    "pattern": _pattern,
}
_NESTED: Final[dict[str, Callable[[Constraint, Conforms], Check]]] = {
    "node": _node,
    "not": _not,
    "or": _or,
    "qualifiedMaxCount": _qualified_max,
    "qualifiedMinCount": _qualified_min,
}
_SETS: Final[dict[str, Callable[[Constraint], Check]]] = {
    "equals": _equals,
    "lessThan": _less_than,
    "maxCount": _max_count,
    "minCount": _min_count,
    "uniqueLang": _unique_language,
}
