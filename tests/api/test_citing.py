"""``?generation=`` reads an older generation at every door, and says why where it cannot."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from graph.workspace import Workspace

from .problem import assert_problem
from .sample import KEY, first, second
from .server import running_server

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d hansa:sourceKey ?k } }"
PATHS = [
    "/",
    "/sparql?query=ASK%7B%7D",
    "/sparql",
    "/questions/networks",
    "/documents",
    "/search?q=riga",
    "/id/city/riga-lv.html",
    "/id/city/riga-lv.ttl",
    "/graphql?query=%7Bgeneration%7D",
    "/health/ready",
]
#: GraphQL tells errors in its own way, unless it is asked for this.
PROBLEM = {"Accept": "application/problem+json, */*"}
#: Generations 1 to 4 were published, of which 1 went again; 2 has one document, later ones two.
KEPT = [2, 3, 4]


def _publish(store: Path) -> None:
    workspace = Workspace(store)
    for document, extraction in (first(), first(), second(), second()):
        with workspace.writer() as writer:
            if writer.put(document, extraction).status != "unchanged":
                writer.commit()
            else:
                writer.rebuild()
    workspace.generations().collect(keep=3)
    assert workspace.generations().numbers() == KEPT


@pytest.fixture(scope="module")
def citable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server with three generations."""
    store = tmp_path_factory.mktemp("citable") / "data"
    _publish(store)
    with running_server(store) as client:
        yield client


def _with(path: str, value: object) -> str:
    return f"{path}{'&' if '?' in path else '?'}generation={value}"


@pytest.mark.parametrize("path", PATHS)
def test_every_door_reads_the_generation_that_is_asked_for(
    citable: httpx.Client, path: str
) -> None:
    for number in KEPT:
        answer = citable.get(_with(path, number))
        assert answer.status_code == 200, answer.text
        assert answer.headers["hansa-generation"] == str(number)
    assert citable.get(path).headers["hansa-generation"] == "4"


def test_answers_are_those_of_the_generation(citable: httpx.Client) -> None:
    query = {"query": COUNT}
    field = {"query": "{ generation documents(first: 5) { totalCount } }"}
    for number, documents in ((2, 1), (3, 2), (4, 2)):
        asked = {"generation": str(number)}
        found = citable.get("/sparql", params=query | asked).json()
        assert found["results"]["bindings"][0]["n"]["value"] == str(documents)
        posted = citable.post("/sparql", data=query, params=asked).json()
        assert posted == found
        told = citable.post("/graphql", json=field, params=asked).json()["data"]
        assert told == {"generation": number, "documents": {"totalCount": documents}}
        listed = citable.get("/documents", params=asked).json()
        assert (listed["generation"], len(listed["documents"])) == (number, documents)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("value", ["", "x", "-1", "1.0", "２", "9" * 19, "2&generation=2"])
def test_what_is_no_number_is_a_bad_request(citable: httpx.Client, path: str, value: str) -> None:
    assert_problem(citable.get(_with(path, value), headers=PROBLEM), 400, "bad-request")


@pytest.mark.parametrize("path", PATHS)
def test_a_generation_that_is_kept_no_more_is_gone(citable: httpx.Client, path: str) -> None:
    problem = assert_problem(citable.get(_with(path, 1), headers=PROBLEM), 410, "generation-gone")
    assert problem["kept"] == KEPT
    assert "2, 3, 4" in str(problem["detail"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("value", ["0", "5", "9" * 18])
def test_a_generation_that_never_was_is_not_found(
    citable: httpx.Client, path: str, value: str
) -> None:
    problem = assert_problem(
        citable.get(_with(path, value), headers=PROBLEM), 404, "unknown-generation"
    )
    assert problem["kept"] == KEPT


def test_a_generation_in_the_form_is_not_passed_over(citable: httpx.Client) -> None:
    answer = citable.post("/sparql", data={"query": "ASK {}", "generation": "2"})
    problem = assert_problem(answer, 400, "bad-request")
    assert "in the address" in str(problem["detail"])


def test_openapi_tells_of_it(citable: httpx.Client) -> None:
    paths = citable.get("/openapi.json").json()["paths"]
    for path in ("/sparql", "/documents", "/search", "/questions/networks", "/id/{kind}/{name}"):
        names = [each["name"] for each in paths[path]["get"]["parameters"]]
        assert names.count("generation") == 1, path


def test_a_redirect_keeps_the_generation(citable: httpx.Client) -> None:
    answer = citable.get("/id/city/riga-lv?generation=2", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["location"]) == (303, "riga-lv.ttl?generation=2")


def test_the_rows_that_follow_are_of_the_same_generation(citable: httpx.Client) -> None:
    answer = citable.get("/questions/documents?limit=1&generation=3")
    rest = citable.get(urljoin("/questions/", answer.links["next"]["url"] or ""))
    assert rest.headers["hansa-generation"] == "3"
    assert len(rest.json()["rows"]) == 1


#: Files, what has one generation only, and pages that are about the newest.
ELSEWHERE = re.compile(r"css|svg|json$|ontology|^\?|static/|theme\.js|(?:ingest|review|status)$")


@pytest.mark.parametrize(
    "path", ["/", "/documents", "/questions", "/search?q=r", "/id/network/baltic-sea-league.html"]
)
def test_links_of_a_page_go_on_asking_for_it(citable: httpx.Client, path: str) -> None:
    page = citable.get(_with(path, 2), headers={"Accept": "text/html"})
    assert page.status_code == 200
    links = re.findall(r'href="([^"#]*)"', page.text)
    reading = [
        urljoin(str(page.url), link)
        for link in links
        if not re.match(r"https?:", link) and not ELSEWHERE.search(link)
    ]
    assert len(reading) > 5
    for link in reading:
        answer = citable.get(link, follow_redirects=True, headers={"Accept": "text/html"})
        assert answer.status_code == 200, link
        assert "generation=2" in str(answer.url), link


def test_a_page_leads_to_the_newest(citable: httpx.Client) -> None:
    page = citable.get("/search?q=riga&generation=2", headers={"Accept": "text/html"})
    link = re.search(r'href="([^"]*)">the newest instead', page.text)
    assert link
    newest = citable.get(urljoin(str(page.url), link[1]), headers={"Accept": "text/html"})
    assert newest.headers["hansa-generation"] == "4"
    assert newest.url.params["q"] == "riga"
    assert 'name="generation" value="2"' in page.text
    assert "generation" not in str(newest.url)


def test_a_checkpoint_removed_by_hand_is_missed_until_another_comes(tmp_path: Path) -> None:
    _publish(tmp_path / "data")
    with running_server(tmp_path / "data") as client:
        for path in PATHS:
            assert client.get(path).status_code == 200
        shutil.rmtree(tmp_path / "data" / "generations" / "4")
        time.sleep(0.1)  # what is open is looked after every fiftieth of a second
        for path in PATHS:
            problem = assert_problem(client.get(path, headers=PROBLEM), 503, "store")
            assert "the log says why" in str(problem["detail"])
            assert_problem(client.get(_with(path, 4), headers=PROBLEM), 503, "store")
            assert client.get(_with(path, 3)).status_code == 200
        assert client.get("/health/live").status_code == 200
        with Workspace(tmp_path / "data").writer() as writer:
            writer.retract(KEY)
            writer.commit()
        for path in ("/documents", "/sparql?query=ASK%7B%7D", "/health/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["hansa-generation"]) == (200, "5")


def test_files_removed_from_a_checkpoint_are_said(tmp_path: Path) -> None:
    _publish(tmp_path / "data")
    with running_server(tmp_path / "data") as client:
        for path in (tmp_path / "data" / "generations" / "4" / "store").glob("*.sst"):
            path.unlink()
        problem = assert_problem(client.get("/sparql?query=ASK%7B%7D"), 503, "store")
        assert "the log says why" in str(problem["detail"])
        assert client.get("/sparql?query=ASK%7B%7D&generation=3").status_code == 200
