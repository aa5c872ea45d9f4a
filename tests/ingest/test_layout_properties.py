"""Whatever the text, its blocks stand in order and every character leads back to the source."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import Layout, parse

#: Lines in the styles of statements, and lines that only look like them.
_LINES = st.sampled_from(
    [
        "# Pact",
        "Members",
        "-------",
        "**Turku**",
        "- Vaasa, Finland",
        "  - Riga",
        "1. Oslo",
        "| City | Country |",
        "|---|---|",
        "| 1. Riga | Latvia |",
        "Riga\tLatvia",
        "> quoted [link](http://x.example/a_(b)) here",
        "[Slide 3]",
        "<!-- a comment",
        "-->",
        "",
        "A long line of words that a page break has cut in two before its end and",
        "goes on below.",
        "Place: Turku",
        "\u202eabc\u200b\ufeff",
        "```",
    ]
)
_DOCUMENTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="aB .|-#*>1\n\t[]()`<!_\\:\u200b\u202e\x00é", max_size=200),
    st.lists(_LINES, max_size=25).map("\n".join),
)


@given(_DOCUMENTS)
def test_every_character_of_a_block_is_the_one_it_maps_to(source: str) -> None:
    layout = parse(source)
    assert len(layout.offsets) == len(layout.text)
    for character, offset in zip(layout.text, layout.offsets, strict=True):
        assert 0 <= offset < len(source)
        assert source[offset] == character or character == " "


@given(_DOCUMENTS)
def test_offsets_only_grow(source: str) -> None:
    offsets = parse(source).offsets
    assert list(offsets) == sorted(set(offsets))


@given(_DOCUMENTS)
def test_blocks_stand_in_order_and_never_overlap(source: str) -> None:
    layout = parse(source)
    end = -1
    for index, block in enumerate(layout.blocks):
        assert block.start == end + 1
        assert block.end > block.start
        assert not layout.block_text(index)[0].isspace()
        end = block.end
    assert end == (len(layout.text) if layout.blocks else -1)


@given(_DOCUMENTS)
def test_what_a_block_hangs_on_stands_before_it(source: str) -> None:
    layout = parse(source)
    for index, block in enumerate(layout.blocks):
        for other in (block.heading, block.lead_in, block.parent, block.header):
            assert other is None or 0 <= other < index
        assert block.heading is None or layout.blocks[block.heading].kind == "heading"


@given(_DOCUMENTS)
def test_the_same_text_is_cut_the_same_way(source: str) -> None:
    assert parse(source) == parse(source)


@given(_DOCUMENTS)
def test_a_plain_offset_is_found_again_through_its_source(source: str) -> None:
    layout = parse(source)
    for index, block in enumerate(layout.blocks):
        start, _ = layout.source_span(block.start, block.end)
        assert layout.plain_offset(start) == block.start
        assert layout.block_at(block.start) == index


_TABLE = "| City | Since |\n|---|---|\n" + "".join(f"| Town {i} | 1990 |\n" for i in range(5000))
_LONG: dict[str, str] = {
    "a table of ten thousand cells": _TABLE,
    "a hundred thousand items": "".join(f"- Town {i}\n" for i in range(100_000)),
    "one line of a million characters": "the towns of the coast. " * 42_000,
    "a thousand levels of lists": "".join(" " * i + "- town\n" for i in range(1000)),
    "opening brackets": "[" * 300_000,
    "links that never close": "[a](" * 100_000,
    "pictures that never close": "![" * 150_000,
    "comments that never close": "<!-- " * 60_000,
    "accents and addresses": "`a <" * 80_000,
    "stars": "*a " * 100_000,
    "hyphens before a word": "-" * 300_000 + "|x",
    "white space before a word": "# a" + " " * 300_000 + "x",
    "front matter that never ends": "---\n" + "\n" * 200_000,
    "paragraphs that go on": "\n\n".join(
        ["words that go on and on without any end of a sort"] * 900
    ),
    "marks of direction": "\u202e\u200b\u2066" * 100_000,
}


@pytest.mark.parametrize("source", _LONG.values(), ids=list(_LONG))
def test_long_texts_are_cut_in_seconds(source: str) -> None:
    started = time.process_time()
    layout: Layout = parse(source)
    assert time.process_time() - started < 10
    assert len(layout.offsets) == len(layout.text)
