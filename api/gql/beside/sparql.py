"""The SPARQL beside an answer: a query that is equivalent to what a request selects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from strawberry import Schema

from api.gql.context import Context
from api.gql.failures import BAD_REQUEST, refuse
from api.gql.running.operations import Asked

from .sparql_layout import Item, laid_out, prologue_of
from .sparql_order import telling_apart
from .sparql_writer import Writer

#: Characters of the longest address that is given; servers and proxies refuse longer ones.
LONGEST_ADDRESS: Final = 8_000


def is_asked(extensions: Mapping[str, Any] | None) -> bool:
    """Say whether a request asks for its SPARQL; refuse what is neither yes nor no."""
    asked = (extensions or {}).get("sparql")
    if asked is not None and not isinstance(asked, bool):
        refuse(BAD_REQUEST, "extensions.sparql must be true or false; send true for the SPARQL")
    return bool(asked)


def sparql_of(schema: Schema, context: Context, asked: Asked) -> dict[str, Any]:
    """Return the query that is equivalent to what is asked, where it runs, and what it leaves out.

    ``variables`` has the variables of each path of the answer, without the places in its lists:
    for a list those that tell one thing in it from another.
    """
    writer = Writer(schema, context, asked)
    items = writer.where()
    query = written(writer, items)
    return {
        "query": query,
        "url": _address(writer, query) if writer.told else None,
        "variables": {
            path: [each.removeprefix("?") for each in variables]
            for path, variables in writer.told.items()
        },
        "omitted": writer.omitted,
    }


def written(writer: Writer, items: list[Item]) -> str:
    """Return the whole query, with comments that say what it leaves out."""
    chosen = dict.fromkeys(each for variables in writer.told.values() for each in variables)
    terms = [*writer.terms, *telling_apart(items, chosen, writer.terms)]
    ending = [f"ORDER BY {' '.join(terms)}"] if terms else []
    comment = [f"# Not said here: {_said(writer, each)}" for each in writer.omitted]
    head = f"SELECT {' '.join(chosen) or '*'} WHERE {{"
    body = "\n".join([*comment, head, *laid_out(items, 1), "}", *ending])
    return prologue_of(body) + body


def _said(writer: Writer, path: str) -> str:
    """Return a path that is left out, and why it has to be, where it is not plain."""
    return f"{path} ({writer.reasons[path]})" if path in writer.reasons else path


def _address(writer: Writer, query: str) -> str | None:
    endpoint = writer.context.endpoint
    if endpoint is None:
        return None
    fields = urlencode({"query": query, "generation": writer.reader.generation})
    found = f"{endpoint()}?{fields}"
    return found if len(found) <= LONGEST_ADDRESS else None
