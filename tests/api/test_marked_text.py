"""Marked text: whatever overlaps, elements nest and no character is lost or doubled."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.pages.marked_text import Marker, Region

TEXT = 'Riga & "Tartu" <b>lead</b> the ring.'
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")


def _quote(start: int, end: int, name: str) -> Region:
    return Region(
        start,
        end,
        opening=Markup('<span id="{}">').format(name),
        again=Markup("<span>"),
        closing=Markup("</span>"),
        after=Markup("<sup>{}</sup>").format(name),
    )


def _mention(start: int, end: int, name: str) -> Region:
    return Region(
        start,
        end,
        opening=Markup('<a id="{}">').format(name),
        again=Markup("<a>"),
        closing=Markup("</a>"),
        after=Markup(),
        inner=True,
    )


def _check(page: str) -> list[str]:
    """Return the ids of *page*, whose elements must nest, and whose links hold no other."""
    stack: list[str] = []
    for closing, name, _ in _TAG.findall(page):
        if closing:
            assert stack.pop() == name
            continue
        assert "a" not in stack, page
        stack.append(name)
    assert stack == []
    return re.findall(r'id="([^"]*)"', page)


def _plain(page: str) -> str:
    return html.unescape(_TAG.sub("", re.sub(r"<sup>.*?</sup>", "", page)))


def test_a_sentence_may_end_within_a_name() -> None:
    page = Marker("Riga lead", [_quote(0, 2, "q"), _mention(0, 4, "m")]).stretch(0, 9)
    assert page == ('<span id="q"><a id="m">Ri</a></span><sup>q</sup><a>ga</a> lead')


def test_one_sentence_may_end_within_another() -> None:
    page = Marker("abcdef", [_quote(0, 4, "p"), _quote(2, 6, "q")]).stretch(0, 6)
    assert page == (
        '<span id="p">ab<span id="q">cd</span></span><sup>p</sup><span>ef</span><sup>q</sup>'
    )


def test_a_region_goes_on_in_the_next_stretch_without_its_id() -> None:
    marker = Marker("abc def", [_quote(1, 6, "q")])
    assert marker.stretch(0, 3) == 'a<span id="q">bc</span>'
    assert marker.stretch(4, 7) == "<span>de</span><sup>q</sup>f"


def test_text_is_escaped() -> None:
    assert "<b>" not in Marker(TEXT, [_quote(3, 18, "q")]).stretch(0, len(TEXT))


_SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(
    st.lists(_SPANS, max_size=8),
    st.lists(st.integers(0, len(TEXT)), max_size=8, unique=True),
    st.integers(0, len(TEXT)),
)
def test_any_regions_nest_and_lose_nothing(
    quotes: list[list[int]], cuts: list[int], middle: int
) -> None:
    edges = sorted(cuts)
    mentions = list(zip(edges[::2], edges[1::2], strict=False))
    regions = [_quote(start, end, f"q{i}") for i, (start, end) in enumerate(quotes)]
    regions += [_mention(*span, f"m{i}") for i, span in enumerate(mentions)]
    marker = Marker(TEXT, regions)
    stretches = [marker.stretch(0, middle), marker.stretch(middle, len(TEXT))]
    assert "".join(map(_plain, stretches)) == TEXT
    ids = [one for stretch in stretches for one in _check(stretch)]
    wanted = [r for r in regions if r.start < r.end]
    assert len(ids) == len(set(ids)) == len(wanted)
    marks = [mark for stretch in stretches for mark in re.findall("<sup>(.*?)</sup>", stretch)]
    assert len(marks) == sum(not region.inner for region in wanted)
