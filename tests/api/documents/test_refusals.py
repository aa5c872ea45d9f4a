"""What is not read, and who may not send it: each with its problem, and nothing stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.lines import defends
from tests.api.problem import assert_problem
from tests.api.sample import KEY

from .sending import KEEPER, LONGEST, keys, post, send


def test_an_address_of_this_machine_is_refused(keeper: httpx.Client, pages: str) -> None:
    problem = assert_problem(post(keeper, {"url": pages}), 403, "address-refused")
    assert "HANSA_ALLOW_PRIVATE_URLS" in str(problem["detail"])
    answer = post(keeper, {"url": pages}, to="/documents/preview")
    assert_problem(answer, 403, "address-refused")


WRONG: dict[str, tuple[Any, int, str]] = {
    "no address": ({"url": "/etc/passwd"}, 400, "bad-request"),
    "a file": ({"url": "file:///etc/passwd"}, 400, "bad-request"),
    "nothing": ({}, 400, "bad-request"),
    "both": ({"url": "https://example.org/", "text": "a", "sourceKey": "a"}, 400, "bad-request"),
    "no key": ({"text": "Riga."}, 400, "bad-request"),
    "a key of two lines": ({"text": "Riga.", "sourceKey": "a\nb"}, 400, "bad-request"),
    "an endless key": ({"text": "Riga.", "sourceKey": "a" * 501}, 400, "bad-request"),
    "an unknown format": ({"text": "Riga.", "sourceKey": "a", "format": "exe"}, 400, "bad-request"),
    "an unknown member": ({"text": "Riga.", "sourceKey": "a", "path": "b"}, 400, "bad-request"),
    "a number": ({"text": 1, "sourceKey": "a"}, 400, "bad-request"),
    "perhaps": ({"text": "Riga.", "sourceKey": "a", "again": "perhaps"}, 400, "bad-request"),
    "half a character": ({"text": "\ud800", "sourceKey": "a"}, 400, "bad-request"),
    "an empty text": ({"text": " ", "sourceKey": "a"}, 422, "document"),
    "a list": ([], 400, "bad-request"),
    "too much": ({"text": "a" * LONGEST, "sourceKey": "a"}, 413, "content-too-large"),
}


@pytest.mark.parametrize("to", ["/documents", "/documents/preview"])
@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_refused(keeper: httpx.Client, store: Path, name: str, to: str) -> None:
    body, status, code = WRONG[name]
    before = keys(store)
    sent = json.dumps(body).encode()
    headers = KEEPER | {"Content-Type": "application/json"}
    assert_problem(keeper.post(to, content=sent, headers=headers), status, code)
    assert keys(store) == before


FORMS: dict[str, tuple[list[tuple[str, bytes]], dict[str, str], int, str]] = {
    "no file": ([], {"again": "1"}, 400, "bad-request"),
    "a nameless file": ([("", b"")], {}, 400, "bad-request"),
    "an unknown field": ([("a.md", b"Riga.")], {"folder": "b"}, 400, "bad-request"),
    "perhaps": ([("a.md", b"Riga.")], {"again": "perhaps"}, 400, "bad-request"),
    "a key for two": ([("a.md", b"R."), ("b.md", b"T.")], {"sourceKey": "c"}, 400, "bad-request"),
    "an endless field": ([("a.md", b"Riga.")], {"again": "1" * 20_000}, 400, "bad-request"),
    "an absolute path": ([("/etc/passwd", b"Riga.")], {}, 400, "bad-request"),
    "a drive": ([("C:/a.md", b"Riga.")], {}, 400, "bad-request"),
    "a way out": ([("a/../../b.md", b"Riga.")], {}, 400, "bad-request"),
    "a folder": ([("a/", b"Riga.")], {}, 400, "bad-request"),
    "a name that hides": ([("a\u202eb.md", b"Riga.")], {}, 400, "bad-request"),
    "an empty file": ([("a.md", b"")], {}, 422, "document"),
    "no text": ([("a.bin", b"\x00" * 50)], {}, 415, "unsupported-media-type"),
    "too much": ([("a.md", b"a" * LONGEST)], {}, 413, "content-too-large"),
    "two that are wrong": ([("a.bin", b"\x00"), ("b.md", b"")], {}, 422, "document"),
    "two of a kind": ([("a.md", b""), ("b.md", b"")], {}, 422, "document"),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_that_cannot_be_are_refused(keeper: httpx.Client, store: Path, name: str) -> None:
    files, options, status, code = FORMS[name]
    before = keys(store)
    if files:
        answer = send(keeper, *files, **options)
    else:
        none = {name: (None, value) for name, value in options.items()}
        answer = keeper.post("/documents", files=none, headers=KEEPER)
    problem = assert_problem(answer, status, code)
    told = problem.get("documents")
    assert told is None or [each["state"] for each in told] == ["refused"] * len(files)  # type: ignore[attr-defined]
    assert keys(store) == before


def test_a_body_of_another_kind_is_refused(keeper: httpx.Client) -> None:
    for to in ("/documents", "/documents/preview"):
        for kind in ("text/markdown", "application/x-www-form-urlencoded", ""):
            headers = KEEPER | {"Content-Type": kind}
            answer = keeper.post(to, content=b"# Riga", headers=headers)
            assert_problem(answer, 415, "unsupported-media-type")


@defends("token")
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
def test_only_the_keeper_sends_looks_and_takes_back(
    keeper: httpx.Client, store: Path, headers: dict[str, str]
) -> None:
    before = keys(store)
    form = {"file": ("a.md", b"Riga.")}
    for answer in (
        keeper.post("/documents", files=form, headers=headers),
        keeper.post("/documents/preview", files=form, headers=headers),
        keeper.delete("/documents", params={"key": KEY}, headers=headers),
    ):
        assert_problem(answer, 401, "unauthorized")
    assert keys(store) == before


def test_without_a_token_nobody_is_the_keeper(client: httpx.Client) -> None:
    answer = client.post("/documents", json={"text": "Riga.", "sourceKey": "a"})
    assert_problem(answer, 403, "forbidden")
