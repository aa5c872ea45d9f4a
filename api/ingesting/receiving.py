"""Reads what a request sends to be read: files of a form, an address, or a text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any, Final

from anyio import to_thread
from starlette.requests import Request

from api.errors import BadRequestError, ContentTooLargeError, UnsupportedMediaTypeError
from api.http.multipart import MEDIA_TYPE
from ingest.errors import EmptyDocumentError
from ingest.settings import ReadSettings
from ingest.sources import canonical_url

from .forms import Sent, flag, read_form
from .keys import one_line
from .reading import Source
from .spool import Spool, spooling

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
    return [await _read_object(request, spool, longest=longest)]


async def _read_object(request: Request, spool: Spool, *, longest: int) -> Sent:
    """Return what an object says that comes as the body, which waits on disk if it is long."""
    longest = min(longest, ReadSettings().max_bytes)
    length = 0
    place = spool.place()
    with spooling(), spool.body() as body:
        async for chunk in request.stream():
            length += len(chunk)
            if length > longest:
                raise ContentTooLargeError(
                    f"the body is longer than {longest} bytes; send such a text as a file in a form"
                )
            body.write(chunk)
        body.seek(0)
        try:
            async with spool.unpacking:
                return await to_thread.run_sync(_unpacked, body, place)
        except BaseException:  # nobody will have it
            place.unlink(missing_ok=True)
            raise


def source_of_url(url: str, *, force: bool) -> Source:
    """Return an address as a source; raises SourceKeyError for any that is not of the web.

    Anything else would be a path of the machine that the server runs on.
    """
    return Source(url=url.strip(), key=canonical_url(url.strip()), force=force)


def source_of_text(text: str, place: Path, *, suffix: str, key: str, force: bool) -> Source:
    """Return a text as a source that waits at *place*, to be read as a file of that *suffix*.

    Raises BadRequestError for a *key* that is none, EmptyDocumentError, and DiskFullError or
    StoreError where it cannot wait.
    """
    key = one_line(key, "sourceKey")
    if not text.strip():
        raise EmptyDocumentError(f"{key} is empty; send a text that says something")
    with spooling():
        place.write_bytes(text.encode())
    return Source(file=place, name=f"text.{suffix}", key=key, force=force)


def _unpacked(body: IO[bytes], place: Path) -> Sent:
    return _document(_object(body), place)


def _object(body: IO[bytes]) -> dict[str, Any]:
    try:
        found = json.load(body)
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
        if name != "again":
            _require_whole(value, name)
    return found


def _require_whole(value: str, name: str) -> None:
    """Raise BadRequestError where JSON escaped one half of a surrogate pair alone."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadRequestError(f"{name} has half of a character, which no text may have") from error


def _document(asked: dict[str, Any], place: Path) -> Sent:
    force = flag(asked.get("again", False), "again")
    if ("url" in asked) == ("text" in asked):
        raise BadRequestError("the object needs either url or text; send one of them")
    if "url" in asked:
        if wrong := [name for name in ("format", "sourceKey") if name in asked]:
            raise BadRequestError(f"{wrong[0]} is for a text, and url names an address")
        return Sent(asked["url"], source_of_url(asked["url"], force=force))
    suffix, key = asked.get("format", FORMATS[0]), asked.get("sourceKey")
    if suffix not in FORMATS:
        raise BadRequestError(f"format is one of {', '.join(FORMATS)}; {suffix!r} is none")
    if key is None:
        raise BadRequestError("a text needs a sourceKey, by which it is known; send one")
    return Sent(key, source_of_text(asked["text"], place, suffix=suffix, key=key, force=force))
