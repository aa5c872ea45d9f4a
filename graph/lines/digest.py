"""The digest of a graph: a sum over its lines, so that it can be kept by difference.

Each canonical N-Quads line, without its line end, is hashed by SHA-256, and the hashes are added
modulo 2^256 as big-endian integers. The order of lines plays no part, no line occurs twice, and
what is removed is subtracted. The sum tells damage and difference, not forgery: whoever may choose
many lines freely can make two graphs of one sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from graph.quads import GraphName, QuadReader

_MODULUS: Final = 1 << 256


def line_hash(line: str, graph: GraphName) -> int:
    """Return the hash of one canonical N-Triples line, without its line end, in *graph*.

    >>> hexadecimal(line_hash("<urn:s> <urn:p> <urn:o> .", None))[:16]
    '0fdd68de3d6dff65'
    >>> line_hash("<urn:s> <urn:p> <urn:o> .", "urn:g") == total_of_quads(
    ...     [b"<urn:s> <urn:p> <urn:o> <urn:g> ."])
    True
    """
    return total((line,), graph)


def total(lines: Iterable[str], graph: GraphName) -> int:
    """Return the sum of the hashes of canonical N-Triples lines, without line ends, in *graph*.

    What a Difference does to a digest is ``digest + total(added, g) - total(removed, g)``.

    >>> one, other = "<urn:a> <urn:p> <urn:o> .", "<urn:b> <urn:p> <urn:o> ."
    >>> total([one, other], None) - total([other], None) == line_hash(one, None)
    True
    >>> total([], "urn:g")
    0
    """
    end = "." if graph is None else f"<{graph}> ."
    return total_of_quads(f"{line[:-1]}{end}".encode() for line in lines)


def total_of_quads(lines: Iterable[bytes]) -> int:
    """Return the sum of the hashes of canonical N-Quads lines, without line ends.

    >>> lines = [b"<urn:a> <urn:p> <urn:o> .", b"<urn:b> <urn:p> <urn:o> <urn:g> ."]
    >>> total_of_quads(lines) == total_of_quads(reversed(lines))
    True
    """
    return sum(map(int.from_bytes, [sha256(line).digest() for line in lines]))


def total_of_block(block: bytes) -> int:
    """Return the sum of the hashes of a block of canonical N-Quads lines, each with its line end.

    >>> line = "<urn:a> <urn:p> <urn:o> ."
    >>> total_of_block(f"{line}\\n".encode()) == line_hash(line, None)
    True
    """
    return total_of_quads(block.split(b"\n")[:-1])


def hexadecimal(value: int) -> str:
    """Return a sum, which may be negative or large, as the digest: modulo 2^256, 64 hex digits.

    >>> hexadecimal(255)[-4:], hexadecimal(-1)[:4], len(hexadecimal(0))
    ('00ff', 'ffff', 64)
    >>> hexadecimal(int(hexadecimal(-7), 16) + 7) == hexadecimal(0)
    True
    """
    return f"{value % _MODULUS:064x}"


def digest_of(store: QuadReader, *, without: Iterable[str] = ()) -> tuple[str, int]:
    """Return the digest of what *store* holds and the number of its quads, reading all of it.

    The named graphs *without* are left out; manifests count Hansa's own graphs, and no guest's.
    Memory holds a few lines and one such graph. Raises StoreError when it cannot be read.
    """
    sink = _Sink()
    store.write(sink)
    for graph in without:
        lines = store.lines(graph)
        sink.amount -= total(lines, graph)
        sink.count -= len(lines)
    return hexadecimal(sink.amount), sink.count


class _Sink:
    """Hashes the lines that are written to it."""

    def __init__(self) -> None:
        self.amount = 0
        self.count = 0
        self._rest = b""

    def write(self, data: bytes, /) -> int:
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.amount += total_of_quads(lines)
        self.count += len(lines)
        return len(data)

    def flush(self) -> None:
        """Nothing waits: only a line that has not ended."""
