"""``hansa review`` as a maintainer types it, on a real data directory."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph.workspace import Workspace
from ontology.model import Fact
from tests.api.command_line import hansa
from tests.graph.factories import Story, harbour_story, tide_story


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a data directory with one claim that waits for a reviewer."""
    story = harbour_story()
    said = story.facts[-1].evidence
    unsure = Fact("riga", "partyTo", "statement", said, confidence=0.4, rule="test.unsure")
    folder = tmp_path / "data"
    with Workspace(folder).writer() as writer:
        writer.put(story.document(), replace(story.extraction(), proposals=(unsure,)))
        writer.put(*tide_story().pair())
        writer.commit()
    return folder


def _queue(store: Path) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(
        hansa("review", "--format", "json", "--store", store).stdout
    )
    return listed


def test_the_queue_shows_claim_confidence_fact_and_sentence(store: Path) -> None:
    head, line = hansa("review", "--store", store).stdout.splitlines()
    assert head.split("\t") == ["claim", "confidence", "fact", "status", "rule", "sentence"]
    assert "0.40\tRiga partyTo Joint Statement\tasserted\ttest.unsure\tIlze Kalnina" in line


def test_what_is_accepted_is_in_the_graph_and_leaves_the_queue(store: Path) -> None:
    (item,) = _queue(store)
    done = hansa("review", "accept", str(item["claim"]), "--store", store)
    assert done.stdout.startswith("accepted: Riga partyTo Joint Statement\ngeneration 2:")
    assert str(item["claim"]) in hansa("export", "-", "--store", store).stdout
    assert _queue(store) == []
    listed = hansa("review", "verdicts", "--store", store).stdout
    assert "\taccept\tRiga partyTo Joint Statement\tharbour.txt" in listed


def test_a_verdict_taken_back_leaves_the_graph_as_it_was(store: Path) -> None:
    before = hansa("export", "-", "--store", store).stdout
    (item,) = _queue(store)
    hansa("review", "accept", str(item["claim"]), "--store", store)
    done = hansa("review", "undo", str(item["claim"]), "--store", store)
    assert done.returncode == 0
    assert hansa("export", "-", "--store", store).stdout == before
    assert _queue(store) == [item]


def test_an_unknown_claim_is_wrong_use_said_in_a_sentence(store: Path) -> None:
    done = hansa("review", "reject", "nothing-like-it", "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "hansa: no claim goes by 'nothing-like-it'; hansa review and hansa review --asserted list "
        "them\n"
    )


def test_the_data_directory_may_stand_before_the_verdict(store: Path) -> None:
    (item,) = _queue(store)
    done = hansa("review", "--store", store, "accept", str(item["claim"]), cwd=store.parent)
    assert done.stdout.startswith("accepted: Riga partyTo")
    assert _queue(store) == []
    assert [path.name for path in store.parent.iterdir()] == [store.name]
    listed = json.loads(hansa("review", "--store", store, "verdicts", "--format", "json").stdout)
    assert [one["verdict"] for one in listed] == ["accept"]


def test_options_of_the_list_before_a_verdict_are_wrong_use(store: Path) -> None:
    done = hansa("review", "--format", "json", "verdicts", "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    assert "without a command" in done.stderr


def test_asserted_claims_are_listed_least_sure_first_and_can_be_rejected(store: Path) -> None:
    words = ("review", "--asserted", "--format", "json", "--store", store)
    listed = json.loads(hansa(*words).stdout)
    sure = [item["confidence"] for item in listed]
    assert sure == sorted(sure)
    assert not any(item["is_proposal"] for item in listed)
    hansa("review", "reject", listed[0]["claim"], "--store", store)
    assert json.loads(hansa(*words).stdout) == listed[1:]


def test_one_bad_name_among_several_decides_nothing(store: Path) -> None:
    (item,) = _queue(store)
    done = hansa("review", "reject", str(item["claim"]), "no-claim", "--store", store)
    assert done.returncode == 2
    assert _queue(store) == [item]


def test_review_of_no_data_directory_says_so(tmp_path: Path) -> None:
    done = hansa("review", "--store", tmp_path / "none")
    assert done.returncode == 1
    assert "run hansa ingest" in done.stderr


def test_what_could_mislead_a_reviewer_is_seen(tmp_path: Path) -> None:
    story = Story("odd.txt")
    said = story.say("Riga\u202e joined the Harbour Network.")
    riga, network = story.name("r", "City", "Riga\u202e"), story.name("n", "Network", "HCN\x9b")
    unsure = Fact(riga, "memberOf", network, said, confidence=0.4, rule="test.unsure")
    with Workspace(tmp_path).writer() as writer:
        writer.put(story.document(), replace(story.extraction(), proposals=(unsure,)))
        writer.commit()
    (item,) = _queue(tmp_path)
    claim = str(item["claim"])
    for arguments in ((), ("accept", claim), ("verdicts",), ("undo", claim)):
        shown = hansa("review", *arguments, "--store", tmp_path).stdout
        assert "Riga⟨U+202E⟩ memberOf HCN⟨U+009B⟩" in shown
        assert "\u202e" not in shown


def test_a_verdict_holds_for_a_second_key_and_under_another_base(store: Path) -> None:
    (item,) = _queue(store)
    hansa("review", "accept", str(item["claim"]), "--store", store)
    story = harbour_story("a.txt")
    said = story.facts[-1].evidence
    unsure = Fact("riga", "partyTo", "statement", said, confidence=0.4, rule="test.unsure")
    with Workspace(store).writer() as writer:
        writer.put(story.document(), replace(story.extraction(), proposals=(unsure,)))
        writer.commit()
    assert _queue(store) == []
    base = "https://graph.example/"
    hansa("rebuild", "--store", store, HANSA_BASE=base)
    queue = hansa("review", "--format", "json", "--store", store, HANSA_BASE=base)
    assert queue.stdout == "[]\n"
    listed = hansa("review", "verdicts", "--store", store, HANSA_BASE=base).stdout
    assert f"\n{base}claim/" in listed
    assert "test.unsure" in hansa("export", "-", "--store", store, HANSA_BASE=base).stdout
