"""Web pages by Beautiful Soup (over lxml) and markdownify, without their furniture."""

from __future__ import annotations

import codecs
import re

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from ingest.errors import EncodingError
from ingest.readers.furniture import main_part, prune
from ingest.readers.markdown import one_line, table, tidy
from ingest.readers.original import Original, Reading
from ingest.readers.page_metadata import page_date, page_publisher, page_title
from ingest.readers.plain import refuse_binary

_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
#: The WHATWG Encoding Standard, section 4.2: these labels mean windows-1252.
_WINDOWS_1252 = frozenset(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"))
_TABLE_PARTS = ("caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_SPACE = re.compile(r"\s+")
_BLOCKS = ("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre")


class _Markdown(MarkdownConverter):
    """Markdown whose sentences read as on the page: without link targets and escapes."""

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write a table from its cells, for Markdown has no spans."""
        caption = el.find("caption")
        title = one_line(caption.get_text(" ")) if caption else ""
        return f"\n\n{title}\n\n{table(_rows(el))}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write terms and their descriptions as paragraphs."""
        return f"\n\n{text}\n\n"

    convert_dd = convert_dt


def read_html(original: Original) -> Reading:
    """Read a web page: its main text with headings, lists and tables, and what it says of itself.

    Raises EncodingError when the page is not in the character set that it, or HTTP, declares.
    """
    # Beautiful Soup warns of XML declarations and of text without tags; both may be pages.
    markup = _XML_DECLARATION.sub("", decode_html(original), count=1)
    soup = BeautifulSoup(f"<!doctype html>{markup}", "lxml")
    title, publisher, date = page_title(soup), page_publisher(soup), page_date(soup)
    body = soup.body or soup
    headline = _headline(body)
    prune(body)
    main = main_part(body)
    _straighten(main)
    converter = _Markdown(
        heading_style="ATX",
        bullets="-",
        convert=None,
        strip=["a", "em", "i", "u", "code", "sub", "sup", "del", "s", "hr"],
        escape_asterisks=False,
        escape_underscores=False,
        newline_style="backslash",
        table_infer_header=True,
    )
    text = tidy(converter.convert_soup(main).replace("\\\n", "\n"))
    if headline and main.find("h1") is None:
        text = f"# {headline}\n\n{text}"
    return Reading(text=text, title=title, publisher=publisher, date=date)


def decode_html(original: Original) -> str:
    """Return the page as text: by byte order mark, HTTP, its own declaration, else UTF-8."""
    data = original.data
    if data.startswith(b"\xef\xbb\xbf"):
        label = "utf-8"
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        label = "utf-16"
    else:
        declared = _DECLARED.search(data[:4096])
        own = (declared[1] or declared[2]).decode("ascii") if declared else "utf-8"
        # A page that can be read declares no UTF-16 in ASCII letters.
        label = original.charset or ("utf-8" if own.lower().startswith("utf-16") else own)
    if b"\x00" in data and label != "utf-16":
        refuse_binary(original.name, data)
    return _decode(original, "windows-1252" if label.lower() in _WINDOWS_1252 else label)


def _decode(original: Original, label: str) -> str:
    try:
        is_text = codecs.lookup(label)._is_text_encoding
    except LookupError:
        is_text = False
    if not is_text:
        raise EncodingError(
            f"{original.name} declares the unknown character set {label!r}; save it as UTF-8"
        )
    try:
        return original.data.decode(label).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{original.name} is not {label.upper()} as it should be: the bytes at offset "
            f"{error.start} do not belong there; declare its character set or save it as UTF-8"
        ) from error


def _headline(body: Tag) -> str:
    """Return the page's only top heading: it often stands in a header outside the text."""
    tops = body.find_all("h1")
    return one_line(tops[0].get_text(" ")) if len(tops) == 1 else ""


def _straighten(main: Tag) -> None:
    """Make the source's line ends spaces, and tables that only place things on the page, blocks."""
    for string in main.find_all(string=True):
        if "\n" in string and string.find_parent("pre") is None:
            string.replace_with(_SPACE.sub(" ", string))
    for link in main.find_all("a"):
        if link.get_text(strip=True) in {"#", "¶", "§"}:
            link.decompose()
    layout = [one for one in main.find_all("table") if _is_layout(one)]
    parts = [
        part
        for one in layout
        for part in one.find_all(_TABLE_PARTS)
        if part.find_parent("table") is one
    ]
    for tag in [*layout, *parts]:
        tag.name = "div"


def _is_layout(element: Tag) -> bool:
    rows = element.find_all("tr")
    return element.find("table") is not None or (
        len(rows) < 2 and element.find(_BLOCKS) is not None
    )


def _rows(element: Tag) -> list[list[str]]:
    """Return the cells of a table; what spans several rows is repeated in each of them."""
    spanning: dict[int, tuple[int, str]] = {}
    rows: list[list[str]] = []
    for row in element.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _fill(cells, spanning)
            text, height = one_line(cell.get_text(" ")), _span(cell, "rowspan")
            for column in range(_span(cell, "colspan")):
                if height > 1:
                    spanning[len(cells)] = (height - 1, "" if column else text)
                cells.append("" if column else text)
        _fill(cells, spanning)
        rows.append(cells)
    return rows


def _fill(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    while (column := len(cells)) in spanning:
        left, text = spanning.pop(column)
        if left > 1:
            spanning[column] = (left - 1, text)
        cells.append(text)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), 64)) if value.isdecimal() and len(value) < 6 else 1
