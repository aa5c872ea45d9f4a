"""The app as a whole: what every answer has, what an empty workspace says, what is not loaded."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from graph.workspace import Workspace
from queries.catalogue import catalogue

from .gql.asking import assert_refused
from .lines import defends
from .problem import assert_problem
from .sample import first, second, write_sample
from .server import ROOT, running_server

PATHS = [
    "/",
    "/sparql?query=ASK%7B%7D",
    "/questions",
    "/documents",
    "/id/city/riga-lv",
    "/health/ready",
]


@pytest.mark.parametrize(
    "path", [*PATHS, "/health/live", "/openapi.json", "/style.css", "/ontology", "/favicon.svg"]
)
def test_every_answer_names_its_generation(client: httpx.Client, path: str) -> None:
    for answer in (client.get(path), client.head(path)):
        assert answer.status_code < 400
        assert answer.headers["hansa-generation"] == "1"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_page_has_the_icon(client: httpx.Client) -> None:
    icons = {client.get(path).content for path in ("/favicon.svg", "/favicon.ico")}
    assert len(icons) == 1
    assert b"<svg " in icons.pop()
    for path in ("/", "/graphql", "/id/city/riga-lv.html"):
        answer = client.get(path, headers={"Accept": "text/html"})
        link = re.search(r'<link rel="icon" href="([^"]+)" type="image/svg\+xml">', answer.text)
        assert link, path
        icon = client.get(str(answer.url.join(link[1])))
        assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")
        assert "img-src 'self'" in answer.headers["content-security-policy"]


def test_graphql_is_answered_on_the_same_generation(client: httpx.Client) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }"})
    assert answer.json()["data"] == {"__typename": "Query"}
    assert answer.headers["hansa-generation"] == "1"


def test_openapi_describes_every_door(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/sparql", "/questions", "/reconcile", "/id/{kind}/{name}"} <= paths.keys()
    assert {"/doc/{name}", "/claim/{name}", "/health/ready", "/documents"} <= paths.keys()


def test_openapi_describes_every_question_with_its_parameters(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for name, question in catalogue().items():
        described = paths[f"/questions/{name}"]["get"]
        assert described["summary"] == question.summary
        names = [each["name"] for each in described["parameters"]]
        assert len(names) == len(set(names))
        assert names[: len(question.parameters)] == [each.name for each in question.parameters]


def test_every_path_refuses_a_wrong_method_with_a_problem(client: httpx.Client) -> None:
    for path, described in client.get("/openapi.json").json()["paths"].items():
        filled = re.sub(r"\{\w+\}", "x", path)
        wrong = next(each for each in ("delete", "patch") if each not in described)
        assert_problem(client.request(wrong.upper(), filled), 405, "method-not-allowed")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize("path", ["/", "/questions", "/id/city/riga-lv", "/health/live"])
def test_a_wrong_method_is_a_problem_that_says_the_right_ones(
    client: httpx.Client, path: str, method: str
) -> None:
    answer = client.request(method, path)
    assert_problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


def test_every_method_of_a_path_is_named(client: httpx.Client) -> None:
    assert client.delete("/sparql").headers["allow"] == "GET, HEAD, OPTIONS, POST"


@defends("errors")
@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/documents", "/id/city/riga-lv", "/health/ready"]
)
def test_an_empty_workspace_says_so(tmp_path: Path, path: str) -> None:
    with running_server(tmp_path / "nothing") as client:
        problem = assert_problem(client.get(path), 503, "empty")
        assert "hansa ingest" in str(problem["detail"])
        assert str(tmp_path) not in str(problem)
        assert client.get("/health/live").status_code == 200


def test_a_damaged_store_is_not_ready(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    for manifest in store.glob("generations/1/store/MANIFEST-*"):
        manifest.write_bytes(b"damaged")
    with running_server(store) as client:
        for path in ("/health/ready", "/documents", "/sparql?query=ASK%7B%7D"):
            problem = assert_problem(client.get(path), 503, "store")
            assert str(tmp_path) not in str(problem)


def test_a_file_in_place_of_the_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    with running_server(tmp_path / "file") as client:
        assert_problem(client.get("/health/ready"), 503, "store")
        asked = client.post("/graphql", json={"query": "{ generation }"})
        assert str(tmp_path) not in assert_refused(asked, 503, "STORE")
        assert client.get("/health/live").status_code == 200


def test_a_new_generation_is_served_as_soon_as_it_is_published(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    query = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d hansa:sourceKey ?k } }"}
    with running_server(tmp_path / "data") as client:
        assert_problem(client.get("/sparql", params=query), 503, "empty")
        for number, (document, extraction) in enumerate((first(), second()), start=1):
            with workspace.writer() as writer:
                writer.put(document, extraction)
                writer.commit()
            answer = client.get("/sparql", params=query)
            assert answer.headers["hansa-generation"] == str(number)
            assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(number)


def test_another_base_is_answered_for(tmp_path: Path) -> None:
    from ontology.iris import Base

    base = Base("https://example.org/cities/")
    with Workspace(tmp_path / "data", base).writer() as writer:
        writer.put(*first())
        writer.commit()
    with running_server(tmp_path / "data", HANSA_BASE=base.iri) as client:
        assert (
            "<https://example.org/cities/id/city/riga-lv>" in client.get("/id/city/riga-lv.nt").text
        )
        page = client.get("/id/city/riga-lv.html").text
        assert 'href="../../id/network/baltic-sea-league"' in page
        assert client.get("/scheme/focus-area.ttl").status_code == 200


def test_serving_never_loads_spacy() -> None:
    code = "import sys; from api.app import create_app; from api.settings import Settings; "
    code += "create_app(Settings()); print(*sys.modules)"
    listed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    modules = {*listed.stdout.split()}
    loaded = {name.partition(".")[0] for name in modules}
    assert "fastapi" in loaded
    assert not {"spacy", "thinc", "torch"} & loaded
    # What an ingestion may answer, how it is addressed, and what format a file seems to be in;
    # what reads is loaded by its process.
    light = {
        "ingest",
        "ingest.digests",
        "ingest.errors",
        "ingest.media_types",
        "ingest.settings",
        "ingest.sources",
    }
    readers = ("markdown", "office", "original")
    light |= {"ingest.readers", *(f"ingest.readers.{each}" for each in readers)}
    assert {name for name in modules if name.partition(".")[0] == "ingest"} <= light


def test_making_an_app_opens_nothing(tmp_path: Path) -> None:
    from api.app import create_app
    from api.settings import Settings

    create_app(Settings(store=tmp_path / "missing"))
    assert not (tmp_path / "missing").exists()
