"""Reads what a request sends to be read: files of a form, an address, or a text."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.requests import Request

from api.errors import BadRequestError, UnsupportedMediaTypeError
from api.http.multipart import MEDIA_TYPE
from api.sparql.protocol import read_body
from ingest.errors import EmptyDocumentError
from ingest.sources import canonical_url

from .forms import Sent, flag, read_form
from .keys import one_line
from .reading import Source
from .spool import Spool

#: How a text may be written: the ending of a file that is read so.
FORMATS: Final = ("md", "txt", "html")
#: The members of the object that is sent as JSON.
_MEMBERS: Final = ("url", "text", "format", "sourceKey", "again")


async def receive(request: Request, spool: Spool, *, longest: int) -> list[Sent]:
    """Return the documents of a POST; whoever has them discards their sources.

    Raises what ``read_form`` does, and UnsupportedMediaTypeError for a body that is neither a form
    nor JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == MEDIA_TYPE:
        return await read_form(request, spool, longest=longest)
    if kind != "application/json":
        what = f"a body of type {kind}" if kind else "a body without a Content-Type"
        raise UnsupportedMediaTypeError(
            f"{what} is not read here; send {MEDIA_TYPE} with files, or application/json"
        )
    return [_document(_object(await read_body(request, longest=longest)))]


def source_of_url(url: str, *, force: bool) -> Source:
    """Return an address as a source; raises SourceKeyError for any that is not of the web.

    Anything else would be a path of the machine that the server runs on.
    """
    return Source(url=url.strip(), key=canonical_url(url.strip()), force=force)


def source_of_text(text: str, *, suffix: str, key: str, force: bool) -> Source:
    """Return a text as a source, to be read as a file of that *suffix*.

    Raises BadRequestError for a *key* that is none.
    """
    return Source(text=text, name=f"text.{suffix}", key=one_line(key, "sourceKey"), force=force)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("the body is no JSON that can be read; send an object") from error
    if not isinstance(found, dict):
        raise BadRequestError("the body is no JSON object; send one with url or text")
    for name, value in found.items():
        if name not in _MEMBERS:
            raise BadRequestError(
                f"the object has a member {name!r}; it may have {', '.join(_MEMBERS)}"
            )
        if name != "again" and not isinstance(value, str):
            raise BadRequestError(f"{name} is no string; send one")
        if name != "again" and not _is_text(value):
            raise BadRequestError(f"{name} has half of a character, which no text may have")
    return found


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _document(asked: dict[str, Any]) -> Sent:
    force = flag(asked.get("again", False), "again")
    if ("url" in asked) == ("text" in asked):
        raise BadRequestError("the object needs either url or text; send one of them")
    if "url" in asked:
        if wrong := [name for name in ("format", "sourceKey") if name in asked]:
            raise BadRequestError(f"{wrong[0]} is for a text, and url names an address")
        return Sent(asked["url"], source_of_url(asked["url"], force=force))
    suffix = asked.get("format", FORMATS[0])
    if suffix not in FORMATS:
        raise BadRequestError(f"format is one of {', '.join(FORMATS)}; {suffix!r} is none")
    if "sourceKey" not in asked:
        raise BadRequestError("a text needs a sourceKey, by which it is known; send one")
    if not asked["text"].strip():
        raise EmptyDocumentError("the text is empty; send one that says something")
    source = source_of_text(asked["text"], suffix=suffix, key=asked["sourceKey"], force=force)
    return Sent(asked["sourceKey"], source)
