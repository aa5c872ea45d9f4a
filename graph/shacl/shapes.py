"""The table of shapes: what ``shapes.ttl`` asks of the graph, as plain values.

Only what that file uses of SHACL Core is known here. Anything else is an error when the table is
read, so that no rule can be written that pySHACL heeds and the gate does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import RdfFormat, parse

from graph.errors import ShapeError
from graph.lines.written import text_of
from ontology import vocabulary
from ontology.namespaces import PREFIXES

_RDF: Final = PREFIXES["rdf"]
_SH: Final = PREFIXES["sh"]
_NIL: Final = f"<{_RDF}nil>"

#: How a shape finds its focus nodes (SHACL, section 2.1.3).
TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
#: The constraint components that are known (SHACL, section 4), each by its parameter.
COMPONENTS: Final = (
    "class",
    "datatype",
    "equals",
    "in",
    "lessThan",
    "maxCount",
    "maxInclusive",
    "minCount",
    "minInclusive",
    "minLength",
    "node",
    "nodeKind",
    "not",
    "or",
    "pattern",
    "property",
    "qualifiedMaxCount",
    "qualifiedMinCount",
    "uniqueLang",
)
_LISTS: Final = frozenset({"in", "or"})
_QUALIFIED: Final = frozenset({"qualifiedMaxCount", "qualifiedMinCount"})
#: The components that are given other shapes.
_REFERRING: Final = frozenset({"node", "not", "or", "property", *_QUALIFIED})
_COUNTING: Final = frozenset({"maxCount", "minCount", "minLength", *_QUALIFIED})
_KNOWN: Final = frozenset({*COMPONENTS, *TARGETS, "message", "path", "qualifiedValueShape"})


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape: a component of ``COMPONENTS``, and what it is given.

    ``terms`` are written N-Triples terms, which name shapes where the component is given shapes;
    ``limit`` is the number of a component that counts.
    """

    component: str
    terms: tuple[str, ...]
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: where it looks, what it asks there, and its words for when that is not so.

    ``path`` holds the properties to follow one after the other, and is empty in a node shape;
    ``targets`` are pairs of a name of ``TARGETS`` and a term. All are written N-Triples terms.
    """

    name: str
    path: tuple[str, ...]
    targets: tuple[tuple[str, str], ...]
    constraints: tuple[Constraint, ...]
    message: str


#: Every shape by its name, in the order of the file.
Table = Mapping[str, Shape]
#: What a file says of one node: property IRI -> written terms.
_About = Mapping[str, list[str]]
_File = Mapping[str, _About]


@cache
def table() -> Table:
    """Return the table of ``shapes.ttl``, read once."""
    return read_table(vocabulary.read("shapes.ttl"))


def read_table(turtle: bytes) -> Table:
    """Return the table of the shapes in a Turtle file.

    Raises ShapeError where it is not Turtle, or asks for what the gate cannot check.
    """
    file = _read(turtle)
    found = {name: _shape(name, file) for name, about in file.items() if _is_shape(about)}
    for shape in found.values():
        for constraint in shape.constraints:
            if constraint.component in _REFERRING:
                _require(constraint, found, shape)
    return found


def _require(constraint: Constraint, found: Table, shape: Shape) -> None:
    """Refuse a reference to what is no shape, or no shape of the sort that is asked for."""
    for name in constraint.terms:
        if name not in found or bool(found[name].path) != (constraint.component == "property"):
            raise ShapeError(f"{shape.name} has sh:{constraint.component} {name}: no such shape")


def _read(turtle: bytes) -> _File:
    file: dict[str, dict[str, list[str]]] = {}
    try:
        for quad in parse(turtle, format=RdfFormat.TURTLE):
            about = file.setdefault(str(quad.subject), {})
            about.setdefault(quad.predicate.value, []).append(str(quad.object))
    except SyntaxError as error:
        raise ShapeError(f"shapes.ttl is not Turtle: {error}") from error
    return file


def _is_shape(about: _About) -> bool:
    return any(name.startswith(_SH) for name in about)


def _shape(name: str, file: _File) -> Shape:
    own = {key.removeprefix(_SH): terms for key, terms in file[name].items() if _SH in key}
    if unknown := sorted(own.keys() - _KNOWN):
        raise ShapeError(f"{name} has sh:{unknown[0]}, which the gate cannot check; teach it first")
    return Shape(
        name=name,
        path=_path(name, own, file),
        targets=tuple((target, term) for target in TARGETS for term in own.get(target, ())),
        constraints=tuple(_constraints(own, file)),
        message=text_of(own["message"][0]) if "message" in own else f"It breaks {text_of(name)}.",
    )


def _path(name: str, own: _About, file: _File) -> tuple[str, ...]:
    """Return a path of one property, or of several in a row (SHACL, sections 2.3.1.1 and .2)."""
    (head, *others) = own.get("path", [_NIL])
    steps = (head,) if head.startswith("<") and head != _NIL else tuple(_items(head, file))
    if others or not all(step.startswith("<") for step in steps):
        raise ShapeError(f"{name} has a path that is no row of properties, all the gate can follow")
    return steps


def _constraints(own: _About, file: _File) -> Iterator[Constraint]:
    for component in COMPONENTS:
        for given in own.get(component, ()):
            if component in _QUALIFIED:
                shapes = tuple(own.get("qualifiedValueShape", ()))
                yield Constraint(component, shapes, int(text_of(given)))
            elif component in _LISTS:
                yield Constraint(component, tuple(_items(given, file)))
            else:
                limit = int(text_of(given)) if component in _COUNTING else 0
                yield Constraint(component, (given,), limit)


def _items(head: str, file: _File) -> Iterator[str]:
    """Yield the items of an RDF list."""
    while head != _NIL:
        if not {_RDF + "first", _RDF + "rest"} <= file.get(head, {}).keys():
            raise ShapeError(f"{head} in shapes.ttl should be a list and is none")
        yield file[head][_RDF + "first"][0]
        head = file[head][_RDF + "rest"][0]
