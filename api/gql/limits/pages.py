"""The sizes of pages that a request names are looked at before anything is read.

Otherwise each thing of a page would have an error of its own, and take its things with it into
null, though nothing is wrong but one argument.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from graphql import GraphQLError

from api.gql.failures import BAD_PAGING
from api.gql.running.operations import Asked
from api.gql.running.selections import Selected, Selection
from api.gql.types.paging import Paging, check_size

#: Paths that a message names.
_TOLD: Final = 5


class Paged(NamedTuple):
    """A field that takes ``first``, and the way to it through the answer."""

    path: tuple[str, ...]
    field: Selected


def paged(root: Selection) -> tuple[Paged, ...]:
    """Return the fields of a selection, and of all below it, that take ``first``, once each."""
    found: dict[Selected, Paged] = {}
    seen = {root}
    left: list[tuple[tuple[str, ...], Selection]] = [((), root)]
    while left:
        above, selection = left.pop()
        for variant in selection.variants:
            for each in variant.fields:
                path = (*above, each.key)
                if "first" in each.field.args:
                    found.setdefault(each, Paged(path, each))
                if each.below is not None and each.below not in seen:
                    seen.add(each.below)
                    left.append((path, each.below))
    return tuple(found.values())


def require_pages(asked: Asked, fields: tuple[Paged, ...]) -> None:
    """Refuse a request of which one of the *fields* asks for no page that there can be.

    The error names all of them by their paths, each place of the document once.
    """
    wrong: dict[str, list[Paged]] = {}
    for each in fields:
        message = _wrong(asked, each.field)
        if message is not None:
            wrong.setdefault(message, []).append(each)
    if not wrong:
        return
    paths = sorted({".".join(each.path) for found in wrong.values() for each in found})
    nodes = {
        id(node): node for found in wrong.values() for one in found for node in one.field.nodes
    }
    raise GraphQLError(
        "; ".join(f"{_listed(found)}: {message}" for message, found in wrong.items()),
        nodes=[*nodes.values()],
        extensions={"code": BAD_PAGING, "paths": paths},
    )


def _wrong(asked: Asked, field: Selected) -> str | None:
    """Return what is wrong with the size of a page; None where nothing is."""
    try:
        given = asked.arguments(field)
    except GraphQLError:  # which is said where it is read
        return None
    try:
        if "last" in field.field.args:
            Paging(first=given.get("first"), last=given.get("last"))
        else:
            check_size(given.get("first"))
    except GraphQLError as error:
        return error.message
    return None


def _listed(found: list[Paged]) -> str:
    paths = sorted({".".join(each.path) for each in found})
    more = f" and {len(paths) - _TOLD} more" if len(paths) > _TOLD else ""
    return ", ".join(paths[:_TOLD]) + more
