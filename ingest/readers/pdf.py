"""PDF files (ISO 32000) by pdfplumber: tables by their rules, text by pdfminer's layout."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import EncryptedDocumentError
from ingest.readers.markdown import first_heading, heading, item, join_blocks, one_line
from ingest.readers.office import sensible_title
from ingest.readers.original import Original, Reading, iso_date
from ingest.readers.pdf_guard import check_streams
from ingest.readers.pdf_lines import Line, page_lines

_BULLET = re.compile(r"^(?:[•●◦○▪■□‣⁃∙·►➢✓✔\uf0b7\uf0a7]|[-–—](?=\s))\s*")
_NUMBER = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[-–] ?\d{1,4} ?[-–]", re.I)
_INFO_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
#: How much larger than the body a heading is set.
_HEADING_RATIO = 1.12
#: Lines up to their own height apart make a box, so that a column of open lines is read as one;
#: paragraphs are parted later by what is usual in the file. Words three letters apart are on one
#: line, as in justified text; the space between columns is wider.
_LAYOUT = {"line_margin": 1.0, "char_margin": 3.0}
#: The greatest distance between lines of one heading, in units of its size.
_HEADING_PITCH = 1.45


def read_pdf(original: Original) -> Reading:
    """Read a PDF with a text layer: ruled tables, headings by size, lists by their bullets.

    Raises EncryptedDocumentError when a password is needed to open it.
    """
    check_streams(original)
    try:
        opened = pdfplumber.open(io.BytesIO(original.data), laparams=_LAYOUT)
    except (PdfminerException, PDFPasswordIncorrect) as error:
        if isinstance(error, PDFPasswordIncorrect) or any(
            isinstance(cause, PDFPasswordIncorrect) for cause in error.args
        ):
            raise EncryptedDocumentError(
                f"{original.name} is protected by a password; save it without one and try again"
            ) from error
        raise
    with opened as pdf:
        lines = [line for page in pdf.pages for line in page_lines(page)]
        info = dict(pdf.metadata or {})
    text = join_blocks(_blocks(_without_running(lines)))
    return Reading(text=text, title=_title(info, text), date=_date(info))


def _without_running(lines: list[Line]) -> list[Line]:
    """Drop page numbers, and what stands at the same height of at least three pages."""
    places = Counter(_place(line) for line in lines)
    often = max(3, max((line.page for line in lines), default=0) // 2)
    tops: dict[int, float] = {}
    bottoms: dict[int, float] = {}
    for line in lines:
        tops[line.page] = min(tops.get(line.page, line.top), line.top)
        bottoms[line.page] = max(bottoms.get(line.page, line.bottom), line.bottom)

    def is_running(line: Line) -> bool:
        at_edge = line.top == tops[line.page] or line.bottom == bottoms[line.page]
        is_number = _PAGE_NUMBER.fullmatch(line.text) is not None
        return not line.is_table and (places[_place(line)] >= often or (is_number and at_edge))

    return [line for line in lines if not is_running(line)]


def _place(line: Line) -> tuple[str, int]:
    """Return what a running head has in common on all pages; its page number differs."""
    return re.sub(r"\d+", "#", line.text), round(line.top)


def _blocks(lines: list[Line]) -> Iterator[str]:
    """Yield Markdown blocks: lines that belong together are joined, whatever page they are on."""
    body = _body_size(lines)
    levels = _levels(lines, body)
    pitch = _pitch(lines, body)
    block: list[Line] = []
    for line in lines:
        limit = _HEADING_PITCH if line.size in levels else pitch + 0.25
        if block and (_leaves_item(block, line) or not _continues(block[-1], line, limit=limit)):
            yield _block(block, levels)
            block = []
        block.append(line)
    if block:
        yield _block(block, levels)


def _body_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        if not line.is_table:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def _levels(lines: list[Line], body: float) -> dict[float, int]:
    """Return the heading level of each size that is clearly larger than the body's."""
    large = {line.size for line in lines if not line.is_table and line.size > body * _HEADING_RATIO}
    return {size: min(level, 6) for level, size in enumerate(sorted(large, reverse=True), 1)}


def _pitch(lines: list[Line], body: float) -> float:
    """Return the usual distance from line to line of the body's text, in units of its size."""
    steps = Counter(
        round((line.top - last.top) / body, 1)
        for last, line in pairwise(lines)
        if last.page == line.page and line.size == last.size == body and line.top > last.top
    )
    usual = {step: count for step, count in steps.items() if 0.8 <= step <= 2.2}
    return max(usual, key=lambda step: (usual[step], -step)) if usual else 1.2


def _continues(last: Line, line: Line, *, limit: float) -> bool:
    """Tell whether *line* goes on with the paragraph of *last*."""
    if line.is_table or last.is_table or abs(line.size - last.size) > 0.5:
        return False
    if _BULLET.match(line.text) or _NUMBER.match(line.text) or line.is_bold != last.is_bold:
        return False
    if line.page != last.page or line.top < last.top - line.size:  # next page or column
        return not _ends_sentence(last.text) and line.text[:1].islower()
    return line.top - last.top <= limit * max(line.size, 1.0)


def _leaves_item(block: list[Line], line: Line) -> bool:
    """Tell whether *line* stands further left than the list item that *block* is."""
    return _BULLET.match(block[0].text) is not None and line.left < block[0].left - 2


def _block(block: list[Line], levels: dict[float, int]) -> str:
    first = block[0]
    if first.is_table:
        return first.text
    text = _joined(block)
    if first.size in levels and len(text) < 300:
        return heading(text, level=levels[first.size])
    if _BULLET.match(text):
        return item(_BULLET.sub("", text)) if _BULLET.sub("", text) else ""
    if match := _NUMBER.match(text):
        return item(text[match.end() :], number=int(match[1]))
    return f"**{text}**" if first.is_bold and len(text) < 200 else text


def _joined(block: list[Line]) -> str:
    """Return the lines as one; a word divided at a line's end is made whole."""
    text = ""
    for line in block:
        if re.search(r"[a-z]-$", text) and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += (" " if text else "") + line.text
    return text.replace("\xad ", "").replace("\xad", "")


def _ends_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?", ":", ";", "”", '"'))


def _title(info: dict[str, Any], text: str) -> str | None:
    """Return the title of the info dictionary where the text confirms it, else the heading."""
    said = info.get("Title")
    title = sensible_title(said) if isinstance(said, str) else None
    shown = first_heading(text)
    if title and (shown is None or title.casefold() in one_line(text[:5000]).casefold()):
        return title
    return shown or title


def _date(info: dict[str, Any]) -> str | None:
    stamp = info.get("CreationDate") or info.get("ModDate")
    match = _INFO_DATE.match(stamp) if isinstance(stamp, str) else None
    return iso_date("-".join(part for part in match.groups() if part)) if match else None
