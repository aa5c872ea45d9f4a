"""Every source has one key, and a command line names each source once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import read
from ingest.errors import MissingSourceError, SourceKeyError
from ingest.sources import canonical_url, discover, source_key


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:8443/a/", "https://example.org:8443/a/"),
        ("https://example.org/a/./b/../c/..", "https://example.org/a/"),
        ("https://example.org/%7Eriga/%c3%a9#part", "https://example.org/~riga/%C3%A9"),
        ("https://example.org/a/%2e%2e/b", "https://example.org/b"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/?utm_source=x&b=2&a=1&fbclid=y", "https://example.org/?b=2&a=1"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    ],
)
def test_a_url_has_one_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@given(st.text(max_size=30))
def test_the_canonical_form_of_any_url_is_its_own(rest: str) -> None:
    try:
        canonical = canonical_url(f"http://example.org/{rest}")
    except SourceKeyError:
        return
    assert canonical_url(canonical) == canonical


def test_a_path_is_known_in_posix_form_below_its_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert source_key("a/../b/c.md", root=Path()) == "b/c.md"
    assert source_key(tmp_path / "b" / "c.md", root=tmp_path / "b") == "c.md"
    assert source_key("../c.md", root=Path()) == "../c.md"


def test_a_folder_gives_its_documents_sorted_and_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.txt", "a/y.PDF", ".hidden.txt", ".git/c.txt", "d.csv", "~$e.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Riga")
    found = discover([tmp_path], root=tmp_path)
    assert found == [tmp_path / "a/y.PDF", tmp_path / "a/z.txt", tmp_path / "b.md"]


def test_what_is_named_is_tried_whatever_it_is_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.md", ".hidden", "d.csv"):
        (tmp_path / name).write_text("Riga")
    named: list[str | Path] = [
        "d.csv",
        tmp_path,
        ".hidden",
        "./b.md",
        "http://A.org/#x",
        "http://a.org",
        "none.txt",
    ]
    assert discover(named, root=tmp_path) == [
        Path("d.csv"),
        tmp_path / "b.md",
        Path(".hidden"),
        "http://A.org/#x",
        Path("none.txt"),
    ]


def test_a_folder_without_documents_is_reported_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("Riga")
    (source,) = discover([tmp_path], root=tmp_path)
    with pytest.raises(MissingSourceError, match=r"holds no file ending in"):
        read(source, root=tmp_path)


def test_a_link_to_its_own_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Riga")
    os.symlink(tmp_path, tmp_path / "again")
    assert discover([tmp_path], root=tmp_path) == [tmp_path / "a.txt"]


@pytest.mark.parametrize("text", ["www.example.org", "javascript:alert(1)", "not a url"])
def test_what_is_no_address_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(SourceKeyError, match="URL"):
        canonical_url(text)
