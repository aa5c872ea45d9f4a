"""What a terminal could obey is seen instead, wherever words of documents are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.workspace import Workspace
from tests.api.command_line import hansa
from tests.graph.factories import Story

#: What moves cursors, colours terminals or turns text around.
MISLEADING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NAMES = ("Riga\u202e", "Harbour\x9b Network")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory whose only document has such characters in title, name and text."""
    folder = tmp_path_factory.mktemp("printing") / "data"
    story = Story("odd.txt", title="Odd\x1b[31m news")
    said = story.say("Riga\u202e joined the Harbour\x9b Network.")
    city, network = story.name("r", "City", NAMES[0]), story.name("n", "Network", NAMES[1])
    story.state(city, "memberOf", network, said)
    with Workspace(folder).writer() as writer:
        writer.put(*story.pair())
        writer.commit()
    return folder


QUERY = "SELECT ?exact WHERE { GRAPH ?g { ?q oa:exact ?exact } }"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("documents",), "Odd⟨U+001B⟩[31m news"),
        (("ask", "networks"), "Harbour⟨U+009B⟩ Network"),
        (("ask", "networks", "--format", "table"), "Harbour⟨U+009B⟩ Network"),
        (("ask", "document-says", "document=odd.txt", "--format", "json"), "Riga\\u202e"),
        (("query", QUERY), "Riga⟨U+202E⟩ joined"),
    ],
)
def test_misleading_characters_are_seen(store: Path, words: tuple[str, ...], shown: str) -> None:
    done = hansa(*words, "--store", store)
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert not MISLEADING.search(done.stdout)


def test_json_means_the_very_characters(store: Path) -> None:
    done = hansa("ask", "networks", "--format", "json", "--store", store)
    assert NAMES[1] in json.dumps(json.loads(done.stdout), ensure_ascii=False)


def test_an_error_shows_what_was_typed(store: Path) -> None:
    done = hansa("query", "\u202eagir.rq", "--store", store)
    assert done.returncode == 2
    assert "⟨U+202E⟩agir" in done.stderr


@pytest.mark.parametrize("form", ["table", "json"])
def test_what_is_read_is_shown_so(tmp_path: Path, form: str) -> None:
    text = (
        "# News\n\nRiga is a member of the \u202bHarbour Cities Network\u202c.\x9b It met in May.\n"
    )
    path = tmp_path / "odd.md"
    path.write_text(text, encoding="utf-8")
    done = hansa("extract", path, "--root", tmp_path, "--format", form)
    assert done.returncode == 0
    assert "Harbour Cities Network" in done.stdout
    assert not MISLEADING.search(done.stdout)
