"""Plans: what a request selects, turned into Python functions that read it once for each value.

The library's executor finds out for each value anew what it knew of the one before: which fields a
type has, which resolver reads one, what its arguments are. A plan finds that out once for each
document and keeps it in closures, which call the very resolvers that the executor would call, in
the same order, and put the answer together as section 6 of the language says.

A plan is only for what goes well. At whatever is out of the ordinary, an error or a null where
none may be among it, it gives up by NotPlannedError, or by what a resolver raised. Then the library
executes the whole request anew, so that its errors, and what they leave of an answer, are the
library's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from graphql import (
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    OperationType,
    is_abstract_type,
    is_leaf_type,
    is_object_type,
)
from strawberry import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

from api.gql.context import NODE_BUDGET, Context
from graph.together import gathered

from .operations import Asked
from .selections import Selected, Selection, field_of

#: Where Strawberry's definitions are kept among what belongs to the library.
_DEFINITION: Final = "strawberry-definition"
#: Scalars whose values of these types stand in the answer as they are.
_USUAL: Final[Mapping[str, type]] = MappingProxyType({"Boolean": bool, "ID": str, "String": str})


class NotPlannedError(Exception):
    """The library has to execute this."""


class Run:
    """One run of a plan; resolvers get it as their ``info``, of which they use the context."""

    __slots__ = ("_arguments", "asked", "context", "is_gathering")

    def __init__(self, context: Context, asked: Asked) -> None:
        """Run what *asked* asks."""
        self.context = context
        self.asked = asked
        #: Whether what is missing for one value keeps nobody from asking for the others.
        self.is_gathering = context.lent is not None and context.lent.is_remote
        self._arguments: dict[Selected, dict[str, Any]] = {}

    def is_over(self) -> bool:
        """Say whether the time or the budget of the request is used up."""
        return self.context.left <= 0 or self.context.spent > NODE_BUDGET

    def arguments(self, selected: Selected, convert: Convert) -> dict[str, Any]:
        """Return the arguments of a field as its resolver takes them."""
        found = self._arguments.get(selected)
        if found is None:
            found = self._arguments[selected] = convert(self.asked.arguments(selected))
        return found


#: From a value that a resolver gave to what the answer has for it.
Complete: TypeAlias = Callable[[Any, Run], Any]
#: From an object to what the answer has for one of its fields.
Read: TypeAlias = Callable[[Any, Run], Any]
Convert: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]


class Plan:
    """How one operation of a document is read."""

    def __init__(self, schema: Schema, root: Selection) -> None:
        """Plan to read *root*; NotPlannedError where that is left to the library."""
        self._read = Planner(schema).selected(root)

    def run(self, context: Context, asked: Asked) -> dict[str, Any]:
        """Return the data; raises NotPlannedError, or anything, where the library has to do it."""
        return cast(dict[str, Any], self._read(None, Run(context, asked)))


def plan(schema: Schema, asked: Asked) -> Plan | None:
    """Return a plan for an operation, None where it is none that reads what is planned."""
    if asked.operation.operation is not OperationType.QUERY:
        return None
    try:
        return Plan(schema, asked.root)
    except NotPlannedError:
        return None


class Planner:
    """Makes the functions of one plan, one for each selection."""

    def __init__(self, schema: Schema) -> None:
        """Plan for *schema*."""
        self._schema = schema
        self._known: dict[tuple[Selection, str], Complete] = {}

    def selected(self, selection: Selection) -> Complete:
        """Return what reads the values of a selection."""
        type_ = selection.type
        if is_object_type(type_):
            return self._object(selection, type_)
        return self._abstract(selection, cast(GraphQLAbstractType, type_))

    def _object(self, selection: Selection, type_: GraphQLObjectType) -> Complete:
        known = self._known.get((selection, type_.name))
        if known is None:
            known = self._made(selection, type_)
            self._known[selection, type_.name] = known
        return known

    def _made(self, selection: Selection, type_: GraphQLObjectType) -> Complete:
        fields = [(each.key, self._field(type_, each)) for each in selection.on(type_.name)]
        is_type_of = type_.is_type_of
        right: set[type] = set() if is_type_of else {type(None)}

        def read(value: Any, run: Run) -> dict[str, Any]:
            if type(value) not in right:
                if is_type_of is not None and not is_type_of(value, cast(Any, run)):
                    raise NotPlannedError
                right.add(type(value))
            if run.is_gathering:
                found = gathered(lambda field: field[1](value, run), fields, is_over=run.is_over)
                return {key: each for (key, _), each in zip(fields, found, strict=True)}
            return {key: of_field(value, run) for key, of_field in fields}

        if selection.type is self._schema._schema.query_type:
            right.add(type(None))  # the root has no value
        return read

    def _abstract(self, selection: Selection, type_: GraphQLAbstractType) -> Complete:
        schema = self._schema._schema
        by_type: dict[type, Complete] = {}

        def of_class(class_: type) -> Complete:
            definition = get_object_definition(class_)
            found = schema.type_map.get(definition.name) if definition else None
            if not is_object_type(found) or not schema.is_sub_type(type_, found):
                raise NotPlannedError
            return self._object(selection, found)

        def read(value: Any, run: Run) -> Any:
            complete = by_type.get(type(value))
            if complete is None:
                complete = by_type[type(value)] = of_class(type(value))
            return complete(value, run)

        return read

    def _field(self, parent: GraphQLObjectType, selected: Selected) -> Read:
        if selected.name == "__typename":
            return _always(parent.name)
        definition = field_of(self._schema._schema, parent.name, selected.name)
        field = definition.extensions.get(_DEFINITION)
        if not isinstance(field, StrawberryField) or field.extensions or field.is_async:
            raise NotPlannedError
        complete = self._completed(definition.type, selected.below)
        if field.base_resolver is None:
            return _attribute(field.python_name, complete)
        return self._resolved(selected, field, complete)

    def _resolved(self, selected: Selected, field: StrawberryField, complete: Complete) -> Read:
        resolver = field.base_resolver
        if resolver is None or resolver.parent_parameter is not None:
            raise NotPlannedError
        resolve: Callable[..., Any] = cast(Any, resolver.wrapped_func)
        if not callable(resolve):
            raise NotPlannedError
        takes = bool(field.arguments)
        convert = self._converting(field)
        root = resolver.root_parameter.name if resolver.root_parameter else None
        info = resolver.info_parameter.name if resolver.info_parameter else None
        has_self = bool(resolver.self_parameter)

        def read(value: Any, run: Run) -> Any:
            given = run.arguments(selected, convert) if takes else {}
            if info is not None:
                given = {**given, info: run}
            if root is not None:
                given[root] = value
            found = resolve(value, **given) if has_self else resolve(**given)
            return complete(found, run)

        return read

    def _converting(self, field: StrawberryField) -> Convert:
        schema, config = self._schema, self._schema.config
        registry = schema.schema_converter.scalar_registry

        def convert(given: dict[str, Any]) -> dict[str, Any]:
            return convert_arguments(
                given, field.arguments, scalar_registry=registry, config=config
            )

        return convert

    def _completed(self, type_: GraphQLOutputType, below: Selection | None) -> Complete:
        if isinstance(type_, GraphQLNonNull):
            return _never_null(self._completed(type_.of_type, below))
        if isinstance(type_, GraphQLList):
            return _each(self._completed(type_.of_type, below))
        if is_leaf_type(type_):
            return _leaf(type_)
        if below is None or not (is_object_type(type_) or is_abstract_type(type_)):
            raise NotPlannedError
        return _unless_null(self.selected(below))


def _always(name: str) -> Read:
    return lambda _value, _run: name


def _attribute(name: str, complete: Complete) -> Read:
    def read(value: Any, run: Run) -> Any:
        return complete(getattr(value, name), run)

    return read


def _unless_null(complete: Complete) -> Complete:
    def read(value: Any, run: Run) -> Any:
        return None if value is None else complete(value, run)

    return read


def _never_null(complete: Complete) -> Complete:
    def read(value: Any, run: Run) -> Any:
        found = complete(value, run)
        if found is None:
            raise NotPlannedError
        return found

    return read


def _each(complete: Complete) -> Complete:
    def read(value: Any, run: Run) -> Any:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise NotPlannedError
        if run.is_gathering:
            return gathered(lambda each: complete(each, run), value, is_over=run.is_over)
        return [complete(each, run) for each in value]

    return read


def _leaf(type_: GraphQLLeafType) -> Complete:
    """Return what writes a scalar or a member of an enum, the ordinary ones at once."""
    coerce = type_.coerce_output_value

    def written(value: Any, run: Run) -> Any:  # noqa: ARG001
        if value is None:
            return None
        found = coerce(value)
        if found is None:
            raise NotPlannedError
        return found

    usual = _USUAL.get(type_.name)
    if usual is not None:
        return lambda value, run: value if type(value) is usual else written(value, run)
    if not isinstance(type_, GraphQLEnumType):
        return written
    names: dict[Any, Any] = {}

    def named(value: Any, run: Run) -> Any:
        found = names.get(value)
        if found is None:
            found = written(value, run)
            if isinstance(value, Enum):
                names[value] = found
        return found

    return named
