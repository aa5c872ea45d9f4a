"""What curators decide of persons, and of things with an identity."""

from __future__ import annotations

import pytest

from graph.shacl.validation import validate
from graph.workspace import Workspace
from graph.writing.ledger import Ledger
from ontology.namespaces import prologue

from .factories import Story, fill
from .test_curated import BASE, STORIES, _rebuild, _said_of, export, say, undo


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Return a data directory with the stories of the other curators' tests."""
    fill(workspace, *(story() for story in STORIES))
    return workspace


def person_story(key: str, employer: str) -> Story:
    """Return a document in which Ida Lind works for somebody."""
    story = Story(key, title=employer)
    story.say(f"News number {key}")
    story.name("ida", "Person", "Ida Lind")
    story.name("body", "Organization", employer)
    story.state("ida", "worksFor", "body", story.say(f"Ida Lind works for {employer}."))
    return story


def _people(workspace: Workspace) -> list[str]:
    with workspace.reader() as reader:
        return sorted({iri for name, iri, _ in reader.names() if name == "Ida Lind"})


def test_two_persons_of_one_name_become_one_and_two_again(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for number, employer in enumerate(("Blue Bank of Turku", "Grey Press of Turku")):
            writer.put(*person_story(f"{number}.txt", employer).pair())
        writer.commit()
    before, two = export(workspace), _people(workspace)
    assert len(two) == 2
    number = say(workspace, "same", *two)
    (one,) = _people(workspace)
    ledger = Ledger.open(workspace.path / "published.sqlite")
    for iri in {*two} - {one}:
        gone = ledger.look_up(iri)
        assert gone is not None
        assert gone.successors == (one,)
    undo(workspace, number)
    assert export(workspace) == before
    assert [ledger.look_up(iri) for iri in two] == [None, None]


def test_what_one_document_says_of_a_person_is_parted(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for key in ("0.txt", "1.txt"):
            writer.put(*person_story(key, "Blue Bank of Turku").pair())
        writer.commit()
    before, (one,) = export(workspace), _people(workspace)
    number = say(workspace, "different", BASE.local_entity("1.txt", "Person", "ida lind"), one)
    assert len(_people(workspace)) == 2
    after = export(workspace)
    _rebuild(workspace)
    assert export(workspace) == after
    undo(workspace, number)
    assert export(workspace) == before


def test_a_city_is_parted_from_a_place_and_joined_with_another(filled: Workspace) -> None:
    before = export(filled)
    riga = BASE.entity("City", "riga-lv")
    in_tide = BASE.local_entity("tide.md", "City", "riga")
    parted = say(filled, "different", in_tide, riga)
    with filled.reader() as reader:
        assert BASE.document("tide.md") not in _said_of(reader, riga)
    joined = say(filled, "same", in_tide, BASE.entity("City", "tokyo-jp"))
    with filled.reader() as reader:
        resolved = prologue() + f"SELECT ?to {{ GRAPH ?g {{ <{in_tide}> hansa:resolvesTo ?to }} }}"
        (row,) = reader.solutions(resolved)
        assert row["to"].value == BASE.entity("City", "tokyo-jp")
        assert validate(reader).conforms
    after = export(filled)
    _rebuild(filled)
    assert export(filled) == after
    undo(filled, joined, parted)
    assert export(filled) == before


def test_two_places_are_one_where_a_curator_says_so(filled: Workspace) -> None:
    before = export(filled)
    cities = BASE.entity("City", "riga-lv"), BASE.entity("City", "tokyo-jp")
    number = say(filled, "same", *cities)
    with filled.reader() as reader:
        (one,) = {reader.kind(city) and city for city in cities} - {None}
        assert len(_said_of(reader, str(one))) == 2
        assert validate(reader).conforms
    undo(filled, number)
    assert export(filled) == before
