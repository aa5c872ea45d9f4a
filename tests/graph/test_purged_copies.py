"""A purge reaches what is kept of the same bytes elsewhere, and what decisions say of them."""

from __future__ import annotations

import pytest

from graph.curating.curation import Act, decision
from graph.identity.index import NodeIndex
from graph.workspace import Workspace
from ontology.model import Document, Extraction
from tests.graph.factories import RIGA, Story, harbour_story, tide_story
from tests.graph.test_purging import (
    GIVEN,
    SECRETS,
    bytes_of,
    exported,
    holding,
    members,
    secret_story,
)


def secret_under(key: str) -> tuple[Document, Extraction]:
    """Return the bytes of the secret under another key."""
    return secret_story(key).pair()


def test_a_copy_that_was_retracted_goes_with_it(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        for key in ("a/first.txt", "b/moved.txt", "c/secret.txt"):
            writer.put(*secret_under(key))
            writer.commit()
        writer.retract("a/first.txt")
        writer.retract("b/moved.txt")
        writer.commit()
        purged = writer.purge("c/secret.txt")
    assert (purged.along, purged.once, purged.twins) == (("a/first.txt", "b/moved.txt"), (), ())
    assert holding(workspace.path, *SECRETS, "moved.txt", "first.txt") == []


def test_what_a_copy_had_before_it_was_moved_goes_too(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.put(*secret_under("a.txt"))
        writer.commit()
        for key in ("a.txt", "b.txt"):
            writer.put(*tide_story(key).pair())
        writer.retract("a.txt")
        writer.commit()
        assert writer.purge("b.txt").along == ("a.txt",)
    assert holding(workspace.path, *SECRETS) == []


def test_bytes_that_a_key_had_once_go_and_those_it_has_stay(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*secret_under("a.txt"))
        writer.commit()
        writer.put(*harbour_story("a.txt").pair())
        writer.put(*secret_under("secret.txt"))
        writer.commit()
        purged = writer.purge("secret.txt")
    assert (purged.along, purged.once, purged.twins) == ((), ("a.txt",), ())
    assert holding(workspace.path, *SECRETS) == []
    other = Workspace(workspace.path.parent / "other")
    with other.writer() as writer:
        writer.put(*harbour_story("a.txt").pair())
        writer.commit()
    assert exported(workspace) == exported(other)


def test_verdicts_are_handed_over_where_a_key_loses_what_it_had_once(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*bytes_of("m.txt", "First."))
        writer.commit()
        writer.put(*bytes_of("m.txt", "Second."))
        writer.put(*bytes_of("n.txt", "First."))
        writer.put(*bytes_of("z.txt", "First."))
        writer.commit()
        writer.decide(members(workspace, "m.txt"), "reject")
        writer.commit()
        assert members(workspace, "n.txt") == []
        assert writer.purge("n.txt").once == ("m.txt",)
    assert members(workspace, "m.txt") == members(workspace, "z.txt") == []


def test_decisions_name_what_is_purged_no_more(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for key, name in (("p.txt", "Ada Lind"), ("secret.txt", "Ada Quillfeather Lind")):
            story = Story(key)
            story.name("p", "Person", name)
            story.name("o", "Organization", "Lantern Works")
            story.state("p", "worksFor", "o", story.say(f"{name} works for Lantern Works."))
            writer.put(*story.pair())
        writer.commit()
        base = workspace.base
        long, short = (
            base.entity("Person", slug) for slug in ("ada-quillfeather-lind", "ada-lind")
        )
        same = writer.curate(decision("same", long, short, **GIVEN, base=base))
        writer.commit()
        renamed = writer.curate(decision("rename", long, name="Dr Lind", **GIVEN, base=base))
        writer.commit()
        purged = writer.purge("secret.txt")
    assert (purged.taken_back, purged.moved) == ((same.number,), (renamed.number,))
    assert [one.one for one in workspace.documents.decisions()] == ["id/person/ada-lind"]
    assert holding(workspace.path, *SECRETS) == []
    with workspace.reader() as reader:
        assert reader.label(short) == "Dr Lind"


@pytest.mark.parametrize("act", ["rename", "same", "different"])
def test_decisions_on_a_thing_by_a_name_that_is_purged_are_taken_back(
    workspace: Workspace, act: Act
) -> None:
    base = workspace.base
    league, harbours = (
        base.entity("Network", slug) for slug in ("lantern-league", "harbour-cities-network")
    )
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        for key, name in (
            ("p.txt", "Lantern League"),
            ("q.txt", "Quay Ring"),
            ("secret.txt", "Quillfeather Lantern League"),
        ):
            story = Story(key)
            story.name("n", "Network", name)
            story.name("r", "City", "Riga", link=RIGA)
            story.state("r", "memberOf", "n", story.say(f"Riga is in the {name}."))
            writer.put(*story.pair())
        writer.commit()
        long, ring = (
            base.entity("Network", slug) for slug in ("quillfeather-lantern-league", "quay-ring")
        )
        writer.curate(decision("same", league, long, **GIVEN, base=base))
        writer.curate(decision("same", league, ring, **GIVEN, base=base))
        writer.commit()
        assert long in workspace.documents.view(NodeIndex)
        assert league not in workspace.documents.view(NodeIndex)
        if act == "rename":
            said = decision("rename", long, name="League", **GIVEN, base=base)
        else:
            said = decision(act, harbours, long, **GIVEN, base=base)
        number = writer.curate(said).number
        writer.commit()
        purged = writer.purge("secret.txt")
    assert holding(workspace.path, *SECRETS) == []
    assert (purged.taken_back, purged.moved) == ((1, number), ())
    (left,) = workspace.documents.decisions()
    assert (left.one, left.other) == ("id/network/lantern-league", "id/network/quay-ring")
