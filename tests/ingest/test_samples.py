"""The sample statements and their gold files agree with each other and with the ontology.

The samples are fiction in the form of real papers: most networks, and every person, are invented.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ontology.terms import KINDS, LITERALS, RELATIONS, STATUSES, fits, fits_literal

SAMPLES = Path(__file__).parents[2] / "ingest" / "samples"
DOCUMENTS = {path.stem: path for path in sorted(SAMPLES.iterdir()) if path.is_file()}
GOLD: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(SAMPLES.glob("gold/*.json"))
}
#: What each layout shows on the page, as a pattern that its sample must match.
LAYOUTS = {
    "joint-statement-baltic-harbour-cities": r"Governments of .+\*Begin text\*.+\*End text\*",
    "press-release-indian-ocean-port-cities": r" 2022\*\* – .+” said .+\*\*About .+Media contact",
    "webinar-script-asean-smart-water": r"SCRIPT.+\[Slide 1\].+\[Slide 7\]",
    "slide-deck-policy-roadmap": r"\n---\n.+\n\| City \| Country \|",
    "member-list-andean-water-cities": r"## Member cities.+### \w+\n\n- \w+",
    "memorandum-sister-harbours": r"MEMORANDUM.+Article 1 – .+Signed .+For the ",
    "newsletter-quiet-streets": r"Issue \d+.+(\n## .+){5}",
    "interview-andean-water-cities": r"(\*\*Q: .+A: .+){5}",
    "workshop-agenda-public-sensors": r"\| Time \| Session \| Speaker \|.+\| 09:00 \|",
    "call-for-applications-clean-quays": r"\nRun by: .+\nFunded by: .+\nDeadline: ",
    "communique-african-lake-cities": r"adopt this Communiqué.+\n1\. We will .+\n7\. ",
    "project-page-decibel-watch": r"<table>.+<th>City</th>",
    "event-report-seoul-living-labs": r"(\w+, ){6}\w+ and \w+ took part",
    "council-news-ghent-quiet-streets": r"city council.+councillor",
}
FACT_KEYS = {"s", "p", "o", "status", "year", "role", "evidence"}
LITERAL_KEYS = {"s", "p", "value", "evidence"}
every_sample = pytest.mark.parametrize("name", DOCUMENTS)


class _TextNodes(HTMLParser):
    """Collect the visible text of a page, one string a text node."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.nodes.append(folded(data))


def folded(text: str) -> str:
    return " ".join(text.split())


def passages(name: str) -> list[str]:
    """Return what a quotation may be cut from: the whole text, or each text node of a page."""
    path = DOCUMENTS[name]
    text = path.read_text("utf-8")
    if path.suffix != ".html":
        return [folded(text)]
    parser = _TextNodes()
    parser.feed(text)
    return parser.nodes


def kinds_of(name: str) -> dict[str, set[str]]:
    return {e["id"]: {e["type"], *e.get("or", [])} for e in GOLD[name]["entities"]}


def items(name: str) -> Iterator[dict[str, Any]]:
    """Yield every fact and literal of a gold file, the doubtful ones last."""
    for part in ("facts", "literals", "doubtful"):
        yield from GOLD[name][part]


def saying(item: dict[str, Any]) -> tuple[object, ...]:
    """Return what makes one fact or literal itself: a chair is held again in another year."""
    ends = [item["s"], str(item.get("o", item.get("value")))]
    if item["p"] == "partnerOf":
        ends.sort()
    return (item["p"], *ends, item.get("year") if item["p"] == "chairedBy" else None)


def misfit(item: dict[str, Any], kinds: dict[str, set[str]]) -> str | None:
    """Say what is wrong with one fact or literal of a gold file, if anything is."""
    literal = "value" in item
    if set(item) - (LITERAL_KEYS if literal else FACT_KEYS):
        return "unknown key"
    if literal:
        return misfit_literal(item, kinds)
    pairs = product(kinds[item["s"]], kinds[item["o"]])
    if item["s"] == item["o"] or not any(fits(item["p"], *pair) for pair in pairs):
        return "the relation cannot join these kinds"
    if item["status"] not in STATUSES or not 1900 < item.get("year", 2000) < 2100:
        return "status or year"
    return "role" if "role" in item and item["p"] not in {"worksFor", "chairedBy"} else None


def misfit_literal(item: dict[str, Any], kinds: dict[str, set[str]]) -> str | None:
    """Say what is wrong with one literal of a gold file, if anything is."""
    value = item["value"]
    if not any(fits_literal(item["p"], kind) for kind in kinds[item["s"]]):
        return "the literal cannot be said of this kind"
    if item["p"] in {"memberCount", "foundingYear"}:
        return None if type(value) is int else "not an integer"
    if item["p"] == "date":
        return None if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else "not a date"
    said = folded(item["evidence"].replace("*", "")).lower()
    return None if value == value.lower() and value in said else "not in its evidence"


def test_at_least_twelve_samples_ship_each_with_one_gold_file() -> None:
    assert len(DOCUMENTS) >= 12
    assert list(DOCUMENTS) == sorted(GOLD)
    assert {name: GOLD[name]["document"] for name in GOLD} == {
        name: path.name for name, path in DOCUMENTS.items()
    }


def test_every_layout_of_real_life_has_its_sample() -> None:
    assert set(LAYOUTS) == set(DOCUMENTS)
    texts = {name: path.read_text("utf-8") for name, path in DOCUMENTS.items()}
    assert not [n for n in LAYOUTS if not re.search(LAYOUTS[n], texts[n], re.DOTALL)]
    assert {path.suffix for path in DOCUMENTS.values()} == {".html", ".md", ".txt"}


@every_sample
def test_a_sample_is_as_long_as_a_short_real_paper(name: str) -> None:
    assert 150 <= sum(len(passage.split()) for passage in passages(name)) <= 700


@every_sample
def test_every_name_stands_in_its_document_and_belongs_to_one_entity(name: str) -> None:
    entities = GOLD[name]["entities"]
    names = [form for entity in entities for form in entity["names"]]
    text = passages(name)
    assert not [form for form in names if not any(form in passage for passage in text)]
    assert not [form for form, count in Counter(names).items() if count > 1]
    assert all(entity["names"] for entity in entities)


@every_sample
def test_every_entity_has_its_own_id_and_a_kind_of_the_ontology(name: str) -> None:
    ids = [entity["id"] for entity in GOLD[name]["entities"]]
    assert len(set(ids)) == len(ids)
    assert set().union(*kinds_of(name).values()) <= set(KINDS)


@every_sample
def test_every_evidence_stands_verbatim_in_its_document(name: str) -> None:
    text = passages(name)
    quotes = {folded(item["evidence"]) for item in items(name)}
    assert not [quote for quote in quotes if not any(quote in passage for passage in text)]
    assert all(quotes)


@every_sample
def test_every_fact_and_literal_fits_the_ontology(name: str) -> None:
    kinds = kinds_of(name)
    ends = {end for item in items(name) for end in (item["s"], item.get("o", item["s"]))}
    assert ends <= set(kinds)
    assert not [(item, wrong) for item in items(name) if (wrong := misfit(item, kinds))]


@every_sample
def test_nothing_is_said_twice_nor_both_stated_and_doubted(name: str) -> None:
    said = Counter(saying(item) for item in items(name))
    assert not [key for key, count in said.items() if count > 1]


def test_the_samples_together_use_the_whole_ontology() -> None:
    stated = [item for name in GOLD for part in ("facts", "literals") for item in GOLD[name][part]]
    assert {e["type"] for gold in GOLD.values() for e in gold["entities"]} == set(KINDS)
    assert {item["p"] for item in stated} == {*RELATIONS, *LITERALS}
    assert {item["status"] for item in stated if "status" in item} == set(STATUSES)
    assert any("role" in item for item in stated)
    assert any("year" in item for item in stated)


def test_networks_and_cities_recur_so_that_questions_have_answers() -> None:
    documents_of: Counter[str] = Counter()
    networks_of: defaultdict[str, set[str]] = defaultdict(set)
    for gold in GOLD.values():
        entities = {entity["id"]: entity for entity in gold["entities"]}
        documents_of.update(e["names"][0] for e in entities.values() if e["type"] == "Network")
        for fact in (fact for fact in gold["facts"] if fact["p"] == "memberOf"):
            networks_of[entities[fact["s"]]["names"][0]].add(entities[fact["o"]]["names"][0])
    assert sum(count >= 3 for count in documents_of.values()) >= 6
    assert sum(len(networks) >= 2 for networks in networks_of.values()) >= 5
