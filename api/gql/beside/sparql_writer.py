"""Writes the SPARQL that is equivalent to what a request selects.

One SELECT for the whole operation: each field of the root is an arm of a union. A connection is a
sub-select with its page's order and limit; one within another is tried for each thing of the outer
one by LATERAL, which is not in SPARQL 1.1, but is in SEP-0006 and the engines that follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import GraphQLError
from strawberry import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from api.gql.context import Context
from api.gql.mapping.table import ATTRIBUTES, RELATIONS, STATEMENTS
from api.gql.running.operations import Asked
from api.gql.running.selections import Selection
from graph.reader import Reader

from . import sparql_attributes, sparql_connections, sparql_facts, sparql_roots
from .sparql_layout import Item, union
from .sparql_names import Names
from .sparql_parts import Part, View, Wanted, wanted

#: The arguments that are understood here; what another is given to is left out.
_KNOWN: Final = frozenset(
    {
        *("first", "after", "last", "before", "planned", "filter", "order_by", "claims"),
        *("with_", "langs", "id", "ids"),
    }
)
#: Why some fields cannot be said.
_REASONS: Final = {
    "changes": "it is about two generations",
    "decisions": "what counts of them beside the graph is in no triple",
    "history": "it is about several generations",
    "neighbours": "the nearest things are found by a walk with bounds",
    "question": "it has its own query, in its field sparql",
    "review": "what waits for review is in no triple",
    "search": "words are looked up in an index, which SPARQL cannot ask",
    "text": "it is in no triple",
}
_DEFINITION: Final = "strawberry-definition"


@dataclass(slots=True)
class Writer:
    """What is known while one query is written: ``terms`` are what its rows are ordered by.

    ``told`` are the variables of each path, ``omitted`` the paths of which the query says nothing,
    ``reasons`` tell why of some.
    """

    schema: Schema
    context: Context
    asked: Asked
    names: Names = field(default_factory=Names)
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    omitted: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)

    @property
    def reader(self) -> Reader:
        """Return the reader of the answer, whatever the time: the answer is whole already."""
        if self.context.lent is None:
            raise RuntimeError("SPARQL is written while the answer's reader is lent")
        return self.context.lent

    def where(self) -> list[Item]:
        """Return what the query matches."""
        arms: list[list[Item]] = []
        for each in wanted(View(self.asked.root, ""), frozenset({"Query"})):
            if each.selected.name.startswith("__"):
                self.omit(each.path)
                continue
            try:
                arms += sparql_roots.arms(self, each)
            except GraphQLError:  # it was never read, or the answer would say so
                self.omit(each.path)
        if len(arms) == 1:
            return arms[0]
        return union(arms)

    def tell(self, path: str, *variables: str) -> str:
        """Note in which variables the value at a path is, and return the first."""
        self.told[path] = variables
        return variables[0]

    def omit(self, path: str) -> None:
        """Note that nothing is said of what stands at a path."""
        if path not in self.omitted:
            self.omitted.append(path)

    def leave_out(self, field: Wanted) -> None:
        """Note that nothing is said of a field, and why where that is not plain."""
        self.omit(field.path)
        if why := _REASONS.get(field.selected.name):
            self.reasons[field.path] = why

    def order(self, terms: Iterable[str]) -> None:
        """Order the rows by some terms besides."""
        self.terms += [each for each in terms if each not in self.terms]

    def given(self, wanted: Wanted) -> dict[str, Any]:
        """Return the arguments of a field as its resolver would get them."""
        parent = wanted.selected.nodes[0]
        definition = wanted.selected.field
        found = definition.extensions.get(_DEFINITION)
        if not isinstance(found, StrawberryField):
            raise TypeError(f"{parent.name.value} is no field of Strawberry's")
        given = convert_arguments(
            self.asked.arguments(wanted.selected),
            found.arguments,
            scalar_registry=self.schema.schema_converter.scalar_registry,
            config=self.schema.config,
        )
        if any(value is not None and name not in _KNOWN for name, value in given.items()):
            raise GraphQLError("rather nothing is said than something else")
        return given

    def types_of(self, selection: Selection) -> frozenset[str]:
        """Return the names of the types that a value of a selection may have."""
        return frozenset(name for each in selection.variants for name in each.types)

    def thing(self, it: str, views: Sequence[View], types: frozenset[str]) -> Part:
        """Return what *views* ask of the thing or document in a variable, of one of *types*."""
        found, fields = Part(), [each for view in views for each in wanted(view, types)]
        class_ = self.names.of(f"{views[0].path}.#type") if views else ""
        is_needed = any(each.selected.name == "__typename" for each in fields) or any(
            len(view.selection.variants) > 1 for view in views
        )
        if is_needed:
            found.needed += sparql_attributes.class_of(it, class_, types)
        for each in fields:
            some = each.types if each.types < types else None
            if each.selected.name == "__typename":
                self.tell(each.path, class_)
                continue
            try:
                part = self._field(it, each)
            except GraphQLError:
                self.omit(each.path)
                continue
            found.add(part.only(sparql_attributes.among(class_, some) if some else None))
        if is_needed:
            for view in views:
                self.told.setdefault(f"{view.path}.__typename", (class_,))
        return found

    def _field(self, it: str, field: Wanted) -> Part:
        name = field.selected.name
        if name == "id":
            self.tell(field.path, it)
            return Part()
        self.given(field)
        if name in RELATIONS or name in sparql_connections.OTHERS:
            return sparql_connections.of_thing(self, it, field)
        if name == "facts":
            return sparql_facts.facts(self, it, field)
        if name in STATEMENTS:
            return sparql_attributes.stated(self, it, field, STATEMENTS[name])
        if name in ATTRIBUTES or name in sparql_attributes.OTHERS:
            return sparql_attributes.attribute(self, it, field)
        if name == "claims":
            return sparql_connections.claims_about(self, it, field)
        self.leave_out(field)
        return Part()
