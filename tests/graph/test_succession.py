"""A graph made anew knows what became of IRIs, as one changed by difference does."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.deriving.turnover import published
from graph.store import Store
from graph.workspace import Workspace
from graph.writing.ledger import Gone, Ledger
from ontology.iris import Base
from ontology.terms import RESOLVES_TO
from tests.graph.factories import Story, harbour_story, tide_story

BASE = Base()


def post(key: str, employer: str) -> Story:
    story = Story(key)
    story.name("p", "Person", "Ada Lind")
    story.name("o", "Organization", employer)
    said = story.say(f"Ada Lind works for {employer}.")
    story.state("p", "worksFor", "o", said)
    return story


def meant(workspace: Workspace, key: str, kind: str, name: str) -> str:
    """Return the IRI of what a document means by a name."""
    local = NamedNode(workspace.base.local_entity(key, kind, name))
    with workspace.reader() as reader:
        (quad,) = reader.quads(local, NamedNode(RESOLVES_TO))
        return str(quad.object)[1:-1]


def there(workspace: Workspace) -> set[str]:
    with workspace.generations().lease() as lease:
        return published(Store.read_only(lease.path))


def became(workspace: Workspace, iri: str) -> Gone | None:
    return Ledger.open(workspace.path / "published.sqlite").look_up(iri)


@pytest.mark.parametrize("how", ["retract", "purge"])
def test_a_person_who_has_the_name_alone_again_is_led_to(workspace: Workspace, how: str) -> None:
    with workspace.writer() as writer:
        writer.put(*post("a.txt", "Lantern Works").pair())
        writer.commit()
    alone = meant(workspace, "a.txt", "Person", "ada lind")
    with workspace.writer() as writer:
        writer.put(*post("b.txt", "Harbour Works").pair())
        writer.commit()
    beside = meant(workspace, "a.txt", "Person", "ada lind")
    assert became(workspace, alone) is not None
    with workspace.writer() as writer:
        getattr(writer, how)("b.txt")
        writer.commit()
    assert meant(workspace, "a.txt", "Person", "ada lind") == alone
    assert became(workspace, alone) is None
    assert became(workspace, beside) == Gone(3, (alone,))


@pytest.mark.parametrize("how", ["retract", "purge"])
def test_what_only_led_on_is_gone_and_not_unknown(workspace: Workspace, how: str) -> None:
    with workspace.writer() as writer:
        for story in (harbour_story(), tide_story()):
            writer.put(*story.pair())
        writer.commit()
    before = there(workspace)
    with workspace.writer() as writer:
        getattr(writer, how)("tide.md")
        writer.commit()
    lost = before - there(workspace)
    leading = [iri for iri in lost if "/id/" in iri]
    assert leading
    assert all(became(workspace, iri) is not None for iri in lost)


def test_under_another_base_every_iri_leads_to_itself_there_and_back(tmp_path: Path) -> None:
    here = Workspace(tmp_path / "data")
    with here.writer() as writer:
        for story in (harbour_story(), tide_story()):
            writer.put(*story.pair())
        writer.commit()
    first = there(here)
    moved = Workspace(tmp_path / "data", Base("http://localhost:8000/"))
    with moved.writer() as writer:
        writer.rebuild()
    for iri in first:
        rebased = moved.base.iri + iri.removeprefix(BASE.iri)
        assert became(moved, iri) == Gone(2, (rebased,))
    with here.writer() as writer:
        writer.rebuild()
    assert there(here) == first
    assert [became(here, iri) for iri in first] == [None] * len(first)
