"""The table and the types say the same, and both say what the ontology does."""

from __future__ import annotations

import pytest
from graphql import GraphQLObjectType, get_named_type

from api.gql.mapping.rows import Attribute, Relation, Row, Statement
from api.gql.mapping.table import RELATIONS, TABLE
from api.gql.schema import schema
from ontology import terms
from ontology.namespaces import HANSA

ROWS = [*TABLE.values()]
#: Latitude and longitude are one field together.
TOGETHER = {"latitude": "coordinates", "longitude": "coordinates"}
#: Kinds that have a field for the sake of an interface, and no value in it.
NEVER = {"country": frozenset({"Country"})}


def _fields(kind: str) -> dict[str, str]:
    type_ = schema()._schema.get_type(kind)
    assert isinstance(type_, GraphQLObjectType)
    return {name: str(field.type) for name, field in type_.fields.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.field)
def test_a_field_is_where_the_ontology_has_its_property_and_nowhere_else(row: Row) -> None:
    field = TOGETHER.get(row.field, row.field)
    have = {kind for kind in (*terms.KINDS, "Document") if field in _fields(kind)}
    assert have == row.kinds | NEVER.get(field, frozenset())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.field)
def test_a_field_is_as_many_as_its_row_says(row: Row) -> None:
    field = TOGETHER.get(row.field, row.field)
    types = {_fields(kind)[field] for kind in row.kinds}
    assert len(types) == 1
    (type_,) = types
    if isinstance(row, Relation):
        assert type_ == "EntityConnection!"
    elif isinstance(row, Statement):
        assert type_ == "[StatedValue!]!"
    elif row.most is None and row.field != "name":  # one name is chosen of several
        assert type_.startswith("[")
    elif row.least and isinstance(row, Attribute):
        assert type_.endswith("!")


def test_every_relation_is_there_in_both_directions() -> None:
    found = {(row.stated, row.backwards) for row in RELATIONS.values()}
    wanted = {(name, False) for name in terms.RELATIONS}
    wanted |= {(name, True) for name, inverse in terms.RELATIONS.items() if name != inverse}
    assert found == wanted


def test_every_value_that_documents_state_is_there() -> None:
    stated = {row.stated for row in ROWS if isinstance(row, Statement)}
    assert stated == {*terms.LITERALS}


def test_a_description_is_the_rows_own() -> None:
    for row in ROWS:
        if row.field in TOGETHER:
            continue
        for kind in row.kinds:
            type_ = get_named_type(schema()._schema.get_type(kind))
            assert isinstance(type_, GraphQLObjectType)
            assert type_.fields[row.field].description == row.description


def test_what_is_materialised_is_named_by_the_ontology() -> None:
    names = {row.predicate.removeprefix(HANSA) for row in RELATIONS.values()}
    assert names == {*terms.RELATIONS, *terms.RELATIONS.values()}
