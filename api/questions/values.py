"""What a question is asked with: the fields of the query string that are its own parameters."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request

from api.errors import BadRequestError
from api.sparql.protocol import fields_of


def values_of(request: Request, *, reserved: Collection[str]) -> dict[str, str]:
    """Return the fields that are a question's own, which those *reserved* are not.

    Each may stand once (BadRequestError); an empty one, as forms send it, was left out.
    """
    values: dict[str, str] = {}
    for name, value in fields_of(request):
        if not value:
            continue
        if name in values:
            raise BadRequestError(f"{name}= stands twice; send it once")
        values[name] = value
    return {name: value for name, value in values.items() if name not in reserved}
