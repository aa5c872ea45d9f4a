"""What ``docs/scale.md`` shows is what the figures give."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.benchmarks.scale import FILE, SIZES, a_day, machines, outlook, read_figures, report
from tests.documentation import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text()


def test_the_page_shows_what_the_script_prints() -> None:
    found = re.search(r"^\$ python -m tests\.benchmarks\.scale\n(.*?)^```", PAGE, re.M | re.S)
    assert found is not None
    assert found[1].splitlines() == [line.rstrip() for line in report(read_figures(), SIZES)]


def test_twice_the_speed_is_half_the_days_and_machines() -> None:
    figures = read_figures(FILE)
    faster = replace(figures, words_a_second=2 * figures.words_a_second)
    assert outlook(faster, 10**6).reading_days * 2 == outlook(figures, 10**6).reading_days
    assert a_day(faster, 2) == 2 * a_day(figures, 2)
    assert machines(faster, 10**8, 30) <= machines(figures, 10**8, 30)


def test_more_documents_never_take_less() -> None:
    small, large = outlook(read_figures(), 10**5), outlook(read_figures(), 10**7)
    for field in ("quads", "build_hours", "commit", "graph_disk", "other_disk", "writer_memory"):
        assert getattr(large, field) >= getattr(small, field) > 0
