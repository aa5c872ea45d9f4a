"""What an operation selects, as a tree: fragments put in, conditions decided, equal fields merged.

A ``Selection`` is what is asked of values of one type. What is asked of a value depends on which
concrete type it has, since fragments have conditions; ``Selection.on`` tells the fields for a type
by its name, in the order of the answer (section 6.3.2 of the language, CollectFields), and
``Selection.variants`` tells them for all types, those together of which the same is asked.

The tree is made where it is looked at, and no part twice: what is asked below equal fields of
several types is one ``Selection``. A document whose fragments multiply level by level would make a
tree without end all the same, so looking at more than MOST_FIELDS raises TooManyFieldsError.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias, cast

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)
from graphql.execution.values import VariableValues, get_argument_values

from .variables import variables_in

#: How many selections of a document are looked at, fragments put in wherever they are spread.
MOST_FIELDS: Final = 20_000

#: The directives that decide whether something is asked, and the value by which it is not.
_CONDITIONS: Final = ((GraphQLSkipDirective, True), (GraphQLIncludeDirective, False))

Composite: TypeAlias = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType


class TooManyFieldsError(Exception):
    """More is selected than anybody looks at."""


class Selected:
    """One field of an answer: ``key`` is its name there, ``name`` that of the field.

    ``nodes`` are the places of the document that ask for it, ``field`` its definition in the types
    that have it. ``below`` is what is asked of its values, None where they have no fields.
    """

    __slots__ = ("below", "constant", "field", "key", "name", "nodes")

    def __init__(
        self, key: str, nodes: tuple[FieldNode, ...], field: GraphQLField, below: Selection | None
    ) -> None:
        """Hold what is known without the variables."""
        self.key = key
        self.name = nodes[0].name.value
        self.nodes = nodes
        self.field = field
        self.below = below
        #: Its arguments, where no variables are among them.
        self.constant: dict[str, Any] | None = None
        if not any(variables_in(each.value) for each in nodes[0].arguments or ()):
            self.constant = get_argument_values(field, nodes[0])


class Variant(NamedTuple):
    """The fields that are asked of the concrete types with these names, in their order."""

    types: frozenset[str]
    fields: tuple[Selected, ...]


class Walk:
    """Makes the selections of one document, each once."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: VariableValues
    ) -> None:
        """Walk *document*; of the *variables* only those matter that conditions name."""
        self.schema = schema
        self._variables = variables
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._made: dict[tuple[Any, ...], Selection] = {}
        self._left = MOST_FIELDS

    @property
    def looked_at(self) -> int:
        """How many selections were looked at so far, which is what the tree takes room for."""
        return MOST_FIELDS - self._left

    def selection(self, type_: Composite, sets: tuple[SelectionSetNode, ...]) -> Selection:
        """Return what these sets select together of values of a type."""
        key = (type_.name, *map(id, sets))
        if key not in self._made:
            self._made[key] = Selection(self, type_, sets)
        return self._made[key]

    def types_of(self, type_: Composite) -> tuple[str, ...]:
        """Return the names of the concrete types that a value of a type can have, sorted."""
        if not is_abstract_type(type_):
            return (type_.name,)
        possible = self.schema.get_possible_types(type_)
        return tuple(sorted(each.name for each in possible))

    def fields(
        self, sets: Iterable[SelectionSetNode], types: frozenset[str]
    ) -> Iterator[tuple[FieldNode, frozenset[str]]]:
        """Iterate over all fields that sets select, each with the types of which it is asked.

        A fragment counts once for each type, however often it is spread.
        """
        seen: dict[str, frozenset[str]] = {}
        inside = [(iter([*each.selections]), types) for each in reversed([*sets])]
        while inside:
            selections, types = inside[-1]
            each = next(selections, None)
            if each is None:
                inside.pop()
            elif self._is_looked_at(each):
                if isinstance(each, FieldNode):
                    yield each, types
                else:
                    inside.append(self._inside(each, types, seen))

    def _is_looked_at(self, node: SelectionNode) -> bool:
        self._left -= 1
        if self._left < 0:
            raise TooManyFieldsError
        return self._is_included(node.directives)

    def _inside(
        self, node: SelectionNode, types: frozenset[str], seen: dict[str, frozenset[str]]
    ) -> tuple[Iterator[SelectionNode], frozenset[str]]:
        """Return what a fragment selects, and of which types; no type is *seen* there twice."""
        fragment: Any = node
        if isinstance(node, FragmentSpreadNode):
            fragment = self._fragments[node.name.value]
        types = self._meant(fragment, types)
        if isinstance(node, FragmentSpreadNode):
            before = seen.get(node.name.value, frozenset())
            types -= before
            seen[node.name.value] = before | types
        return iter(fragment.selection_set.selections if types else ()), types

    def _meant(self, fragment: Any, types: frozenset[str]) -> frozenset[str]:
        """Return those of the types that the condition of a fragment lets through."""
        condition = fragment.type_condition
        if condition is None:
            return types
        meant = cast(Composite, self.schema.type_map[condition.name.value])
        return types.intersection(self.types_of(meant))

    def _is_included(self, directives: Iterable[DirectiveNode] | None) -> bool:
        for each in directives or ():
            for directive, excludes in _CONDITIONS:
                if each.name.value == directive.name:
                    found = get_argument_values(directive, each, self._variables)
                    if found["if"] is excludes:
                        return False
        return True


class Selection:
    """What is asked of values of a type, which may be an interface."""

    __slots__ = ("_sets", "_variants", "_walk", "type")

    def __init__(self, walk: Walk, type_: Composite, sets: tuple[SelectionSetNode, ...]) -> None:
        """Hold what *sets* select together; use ``Walk.selection`` to get one."""
        self._walk = walk
        self._sets = sets
        self._variants: tuple[Variant, ...] | None = None
        self.type = type_

    def on(self, name: str) -> tuple[Selected, ...]:
        """Return the fields that are asked of the concrete type with that name, in their order."""
        return next((each.fields for each in self.variants if name in each.types), ())

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The fields for each concrete type, those types together of which the same is asked.

        Raises TooManyFieldsError when the document has more than anybody looks at.
        """
        if self._variants is None:
            self._variants = tuple(self._made())
        return self._variants

    def _made(self) -> Iterator[Variant]:
        types = self._walk.types_of(self.type)
        asked: dict[str, dict[str, list[FieldNode]]] = {name: {} for name in types}
        for node, of in self._walk.fields(self._sets, frozenset(types)):
            key = (node.alias or node.name).value
            for name in of:
                asked[name].setdefault(key, []).append(node)
        alike: dict[tuple[Any, ...], list[str]] = {}
        for name, fields in asked.items():
            alike.setdefault(self._signature(name, fields), []).append(name)
        for names in alike.values():
            chosen = tuple(
                self._selected(names[0], key, tuple(nodes))
                for key, nodes in asked[names[0]].items()
            )
            yield Variant(frozenset(names), chosen)

    def _signature(self, name: str, fields: dict[str, list[FieldNode]]) -> tuple[Any, ...]:
        """Return what is the same for types of which the same is asked."""
        return tuple(
            (key, *map(id, nodes), shape_of(self._walk.schema, name, nodes[0].name.value))
            for key, nodes in fields.items()
        )

    def _selected(self, parent: str, key: str, nodes: tuple[FieldNode, ...]) -> Selected:
        definition = field_of(self._walk.schema, parent, nodes[0].name.value)
        type_ = get_named_type(definition.type)
        below = None
        if is_composite_type(type_):
            sets = tuple(each.selection_set for each in nodes if each.selection_set is not None)
            below = self._walk.selection(type_, sets)
        return Selected(key, nodes, definition, below)


def field_of(schema: GraphQLSchema, parent: str, name: str) -> GraphQLField:
    """Return the definition of a field; ``__typename`` and its like are fields too."""
    found = schema.get_field(cast(Composite, schema.type_map[parent]), name)
    if found is None:
        raise KeyError(f"{parent} has no field {name}; only ask for documents that were validated")
    return found


@lru_cache(maxsize=5_000)
def shape_of(schema: GraphQLSchema, parent: str, name: str) -> Hashable:
    """Return what a field takes and gives, which is equal for fields that are read alike."""
    field = field_of(schema, parent, name)
    arguments = (
        (each, str(argument.type), repr(argument.default_value))
        for each, argument in field.args.items()
    )
    return str(field.type), *arguments
