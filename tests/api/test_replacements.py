"""IRIs that were in use once lead on, offer a choice, or say that they are gone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from pyoxigraph import NamedNode, Quad

from graph.store import Store
from graph.workspace import Workspace
from graph.writing.ledger import Ledger
from ontology.iris import Base
from ontology.namespaces import PREFIXES

from .problem import assert_problem
from .sample import KEY, SECOND_KEY, write_sample
from .server import running_server
from .test_resources import BROWSER, FORMS

BASE = Base()
LEAGUE, FORUM = "id/network/baltic-sea-league", "id/network/harbour-b-quay-b-forum"
DOCUMENT = BASE.document(KEY).removeprefix(BASE.iri)
#: What the graph says took the place of IRIs, and what only the ledger knows.
REPLACED = {
    "id/organization/old-league": (LEAGUE,),
    "id/network/bl": (LEAGUE, FORUM),
}
GONE = {
    "id/person/nobody-any-more": (),
    "id/network/left": ("id/network/was-there",),
    "id/network/was-there": (FORUM,),
    "id/network/parted": (LEAGUE, "id/city/riga-lv"),
    "doc/withdrawn-0a1b2c3d": (),
    "doc/renamed-0a1b2c3d": (DOCUMENT,),
    "claim/0123456789abcdef0123456789abcdef": (),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of the sample with what history left in the graph and in the ledger."""
    folder = write_sample(tmp_path_factory.mktemp("history") / "data")
    _insert(folder)
    ledger = Ledger.open(folder / "published.sqlite", writable=True)
    gone = {BASE.iri + iri: [BASE.iri + each for each in to] for iri, to in GONE.items()}
    ledger.record(1, gone)
    ledger.record(2, {f"{BASE.iri}id/city/not-yet": ()})
    with running_server(folder) as found:
        yield found


def _insert(folder: Path) -> None:
    with Workspace(folder).generations().lease() as lease:
        store = Store.open(lease.path)
        predicate = NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
        quads = [
            Quad(NamedNode(BASE.iri + iri), predicate, NamedNode(BASE.iri + each))
            for iri, to in REPLACED.items()
            for each in to
        ]
        store.apply({}, {None: {f"{quad.triple} ." for quad in quads}})
        store.flush()


def _leads_to(answer: httpx.Response, status: int = 308) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["hansa-generation"] == "1"
    return urljoin(str(answer.url), answer.headers["location"]).removeprefix(
        str(answer.url.join("/"))
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("id/organization/old-league", LEAGUE),
        ("id/network/was-there", FORUM),
        ("id/network/left", FORUM),
        ("doc/renamed-0a1b2c3d", DOCUMENT),
    ],
)
def test_what_became_another_s_leads_there_in_the_same_form(
    client: httpx.Client, method: str, path: str, to: str
) -> None:
    assert _leads_to(client.request(method, f"/{path}")) == to
    for suffix in (*FORMS, *(["txt"] if path.startswith("doc/") else [])):
        answer = client.request(method, f"/{path}.{suffix}")
        assert _leads_to(answer) == f"{to}.{suffix}"
        assert client.get(f"/{to}.{suffix}").status_code == 200


def test_whoever_follows_arrives(client: httpx.Client) -> None:
    for suffix, media_type in FORMS.items():
        headers = {"Accept": media_type}
        answer = client.get("/id/network/left", headers=headers, follow_redirects=True)
        assert [each.status_code for each in answer.history] == [308, 303]
        assert str(answer.url).endswith(f"{FORUM}.{suffix}")


def test_the_generation_that_was_asked_for_is_kept(client: httpx.Client) -> None:
    answer = client.get("/id/organization/old-league.ttl", params={"generation": "1"})
    assert _leads_to(answer) == f"{LEAGUE}.ttl?generation=1"
    answer = client.get(f"/{LEAGUE}?generation=1", headers={"Accept": "text/turtle"})
    assert _leads_to(answer, 303) == f"{LEAGUE}.ttl?generation=1"


def _choices(client: httpx.Client, path: str, **headers: str) -> list[str]:
    answer = client.get(path, headers=headers)
    candidates = assert_problem(answer, 300, "multiple-choices")["candidates"]
    assert isinstance(candidates, list)
    assert "Accept" in answer.headers["vary"]
    links = re.findall(r'<([^>]*)>; rel="alternate"', answer.headers["link"])
    form = "." + path.rpartition(".")[2] if "." in path else ""
    targets = [str(answer.url.join(link)) for link in links]
    assert targets == [
        str(answer.url.join("/" + each["iri"].removeprefix(BASE.iri) + form)) for each in candidates
    ]
    assert all(client.get(target).status_code in {200, 303} for target in targets)
    return [f"{each['label']} {each['kind']}" for each in candidates]


@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld"])
def test_what_may_mean_several_things_offers_them(client: httpx.Client, suffix: str) -> None:
    found = _choices(client, f"/id/network/bl{suffix}", Accept="application/json")
    assert found == ["Baltic Sea League Network", "Harbour <b>& Quay</b> Forum Network"]
    found = _choices(client, f"/id/network/parted{suffix}", Accept="text/turtle")
    assert found == ["Riga City", "Baltic Sea League Network"]


@pytest.mark.parametrize("path", ["/id/network/bl", "/id/network/bl.html", "/id/network/parted"])
def test_a_browser_gets_a_page_of_the_choices(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 300
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["link"].count("rel=") == 2
    assert "<b>" not in answer.text
    links = re.findall(r'<li><a href="([^"]+)"', answer.text)
    assert len(links) == 2
    for link in links:
        assert client.get(urljoin(path, link), follow_redirects=True).status_code == 200


def test_the_choices_are_told_without_a_body_too(client: httpx.Client) -> None:
    answer = client.head("/id/network/bl")
    assert (answer.status_code, answer.text) == (300, "")
    assert answer.headers["link"].count("rel=") == 2


@pytest.mark.parametrize("suffix", ["", ".html", ".ttl", ".txt"])
@pytest.mark.parametrize("iri", [iri for iri, to in GONE.items() if not to])
def test_what_was_retracted_is_gone_and_says_since_when(
    client: httpx.Client, iri: str, suffix: str
) -> None:
    if suffix == ".txt" and not iri.startswith("doc/"):
        return
    problem = assert_problem(client.get(f"/{iri}{suffix}"), 410, "gone")
    assert problem["generation"] == 1
    assert "since generation 1" in str(problem["detail"])
    assert client.head(f"/{iri}{suffix}").status_code == 410


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/organization/old-league", 308),
        ("/id/network/left.ttl", 308),
        ("/id/network/bl", 300),
        ("/id/network/bl.html", 300),
        ("/id/person/nobody-any-more", 410),
    ],
)
def test_no_cache_keeps_for_ever_what_may_change(
    client: httpx.Client, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/id/city/not-yet", "/id/city/never", "/doc/never-00000000.txt"])
def test_what_never_was_is_not_found(client: httpx.Client, path: str) -> None:
    assert_problem(client.get(path), 404, "not-found")


NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"


def _graphql(client: httpx.Client, query: str, **variables: object) -> dict[str, Any]:
    answer = client.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("path", "kind", "to"),
    [
        ("id/organization/old-league", "Network", LEAGUE),
        ("id/network/left", "Network", FORUM),
        ("doc/renamed-0a1b2c3d", "Document", DOCUMENT),
        (LEAGUE, "Network", LEAGUE),
    ],
)
def test_graphql_follows_what_http_follows(
    client: httpx.Client, path: str, kind: str, to: str
) -> None:
    found = _graphql(client, NODE, id=BASE.iri + path)
    assert {"data": found["data"]} == {"data": {"node": {"__typename": kind, "id": BASE.iri + to}}}


def test_graphql_names_the_things_of_which_it_cannot_choose_one(client: httpx.Client) -> None:
    found = _graphql(client, NODE, id=f"{BASE.iri}id/network/parted")
    assert found["data"] == {"node": None}
    (error,) = found["errors"]
    candidates = [f"{BASE.iri}id/city/riga-lv", BASE.iri + LEAGUE]
    assert error["extensions"] == {"code": "AMBIGUOUS", "candidates": candidates}
    assert error["path"] == ["node"]
    ids = [f"{BASE.iri}id/{each}" for each in ("network/bl", "network/left", "person/nobody")]
    found = _graphql(client, NODES, ids=[*ids, f"{BASE.iri}id/person/nobody-any-more"])
    assert found["data"] == {"nodes": [None, {"id": BASE.iri + FORUM}, None, None]}
    assert [error["path"] for error in found["errors"]] == [["nodes", 0]]


def test_a_damaged_ledger_is_a_problem_and_no_wrong_answer(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    (folder / "published.sqlite").write_text("no database at all, but long enough for one" * 30)
    with running_server(folder) as found:
        assert_problem(found.get("/id/city/never"), 503, "store")
        assert found.get(f"/{LEAGUE}.ttl").status_code == 200


def test_what_is_gone_leads_to_the_last_generation_that_has_it(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    with Workspace(folder).writer() as writer:
        writer.retract(KEY)
        writer.retract(SECOND_KEY)
        writer.commit()
    newest = Workspace(folder).generations().current()
    assert newest is not None
    with running_server(folder) as client:
        for path in ("/" + DOCUMENT, "/" + LEAGUE):
            problem = assert_problem(client.get(path), 410, "gone")
            assert problem["last"] == newest - 1
            page = client.get(path, headers={"Accept": "text/html"})
            found = re.search(r'href="([?]generation=\d+)">As it was', page.text)
            assert found is not None
            then = client.get(str(page.url.join(found[1])), headers={"Accept": "text/html"})
            assert then.status_code == 303
            assert client.get(str(then.url.join(then.headers["location"]))).status_code == 200
        shutil.rmtree(folder / "generations" / str(newest - 1))
        with Workspace(folder).writer() as writer:
            writer.rebuild()
        assert "last" not in assert_problem(client.get("/" + DOCUMENT), 410, "gone")
