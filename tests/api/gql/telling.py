"""Documents that ask for much and go well, to see what answers say."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_required_argument,
)
from hypothesis import strategies as st

#: Levels of things, one in another.
_DEEPEST: Final = 2
#: What is read otherwise, or is an error by chance.
_NOT: Final = frozenset({"changes", "question", "questions", "nodes", "node"})


def telling(schema: GraphQLSchema, ids: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw documents of one or two root fields whose things exist.

    Only a seed is drawn: Hypothesis by itself prefers what is small, of which little is said.
    """
    return st.integers(0, 2**32).map(lambda seed: _made(Random(seed), schema, ids))


def _made(random: Random, schema: GraphQLSchema, ids: Sequence[str]) -> str:
    assert schema.query_type is not None
    asking = _Asking(random, schema, ids)
    names = [
        name
        for name, field in sorted(schema.query_type.fields.items())
        if name not in _NOT and is_composite_type(get_named_type(field.type))
    ]
    likely = ["nodes"] * 6 + ["networks"] * 4 + ["cities", "events", "documents", "countries"] * 2
    chosen = random.sample([*likely * 3, *names], random.choice((1, 1, 2)))
    fields = [
        asking.field(f"r{at}: ", name, schema.query_type.fields[name], 0)
        for at, name in enumerate(chosen)
    ]
    return "{ " + " ".join(fields) + " }"


class _Asking:
    def __init__(self, random: Random, schema: GraphQLSchema, ids: Sequence[str]) -> None:
        self._random = random
        self._schema = schema
        self._ids = ids
        #: What a field is asked with, the same wherever it stands, so that it can be merged.
        self._known: dict[tuple[str, ...], str] = {}
        self._renamed = 0

    def field(self, alias: str, name: str, field: GraphQLField, depth: int) -> str:
        of = get_named_type(field.type)
        below = self.selection(of, depth) if is_composite_type(of) else ""
        key = name, *field.args
        if key not in self._known:
            self._known[key] = self._arguments(field)
        return f"{alias}{name}{self._known[key]} {below}"

    def _is_rare(self) -> bool:
        return self._random.random() < 0.1

    def selection(self, type_: Any, depth: int) -> str:
        """Ask for all of what is small, and for some of what leads on."""
        if type_.name.endswith("Connection"):
            parts = ["nodes", "edges", "totalCount", "pageInfo"]
            extra = self._some(parts, 0, 1)
            chosen = dict.fromkeys([self._random.choice(parts[:2]), *extra])
            fields = [self.field("", name, type_.fields[name], depth) for name in chosen]
            return "{ " + " ".join(fields) + " }"
        fields = self._fields(type_, depth)
        if isinstance(type_, GraphQLInterfaceType):
            possible = self._schema.get_possible_types(type_)
            for each in self._some(sorted(possible, key=str), 0, 3):
                inner = self._fields(each, depth)
                fields.append(f"... on {each.name} {{ {' '.join(inner)} }}")
        return "{ " + " ".join(fields) + " }"

    def _fields(self, type_: Any, depth: int) -> list[str]:
        leads = type_.name.endswith("Edge") or "id" not in type_.fields
        deeper = depth if leads else depth + 1
        names = [
            name
            for name, field in sorted(type_.fields.items())
            if deeper <= _DEEPEST or not is_composite_type(get_named_type(field.type))
        ]
        needed = [name for name in ("node", "claims", "value") if leads and name in names]
        chosen = dict.fromkeys([*needed, *self._some(names, 2, 5)])
        found = []
        for name in chosen:
            alias = ""
            if self._renamed < 20 and not name.startswith("value") and self._is_rare():
                self._renamed += 1
                alias = f"a{self._renamed}: "
            found.append(self.field(alias, name, type_.fields[name], deeper))
        return found or ["__typename"]

    def _some(self, items: Sequence[Any], least: int, most: int) -> list[Any]:
        how_many = min(len(items), self._random.randint(least, most))
        return self._random.sample(items, how_many)

    def _arguments(self, field: GraphQLField) -> str:
        given = []
        for name, argument in field.args.items():
            of = get_named_type(argument.type).name
            is_needed = is_required_argument(argument)
            if name == "first":
                given.append(f"first: {self._random.randint(1, 4)}")
            elif name == "planned" and self._random.random() < 0.5:
                given.append("planned: true")
            elif name == "depth":
                given.append(f"depth: {self._random.randint(1, 2)}")
            elif name == "langs" and self._random.random() < 0.5:
                given.append(f'langs: ["{self._random.choice(("de", "en", "fr"))}"]')
            elif is_needed and of == "ID":
                given.append(f"{name}: {self._id(is_list=name == 'ids')}")
            elif is_needed:
                given.append(f'{name}: "riga"')
        return f"({', '.join(given)})" if given else ""

    def _id(self, *, is_list: bool) -> str:
        several = self._random.sample(self._ids, self._random.randint(2, 6) if is_list else 1)
        told = ", ".join(f'"{each}"' for each in several)
        return f"[{told}]" if is_list else told
