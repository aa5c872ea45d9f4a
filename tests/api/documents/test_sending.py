"""Documents over REST: sent, followed and taken back, over real servers and the real model."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.api.problem import assert_problem
from tests.api.sample import write_sample
from tests.api.server import reading_server, running_server
from tests.ingest.document_makers import PAGE, make_docx, make_pdf, make_pptx

from .sending import KEEPER, TEXT, TOKEN, WAIT, entries, hansa, keys, post, send


def test_one_bad_file_does_not_take_the_others_with_it(keeper: httpx.Client, store: Path) -> None:
    good, odd, broken, empty, outside = entries(
        send(
            keeper,
            ("press/./harbours.md", TEXT.replace("%s", "agree").encode()),
            ("notes.xyz", b"\x00\x01\x02"),
            ("broken.pdf", b"%PDF-1.7 and nothing of the kind"),
            ("empty.txt", b" \n"),
            ("../../etc/passwd.md", b"Riga."),
        )
    )
    assert (good["name"], good["key"]) == ("press/./harbours.md", "press/harbours.md")
    assert (good["state"], good["outcome"], good["problem"]) == ("done", "added", None)
    page = keeper.get(good["links"]["document"], headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"][-5:]) == (303, ".html")
    bad = [(each["state"], each["problem"]["status"]) for each in (odd, broken, empty, outside)]
    assert bad == [("refused", 415), ("failed", 422), ("refused", 422), ("refused", 400)]
    assert "broken.pdf is damaged" in broken["problem"]["detail"]
    assert "the-file-that-was-sent" not in broken["problem"]["detail"]
    assert {"press/harbours.md"} == {each for each in keys(store) if "harbours" in each}
    assert not any("passwd" in each for each in keys(store))


def test_the_same_file_again_replaces_itself_as_it_does_on_the_command_line(
    keeper: httpx.Client, store: Path, tmp_path: Path
) -> None:
    name, text = "again/news.md", TEXT.replace("%s", "twice").encode()
    (first,) = entries(send(keeper, (name, text)))
    (same,) = entries(send(keeper, (name, text)))
    (changed,) = entries(send(keeper, (name, text + b"\nTartu leads it.\n")))
    outcomes = [each["outcome"] for each in (first, same, changed)]
    assert outcomes == ["added", "unchanged", "changed"]
    path = tmp_path / name
    path.parent.mkdir()
    path.write_bytes(text + b"\nTartu leads it.\n")
    done = hansa(tmp_path, "ingest", name, "--store", str(store))
    assert done.startswith("1 unchanged")


def test_every_format_is_read_though_its_name_does_not_say_it(keeper: httpx.Client) -> None:
    files = {
        "two cities.pdf": make_pdf(),
        "two-cities.DOCX": make_docx(),
        "two-cities.pptx": make_pptx(),
        "two-cities.html": PAGE.encode(),
        "paper": make_pdf(sentence="Riga and Porto will meet in Riga again next year."),
        "letter.tmp": make_docx(sentence="Riga and Porto met in Porto again this year."),
    }
    found = entries(send(keeper, *files.items()))
    assert [each["key"] for each in found] == list(files)
    assert {each["state"] for each in found} == {"done"}, found
    locked = send(keeper, ("locked.pdf", make_pdf(password="secret")))  # noqa: S106
    assert "password" in str(assert_problem(locked, 422, "document")["detail"])


def test_a_text_and_its_key_come_as_json(keeper: httpx.Client) -> None:
    page = (
        "<title>On</title><p>Riga and Tartu are members of the Baltic Harbour Cities Network.</p>"
    )
    body = {"text": page, "format": "html", "sourceKey": "notes/on harbours"}
    (entry,) = entries(post(keeper, body))
    assert (entry["key"], entry["outcome"]) == ("notes/on harbours", "added")
    (again,) = entries(post(keeper, body))
    assert again["outcome"] == "unchanged"
    (read,) = entries(post(keeper, {**body, "again": True}))
    assert read["outcome"] == "unchanged"  # since the same was found in it
    (named,) = entries(send(keeper, ("a.html", page.encode()), sourceKey="notes/other", again="1"))
    assert (named["key"], named["outcome"]) == ("notes/other", "duplicate")
    assert named["duplicateOf"] == "notes/on harbours"


def test_an_address_is_read_where_the_setting_allows_it(tmp_path: Path, pages: str) -> None:
    store = tmp_path / "data"
    with reading_server(store, HANSA_TOKEN=TOKEN, HANSA_ALLOW_PRIVATE_URLS="on") as client:
        client.timeout = httpx.Timeout(90)
        (entry,) = entries(post(client, {"url": pages.replace("http", "HTTP") + "#top"}))
        assert (entry["key"], entry["outcome"], entry["generation"]) == (pages, "added", 1)


def test_whoever_has_the_id_follows_to_the_end(keeper: httpx.Client) -> None:
    files = {"file": ("follow.md", TEXT.replace("%s", "followed").encode())}
    answer = keeper.post("/documents", files=files, headers=KEEPER)
    (entry,) = entries(answer, 202)
    assert entry["state"] in {"queued", "reading"}
    with keeper.stream("GET", entry["links"]["events"]) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        text = stream.read().decode()
    events = [each for each in text.split("\n\n") if "data: " in each]
    told = [json.loads(each.partition("data: ")[2]) for each in events]
    order = ["queued", "reading", "extracting", "writing", "done"]
    states = [each["state"] for each in told]
    assert states == sorted(states, key=order.index)
    assert states[-1] == "done"
    assert [each.startswith("id: end\n") for each in events] == [*[False] * (len(told) - 1), True]
    now = keeper.get(entry["links"]["self"])
    assert now.json() == told[-1]
    assert "etag" not in now.headers
    back = keeper.get(entry["links"]["events"], headers={"Last-Event-ID": "end"})
    assert back.status_code == 204
    for path in ("/documents/nobody-knows", "/documents/nobody-knows/events"):
        assert_problem(keeper.get(path), 404, "not-found")


def test_what_waits_beyond_the_bound_is_refused_alone(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", HANSA_TOKEN=TOKEN) as client:
        form = [("file", (f"{number}.md", TEXT.encode())) for number in range(60)]
        told = entries(client.post("/documents", files=form, headers=KEEPER), 202)
    states = [each["state"] for each in told]
    assert states == ["queued"] * 50 + ["refused"] * 10
    assert {each["problem"]["status"] for each in told if each["problem"]} == {503}
    assert told[2]["waitingFor"] == "2 documents before it"


def test_files_that_were_sent_are_gone_once_they_are_read(tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    with reading_server(tmp_path / "data", HANSA_TOKEN=TOKEN, TMPDIR=str(place)) as client:
        client.timeout = httpx.Timeout(90)
        send(client, ("a.md", TEXT.encode()), ("b.pdf", b"%PDF-"), ("c.md", b""))
        answer = send(client, ("a.md", b"Riga."), ("b.md", b"Tartu."), nobody="1")
        assert_problem(answer, 400, "bad-request")
        client.post("/documents/preview", files={"file": ("a.md", TEXT)}, headers=KEEPER)
        (spool,) = [each for each in (tmp_path / "data" / "spool").iterdir() if each.is_dir()]
        assert spool.stat().st_mode & 0o077 == 0
        assert [each.name for each in spool.iterdir()] == ["lock"]
    assert not spool.exists()
    assert list(place.iterdir()) == []


def test_a_document_is_taken_back_and_its_twins_are_told(keeper: httpx.Client, store: Path) -> None:
    text = TEXT.replace("%s", "taken back").encode()
    send(keeper, ("gone/a.md", text), ("gone/b.md", text))
    answer = keeper.delete("/documents", params={"key": "gone/a.md"}, headers=KEEPER)
    told = answer.raise_for_status().json()
    assert (told["key"], told["twins"]) == ("gone/a.md", ["gone/b.md"])
    assert answer.headers["hansa-generation"] == str(told["generation"])
    assert "gone/b.md" in keys(store)
    answer = keeper.delete("/documents", params={"key": "gone/b.md"}, headers=KEEPER)
    told = answer.raise_for_status().json()
    assert told["twins"] == []
    assert told["removed"] > 0
    assert not any(each.startswith("gone/") for each in keys(store))
    answer = keeper.delete("/documents", params={"key": "gone/b.md"}, headers=KEEPER)
    assert_problem(answer, 404, "not-found")
    for query in ({}, {"key": " "}, {"key": "a" * 600}):
        answer = keeper.delete("/documents", params=query, headers=KEEPER)
        assert_problem(answer, 400, "bad-request")


@pytest.mark.parametrize("wait", ["-1", "51", "x", "1" * 30])
def test_nobody_waits_for_ever(keeper: httpx.Client, wait: str) -> None:
    answer = keeper.post("/documents", params={"wait": wait}, headers=KEEPER)
    assert_problem(answer, 400, "bad-request")


def test_any_process_of_a_server_tells_how_far_a_document_is(tmp_path: Path) -> None:
    with reading_server(tmp_path / "data", HANSA_TOKEN=TOKEN, HANSA_WORKERS="2") as client:
        client.timeout = httpx.Timeout(90)
        (entry,) = entries(send(client, ("a.md", TEXT.encode())))
        for _ in range(6):  # connections of their own, which reach the other process too
            with httpx.Client(base_url=client.base_url, trust_env=False, timeout=30) as other:
                found = other.get(f"documents/{entry['id']}").raise_for_status().json()
                assert found["outcome"] == "added"
                text = other.get(f"documents/{entry['id']}/events").text
                assert '"state": "done"' in text


def test_addresses_hold_behind_a_prefix(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    with reading_server(store, HANSA_TOKEN=TOKEN, HANSA_PREFIX="/hansa") as client:
        client.base_url = client.base_url.join("/hansa/")
        client.timeout = httpx.Timeout(90)
        form = {"file": ("a.md", TEXT.encode())}
        answer = client.post("documents", params=WAIT, files=form, headers=KEEPER)
        (entry,) = entries(answer)
        assert client.get(entry["links"]["self"]).json()["state"] == "done"
        found = client.get(entry["links"]["document"], follow_redirects=True)
        assert found.status_code == 200


def test_the_description_tells_what_may_be_sent(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    body = paths["/documents"]["post"]["requestBody"]["content"]
    assert set(body) == {"multipart/form-data", "application/json"}
    assert {"get", "post", "delete"} <= set(paths["/documents"])
    assert "post" in paths["/documents/preview"]
    assert "get" in paths["/documents/{id}/events"]
