"""Real files in every format, made in memory for the tests of the readers."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
from docx.oxml import OxmlElement
from fpdf import FPDF
from pptx import Presentation
from pptx.util import Inches

#: Header and rows of the table in every made file.
CITIES = (("City", "Country", "Since"), ("Riga", "Latvia", "1998"), ("Porto", "Portugal", "2004"))
ITEMS = ("share what they learn about water", "publish open data", "meet every spring")
SENTENCE = "Riga and Porto agreed today to work together on open data and clean water."
STAMP = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)

PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Two cities agree | Harbour News</title>
<meta property="og:title" content="Two cities agree">
<meta property="og:site_name" content="Harbour News">
<meta property="article:published_time" content="2024-03-05T09:30:00Z">
<script>var hidden = "Script text";</script><style>p {{ color: red }}</style></head>
<body>
<header><nav class="navbar"><ul><li><a href="/">Start page</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies on this site.</p></div>
<main><h1>Two cities agree</h1>
<p>{SENTENCE} The <a href="/network">Harbour
Network</a> welcomes it.</p>
<h2>What they will do</h2><ul>{"".join(f"<li>{item}</li>" for item in ITEMS)}</ul>
<table><caption>Members</caption><tr>{"".join(f"<th>{cell}</th>" for cell in CITIES[0])}</tr>
{"".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in CITIES[1:])}</table>
</main>
<aside><h3>Related</h3><p>Another story of the day.</p></aside>
<footer><p>All rights reserved.</p></footer></body></html>
"""


def make_docx(*, sentence: str = SENTENCE) -> bytes:
    """Return a Word document with a title, a heading, a list, numbered steps and a table."""
    document = docx.Document()
    document.core_properties.title = "Two cities agree"
    document.core_properties.created = STAMP
    document.core_properties.modified = STAMP
    document.add_heading("Two cities agree", 1)
    document.add_paragraph(sentence)
    document.add_heading("What they will do", 2)
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("sign the text", style="List Number")
    document.add_paragraph("tell the councils", style="List Number")
    table = document.add_table(rows=len(CITIES), cols=3)
    for row, cells in zip(table.rows, CITIES, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return _saved(document)


def make_reviewed_docx() -> bytes:
    """Return a Word document with an insertion, a deletion, a field and a merged table cell."""
    document = docx.Document()
    paragraph = document.add_paragraph("The cities of ")
    for tag, text_tag, words in (
        ("w:ins", "w:t", "Riga and Porto"),
        ("w:del", "w:delText", "Oslo"),
    ):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" signed the agreement.")
    field, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(document.add_paragraph("A field that the office filled in.")._p)
    field.append(content)
    document.element.body.insert(1, field)
    table = document.add_table(rows=3, cols=2)
    for row, texts in enumerate((("Country", "City"), ("Latvia", "Riga"), ("", "Liepaja"))):
        for column, words in enumerate(texts):
            table.cell(row, column).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    return _saved(document)


def make_pptx() -> bytes:
    """Return a deck with a title slide, bullets of two depths, a table and speaker's notes."""
    deck = Presentation()
    deck.core_properties.title = "PowerPoint Presentation"
    deck.core_properties.created = deck.core_properties.modified = STAMP
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Two cities agree"
    first.placeholders[1].text = SENTENCE
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "What they will do"
    frame = second.placeholders[1].text_frame
    frame.text = ITEMS[0]
    for level, item in enumerate(ITEMS[1:]):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = item, level
    second.notes_slide.notes_text_frame.text = "The mayors will speak after this slide."
    third = deck.slides.add_slide(deck.slide_layouts[5])
    third.shapes.title.text = "Members"
    size = (Inches(1), Inches(2), Inches(8), Inches(2))
    table = third.shapes.add_table(len(CITIES), 3, *size).table
    for row, cells in enumerate(CITIES):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    return _saved(deck)


def make_pdf(*, password: str | None = None, sentence: str = SENTENCE) -> bytes:
    """Return a PDF of two pages: headings, a long paragraph, bullets and a ruled table."""
    pdf = FPDF()
    pdf.set_creation_date(STAMP)
    pdf.set_title("Microsoft Word - draft.docx")
    if password is not None:
        pdf.set_encryption(owner_password="owner", user_password=password)  # noqa: S106  # the file is made here
    pdf.add_page()
    _pdf_text(pdf, "Two cities agree", size=20)
    _pdf_text(pdf, f"{sentence} " + "They have known each other for a long time. " * 6, size=11)
    _pdf_text(pdf, "What they will do", size=15)
    for item in ITEMS:
        _pdf_text(pdf, f"\x95 {item}", size=11)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    with pdf.table() as table:
        for row in CITIES:
            table.row(row)
    pdf.ln(6)
    _pdf_text(pdf, "2", size=9)
    return bytes(pdf.output())


def make_scan() -> bytes:
    """Return a PDF that has a drawing but no text layer."""
    pdf = FPDF()
    pdf.set_creation_date(STAMP)
    pdf.add_page()
    pdf.rect(20, 20, 100, 50)
    return bytes(pdf.output())


def _pdf_text(pdf: FPDF, text: str, *, size: int) -> None:
    pdf.set_font("Helvetica", size=size)
    pdf.multi_cell(0, size / 2, text=text, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(4)


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]  # both libraries save alike, untyped
    return buffer.getvalue()
