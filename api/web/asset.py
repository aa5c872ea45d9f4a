"""One file that browsers may keep for ever, since its name tells its content."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from api.http.compression import pack

#: The media types of what pages load, by suffix.
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
#: What is short already.
_PACKED_ALREADY: Final = frozenset({".png", ".woff2"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, their media type, and a name that is of these bytes alone."""

    name: str
    media_type: str
    body: bytes
    digest: str
    _packed: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, *, name: str | None = None) -> Asset:
        """Read *path*; unless *name* is given, its digest goes into its name.

        Raises OSError where it cannot be read, KeyError where its suffix is of no known type.
        """
        body = path.read_bytes()
        digest = sha256(body).hexdigest()
        hashed = f"{path.stem}-{digest[:16]}{path.suffix}"
        return cls(name or hashed, TYPES[path.suffix], body, digest)

    @property
    def is_packable(self) -> bool:
        """Whether a content coding makes it shorter."""
        return not self.name.endswith(tuple(_PACKED_ALREADY))

    def packed(self, coding: str) -> bytes:
        """Return the bytes in a content coding, made on first use."""
        if coding not in self._packed:
            self._packed[coding] = pack(coding, self.body)
        return self._packed[coding]
