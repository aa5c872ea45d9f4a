"""Word documents (Office Open XML, ISO/IEC 29500) by python-docx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn

from ingest.readers.markdown import first_heading, heading, item, join_blocks, one_line, table
from ingest.readers.office import check_package, core_date, sensible_title
from ingest.readers.original import Original, Reading

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_HEADING = re.compile(r"(?:heading|título|überschrift) (\d)", re.IGNORECASE)
#: Wrappers whose content counts as if they were not there: fields to fill in, kept insertions.
_TRANSPARENT = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins")))
#: What a reader of the page does not see, and the copy of a text box for old programs.
_HIDDEN = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_word(original: Original) -> Reading:
    """Read a .docx: headings, paragraphs, lists, tables and text boxes, in order."""
    check_package(original, required="word/")
    document = docx.Document(io.BytesIO(original.data))
    styles = _Styles(document)
    text = join_blocks(_blocks(document.element.body, styles))
    properties = document.core_properties
    return Reading(
        text=text,
        title=sensible_title(properties.title) or first_heading(text),
        date=core_date(properties),
    )


class _Styles:
    """What each paragraph style, and each numbering, makes of a paragraph."""

    def __init__(self, document: WordDocument) -> None:
        self.names: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.numbered: dict[str, Any] = {}
        for style in document.styles.element.findall(qn("w:style")):
            key = style.get(qn("w:styleId"), "")
            self.names[key] = _value(style, "w:name")
            self.parents[key] = _value(style, "w:basedOn")
            self.numbered[key] = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        self.formats = _number_formats(document)

    def lineage(self, key: str) -> list[str]:
        """Return the style *key* and those it is based on, nearest first."""
        found: list[str] = []
        while key in self.names and key not in found:
            found.append(key)
            key = self.parents[key]
        return found


def _number_formats(document: WordDocument) -> dict[tuple[str, str], str]:
    """Return the format (bullet, decimal, ...) of each numbering id and level."""
    part = next(
        (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")),
        None,
    )
    root = getattr(part, "element", None)
    if root is None:
        return {}
    levels = {
        abstract.get(qn("w:abstractNumId")): {
            level.get(qn("w:ilvl"), "0"): _value(level, "w:numFmt")
            for level in abstract.findall(qn("w:lvl"))
        }
        for abstract in root.findall(qn("w:abstractNum"))
    }
    return {
        (number.get(qn("w:numId"), ""), level): form
        for number in root.findall(qn("w:num"))
        for level, form in levels.get(_value(number, "w:abstractNumId"), {}).items()
    }


def _blocks(parent: Any, styles: _Styles) -> Iterator[str]:
    count: dict[int, int] = {}
    for element in _flat(parent):
        if element.tag == qn("w:tbl"):
            yield table(_rows(element))
        elif element.tag == qn("w:p"):
            yield _paragraph(element, styles, count)
            for box in _boxes(element):
                yield from _blocks(box, styles)


def _flat(parent: Any) -> Iterator[Any]:
    for element in parent:
        if element.tag in _TRANSPARENT:
            yield from _flat(element)
        else:
            yield element


def _paragraph(element: Any, styles: _Styles, count: dict[int, int]) -> str:
    text = one_line(_text(element))
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    lineage = styles.lineage("" if style is None else style.get(qn("w:val"), ""))
    level = _heading_level(element, lineage, styles)
    if not text:
        return ""
    if level:
        count.clear()
        return heading(text, level=level)
    listed = _list_level(element, lineage, styles)
    if listed is None:
        count.clear()
        return text
    depth, numbered = listed
    for other in [d for d in count if d > depth or (d == depth and not numbered)]:
        del count[other]
    if not numbered:
        return item(text, depth=depth)
    count[depth] = count.get(depth, 0) + 1
    return item(text, depth=depth, number=count[depth])


def _heading_level(element: Any, lineage: list[str], styles: _Styles) -> int:
    for key in lineage:
        if styles.names[key].lower() == "title":
            return 1
        if match := _HEADING.fullmatch(styles.names[key]):
            return int(match[1])
    outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = "9" if outline is None else outline.get(qn("w:val"), "9")
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _list_level(element: Any, lineage: list[str], styles: _Styles) -> tuple[int, bool] | None:
    """Return how deep a list item is nested and whether it is numbered; None if it is none."""
    own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    numbering = [own, *(styles.numbered[key] for key in lineage)]
    for properties in (one for one in numbering if one is not None):
        number, level = _value(properties, "w:numId"), _value(properties, "w:ilvl") or "0"
        if number == "0":  # an explicit "not in a list"
            return None
        if number:
            form = styles.formats.get((number, level), "bullet")
            return (int(level) if level.isdigit() else 0), form not in {"bullet", "none"}
    name = next(
        (styles.names[k].lower() for k in lineage if styles.names[k].startswith("List")), ""
    )
    return (0, name.startswith("list number")) if name.startswith(("list b", "list n")) else None


def _rows(element: Any) -> Iterator[list[str]]:
    """Yield the rows of a table; a cell merged downwards is repeated in each row it spans."""
    above: dict[int, str] = {}
    for row in (one for one in _flat(element) if one.tag == qn("w:tr")):
        cells: list[str] = []
        for cell in (one for one in _flat(row) if one.tag == qn("w:tc")):
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            text = one_line(" ".join(_text(p) for p in cell.iter(qn("w:p"))))
            if merge is not None and merge.get(qn("w:val")) != "restart":
                text = above.get(len(cells), text)
            above[len(cells)] = text
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            width = "1" if span is None else span.get(qn("w:val"), "1")
            cells += [text] + [""] * (min(int(width), 64) - 1 if width.isdigit() else 0)
        yield cells


def _text(element: Any) -> str:
    """Return the words of a paragraph; those in its text boxes come after it."""
    words = ""
    for child in element:
        if child.tag == qn("w:t"):
            words += child.text or ""
        elif child.tag in _BREAKS:
            words += _BREAKS[child.tag]
        elif child.tag not in _HIDDEN and child.tag != qn("w:txbxContent"):
            words += _text(child)
    return words


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag not in _HIDDEN:
            yield from _boxes(child)


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    value: str = "" if child is None else child.get(qn("w:val"), "")
    return value
