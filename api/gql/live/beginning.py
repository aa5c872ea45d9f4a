"""What comes before an operation is executed: whose it is, and for subscriptions its stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import DocumentNode
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.gql.failures import BAD_REQUEST, refuse


class OwnWays(SchemaExtension):
    """Refuses what came by a way that is not its own, before anything of it is done.

    Mutations are the token's holder's; subscriptions need a way on which several answers go.
    """

    def on_execute(self) -> Iterator[None]:
        """Look what it is and whose; raises UnauthorizedError or ForbiddenError."""
        found = self.execution_context
        kind = found.operation_type
        if kind is OperationType.MUTATION and found.context.writes is not None:
            found.context.writes.require_keeper()
        if kind is OperationType.SUBSCRIPTION and found.root_value is None:
            told = "a subscription has many answers; accept text/event-stream, or use a WebSocket"
            refuse(BAD_REQUEST, told)
        yield


@dataclass(slots=True)
class Beginning:
    """The root value of a subscription that is looked at and not executed yet."""

    document: DocumentNode | None = None


class Beginnings(SchemaExtension):
    """Takes the document of a subscription that has passed every limit, in place of executing it.

    Its events are executed one by one, each with its own root value.
    """

    def on_execute(self) -> Iterator[None]:
        """Take the document."""
        found = self.execution_context
        if isinstance(found.root_value, Beginning):
            found.root_value.document = found.graphql_document
            found.result = ExecutionResult(data=None, errors=None)
        yield
