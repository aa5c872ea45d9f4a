"""Which generation a request asks for, and addresses that go on asking for the same one."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from api.errors import BadRequestError
from api.sparql.protocol import fields_of

#: The field of the query string that names a generation.
FIELD: Final = "generation"
_DIGITS: Final = 18


def asked_generation(request: Request) -> int | None:
    """Return the number that ``?generation=`` names, None where the newest will do.

    Raises BadRequestError where it is no whole number, or stands twice.
    """
    given = [value for name, value in fields_of(request) if name == FIELD]
    if not given:
        return None
    if len(given) > 1:
        raise BadRequestError(f"{FIELD}= stands {len(given)} times; send it once")
    number = given[0]
    if not number.isascii() or not number.isdigit() or len(number) > _DIGITS:
        raise BadRequestError(f"{FIELD}={number!r} is no generation; send a whole number")
    return int(number)


def uncited(request: Request) -> str:
    """Return the reference from a page to itself as it is in the newest generation."""
    fields = fields_of(request)
    return "?" + urlencode([(name, value) for name, value in fields if name != FIELD])


def citable(request: Request, number: int) -> str:
    """Return the reference from a page to itself as it is in the generation *number*."""
    here = uncited(request)
    return f"{here}{'' if here == '?' else '&'}{FIELD}={number}"


def asks_nothing_else(request: Request) -> bool:
    """Return whether nothing is asked but perhaps a generation, and a format by a suffix."""
    known = {FIELD, "format"} if "path" in request.scope["state"] else {FIELD}
    return all(name in known for name, _ in fields_of(request))


def keep_generation(address: str, number: int | None) -> str:
    """Return *address* asking for the generation *number*, itself where that is None.

    >>> keep_generation("riga-lv.html", 3), keep_generation("search?q=x#hits", 3)
    ('riga-lv.html?generation=3', 'search?q=x&generation=3#hits')
    >>> keep_generation("riga-lv.html", None)
    'riga-lv.html'
    """
    if number is None:
        return address
    path, mark, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{FIELD}={number}{mark}{fragment}"
