"""Which operation of a document is meant (GraphQL, section 6.1, GetOperation)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
)
from strawberry.extensions import SchemaExtension

from api.gql.failures import BAD_REQUEST, refuse
from api.gql.limits.shape import MAX_TOKENS
from api.gql.wording import quoted

#: Names that a message lists.
_MOST: Final = 10


class MeansOne(SchemaExtension):
    """Refuses a document of which nobody knows what is to be executed, where the library takes the
    first one.

    That comes before anything depends on what the operation is.
    """

    def on_parse(self) -> Iterator[None]:
        """Look at a document once it is parsed."""
        yield
        found = self.execution_context
        if found.graphql_document is not None:
            require_one(found.graphql_document, found._provided_operation_name)


def require_one(document: DocumentNode, name: str | None) -> None:
    """Raise a coded GraphQLError unless *name* means one of the operations of *document*.

    One without a name stands alone in valid documents, which validation says better.
    """
    every = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    names = [each.name.value for each in every if each.name]
    if not every:
        refuse(BAD_REQUEST, "the document has no operation; send one, as { generation }")
    if name is None and len(names) == len(every) > 1:
        told = "the document has several operations; name one by operationName"
        refuse(BAD_REQUEST, f"{told}: {_listed(names)}")
    if name is not None and name not in names:
        has = f"it has {_listed(names)}" if names else "its only one has no name"
        refuse(BAD_REQUEST, f"the document has no operation named {quoted(name)}; {has}")


def is_mutation(query: str, name: str | None) -> bool:
    """Say whether a text means a mutation; what cannot be read means nothing.

    >>> is_mutation("mutation { a }", None), is_mutation("{ a } # no mutation", None)
    (True, False)
    >>> is_mutation("query A { a } mutation B { b }", "A")
    False
    """
    if "mutation" not in query:
        return False
    try:
        meant = get_operation_ast(parse(query, max_tokens=MAX_TOKENS, no_location=True), name)
    except GraphQLError:
        return False
    return meant is not None and meant.operation is OperationType.MUTATION


def _listed(names: list[str]) -> str:
    """Return some names.

    >>> _listed([str(each) for each in range(12)])
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …'
    """
    return ", ".join([*names[:_MOST], *(["…"] if len(names) > _MOST else [])])
