"""Excel workbooks, read back by a reader that is not ours."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from pyoxigraph import Literal, NamedNode

from api.workbooks import Cell, Sheet, write_workbook
from ontology.namespaces import PREFIXES

from .server import ROOT

XSD = PREFIXES["xsd"]


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + name))


def written(*rows: Sequence[Cell]) -> bytes:
    output = io.BytesIO()
    write_workbook(output, [Sheet("One", ["a", "b"], rows)])
    return output.getvalue()


def read(content: bytes, name: str = "One") -> list[list[Any]]:
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name(name)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)][1:]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (NamedNode("http://ex.org/a"), "http://ex.org/a"),
        (Literal("Riga", language="lv"), "Riga"),
        (typed("12", "integer"), 12.0),
        (typed("1998", "gYear"), 1998.0),
        (typed("-0.25", "decimal"), -0.25),
        (typed("1e3", "double"), 1000.0),
        (typed("INF", "double"), "INF"),
        (typed("123456789012345678", "integer"), "123456789012345678"),
        (typed("0.1234567890123456789", "decimal"), "0.1234567890123456789"),
        (typed("2026-05-04", "date"), date(2026, 5, 4)),
        (typed("1899-05-04", "date"), "1899-05-04"),
        (typed("2026-05-04T10:11:12", "dateTime"), datetime(2026, 5, 4, 10, 11, 12)),
        (typed("2026-05-04T10:11:12Z", "dateTime"), "2026-05-04T10:11:12Z"),
        (typed("nonsense", "date"), "nonsense"),
        (typed("true", "boolean"), True),
        ("007", "007"),
        (None, ""),
    ],
)
def test_a_cell_holds_what_the_term_is(cell: Cell, value: object) -> None:
    ((found, last),) = read(written([cell, "x"]))
    assert (found, type(found), last) == (value, type(value), "x")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "{=1}", "https://ex.org", "\t=1", "1e5"],
)
def test_a_text_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    content = written([text, Literal(text)])
    assert read(content) == [[text, text]]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet


def test_a_long_text_is_cut_and_says_so() -> None:
    for text in ("x" * 40_000, "🏙" * 20_000):
        ((found, _),) = read(written([text, None]))
        assert isinstance(found, str)
        assert len(found.encode("utf-16-le")) // 2 <= 32_767
        assert found.endswith(
            f"[cut here: {len(text)} characters in all, more than a cell of Excel can hold]"
        )
    ((whole, _),) = read(written(["y" * 32_767, None]))
    assert whole == "y" * 32_767


def test_what_xml_cannot_hold_does_not_break_the_book() -> None:
    ((found, _),) = read(written(["a\x00b\uffff<&>\x1b", None]))
    assert "a" in str(found)
    assert "<&>" in str(found)


def test_rows_beyond_those_of_a_sheet_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.workbooks._ROWS", 4)  # a million rows take a minute
    content = written(*((number, "x") for number in range(7)))
    assert [len(read(content, name)) for name in ("One", "One (2)", "One (3)")] == [3, 3, 1]
    assert read(content, "One (3)") == [[6.0, "x"]]


def test_a_book_without_rows_has_its_headings_and_the_same_bytes() -> None:
    assert written() == written()
    assert read(written()) == []


def test_the_terminal_writes_the_same_workbook(sample_store: Path) -> None:
    words = ("members-of-network", "network=Baltic Sea League", "--format", "xlsx", "--limit", "1")
    asked = subprocess.run(
        [sys.executable, "-W", "error", "-m", "api.cli", "ask", *words, "--store", sample_store],
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={"PATH": os.defpath},
    )
    assert (asked.returncode, asked.stderr) == (0, b"")
    assert [row[1] for row in read(asked.stdout, "Answer")] == ["Riga"]
    about = {row[0]: row[1] for row in read(asked.stdout, "About")}
    assert about["rows"] == "rows 1 to 1, and more follow: 1 is asked"
    assert about["address"] == (
        "hansa ask members-of-network network='Baltic Sea League' --limit 1"
    )
