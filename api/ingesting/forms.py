"""Reads a form of files that are to be read: each goes to disk as it comes, and is judged alone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.requests import Request

from api.errors import BadRequestError
from api.http.multipart import Part, read_parts
from ingest.errors import TooLargeError
from ingest.media_types import recognise
from ingest.readers import MEDIA_TYPES
from ingest.settings import ReadSettings
from ontology.errors import HansaError

from .keys import key_of_file, one_line
from .reading import Source
from .spool import Spool, spooling

#: What a form may say beside its files.
_FIELDS: Final = ("again", "sourceKey")
#: Bytes of such a field.
_LONGEST_FIELD: Final = 10_000
#: Bytes that tell the format of a file with an ending that is not known.
_HEAD: Final = 4_096
#: What packed files begin with; only who unpacks them, which is not done here, knows more.
_ZIP: Final = b"PK\x03\x04"
#: What a file is called while it is read, before its ending; no message says that by chance.
_NAME: Final = "the-file-that-was-sent"


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent: what it was called, and its source or why it is not read."""

    name: str
    source: Source | None = None
    refusal: HansaError | None = None


async def read_form(request: Request, spool: Spool, *, longest: int) -> list[Sent]:
    """Return the files of a form; they wait in *spool* until whoever has them discards them.

    What is wrong with a file refuses that file. Raises BadRequestError for what is no form, has no
    file, or says what cannot be, ContentTooLargeError for more than *longest* bytes, and
    DiskFullError or StoreError where files cannot wait.
    """
    said = request.headers.get("content-type", "")
    files: list[_File] = []
    fields: dict[str, bytearray] = {}
    with ExitStack() as stack:
        with spooling():
            async for part, data in read_parts(request.stream(), said, longest=longest):
                if part.filename is None:
                    _add(fields, part, data)
                    continue
                if not data:  # it begins, and the one before has ended
                    if files:
                        files[-1].close()
                    files.append(stack.enter_context(_File(part.filename, spool.place())))
                files[-1].write(data)
            for each in files[-1:]:
                each.close()
        options = {name: bytes(value).decode(errors="replace") for name, value in fields.items()}
        sent = _with_options([each.judged() for each in files if each.is_there], options)
        for each in files:
            if not each.is_there:
                each.remove()
        stack.pop_all()
    return sent


def _add(fields: dict[str, bytearray], part: Part, data: bytes) -> None:
    if part.name not in _FIELDS:
        raise BadRequestError(
            f"the form has a field {part.name!r}; it may have {' and '.join(_FIELDS)}, and files"
        )
    value = fields.setdefault(part.name, bytearray())
    value += data
    if len(value) > _LONGEST_FIELD:
        raise BadRequestError(f"the field {part.name!r} is too long; send texts as files")


def _with_options(found: list[Sent], options: Mapping[str, str]) -> list[Sent]:
    """Return the files with what the form says of them."""
    if not found:
        raise BadRequestError("the form holds no file; send each as a part with a filename")
    force, key = flag(options.get("again", "false"), "again"), options.get("sourceKey")
    if key is not None:
        if len(found) > 1:
            raise BadRequestError(
                "sourceKey is for one file, and the form has several; leave it out"
            )
        key = one_line(key, "sourceKey")
    return [
        each
        if each.source is None
        else replace(each, source=replace(each.source, force=force, key=key or each.source.key))
        for each in found
    ]


def flag(value: object, name: str) -> bool:
    """Return what *value* says, as JSON or a form has it; raises BadRequestError for any other.

    >>> flag("true", "again"), flag("0", "again"), flag(False, "again")
    (True, False, False)
    """
    said = str(value).lower()
    if said not in {"0", "1", "false", "true"}:
        raise BadRequestError(f"{name} is true or false; send one of them")
    return said in {"1", "true"}


class _File:
    """A file that comes piece by piece; where the block of its ``with`` fails, it goes again.

    The event loop writes it by itself: what comes over the line at once is short, and goes to the
    memory of the system.
    """

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._path = path
        self._file = path.open("xb")
        self._head = b""
        self._length = 0

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    @property
    def is_there(self) -> bool:
        """Whether it is one: a browser sends a nameless empty one where none was chosen."""
        return bool(self._name or self._length)

    def write(self, data: bytes) -> None:
        """Take the next piece, unless it is too long already."""
        self._length += len(data)
        if self._length <= ReadSettings().max_bytes:
            self._head += data[: _HEAD - len(self._head)]
            self._file.write(data)

    def close(self) -> None:
        """Take no more."""
        self._file.close()

    def remove(self) -> None:
        """Delete it."""
        with suppress(OSError):  # a full disk has been told of, and takes what is left no more
            self._file.close()
        self._path.unlink(missing_ok=True)

    def judged(self) -> Sent:
        """Return what can be said of it before anybody reads it."""
        self.close()
        try:
            key = key_of_file(self._name)
            self._require_readable(key)
        except HansaError as error:
            self.remove()
            return Sent(self._name, refusal=error)
        suffix = PurePosixPath(key).suffix.lower()
        name = _NAME + (suffix if suffix in MEDIA_TYPES else "")
        return Sent(self._name, Source(file=self._path, name=name, key=key))

    def _require_readable(self, key: str) -> None:
        most = ReadSettings().max_bytes
        if self._length > most:
            raise TooLargeError(f"{key} is larger than {most:,} bytes; split it")
        if not self._head.startswith(_ZIP):
            recognise(key, self._head, path=key)
