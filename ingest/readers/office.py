"""What Word and PowerPoint files share: the package around them and their core properties."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Protocol

from ingest.errors import (
    DamagedDocumentError,
    EncryptedDocumentError,
    TooLargeError,
    UnsupportedTypeError,
)
from ingest.readers.markdown import one_line
from ingest.readers.original import Original

#: The compound file that holds a password-protected package, or the formats before 2007.
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAX_PARTS = 10_000
#: When the templates of python-docx and python-pptx were made, which their files carry on.
_TEMPLATE_STAMPS = frozenset(
    (
        datetime(2013, 12, 23, 23, 15),
        datetime(2013, 1, 27, 9, 14, 16),
        datetime(2013, 1, 27, 9, 15, 58),
    )
)
#: Titles that programs write of themselves.
_MACHINE_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)( -.*)?|powerpoint presentation|presentation\d*|"
    r"(?:word )?document\d*|untitled.*|slide \d+|title|no title|"
    r".*\.(?:docx?|pptx?|pdf|indd|html?))",
    re.IGNORECASE,
)


class CoreProperties(Protocol):
    """The dates of ISO/IEC 29500-2, section 11."""

    @property
    def created(self) -> datetime | None:
        """When the file was made."""

    @property
    def modified(self) -> datetime | None:
        """When it was last saved."""


def check_package(original: Original, *, required: str) -> None:
    """Make sure that *original* is an Office Open XML package that is safe to open.

    Raises EncryptedDocumentError, UnsupportedTypeError for the formats before 2007,
    TooLargeError for what unpacks beyond the limit, DamagedDocumentError for the rest.
    """
    if original.data.startswith(OLE_MAGIC):
        _refuse_compound_file(original)
    try:
        with zipfile.ZipFile(io.BytesIO(original.data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise DamagedDocumentError(
            f"{original.name} is not a whole Office file; open and save it again, then retry"
        ) from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise EncryptedDocumentError(_locked(original.name))
    # zipfile never reads a part beyond the size declared here, so the sum is a true bound.
    if len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > original.max_unpacked_bytes:
        raise TooLargeError(
            f"{original.name} unpacks to more than {original.max_unpacked_bytes:,} bytes "
            f"or {_MAX_PARTS:,} parts; split it or raise the size limit"
        )
    if not any(part.filename.startswith(required) for part in parts):
        raise DamagedDocumentError(
            f"{original.name} lacks the part {required!r} that its format must have; save it again"
        )


def sensible_title(title: str | None) -> str | None:
    """Return *title* unless a program made it up.

    >>> sensible_title("Microsoft Word - draft3.docx") is None
    True
    >>> sensible_title("Riga joins the network")
    'Riga joins the network'
    """
    words = one_line(title or "")
    if not any(c.isalpha() for c in words) or _MACHINE_TITLE.fullmatch(words):
        return None
    return words


def core_date(properties: CoreProperties) -> str | None:
    """Return the later of creation and last change, as an ISO 8601 date.

    Templates carry the day they were made into every document, so creation alone misleads.
    """
    stamps = [one.replace(tzinfo=None) for one in (properties.created, properties.modified) if one]
    told = [one for one in stamps if one not in _TEMPLATE_STAMPS]
    return max(told).date().isoformat() if told else None


def _refuse_compound_file(original: Original) -> None:
    if _ENCRYPTED_STREAM in original.data:
        raise EncryptedDocumentError(_locked(original.name))
    raise UnsupportedTypeError(
        f"{original.name} is in the Office format before 2007; save it as .docx or .pptx"
    )


def _locked(name: str) -> str:
    return f"{name} is protected by a password; save it without one and try again"
