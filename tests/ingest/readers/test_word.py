"""Word documents: what reviewers changed, fields, merged cells, numbering."""

from __future__ import annotations

from ingest.readers.original import Original
from ingest.readers.word import read_word
from tests.ingest.document_makers import make_docx, make_reviewed_docx


def test_insertions_and_fields_are_text_and_deletions_are_not() -> None:
    text = read_word(Original("a.docx", make_reviewed_docx())).text
    assert "The cities of Riga and Porto signed the agreement." in text
    assert "A field that the office filled in." in text
    assert "Oslo" not in text


def test_a_cell_merged_downwards_is_repeated() -> None:
    text = read_word(Original("a.docx", make_reviewed_docx())).text
    assert "| Latvia | Riga |\n| Latvia | Liepaja |" in text


def test_numbered_items_count_apart_from_bullets() -> None:
    text = read_word(Original("a.docx", make_docx())).text
    assert "- meet every spring\n1. sign the text\n2. tell the councils" in text


def test_the_date_of_a_template_is_no_date() -> None:
    assert read_word(Original("a.docx", make_reviewed_docx())).date is None
