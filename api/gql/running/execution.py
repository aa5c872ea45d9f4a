"""Runs requests: counts what they ask for, refuses what is too much, and reads the rest by plan.

What a plan cannot do is left to the library's executor, from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast

from graphql import DocumentNode, ExecutionResult
from strawberry.extensions import SchemaExtension

from api.gql.beside.sparql import is_asked, sparql_of
from api.gql.beside.sparql_size import require_sayable
from api.gql.context import NODE_BUDGET, Context, too_many_nodes
from api.gql.limits.costs import cost_of, heaviest
from api.gql.limits.pages import paged, require_pages
from api.gql.limits.tags import naming, require_languages

from .operations import Asked
from .plans import Plan, plan
from .prepared import Documents, Way, prepare

if TYPE_CHECKING:
    from strawberry import Schema

#: What was asked of this process; the schema is the same for all of its requests.
DOCUMENTS: Final = Documents()


class Execution(SchemaExtension):
    """Parses and validates each document once, tells what requests cost, and runs their plans."""

    _requested: int | None = None
    _beside = False

    def on_parse(self) -> Iterator[None]:
        """Take a document that is known."""
        found = self.execution_context
        if found.graphql_document is None:
            found.graphql_document = DOCUMENTS.document(found.query)
        yield

    def on_validate(self) -> Iterator[None]:
        """Take the verdict on a document that is known."""
        found = self.execution_context
        if found.graphql_document is DOCUMENTS.document(found.query):
            found.pre_execution_errors = []
        yield
        if found.query and not found.pre_execution_errors:
            DOCUMENTS.keep(found.query, cast(DocumentNode, found.graphql_document))

    def on_execute(self) -> Iterator[None]:
        """Count before anything is read; then read it, where there is a plan."""
        found = self.execution_context
        self._beside = bool(found.operation_extensions) and is_asked(found.operation_extensions)
        schema, context = found.schema, cast(Context, found.context)
        document = cast(DocumentNode, found.graphql_document)  # it was parsed before
        known = DOCUMENTS.document(found.query) is document
        name = found.operation_name
        prepared = DOCUMENTS.prepared(found.query, name) if known else None
        prepared = prepared or prepare(document, name)
        asked = prepared and prepared.asked(schema._schema, found.variables)
        # What cannot be executed is refused by whoever executes it.
        self._requested = cost_of(asked[0]) if asked else 0
        if known and asked:
            DOCUMENTS.note(asked[1])
        if self._requested > NODE_BUDGET:
            too_many_nodes(heaviest(asked[0]) if asked else "")
        if asked:
            _, way = asked
            way.naming = naming(way.root) if way.naming is None else way.naming
            way.paged = paged(way.root) if way.paged is None else way.paged
            require_pages(asked[0], way.paged)
            require_languages(asked[0], way.naming)
        if asked and self._beside:
            require_sayable(asked[0].root)
        if asked:
            context.asked = asked[0]
            found.result = read(schema, context, *asked)
        yield

    def get_results(self) -> dict[str, Any]:
        """Return the cost for ``extensions``: nodes asked for at most, read, and allowed."""
        if self._requested is None:
            return {}
        found = self.execution_context
        results: dict[str, Any] = {"cost": told(self._requested, found.context)}
        if self._beside and is_whole(found.result):
            results["sparql"] = sparql_of(found.schema, found.context, found.context.asked)
        return results


def is_whole(result: Any) -> bool:
    """Say whether a result has data and no errors."""
    return result is not None and result.data is not None and not result.errors


def told(requested: int, context: Context) -> dict[str, int]:
    """Return what an answer tells of its cost."""
    return {"requested": requested, "actual": context.spent, "limit": NODE_BUDGET}


def read(schema: Schema, context: Context, asked: Asked, way: Way) -> ExecutionResult | None:
    """Return what a plan reads; None where the library has to execute the request."""
    if not way.is_planned:
        way.plan = plan(schema, asked)
        way.is_planned = True
    if way.plan is None:
        return None
    began = monotonic()
    try:
        data = _run(way.plan, context, asked)
        if context.lent is not None:
            way.took(monotonic() - began, context.lent.generation)
        return ExecutionResult(data, None)
    except Exception:  # whatever it is, the library says it with its place
        context.spent = 0
        return None


def _run(plan: Plan, context: Context, asked: Asked) -> dict[str, Any]:
    """Run a plan, in rounds where what it reads has to be fetched."""
    if context.lent is None:
        return plan.run(context, asked)

    def anew() -> dict[str, Any]:
        context.spent = 0
        return plan.run(context, asked)

    return context.lent.in_rounds(anew)
