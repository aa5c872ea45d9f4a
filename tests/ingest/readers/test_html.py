"""Web pages are read without their furniture, and without loss of what they say."""

from __future__ import annotations

import pytest

from ingest.readers.html import read_html
from ingest.readers.original import Original, Reading
from tests.ingest.document_makers import PAGE

LINKED_DATA = """<script type="application/ld+json">{"@graph": [
{"@type": "Organization", "name": "X"},
{"@type": "NewsArticle", "headline": "Two cities", "datePublished": "2024-03-05",
 "publisher": {"@type": "Organization", "name": "Harbour Office"}}]}</script>"""


def _read(markup: str, charset: str | None = None) -> Reading:
    return read_html(Original("page.html", markup.encode(), charset))


def test_the_furniture_of_a_page_is_left_out() -> None:
    text = _read(PAGE).text
    for furniture in ("Start page", "cookies", "Another story", "All rights", "Script", "color"):
        assert furniture not in text


@pytest.mark.parametrize("main", ["article", "div class='page has-sidebar'", "div role='main'"])
def test_the_text_is_found_in_pages_of_other_builds(main: str) -> None:
    markup = PAGE.replace("<main>", f"<{main}>").replace("</main>", f"</{main.split()[0]}>")
    assert _read(markup).text == _read(PAGE).text


def test_a_headline_above_the_text_is_kept() -> None:
    text = _read("<header><h1>Two cities</h1></header><main><p>They met in Riga.</p></main>").text
    assert text == "# Two cities\n\nThey met in Riga.\n"


def test_a_menu_that_is_nearly_the_whole_page_is_its_text() -> None:
    markup = "<div id='menu'><ul><li>Riga</li><li>Porto</li></ul></div><p>Members</p>"
    assert "- Riga\n- Porto" in _read(markup).text


def test_a_cell_that_spans_rows_is_repeated_and_one_that_spans_columns_is_not() -> None:
    markup = (
        "<table><tr><th>Country</th><th>City</th><th>Since</th></tr>"
        "<tr><td rowspan=2>Latvia</td><td>Riga</td><td>1998</td></tr>"
        "<tr><td colspan=2>Liepaja | Ventspils</td></tr></table>"
    )
    assert _read(markup).text.splitlines()[2:] == [
        "| Latvia | Riga | 1998 |",
        "| Latvia | Liepaja \\| Ventspils |  |",
    ]


def test_a_table_that_only_places_things_is_no_table() -> None:
    markup = "<table><tr><td><p>Riga joined.</p></td><td><p>Porto came later.</p></td></tr></table>"
    assert _read(markup).text == "Riga joined.\n\nPorto came later.\n"


def test_sentences_keep_no_markup_of_links_and_line_ends() -> None:
    markup = "<p>The <a href='/r'>city\nof <em>Riga</em></a> joined_in 2 * 3.<br>It is glad.</p>"
    assert _read(markup).text == "The city of Riga joined_in 2 * 3.\nIt is glad.\n"


def test_lists_keep_their_nesting_and_numbers() -> None:
    markup = "<ol><li>First<ul><li>Riga</li></ul></li><li>Second</li></ol>"
    assert _read(markup).text.splitlines() == ["1. First", "   - Riga", "2. Second"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            LINKED_DATA,
            ("Two cities", "Harbour Office", "2024-03-05"),
        ),
        (
            (
                "<title>Two cities</title><meta name='DC.publisher' content='Harbour Office'>"
                "<meta name='DC.date' content='2024-03'>"
            ),
            ("Two cities", "Harbour Office", "2024-03"),
        ),
        ("<script type='application/ld+json'>{broken</script>", (None, None, None)),
        ("<meta name=date content='Tuesday'>", (None, None, None)),
    ],
)
def test_a_page_tells_title_publisher_and_date(
    head: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    reading = _read(f"<html><head>{head}</head><body><p>Riga joined.</p></body></html>")
    assert (reading.title, reading.publisher, reading.date) == expected


def test_the_first_marked_time_is_the_date_of_a_page_that_tells_no_other() -> None:
    markup = "<h1>Two <b>cities</b></h1><time datetime='2024-03-05T09:00'>Tuesday</time><p>Riga</p>"
    reading = _read(markup)
    assert (reading.title, reading.date) == ("Two cities", "2024-03-05")


def test_xhtml_with_its_declaration_is_read() -> None:
    markup = (
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'>"
        "<body><p>Riga joined.</p></body></html>"
    )
    assert _read(markup).text == "Riga joined.\n"
