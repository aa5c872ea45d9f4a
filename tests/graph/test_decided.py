"""What decisions come to is read from the index, for persons too."""

from __future__ import annotations

from graph.curating.curation import decision
from graph.curating.decided import Decided
from graph.workspace import Workspace
from ontology.iris import Base

from .factories import Story

BASE = Base()
ADA, AIDA = (BASE.entity("Person", name) for name in ("ada-lind", "aida-lindt"))


def _filled(workspace: Workspace) -> Workspace:
    with workspace.writer() as writer:
        for name in ("Ada Lind", "Aida Lindt"):
            story = Story(f"{name}.txt")
            person, body = story.name("p", "Person", name), story.name("o", "Organization", "Ports")
            story.state(person, "worksFor", body, story.say(f"{name} works for Ports."))
            writer.put(*story.pair())
        writer.commit()
    return workspace


def test_persons_are_one_by_a_decision_and_two_without_it(workspace: Workspace) -> None:
    filled = _filled(workspace)
    said = decision("same", ADA, AIDA, who="ada", at="2024-05-06T07:08:09Z", base=BASE)
    with filled.writer() as writer:
        kept = writer.curate(said)
        writer.commit()
    decided = Decided(filled.documents)
    place, again = decided.places(kept)
    assert place == again in {ADA, AIDA}
    assert decided.joined_by(place, "Ada Lind", "Aida Lindt") == [kept]
    assert decided.joined_by(place, "Ada Lind", "ADA LIND") == []
    with filled.writer() as writer:
        writer.retract("Aida Lindt.txt")
        writer.commit()
    assert Decided(filled.documents).places(kept) == (ADA, "")


def test_without_decisions_nothing_is_joined_by_one(workspace: Workspace) -> None:
    decided = Decided(_filled(workspace).documents)
    assert decided.joined_by(ADA, "Ada Lind", "Aida Lindt") == []
    assert decided.overridden == {}
    assert decided.named_by(ADA, "Ada Lind") is None
