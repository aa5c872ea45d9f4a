"""A generation conforms, or each violation says where and what is wrong."""

from __future__ import annotations

from graph.reader import Reader
from graph.validation import validate
from graph.workspace import Workspace
from tests.graph.factories import Story


def test_the_sample_conforms(reader: Reader) -> None:
    report = validate(reader)
    assert report.results == ()
    assert report.conforms


def test_a_violation_names_its_focus_node_and_says_what_is_asked(workspace: Workspace) -> None:
    story = Story("wrong.txt", title="Wrong")
    story.name("days", "Event", "Lantern Days")
    story.name("city", "City", "Lantern Hill")
    said = story.say("Lantern Days takes place in Lantern Hill.")
    story.state("days", "locatedIn", "city", said, confidence=1.5)
    with workspace.writer() as writer:
        writer.put(*story.pair())
        writer.commit()
    with workspace.reader() as reader:
        report = validate(reader)
    assert not report.conforms
    with workspace.reader() as reader:
        (claim,) = reader.claims()
    assert {result.focus_node for result in report.results} == {claim.iri}
    assert all(result.severity == "Violation" and result.message for result in report.results)
    assert list(report.results) == sorted(report.results, key=repr)
