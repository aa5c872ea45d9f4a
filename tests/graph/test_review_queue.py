"""The review queue: what is in it, in which order, and what leaves it."""

from __future__ import annotations

import gc
import sqlite3
import traceback
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.curating.curation import decision
from graph.identity.likeness import blocks_of, likeness
from graph.reviewing.items import Item, Wish
from graph.reviewing.joined import doubt_about
from graph.reviewing.queue import Queue
from graph.reviewing.ranked import Ranked
from graph.reviewing.showing import Showing
from graph.workspace import Workspace
from graph.writing.writer import Writer
from ontology.iris import Base
from tests.graph.factories import Story, fill, large_story
from tests.graph.reviewable import alike_story, reviewable, unsure_story
from tests.graph.test_database import LAYOUT_6

AT = "2024-05-06T07:08:09Z"
IRI = Base().iri
LEAGUE, MISSPELT = (f"{IRI}id/network/{name}-quays-league" for name in ("baltic", "baltik"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path / "data")
    reviewable(place)
    return place


def queue(workspace: Workspace, **wanted: object) -> list[Item]:
    found = Queue.of(workspace.documents, workspace.base).items(Wish(**wanted))  # type: ignore[arg-type]
    return sorted(found, key=lambda item: (-item.worth, item.id))


def sorts(workspace: Workspace) -> dict[str, int]:
    found = [item.sort for item in queue(workspace)]
    return {each: found.count(each) for each in found}


def test_unsure_claims_and_doubtful_pairs_are_queued(workspace: Workspace) -> None:
    assert sorts(workspace) == {"proposal": 2, "claim": 1, "apart": 2, "joined": 1}
    doubts = {item.sort: item.doubt for item in queue(workspace) if item.sort != "apart"}
    assert (doubts["claim"], doubts["joined"]) == (0.4, 0.46)
    pairs = {item.why: item.ends for item in queue(workspace, sorts={"apart"})}
    assert pairs["spelling"] == (LEAGUE, MISSPELT)
    assert all("/person/ada-lind" in iri for iri in pairs["same name"])


def test_the_reach_is_how_many_claims_are_about_the_things(workspace: Workspace) -> None:
    (chair,) = [item for item in queue(workspace) if item.doubt == 0.5 and item.sort == "proposal"]
    with workspace.reader() as reader:
        about = [{claim.subject, claim.object.value} & {*chair.ends} for claim in reader.claims()]
    assert chair.reach == sum(map(len, about))
    assert chair.ends == (LEAGUE, f"{IRI}id/city/riga-lv")


def test_what_is_shown_of_items_stands_in_the_documents(workspace: Workspace) -> None:
    showing = Showing.of(workspace.documents, workspace.base)
    for item in queue(workspace):
        if item.sort in ("apart", "joined"):
            pair = showing.pair(item)
            assert pair.one.iri != pair.other.iri
            sentences = pair.sentences
        else:
            claim = showing.claim(item)
            assert claim is not None
            assert claim.claimed.digest == item.id
            sentences = (claim.sentence,)
        assert sentences
        for each in sentences:
            text = workspace.documents.document(each.key).text
            assert text[each.words.start : each.words.end] == each.words.exact


def test_what_is_judged_is_queued_no_more_and_again_when_it_is_taken_back(
    workspace: Workspace,
) -> None:
    before = queue(workspace)
    claims = [item for item in before if item.key]
    with workspace.writer() as writer:
        writer.decide([item.id for item in claims], "reject", who="ada", at=AT)
        writer.commit()
    assert {item.sort for item in queue(workspace)} == {"apart", "joined"}
    with workspace.writer() as writer:
        writer.undecide([item.id for item in claims])
        writer.commit()
    assert queue(workspace) == before


def test_a_verdict_on_a_copy_counts(workspace: Workspace) -> None:
    document, extraction = unsure_story()
    with workspace.writer() as writer:
        copy = replace(document, key="a-copy.txt")
        writer.put(copy, replace(extraction, document="a-copy.txt"))
        writer.commit()  # it speaks now, since its key is smaller
    assert {item.key for item in queue(workspace) if item.key} == {"a-copy.txt"}
    with workspace.writer() as writer:
        claims = [item.id for item in queue(workspace) if item.sort == "proposal"]
        writer.decide(claims, "accept", who="ada", at=AT)
        writer.retract("a-copy.txt")
        writer.commit()
    assert [item.sort for item in queue(workspace) if item.key] == ["claim"]


def _curate(writer: Writer, act: str, one: str, other: str) -> None:
    said = decision(act, one, other, who="ada", at=AT, base=Base())  # type: ignore[arg-type]
    writer.curate(said)
    writer.commit()


@pytest.mark.parametrize("act", ["same", "different"])
@pytest.mark.parametrize("sort", ["apart", "joined"])
def test_a_decision_settles_a_pair_until_it_is_taken_back(
    workspace: Workspace, act: str, sort: str
) -> None:
    before = queue(workspace)
    (item, *_) = [each for each in before if each.sort == sort]
    with workspace.writer() as writer:
        _curate(writer, act, *item.ends)
    assert item.id not in {each.id for each in queue(workspace)}
    with workspace.reader() as reader:
        are_one = not all(reader.kind(iri) for iri in item.ends)
    assert are_one is (act == "same")
    with workspace.writer() as writer:
        writer.undo_decision(1)
        writer.commit()
    assert queue(workspace) == before


def test_what_is_wanted_is_given_and_nothing_else(workspace: Workspace) -> None:
    every = queue(workspace)
    assert queue(workspace, sorts={"claim"}) == [each for each in every if each.sort == "claim"]
    assert queue(workspace, sorts=()) == []
    about = queue(workspace, things={MISSPELT})
    assert [each.sort for each in about] == ["apart"]
    about = queue(workspace, things={LEAGUE})
    assert about == [each for each in every if LEAGUE in each.ends]
    assert {each.sort for each in about} == {"proposal", "apart", "joined"}
    inside = queue(workspace, keys={"ring.txt"})
    assert {each.sort for each in inside} == {"apart", "joined"}
    assert queue(workspace, keys={"no.txt"}) == []


def _tables(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    connection = sqlite3.connect(workspace.path / "documents.sqlite")
    tables = ("doubts", "spelled", "blocks", "near")
    found = [sorted(connection.execute(f"SELECT * FROM {each}")) for each in tables]  # noqa: S608
    connection.close()
    return found


def test_the_tables_are_the_same_however_documents_came(tmp_path: Path) -> None:
    stories = [large_story(number, facts=9) for number in range(12)]
    at_once, one_by_one = Workspace(tmp_path / "one"), Workspace(tmp_path / "two")
    reviewable(at_once)
    fill(at_once, *stories)
    fill(one_by_one, *reversed(stories), large_story(77))
    for key in ("large/00077.txt", "large/00003.txt"):
        with one_by_one.writer() as writer:
            writer.retract(key)
            writer.commit()
    fill(one_by_one, stories[3])
    fill(one_by_one, alike_story())
    with one_by_one.writer() as writer:
        writer.put(*unsure_story())
        writer.commit()
    assert _tables(one_by_one) == _tables(at_once)
    with at_once.writer() as writer:
        writer.rebuild()
    assert _tables(at_once) == _tables(one_by_one)


def test_a_name_that_many_others_are_like_has_no_pairs(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    story = Story("many.txt")
    for number in range(40):
        letters = f"{chr(97 + number // 26)}{chr(97 + number % 26)}"
        story.name(f"n{number}", "Network", f"Harbour Network Ring{letters}")
    story.say("There are many rings.")
    fill(workspace, story)
    assert queue(workspace) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("baltic ports", "nordic ports"),
        ("forum 2019", "forum 2020"),
        ("phase 1 of blue quays", "phase 2 of blue quays"),
        ("riga", "ria"),
        ("green network", "network"),
    ],
)
def test_names_of_different_things_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) is None


WORDS = "lantern lanterns city cities of the baltic baltik league 2019 ring ports hcn"
NAMES = st.lists(st.sampled_from(WORDS.split(" ")), min_size=1, max_size=5).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(NAMES, NAMES)
def test_names_that_are_alike_share_a_block_and_are_so_both_ways(one: str, other: str) -> None:
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    if alike is not None and alike.how != "spelling":  # of that, beginnings have to be right
        assert blocks_of(one) & blocks_of(other)
        assert 0 < alike.chance < 1


def test_a_short_form_is_the_more_doubtful_the_less_it_is_like_the_name() -> None:
    league = "Lantern Cities League"
    doubts = [doubt_about(each, league)[0] for each in ("lcl", "lantern league", "the ring")]
    assert doubts == sorted(doubts)
    assert len({*doubts}) == len(doubts)


FIRSTS = ("Amber", "Birch", "Cedar", "Delta", "Fjord", "Grove")


def spelled_twice(most: int) -> Story:
    """Return networks that are named twice, in other words, and the last in another spelling."""
    story = Story("twice.txt", title="Twice")
    for number, first in enumerate(FIRSTS[: most - 1]):
        story.name(f"a{number}", "Network", f"{first} Lantern Cities League")
        story.name(f"b{number}", "Network", f"League of {first} Lantern Cities")
    story.name("last", "Network", "Baltic Quays Forum")
    story.name("other", "Network", "Baltik Quays Forum")
    said = story.say("There are many of them.")
    for each in [*story.entities]:
        story.measure(each, "memberCount", 9, said)
    return story


def test_what_is_kept_apart_takes_no_room_from_other_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "data")
    fill(workspace, spelled_twice(6))
    every = queue(workspace, sorts={"apart"})
    assert sorted(item.why for item in every) == ["order of words"] * 5 + ["spelling"]
    monkeypatch.setattr("graph.reviewing.queue.MOST_PAIRS", 2)
    assert len(queue(workspace, sorts={"apart"})) == 2
    with workspace.writer() as writer:
        for item in every:
            if item.why != "spelling":
                _curate(writer, "different", *item.ends)
    assert [item.why for item in queue(workspace)] == ["spelling"]


def rings(*names: str) -> list[Story]:
    """Return documents in which networks have a short form each, and one that has but those."""
    both, alone = Story("both.txt", title="Both"), Story("alone.txt", title="Alone")
    for name in names:
        both.name(name, "Network", f"{name} Cities League", f"The {name} Ring")
        alone.name(name, "Network", f"The {name} Ring")
        both.measure(name, "memberCount", 9, both.say(f"{name} Cities League (The {name} Ring)."))
        alone.measure(name, "memberCount", 8, alone.say(f"The {name} Ring has 8."))
    return [both, alone]


def test_what_is_said_to_be_one_takes_no_room_from_other_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "data")
    fill(workspace, *rings("Amber", "Birch", "Cedar"))
    every = queue(workspace, sorts={"joined"})
    assert len(every) == 3
    monkeypatch.setattr("graph.reviewing.queue.MOST_PAIRS", 1)
    (first,) = queue(workspace, sorts={"joined"})
    with workspace.writer() as writer:
        _curate(writer, "same", *first.ends)
    (second,) = queue(workspace, sorts={"joined"})
    assert second != first
    assert second in every


def test_a_filter_comes_before_the_bound(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(workspace, spelled_twice(4), *rings("Amber", "Birch"))
    every = queue(workspace)
    for name in ("MOST_PAIRS", "MOST_CLAIMS"):
        monkeypatch.setattr(f"graph.reviewing.queue.{name}", 1)
    for sort in ("apart", "joined"):
        for item in (each for each in every if each.sort == sort):
            for end in item.ends:
                found = queue(workspace, sorts={sort}, things={end})
                assert len(found) == 1
                assert end in found[0].ends
    doubtful = [each for each in every if each.key == "quays.txt"]
    for item in doubtful:
        for end in item.ends:
            (claim,) = queue(workspace, sorts={"proposal", "claim"}, things={end})
            assert end in claim.ends
    assert {each.ends[0] for each in queue(workspace, sorts={"apart"}, keys={"ring.txt"})} < {
        end for each in every if each.sort == "apart" for end in each.ends
    }
    only = queue(workspace, sorts={"apart"}, keys={"ring.txt"}, things={MISSPELT})
    assert [each.ends for each in only] == [(LEAGUE, MISSPELT)]
    assert queue(workspace, sorts={"apart"}, keys={"twice.txt"}, things={MISSPELT}) == []


class Over(Exception):  # noqa: N818  what a request raises whose time is up
    """It took too long."""


def test_the_queue_is_read_anew_after_a_commit_only(workspace: Workspace) -> None:
    ranked = Ranked(workspace)
    every = ranked.items(Wish())
    assert sorted(every, key=lambda item: (-item.worth, item.id)) == queue(workspace)

    def over() -> None:
        raise Over

    assert ranked.items(Wish(), check=over) is every
    with pytest.raises(Over):
        ranked.items(Wish(sorts=frozenset({"claim"})), check=over)
    fill(workspace, spelled_twice(3))
    with pytest.raises(Over):
        ranked.items(Wish(), check=over)
    assert len(ranked.items(Wish())) == len(queue(workspace)) != len(every)


def test_sqlite_is_stopped_when_the_time_is_up(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.keeping.database._STEPS", 1)
    stops: list[str] = []

    def over() -> None:
        stops.append(traceback.extract_stack()[-2].name)
        raise Over

    with pytest.raises(Over):
        Ranked(workspace).items(Wish(sorts=frozenset({"apart"})), check=over)
    assert stops[0] == "ends", "SQLite asked before any of our own code did"
    assert queue(workspace), "what others read goes on"


def test_a_migration_leaves_the_queue_filled(workspace: Workspace) -> None:
    before, tables = queue(workspace), _tables(workspace)
    connection = sqlite3.connect(workspace.path / "documents.sqlite")
    connection.executescript(LAYOUT_6)
    connection.close()
    place = Workspace(workspace.path)
    with place.writer() as writer:
        writer.commit()  # which has nothing to do
    assert _tables(place) == tables
    assert queue(place) == before


def test_what_was_read_to_be_shown_goes_with_what_showed_it(workspace: Workspace) -> None:
    showing = Showing.of(workspace.documents, workspace.base)
    assert all(showing.claim(item) for item in queue(workspace) if item.key)
    gone = weakref.ref(showing)
    gc.disable()
    try:
        del showing
        assert gone() is None, "by the count of references, without the collector"
    finally:
        gc.enable()
