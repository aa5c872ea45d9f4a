"""Times past are asked for by Accept-Datetime; their answers say which they are (RFC 7089)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.past.moments import format_time, parse_time
from graph.workspace import Workspace

from .problem import assert_problem
from .sample import first, second
from .server import running_server

#: When generations 2, 3 and 4 were made; 1 is gone.
TIMES = {number: datetime(2026, 5, number, 12, 30, tzinfo=UTC) for number in (2, 3, 4)}
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d hansa:sourceKey ?k } }"
SPARQL = f"/sparql?query={quote(COUNT)}"
PATHS = [
    "/",
    SPARQL,
    "/documents",
    "/questions/networks?limit=2",
    "/search?q=riga",
    "/id/city/riga-lv.html",
    "/graphql?query=%7Bgeneration%7D",
    "/questions/networks.csv",
]


def _date(store: Path, number: int, created: datetime) -> None:
    path = store / "generations" / str(number) / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ")}))


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server with generations of three days."""
    store = tmp_path_factory.mktemp("dated") / "data"
    workspace = Workspace(store)
    for put in (first, None, second, None):
        with workspace.writer() as writer:
            if put is None:
                writer.rebuild()
            else:
                writer.put(*put())
                writer.commit()
    workspace.generations().collect(keep=3)
    for number, created in TIMES.items():
        _date(store, number, created)
    with running_server(store) as client:
        yield client


def _at(moment: datetime) -> dict[str, str]:
    return {"Accept-Datetime": format_time(moment)}


def _links(answer: httpx.Response) -> dict[str, str]:
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"', answer.headers["link"])
    return {relation: address for address, relations in found for relation in relations.split()}


@pytest.mark.parametrize("path", PATHS)
def test_the_generation_of_that_time_answers(dated: httpx.Client, path: str) -> None:
    hour = timedelta(hours=1)
    for moment, number in (
        (TIMES[2] - hour, 2),  # before the first one there is the first
        (TIMES[2], 2),
        (TIMES[3] - hour, 2),
        (TIMES[3] + hour, 3),
        (TIMES[4] + hour, 4),
    ):
        answer = dated.get(path, headers=_at(moment))
        assert answer.status_code == 200
        assert answer.headers["hansa-generation"] == str(number)
        assert parse_time(answer.headers["memento-datetime"]) == TIMES[number]
        assert "Accept-Datetime" in answer.headers["vary"].split(", ")
        memento = dated.get(answer.headers["content-location"])
        assert memento.headers["hansa-generation"] == str(number)
        assert memento.headers["memento-datetime"] == answer.headers["memento-datetime"]
        assert memento.content == answer.content


@pytest.mark.parametrize("path", PATHS)
def test_a_memento_names_its_neighbours(dated: httpx.Client, path: str) -> None:
    answer = dated.get(f"{path}{'&' if '?' in path else '?'}generation=3")
    links = _links(answer)
    assert links["original"] == links["timegate"]
    assert "generation=" not in links["original"]
    for relation, number in {"first": 2, "prev": 2, "next": 4, "last": 4}.items():
        if "/questions/" in path:
            continue  # there these are rows, not times
        there = dated.get(links[relation])
        assert there.headers["hansa-generation"] == str(number), relation
        assert parse_time(there.headers["memento-datetime"]) == TIMES[number]
    assert dated.get(links["original"]).headers["hansa-generation"] == "4"
    assert "memento-datetime" not in dated.get(links["original"]).headers
    assert dated.get(links["timemap"]).headers["content-type"] == "application/link-format"


def test_answers_are_those_of_the_time(dated: httpx.Client) -> None:
    for moment, documents in ((TIMES[2], "1"), (TIMES[3], "2")):
        for answer in (
            dated.get(SPARQL, headers=_at(moment)),
            dated.post("/sparql", data={"query": COUNT}, headers=_at(moment)),
        ):
            assert answer.json()["results"]["bindings"][0]["n"]["value"] == documents
            assert "memento-datetime" in answer.headers
    asked = {"query": "{ documents(first: 5) { totalCount } }"}
    told = dated.post("/graphql", json=asked, headers=_at(TIMES[2])).json()
    assert told["data"]["documents"]["totalCount"] == 1


def test_a_redirect_leads_to_the_time(dated: httpx.Client) -> None:
    answer = dated.get("/id/city/riga-lv", headers={**_at(TIMES[2]), "Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["location"]) == (303, "riga-lv.ttl?generation=2")
    assert "memento-datetime" not in answer.headers
    assert "Accept-Datetime" in answer.headers["vary"].split(", ")


def test_an_answer_that_is_had_is_of_one_time(dated: httpx.Client) -> None:
    old = dated.get(SPARQL, headers=_at(TIMES[2]))
    given = {"If-None-Match": old.headers["etag"]}
    assert dated.get(SPARQL, headers=given | _at(TIMES[2])).status_code == 304
    assert dated.get(SPARQL, headers=given).status_code == 200


@pytest.mark.parametrize("time", ["2026-05-03", "Sun, 03 May 2026 12:30:00 CET", "", "yesterday"])
def test_what_is_no_time_is_a_bad_request(dated: httpx.Client, time: str) -> None:
    for path in (SPARQL, "/documents", "/questions/networks.csv"):
        answer = dated.get(path, headers={"Accept-Datetime": time})
        assert_problem(answer, 400, "bad-request")


def test_a_memento_is_not_asked_for_another_time(dated: httpx.Client) -> None:
    answer = dated.get("/documents?generation=3", headers=_at(TIMES[2]))
    assert answer.headers["hansa-generation"] == "3"


def test_what_has_no_history_takes_no_heed(dated: httpx.Client) -> None:
    for path in ("/health/live", "/ontology.ttl"):
        answer = dated.get(path, headers=_at(TIMES[2]))
        assert answer.status_code == 200
        assert "memento-datetime" not in answer.headers


def test_a_timemap_lists_what_is_kept(dated: httpx.Client) -> None:
    address = f"{dated.base_url}/documents?format=html"
    links = dated.get("/timemap/link/documents?format=html")
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; datetime="([^"]*)")?', links.text)
    assert (str(address), "original timegate", "") in found
    assert [
        (f"{address}&generation=2", "first memento", format_time(TIMES[2])),
        (f"{address}&generation=3", "memento", format_time(TIMES[3])),
        (f"{address}&generation=4", "last memento", format_time(TIMES[4])),
    ] == found[2:]
    assert f'from="{format_time(TIMES[2])}"; until="{format_time(TIMES[4])}"' in links.text
    told = dated.get("/timemap/json/documents?format=html").json()
    assert [each["generation"] for each in told["mementos"]["list"]] == [2, 3, 4]
    assert told["mementos"]["first"]["uri"] == f"{address}&generation=2"
    assert told["gone"] == [1]
    for each in told["timemap_uri"].values():
        assert dated.get(each).status_code == 200
    assert_problem(dated.get("/timemap/link/health/live"), 404, "not-found")


def test_a_timemap_goes_by_whole_addresses_and_iris_too(dated: httpx.Client) -> None:
    for form in ("link", "json"):
        told = dated.get(f"/timemap/{form}/id/city/riga-lv").text
        for whole in (str(dated.base_url).rstrip("/"), "https://w3id.org/hansa"):
            assert dated.get(f"/timemap/{form}/{whole}/id/city/riga-lv").text == told
        elsewhere = dated.get(f"/timemap/{form}/http://ex.org/id/city/riga-lv")
        assert_problem(elsewhere, 404, "not-found")


def test_an_answer_names_once_what_it_depends_on(dated: httpx.Client) -> None:
    when = _at(datetime(2007, 5, 31, tzinfo=UTC))
    for path in ("/questions/networks.csv", "/sparql.csv?query=ASK%7B%7D", "/documents"):
        varies = dated.get(path, headers=when).headers["vary"].split(", ")
        assert len(varies) == len(set(varies))
        assert {"Accept", "Accept-Encoding", "Accept-Datetime"} <= set(varies)


def test_a_very_long_address_is_told_once(dated: httpx.Client) -> None:
    query = quote(COUNT + "#" * 3_000)
    answer = dated.get(f"/sparql?query={query}&generation=3")
    assert list(_links(answer)) == ["original", "timegate"]


def test_no_header_can_be_smuggled_in(dated: httpx.Client) -> None:
    answer = dated.get('/search?q=a%0d%0aX-Evil:1"><b>&generation=3')
    assert "x-evil" not in answer.headers
    assert set(_links(answer)) >= {"original", "timemap", "first", "last"}


def test_a_new_generation_is_told_at_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    with workspace.writer() as writer:
        writer.put(*first())
        writer.commit()
    _date(tmp_path / "data", 1, TIMES[2])
    with running_server(tmp_path / "data") as client:
        assert len(client.get("/timemap/json/").json()["mementos"]["list"]) == 1
        with workspace.writer() as writer:
            writer.put(*second())
            writer.commit()
        listed = client.get("/timemap/json/").json()["mementos"]["list"]
        assert [each["generation"] for each in listed] == [1, 2]
        now = datetime.now(UTC) + timedelta(seconds=time.time() % 1)
        assert client.get("/", headers=_at(now)).headers["hansa-generation"] == "2"


def test_a_timemap_lists_only_what_can_be_read(tmp_path: Path) -> None:
    store = tmp_path / "data"
    with Workspace(store).writer() as writer:
        writer.put(*first())
        writer.commit()
        writer.put(*second())
        writer.commit()
        writer.rebuild()
        writer.retract("news/quay.md")
        writer.commit()
    places = {number: store / "generations" / str(number) for number in (1, 2)}
    manifest = places[1] / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"base": "urn:another/"}))
    (places[2] / "store" / "CURRENT").write_text("nothing\n")
    with running_server(store) as client:
        told = client.get("/timemap/json/documents").json()
        assert [each["generation"] for each in told["mementos"]["list"]] == [3, 4]
        assert told["gone"] == [1, 2]
        for each in told["mementos"]["list"]:
            assert client.get(each["uri"]).status_code == 200
        links = client.get("/timemap/link/documents").text
        assert "generation=3" in links
        assert "generation=2" not in links


def test_an_answer_tells_since_when_it_is_so(dated: httpx.Client) -> None:
    for path in (SPARQL, "/documents", "/id/city/riga-lv.html", "/dump.nq.gz"):
        answer = dated.get(path)
        assert answer.headers["last-modified"] == format_time(TIMES[4]), path
        for moment, status in ((TIMES[4], 304), (TIMES[3], 200)):
            condition = {"If-Modified-Since": format_time(moment)}
            again = dated.get(path, headers=condition)
            assert again.status_code == status, path
            assert again.headers["etag"]
            assert bool(again.content) is (status == 200)
            tagged = dated.get(path, headers=condition | {"If-None-Match": '"another"'})
            assert tagged.status_code == 200, path
    past = dated.get("/documents?generation=2")
    assert past.headers["last-modified"] == format_time(TIMES[2])
    assert "last-modified" not in dated.get("/sparql?query=SELECT(RAND()AS%20%3Fr)%7B%7D").headers
    assert "last-modified" not in dated.get("/health/live").headers
    post = dated.post("/sparql", data={"query": "ASK {}"})
    assert "last-modified" not in post.headers
