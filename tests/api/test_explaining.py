"""``hansa extract --explain`` and ``--format html``: all that was read, why, and nothing unsafe."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.extracting.explaining import explained_to_json, explained_to_text
from api.extracting.page import render_page
from ingest.explanation import EntityNote, Explanation, SayingNote, Spoken
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact
from tests.api.test_cli import SAMPLES, STATEMENT
from tests.warm import hansa

#: A text that would run, close, reorder and colour whatever shows it carelessly.
HOSTILE = """# "Ports" </title><script>alert(1)</script> & 'quays' of Riga

The <b onmouseover="alert(2)">Harbour</b> Cities Network was founded in 1998. \u202eIt has its seat
in Riga, Latvia\u202c, said the Mayor of Riga, Anna Ozola.\x1b[31m Tartu will join the Harbour
Cities Network in 2027.

| City | "Country" |
|---|---|
| Tartu <img src=x onerror=alert(3)> | Estonia |

<!-- --><p>Members of the Harbour Cities Network:</p>

- Riga</li></ul></main>
- Tartu "><script>alert(4)</script>
- Narva \u200f\u0085&lt;script&gt;
"""

_MISLEADING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})


class Page(HTMLParser):
    """What a page holds: its elements must nest, its attributes are noted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.titles: list[str] = []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        found = {name: value or "" for name, value in attrs}
        assert len(found) == len(attrs), self.get_starttag_text()
        if tag == "a":
            assert "a" not in self.stack, self.get_starttag_text()
            self.links.append(found["href"])
        if tag in {"p", "table", "section", "ol", "div", "dl"}:
            assert "p" not in self.stack, self.get_starttag_text()
        if "id" in found:
            self.ids.append(found["id"])
        if tag not in _VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] == "title":
            self.titles.append(data)
        elif self.stack and self.stack[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the hostile text."""
    folder = tmp_path_factory.mktemp("explaining")
    (folder / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def extracted(folder: Path) -> list[dict[str, list[dict[str, object]]]]:
    """Return the explained JSON of the hostile text and of a sample."""
    done = hansa("extract", "hostile.md", STATEMENT, "--explain", "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    found: list[dict[str, list[dict[str, object]]]] = json.loads(done.stdout)
    assert len(found) == 2
    return found


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    """Return the page of the same two, written to a file."""
    done = hansa(
        "extract", "hostile.md", STATEMENT, "--format", "html", "--output", "page.html", cwd=folder
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in folder.iterdir()) == ["hostile.md", "page.html"]
    return (folder / "page.html").read_text(encoding="utf-8")


def test_json_explains_every_entity_and_saying(
    extracted: list[dict[str, list[dict[str, object]]]],
) -> None:
    for one in extracted:
        assert one["entities"]
        assert one["facts"]
        for entity in one["entities"]:
            why = entity["explanation"]
            assert isinstance(why, dict)
            assert max(why["votes"], key=why["votes"].get) == entity["type"]
        for saying in (*one["facts"], *one["literals"], *one["proposals"]):
            why = saying["explanation"]
            assert isinstance(why, dict)
            assert why["reasons"]


def test_without_the_option_nothing_is_explained(folder: Path) -> None:
    done = hansa("extract", "hostile.md", "--format", "json", cwd=folder)
    assert done.returncode == 0
    assert '"explanation"' not in done.stdout


def test_the_text_form_says_sentence_rule_mentions_and_kinds(folder: Path) -> None:
    done = hansa("extract", "hostile.md", "--explain", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert not _MISLEADING.search(done.stdout)
    facts = [part for part in done.stdout.split("\n\n") if part.startswith(("Fact", "Proposal"))]
    assert facts
    for fact in facts:
        assert re.search(r"^  sentence: \S", fact, re.M)
        assert re.search(r"^  rule: [\w.-]+\. [A-Z]", fact, re.M)
        assert re.search(r"^  subject: .*; \w+ \(\w+ \d", fact, re.M)


def test_the_page_holds_nothing_that_runs_or_loads(page: str) -> None:
    found = Page(page)
    assert not found.tags.keys() & {"script", "img", "link", "iframe", "b", "object"}
    assert not any(name.startswith("on") for name in found.attributes)
    assert not found.attributes & {"src", "style", "srcset", "action"}
    assert "url(" not in page
    assert "@import" not in page
    for link in found.links:
        assert link.startswith(("#", "https://sws.geonames.org/", "https://w3id.org/hansa/id/"))
    assert "<script>alert(1)</script>" in found.text
    assert 'onmouseover="alert(2)"' not in page


def test_control_and_bidirectional_characters_are_named(page: str) -> None:
    document, extraction, notes = _by_hand()
    raw = replace(document, title="\u202eT\ud800\x00\x1b[31m\u2066")
    shown = render_page([(raw, extraction, notes)])
    for name in ("U+0000", "U+001B", "U+2066", "U+202E", "U+D800"):
        assert f"⟨{name}⟩" in shown
    for one in (page, shown):
        assert not _MISLEADING.search(one)
        assert one.encode()


def test_every_id_is_unique_and_every_link_leads_somewhere(page: str) -> None:
    found = Page(page)
    assert len(found.ids) == len(set(found.ids))
    inner = {link.removeprefix("#") for link in found.links if link.startswith("#")}
    assert inner <= set(found.ids)


def test_the_page_shows_every_entity_and_saying(
    page: str, extracted: list[dict[str, list[dict[str, object]]]]
) -> None:
    found = Page(page)
    links = Counter(found.links)
    for number, one in enumerate(extracted, start=1):
        sayings = [*one["facts"], *one["literals"], *one["proposals"]]
        for position in range(1, len(one["entities"]) + 1):
            assert f"d{number}-n{position}" in found.ids
        for position in range(1, len(sayings) + 1):
            assert f"d{number}-f{position}" in found.ids
        assert f"d{number}-f{len(sayings) + 1}" not in found.ids
        quotes = {(saying["start"], saying["end"]) for saying in sayings}
        for position in range(1, len(quotes) + 1):
            assert f"d{number}-q{position}" in found.ids
        assert sum(links[f"#d{number}-q{q}"] for q in range(1, len(quotes) + 1)) == len(sayings)
        for entity in one["entities"]:
            names = entity["names"]
            assert isinstance(names, list)
            assert all(" ".join(name.split()) in found.text for name in names)


def test_the_page_can_be_read_by_everybody(page: str) -> None:
    assert page.startswith("<!doctype html>\n<html lang=")
    found = Page(page)
    assert found.tags["title"] == found.tags["h1"] == found.tags["main"] == 1
    assert found.tags["h2"] >= 2
    assert "".join(found.titles) == "2 documents, as Hansa reads"
    heads = re.findall(r"<th(?: [^>]*)?>", page)
    assert heads
    assert all('scope="' in head for head in heads)


def test_the_page_goes_to_stdout_when_no_file_is_named(folder: Path) -> None:
    done = hansa("extract", "hostile.md", "--format", "html", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "alert(1)" in "".join(Page(done.stdout).titles) or "alert(1)" in Page(done.stdout).text


@pytest.mark.parametrize(
    "words", [("--explain", "--format", "ttl"), ("--output", "x"), ("--output", "x", "--explain")]
)
def test_options_that_do_not_go_together_are_refused(folder: Path, words: tuple[str, ...]) -> None:
    done = hansa("extract", "hostile.md", *words, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hansa: ")
    assert done.stderr.count("\n") == 1
    assert not (folder / "x").exists()


def test_a_page_that_cannot_be_written_is_said_in_a_line(folder: Path) -> None:
    done = hansa("extract", "hostile.md", "--format", "html", "--output", "no/page", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no/page is none" in done.stderr
    assert ".part" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_page_is_written_where_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "kept.html").write_text("kept")
    done = hansa("extract", "none.md", "--format", "html", "--output", "kept.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert (tmp_path / "kept.html").read_text() == "kept"


def test_what_cannot_be_read_is_named_and_the_rest_is_on_the_page(folder: Path) -> None:
    done = hansa("extract", "hostile.md", "none.md", "--format", "html", cwd=folder)
    assert done.returncode == 1
    assert "none.md" in done.stderr
    assert Page(done.stdout).tags["article"] == 1


def _by_hand(*, times: int = 1, padding: int = 0) -> tuple[Document, Extraction, Explanation]:
    """Return a planned fact, a literal and a proposal about hostile names, many times over."""
    line = "Riga <i> will join the \u202eRing\u202c in 2030, and Riga has it.\n\n"
    line = line.replace(",", f", {'as was said at length, ' * padding}")
    text = line * times
    document = Document("a<b>.md", text, "0" * 64, title='"T" <u>', language='en"><script>')
    sentence = [Evidence.cut(text, at, at + len(line) - 3) for at in range(0, len(text), len(line))]
    starts = [quote.start for quote in sentence]
    entities = (
        Entity("c", "City", ('Riga <i> "x"',), tuple((s, s + 4) for s in starts), "javascript:x"),
        Entity("n", "Network", ("\u202eRing",), tuple((s + 24, s + 28) for s in starts)),
    )
    extraction = Extraction(
        document.key,
        "p" * 16,
        entities,
        tuple(Fact("c", "memberOf", "n", q, "planned", 2030, role="<em>") for q in sentence),
        tuple(
            LiteralFact("n", "focusArea", "<s>quays</s>", q, rule="literals.on") for q in sentence
        ),
        tuple(Fact("n", "partnerOf", "c", q, confidence=0.3) for q in sentence),
    )
    note = SayingNote(("<b>why</b>",), (1, 2), (Spoken(0, 4, "<Riga>", "name"),))
    many = (note,) * len(sentence)
    notes = Explanation(document.key, (EntityNote((("City", 1.0),)),) * 2, many, many, many)
    return document, extraction, notes


def test_names_values_roles_and_links_are_escaped_too() -> None:
    page = render_page([_by_hand()])
    found = Page(page)
    assert not found.tags.keys() & {"i", "u", "s", "b", "em", "script"}
    for words in ('Riga <i> "x"', "<s>quays</s>", "<em>", "<b>why</b>", "<Riga>", "javascript:x"):
        assert words in found.text
    assert all(link.startswith("#") for link in found.links)
    assert "".join(found.titles) == '"T" <u>, as Hansa reads'
    assert "<bdi>&lt;em&gt;</bdi>" in page


def test_planned_facts_and_proposals_are_told_apart() -> None:
    page = render_page([_by_hand()])
    assert re.search(r'class="fact planned"', page)
    assert re.search(r'class="fact proposal"', page)
    assert re.search(r'class="fact"', page)
    text = "\n".join(explained_to_text(*_by_hand()[1:]))
    assert "planned, 2030, as <em>, 1.00 sure" in text
    assert "Proposal: \u202eRing partnerOf" in text
    assert "too unsure to assert" in text


def test_explained_json_leaves_out_what_is_empty() -> None:
    whole = explained_to_json(*_by_hand()[1:])
    assert whole["entities"][0]["explanation"] == {"votes": {"City": 1.0}}
    assert "contexts" not in whole["facts"][0]["explanation"]


def test_a_document_without_anything_has_a_page() -> None:
    empty = Document("e.md", "", "0" * 64)
    page = render_page([(empty, Extraction("e.md", "p"), Explanation("e.md"))])
    assert "No entity was found" in Page(page).text
    assert Page(render_page([])).tags["h1"] == 1


def test_a_long_document_takes_seconds() -> None:
    explained = _by_hand(times=5_000, padding=7)
    assert len(explained[0].text) > 1_000_000
    begun = time.monotonic()
    page = render_page([explained])
    assert time.monotonic() - begun < 30
    assert page.count('class="fact proposal"') == 5_000


def test_the_samples_make_one_valid_page(tmp_path: Path) -> None:
    done = hansa("extract", SAMPLES, "--format", "html", "--output", tmp_path / "all.html")
    assert (done.returncode, done.stderr) == (0, "")
    found = Page((tmp_path / "all.html").read_text(encoding="utf-8"))
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert found.tags["article"] > 10
