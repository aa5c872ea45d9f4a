"""Asking a little more than was asked: the IRIs and types of all things, which JSON-LD names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    NameNode,
    OperationType,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)
from strawberry.extensions import SchemaExtension

from api.errors import NotAcceptableError
from api.gql.running.operations import operation_of

#: What is asked besides, under names that nobody else gives, by the field that a type has.
IRI: Final = "__jsonld_id"
KIND: Final = "__jsonld_type"
VALUE: Final = "__jsonld_value"
LANG: Final = "__jsonld_lang"
_OF_ANY: Final = {IRI: "id", KIND: "__typename"}
#: Values that are told whole or not at all.
_OF_VALUES: Final = {"Name": {VALUE: "value", LANG: "lang"}, "StatedValue": {VALUE: "value"}}


class AskedAsJsonld(SchemaExtension):
    """Asks for the IRIs where the answer is to be JSON-LD, and refuses what cannot be so."""

    def on_execute(self) -> Iterator[None]:
        """Put what is needed besides into the document, once its limits were looked at.

        Nothing that is added counts: an IRI is known wherever a thing is.
        """
        found = self.execution_context
        document = found.graphql_document
        if found.context.as_jsonld and document is not None:
            operation = operation_of(document, found.operation_name)
            if operation is not None and operation.operation is not OperationType.QUERY:
                what = operation.operation.value
                raise NotAcceptableError(
                    f"a {what} is not answered as JSON-LD; accept application/json",
                    available=("application/json",),
                )
            found.graphql_document = extended(found.schema._schema, document)
        yield


def extended(schema: GraphQLSchema, document: DocumentNode) -> DocumentNode:
    """Return a valid document that asks for IRI and type of all things, and for whole values."""
    types = TypeInfo(schema)
    found: DocumentNode = visit(document, TypeInfoVisitor(types, _Extending(types)))
    return found


class _Extending(Visitor):
    """Adds fields to the selections of what has them."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        """Return the selections with what is asked besides."""
        parent = self._types.get_parent_type()
        added = dict(_OF_VALUES.get(parent.name, {})) if parent else {}
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) and "id" in parent.fields:
            added |= _OF_ANY
        if not added:
            return None
        fields = (_field(alias, name) for alias, name in added.items())
        return SelectionSetNode(selections=(*node.selections, *fields))


def _field(alias: str, name: str) -> FieldNode:
    return FieldNode(
        alias=NameNode(value=alias),
        name=NameNode(value=name),
        arguments=(),
        directives=(),
        selection_set=None,
    )
