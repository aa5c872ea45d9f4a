"""What documents that are sent to a server are known by."""

from __future__ import annotations

import posixpath
from typing import Final

from api.errors import BadRequestError

#: Characters of a source key, of a name and of who decides.
LONGEST: Final = 500


def one_line(text: str, name: str) -> str:
    """Return *text* without spaces at its ends, where it is one line and not too long.

    Raises BadRequestError, which calls it *name*, for any other.
    """
    short = text.strip()
    if not short or len(short) > LONGEST or not short.isprintable():
        raise BadRequestError(f"{name} needs 1 to {LONGEST} characters of one line")
    return short


def key_of_file(name: str) -> str:
    """Return the source key of a file that was sent by the path *name*.

    It is the one that ``hansa ingest`` of that path gives it, in the folder that the path begins
    in. So the same file replaces itself, however it comes. Raises BadRequestError for a path that
    leads out of that folder, or that is none.

    >>> key_of_file("press/2026/./riga.md"), key_of_file("press\\\\riga.md")
    ('press/2026/riga.md', 'press/riga.md')
    """
    path = one_line(name, "the name of a file").replace("\\", "/")
    if "\ufffd" in path:
        raise BadRequestError(f"the name {path!r} is not in UTF-8; send it so")
    key = posixpath.normpath(path)
    if key.startswith(("/", "../")) or key in {".", ".."} or path.endswith("/") or key[1:3] == ":/":
        raise BadRequestError(
            f"{path!r} is no name of a file below the folder that is sent; send a relative path"
        )
    return key
