"""What the schema promises as a whole: every part says what it is for, every list is paged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_list_type,
    is_scalar_type,
)
from graphql.type import get_nullable_type

from api.gql.context import Context
from api.gql.schema import schema


@cache
def _schema() -> GraphQLSchema:
    return build_schema(schema().as_str())


def _types() -> Iterator[GraphQLNamedType]:
    for name, each in sorted(_schema().type_map.items()):
        if not name.startswith("__") and not is_scalar_type(each):
            yield each


def _fields(type_: GraphQLNamedType) -> Mapping[str, GraphQLField | GraphQLInputField]:
    found: Mapping[str, GraphQLField | GraphQLInputField] = getattr(type_, "fields", {})
    return found


def _undescribed() -> Iterator[str]:
    for type_ in _types():
        if not type_.description:
            yield type_.name
        for name, field in _fields(type_).items():
            if not field.description:
                yield f"{type_.name}.{name}"
            for argument, its in getattr(field, "args", {}).items():
                if not its.description:
                    yield f"{type_.name}.{name}({argument}:)"
        if isinstance(type_, GraphQLEnumType):
            for name, value in type_.values.items():
                if not value.description:
                    yield f"{type_.name}.{name}"


def test_every_type_field_argument_and_value_says_what_it_is_for() -> None:
    assert list(_undescribed()) == []


def test_every_list_of_things_is_a_connection() -> None:
    whole = _schema()
    node = whole.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    bare = set()
    for type_ in _types():
        for name, field in _fields(type_).items():
            of = get_named_type(field.type)
            is_thing = of is node or (
                isinstance(of, GraphQLObjectType | GraphQLInterfaceType)
                and whole.is_sub_type(node, of)
            )
            if is_thing and is_list_type(get_nullable_type(field.type)):
                bare.add(f"{type_.name}.{name}")
    # A connection's own shortcut; the things asked for by their ids; and what is said of a thing,
    # which costs what it has (``api.gql.limits``).
    lists = {each for each in bare if not each.endswith(("Connection.nodes", "laims"))}
    assert lists == {"Query.nodes"}


def test_every_connection_counts_all_and_pages_both_ways() -> None:
    for type_ in _types():
        if not type_.name.endswith("Connection"):
            continue
        assert {*_fields(type_)} >= {"edges", "pageInfo", "totalCount", "nodes"}, type_.name
    for type_ in _types():
        for name, field in _fields(type_).items():
            if get_named_type(field.type).name.endswith("Connection"):
                assert isinstance(field, GraphQLField)
                missing = {"first", "after", "last", "before"} - field.args.keys()
                assert not missing, f"{type_.name}.{name}"


def test_introspection_names_only_places_of_directives_that_clients_know() -> None:
    # Those of the language of October 2021 (section 3.13), which graphql-js 16 has.
    query = "{ __schema { directives { name locations } } }"
    found = schema().execute_sync(query, context_value=Context()).data
    assert found is not None
    places = {place for each in found["__schema"]["directives"] for place in each["locations"]}
    assert "FIELD_DEFINITION" in places
    assert "DIRECTIVE_DEFINITION" not in places


#: Types that are no nodes and have an ``id`` which is their own and nothing else's, and why.
_OWN_IDS = {
    "Ingestion": "what cannot be guessed, and is forgotten: nothing that node(id:) could find",
}


def test_an_id_is_never_that_of_another_thing() -> None:
    # Relay and other stores keep whatever has an id by that alone: two types of one id are mixed.
    has_id = {
        type_.name: type_
        for type_ in _types()
        if isinstance(type_, GraphQLObjectType) and "id" in type_.fields
    }
    nodes = {
        name for name, type_ in has_id.items() if "Node" in {each.name for each in type_.interfaces}
    }
    assert has_id.keys() - nodes <= _OWN_IDS.keys()
    assert len(nodes) > 10
    assert {str(each.fields["id"].type) for each in has_id.values()} == {"ID!"}


def test_the_schema_tells_its_limits() -> None:
    found = schema().execute_sync("{ __schema { description } }", context_value=Context())
    assert found.data is not None
    told = found.data["__schema"]["description"]
    for limit in ("10,000 nodes", "15 levels", "30 aliases", "2,000 tokens", "at most 100 things"):
        assert limit in told
