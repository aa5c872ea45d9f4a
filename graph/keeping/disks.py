"""Whether a disk is full, and how that is said."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from graph.errors import DiskFullError

#: Bytes: with less than that a commit cannot be made, and often not even begun.
_LEAST: Final = 1024 * 1024
#: How the system says it, also through libraries that pass on its words only.
_WORDS: Final = os.strerror(errno.ENOSPC)


def is_full(directory: Path) -> bool:
    """Return whether the disk that *directory* is on has no room left, or none for more files."""
    try:
        told = os.statvfs(directory)
    except OSError:
        return False
    has_no_names = told.f_files > 0 and told.f_favail == 0  # some count no files
    return told.f_bavail * told.f_frsize < _LEAST or has_no_names


def says_full(error: Exception) -> bool:
    """Return whether *error* is the system's word that a disk is full.

    >>> says_full(OSError(errno.ENOSPC, "anything"))
    True
    >>> says_full(RuntimeError("IO error: No space left on device: While appending"))
    True
    """
    return getattr(error, "errno", None) == errno.ENOSPC or _WORDS in str(error)


def full_disk(what: str) -> DiskFullError:
    """Return the error to raise where a full disk is in the way; *what* begins its sentence."""
    return DiskFullError(
        f"{what} is full; make room and run the command again, which undoes or finishes what was "
        "begun"
    )
