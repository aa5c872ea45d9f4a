"""The schema with its limits."""

from __future__ import annotations

from copy import copy
from functools import cache

import strawberry
from graphql import (
    DirectiveLocation,
    GraphQLArgument,
    GraphQLError,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged
from strawberry.extensions import AddValidationRules, MaxTokensLimiter
from strawberry.types import ExecutionContext

from api.gql.beside.jsonld_asking import AskedAsJsonld
from api.gql.context import NODE_BUDGET
from api.gql.limits.shape import MAX_ALIASES, MAX_DEPTH, MAX_TOKENS, AliasRule, DepthRule
from api.gql.live.beginning import Beginnings, OwnWays
from api.gql.live.mutations import Mutation
from api.gql.live.subscriptions import Subscription
from api.gql.running.execution import Execution
from api.gql.running.meant import MeansOne
from api.gql.types.decisions import ClaimDecision, ThingDecision
from api.gql.types.nodes import TYPES
from api.gql.types.paging import LARGEST_PAGE
from api.gql.types.query import Query
from api.gql.types.reviewing import UncertainFact, UncertainPair

from .failures import is_unforeseen

#: What ``__schema`` says of itself.
_DESCRIPTION = (
    "City networks, and the sentences of documents that say so. A request asks for at most "
    f"{NODE_BUDGET:,} nodes (extensions.cost counts them), {MAX_DEPTH} levels of fields, "
    f"{MAX_ALIASES} aliases and {MAX_TOKENS:,} tokens; a page has at most {LARGEST_PAGE} things."
)
#: Comparisons of fields that may be meant to be one, a tenth of what the library allows.
MAX_COMPARISONS = 50_000


#: Where directives may stand that graphql-js 16 does not know.
_NEW_PLACES = frozenset({DirectiveLocation.DIRECTIVE_DEFINITION})


class _Schema(strawberry.Schema):
    """Logs what nobody foresaw, and not what a client got wrong."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Hand only the unforeseen errors to Strawberry's log."""
        super().process_errors([each for each in errors if is_unforeseen(each)], execution_context)


@cache
def schema() -> strawberry.Schema:
    """Return the schema, built once.

    Valid documents are kept by ``Execution``, in place of the library's caches: those bound how
    many there are and not how long, and key on rules that its limiters make for each request
    (strawberry issue 4635).
    """
    overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = MAX_COMPARISONS
    made = _Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[*TYPES.values(), UncertainFact, UncertainPair, ThingDecision, ClaimDecision],
        extensions=[
            lambda: AddValidationRules([DepthRule, AliasRule]),
            lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
            MeansOne,
            AskedAsJsonld,
            OwnWays,
            Execution,
            Beginnings,
        ],
    )
    _leave_out_nulls(made._schema)
    _leave_out_places(made._schema)
    made._schema.description = _DESCRIPTION
    return made


def faults(schema: strawberry.Schema, text: str) -> list[GraphQLError]:
    """Return what is wrong with a document whatever its variables: nothing where all is well."""
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        return [error]
    return validate(schema._schema, document, (*specified_rules, DepthRule, AliasRule))


def _leave_out_nulls(schema: GraphQLSchema) -> None:
    """Make what may be left out plainly so: ``first: Int`` instead of ``first: Int = null``.

    Python's default, which is None, holds for what is left out.
    """
    for type_ in schema.type_map.values():
        given: list[GraphQLArgument | GraphQLInputField] = []
        if isinstance(type_, GraphQLInputObjectType):
            given += type_.fields.values()
        elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            given += (each for field in type_.fields.values() for each in field.args.values())
        for each in given:
            if each.default_value is None:
                each.default_value = Undefined


def _leave_out_places(schema: GraphQLSchema) -> None:
    """Tell no place of a directive that older clients do not know and would stumble over.

    ``@deprecated`` may stand at directives themselves since 2025; graphql-js 16 refuses that.
    """
    own = [copy(each) for each in schema.directives]  # they belong to the library
    for each in own:
        known = (place for place in each.locations if place not in _NEW_PLACES)
        each.locations = tuple(known)
    schema.directives = tuple(own)
