"""What two generations disagree about is told as facts, with the documents that say them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.curating.curation import decision
from graph.errors import UnknownGenerationError
from graph.generations.comparing import told as told_as_json
from graph.generations.comparison import Change, Comparison, compare
from graph.lines import export
from graph.reader import Reader
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.factories import Story, harbour_story, tide_story

Told = tuple[str, str, str, str, str, tuple[str, ...]]


def told(change: Change) -> Told:
    sign = "+" if change.is_added else "-"
    documents = tuple(document.name for document in change.documents)
    names = (change.subject.name, change.property, change.object.name)
    return (sign, *names, change.status, documents)


def difference(workspace: Workspace, first: int, second: int) -> list[Told]:
    with workspace.reader(first) as before, workspace.reader(second) as after:
        return [told(change) for change in compare(before, after).changes]


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
        changes = compare(before, after).changes
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
            found = compare(before, after)
            added = {fact(change) for change in found.changes if change.is_added}
            removed = {fact(change) for change in found.changes if not change.is_added}
            ours, theirs = (set(stated(reader)) for reader in (before, after))
        assert added <= theirs - ours
        assert removed <= ours - theirs
        # Only what is said of another IRI is neither.
        moved = {each.before.iri: each.after.iri for each in found.renamings}
        left = {tuple(moved.get(part, part) for part in each) for each in ours - theirs - removed}
        assert left == theirs - ours - added


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


# Things that go by another IRI


def compared(workspace: Workspace, first: int, second: int) -> Comparison:
    with workspace.reader(first) as before, workspace.reader(second) as after:
        return compare(before, after)


def post(key: str, employer: str, *, name: str = "Ada Lind") -> Story:
    """Return news of a person with a post, a programme and a plan."""
    story = Story(key, title=f"News of {employer}")
    story.name("p", "Person", name)
    story.name("e", "Organization", employer)
    said = story.say(f"{name} works for {employer}, and chairs it.")
    story.state("p", "worksFor", "e", said)
    story.state("e", "chairedBy", "p", said)
    plan = story.say(f"{name} will lead {employer}.")
    story.state("e", "ledBy", "p", plan, status="planned")
    return story


def renamings(found: Comparison) -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [
        (
            each.before.iri.rpartition("/")[2],
            each.after.iri.rpartition("/")[2],
            each.facts,
            tuple(document.name for document in each.documents),
        )
        for each in found.renamings
    ]


def test_facts_of_a_thing_that_a_namesake_gave_another_iri_are_no_loss(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    history(workspace, (post("a.txt", "Blue Bank"),), (post("b.txt", "Grey Press"),))
    found = compared(workspace, 1, 2)
    assert {told(each)[5] for each in found.changes} == {("News of Grey Press",)}
    assert {told(each)[0] for each in found.changes} == {"+"}
    ((old, new, facts, documents),) = renamings(found)
    assert (old, facts, documents) == ("ada-lind", 3, ("News of Blue Bank",))
    assert new.startswith("ada-lind-")
    assert [each.before.name for each in found.renamings] == ["Ada Lind"]
    back = compared(workspace, 2, 1)
    assert {told(each)[0] for each in back.changes} == {"-"}
    assert renamings(back) == [(new, old, 3, documents)]


def test_facts_of_a_document_that_is_copied_to_a_smaller_key_are_no_loss(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    one, copy = (post(key, "Blue Bank", name="Ada") for key in ("b.txt", "a.txt"))
    history(workspace, (one, post("c.txt", "Grey Press")), (copy,))
    found = compared(workspace, 1, 2)
    assert found.changes == ()
    assert [each[2:] for each in renamings(found)] == [(3, ("News of Blue Bank",))]


def test_what_a_curator_makes_one_is_neither_lost_nor_found(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    history(workspace, (post("a.txt", "Blue Bank"), post("b.txt", "Azure Bank", name="Bo Ek")))
    base = Base()
    ends = (base.entity("Organization", "blue-bank"), base.entity("Organization", "azure-bank"))
    said = decision("same", *ends, who="ada", at="2024-05-06T07:08:09Z", base=base)
    with workspace.writer() as writer:
        writer.curate(said)
        writer.commit()
    found = compared(workspace, 1, 2)
    assert found.changes == ()
    assert renamings(found) == [("blue-bank", "azure-bank", 3, ("News of Blue Bank",))]


def test_a_fact_that_goes_with_a_renaming_is_still_lost(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    shorter = post("a.txt", "Blue Bank")
    gone = shorter.facts.pop(0)
    history(workspace, (post("a.txt", "Blue Bank"),), (post("b.txt", "Grey Press"), shorter))
    found = compared(workspace, 1, 2)
    lost = [told(each) for each in found.changes if not each.is_added]
    assert [each[1:4] for each in lost] == [("Ada Lind", gone.property, "Blue Bank")]
    assert [each[2] for each in renamings(found)] == [2]


def test_a_thing_that_parts_from_another_takes_its_facts_along(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    one, other = post("a.txt", "Blue Bank"), post("b.txt", "Blue Bank")
    other.say("This is another sentence.")
    history(workspace, (one, other))
    base = Base()
    ends = (
        base.local_entity("b.txt", "Organization", "blue bank"),
        base.entity("Organization", "blue-bank"),
    )
    said = decision("different", *ends, who="ada", at="2024-05-06T07:08:09Z", base=base)
    with workspace.writer() as writer:
        writer.curate(said)
        writer.commit()
    with workspace.reader() as reader:
        (parted,) = {iri for name, iri, _ in reader.names() if name == "Blue Bank"} - {ends[1]}
    found = compared(workspace, 1, 2)
    assert found.changes == ()
    assert ("blue-bank", parted.rpartition("/")[2], 3) in [each[:3] for each in renamings(found)]
    assert compared(workspace, 2, 1).changes == ()


def test_too_many_changes_are_counted_and_no_more(workspace: Workspace) -> None:
    with workspace.reader(1) as before, workspace.reader(2) as after:
        whole = compare(before, after)
        assert whole.only_counted is None
        assert len(whole.changes) > 2
        assert compare(before, after, most=1_000) == whole
        counted = compare(before, after, most=2)
        assert not counted.changes
        assert not counted.renamings
        assert counted.only_counted is not None
        added, removed = counted.only_counted
        assert added >= sum(change.is_added for change in whole.changes)
        assert added + removed >= len(whole.changes)
        assert compare(after, before, most=2).only_counted == (removed, added)
        said = told_as_json(counted, most=10)
        assert said["onlyCounted"]
        assert said["counts"] == {"added": added, "removed": removed, "renamed": 0}
