"""PowerPoint decks (Office Open XML, ISO/IEC 29500) by python-pptx."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from ingest.readers.markdown import heading, item, join_blocks, one_line, table
from ingest.readers.office import check_package, core_date, sensible_title
from ingest.readers.original import Original, Reading

_TITLES = frozenset(
    (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
)
#: Placeholders whose text stands on every slide, or is a number.
_FURNITURE = frozenset(
    (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER)
)
#: Placeholders that the slide's layout gives bullets.
_BULLETED = frozenset((PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read_powerpoint(original: Original) -> Reading:
    """Read a .pptx: each slide's title, bullets, text, tables and speaker's notes, in order."""
    check_package(original, required="ppt/")
    deck = Presentation(io.BytesIO(original.data))
    slides = [slide for slide in deck.slides if slide._element.get("show") != "0"]
    text = join_blocks(
        block for slide in slides for block in _slide(slide, first=slide is slides[0])
    )
    properties = deck.core_properties
    first = next((title for title in map(_title, slides) if title), None)
    return Reading(
        text=text,
        title=sensible_title(properties.title) or first,
        date=core_date(properties),
    )


def _slide(slide: Any, *, first: bool) -> Iterator[str]:
    title = _title(slide)
    if title:
        yield heading(title, level=1 if first else 2)
    for shape in _reading_order(slide.shapes):
        yield from _shape(shape)
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if notes is not None:
        for paragraph in notes.paragraphs:
            yield _words(paragraph)


def _title(slide: Any) -> str:
    for shape in slide.shapes:
        if shape.is_placeholder and shape.placeholder_format.type in _TITLES:
            return one_line(shape.text_frame.text)
    return ""


def _reading_order(shapes: Iterable[Any]) -> list[Any]:
    """Return *shapes* from top to bottom, then left to right; groups are taken apart."""
    flat = [part for shape in shapes for part in _parts(shape)]
    return sorted(flat, key=lambda shape: (shape.top or 0, shape.left or 0))


def _parts(shape: Any) -> Iterator[Any]:
    members = getattr(shape, "shapes", None)
    if members is None:
        yield shape
    else:
        for member in members:
            yield from _parts(member)


def _shape(shape: Any) -> Iterator[str]:
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind in _TITLES or kind in _FURNITURE:
        return
    if getattr(shape, "has_table", False) and shape.has_table:
        yield table([[cell.text for cell in row.cells] for row in shape.table.rows])
    elif shape.has_text_frame:
        yield from _paragraphs(shape.text_frame, bulleted=kind in _BULLETED)


def _paragraphs(frame: Any, *, bulleted: bool) -> Iterator[str]:
    """Yield list items where PowerPoint shows bullets, else paragraphs."""
    number = 0
    for paragraph in frame.paragraphs:
        words = _words(paragraph)
        mark = _mark(paragraph, bulleted=bulleted)
        number = number + 1 if mark == "buAutoNum" and words else 0
        if not words or not mark:
            yield words
        else:
            yield item(words, depth=paragraph.level, number=number or None)


def _mark(paragraph: Any, *, bulleted: bool) -> str:
    properties = paragraph._p.pPr
    own = {} if properties is None else {child.tag.removeprefix(_DRAWING) for child in properties}
    if "buNone" in own:
        return ""
    if "buAutoNum" in own:
        return "buAutoNum"
    return "buChar" if bulleted or "buChar" in own else ""


def _words(paragraph: Any) -> str:
    return one_line(paragraph.text.replace("\v", " "))
