"""Where the past of a resource is found: TimeMaps, and links in answers (RFC 7089)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import Scope

from api.http.citing import FIELD
from api.http.conditional import UNTAGGED

from .moments import format_time

#: Under these addresses stands that of a resource, for its TimeMap in either form.
LINK_FORMAT: Final = "/timemap/link"
JSON: Final = "/timemap/json"
MEDIA_TYPE: Final = "application/link-format"

#: Characters of an address from which on it is not repeated for every link.
_LONG: Final = 1_500


def has_history(path: str) -> bool:
    """Say whether what stands at *path* is of one generation or another."""
    return not path.startswith(UNTAGGED)


class Address:
    """The address of a resource, without the field that names a generation."""

    def __init__(self, scope: Scope) -> None:
        """Take it from a request."""
        host = Headers(scope=scope).get("host", "")
        self.server = f"{scope['scheme']}://{host}"
        self.root = scope.get("root_path", "")
        self.path = quote(scope["path"].removeprefix(self.root), safe="/:@!$&'()*+,;=-._~")
        fields = [each for each in scope["query_string"].decode("latin-1").split("&") if each]
        self._fields = [each for each in fields if not each.startswith(f"{FIELD}=")]
        self.is_cited = len(self._fields) < len(fields)

    def at(self, number: int | None = None, *, below: str = "") -> str:
        """Return the whole address in a generation, or that of something about it.

        >>> scope = {"scheme": "http", "path": "/a b", "query_string": b"q=1&generation=2"}
        >>> scope["headers"] = [(b"host", b"ex.org")]
        >>> Address(scope).at(), Address(scope).at(3)
        ('http://ex.org/a%20b?q=1', 'http://ex.org/a%20b?q=1&generation=3')
        """
        fields = self._fields + ([f"{FIELD}={number}"] if number is not None else [])
        asked = _clean("&".join(fields))
        return f"{self.server}{self.root}{below}{self.path}{'?' if asked else ''}{asked}"


def _clean(asked: str) -> str:
    """Return a query string that can stand in a header and between angle brackets."""
    return quote(asked, safe="/:@!$&'()*+,;=-._~?%")


def links_of(address: Address, times: Mapping[int, datetime], read: int) -> str:
    """Return the Link header of an answer of the generation *read* (RFC 7089, section 2.2).

    *times* are those of the kept generations; without any it is told only where they are found. A
    very long address is told once.
    """
    original = _link(address.at(), "original timegate")
    if len(original) > _LONG:
        return original
    links = [original, _link(address.at(below=LINK_FORMAT), "timemap", type=MEDIA_TYPE)]
    for number, relations in _neighbours(sorted(times), read).items():
        relation = " ".join([*relations, "memento"])
        links.append(_link(address.at(number), relation, datetime=format_time(times[number])))
    return ", ".join(links)


def _neighbours(numbers: list[int], read: int) -> dict[int, list[str]]:
    """Return the generations to name beside *read*, and what they are to it.

    >>> _neighbours([1, 2, 3], 2), _neighbours([4], 4), _neighbours([], 1)
    ({1: ['first', 'prev'], 2: [], 3: ['last', 'next']}, {4: ['first', 'last']}, {})
    """
    found: dict[int, list[str]] = {}
    if numbers:
        found.setdefault(numbers[0], []).append("first")
        found.setdefault(numbers[-1], []).append("last")
    if read in numbers:
        place = numbers.index(read)
        found.setdefault(read, [])
        if place > 0:
            found.setdefault(numbers[place - 1], []).append("prev")
        if place + 1 < len(numbers):
            found.setdefault(numbers[place + 1], []).append("next")
    return dict(sorted(found.items()))


def link_format(address: Address, times: Mapping[int, datetime]) -> str:
    """Return the TimeMap as links (RFC 7089, section 5; RFC 6690)."""
    until = [format_time(times[number]) for number in sorted(times)]
    span = {"from": until[0], "until": until[-1]} if until else {}
    links = [
        _link(address.at(), "original timegate"),
        _link(address.at(below=LINK_FORMAT), "self", type=MEDIA_TYPE, **span),
    ]
    numbers = sorted(times)
    for number in numbers:
        ends = ["first"] * (number == numbers[0]) + ["last"] * (number == numbers[-1])
        at = format_time(times[number])
        links.append(_link(address.at(number), " ".join([*ends, "memento"]), datetime=at))
    return ",\n".join(links) + "\n"


def as_json(address: Address, times: Mapping[int, datetime], *, newest: int) -> str:
    """Return the TimeMap as JSON, in the form that web archives use, with what is gone."""
    listed = [
        {
            "generation": number,
            "datetime": times[number].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "uri": address.at(number),
        }
        for number in sorted(times)
    ]
    told: dict[str, Any] = {
        "original_uri": address.at(),
        "timegate_uri": address.at(),
        "timemap_uri": {
            "link_format": address.at(below=LINK_FORMAT),
            "json_format": address.at(below=JSON),
        },
        "mementos": {
            **({"first": listed[0], "last": listed[-1]} if listed else {}),
            "list": listed,
        },
        "gone": [number for number in range(1, newest) if number not in times],
    }
    return json.dumps(told, indent=2) + "\n"


def _link(address: str, relation: str, **attributes: str) -> str:
    said = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{address}>; rel="{relation}"{said}'
