"""Blocks of the layouts that statements come in."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import Layout, parse


def _blocks(layout: Layout) -> list[tuple[str, str]]:
    return [(block.kind, layout.block_text(i)) for i, block in enumerate(layout.blocks)]


def test_a_wrapped_paragraph_is_one_block() -> None:
    assert _blocks(parse("The city of Turku\njoined the pact.\n\nSo did Vaasa.")) == [
        ("paragraph", "The city of Turku joined the pact."),
        ("paragraph", "So did Vaasa."),
    ]


def test_a_paragraph_cut_by_a_page_break_is_joined() -> None:
    cut = "The harbour cities of the northern coast met in the town hall and\n\nagreed on a plan."
    assert len(parse(cut).blocks) == 1


def test_headings_in_all_three_styles_nest_by_level() -> None:
    layout = parse("# Pact\n\nMembers\n-------\n\n**Observers:**\n\n- Vaasa\n")
    assert [block.kind for block in layout.blocks] == ["heading", "heading", "heading", "item"]
    assert [layout.block_text(i) for i in layout.headings(3)] == ["Observers:", "Members", "Pact"]


def test_list_items_know_their_lead_in_and_their_parent() -> None:
    layout = parse("The members are:\n\n- Norway\n  - Bergen\n  - Oslo\n- Latvia\n")
    items = [block for block in layout.blocks if block.kind == "item"]
    assert [item.lead_in for item in items] == [0, 0, 0, 0]
    assert [item.parent for item in items] == [None, 1, 1, None]
    assert len({item.group for item in items}) == 1


def test_table_cells_know_row_column_and_header() -> None:
    layout = parse("| City | Country |\n|---|---|\n| Riga | Latvia |\n| Oslo | Norway |\n")
    cells = [
        (layout.block_text(i), block.row, block.column, block.header)
        for i, block in enumerate(layout.blocks)
    ]
    assert cells[2:] == [
        ("Riga", 1, 0, 0),
        ("Latvia", 1, 1, 1),
        ("Oslo", 2, 0, 0),
        ("Norway", 2, 1, 1),
    ]


def test_a_loose_table_inside_a_list_item_loses_markers_and_numbers() -> None:
    layout = parse("- |  |  |\n|---|---|\n| 1. Riga, Latvia | 2. Oslo, Norway |\n")
    assert _blocks(layout) == [("cell", "Riga, Latvia"), ("cell", "Oslo, Norway")]


def test_slide_markers_and_rules_are_no_text() -> None:
    assert _blocks(parse("[Slide 4]\n\nGood morning.\n\n---\n\n[Slide 5-1]\n")) == [
        ("paragraph", "Good morning.")
    ]


def test_front_matter_is_no_text() -> None:
    assert _blocks(parse("---\ntitle: Pact\ndate: 2020-01-01\n---\n\nHello.\n")) == [
        ("paragraph", "Hello.")
    ]


def test_lines_of_labels_stand_for_themselves() -> None:
    layout = parse("Location: Turku, Finland\nDate: 4 May 2021\nOrganiser: Port Union")
    assert [kind for kind, _ in _blocks(layout)] == ["item", "item", "item"]


@given(st.text(alphabet="ab .|-#*>1\n[]:`", max_size=120))
def test_any_text_is_cut_into_blocks_that_map_back(source: str) -> None:
    layout = parse(source)
    assert len(layout.offsets) == len(layout.text)
    assert " ".join(layout.block_text(i) for i in range(len(layout.blocks))) == layout.text
    for block in layout.blocks:
        start, end = layout.source_span(block.start, block.end)
        assert 0 <= start < end <= len(source)


def test_every_character_of_real_documents_is_found_in_the_source(shared: Path) -> None:
    for path in sorted([*shared.glob("seeds/*.txt"), *shared.glob("gold/dev/*.txt")]):
        source = path.read_text(encoding="utf-8")
        layout = parse(source)
        for character, offset in zip(layout.text, layout.offsets, strict=True):
            assert character == " " or source[offset] == character


def test_numbered_paragraphs_of_a_speech_are_paragraphs() -> None:
    speech = "1. Good morning to all. We are glad to be here.\n\n2. Turku has a quay. It is long.\n"
    assert [kind for kind, _ in _blocks(parse(speech))] == ["paragraph", "paragraph"]


def test_numbered_entries_with_a_name_set_off_are_items() -> None:
    entries = "1. **Turku** Its quay is long. It has a bell.\n2. Vaasa – a boat. It sails.\n"
    assert [kind for kind, _ in _blocks(parse(entries))] == ["item", "item"]


def test_lines_with_the_same_tabs_are_rows_under_their_column_names() -> None:
    layout = parse("City\tCountry\nRiga\tLatvia\nOslo\tNorway\n")
    cells = [(layout.block_text(i), b.row, b.header) for i, b in enumerate(layout.blocks)]
    assert cells[:4] == [("City", 0, None), ("Country", 0, None), ("Riga", 1, 0), ("Latvia", 1, 1)]


def test_a_first_row_of_column_names_needs_no_line_below() -> None:
    layout = parse("| City | Country |\n| Riga | Latvia |\n")
    assert [block.header for block in layout.blocks] == [None, None, 0, 1]
    assert all(b.header is None for b in parse("| Riga | Latvia |\n| Oslo | Norway |\n").blocks)
