"""How far reading a source may go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """The limits on reading one source.

    ``max_bytes`` bounds a file, a response body after decompression, and a quarter of what a
    compressed format may unpack to; ``timeout`` is the seconds one URL may take from the first
    look-up to the last byte, redirects included; ``allow_private_addresses`` lets URLs lead to
    this machine and its network; ``languages`` are the ISO 639-1 codes that are read.
    """

    max_bytes: int = 50_000_000
    timeout: float = 30.0
    max_redirects: int = 5
    allow_private_addresses: bool = False
    languages: tuple[str, ...] = ("en",)

    @property
    def max_unpacked_bytes(self) -> int:
        """What a .docx, .pptx or .pdf may unpack to, in bytes."""
        return 4 * self.max_bytes
