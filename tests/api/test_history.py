"""One IRI through its life, over HTTP: merged, ambiguous, retracted, back, while a server runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from graph.curating.curation import Act, decision
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.factories import Story, harbour_story, tide_story

from .problem import assert_problem
from .server import running_server

BASE = Base()
SHORT, HCN = "id/organization/hcn", "id/network/harbour-cities-network"
HILLS = "id/network/hill-climbers-network"
SEEN_ONCE = "id/city/barcelona-es"
HARBOUR = BASE.document("harbour.txt").removeprefix(BASE.iri)


class Life:
    """A data directory that changes, and a client of the server that reads it."""

    def __init__(self, folder: Path, client: httpx.Client) -> None:
        self.workspace = Workspace(folder)
        self.client = client

    def put(self, *stories: Story) -> None:
        with self.workspace.writer() as writer:
            for story in stories:
                writer.put(*story.pair())
            writer.commit()

    def retract(self, key: str) -> int:
        with self.workspace.writer() as writer:
            writer.retract(key)
            return writer.commit().generation

    def say(self, act: Act, one: str, other: str) -> None:
        ends = BASE.iri + one, BASE.iri + other
        said = decision(act, *ends, who="ada", at="2024-05-06T07:08:09Z", base=BASE)
        with self.workspace.writer() as writer:
            writer.curate(said)
            writer.commit()

    def undo(self, number: int) -> None:
        with self.workspace.writer() as writer:
            writer.undo_decision(number)
            writer.commit()

    def statements(self) -> set[str]:
        """Return the things that are called a joint statement."""
        with self.workspace.reader() as reader:
            named = {iri for name, iri, _ in reader.names() if name == "Joint Statement"}
        return {iri.removeprefix(BASE.iri) for iri in named}

    def get(self, path: str, **parameters: str) -> httpx.Response:
        headers = {"Accept": "text/turtle"}
        return self.client.get(f"/{path}", params=parameters or None, headers=headers)

    def fate(self, path: str, **parameters: str) -> str:
        """Return the status and, where it leads, the path it leads to."""
        answer = self.get(path, **parameters)
        if "location" not in answer.headers:
            return str(answer.status_code)
        target = urljoin(f"/{path}", answer.headers["location"])
        return f"{answer.status_code} {target[1:]}"


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    folder = tmp_path / "data"
    with running_server(folder) as client:
        found = Life(folder, client)
        found.put(tide_story())
        yield found


def hills_story() -> Story:
    """Return a document in which the acronym stands for another body."""
    story = Story("hills.txt", title="Up the hill")
    story.name("hills", "Network", "Hill Climbers Network", "HCN")
    story.name("riga", "City", "Riga", link="https://sws.geonames.org/456172/")
    said = story.say("Riga joined the Hill Climbers Network (HCN).")
    story.state("riga", "memberOf", "hills", said)
    return story


def test_an_acronym_leads_to_what_spells_it_out_and_to_both_where_two_do(life: Life) -> None:
    assert life.fate(SHORT) == f"303 {SHORT}.ttl"
    life.put(harbour_story())
    assert life.fate(SHORT) == f"308 {HCN}"
    assert life.fate(f"{SHORT}.ttl") == f"308 {HCN}.ttl"
    life.put(hills_story())
    problem = assert_problem(life.get(SHORT), 300, "multiple-choices")
    candidates = problem["candidates"]
    assert isinstance(candidates, list)
    assert [each["iri"].removeprefix(BASE.iri) for each in candidates] == [HCN, HILLS]
    life.retract("hills.txt")
    assert life.fate(SHORT) == f"308 {HCN}"
    life.retract("harbour.txt")
    assert life.fate(SHORT) == f"303 {SHORT}.ttl"


def test_a_curator_s_word_leads_on_and_its_undoing_leads_back(life: Life) -> None:
    life.put(harbour_story(), hills_story())
    life.say("same", HCN, HILLS)
    fates = {life.fate(HCN), life.fate(HILLS)}
    assert len(fates) == 2
    (moved,) = [fate for fate in fates if fate.startswith("308")]
    assert moved.removeprefix("308 ") in {HCN, HILLS}
    life.undo(1)
    assert life.fate(HCN) == f"303 {HCN}.ttl"
    assert life.fate(HILLS) == f"303 {HILLS}.ttl"


def test_what_is_retracted_is_gone_until_it_is_back(life: Life) -> None:
    life.put(harbour_story())
    with life.workspace.reader() as reader:
        claims = [
            claim.iri.removeprefix(BASE.iri)
            for claim in reader.claims()
            if claim.document == BASE.iri + HARBOUR
        ]
    gone = life.retract("harbour.txt")
    for path in (HARBOUR, f"{HARBOUR}.txt", SEEN_ONCE, f"{SEEN_ONCE}.html", *claims):
        problem = assert_problem(life.get(path), 410, "gone")
        assert problem["generation"] == gone
    life.put(harbour_story())
    for path in (HARBOUR, SEEN_ONCE, *claims):
        assert life.fate(path) == f"303 {path}.ttl"


def test_a_rejected_claim_is_gone(life: Life) -> None:
    with life.workspace.reader() as reader:
        claim = reader.claims()[0].iri
    with life.workspace.writer() as writer:
        writer.decide([claim], "reject")
        writer.commit()
    path = claim.removeprefix(BASE.iri)
    assert_problem(life.get(path), 410, "gone")
    with life.workspace.writer() as writer:
        writer.undecide([claim])
        writer.commit()
    assert life.fate(path) == f"303 {path}.ttl"


def test_an_older_generation_has_what_it_had(life: Life) -> None:
    life.put(harbour_story())
    life.retract("harbour.txt")
    assert life.fate(HCN, generation="2") == f"303 {HCN}.ttl?generation=2"
    assert life.fate(f"{HCN}.ttl", generation="2") == "200"
    assert life.fate(SHORT, generation="2") == f"308 {HCN}?generation=2"
    assert life.fate(SHORT, generation="1") == f"303 {SHORT}.ttl?generation=1"
    assert_problem(life.get(HCN, generation="1"), 404, "not-found")
    assert_problem(life.get(SEEN_ONCE, generation="1"), 404, "not-found")
    assert_problem(life.get(SEEN_ONCE), 410, "gone")
    # The acronym in the other document is all that is left of the network.
    assert life.fate(HCN) == f"308 {SHORT}"


def test_a_document_that_another_speaks_for_leads_there_and_so_do_its_own_things(
    life: Life,
) -> None:
    life.put(harbour_story())
    statement = life.statements()
    other = harbour_story()
    other.key = "a.txt"
    life.put(other)
    first = BASE.document("a.txt").removeprefix(BASE.iri)
    assert life.fate(f"{HARBOUR}.txt") == f"308 {first}.txt"
    (gone,) = statement - life.statements()
    (there,) = life.statements() - statement
    assert life.fate(gone) == f"308 {there}"
    life.retract("a.txt")
    assert life.fate(f"{HARBOUR}.txt") == "200"
    assert life.fate(gone) == f"303 {gone}.ttl"
    assert life.fate(there) == f"308 {gone}"


def test_things_of_one_document_each_that_a_curator_joins_lead_to_one(life: Life) -> None:
    life.put(harbour_story())
    life.say("same", *sorted(life.statements()))
    (one,) = life.statements()
    life.undo(1)
    (other,) = life.statements() - {one}
    life.say("same", *sorted(life.statements()))
    assert life.fate(other) == f"308 {one}"
    assert life.fate(one) == f"303 {one}.ttl"
