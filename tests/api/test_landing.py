"""The first page: what is here by the same figures as the status, from what is known already."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from graph.workspace import Workspace

from .sample import KEY, first, write_sample
from .server import running_server

HTML = {"Accept": "text/html"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return three generations: two documents, only the news, and a statement without a date."""
    folder = write_sample(tmp_path / "data")
    document, extraction = first()
    with Workspace(folder).writer() as writer:
        writer.retract(KEY)
        writer.commit()
        writer.put(replace(document, date=None), extraction)
        writer.commit()
    return folder


def recent(page: httpx.Response) -> list[str]:
    assert page.status_code == 200, page.text
    return re.findall(r">Generation (\d+)</a>, <time", page.text)


def documents_in(page: httpx.Response) -> list[str]:
    return re.findall(r'<a href="[^"]*(/doc/[^"?]+)', page.text)


def test_a_damaged_generation_is_left_out_and_the_page_stays(store: Path) -> None:
    (store / "generations" / "2" / "manifest.json").write_text("{}")
    with running_server(store) as client:
        assert recent(client.get("/", headers=HTML)) == ["3", "1"]


def test_the_newest_documents_are_those_of_the_status(store: Path) -> None:
    with running_server(store) as client:
        for address in ("{}", "{}?generation=1"):
            first_page = client.get(address.format("/"), headers=HTML)
            told = client.get(address.format("/status")).json()["documents"]
            newest = [each["iri"].removeprefix("https://w3id.org/hansa") for each in told["newest"]]
            assert documents_in(first_page) == newest
            assert f"<strong>{told['count']}</strong>" in first_page.text
        assert len(documents_in(client.get("/", headers=HTML))) == 1, "one has no date"


def test_who_has_it_gets_it_again_only_when_it_has_changed(store: Path) -> None:
    with running_server(store) as client:
        page = client.get("/", headers=HTML)
        assert recent(page) == ["3", "2", "1"]
        had = HTML | {"If-None-Match": page.headers["etag"]}
        same = client.get("/", headers=had)
        assert (same.status_code, same.content) == (304, b"")
        assert Workspace(store).generations().remove(1)
        changed = client.get("/", headers=had)
        assert recent(changed) == ["3", "2"]
        assert changed.headers["hansa-generation"] == "3"
        since = HTML | {"If-Modified-Since": "Wed, 01 Jan 2070 00:00:00 GMT"}
        assert client.get("/", headers=since).status_code == 200
