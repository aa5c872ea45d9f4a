"""Chooses the format of an answer by ``format=`` or by Accept (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.types import Scope

from api.errors import NotAcceptableError
from graph.formats import Format


def accepted(headers: Headers) -> str | None:
    """Return the Accept header, its lines joined (RFC 9110, section 5.3), or None.

    >>> accepted(Headers(raw=[(b"accept", b"text/html"), (b"accept", b"text/turtle")]))
    'text/html, text/turtle'
    """
    return ", ".join(headers.getlist("accept")) or None


#: Addresses of answers that have no IRI; what has one redirects to its forms instead.
_ASKED: Final = re.compile(
    r"(/sparql|/search|/status|/documents|/questions(?:/[^/.]+)?)\.(csv|html|json|jsonld|nt|rdf|rq|tsv|ttl|xlsx|xml)"
)


def without_suffix(scope: Scope) -> Scope:
    """Return a request for ``/sparql.csv?query=`` as one for ``/sparql?query=&format=csv``.

    The path as it was sent stays in the state, under ``path``, for whatever tells of it.

    >>> scope = {"path": "/questions/networks.csv", "query_string": b"limit=1"}
    >>> without_suffix(scope)["path"], without_suffix(scope)["query_string"]
    ('/questions/networks', b'limit=1&format=csv')
    >>> without_suffix({"path": "/id/city/riga-lv.ttl"})["path"]
    '/id/city/riga-lv.ttl'
    """
    root: str = scope.get("root_path", "")
    found = _ASKED.fullmatch(scope["path"].removeprefix(root))
    if found is None:
        return scope
    path = root + found[1]
    before, form = scope["query_string"], f"format={found[2]}".encode()
    state = scope.setdefault("state", {})
    state["path"] = scope["path"]
    asked = before + b"&" + form if before else form
    return {**scope, "path": path, "raw_path": path.encode(), "query_string": asked}


def path_of(scope: Scope) -> str:
    """Return the path as it was sent."""
    sent: str = scope.get("state", {}).get("path", scope["path"])
    return sent


class Range(NamedTuple):
    """One media range of an Accept header with its weight from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def matches(self, media_type: str) -> int:
        """Return how closely the range fits: 0 not at all, 1 ``*/*``, 2 ``type/*``, 3 exactly."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == ("*", "*"):
            return 1
        if self.type != kind:
            return 0
        return {"*": 2, subtype: 3}.get(self.subtype, 0)


def parse_accept(header: str) -> tuple[Range, ...]:
    """Return the media ranges of an Accept header; what cannot be read is left out.

    >>> parse_accept("text/turtle;q=0.5, */*;q=0.1")
    (Range(type='text', subtype='turtle', quality=0.5), Range(type='*', subtype='*', quality=0.1))
    """
    ranges = (_parse_range(part) for part in header.split(","))
    return tuple(each for each in ranges if each is not None)


def _parse_range(text: str) -> Range | None:
    name, *parameters = (part.strip() for part in text.split(";"))
    kind, slash, subtype = name.lower().partition("/")
    if not (kind and slash and subtype):
        return None
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            quality = parse_quality(value.strip())
    return Range(kind, subtype, quality)


def parse_quality(text: str) -> float:
    """Return a weight between 0 and 1; what cannot be read weighs nothing.

    >>> parse_quality("0.5"), parse_quality("7"), parse_quality("high")
    (0.5, 1.0, 0.0)
    """
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def negotiate(
    accept: str | None, formats: Mapping[str, Format], *, wanted: str | None = None
) -> Format:
    """Return the format to answer in.

    *wanted* is the value of ``format=``, a short name or a media type, and wins over *accept*, the
    Accept header or None. Among equally good formats the earlier in *formats* wins.

    Raises NotAcceptableError, which lists what there is.

    >>> from graph.formats import SOLUTION_FORMATS
    >>> negotiate("text/html;q=0.9, text/csv;q=0.5", SOLUTION_FORMATS).name
    'csv'
    """
    if wanted:
        return _named(wanted, formats)
    if best := preferred(accept, formats):
        return best
    raise _not_acceptable(f"nothing can be sent as {accept!r}", formats)


def preferred(accept: str | None, formats: Mapping[str, Format]) -> Format | None:
    """Return the format that an Accept header likes best, the earlier of two; None if it has none.

    >>> from graph.formats import SOLUTION_FORMATS
    >>> preferred("image/png", SOLUTION_FORMATS) is None
    True
    """
    ranges = parse_accept(accept or "*/*")
    best = max(formats.values(), key=lambda each: _quality(each, ranges))
    return best if _quality(best, ranges) > (0.0, 0) else None


def _quality(format: Format, ranges: tuple[Range, ...]) -> tuple[float, int]:
    """Return the weight of the range that fits the format best, and how closely it fits.

    A format's own media type decides; its aliases count only where it is named exactly by them.
    """
    fits = [(each.matches(format.media_type), each.quality) for each in ranges]
    exactly = [
        (3, each.quality) for each in ranges if f"{each.type}/{each.subtype}" in format.aliases
    ]
    closeness, quality = max(fits, default=(0, 0.0))
    if closeness < 3 and exactly:
        closeness, quality = max(exactly)
    return (quality, closeness) if closeness and quality > 0 else (0.0, 0)


def _named(wanted: str, formats: Mapping[str, Format]) -> Format:
    for name in (part.strip() for part in wanted.lower().split(",")):
        for each in formats.values():
            if name in {each.name, each.media_type, *each.aliases, *_LONG_NAMES.get(each.name, ())}:
                return each
    raise _not_acceptable(f"there is no format {wanted!r} for this", formats)


#: Other short names that people and clients give to ``format=``.
_LONG_NAMES = {
    "ttl": ("turtle", "n3", "text/n3", "text/rdf+n3"),
    "nt": ("ntriples", "n-triples"),
    "jsonld": ("json-ld", "json"),
    "rdf": ("rdfxml", "rdf/xml", "rdf+xml", "xml"),
}


def _not_acceptable(what: str, formats: Mapping[str, Format]) -> NotAcceptableError:
    available = [each.media_type for each in formats.values()]
    names = ", ".join(f"{each.media_type} (format={each.name})" for each in formats.values())
    return NotAcceptableError(f"{what}; there is {names}", available=available)
