"""The languages that a request names are looked at before anything is read.

Otherwise each thing of a page would have an error of its own, and a list of names be half an
answer.
"""

from __future__ import annotations

from graphql import GraphQLError

from api.gql.languages import check_languages
from api.gql.running.operations import Asked
from api.gql.running.selections import Selected, Selection


def naming(root: Selection) -> tuple[Selected, ...]:
    """Return the fields of a selection, and of all below it, that take languages."""
    found: dict[Selected, None] = {}
    left, seen = [root], {root}
    while left:
        for variant in left.pop().variants:
            for each in variant.fields:
                if "langs" in each.field.args:
                    found[each] = None
                if each.below is not None and each.below not in seen:
                    seen.add(each.below)
                    left.append(each.below)
    return tuple(found)


def require_languages(asked: Asked, fields: tuple[Selected, ...]) -> None:
    """Refuse a request that names what is no language in one of its *fields*."""
    for each in fields:
        try:
            given = asked.arguments(each)
        except GraphQLError:  # which is said where it is read
            continue
        try:
            check_languages(given.get("langs") or ())
        except GraphQLError as error:
            raise GraphQLError(
                error.message, nodes=[*each.nodes], extensions=error.extensions
            ) from error
