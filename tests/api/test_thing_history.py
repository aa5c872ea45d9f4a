"""/changes?about= over a real server: the history of one thing, of a document, and its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.changes.history import History
from api.changes.things import ThingHistory
from api.errors import NotFoundError
from api.shelf import Shelf
from graph.generations.touched import NAME
from graph.workspace import Workspace
from ontology.iris import Base

from .problem import assert_problem
from .sample import KEY, first, second, write_namesakes
from .server import running_server

BASE = "https://w3id.org/hansa/"
RIGA = BASE + "id/city/riga-lv"
DOCUMENT = Base().document(KEY)
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return five generations: a person, a namesake, a statement, news of it, only the news."""
    folder = write_namesakes(tmp_path_factory.mktemp("history") / "data", at_once=False)
    with Workspace(folder).writer() as writer:
        for document, extraction in (first(), second()):
            writer.put(document, extraction)
            writer.commit()
        writer.retract(KEY)
        writer.commit()
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    with running_server(store) as client:
        yield client


def told(client: httpx.Client, iri: str, **fields: Any) -> list[dict[str, Any]]:
    answer = client.get("/changes", params={"about": iri, **fields})
    assert answer.status_code == 200, answer.text
    return [item["_hansa"] for item in answer.json()["items"]]


def signs(step: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["change"], one["property"], one["object"]["name"]) for one in step["changes"]]


def test_the_history_of_a_thing_is_what_changed_about_it(client: httpx.Client) -> None:
    fifth, fourth, third = told(client, RIGA)
    assert [each["generation"] for each in (fifth, fourth, third)] == [5, 4, 3]
    member = "memberOf", "Baltic Sea League"
    assert third["counts"]["came"] == 1
    assert ("added", *member) in signs(third)
    assert ("added", "worksFor", "Riga") in signs(third), "it is at the other end"
    assert signs(fourth) == [("said", *member)]
    [saying] = fourth["changes"][0]["sayings"]
    assert saying["quote"].startswith("Riga, a member")
    assert ("unsaid", *member) in signs(fifth)
    assert ("removed", "worksFor", "Riga") in signs(fifth)
    assert fifth["counts"]["went"] == 0


def test_only_generations_that_changed_it_are_told(client: httpx.Client) -> None:
    assert [each["generation"] for each in told(client, BASE + "id/city/tartu-ee")] == [5, 3]
    gone = told(client, DOCUMENT)
    assert [(each["generation"], each["counts"]["went"]) for each in gone] == [(5, 1), (3, 0)]
    first_, *_ = told(client, RIGA, limit=1)
    assert first_["generation"] == 5
    assert [each["generation"] for each in told(client, RIGA, before=5)] == [4, 3]
    assert [each["generation"] for each in told(client, RIGA, generation=4)] == [4, 3]
    assert [each["generation"] for each in told(client, RIGA, since=4)] == [5]


def test_without_the_notes_of_generations_the_same_is_told(
    store: Path, client: httpx.Client, tmp_path: Path
) -> None:
    expected = {iri: told(client, iri) for iri in (RIGA, DOCUMENT)}
    notes = [*store.glob(f"generations/*/{NAME}")]
    assert len(notes) == 4, "the first generation has none"
    for place, each in enumerate(notes):
        each.rename(tmp_path / str(place))
    try:
        with running_server(store) as other:
            for iri, steps in expected.items():
                assert told(other, iri) == steps
    finally:
        for place, each in enumerate(notes):
            (tmp_path / str(place)).rename(each)


def test_people_read_it_on_a_page(client: httpx.Client) -> None:
    page = client.get("/changes", params={"about": RIGA, "limit": "1"}, headers=HTML)
    assert "What changed about Riga" in page.text
    assert re.findall(r'id="generation-(\d)"', page.text) == ["5"]
    assert "one less says" in page.text
    [following] = re.findall(r'<a rel="next" href="./(changes[^"]*)"', page.text)
    later = client.get("/" + following.replace("&amp;", "&"), headers=HTML)
    assert re.findall(r'id="generation-(\d)"', later.text) == ["4"]
    forum = next(
        iri
        for each in told(client, BASE + "id/network/baltic-sea-league")
        for change in each["changes"]
        for iri in [change["object"].get("iri", "")]
        if "harbour" in iri
    )
    text = client.get("/changes", params={"about": forum}, headers=HTML).text
    assert "Harbour &lt;b&gt;&amp; Quay&lt;/b&gt; Forum" in text
    assert "<b>& Quay" not in text


def test_a_feed_about_a_thing_has_its_own_address(client: httpx.Client) -> None:
    answer = client.get("/changes", params={"about": RIGA})
    feed = answer.json()
    assert feed["title"] == "Hansa: what changed about Riga"
    assert client.get(feed["feed_url"]).json() == feed
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/changes", params={"about": RIGA}, headers=tag).status_code == 304
    assert client.get("/changes", headers=tag).status_code == 200
    atom = client.get("/changes", params={"about": RIGA, "format": "atom"})
    assert atom.headers["content-type"] == "application/atom+xml"


def test_what_has_no_history_is_refused(client: httpx.Client) -> None:
    for iri in ("riga", "https://example.org/riga", f"{DOCUMENT}#c1", BASE + "claim/1"):
        assert_problem(client.get("/changes", params={"about": iri}), 400, "bad-request")
    nobody = BASE + "id/city/atlantis"
    assert_problem(client.get("/changes", params={"about": nobody}), 404, "not-found")


def test_what_an_earlier_generation_knew_has_a_history(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "data")
    with place.writer() as writer:
        writer.put(*second())
        writer.commit()
        writer.put(*first())
        writer.commit()
        writer.retract(KEY)
        writer.commit()
        writer.rebuild()
        writer.retract(second()[0].key)
        writer.commit()
    assert not place.generations().touched(4), "made anew, so it notes nothing"
    shelf = Shelf(place)
    history = ThingHistory(History(place), shelf)
    assert history.title(DOCUMENT, 5) == first()[0].title
    with pytest.raises(NotFoundError):
        history.title(Base().document("nobody.md"), 5)
    shelf.close()
