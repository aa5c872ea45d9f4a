"""What is wrong with an argument, said as people speak and not as a library does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import typer

#: What is said of a value that is no whole number, or beyond its limits, by pydantic's name of
#: the error; ``ge`` and ``le`` are the limits.
_SAID: Final = {
    "int_parsing": "{value!r} is not a whole number",
    "int_from_float": "{value!r} is not a whole number",
    "int_parsing_size": "{value} has more digits than any number that is meant here",
    "greater_than_equal": "{value} is too small; give {ge} or more",
    "less_than_equal": "{value} is too large; give {le} or less",
}


def in_plain_words(error: typer.BadParameter) -> str:
    """Return what *error* says about an argument; ``--option`` and value are named around it."""
    from pydantic import ValidationError

    if not isinstance(error.__cause__, ValidationError):
        return error.message
    found = error.__cause__.errors(include_url=False)[0]
    return _said(found["type"], found["input"], found.get("ctx", {}), found["msg"])


def _said(kind: str, value: object, about: Mapping[str, Any], otherwise: str) -> str:
    """Return what is said of a value for an error of that kind.

    >>> _said("less_than_equal", "70000", {"le": 65535}, "")
    '70000 is too large; give 65535 or less'
    >>> _said("value_error", "xml", {"error": ValueError("'xml' is not one of 'json'")}, "")
    "'xml' is not one of 'json'"
    """
    if kind == "value_error":
        return str(about["error"])
    return _SAID[kind].format(value=value, **about) if kind in _SAID else otherwise
