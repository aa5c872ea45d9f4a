"""Text and Markdown files: what they say is kept to the letter."""

from __future__ import annotations

import re

from ingest.errors import BinaryDocumentError, EncodingError
from ingest.readers.markdown import first_heading, one_line, plain
from ingest.readers.original import Original, Reading, iso_date

_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:.*\n){0,100}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"([A-Za-z][\w .-]*):(?:[ \t]+(.*))?")
_CONTINUED = re.compile(r"\s*(?:#.*)?|[ \t]+.*|- .*")
#: What is no title: too short or long, no capital, a note in brackets, a sentence, a label.
_NO_TITLE = re.compile(r"(?!.{8,150}$)|[^A-Z*_\"“]|.*[.;:,!]$|\W*\S+\W*$")
#: Control characters that text does not hold; ESC and form feed do occur in transcripts.
_BINARY = re.compile(rb"[\x00-\x07\x0e-\x1a\x1c-\x1f]")
#: So many of them may have slipped into any text, or one in a thousand into a long one.
_SLIPS = 8


def decode_utf8(original: Original) -> str:
    """Return the text of *original* with the byte order mark dropped and line ends made LF.

    Raises BinaryDocumentError for bytes no text holds, EncodingError with the byte offset
    for text in another encoding.
    """
    data = original.data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise EncodingError(f"{original.name} is UTF-16 text; save it as UTF-8 and try again")
    refuse_binary(original.name, data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + len(original.data) - len(data)
        raise EncodingError(
            f"{original.name} is not UTF-8: byte 0x{data[error.start]:02x} at offset {offset} "
            "does not belong there; save it as UTF-8 and try again"
        ) from error
    return text.replace("\r\n", "\n")


def refuse_binary(name: str, data: bytes) -> None:
    """Raise BinaryDocumentError for bytes no text holds, with the place of the first.

    A few stray control characters are slips of an editor or a converter, and stay in the text;
    a NUL, or many, is another format. Form feed, escape, delete and the control characters
    beyond ASCII are always let through.
    """
    first = data.find(b"\x00")
    if first < 0:
        found = [match.start() for match in _BINARY.finditer(data, 0, 100_000)]
        if len(found) <= max(min(_SLIPS, len(data) / 20), min(len(data), 100_000) / 1000):
            return
        first = found[0]
    line = data.count(b"\n", 0, first) + 1
    column = len(data[data.rfind(b"\n", 0, first) + 1 : first].decode("utf-8", "replace")) + 1
    raise BinaryDocumentError(
        f"{name} holds binary data, not text: U+{data[first]:04X} in line {line}, column {column}; "
        "take such characters out, or convert the file to a format Hansa reads"
    )


def read_text(original: Original) -> Reading:
    """Read a plain text file: nothing is changed but byte order mark and line ends."""
    text = decode_utf8(original)
    return Reading(text=text, title=first_heading(text) or opening_title(text))


def read_markdown(original: Original) -> Reading:
    """Read a Markdown file; a front matter block becomes metadata and is no part of the text."""
    whole = decode_utf8(original)
    fields, text = split_front_matter(whole)
    return Reading(
        text=text,
        title=fields.get("title") or first_heading(text) or opening_title(text),
        publisher=fields.get("publisher") or fields.get("source"),
        date=iso_date(fields.get("date", "")),
    )


def opening_title(text: str) -> str | None:
    """Return the line that a text without headings opens with, where it reads like a title.

    That is one of its first three paragraphs: a single line of a few words, with a capital,
    without the stop of a sentence, and not a note in brackets.

    >>> opening_title("[Monday, 18:00]\\n\\nHarbours and Their Cities\\n\\nGood evening.\\n")
    'Harbours and Their Cities'
    >>> opening_title("Riga joins the network.\\n") is None
    True
    """
    for paragraph in re.split(r"\n\s*\n", text.strip(), maxsplit=3)[:3]:
        line = one_line(paragraph)
        if "\n" in paragraph.strip() or _NO_TITLE.match(line):
            continue
        return plain(line)
    return None


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Part *text* into the fields of its front matter and the rest.

    Only one-line values are understood. A text that opens with a rule is left whole.

    >>> split_front_matter("---\\ntitle: 'Riga joins'\\n---\\nText\\n")
    ({'title': 'Riga joins'}, 'Text\\n')
    >>> split_front_matter("---\\nRiga joins.\\n---\\n")
    ({}, '---\\nRiga joins.\\n---\\n')
    """
    block = _FRONT_MATTER.match(text)
    if block is None:
        return {}, text
    fields: dict[str, str] = {}
    for line in block[1].splitlines():
        field = _FIELD.fullmatch(line)
        if field is not None:
            fields.setdefault(field[1].strip().lower(), _scalar(field[2] or ""))
        elif _CONTINUED.fullmatch(line) is None:
            return {}, text
    return (fields, text[block.end() :]) if fields else ({}, text)


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return one_line(value[1:-1])
    return one_line(re.sub(r"\s+#.*", "", value))
