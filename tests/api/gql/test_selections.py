"""What an operation selects, as a tree: by type, in order, merged, and never without end."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLError, build_schema, parse

from api.gql.running.operations import Asked, ask
from api.gql.running.selections import MOST_FIELDS, Selected, TooManyFieldsError
from tests.api.gql.hostile import _branching, _doubling

SCHEMA = build_schema("""
    type Query { pets(first: Int = 3, named: [String!]): [Pet!]! cat: Cat }
    interface Pet { name: String! friends(first: Int): [Pet!]! }
    type Cat implements Pet { name: String! friends(first: Int): [Pet!]! lives: Int! }
    type Dog implements Pet { name: String! friends(first: Int): [Pet!]! tricks: [String!]! }
    type Fish implements Pet { name: String! friends(first: Int): [Pet!]! }
""")


def _ask(query: str, **variables: Any) -> Asked:
    asked = ask(SCHEMA, parse(query), variables)
    assert asked is not None
    return asked


def _only(fields: tuple[Selected, ...]) -> Selected:
    (field,) = fields
    return field


def _tree(fields: tuple[Selected, ...], type_: str) -> list[Any]:
    """Return the keys, of lists with those below them for values of one type."""
    return [
        each.key if each.below is None else (each.key, _tree(each.below.on(type_), type_))
        for each in fields
    ]


def test_fields_come_in_the_order_of_the_answer_and_equal_ones_are_merged() -> None:
    asked = _ask("""{ pets { name ...f other: name friends { name } } }
        fragment f on Pet { friends { other: name } __typename name }""")
    keys = ["name", ("friends", ["other", "name"]), "__typename", "other"]
    assert _tree(asked.root.on("Query"), "Dog") == [("pets", keys)]


def test_each_type_is_asked_what_its_fragments_say() -> None:
    asked = _ask("""{ pets { ... on Cat { lives ...f } ... on Dog { ...f tricks } ...f } }
        fragment f on Pet { name }""")
    below = _only(asked.root.on("Query")).below
    assert below is not None
    found = {name: [each.key for each in below.on(name)] for name in ("Cat", "Dog", "Fish")}
    assert found == {"Cat": ["lives", "name"], "Dog": ["name", "tricks"], "Fish": ["name"]}
    assert [each.types for each in below.variants] == [{"Cat"}, {"Dog"}, {"Fish"}]


def test_types_of_which_the_same_is_asked_are_told_together() -> None:
    asked = _ask("{ pets { name ... on Cat { lives } } }")
    below = _only(asked.root.on("Query")).below
    assert below is not None
    assert [sorted(each.types) for each in below.variants] == [["Cat"], ["Dog", "Fish"]]


def test_what_is_skipped_is_not_asked() -> None:
    query = """query ($no: Boolean = false) { pets @include(if: $no) { name }
      cat { name @skip(if: $no) ... @skip(if: true) { lives } ...f @include(if: $no) } }
      fragment f on Cat { lives }"""
    assert _tree(_ask(query).root.on("Query"), "Cat") == [("cat", ["name"])]
    asked = _ask(query, no=True)
    assert _tree(asked.root.on("Query"), "Cat") == [("pets", ["name"]), ("cat", ["lives"])]


def test_arguments_are_coerced_with_variables_and_defaults() -> None:
    query = """query ($n: Int = 7, $name: String!) {
      a: pets { name } b: pets(first: $n, named: $name) { name } c: pets(first: 1) { name } }"""
    asked = _ask(query.replace("named: $name", "named: [$name]"), name="x")
    arguments = [asked.arguments(each) for each in asked.root.on("Query")]
    assert arguments == [{"first": 3}, {"first": 7, "named": ["x"]}, {"first": 1}]


def test_what_cannot_be_executed_asks_nothing() -> None:
    two = parse("query a { cat { name } } query b { pets { name } }")
    assert ask(SCHEMA, two) is None
    assert ask(SCHEMA, two, operation="c") is None
    assert ask(SCHEMA, parse("mutation { cat { name } }")) is None
    assert ask(SCHEMA, parse("query ($n: Int!) { pets(first: $n) { name } }")) is None
    named = ask(SCHEMA, two, operation="b")
    assert named is not None
    assert [each.key for each in named.root.on("Query")] == ["pets"]


def test_a_wrong_argument_is_an_error_where_it_is_looked_at() -> None:
    asked = _ask("query ($no: Boolean = true) { cat { name @skip(if: $no) } }", no=None)
    below = _only(asked.root.on("Query")).below
    assert below is not None
    with pytest.raises(GraphQLError):
        _ = below.variants


def test_fragments_that_spread_one_another_twice_are_looked_at_once() -> None:
    levels = _doubling(1000).replace("nothing", "__typename")
    asked = ask(SCHEMA, parse(levels, no_location=True))
    assert asked is not None
    assert [each.key for each in asked.root.on("Query")] == ["__typename"]


def test_fragments_that_multiply_are_one_tree_with_shared_branches() -> None:
    from api.gql.schema import schema

    asked = ask(schema()._schema, parse(_branching(12)))
    assert asked is not None
    left, seen = [asked.root], {asked.root}
    while left:
        for variant in left.pop().variants:
            below = {each.below for each in variant.fields if each.below is not None} - seen
            left += below
            seen |= below
    assert 8 * 12 < len(seen) < 8 * 12 * 4


def test_not_more_is_looked_at_than_a_document_may_have() -> None:
    asked = _ask("{ cat { %s } }" % ("name " * (MOST_FIELDS + 1)))
    below = _only(asked.root.on("Query")).below
    assert below is not None
    with pytest.raises(TooManyFieldsError):
        _ = below.variants


def test_what_is_below_equal_fields_of_several_types_is_one_selection() -> None:
    asked = _ask("{ pets { ... on Cat { lives } friends { friends { name } } } }")
    below = _only(asked.root.on("Query")).below
    assert below is not None
    assert below.on("Cat")[-1].below is below.on("Dog")[-1].below
