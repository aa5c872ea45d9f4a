"""From the rows of a SPARQL query back to the tree of the answer that it is equivalent to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    is_leaf_type,
    is_object_type,
)

from api.gql.running.selections import Selected, Selection

Row = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Fold:
    """What an answer says of its SPARQL: the variables of each path, and what is left out."""

    variables: Mapping[str, Sequence[str]]
    omitted: Sequence[str]

    def data(self, selection: Selection, rows: Sequence[Row], name: str, path: str = "") -> Any:
        """Return the object of a type that *rows* tell of."""
        found = {}
        for field in selection.on(name):
            at = f"{path}.{field.key}".lstrip(".")
            if at not in self.omitted:
                found[field.key] = self._value(field, field.field.type, rows, at)
        return found

    def without(self, data: Any, path: str = "") -> Any:
        """Return an answer without what the SPARQL leaves out."""
        if isinstance(data, list):
            return [self.without(each, path) for each in data]
        if not isinstance(data, dict):
            return data
        return {
            key: self.without(value, at)
            for key, value in data.items()
            if (at := f"{path}.{key}".lstrip(".")) not in self.omitted
        }

    def _value(self, field: Selected, type_: Any, rows: Sequence[Row], at: str) -> Any:
        if isinstance(type_, GraphQLNonNull):
            return self._value(field, type_.of_type, rows, at)
        if isinstance(type_, GraphQLList):
            return [
                self._value(field, type_.of_type, inner, at)
                for inner in self._groups(self.variables[at], rows)
            ]
        if is_leaf_type(type_):
            return self._leaf(field, type_, rows, at)
        assert field.below is not None
        if type_.name == "Name":
            return self.data(field.below, rows, "Name", at)
        names = self.variables.get(at, ())
        if names and _first(rows, names[-1]) is None:
            return None
        if field.name == "object" and (_first(rows, names[0]) or {})["type"] != "uri":
            return None
        if is_object_type(type_):
            return self.data(field.below, rows, type_.name, at)
        (variable,) = self.variables.get(f"{at}.__typename", ("",))
        class_ = _first(rows, variable)
        name = _local(class_["value"]) if class_ else min(field.below.variants[0].types)
        assert class_ or len(field.below.variants) == 1, at
        return self.data(field.below, rows, name, at)

    def _groups(self, names: Sequence[str], rows: Sequence[Row]) -> Iterable[list[Row]]:
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            if names[0] in row:
                key = tuple(tuple(sorted(row.get(name, {}).items())) for name in names)
                found.setdefault(key, []).append(row)
        return found.values()

    def _leaf(self, field: Selected, type_: Any, rows: Sequence[Row], at: str) -> Any:
        (name, *_) = self.variables[at]
        term = _first(rows, name)
        if field.name == "rule" and term is None:
            return ""
        if term is None:
            return None
        if field.name == "lang":
            return term.get("xml:lang")
        if field.name == "value" and term["type"] == "uri":
            return None
        if field.name == "__typename":
            return _local(term["value"])
        if isinstance(type_, GraphQLEnumType):
            return next(
                key
                for key, each in type_.values.items()
                if getattr(each.value, "value", each.value) == _local(term["value"])
            )
        if type_.name == "Int":
            return int(float(term["value"]))
        return float(term["value"]) if type_.name == "Float" else term["value"]


def _first(rows: Sequence[Row], name: str) -> Mapping[str, str] | None:
    return next((row[name] for row in rows if name in row), None)


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]
