"""Documents of GraphQL made up from the schema, such as a client might write and worse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
)
from hypothesis import strategies as st

#: Levels of fields below the root.
_DEEPEST: Final = 4
_VARIABLES: Final = {"$n": "$n: Int = 2", "$yes": "$yes: Boolean! = true"}
_WORDS: Final = ("riga", "league", "", "Ä")


@st.composite
def documents(draw: st.DrawFn, schema: GraphQLSchema, ids: Sequence[str]) -> str:
    """Draw a document that is valid but for fields that cannot be merged."""
    writer = _Writer(draw, schema, ids)
    assert schema.query_type is not None
    body = " ".join([writer.selection(schema.query_type, 0), *writer.fragments])
    used = [told for name, told in _VARIABLES.items() if name in body]
    return f"query ({', '.join(used)}) {body}" if used else body


class _Writer:
    def __init__(self, draw: st.DrawFn, schema: GraphQLSchema, ids: Sequence[str]) -> None:
        self._draw = draw
        self._schema = schema
        self._ids = ids
        self.fragments: list[str] = []

    def selection(self, type_: Any, depth: int) -> str:
        """Write some of what a type has, some of it in fragments."""
        parts = [self._part(type_, depth) for _ in range(self._draw(st.integers(1, 3)))]
        return "{ %s }" % " ".join(parts)  # noqa: UP031

    def _part(self, type_: Any, depth: int) -> str:
        kind = self._draw(st.sampled_from(["field"] * 7 + ["inline", "spread"]))
        if kind == "field" or depth >= _DEEPEST:
            return self._field(type_, depth)
        on = type_
        if isinstance(type_, GraphQLInterfaceType):
            possible = self._schema.get_possible_types(type_)
            on = self._draw(st.sampled_from([type_, *possible]))
        selected = self.selection(on, depth)
        if kind == "inline":
            return f"... on {on.name}{self._condition()} {selected}"
        name = f"f{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {on.name} {selected}")
        return f"...{name}{self._condition()} " * self._draw(st.integers(1, 2))

    def _condition(self) -> str:
        return self._draw(
            st.sampled_from(
                ["", "", "", " @skip(if: $yes)", " @include(if: $yes)", " @skip(if: false)"]
            )
        )

    def _field(self, type_: Any, depth: int) -> str:
        fields = {
            name: field
            for name, field in type_.fields.items()
            if depth < _DEEPEST or not is_composite_type(get_named_type(field.type))
        }
        if not fields or self._draw(st.integers(0, 9)) == 0:
            return "__typename"
        name = self._draw(st.sampled_from(sorted(fields)))
        arguments = self._arguments(fields[name])
        alias = self._alias(name, arguments)
        of = get_named_type(fields[name].type)
        below = ""
        if is_composite_type(of):
            below = " " + self.selection(of, depth + 1)
        return f"{alias}{name}{arguments}{self._condition()}{below}"

    def _alias(self, name: str, arguments: str) -> str:
        """Write another name, the same for whatever can be merged with it."""
        told = f"{name}{arguments}"
        same = sum(map(ord, told)) if arguments else 0
        if not arguments and self._draw(st.booleans()):
            return ""
        return f"{name}{same}: "

    def _arguments(self, field: GraphQLField) -> str:
        given = []
        for name, argument in field.args.items():
            if name == "first" or isinstance(argument.type, GraphQLNonNull) or self._is_rare():
                value = self._value(name, argument)
                given += [f"{name}: {value}"] if value else []
        return f"({', '.join(given)})" if given else ""

    def _is_rare(self) -> bool:
        return self._draw(st.integers(0, 11)) == 0

    def _value(self, name: str, argument: GraphQLArgument) -> str:
        if name in ("first", "last"):
            wrong = ["-1"] if self._is_rare() else []
            return self._draw(st.sampled_from(["0", "1", "2", "3", "$n", *wrong]))
        return self._of_type(argument.type)

    def _of_type(self, type_: Any) -> str:
        if isinstance(type_, GraphQLNonNull):
            return self._of_type(type_.of_type)
        if isinstance(type_, GraphQLList):
            items = [self._of_type(type_.of_type) for _ in range(self._draw(st.integers(0, 2)))]
            return f"[{', '.join(items)}]"
        if isinstance(type_, GraphQLEnumType):
            names: list[str] = sorted(type_.values)
            return self._draw(st.sampled_from(names))
        if isinstance(type_, GraphQLInputObjectType):
            fields = {n: f for n, f in type_.fields.items() if isinstance(f.type, GraphQLNonNull)}
            told = [f"{name}: {self._of_type(each.type)}" for name, each in fields.items()]
            return f"{{{', '.join(told)}}}"
        values = {
            "ID": [f'"{each}"' for each in self._ids],
            "Int": ["1", "2", "3"],
            "Float": ["0.5"],
            "Boolean": ["true", "false", "$yes"],
        }
        return self._draw(st.sampled_from(values.get(type_.name, [f'"{each}"' for each in _WORDS])))
