"""Parts of names are found as often as they are asked for, and never for longer than there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLError

from api.gql.context import Context
from api.gql.schema import schema
from api.gql.types.naming import Names, named
from graph.reader import Reader
from graph.workspace import Workspace
from ontology.iris import normalise_name
from ontology.terms import KINDS


def _one_by_one(reader: Reader, kind: str | None, part: str) -> set[str]:
    folded = normalise_name(part)
    return {iri for name, iri, _ in reader.names(kind) if folded in normalise_name(name)}


@pytest.mark.parametrize("kind", [*sorted(KINDS), None])
def test_a_part_of_a_name_finds_what_looking_at_each_name_finds(
    networks_store: Path, kind: str | None
) -> None:
    with Workspace(networks_store).reader() as reader:
        parts = {name[at : at + 4] for name, _, _ in reader.names() for at in range(len(name))}
        for part in sorted(parts | {"a", "The", "É", "zz"}):
            if normalise_name(part):
                assert named(reader, kind, part) == _one_by_one(reader, kind, part), part


def test_names_are_read_once_however_many_parts_are_asked_for(
    networks_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = ", ".join(f'{{nameContains: "part{number}"}}' for number in range(40))
    with Workspace(networks_store).reader() as reader:
        read: list[str] = []
        values = reader.values

        def noted(query: str) -> Iterator[tuple[str, ...]]:
            read.append(query)
            return values(query)

        monkeypatch.setattr(reader, "values", noted)
        query = f"{{ cities(first: 1, filter: {{or: [{parts}]}}) {{ totalCount }} }}"
        answer = schema().execute_sync(query, context_value=Context(reader))
    assert answer.errors is None
    assert sum("altLabel" in query for query in read) == 1


def test_the_clock_is_looked_at_while_names_are_read_and_looked_through() -> None:
    looks: list[None] = []
    rows = [(f"x:{number}", f"name {number}") for number in range(2_500)]
    names = Names(iter(rows), lambda: looks.append(None))
    assert len(looks) == 3
    names.with_part("name", lambda: looks.append(None))
    assert len(looks) == 6

    def late() -> None:
        raise GraphQLError("late")

    with pytest.raises(GraphQLError):
        names.with_part("nothing", late)
