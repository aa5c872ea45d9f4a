"""The variables of a document: their values, and where it uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSchema,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    VariableNode,
)
from graphql.execution.values import VariableValues, get_variable_values


def coerced(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None
) -> VariableValues | None:
    """Return the values of the variables, with defaults; None where one of them is wrong."""
    definitions = operation.variable_definitions or ()
    found = get_variable_values(schema, definitions, dict(variables or {}), max_errors=1)
    return None if isinstance(found, list) else found


def conditions_in(document: DocumentNode) -> tuple[str, ...]:
    """Return the names of the variables that decide what a document asks, sorted.

    >>> from graphql import parse
    >>> conditions_in(parse("query ($a: Boolean!, $b: Int) { x(n: $b) @skip(if: $a) { y } }"))
    ('a',)
    """
    found: set[str] = set()
    left: list[Any] = [*document.definitions]
    while left:
        each = left.pop()
        for directive in getattr(each, "directives", None) or ():
            for argument in directive.arguments or ():
                found |= variables_in(argument.value)
        below = getattr(each, "selection_set", None)
        left += below.selections if below is not None else ()
    return tuple(sorted(found))


def variables_in(node: Node | None) -> set[str]:
    """Return the names of the variables that a part of a document uses.

    >>> from graphql import parse_value
    >>> sorted(variables_in(parse_value("{a: [$x, 1], b: {c: $y}}")))
    ['x', 'y']
    """
    found: set[str] = set()
    left = [node]
    while left:
        each = left.pop()
        if isinstance(each, VariableNode):
            found.add(each.name.value)
        elif isinstance(each, ListValueNode):
            left += each.values
        elif isinstance(each, ObjectValueNode):
            left += [field.value for field in each.fields]
    return found
