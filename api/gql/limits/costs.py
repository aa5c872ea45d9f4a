"""What a request asks for at most, counted before anything is read.

A node is a thing, a document or a claim; a connection counts as one too, since its whole order is
looked through. What is inside a page counts as often as the page has places. The count cannot be
part of validation, whose verdicts are kept for each document: ``first: $n`` is known only with the
variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_list_type,
    value_from_ast_untyped,
)
from graphql.type import GraphQLField, get_nullable_type
from strawberry.extensions import SchemaExtension

from api.gql.context import NODE_BUDGET, too_many_nodes
from api.gql.types.paging import LARGEST_PAGE

from .weights import COUNTED, LENGTHS, MOST_ROWS, WEIGHTS

#: How many fields of a document are looked at, fragments put in wherever they are spread.
MOST_FIELDS: Final = 20_000

_Composite = GraphQLObjectType | GraphQLInterfaceType


class CostLimit(SchemaExtension):
    """Refuses what asks for too many nodes, and tells of every request what it cost."""

    _requested: int | None = None

    def on_execute(self) -> Iterator[None]:
        """Count before anything is read."""
        found = self.execution_context
        document = cast(DocumentNode, found.graphql_document)  # it was parsed before
        schema: GraphQLSchema = found.schema._schema
        self._requested = requested(schema, document, found.variables or {}, found.operation_name)
        if self._requested > NODE_BUDGET:
            too_many_nodes()
        yield

    def get_results(self) -> dict[str, Any]:
        """Return the cost for ``extensions``: nodes asked for at most, read, and allowed."""
        if self._requested is None:
            return {}
        spent = self.execution_context.context.spent
        return {
            "cost": {"requested": self._requested, "actual": spent, "limit": NODE_BUDGET},
        }


def requested(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation: str | None = None,
) -> int:
    """Return how many nodes an operation asks for at most; more than NODE_BUDGET is not exact."""
    every = document.definitions
    operations = [each for each in every if isinstance(each, OperationDefinitionNode)]
    meant = [each for each in operations if operation in (None, each.name and each.name.value)]
    if len(meant) != 1 or schema.query_type is None:
        return 0  # which is refused by whoever executes it
    fragments = {
        each.name.value: each for each in every if isinstance(each, FragmentDefinitionNode)
    }
    counter = _Counter(schema, fragments, _known(meant[0], variables))
    counter.count([meant[0].selection_set], schema.query_type, times=1, page=1)
    return counter.nodes


def _known(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables with those that have only a default."""
    defaults = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value is not None
    }
    return {**defaults, **variables}


class _Counter:
    """Walks a document as execution does: equal fields of one level are one field."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._looked_at = 0
        self.nodes = 0

    def count(
        self, selected: Sequence[SelectionSetNode], parent: _Composite, *, times: int, page: int
    ) -> None:
        """Count what is selected of so many parents; a list of *parent* has *page* places."""
        fields: dict[tuple[str, str], list[FieldNode]] = {}
        spread: set[str] = set()
        for each in selected:
            self._collect(each.selections, parent, fields, spread)
        asked = {node.name.value for (_, _), (node, *_) in fields.items()}
        if parent.name.endswith("Connection") and asked & {"edges", "nodes"}:
            self.nodes += times * page
        for (type_name, _), nodes in fields.items():
            type_ = self._schema.get_type(type_name)
            field = getattr(type_, "fields", {}).get(nodes[0].name.value)
            if field is not None and not self._is_too_much():
                is_inside = type_name.endswith(("Connection", "Edge"))
                self._count_field(
                    field, nodes, owner=type_name, times=times, page=page, is_inside=is_inside
                )

    def _collect(
        self,
        selections: Sequence[SelectionNode],
        parent: _Composite,
        fields: dict[tuple[str, str], list[FieldNode]],
        spread: set[str],
    ) -> None:
        for each in selections:
            self._looked_at += 1
            if self._is_too_much():
                return
            if not self._is_included(each.directives):
                continue
            if isinstance(each, FieldNode):
                name = (each.alias or each.name).value
                fields.setdefault((parent.name, name), []).append(each)
                continue
            fragment: Any = each
            if isinstance(each, FragmentSpreadNode):
                if each.name.value in spread:
                    continue
                spread.add(each.name.value)
                fragment = self._fragments[each.name.value]
            condition = fragment.type_condition
            inner = self._schema.get_type(condition.name.value) if condition else parent
            self._collect(
                fragment.selection_set.selections, cast(_Composite, inner), fields, spread
            )

    def _count_field(
        self,
        field: GraphQLField,
        nodes: list[FieldNode],
        *,
        owner: str,
        times: int,
        page: int,
        is_inside: bool,
    ) -> None:
        of = get_named_type(field.type)
        if not isinstance(of, GraphQLObjectType | GraphQLInterfaceType):
            return
        name = nodes[0].name.value
        if name in WEIGHTS:
            self.nodes += times * WEIGHTS[name](self._arguments(field, nodes[0]))
        size = self._size(field, nodes[0])
        is_list = is_list_type(get_nullable_type(field.type))
        is_connection = of.name.endswith("Connection")
        if is_list:
            length = LENGTHS.get((owner, name), page)
            times *= length if size is None else size
        if is_connection or of.name in COUNTED or (self._is_node(of) and not is_inside):
            self.nodes += times
        inner = [each.selection_set for each in nodes if each.selection_set is not None]
        if times:
            within = 1 if is_list or size is None else size
            self.count(inner, of, times=times, page=within)

    def _arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """Return the arguments of a field, those with defaults too."""
        found = {name: each.default_value for name, each in field.args.items()}
        return found | {each.name.value: self._value(each.value) for each in node.arguments or ()}

    def _is_node(self, of: _Composite) -> bool:
        node = self._schema.get_type("Node")
        return of is node or node in of.interfaces

    def _size(self, field: GraphQLField, node: FieldNode) -> int | None:
        """Return how many things a field was told to give at most, None if it was not told."""
        given = {each.name.value: each.value for each in node.arguments or ()}
        if "ids" in field.args:
            return self._length(given.get("ids"))
        if "limit" in field.args:
            limit = self._arguments(field, node)["limit"]
            return max(0, min(MOST_ROWS, limit)) if isinstance(limit, int) else MOST_ROWS
        if "first" not in field.args:
            return None
        default = field.args["first"].default_value
        sizes = [self._value(given[name]) for name in ("first", "last") if name in given]
        sizes = [each for each in sizes if each is not None] or [default]
        told = [each for each in sizes if isinstance(each, int)]
        # Any other number is refused where the field is read.
        return max(0, min(LARGEST_PAGE, *told)) if told else 0

    def _length(self, value: ValueNode | None) -> int:
        found = value.values if isinstance(value, ListValueNode) else self._value(value)
        return len(found) if isinstance(found, list | tuple) else 1

    def _is_included(self, directives: Sequence[DirectiveNode] | None) -> bool:
        for each in directives or ():
            (condition, *_) = [self._value(its.value) for its in each.arguments or ()] or [None]
            if each.name.value == "skip" and condition is True:
                return False
            if each.name.value == "include" and condition is False:
                return False
        return True

    def _value(self, value: ValueNode | None) -> Any:
        if isinstance(value, VariableNode):
            return self._variables.get(value.name.value)
        return None if value is None else value_from_ast_untyped(value)

    def _is_too_much(self) -> bool:
        if self._looked_at > MOST_FIELDS:
            self.nodes = max(self.nodes, NODE_BUDGET + 1)
        return self.nodes > NODE_BUDGET
