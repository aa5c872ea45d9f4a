"""Which operation of a document is meant, and what it asks with the values of its variables.

asked = ask(schema, document, variables)
for field in asked.root.on("Query"):
    field.key, field.name, asked.arguments(field), field.below
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode
from graphql.execution.values import VariableValues, get_argument_values

from .selections import Selected, Selection, Walk
from .variables import coerced


@dataclass(slots=True)
class Asked:
    """An operation with the values of its variables."""

    operation: OperationDefinitionNode
    variables: VariableValues
    root: Selection
    _known: dict[Selected, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, selected: Selected) -> dict[str, Any]:
        """Return the arguments of a field by their names in the schema, coerced, with defaults.

        Raises GraphQLError where a variable has a value that the field cannot take.
        """
        if selected.constant is not None:
            return selected.constant
        if selected not in self._known:
            found = get_argument_values(selected.field, selected.nodes[0], self.variables)
            self._known[selected] = found
        return self._known[selected]


def ask(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> Asked | None:
    """Return what an operation of a valid document asks; None where it cannot be executed."""
    meant = operation_of(document, operation)
    root = schema.get_root_type(meant.operation) if meant else None
    if meant is None or root is None:
        return None
    values = coerced(schema, meant, variables)
    if values is None:
        return None
    walk = Walk(schema, document, values)
    return Asked(meant, values, walk.selection(root, (meant.selection_set,)))


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """Return the operation with that name, or the only one; None where there is none such."""
    every = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    meant = [each for each in every if name in (None, each.name and each.name.value)]
    return meant[0] if len(meant) == 1 else None
