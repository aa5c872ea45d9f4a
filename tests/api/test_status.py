"""/status over real servers: what it tells of data, work and quality, and what it never tells."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.checks.checking import check
from graph.workspace import Workspace
from ingest.digests import pipeline_digest
from tests.warm import hansa

from .problem import assert_problem
from .sample import KEY, first, write_sample
from .server import ROOT, running_server
from .test_operations import KEEPER, SLOW, TOKEN, asking, until

HTML = {"Accept": "text/html"}
SAMPLE = "memorandum-sister-harbours"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return three generations: two documents, only the news, both again."""
    folder = write_sample(tmp_path_factory.mktemp("status") / "data")
    with Workspace(folder).writer() as writer:
        writer.retract(KEY)
        writer.commit()
        writer.put(*first())
        writer.commit()
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    settings = {"HANSA_TOKEN": TOKEN, "HANSA_QUERY_TIMEOUT": "60", "HANSA_RATE_SECONDS": "0"}
    with running_server(store, **settings) as client:
        yield client


def told(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    answer = client.get("/status", params=fields)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    found: dict[str, Any] = answer.json()
    return found


def test_it_tells_what_each_generation_holds(client: httpx.Client) -> None:
    now, then = told(client), told(client, generation=2)
    assert (now["generation"], now["documents"]["count"]) == (3, 2)
    assert (then["generation"], then["documents"]["count"]) == (2, 1)
    kinds = {each["kind"]: each["count"] for each in now["things"]}
    assert kinds["City"] == 2
    assert kinds["Network"] == 2
    assert sum(each["count"] for each in now["documents"]["languages"]) == 2
    [third, second_, first_] = now["generations"]["listed"]
    assert [third["generation"], second_["generation"], first_["generation"]] == [3, 2, 1]
    assert third["quads"] == second_["quads"] + third["added"] - third["removed"]
    assert second_["removed"] > 0
    assert third["pipelines"] == ["p" * 64]
    assert then["generations"]["count"] == 2, "as it was then"
    assert 0 < now["bytes"]["store"] < now["bytes"]["all"]
    assert now["pipeline"]["digest"] == pipeline_digest()
    assert now["health"] == {"ready": True}
    assert_problem(client.get("/status", params={"generation": "9"}), 404, "unknown-generation")


def test_it_tells_no_secret_and_no_path(client: httpx.Client, store: Path) -> None:
    Workspace(store).generations().pin(1, "cited by the mayor")
    for headers in ({}, HTML, KEEPER):
        text = client.get("/status", headers=headers).text
        assert TOKEN not in text
        assert str(store) not in text
        assert "mayor" not in text
    assert [each["pinned"] for each in told(client)["generations"]["listed"]] == [False] * 2 + [
        True
    ]


def test_queries_are_counted_and_their_texts_are_not_told(client: httpx.Client) -> None:
    with asking(client, SLOW):
        until(lambda: told(client)["queries"]["running"] == 1)
        assert "?k ?l" not in client.get("/status").text
        [running] = client.get("/queries", headers=KEEPER).json()["queries"]
        client.delete(f"/queries/{running['id']}", headers=KEEPER)
    until(lambda: told(client)["queries"]["running"] == 0)


def test_all_processes_of_a_server_are_counted(store: Path) -> None:
    with running_server(store, HANSA_WORKERS="2", HANSA_RATE_SECONDS="0") as client:
        until(lambda: told(client)["processes"] == 2)


def test_an_empty_server_says_why_it_is_not_ready(tmp_path: Path) -> None:
    with running_server(tmp_path / "none") as client:
        found = told(client)
        assert found["health"]["ready"] is False
        assert found["health"]["reason"]["type"].endswith("/empty")
        assert (found["generation"], found["documents"]) == (None, None)
        page = client.get("/status", headers=HTML)
        assert page.status_code == 200
        assert "not ready" in page.text
        assert str(tmp_path) not in page.text


def test_a_server_that_cannot_tell_its_newest_generation_says_so(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    with running_server(store) as client:
        before = told(client)
    (store / "current").write_text("nonsense")
    with running_server(store) as client:
        after = told(client)
        assert after["health"]["ready"] is False
        assert after["health"]["reason"]["type"].endswith("/store")
        assert (after["generation"], after["bytes"]["store"]) == (None, None)
        assert after["bytes"]["documents"] == before["bytes"]["documents"] > 0
        assert after["generations"] == before["generations"]
        page = client.get("/status", headers=HTML)
        assert page.status_code == 200
        assert "not ready" in page.text
        assert str(tmp_path) not in page.text


def test_the_page_says_the_same(client: httpx.Client) -> None:
    page = client.get("/status", headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert ">2</span> documents" in page.text
    assert 'href="./?generation=2"' in page.text
    assert client.get("/status.json").json()["generation"] == 3
    assert "<h1>Status</h1>" in client.get("/status.html").text
    landing = client.get("/").text
    assert 'href="./status"' in landing


def evaluate(store: Path | None, *options: str) -> subprocess.CompletedProcess[str]:
    docs = ROOT / "ingest" / "samples"
    place = ["--store", str(store)] if store else []
    return hansa("evaluate", docs, *options, *place)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the figures of one sample."""
    folder = write_sample(tmp_path_factory.mktemp("measured") / "data")
    gold = tmp_path_factory.mktemp("gold")
    shutil.copy(ROOT / "ingest" / "samples" / "gold" / f"{SAMPLE}.json", gold)
    done = evaluate(folder, str(gold), "--keep")
    assert done.returncode == 0, done.stderr
    assert "figures of 1 document" in done.stderr
    return folder


def test_figures_that_are_kept_are_told_without_a_word_of_documents(measured: Path) -> None:
    with running_server(measured) as client:
        quality = told(client)["quality"]
        assert (quality["documents"], quality["isCurrent"]) == (1, True)
        facts = quality["tables"]["facts"]
        assert facts["micro"]["right"] == sum(row["right"] for row in facts["rows"].values()) > 0
        assert SAMPLE not in json.dumps(quality)
        page = client.get("/status", headers=HTML).text
        assert f"{facts['micro']['f1']:.3f}" in page
        path = measured / "evaluation.json"
        kept = path.read_text()
        path.write_text(kept.replace(pipeline_digest(), "0" * 16))
        assert told(client)["quality"]["isCurrent"] is False
        assert "another pipeline" in client.get("/status", headers=HTML).text
        empty = {"measured": "", "pipeline": "", "documents": 1, "tables": {}}
        for damage in ("{", json.dumps(empty), kept.replace('"f1"', '"f2"')):
            path.write_text(damage)
            assert told(client)["quality"] is None
            assert client.get("/status", headers=HTML).status_code == 200
        assert any("evaluation.json" in fault for fault in check(Workspace(measured)).faults)
        path.write_text(kept)
        assert not check(Workspace(measured)).faults


def test_figures_are_backed_up_and_restored(measured: Path, tmp_path: Path) -> None:
    back_up(Workspace(measured), tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again")
    name = "evaluation.json"
    assert (tmp_path / "again" / name).read_text() == (measured / name).read_text()


def test_figures_are_kept_in_a_data_directory_only(tmp_path: Path) -> None:
    gold = str(ROOT / "ingest" / "samples" / "gold")
    nowhere = evaluate(tmp_path / "none", gold, "--keep")
    assert nowhere.returncode != 0
    assert "run hansa ingest" in nowhere.stderr
    assert "add --keep" in evaluate(tmp_path, gold).stderr
