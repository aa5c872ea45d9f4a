"""Generates GraphQL documents out of the schema: nested, filtered, ordered, paged, with fragments.

What an argument may be goes by its type and name; things and cursors are real ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)
from hypothesis import strategies as st

_T = TypeVar("_T")

WORDS = ("a", "riga", "Net", "ö", "statement", 'q"\\uote', "green", "zzz")
DATES = ("2023", "2024", "2024-05", "2024-05-04", "2026-12-31")
LANGS = ("en", "de-AT", "de", "lv", "en-GB", "no", "*")
#: Fields that take more work than they are worth here.
LEFT_OUT = frozenset({"question", "questions", "changes", "history"})


@dataclass
class Generator:
    """Draws one document; ``ids`` are real things, ``cursors`` gives those of an order."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    schema: GraphQLSchema
    ids: Sequence[str]
    cursors: Callable[[str, str], Sequence[str]]
    _aliases: int = field(default=0)

    def document(self) -> str:
        """Return one query."""
        query = self.schema.query_type
        assert query is not None
        return self._selection(query, depth=4, most=2)

    def _one(self, among: Sequence[_T]) -> _T:
        found: _T = self.draw(st.sampled_from(among))
        return found

    def _chance(self, of: int) -> bool:
        return bool(self.draw(st.integers(0, of)) == of)

    def _selection(self, type_: Any, *, depth: int, most: int = 3) -> str:
        fields = [
            name
            for name, each in type_.fields.items()
            if name not in LEFT_OUT
            and (depth > 0 or not is_composite_type(get_named_type(each.type)))
        ]
        if not fields:
            return "{ __typename }"
        if type_.name.endswith(("Connection", "Edge")):
            fields = [name for name in fields if name not in ("pageInfo", "cursor")] * 4 + fields
        if type_.name == "Query":
            fields += [name for name in fields if "first" in type_.fields[name].args] * 2
        count = self.draw(st.integers(1, most))
        chosen = [
            self._field(name, type_.fields[name], depth) for name in self._several(fields, count)
        ]
        if self._chance(4):
            chosen.append("__typename")
        if is_abstract_type(type_) and depth > 0 and self._chance(1):
            inner = self._one(sorted(self.schema.get_possible_types(type_), key=str))
            chosen.append(f"... on {inner.name} {self._selection(inner, depth=depth - 1, most=2)}")
        return "{ " + " ".join(chosen) + " }"

    def _several(self, among: Sequence[str], count: int) -> list[str]:
        return [self._one(among) for _ in range(count)]

    def _field(self, name: str, definition: GraphQLField, depth: int) -> str:
        # Two fields of one name could not be merged where their arguments differ.
        self._aliases += 1
        alias = self._one(
            (f"{name}{self._aliases}", f"a{self._aliases}", f"{name}_{self._aliases}")
        )
        given = self._arguments(definition)
        type_ = get_named_type(definition.type)
        below = self._selection(type_, depth=depth - 1) if is_composite_type(type_) else ""
        return f"{alias}: {name}{given} {below}".strip()

    def _arguments(self, definition: GraphQLField) -> str:
        taken = definition.args
        given = {}
        order = ""
        for name, each in taken.items():
            if name in ("first", "last", "after", "before"):
                continue
            if is_required_argument(each) or self._chance(3):
                given[name] = self._value(name, each.type, 4 if name == "filter" else 2)
        if "orderBy" in given:
            if given["orderBy"] == "[]":
                del given["orderBy"]
            order = given.get("orderBy", "")
        if "first" in taken:
            given |= self._page(definition, order, both="last" in taken)
        if not given:
            return ""
        return "(" + ", ".join(f"{name}: {value}" for name, value in given.items()) + ")"

    def _page(self, definition: GraphQLField, order: str, *, both: bool) -> dict[str, str]:
        found = {
            self._one(("first", "last")) if both else "first": str(self._one((0, 1, 2, 3, 50)))
        }
        if not both:
            return found
        orders = definition.args["orderBy"].type if "orderBy" in definition.args else None
        name = get_named_type(orders).name if orders else ""
        for side in ("after", "before"):
            if self._chance(3):
                cursors = self.cursors(name, order)
                if cursors:
                    found[side] = json.dumps(self._one(cursors))
        return found

    def _value(self, name: str, type_: Any, depth: int) -> str:
        type_ = get_nullable_type(type_)
        if is_list_type(type_):
            most = 2 if depth else 1
            count = self.draw(st.integers(0, most))
            return (
                "[" + ", ".join(self._value(name, type_.of_type, depth) for _ in range(count)) + "]"
            )
        if isinstance(type_, GraphQLEnumType):
            return str(self._one([*type_.values]))
        if isinstance(type_, GraphQLInputObjectType):
            return self._object(type_, depth)
        if type_.name == "ID":
            return json.dumps(self._one(self.ids))
        if type_.name == "Int":
            return str(self._one((0, 1, 7, 2024, 700_000)))
        if type_.name == "Float":
            return str(self._one((0, 0.5, 0.55, 1)))
        if type_.name == "Boolean":
            return self._one(("true", "false"))
        if name in ("since", "until"):
            return f'"{self._one(DATES)}"'
        return json.dumps(self._one(LANGS if name in ("langs", "language") else WORDS))

    def _object(self, type_: GraphQLInputObjectType, depth: int) -> str:
        needed = [name for name, each in type_.fields.items() if is_required_input_field(each)]
        others = [
            name
            for name, each in type_.fields.items()
            if depth > 0 or not isinstance(get_named_type(each.type), GraphQLInputObjectType)
        ]
        if type_.name == "RelationFilter" and depth > 0:
            others += ["some"] * 3 + ["claims"]
        chosen = {*needed, *self._several(others, self.draw(st.integers(0 if needed else 1, 2)))}
        return (
            "{"
            + ", ".join(
                f"{name}: {self._value(name, type_.fields[name].type, depth - 1)}"
                for name in sorted(chosen)
            )
            + "}"
        )
