"""Documents that are looked at before: as the command line shows them, and nothing stored."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from base64 import b64encode
from pathlib import Path

import httpx

from tests.api.lines import defends
from tests.api.problem import assert_problem
from tests.api.server import ROOT

from .sending import KEEPER, hansa, keys


def look(client: httpx.Client, name: str, data: bytes, **headers: str) -> httpx.Response:
    files = {"file": (name, data)}
    return client.post("/documents/preview", files=files, headers={**KEEPER, **headers})


def test_a_preview_is_what_the_command_line_shows_and_stores_nothing(
    keeper: httpx.Client, store: Path, tmp_path: Path
) -> None:
    sample = ROOT / "ingest" / "samples" / "communique-african-lake-cities.md"
    before = keys(store), keeper.get("/documents").json()["generation"]
    shown = look(keeper, "press/lakes.md", sample.read_bytes()).raise_for_status().json()
    source = shown.pop("source")
    assert source["key"] == "press/lakes.md"
    assert source["title"]
    assert source["mediaType"] == "text/markdown"
    (tmp_path / "press").mkdir()
    shutil.copy(sample, tmp_path / "press" / "lakes.md")
    line = hansa(tmp_path, "extract", "press/lakes.md", "--explain", "--format", "json")
    assert shown == json.loads(line)
    assert shown["facts"]
    page = look(keeper, "press/lakes.md", sample.read_bytes(), Accept="text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (
        page.text.encode()
        == hansa(tmp_path, "extract", "press/lakes.md", "--format", "html").encode()
    )
    assert (keys(store), keeper.get("/documents").json()["generation"]) == before


@defends("script")
def test_the_page_of_a_preview_may_show_its_own_style_and_nothing_else(
    keeper: httpx.Client,
) -> None:
    text = b"# <script>alert(1)</script>\n\nRiga is a member of the <img src=x> Network.\n"
    page = look(keeper, "script.md", text, Accept="text/html")
    policy = page.headers["content-security-policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", page.text, re.S)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>alert" not in page.text
    assert "<img" not in page.text


def test_a_preview_says_why_a_document_cannot_be_read(keeper: httpx.Client) -> None:
    problem = assert_problem(look(keeper, "b.pdf", b"%PDF-1.7 nothing"), 422, "document")
    assert str(problem["detail"]).startswith("b.pdf is damaged")
    german = "Die Stadt Riga ist seit vielen Jahren Mitglied eines Netzwerks von Hafenstädten. " * 5
    problem = assert_problem(look(keeper, "d.md", german.encode()), 422, "document")
    assert "another language" in str(problem["detail"])
    form = [("file", ("a.md", b"Riga.")), ("file", ("b.md", b"Riga."))]
    answer = keeper.post("/documents/preview", files=form, headers=KEEPER)
    assert_problem(answer, 400, "bad-request")
    answer = look(keeper, "a.md", b"Riga.", Accept="image/png")
    assert_problem(answer, 406, "not-acceptable")
