"""What the gate keeps back is told on stderr, one line each, and is no failure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.curating.sayings import claims_of
from graph.workspace import Workspace
from ontology.model import LiteralFact
from tests.api.command_line import hansa
from tests.graph.factories import Story

LINE = (
    "hansa: withheld from a.txt: Clean Quays participatesIn Open Berths: Only a city, region, "
    "country, organisation, network or project takes part in something.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a data directory in which two documents of three speak of a project."""
    workspace = Workspace(tmp_path / "data")
    with workspace.writer() as writer:
        for key, kind in (("a.txt", "Project"), ("b.txt", "Programme"), ("c.txt", "Project")):
            story = Story(key)
            said = story.say(f"Clean Quays takes part in Open Berths, a {kind}, says {key}.")
            story.name("quays", kind, "Clean Quays")
            story.name("berths", "Programme", "Open Berths")
            if key == "a.txt":
                story.state("quays", "participatesIn", "berths", said)
            else:
                story.measure("quays", "memberCount", 7, said)
            writer.put(*story.pair())
        assert writer.commit().withheld == ()
    return workspace.path


def test_an_ingest_tells_what_is_withheld_now_and_is_well(store: Path, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("Nothing is said here of quays or berths any more.\n")
    done = hansa("ingest", "c.txt", "--store", store, cwd=tmp_path)
    assert done.stderr == LINE
    assert (done.returncode, done.stdout) == (0, "1 changed; generation 2\n")
    assert hansa("validate", "--store", store).stdout == "generation 2 conforms\n"


def test_so_do_a_retraction_and_a_rebuild(store: Path) -> None:
    retracted = hansa("retract", "c.txt", "--store", store)
    assert (retracted.returncode, retracted.stderr) == (0, LINE)
    rebuilt = hansa("rebuild", "--store", store)
    assert (rebuilt.returncode, rebuilt.stderr) == (0, LINE)


def test_a_reviewer_is_told_that_what_was_accepted_is_withheld(tmp_path: Path) -> None:
    workspace, story = Workspace(tmp_path / "data"), Story("ring.txt")
    story.name("ring", "Network", "Lantern Ring Alliance")
    said = story.say("The Lantern Ring Alliance was founded in 19980, it seems.")
    document, extraction = story.pair()
    unsure = LiteralFact("ring", "foundingYear", 19980, said, rule="test.v1")
    extraction = replace(extraction, proposals=(unsure,))
    with workspace.writer() as writer:
        writer.put(document, extraction)
        writer.commit()
    (claimed,) = claims_of(document, extraction)
    claim = workspace.base.claim(claimed.digest)
    accepted = hansa("review", "accept", claim, "--store", workspace.path)
    assert accepted.returncode == 0
    assert accepted.stderr == (
        "hansa: withheld from ring.txt: Lantern Ring Alliance foundingYear 19980: "
        "A founding year is a whole number, 2999 at the latest.\n"
    )
