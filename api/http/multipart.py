"""Reads a form of files (RFC 7578) piece by piece, as it comes, so that none is held whole."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from dataclasses import dataclass
from typing import Final

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.errors import BadRequestError, ContentTooLargeError

MEDIA_TYPE: Final = "multipart/form-data"

#: Files and fields of one form.
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The head of one part; ``filename`` is None for a field, and what is no UTF-8 in it is �."""

    name: str = ""
    filename: str | None = None
    content_type: str = ""


#: A part and the next of its bytes; the first piece of each part is empty.
Piece = tuple[Part, bytes]


async def read_parts(
    stream: AsyncIterable[bytes], content_type: str, *, longest: int
) -> AsyncGenerator[Piece, None]:
    """Yield what the parts of a form hold, one part after the other.

    Raises BadRequestError for what is no form or breaks off, and ContentTooLargeError as soon as it
    has more than *longest* bytes.
    """
    reading = _Reading(_boundary(content_type))
    length = 0
    async for chunk in stream:
        length += len(chunk)
        if length > longest:
            raise ContentTooLargeError(f"the form is longer than {longest} bytes; send less")
        for piece in reading.pieces(chunk):
            yield piece
    reading.require_end()


def _boundary(content_type: str) -> bytes:
    kind, options = parse_options_header(content_type)
    if kind.decode("latin-1") != MEDIA_TYPE or not options.get(b"boundary"):
        raise BadRequestError(f"the form has no boundary; send {MEDIA_TYPE} with one")
    return options[b"boundary"]


class _Reading:
    """What python-multipart finds in the pieces of one form, kept until it is asked for."""

    def __init__(self, boundary: bytes) -> None:
        self._found: list[Piece] = []
        self._part = Part()
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value = b"", b""
        self._count = 0
        self._has_ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._on_name,
                    "on_header_value": self._on_value,
                    "on_header_end": self._on_header,
                    "on_headers_finished": self._on_head,
                    "on_part_data": self._on_data,
                    "on_end": self._on_end,
                },
            )
        except (MultipartParseError, ValueError) as error:
            raise BadRequestError("the boundary of the form is none that can be") from error

    def pieces(self, chunk: bytes) -> Iterator[Piece]:
        """Return what another *chunk* of the body brought."""
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            reason = str(error).rstrip(".")
            raise BadRequestError(f"the form cannot be read ({reason}); send it anew") from error
        found, self._found = self._found, []
        return iter(found)

    def require_end(self) -> None:
        """Raise BadRequestError unless the form came to its end."""
        if not self._has_ended:
            raise BadRequestError("the form breaks off before its last boundary; send it anew")

    def _begin(self) -> None:
        self._count += 1
        if self._count > _MOST:
            raise BadRequestError(f"the form has more than {_MOST} parts; send some later")
        self._headers = {}

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _on_head(self) -> None:
        self._part = _part(self._headers)
        self._found.append((self._part, b""))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self._found.append((self._part, data[start:end]))

    def _on_end(self) -> None:
        self._has_ended = True


def _part(headers: dict[bytes, bytes]) -> Part:
    r"""Return the head of a part.

    >>> _part({b"content-disposition": b'form-data; name="file"; filename="a%22b.md"'}).filename
    'a"b.md'
    """
    _, options = parse_options_header(headers.get(b"content-disposition", b"").decode("latin-1"))
    filename = options.get(b"filename")
    return Part(
        name=options.get(b"name", b"").decode(errors="replace"),
        filename=None if filename is None else _unescaped(filename.decode(errors="replace")),
        content_type=headers.get(b"content-type", b"").decode("latin-1"),
    )


def _unescaped(filename: str) -> str:
    """Return a name as it was before a browser wrote it into a form (HTML, section 4.10.22.8)."""
    for sent, meant in (("%22", '"'), ("%0D", "\r"), ("%0A", "\n")):
        filename = filename.replace(sent, meant)
    return filename
