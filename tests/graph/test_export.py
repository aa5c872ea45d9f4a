"""The export is canonical: every quad once, in code point order, as the standard spells it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Dataset, RdfFormat, parse

from graph import export
from graph.ntriples import text, triple
from graph.reader import Reader
from graph.store import Store


def test_lines_are_sorted_and_distinct(reader: Reader) -> None:
    lines = b"".join(reader.export()).splitlines()
    assert lines == sorted(set(lines))


def test_chunks_end_with_whole_lines(reader: Reader) -> None:
    assert all(chunk.endswith(b" .\n") for chunk in reader.export())


def test_it_is_read_back_as_the_same_dataset(reader: Reader) -> None:
    exported = b"".join(reader.export())
    assert Dataset(parse(exported, format=RdfFormat.N_QUADS)) == Dataset(reader.quads())
    assert b"_:" not in b"".join(line.split(b'"')[0] for line in exported.splitlines())


def test_large_stores_are_sorted_in_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path / "store")
    lines = {triple("urn:s", f"urn:p{number % 7}", text(str(number))) for number in range(5_000)}
    store.apply({}, {None: lines})
    whole = b"".join(export.sorted_lines(store))
    monkeypatch.setattr(export, "_RUN", 64)
    assert b"".join(export.sorted_lines(store)) == whole
    assert whole == "".join(f"{line}\n" for line in sorted(lines)).encode()


def test_an_empty_store_exports_nothing(tmp_path: Path) -> None:
    assert list(export.sorted_lines(Store.open(tmp_path / "store"))) == []
