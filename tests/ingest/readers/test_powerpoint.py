"""PowerPoint decks: bullets, notes, titles a program made up."""

from __future__ import annotations

from ingest.readers.original import Original
from ingest.readers.powerpoint import read_powerpoint
from tests.ingest.document_makers import make_pptx


def test_a_deck_keeps_depth_of_bullets_and_its_notes() -> None:
    reading = read_powerpoint(Original("a.pptx", make_pptx()))
    assert "- publish open data\n    - meet every spring\n" in reading.text
    assert "\nThe mayors will speak after this slide.\n" in reading.text
    assert reading.title == "Two cities agree"
