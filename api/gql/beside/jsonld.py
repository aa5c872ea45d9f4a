"""An answer as JSON-LD 1.1: the things that a selection gave, and nothing that the data has not.

The answer is walked together with what was asked. What leads from one thing to another is looked
up before it is said, and values are taken from the store as they stand there; so every triple of
the answer is one of the generation that was read. Where RDF has nothing that joins a thing to the
one it is shown in, such as a member that is only planned, it stands in ``included``; claims stand
in ``claims``. What RDF cannot say, such as a count or a cursor, is left out and its path is a term
of the answer's own context that means nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from api.errors import NotAcceptableError
from api.gql.context import Context
from api.gql.mapping.rows import Attribute, Home, Relation, Statement, expanded
from api.gql.mapping.table import ATTRIBUTES, RELATIONS, STATEMENTS
from api.gql.running.operations import Asked
from api.gql.running.selections import Selected, Selection
from api.gql.types.statements import Property
from graph.claims import Term, term_of
from ontology.namespaces import HANSA
from ontology.terms import KINDS

from .jsonld_asking import IRI, KIND, LANG, VALUE
from .jsonld_claims import say_claim
from .jsonld_nodes import NodeObject
from .jsonld_terms import CLAIMS, INCLUDED, OF_CLAIM, OF_SELECTOR, SOME_OF

#: The types of things, which have IRIs and pages.
_THINGS: Final = frozenset({*KINDS, "Document"})
#: Interfaces and types of what RDF can say.
_SAYABLE: Final = frozenset({"Node", "Claim", "Fact"})
_NAMES: Final = (("name", expanded("skos:prefLabel")), ("names", expanded("skos:altLabel")))
#: Fields that say nothing besides the type and the IRI.
_SAID: Final = frozenset({"id", "__typename"})
#: What is told by there being a triple or none.
_TOLD_BY_IT: Final = frozenset({"status", "value", "lang", "property"})
#: What may be the other end of a fact.
_OTHER_END: Final = frozenset({"object", "value"})
#: What claims are joined to, and what else of theirs can be said.
_LINKS_OF_CLAIM: Final = frozenset({"subject", "object", "document"})
_OF_CLAIM: Final = frozenset({*OF_CLAIM, *OF_SELECTOR, *_TOLD_BY_IT})

Value: TypeAlias = Mapping[str, Any]
#: The names of the fields that lead to a place in the answer.
Path: TypeAlias = tuple[str, ...]
#: The term under which a thing with some IRI stands in another.
Place: TypeAlias = Callable[[str], str]


def as_jsonld(data: Value, asked: Asked, context: Context, *, address: str) -> bytes:
    """Return the answer, *address* being that of its JSON-LD context.

    Raises NotAcceptableError where RDF can say nothing of what was selected.
    """
    if not _is_sayable(asked.root):
        raise NotAcceptableError(
            "nothing of this selection is RDF; select things, or accept application/json",
            available=("application/json",),
        )
    telling = _Telling(context)
    root = NodeObject()
    for field in asked.root.on("Query"):
        telling.beneath(root, field, data.get(field.key), (field.key,), _always("graph"))
    own = {".".join(path): None for path in telling.left_out}
    said = root.links("graph", INCLUDED, CLAIMS)
    found = {"@context": [address, own] if own else address, "graph": said}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Telling:
    """Walks one answer."""

    def __init__(self, context: Context) -> None:
        self._context = context
        #: The paths of what cannot be said, in their order.
        self.left_out: dict[tuple[str, ...], None] = {}

    def beneath(
        self, holder: NodeObject, field: Selected, value: Any, path: Path, place: Place
    ) -> None:
        """Say in *holder* what stands in a field of it, wherever in there it stands."""
        if field.below is None:
            if field.name not in _SAID:
                self.left_out[path] = None
        else:
            self._walk(holder, value, field.below, path, place)

    def _walk(
        self, holder: NodeObject, value: Any, below: Selection, path: Path, place: Place
    ) -> NodeObject | None:
        """Say the things of a value; return the thing that it is, if it is one."""
        name = below.type.name
        if isinstance(value, list):
            for each in value:
                self._walk(holder, each, below, path, place)
        elif value is None:
            pass
        elif name == "Claim" or value.get(KIND) == "Claim":
            self._claim(holder, value, below, path)
        elif name == "Fact":
            self._fact(holder, value, below, path)
        elif value.get(KIND) in _THINGS:
            thing = holder.link(place(value[IRI]), value[IRI], value[KIND])
            self._thing(thing, value, below, path)
            return thing
        else:
            self._structure(holder, value, below, path, place)
        return None

    def _structure(
        self,
        holder: NodeObject,
        value: Value,
        below: Selection,
        path: Path,
        place: Place,
    ) -> None:
        """Say what stands in a connection or an edge, claims of an edge with its node."""
        fields = below.on(below.type.name)
        for field in fields:
            if field.name == "node" and field.below is not None:
                there = (*path, field.key)
                found = self._walk(holder, value[field.key], field.below, there, place)
                holder = found or holder
        for field in fields:
            if field.name != "node" or field.below is None:
                self.beneath(holder, field, value[field.key], (*path, field.key), place)

    def _thing(self, thing: NodeObject, value: Value, below: Selection, path: Path) -> None:
        for field in below.on(value[KIND]):
            found, there = value[field.key], (*path, field.key)
            row = {**RELATIONS, **SOME_OF}.get(field.name) or ATTRIBUTES.get(field.name)
            if field.name in {"name", "names"}:
                self._names(thing, found)
            elif field.name in STATEMENTS:
                self._stated(thing, STATEMENTS[field.name], field, found, there)
            elif field.name == "coordinates":
                self._coordinates(thing, field, found)
            elif row is not None and field.below is not None:
                self.beneath(thing, field, found, there, self._along(thing, field.name, row))
            elif isinstance(row, Attribute):
                self._attribute(thing, row, found)
            else:
                self.beneath(thing, field, found, there, _always(INCLUDED))

    def _along(self, thing: NodeObject, term: str, row: Relation | Attribute) -> Place:
        """Return what tells where the ends of a relation stand: where the data has the triple."""
        home = row.home if isinstance(row, Attribute) else Home.FACTS
        graph = home.graph(thing.iri, self._context.reader.base)

        def place(iri: str) -> str:
            ends = NamedNode(thing.iri), NamedNode(row.predicate), NamedNode(iri)
            return term if any(self._context.reader.quads(*ends, graph)) else INCLUDED

        return place

    def _values(self, iri: str, predicate: str, home: Home = Home.FACTS) -> Iterator[Term]:
        reader = self._context.reader
        graph = home.graph(iri, reader.base)
        for quad in reader.quads(NamedNode(iri), NamedNode(predicate), None, graph):
            yield term_of(quad.object)

    def _names(self, thing: NodeObject, found: Any) -> None:
        """Say names as what they are, preferred or other, in the languages they are in."""
        every = [(term, name) for term, it in _NAMES for name in self._values(thing.iri, it)]
        for each in found if isinstance(found, list) else [found]:
            told = (each[VALUE], each[LANG]) if each else None
            for term, name in every:
                if isinstance(name, Literal) and (name.value, name.language) == told:
                    thing.say(term, [name])

    def _stated(
        self,
        thing: NodeObject,
        row: Statement,
        field: Selected,
        found: Iterable[Value],
        path: Path,
    ) -> None:
        """Say values that documents state; what they only plan is told by its claims."""
        for each in found:
            values = self._values(thing.iri, row.predicate)
            thing.say(row.field, (value for value in values if value.value == each[VALUE]))
            for part in field.below.on("StatedValue") if field.below else ():
                if part.name not in _TOLD_BY_IT:
                    there = (*path, part.key)
                    self.beneath(thing, part, each[part.key], there, _always(INCLUDED))

    def _coordinates(self, thing: NodeObject, field: Selected, found: Value | None) -> None:
        for part in field.below.on("Coordinates") if field.below and found else ():
            if part.name in ATTRIBUTES and found is not None:
                self._attribute(thing, ATTRIBUTES[part.name], found[part.key])

    def _attribute(self, thing: NodeObject, row: Attribute, found: Any) -> None:
        """Say those values of an attribute that the answer has, as they stand in the data."""
        wanted = found if isinstance(found, list) else [found]
        values = self._values(thing.iri, row.predicate, row.home)
        thing.say(row.field, (value for value in values if any(_same(value, x) for x in wanted)))

    def _claim(self, holder: NodeObject, value: Value, below: Selection, path: Path) -> None:
        fields = [each for each in below.on("Claim") if each.name not in _SAID]
        wanted = {each.name for each in fields}
        claim = say_claim(self._context.reader, holder, value[IRI], wanted)
        if claim is None:  # it is one of another generation, and so is what it speaks of
            self.left_out[path] = None
            return
        for field in fields:
            there = (*path, field.key)
            if field.below is not None:
                end = field.name if field.name in _LINKS_OF_CLAIM else INCLUDED
                self.beneath(claim, field, value[field.key], there, _always(end))
            elif field.name not in _OF_CLAIM:
                self.left_out[there] = None

    def _fact(self, holder: NodeObject, value: Value, below: Selection, path: Path) -> None:
        """Say a fact of its subject, where the data has it and enough of it was asked."""
        fields = {each.name: each for each in below.on("Fact")}
        place = _always(INCLUDED)
        if "subject" in fields:
            subject = value[fields["subject"].key]
            holder = holder.link(INCLUDED, subject[IRI], subject[KIND])
            if "property" in fields:
                stated = Property[value[fields["property"].key]].value
                place = self._stating(holder, stated, value, fields)
        for field in below.on("Fact"):
            there = (*path, field.key)
            if field.name == "subject" and field.below is not None:
                self._thing(holder, value[field.key], field.below, there)
            elif field.below is not None:
                self.beneath(holder, field, value[field.key], there, place)
            elif not {"subject", "property"} <= fields.keys() or not fields.keys() & _OTHER_END:
                self.left_out[there] = None

    def _stating(
        self, thing: NodeObject, stated: str, value: Value, fields: Mapping[str, Selected]
    ) -> Place:
        """Say the value of a fact, or return where the thing at its other end stands."""
        for relation in RELATIONS.values():
            if relation.stated == stated and not relation.backwards:
                return self._along(thing, relation.field, relation)
        row = next(each for each in STATEMENTS.values() if each.stated == stated)
        told = value[fields["value"].key] if "value" in fields else None
        values = self._values(thing.iri, HANSA + stated)
        thing.say(row.field, (each for each in values if each.value == told))
        return _always(INCLUDED)


def _always(term: str) -> Place:
    return lambda _: term


def _is_sayable(root: Selection) -> bool:
    """Tell whether anything is asked that RDF can say: things, or what is said of them."""
    left, seen = [root], {root}
    while left:
        selection = left.pop()
        interfaces = {each.name for each in getattr(selection.type, "interfaces", ())}
        if {selection.type.name, *interfaces} & _SAYABLE:
            return True
        inner = (field.below for variant in selection.variants for field in variant.fields)
        for below in {each for each in inner if each is not None} - seen:
            seen.add(below)
            left.append(below)
    return False


def _same(value: Term, found: Any) -> bool:
    """Tell whether the answer has a value of the store, numbers by their size.

    >>> _same(Literal("5.10", datatype=NamedNode(expanded("xsd:decimal"))), 5.1)
    True
    """
    if isinstance(found, int | float):
        try:
            return float(value.value) == float(found)
        except ValueError:
            return False
    return bool(value.value == found)
