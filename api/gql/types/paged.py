"""The arguments of paging, which every connection takes, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, Final

import strawberry

from .arguments import After, Before, First, Last
from .paging import Paging

_ARGUMENTS: Final = {"first": First, "after": After, "last": Last, "before": Before}


def paged(find: Callable[..., Any], description: str) -> Any:
    """Return the connection field of a resolver, whose parameter ``paging`` is four arguments.

    They are checked before *find* is called: what cannot be a page is refused.
    """

    @wraps(find)
    def resolve(**given: Any) -> Any:
        arguments = {name: given.pop(name, None) for name in _ARGUMENTS}
        return find(**given, paging=Paging(**arguments))

    found = signature(find)
    parameters = [*_expanded(found)]
    resolve.__signature__ = found.replace(parameters=parameters)  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolve, description=description)


def _expanded(found: Signature) -> Iterator[Parameter]:
    """Yield the parameters that clients give, in the place of the one they are made into."""
    for each in found.parameters.values():
        if each.name != "paging":
            yield each
            continue
        for name, type_ in _ARGUMENTS.items():
            yield Parameter(name, each.kind, default=None, annotation=type_)
