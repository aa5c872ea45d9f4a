"""What two generations disagree about is told as facts, with the documents that say them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import export
from graph.comparison import Change, compare
from graph.errors import UnknownGenerationError
from graph.reader import Reader
from graph.workspace import Workspace
from tests.graph.factories import Story, harbour_story, tide_story

Told = tuple[str, str, str, str, str, tuple[str, ...]]


def told(change: Change) -> Told:
    sign = "+" if change.is_added else "-"
    documents = tuple(document.name for document in change.documents)
    names = (change.subject.name, change.property, change.object.name)
    return (sign, *names, change.status, documents)


def difference(workspace: Workspace, first: int, second: int) -> list[Told]:
    with workspace.reader(first) as before, workspace.reader(second) as after:
        return [told(change) for change in compare(before, after)]


def history(workspace: Workspace, *steps: tuple[Story, ...]) -> None:
    """Commit each step of stories; a story whose key begins with a minus is retracted."""
    for step in steps:
        with workspace.writer() as writer:
            for story in step:
                if story.key.startswith("-"):
                    writer.retract(story.key[1:])
                else:
                    writer.put(*story.pair())
            writer.commit()


def repeated() -> Story:
    """Return news that repeats one fact, adds one, and plans one."""
    story = Story("news.md", title="Harbour news")
    story.name("hcn", "Network", "Harbour Cities Network")
    story.name("riga", "City", "Riga", link="https://sws.geonames.org/456172/")
    story.name("oslo", "City", "Oslo", link="https://sws.geonames.org/3143244/")
    said = story.say("Riga is in the Harbour Cities Network, and Oslo has joined.")
    story.state("riga", "memberOf", "hcn", said)
    story.state("oslo", "memberOf", "hcn", said)
    story.state("oslo", "partnerOf", "riga", story.say("Oslo and Riga are partners."))
    plan = story.say("Oslo will support the Harbour Cities Network in 2030.")
    story.state("hcn", "supportedBy", "oslo", plan, status="planned", year=2030)
    story.measure("hcn", "focusArea", "ports", story.say("It is about ports."))
    return story


NEW = [
    ("+", "Harbour Cities Network", "focusArea", "ports", "asserted", ("Harbour news",)),
    ("+", "Harbour Cities Network", "supportedBy", "Oslo", "planned", ("Harbour news",)),
    ("+", "Oslo", "memberOf", "Harbour Cities Network", "asserted", ("Harbour news",)),
    ("+", "Oslo", "partnerOf", "Riga", "asserted", ("Harbour news",)),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return three generations: a story, another that repeats one of its facts, and it alone."""
    workspace = Workspace(tmp_path_factory.mktemp("compared") / "data")
    history(workspace, (harbour_story(),), (repeated(),), (Story("-harbour.txt"),))
    return workspace


def test_what_was_said_already_is_not_added(workspace: Workspace) -> None:
    assert difference(workspace, 1, 2) == NEW


def test_the_other_way_round_it_is_removed(workspace: Workspace) -> None:
    turned = [("-" if sign == "+" else "+", *rest) for sign, *rest in NEW]
    assert difference(workspace, 2, 1) == turned


def test_what_another_document_still_says_is_not_removed(workspace: Workspace) -> None:
    removed = difference(workspace, 2, 3)
    assert {sign for sign, *_ in removed} == {"-"}
    stated = harbour_story()
    assert len(removed) == len(stated.facts) + len(stated.literals) - 1
    members = [each[1] for each in removed if each[2] == "memberOf"]
    assert members == ["Barcelona"]
    assert {each[5] for each in removed} == {("Harbours join hands",)}


def test_nothing_separates_a_generation_from_itself(workspace: Workspace) -> None:
    assert difference(workspace, 2, 2) == []


def test_two_generations_of_the_same_facts_do_not_differ(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    history(workspace, (harbour_story(),), (tide_story(),), (Story("-tide.md"),))
    assert difference(workspace, 1, 3) == []
    assert difference(workspace, 1, 2) != []


def test_a_planned_fact_that_comes_true_changes_its_status(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    before, after = (repeated() for _ in range(2))
    plan = next(fact for fact in after.facts if fact.status == "planned")
    after.facts.remove(plan)
    after.state("hcn", "supportedBy", "oslo", plan.evidence)
    history(workspace, (before,), (after,))
    fact = ("Harbour Cities Network", "supportedBy", "Oslo")
    assert difference(workspace, 1, 2) == [
        ("+", *fact, "asserted", ("Harbour news",)),
        ("-", *fact, "planned", ("Harbour news",)),
    ]


def test_every_document_that_says_it_is_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    other = repeated()
    other.key, other.title = "more.md", "More news"
    other.say("This is more.")
    history(workspace, (harbour_story(),), (repeated(), other))
    assert {each[5] for each in difference(workspace, 1, 2)} == {("Harbour news", "More news")}


def test_objects_and_subjects_have_iris_and_values_have_none(workspace: Workspace) -> None:
    with workspace.reader(1) as before, workspace.reader(2) as after:
        changes = compare(before, after)
    for change in changes:
        assert change.subject.iri.startswith("https://w3id.org/hansa/id/")
        assert bool(change.object.iri) == (change.property != "focusArea")


def test_large_generations_are_compared_in_runs(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = difference(workspace, 1, 3)
    monkeypatch.setattr(export, "_RUN", 3)
    assert difference(workspace, 1, 3) == whole != []


def test_a_generation_that_is_not_there_names_those_that_are(workspace: Workspace) -> None:
    with (
        pytest.raises(UnknownGenerationError, match="there are: 1, 2, 3"),
        workspace.reader(9),
    ):
        pytest.fail("it was read")


def test_any_history_is_told_by_what_its_ends_state(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    history(workspace, (harbour_story(),), (tide_story(),), (repeated(), Story("-harbour.txt")))
    for first, second in ((1, 2), (1, 3), (2, 3), (3, 1)):
        with workspace.reader(first) as before, workspace.reader(second) as after:
            changes = compare(before, after)
            added = {fact(change) for change in changes if change.is_added}
            removed = {fact(change) for change in changes if not change.is_added}
            ours, theirs = (set(stated(reader)) for reader in (before, after))
        assert added <= theirs - ours
        assert removed <= ours - theirs
        # Only what holds as an asserted fact for another reason is neither.
        assert theirs - ours - added == ours - theirs - removed == set()


def fact(change: Change) -> tuple[str, str, str, str]:
    return (
        change.subject.iri,
        change.property,
        change.object.iri or change.object.name,
        change.status,
    )


def stated(reader: Reader) -> Iterator[tuple[str, str, str, str]]:
    for claim in reader.claims():
        local = claim.predicate.rpartition("#")[2]
        yield (claim.subject, local, claim.object.value, claim.status)
