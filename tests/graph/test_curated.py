"""What curators decide, in the graph: it survives whatever documents do, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.curating.curation import Act, decision
from graph.errors import CurationError, UnknownEntityError
from graph.reader import Reader
from graph.shacl.validation import validate
from graph.workspace import Workspace
from graph.writing.ledger import Gone, Ledger
from ontology.iris import Base
from ontology.model import Evidence
from ontology.namespaces import prologue

from .factories import Story, fill, harbour_story, tide_story

BASE = Base()
AT = "2024-05-06T07:08:09Z"
HCN = BASE.entity("Network", "harbour-cities-network")
LEAGUE = BASE.entity("Network", "quay-towns-league")


def league_story(key: str = "league.txt") -> Story:
    """Return a document that knows the network by another name, and an alliance."""
    story = Story(key, title="The League", date="2020")
    story.name("league", "Network", "Quay Towns League")
    story.name("alliance", "Organization", "Grain Alliance of Ports")
    story.name("oslo", "City", "Oslo", link="https://sws.geonames.org/3143244/")
    said = story.say("Oslo is in the Quay Towns League and the Grain Alliance of Ports.")
    story.state("oslo", "memberOf", "league", said)
    story.state("oslo", "memberOf", "alliance", said)
    return story


def alliance_story(key: str = "alliance.txt") -> Story:
    """Return a document that means another alliance by the same name."""
    story = Story(key, title="Another alliance", date="2021")
    story.name("alliance", "Organization", "Grain Alliance of Ports")
    story.name("bergen", "City", "Bergen", link="https://sws.geonames.org/3161732/")
    said = story.say("Bergen founded the Grain Alliance of Ports.")
    story.state("alliance", "foundedBy", "bergen", said)
    return story


STORIES = (harbour_story, tide_story, league_story, alliance_story)
ALLIANCE = BASE.entity("Organization", "grain-alliance-of-ports")
IN_ALLIANCE = BASE.local_entity("alliance.txt", "Organization", "grain alliance of ports")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Return a data directory with the stories of this module."""
    fill(workspace, *(story() for story in STORIES))
    return workspace


def say(
    workspace: Workspace, act: Act, *ends: str, name: str | None = None, language: str | None = None
) -> int:
    """Decide and commit; return the number of the decision."""
    said = decision(act, *ends, name=name, language=language, who="ada", at=AT, base=BASE)
    with workspace.writer() as writer:
        kept = writer.curate(said)
        writer.commit()
    return kept.number


def undo(workspace: Workspace, *numbers: int) -> None:
    with workspace.writer() as writer:
        for number in numbers:
            writer.undo_decision(number)
        writer.commit()


def export(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def _said_of(reader: Reader, iri: str) -> set[str]:
    return {claim.document for claim in (*reader.claims(subject=iri), *reader.claims(object=iri))}


def _decide_all(workspace: Workspace) -> list[int]:
    return [
        say(workspace, "same", HCN, LEAGUE),
        say(workspace, "different", IN_ALLIANCE, ALLIANCE),
        say(workspace, "rename", HCN, name="Ring of Harbours", language="en"),
    ]


def test_what_is_the_same_is_one_and_the_other_iri_leads_there(filled: Workspace) -> None:
    say(filled, "same", HCN, LEAGUE)
    with filled.reader() as reader:
        (one,) = {iri for name, iri, _ in reader.names() if name == "Quay Towns League"}
        assert one == HCN
        assert len(_said_of(reader, HCN)) == 3
        query = f"ASK {{ <{LEAGUE}> dcterms:isReplacedBy <{HCN}> ; owl:deprecated true }}"
        assert reader.ask(prologue() + query)
        assert reader.claims(subject=LEAGUE) == reader.claims(object=LEAGUE) == []


def test_what_one_document_means_is_parted_from_its_namesake(filled: Workspace) -> None:
    with filled.reader() as reader:
        assert len(_said_of(reader, ALLIANCE)) == 2
    say(filled, "different", IN_ALLIANCE, ALLIANCE)
    with filled.reader() as reader:
        assert _said_of(reader, ALLIANCE) == {BASE.document("league.txt")}
        found = {iri for name, iri, _ in reader.names() if name == "Grain Alliance of Ports"}
        (other,) = found - {ALLIANCE}
        assert _said_of(reader, other) == {BASE.document("alliance.txt")}


def test_a_third_document_does_not_bring_together_what_was_parted(filled: Workspace) -> None:
    say(filled, "different", IN_ALLIANCE, ALLIANCE)
    with filled.writer() as writer:
        writer.put(*league_story("more.txt").pair())
        writer.commit()
    with filled.reader() as reader:
        assert BASE.document("alliance.txt") not in _said_of(reader, ALLIANCE)


def test_a_thing_of_one_document_is_joined_with_another(filled: Workspace) -> None:
    say(filled, "same", IN_ALLIANCE, LEAGUE)
    with filled.reader() as reader:
        assert _said_of(reader, ALLIANCE) == {BASE.document("league.txt")}
        assert BASE.document("alliance.txt") in _said_of(reader, LEAGUE)


def test_a_new_name_is_preferred_and_the_old_one_stays(filled: Workspace) -> None:
    say(filled, "rename", HCN, name="Ring of Harbours", language="en")
    with filled.reader() as reader:
        assert reader.label(HCN) == "Ring of Harbours"
        names = {name for name, iri, _ in reader.names() if iri == HCN}
        assert {"Ring of Harbours", "Harbour Cities Network", "HCN"} <= names


def test_a_new_name_stays_with_what_was_renamed_when_a_part_of_it_is_parted(
    filled: Workspace,
) -> None:
    say(filled, "rename", HCN, name="Ring of Harbours")
    short = BASE.entity("Organization", "hcn")
    say(filled, "different", HCN, short)
    with filled.reader() as reader:
        assert (reader.label(HCN), reader.label(short)) == ("Ring of Harbours", "HCN")
    after = export(filled)
    _rebuild(filled)
    assert export(filled) == after


def test_a_thing_without_a_name_of_its_own_can_be_renamed_and_joined(filled: Workspace) -> None:
    with filled.reader() as reader:
        found = sorted(iri for name, iri, _ in reader.names() if name == "Joint Statement")
    assert len(found) == 2
    number = say(filled, "rename", found[0], name="Harbour Statement")
    with filled.reader() as reader:
        labels = {reader.label(iri) for iri in found}
    assert labels == {"Harbour Statement", "Joint Statement"}
    say(filled, "same", *found)
    with filled.reader() as reader:
        (one,) = {iri for name, iri, _ in reader.names() if name == "Joint Statement"}
        assert reader.label(one) == "Harbour Statement"
        assert len(_said_of(reader, one)) == 2
    undo(filled, number)
    with filled.reader() as reader:
        assert reader.label(one) == "Joint Statement"


def test_decisions_conform_and_are_asked_in_their_own_graph(filled: Workspace) -> None:
    _decide_all(filled)
    with filled.reader() as reader:
        assert validate(reader).results == ()
        graph = BASE.graph("curation")
        rows = reader.solutions(
            prologue()
            + f"""SELECT ?act ?who ?at ?name (COUNT(?thing) AS ?things) WHERE {{
                GRAPH <{graph}> {{
                  ?decision a hansa:Decision ; hansa:act ?act ; schema:about ?thing ;
                    prov:wasAssociatedWith/rdfs:label ?who ; prov:endedAtTime ?at .
                  OPTIONAL {{ ?decision rdf:value ?name }} }}
            }} GROUP BY ?act ?who ?at ?name ORDER BY ?act"""
        )
        found = [{name: term.value for name, term in row.items()} for row in rows]
    assert [row.pop("act").rpartition("/")[2] for row in found] == ["different", "rename", "same"]
    assert all((row["who"], row["at"]) == ("ada", AT) for row in found)
    assert [(row["things"], row.get("name")) for row in found] == [
        ("2", None),
        ("1", "Ring of Harbours"),
        ("2", None),
    ]


def _shifted(story: Story) -> Story:
    """Return the story with a line on top, so that all offsets differ."""
    moved = Story(story.key, title=story.title, publisher=story.publisher, date=story.date)
    moved.say("A line that nobody had seen before stands on top.")
    moved.entities = story.entities
    shift = len(moved.text)
    moved.text += story.text

    def later(evidence: Evidence) -> Evidence:
        return Evidence.cut(moved.text, evidence.start + shift, evidence.end + shift)

    moved.facts = [replace(each, evidence=later(each.evidence)) for each in story.facts]
    moved.literals = [replace(each, evidence=later(each.evidence)) for each in story.literals]
    return moved


def _with_changed_offsets(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for story in STORIES:
            writer.put(*_shifted(story()).pair())
        writer.commit()


def _by_a_new_pipeline(workspace: Workspace) -> None:
    """Read all again; the new pipeline takes networks for organisations."""
    with workspace.writer() as writer:
        for story in STORIES:
            told = story()
            told.pipeline = "fedcba9876543210"
            told.entities = {
                name: replace(entity, kind="Organization") if entity.kind == "Network" else entity
                for name, entity in told.entities.items()
            }
            writer.put(*told.pair())
        writer.commit()


def _retract_and_return(workspace: Workspace) -> None:
    for story in STORIES:
        with workspace.writer() as writer:
            writer.retract(story().key)
            writer.commit()
    for story in reversed(STORIES):
        with workspace.writer() as writer:
            writer.put(*story().pair())
            writer.commit()


def _rebuild(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.rebuild()


@pytest.mark.parametrize(
    "event", [_with_changed_offsets, _by_a_new_pipeline, _retract_and_return, _rebuild]
)
def test_decisions_survive(filled: Workspace, event: Callable[[Workspace], None]) -> None:
    _decide_all(filled)
    before = export(filled)
    event(filled)
    with filled.reader() as reader:
        (one,) = {iri for name, iri, _ in reader.names() if name == "Quay Towns League"}
        assert reader.label(one) == "Ring of Harbours"
        assert len(_said_of(reader, one)) == 3
        found = {iri for name, iri, _ in reader.names() if name == "Grain Alliance of Ports"}
        assert len(found) == 2
    if event in (_retract_and_return, _rebuild):
        assert export(filled) == before
    after = export(filled)
    _rebuild(filled)
    assert export(filled) == after


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_taking_all_back_restores_the_very_same_bytes(
    filled: Workspace, order: tuple[int, ...]
) -> None:
    before = export(filled)
    numbers = _decide_all(filled)
    assert export(filled) != before
    for position in order:
        undo(filled, numbers[position])
    assert export(filled) == before


def test_taking_one_back_leaves_what_the_others_alone_would_give(
    filled: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    same, _, _ = _decide_all(filled)
    undo(filled, same)
    other = Workspace(tmp_path_factory.mktemp("other") / "data")
    with other.writer() as writer:
        for story in STORIES:
            writer.put(*story().pair())
        writer.commit()
    say(other, "different", IN_ALLIANCE, ALLIANCE)
    say(other, "rename", HCN, name="Ring of Harbours", language="en")
    assert export(filled) == export(other)


def test_documents_that_come_after_the_decisions_meet_them(filled: Workspace) -> None:
    _decide_all(filled)
    whole = export(filled)
    with filled.writer() as writer:
        for story in STORIES:
            writer.retract(story().key)
        writer.commit()
    for number in (3, 0, 2, 1):
        with filled.writer() as writer:
            writer.put(*STORIES[number]().pair())
            writer.commit()
    assert export(filled) == whole


def test_a_decision_given_twice_changes_nothing(filled: Workspace) -> None:
    number = say(filled, "same", HCN, LEAGUE)
    before = export(filled)
    assert say(filled, "same", LEAGUE, HCN) == number
    assert export(filled) == before


def test_what_contradicts_an_earlier_decision_is_refused_and_nothing_changes(
    filled: Workspace,
) -> None:
    say(filled, "same", HCN, LEAGUE)
    before = export(filled)
    with pytest.raises(CurationError, match="take back 1 first"):
        say(filled, "different", HCN, LEAGUE)
    assert export(filled) == before


def test_nothing_is_decided_about_what_is_unknown(filled: Workspace) -> None:
    with pytest.raises(UnknownEntityError):
        say(filled, "same", HCN, BASE.entity("Network", "nobody"))
    with pytest.raises(CurationError, match="no decision 5"):
        undo(filled, 5)


def test_the_base_moves_with_the_decisions(filled: Workspace) -> None:
    _decide_all(filled)
    here = Base("https://graph.example/")
    moved = Workspace(filled.path, here)
    _rebuild(moved)
    with moved.reader() as reader:
        assert reader.label(HCN.replace(BASE.iri, here.iri)) == "Ring of Harbours"
        lines = [line for line in b"".join(reader.export()).splitlines() if b"/decision/" in line]
    assert lines
    assert not any(b"<https://w3id.org/hansa/id/" in line for line in lines)


def test_the_ledger_knows_what_a_taken_back_merge_leaves(filled: Workspace) -> None:
    with filled.writer() as writer:
        writer.retract("alliance.txt")
        commit = writer.commit()
    ledger = Ledger.open(filled.path / "published.sqlite")
    assert ledger.look_up(BASE.document("alliance.txt")) == Gone(commit.generation)
    assert ledger.look_up(ALLIANCE) is None
    with filled.writer() as writer:
        writer.retract("league.txt")
        commit = writer.commit()
    assert ledger.look_up(ALLIANCE) == Gone(commit.generation)
    assert ledger.look_up(ALLIANCE, generation=commit.generation - 1) is None
