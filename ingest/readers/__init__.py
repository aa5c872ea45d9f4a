"""One reader per format; each imports its converter only when it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.readers.original import Original, Reading

__all__ = ["MEDIA_TYPES", "Original", "Reading", "read_original"]

MARKDOWN: Final = "text/markdown"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
POWERPOINT: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

#: The media type of each file suffix that has a reader.
MEDIA_TYPES: Final = {
    ".docx": WORD,
    ".htm": "text/html",
    ".html": "text/html",
    ".md": MARKDOWN,
    ".pdf": "application/pdf",
    ".pptx": POWERPOINT,
    ".txt": "text/plain",
}


def read_original(original: Original, media_type: str) -> Reading:
    """Read *original* with the reader for *media_type*, one of the values of MEDIA_TYPES."""
    readers: dict[str, Callable[[Original], Reading]] = {
        "application/pdf": _pdf,
        "text/html": _html,
        "text/plain": _text,
        MARKDOWN: _markdown,
        POWERPOINT: _powerpoint,
        WORD: _word,
    }
    return readers[media_type](original)


def _text(original: Original) -> Reading:
    from ingest.readers.plain import read_text

    return read_text(original)


def _markdown(original: Original) -> Reading:
    from ingest.readers.plain import read_markdown

    return read_markdown(original)


def _html(original: Original) -> Reading:
    from ingest.readers.html import read_html

    return read_html(original)


def _pdf(original: Original) -> Reading:
    from ingest.readers.pdf import read_pdf

    return read_pdf(original)


def _word(original: Original) -> Reading:
    from ingest.readers.word import read_word

    return read_word(original)


def _powerpoint(original: Original) -> Reading:
    from ingest.readers.powerpoint import read_powerpoint

    return read_powerpoint(original)
