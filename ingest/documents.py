"""From a file or a URL to a Document: Markdown text, and what the source tells about itself."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn, Protocol

from ingest.digests import reading_digest
from ingest.errors import (
    DamagedDocumentError,
    EmptyDocumentError,
    IngestError,
    LanguageError,
    MissingSourceError,
    TooLargeError,
    UnreadableSourceError,
    UnsupportedTypeError,
)
from ingest.language import language_of
from ingest.media_types import recognise
from ingest.readers import MEDIA_TYPES, Original, Reading, read_original
from ingest.settings import ReadSettings
from ingest.sources import discover, is_url, source_key
from ontology.model import Document

__all__ = [
    "Loaded",
    "ReadSettings",
    "convert",
    "discover",
    "load",
    "read",
    "read_bytes",
    "source_key",
]

_DEFAULTS = ReadSettings()
#: How often a file is read that changes meanwhile, and how many seconds more are waited each time.
_ATTEMPTS: Final = 4
_PAUSE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of one source, with what tells how they are to be read, but not yet read.

    ``name`` is how messages call it; ``charset`` what a server declared.
    """

    name: str
    key: str
    data: bytes
    sha256: str
    media_type: str
    charset: str | None = None

    def reading(self, settings: ReadSettings = _DEFAULTS) -> str:
        """Return the digest of all that makes a text of these bytes, beside the bytes."""
        return reading_digest(self.media_type, charset=self.charset, languages=settings.languages)


def read(
    source: str | Path, *, root: Path, key: str | None = None, settings: ReadSettings = _DEFAULTS
) -> Document:
    """Read one file or http(s) URL.

    *key* overrides the source key, which otherwise is the canonical URL or the path relative
    to *root*. A relative path is sought from the current directory. The same bytes give the
    same Document. Raises only IngestError, in one sentence that names the source.
    """
    return convert(load(source, root=root, key=key, settings=settings), settings=settings)


def read_bytes(data: bytes, *, name: str, key: str, settings: ReadSettings = _DEFAULTS) -> Document:
    """Read *data* as the file *name* would be read: its suffix decides the format.

    Raises only IngestError, in one sentence that gives *name*.
    """
    return convert(_loaded(data, name=name, key=key, settings=settings), settings=settings)


def load(
    source: str | Path, *, root: Path, key: str | None = None, settings: ReadSettings = _DEFAULTS
) -> Loaded:
    """Return the bytes of one file or URL, and how they are to be read; arguments as of ``read``.

    Raises IngestError for what is not there, not allowed, empty, or in a format without a reader.
    """
    name = str(source)
    key = key or source_key(source, root=root)
    if not is_url(source):
        return _loaded(_bytes(Path(source), settings), name=name, key=key, settings=settings)
    from ingest.fetch import fetch  # httpx is needed for URLs alone

    fetched = fetch(name, settings)
    return Loaded(
        name,
        key,
        fetched.data,
        hashlib.sha256(fetched.data).hexdigest(),
        recognise(name, fetched.data, path=fetched.url, declared=fetched.media_type),
        fetched.charset,
    )


def convert(loaded: Loaded, *, settings: ReadSettings = _DEFAULTS) -> Document:
    """Return the Document that loaded bytes are; raises IngestError where they are none."""
    original = Original(loaded.name, loaded.data, loaded.charset, settings.max_unpacked_bytes)
    reading = _converted(original, loaded.media_type)
    if not reading.text.strip():
        raise EmptyDocumentError(
            f"{original.name} holds no text; if it is a scan, recognise its text first"
        )
    language = language_of(reading.text, languages=settings.languages)
    if language not in settings.languages:
        raise LanguageError(
            f"{original.name} is in another language (it reads as {language!r}) than those read "
            f"({', '.join(settings.languages)}); give a translation"
        )
    return Document(
        key=loaded.key,
        text=reading.text,
        sha256=loaded.sha256,
        media_type=loaded.media_type,
        language=language,
        title=reading.title,
        publisher=reading.publisher,
        date=reading.date,
    )


def _loaded(data: bytes, *, name: str, key: str, settings: ReadSettings) -> Loaded:
    if len(data) > settings.max_bytes:
        raise TooLargeError(_too_large(name, settings))
    media_type = recognise(name, data, path=name)
    return Loaded(name, key, data, hashlib.sha256(data).hexdigest(), media_type)


def _bytes(path: Path, settings: ReadSettings) -> bytes:
    """Return the bytes of a file, one more than allowed at most."""
    if os.path.isdir(path):  # unlike Path.is_dir, for names no system allows too
        _refuse_folder(path)
    if os.path.exists(path) and not os.path.isfile(path):
        raise UnsupportedTypeError(f"{path} is a device or a pipe, not a file; save it as a file")
    try:
        with path.open("rb") as file:
            data = read_steadily(file, settings.max_bytes + 1)
    except FileNotFoundError as error:
        raise MissingSourceError(f"{path} does not exist; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableSourceError(f"{path} cannot be read ({reason}); check the file") from error
    if data is None:
        raise UnreadableSourceError(
            f"{path} changes while it is read; try again when it has been written"
        )
    return data


class Steady(Protocol):
    """What is needed of a file to read it as it was at one moment."""

    def fileno(self) -> int:
        """Return its descriptor."""
        ...

    def seek(self, offset: int, /) -> int:
        """Go to a place."""
        ...

    def read(self, size: int, /) -> bytes:
        """Read up to so many bytes."""
        ...


def read_steadily(file: Steady, size: int) -> bytes | None:
    """Return up to *size* bytes of an open file as it was at one moment, or None if it never rests.

    Bytes read while somebody writes may be of two contents, half and half; they are read again.
    """
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE * attempt)
        before = _state(file)
        file.seek(0)
        data = file.read(size)
        if _state(file) == before:
            return data
    return None


def _state(file: Steady) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def _refuse_folder(path: Path) -> NoReturn:
    try:
        os.listdir(path)
    except OSError as error:
        raise UnreadableSourceError(
            f"the folder {path} cannot be listed ({error.strerror}); check who may read it"
        ) from error
    if discover([path], root=path) != [path]:
        raise UnsupportedTypeError(f"{path} is a folder; read the files that discover lists")
    suffixes = ", ".join(MEDIA_TYPES)
    raise MissingSourceError(f"the folder {path} holds no file ending in {suffixes}; name one")


def _too_large(name: str, settings: ReadSettings) -> str:
    return f"{name} is larger than {settings.max_bytes:,} bytes; split it or raise the size limit"


def _converted(original: Original, media_type: str) -> Reading:
    """Call the reader; this is the seam where the converters' exceptions become ours."""
    if not original.data.strip():
        raise EmptyDocumentError(f"{original.name} is empty; remove it or fill it")
    # pdfminer logs what it forgives; whether a document could be read is for us to say.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        return read_original(original, media_type)
    except IngestError:
        raise
    except Exception as error:  # converters raise whatever their parsers meet
        reason = " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
        raise DamagedDocumentError(
            f"{original.name} is damaged or not what its name says ({reason}); save it again"
        ) from error
