"""Inline markup goes, the characters stay, and each knows its place in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.inline import plain


def _text(source: str) -> str:
    return plain(source, [(0, len(source))]).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the **Baltic** network", "the Baltic network"),
        ("*Riga* and __Oslo__", "Riga and Oslo"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("see [the charter](https://example.org/a_b) now", "see the charter now"),
        ("![logo](logo.png) Harbour Pact", "Harbour Pact"),
        ("`Turku <https://turku.example>`__", "Turku"),
        ("write to <https://example.org>", "write to"),
        ("two\nlines   and\ttabs", "two lines and tabs"),
        ("a <b>bold</b> city<br/>", "a bold city"),
        ("5 \\* 3", "5 * 3"),
        ("[**Ports** of call][1]", "Ports of call"),
    ],
)
def test_markup_is_dropped_and_words_are_kept(source: str, expected: str) -> None:
    assert _text(source) == expected


@given(st.text(alphabet="ab *_[]()<>`\n\\|é", max_size=60))
def test_every_character_maps_to_itself_or_to_white_space(source: str) -> None:
    mapped = plain(source, [(0, len(source))])
    assert len(mapped.text) == len(mapped.offsets)
    assert list(mapped.offsets) == sorted(set(mapped.offsets))
    for character, offset in zip(mapped.text, mapped.offsets, strict=True):
        assert source[offset] == character or (character == " " and source[offset].isspace())
