"""PDF files: paragraphs, running heads, divided words, columns."""

from __future__ import annotations

from fpdf import FPDF

from ingest.readers.original import Original
from ingest.readers.pdf import read_pdf
from tests.ingest.document_makers import STAMP, make_pdf


def _pages(*pages: list[str], head: str = "", width: float = 0) -> bytes:
    pdf = FPDF()
    pdf.set_creation_date(STAMP)
    for number, paragraphs in enumerate(pages, 1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        if head:
            pdf.text(20, 10, f"{head} {number}")
        pdf.set_y(30)
        for paragraph in paragraphs:
            pdf.multi_cell(width, 6, text=paragraph, new_x="LMARGIN", new_y="NEXT", align="L")
            pdf.ln(4)
    return bytes(pdf.output())


def _text(data: bytes) -> str:
    return read_pdf(Original("a.pdf", data)).text


def test_page_numbers_and_running_heads_are_left_out() -> None:
    text = _text(_pages(["Riga joined."], ["Porto came."], ["Oslo left."], head="Harbour News"))
    assert text == "Riga joined.\n\nPorto came.\n\nOslo left.\n"
    assert _text(make_pdf()).rstrip().endswith("|")


def test_a_sentence_goes_on_over_the_page() -> None:
    assert "agreed to work together" in _text(_pages(["The cities agreed to"], ["work together."]))


def test_a_word_divided_at_the_end_of_a_line_is_whole() -> None:
    text = _text(_pages(["The cities agreed on coop-\neration in water."]))
    assert text == "The cities agreed on cooperation in water.\n"


def test_two_columns_are_read_one_after_the_other() -> None:
    pdf = FPDF()
    pdf.set_creation_date(STAMP)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for left, city in ((15, "Riga"), (110, "Porto")):
        pdf.set_xy(left, 30)
        pdf.multi_cell(80, 6, text=f"{city} joined the network of harbours. " * 5, align="L")
    text = _text(bytes(pdf.output()))
    assert text.rindex("Riga") < text.index("Porto")


def test_a_made_up_title_gives_way_to_the_heading() -> None:
    reading = read_pdf(Original("a.pdf", make_pdf()))
    assert (reading.title, reading.date) == ("Two cities agree", "2024-03-05")
