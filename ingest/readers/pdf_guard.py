"""A bound on what the streams of a PDF unpack to, since pdfminer itself has none."""

from __future__ import annotations

import re
import zlib

from ingest.errors import DamagedDocumentError, TooLargeError
from ingest.readers.original import Original

_STREAM = re.compile(rb"stream\r?\n")
_STEP = 1 << 20


def check_streams(original: Original) -> None:
    """Make sure that *original* is a PDF whose compressed streams stay within the limit.

    Streams packed twice are followed twice. Raises DamagedDocumentError when there is no PDF
    header in the first kilobyte, TooLargeError for a bomb.
    """
    if b"%PDF-" not in original.data[:1024]:
        raise DamagedDocumentError(
            f"{original.name} does not start as a PDF does; check what the file really is"
        )
    left = original.max_unpacked_bytes
    data = memoryview(original.data)
    for match in _STREAM.finditer(original.data):
        left -= _unpacked(data[match.end() :], left)
        if left < 0:
            raise TooLargeError(
                f"{original.name} unpacks to more than {original.max_unpacked_bytes:,} bytes; "
                "split it or raise the size limit"
            )


def _unpacked(data: memoryview, limit: int) -> int:
    """Return how many bytes the zlib stream at the start of *data* unpacks to, zero if none."""
    outer, inner = zlib.decompressobj(), zlib.decompressobj()
    total, nested, rest = 0, True, bytes(data[:_STEP])
    position = len(rest)
    try:
        while rest and total <= limit and not outer.eof:
            piece = outer.decompress(rest, _STEP)
            total += len(piece)
            if nested:
                total, nested = _follow(inner, piece, total, limit)
            rest = outer.unconsumed_tail
            if not rest and not outer.eof:
                rest = bytes(data[position : position + _STEP])
                position += len(rest)
    except zlib.error:
        return total
    return total


def _follow(inner: zlib._Decompress, piece: bytes, total: int, limit: int) -> tuple[int, bool]:
    try:
        while piece and total <= limit and not inner.eof:
            total += len(inner.decompress(piece, _STEP))
            piece = inner.unconsumed_tail
    except zlib.error:
        return total, False
    return total, not inner.eof
