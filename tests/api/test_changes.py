"""/changes and /changes/questions over a real server: feeds, events, and how they end."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from api.changes.events import Subscriptions
from api.errors import BusyError
from graph.workspace import Workspace

from .problem import assert_problem
from .sample import KEY, first, second, write_namesakes, write_sample
from .server import running_server

ATOM = "{http://www.w3.org/2005/Atom}"
LEAGUE = {"network": "Baltic Sea League"}
#: RFC 3339, as RFC 4287, section 3.3 narrows it.
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return five generations: a person, a namesake, a statement, news of it, only the news."""
    folder = write_namesakes(tmp_path_factory.mktemp("changes") / "data", at_once=False)
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


def items(client: httpx.Client, address: str = "/changes", **fields: str) -> list[dict[str, Any]]:
    answer = client.get(address, params=fields)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def told(change: dict[str, Any]) -> tuple[str, ...]:
    ends = change["subject"]["name"], change["property"], change["object"]["name"]
    return (change["change"], *ends, *(document["name"] for document in change["documents"]))


# Feeds


def test_each_generation_tells_what_came_and_went_with_its_documents(client: httpx.Client) -> None:
    fifth, fourth, third, second = (item["_hansa"] for item in items(client))
    assert [each["generation"] for each in (fifth, fourth, third, second)] == [5, 4, 3, 2]
    statement = "Joint <statement> of the League"
    assert ("added", "Riga", "memberOf", "Baltic Sea League", statement) in map(
        told, third["changes"]
    )
    assert ("removed", "Tartu", "memberOf", "Baltic Sea League", statement) in map(
        told, fifth["changes"]
    )
    assert third["counts"] == {"added": 6, "removed": 0, "renamed": 0}
    assert fourth["counts"] == {"added": 0, "removed": 0, "renamed": 0}, "it was said before"
    assert not any("Riga" in told(each)[1:2] for each in fifth["changes"]), "news still say so"
    assert second["counts"] == {"added": 1, "removed": 0, "renamed": 1}
    assert second["renamed"][0]["before"]["name"] == "Ida Lind"
    assert second["renamed"][0]["before"]["iri"] != second["renamed"][0]["after"]["iri"]


def test_the_json_feed_is_one_by_its_standard(client: httpx.Client) -> None:
    answer = client.get("/changes")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert client.get(feed["feed_url"]).json() == feed
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids) == 4
    for item in feed["items"]:
        assert DATE.match(item["date_published"])
        assert "<li>" in item["content_html"] or item["content_html"] == "<p>Nothing changed.</p>"
        [alone] = client.get(item["url"]).json()["items"]
        assert alone == item, "an entry is found at its own address"


def test_people_read_the_same_on_a_page_and_page_through_it(client: httpx.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = client.get("/changes?limit=3", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "Accept" in page.headers["vary"]
    assert re.findall(r'id="generation-(\d)"', page.text) == ["5", "4", "3"]
    assert "Harbour &lt;b&gt;&amp; Quay&lt;/b&gt; Forum" in page.text, "escaped once"
    assert 'href="./id/city/riga-lv"' in page.text, "relative, for who comes through a proxy"
    assert re.search(r"Riga\W*(</bdi>)?</a> member of <a", page.text), "in words, as everywhere"
    tag = {"If-None-Match": page.headers["etag"], **browser}
    assert client.get("/changes?limit=3", headers=tag).status_code == 304
    [following] = re.findall(r'<a rel="next" href="./(changes[^"]*)"', page.text)
    last = client.get("/" + following.replace("&amp;", "&"), headers=browser)
    assert re.findall(r'id="generation-(\d)"', last.text) == ["2"]
    assert 'rel="next"' not in last.text
    assert "as the address asks" not in last.text, "a page of earlier changes cites no generation"
    assert [item["_hansa"]["generation"] for item in items(client, before="4")] == [3, 2]
    assert_problem(client.get("/changes", params={"before": "x"}), 400, "bad-request")
    question = "/changes/questions/members-of-network"
    rows = client.get(question, params=LEAGUE, headers=browser)
    assert [int(each) for each in re.findall(r'id="generation-(\d)"', rows.text)] == [
        item["_hansa"]["generation"] for item in items(client, question, **LEAGUE)
    ]
    cited = client.get("/changes?generation=4", headers=browser).text
    assert 'href="./id/city/riga-lv?generation=4"' in cited


def assert_atom(text: bytes) -> ElementTree.Element:
    """Hold a feed to RFC 4287, section 4."""
    feed = ElementTree.fromstring(text)  # noqa: S314  it is our own
    assert feed.tag == f"{ATOM}feed"
    assert len(feed.findall(f"{ATOM}author")) == 1, "4.1.1: every entry has an author, or the feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [only] = element.findall(ATOM + name)
            assert (only.text or "").strip()
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme, "4.2.6: an absolute IRI"
        assert DATE.match(element.findtext(f"{ATOM}updated") or "")
        links = [link.attrib for link in element.findall(f"{ATOM}link")]
        assert all(urlsplit(str(link["href"])).scheme for link in links)
        kinds = [(link["rel"], link.get("type")) for link in links]
        assert len(set(kinds)) == len(kinds), "4.1.1: no two alternates of one type"
        assert not {child.tag for child in element} - {
            ATOM + name for name in ("id", "title", "updated", "link", "author", "entry", "content")
        }
    for author in feed.findall(f"{ATOM}author"):
        assert [child.tag for child in author] == [f"{ATOM}name"]
    for entry in feed.findall(f"{ATOM}entry"):
        [content] = entry.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        assert len(content) == 0, "4.1.3.3: text, no elements"
        ElementTree.fromstring(f"<div>{content.text}</div>")  # noqa: S314
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return feed


def test_the_atom_feed_is_valid_and_says_the_same(client: httpx.Client) -> None:
    answer = client.get("/changes", headers={"Accept": "application/atom+xml"})
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = assert_atom(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        item["id"] for item in items(client)
    ]
    [self] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert client.get(str(self.get("href"))).content == answer.content
    content = entries[2].findtext(f"{ATOM}content") or ""
    assert "Harbour &lt;b&gt;&amp; Quay&lt;/b&gt; Forum" in content, "names are escaped, twice"


@pytest.mark.parametrize("format", ["json", "atom"])
def test_pages_follow_each_other_to_the_oldest_generation(
    client: httpx.Client, format: str
) -> None:
    seen, address = [], f"/changes?limit=3&format={format}"
    while address:
        page = client.get(address)
        if format == "atom":
            assert_atom(page.content)
        seen += re.findall(r"Generation (\d+):", page.text)
        address = page.links["next"]["url"] if "next" in page.links else ""
    assert seen == ["5", "4", "3", "2"]


def test_who_has_the_feed_already_gets_304(client: httpx.Client) -> None:
    for address in ("/changes", "/changes/questions/members-of-network?network=Baltic+Sea+League"):
        whole = client.get(address)
        again = client.get(address, headers={"If-None-Match": whole.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == whole.headers["etag"]
        assert whole.headers["hansa-generation"] == again.headers["hansa-generation"] == "5"
        other = client.get(f"{address}{'&' if '?' in address else '?'}format=atom")
        assert other.headers["etag"] != whole.headers["etag"]


def test_the_feed_is_as_it_was_at_a_generation(client: httpx.Client) -> None:
    then = client.get("/changes", params={"generation": "3"})
    assert then.headers["hansa-generation"] == "3"
    assert [item["_hansa"]["generation"] for item in then.json()["items"]] == [3, 2]
    assert items(client, generation="1") == []


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/changes?generation=99", 404, "unknown-generation"),
        ("/changes?since=x", 400, "bad-request"),
        ("/changes?limit=51", 400, "bad-request"),
        ("/changes?limit=0", 400, "bad-request"),
        ("/changes?format=png", 406, "not-acceptable"),
        ("/changes?format=events&generation=2", 400, "bad-request"),
        ("/changes/questions/nothing", 404, "unknown-question"),
        ("/changes/questions/members-of-network?network=Nobody", 404, "unknown-name"),
        ("/changes/questions/members-of-network?network=a&network=b", 400, "bad-request"),
    ],
)
def test_what_cannot_be_told_is_a_problem(
    client: httpx.Client, address: str, status: int, code: str
) -> None:
    assert_problem(client.get(address), status, code)


# Questions


def test_a_question_tells_the_rows_that_came_and_went(client: httpx.Client) -> None:
    found = items(client, "/changes/questions/members-of-network", **LEAGUE)
    by_number = {item["_hansa"]["generation"]: item["_hansa"] for item in found}
    assert sorted(by_number) == [3, 4, 5], "nothing changed for it in the second"
    names = [(row["change"], row["row"]["memberName"]["value"]) for row in by_number[3]["rows"]]
    assert sorted(names) == [("added", "Riga"), ("added", "Tartu")]
    gone = [row["row"]["memberName"]["value"] for row in by_number[5]["rows"]]
    assert "Tartu" in gone
    for item in found:  # for people: each thing by its name, with a link that leads there
        said, links = item["content_html"], re.findall('href="([^"]+)"', item["content_html"])
        assert re.search('[+−=] <a href="[^"]+/id/city/[^"]+">(<bdi>)?(Riga|Tartu)', said)
        assert "https://w3id.org/" not in said
        assert all(link.startswith(str(client.base_url)) for link in links)
    atom = client.get("/changes/questions/members-of-network", params={**LEAGUE, "format": "atom"})
    assert len(assert_atom(atom.content).findall(f"{ATOM}entry")) == 3


def test_a_row_whose_thing_has_another_iri_now_is_renamed(client: httpx.Client) -> None:
    organization = {"organization": "Blue Bank"}
    described = client.get("/questions").json()["questions"]
    [people] = [each for each in described if each["name"] == "people-of"]
    fields = {people["parameters"][0]["name"]: organization["organization"]}
    [only] = items(client, "/changes/questions/people-of", **fields)
    changed = only["_hansa"]
    assert changed["counts"] == {"added": 0, "removed": 0, "renamed": 1, "reworded": 0}
    [pair] = changed["renamed"]
    differs = {name for name in pair["before"] if pair["before"][name] != pair["after"][name]}
    assert len(differs) == 1


def test_a_row_that_another_sentence_says_is_reworded(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    document, extraction = first()
    with Workspace(store).writer() as writer:
        writer.put(replace(document, key="again.md"), replace(extraction, document="again.md"))
        writer.retract(KEY)
        writer.commit()
    with running_server(store) as client:
        found = items(client, "/changes/questions/members-of-network", **LEAGUE)
        feed = client.get(
            "/changes/questions/members-of-network", params={**LEAGUE, "format": "atom"}
        )
    newest = found[0]["_hansa"]
    assert newest["counts"]["added"] == newest["counts"]["removed"] == 0
    assert newest["counts"]["reworded"] == len(newest["reworded"]) > 0
    assert "by another sentence" in feed.text


# Events


def events(lines: Iterator[str], count: int) -> list[tuple[str, str, Any]]:
    """Read that many events as the HTML Standard says, section 9.2.6."""
    found: list[tuple[str, str, Any]] = []
    fields = {"id": "", "event": "", "data": ""}
    while len(found) < count:
        line = next(lines)
        name, _, value = line.partition(":")
        if line and name:
            fields[name] = value.removeprefix(" ")
        elif not line and fields["data"]:
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
            fields |= {"event": "", "data": ""}
    return found


def test_events_go_on_after_the_last_one_seen(client: httpx.Client) -> None:
    for address, headers in (
        ("/changes/events", {"Last-Event-ID": "3"}),
        ("/changes?since=3", {"Accept": "text/event-stream"}),
    ):
        with client.stream("GET", address, headers=headers) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            found = events(answer.iter_lines(), 2)
        assert [number for number, _, _ in found] == ["4", "5"]
        assert {kind for _, kind, _ in found} == {"facts"}
        assert found[1][2]["counts"]["removed"] == 5


def test_who_missed_what_is_kept_no_more_is_told_so(client: httpx.Client) -> None:
    with client.stream("GET", "/changes/events", headers={"Last-Event-ID": "77"}) as answer:
        [(number, kind, gap)] = events(answer.iter_lines(), 1)
    assert (number, kind) == ("5", "gap")
    assert gap == {"since": 77, "oldest": 1, "newest": 5}
    assert_problem(client.get("/changes/events?since=-1"), 400, "bad-request")


def test_a_new_generation_comes_by_itself_and_a_stop_ends_the_streams(tmp_path: Path) -> None:
    folder = write_namesakes(tmp_path / "data")
    heard: dict[str, list[tuple[str, str, Any]]] = {}
    ready, over = threading.Barrier(3), []

    def listen(server: httpx.Client, address: str) -> None:
        with (
            httpx.Client(base_url=server.base_url, timeout=30, trust_env=False) as client,
            client.stream("GET", address) as answer,
        ):
            lines = answer.iter_lines()
            next(lines)  # the stream has begun
            ready.wait(20)
            heard[address] = events(lines, 1)
            over.append(all(line.startswith((":", "id: ")) or not line for line in lines))

    rows = "/changes/questions/networks?format=events"
    with running_server(folder) as client:
        threads = [
            threading.Thread(target=listen, args=(client, address), daemon=True)
            for address in ("/changes/events", rows)
        ]
        for thread in threads:
            thread.start()
        ready.wait(20)
        with Workspace(folder).writer() as writer:
            writer.put(*first())
            writer.commit()
        for _ in range(200):
            if len(heard) == 2:
                break
            threads[0].join(0.1)
        assert client.get("/health/live").status_code == 200
    for thread in threads:
        thread.join(15)
    assert over == [True, True], "both streams ended well when the server stopped"
    [(number, kind, data)] = heard["/changes/events"]
    assert (number, kind, data["counts"]["added"]) == ("2", "facts", 6)
    [(_, kind, data)] = heard[rows]
    assert kind == "rows"
    assert data["counts"]["added"] >= 1


def test_streams_are_bounded_show_life_and_cost_nothing_once_left() -> None:
    async def tell(seen: int, newest: int) -> list[bytes]:
        return [b"data: %d %d\n\n" % (seen, newest)]

    async def listen() -> None:
        hub = Subscriptions(heartbeat=0.01, most=1)
        stream = hub.stream(7, 5, tell)
        pieces = [await anext(stream) for _ in range(3)]
        assert pieces == [
            b"retry: 3000\nid: 5\n\n",
            b"data: 5 7\n\nid: 7\n\n",
            b": still here\n\n",
        ]
        with pytest.raises(BusyError):
            hub.require_place()
        await stream.aclose()
        hub.require_place()
        assert hub.count == 0

    asyncio.run(listen())


def test_a_comparison_that_goes_on_does_not_hold_the_server_back() -> None:
    async def tell(*_: int) -> list[bytes]:
        await asyncio.sleep(3600)
        return []

    async def listen() -> list[bytes]:
        hub = Subscriptions()
        asyncio.get_running_loop().call_later(0.05, hub.close)
        return [piece async for piece in hub.stream(7, 5, tell)]

    assert len(asyncio.run(listen())) == 1
