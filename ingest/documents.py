"""From a file or a URL to a Document: Markdown text, and what the source tells about itself."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import NoReturn

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

__all__ = ["ReadSettings", "discover", "read", "read_bytes", "source_key"]

_DEFAULTS = ReadSettings()


def read(
    source: str | Path, *, root: Path, key: str | None = None, settings: ReadSettings = _DEFAULTS
) -> Document:
    """Read one file or http(s) URL.

    *key* overrides the source key, which otherwise is the canonical URL or the path relative
    to *root*. A relative path is sought from the current directory. The same bytes give the
    same Document. Raises only IngestError, in one sentence that names the source.
    """
    name = str(source)
    key = key or source_key(source, root=root)
    if not is_url(source):
        return read_bytes(_load(Path(source), settings), name=name, key=key, settings=settings)
    from ingest.fetch import fetch  # httpx is needed for URLs alone

    fetched = fetch(name, settings)
    return _document(
        Original(name, fetched.data, fetched.charset, settings.max_unpacked_bytes),
        key=key,
        media_type=recognise(name, fetched.data, path=fetched.url, declared=fetched.media_type),
        settings=settings,
    )


def read_bytes(data: bytes, *, name: str, key: str, settings: ReadSettings = _DEFAULTS) -> Document:
    """Read *data* as the file *name* would be read: its suffix decides the format.

    Raises only IngestError, in one sentence that gives *name*.
    """
    if len(data) > settings.max_bytes:
        raise TooLargeError(_too_large(name, settings))
    original = Original(name, data, max_unpacked_bytes=settings.max_unpacked_bytes)
    media_type = recognise(name, data, path=name)
    return _document(original, key=key, media_type=media_type, settings=settings)


def _load(path: Path, settings: ReadSettings) -> bytes:
    if os.path.isdir(path):  # unlike Path.is_dir, for names no system allows too
        _refuse_folder(path)
    if os.path.exists(path) and not os.path.isfile(path):
        raise UnsupportedTypeError(f"{path} is a device or a pipe, not a file; save it as a file")
    try:
        with path.open("rb") as file:
            data = file.read(settings.max_bytes + 1)
    except FileNotFoundError as error:
        raise MissingSourceError(f"{path} does not exist; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableSourceError(f"{path} cannot be read ({reason}); check the file") from error
    if len(data) > settings.max_bytes:
        raise TooLargeError(_too_large(str(path), settings))
    return data


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


def _document(original: Original, *, key: str, media_type: str, settings: ReadSettings) -> Document:
    reading = _converted(original, media_type)
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
        key=key,
        text=reading.text,
        sha256=hashlib.sha256(original.data).hexdigest(),
        media_type=media_type,
        language=language,
        title=reading.title,
        publisher=reading.publisher,
        date=reading.date,
    )


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
