"""What is asked of the service: batches of queries and extensions, checked before any is run.

Each message says which query is wrong and how; a batch is answered as a whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from api.errors import BadRequestError, ContentTooLargeError, UnsupportedMediaTypeError
from api.reconciliation.terms import Property, property_of, type_of
from api.sparql.protocol import FORM, fields_of, parse_fields, read_body
from ontology.iris import Base
from ontology.terms import KINDS

#: Bounds of one request; they are in the manifest or in the documentation.
MOST_QUERIES: Final = 50
MOST_CANDIDATES: Final = 100
MOST_IDS: Final = 500
MOST_PROPERTIES: Final = 20
LONGEST: Final = 1_000_000
#: Candidates of a query that does not say how many it wants.
USUAL: Final = 10
#: A longer text names nothing, and is answered so.
LONGEST_NAME: Final = 500

_STRICT: Final = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class Given:
    """A property and the values that a candidate is expected to have, each a text or an IRI."""

    property: Property
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One name to match: of which kinds, and what else is known of it.

    Where the types are only a preference (``should``), ``kinds`` are all and ``preferred`` those.
    """

    text: str
    kinds: frozenset[str]
    preferred: frozenset[str]
    limit: int
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property, and what it was called by who wants at most ``limit`` of its values, or all."""

    name: str
    property: Property
    limit: int | None


@dataclass(frozen=True, slots=True)
class Extension:
    """Things by IRI, and the properties whose values are wanted."""

    ids: tuple[str, ...]
    wanted: tuple[Wanted, ...]


async def read_fields(request: Request) -> dict[str, str]:
    """Return the fields of the query string and of a form; each may stand once."""
    fields = [*fields_of(request)]
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM:
            raise UnsupportedMediaTypeError(f"a body of type {kind!r} is not read; send {FORM}")
        fields += parse_fields(await read_body(request, longest=LONGEST))
    found: dict[str, str] = {}
    for name, value in fields:
        if name in found:
            raise BadRequestError(f"{name}= stands twice; send it once")
        found[name] = value
    if "callback" in found:
        raise BadRequestError("JSONP is not spoken here; this service allows CORS from anywhere")
    return found


def parse_batch(text: str, base: Base) -> dict[str, Query]:
    """Return the queries of a batch (section 4.1), by the keys they have."""
    batch = _mapping(_json(text, "queries"), "queries")
    if len(batch) > MOST_QUERIES:
        raise ContentTooLargeError(
            f"the batch has {len(batch)} queries, more than {MOST_QUERIES}; send several batches"
        )
    return {key: _query(value, f"query {key!r}", base) for key, value in batch.items()}


def parse_single(text: str, fields: Mapping[str, str], base: Base) -> Query:
    """Return the one query of ``query=``: as JSON, or a name with ``type`` and ``limit`` fields."""
    if text.lstrip().startswith("{"):
        return _query(_json(text, "query"), "query", base)
    value: dict[str, Any] = {"query": text}
    if fields.get("type"):
        value["type"] = fields["type"]
    if limit := fields.get("limit"):
        value["limit"] = int(limit) if limit.isascii() and limit.isdigit() else limit
    return _query(value, "query", base)


def parse_extension(text: str, base: Base) -> Extension:
    """Return what a data extension asks (section 7.3)."""
    asked = _mapping(_json(text, "extend"), "extend")
    ids = _texts(asked.get("ids"), "extend: ids")
    wanted = asked.get("properties")
    if not isinstance(wanted, list):
        raise BadRequestError("extend: properties is no list; send one object for each")
    if len(ids) > MOST_IDS or len(wanted) > MOST_PROPERTIES:
        raise ContentTooLargeError(
            f"{len(ids)} things and {len(wanted)} properties are asked for at once, more than "
            f"{MOST_IDS} and {MOST_PROPERTIES}; send several requests"
        )
    return Extension(tuple(dict.fromkeys(ids)), tuple(_wanted(each, base) for each in wanted))


def _query(value: object, where: str, base: Base) -> Query:
    asked = _mapping(value, where)
    text, given = asked.get("query", ""), asked.get("properties", [])
    if not isinstance(text, str) or not isinstance(given, list):
        raise BadRequestError(f"{where}: query has to be a text, and properties a list")
    if "query" not in asked and not given:
        raise BadRequestError(f"{where}: there is neither a query nor properties to match by")
    if len(given) > MOST_PROPERTIES:
        raise ContentTooLargeError(f"{where}: more than {MOST_PROPERTIES} properties are given")
    kinds, preferred = _kinds(asked, where, base)
    return Query(
        text=text.strip(),
        kinds=kinds,
        preferred=preferred,
        limit=_limit(asked.get("limit"), where),
        given=tuple(each for one in given if (each := _given(one, where, base)).values),
    )


def _kinds(
    asked: Mapping[str, Any], where: str, base: Base
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the kinds that are looked for and those that are preferred, all where none is said."""
    said = asked.get("type") or []
    names = _texts([said] if isinstance(said, str) else said, f"{where}: type")
    strict = asked.get("type_strict", "any")
    if strict not in _STRICT:
        raise BadRequestError(f"{where}: type_strict has to be one of {', '.join(_STRICT)}")
    everything = frozenset(KINDS)
    sets = [type_of(name, base).kinds for name in names] or [everything]
    chosen = frozenset.intersection(*sets) if strict == "all" else frozenset.union(*sets)
    return (everything if strict == "should" else chosen), chosen


def _limit(value: object, where: str) -> int:
    if value is None:
        return USUAL
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise BadRequestError(f"{where}: limit={value!r} is no whole number")
    if not 1 <= value <= MOST_CANDIDATES:
        raise BadRequestError(f"{where}: limit has to be from 1 to {MOST_CANDIDATES}")
    return int(value)


def _given(value: object, where: str, base: Base) -> Given:
    asked = _mapping(value, f"{where}: property")
    pid, values = asked.get("pid"), asked.get("v")
    if not isinstance(pid, str) or values is None:
        raise BadRequestError(f"{where}: a property needs pid and v")
    listed = values if isinstance(values, list) else [values]
    if len(listed) > MOST_CANDIDATES:
        raise ContentTooLargeError(f"{where}: {pid} has more than {MOST_CANDIDATES} values")
    return Given(property_of(pid, base), tuple(_values(listed, f"{where}: {pid}")))


def _values(listed: Iterable[object], where: str) -> Iterator[str]:
    """Yield the values that say something: an empty cell is none, nor is a number that is none."""
    for each in listed:
        if each != each or (isinstance(each, str) and not each.strip()):
            continue
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            yield each["id"]
        elif isinstance(each, bool):
            yield str(each).lower()
        elif isinstance(each, str | int | float):
            yield str(each).strip()
        else:
            raise BadRequestError(f"{where}: a value is neither a text, a number nor a thing")


def _wanted(value: object, base: Base) -> Wanted:
    asked = _mapping(value, "extend: property")
    if not isinstance(asked.get("id"), str):
        raise BadRequestError("extend: a property needs an id")
    settings = _mapping(asked.get("settings", {}), "extend: settings")
    limit = settings.get("limit") or None
    if isinstance(limit, str) and limit.isascii() and limit.isdigit():
        limit = int(limit)  # as forms send it
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise BadRequestError("extend: the setting limit has to be a whole number, 0 for all")
    return Wanted(asked["id"], property_of(asked["id"], base), limit or None)


def _json(text: str, name: str) -> object:
    try:
        found: object = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except RecursionError as error:
        raise BadRequestError(f"{name} is nested too deeply") from error
    except UnicodeEncodeError as error:
        raise BadRequestError(f"{name} holds half of a surrogate pair") from error
    except ValueError as error:
        raise BadRequestError(f"{name} is no JSON: {error}") from error
    return found


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRequestError(f"{where} is no JSON object")
    return value


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadRequestError(f"{where} is no list of texts")
    return [*value]
