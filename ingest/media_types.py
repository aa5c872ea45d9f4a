"""What format some bytes are in: by what was declared, by suffix, or by looking at them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.errors import EmptyDocumentError, UnsupportedTypeError
from ingest.readers import MARKDOWN, MEDIA_TYPES, POWERPOINT, WORD
from ingest.readers.office import OLE_MAGIC

_ALIASES = {
    "application/xhtml+xml": "text/html",
    "application/x-pdf": "application/pdf",
    "text/x-markdown": MARKDOWN,
}
#: Declarations that say nothing about the format.
_UNSURE = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/zip"))
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_LETTER = re.compile(r"[^\W\d_]")


def recognise(name: str, data: bytes, *, path: str, declared: str | None = None) -> str:
    """Return the media type by which *data* is to be read, one of the values of MEDIA_TYPES.

    What a server *declared* counts first, then the suffix of *path*, then the bytes; text
    without any mark is plain text. Raises UnsupportedTypeError for a format without a reader.
    """
    if not data.strip():
        raise EmptyDocumentError(f"{name} is empty; remove it or fill it")
    by_suffix = MEDIA_TYPES.get(_suffix(path))
    stated = _ALIASES.get(declared or "", declared or "")
    if stated in MEDIA_TYPES.values():
        # Servers send Markdown as plain text; its suffix knows better.
        return MARKDOWN if stated == "text/plain" and by_suffix == MARKDOWN else stated
    found = (by_suffix or _sniff(data)) if stated in _UNSURE else None
    if found is None:
        what = f"of type {declared}" if stated not in _UNSURE else "in a format without a reader"
        raise UnsupportedTypeError(
            f"{name} is {what}; convert it to one of {', '.join(MEDIA_TYPES)}"
        )
    return found


def _suffix(path: str) -> str:
    local = urlsplit(path).path if "://" in path else path
    return PurePosixPath(local.replace("\\", "/")).suffix.lower()


def _sniff(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(OLE_MAGIC):
        return WORD  # whose reader tells a password from an old format
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]):
        return "text/html"
    # Text that is no UTF-8 is still text: its reader says at which byte.
    sample = data[:4096].decode("utf-8", "replace")
    return None if "\x00" in sample or not _LETTER.search(sample) else "text/plain"


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    folders = {name.partition("/")[0] for name in names}
    return WORD if "word" in folders else POWERPOINT if "ppt" in folders else None
