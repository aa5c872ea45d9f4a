"""A generation conforms, or each violation says where and what is wrong."""

from __future__ import annotations

from graph.lines.ntriples import iri, text, triple
from graph.reader import Reader
from graph.shacl.validation import validate
from graph.store import Store
from graph.workspace import Workspace
from ontology import terms
from ontology.namespaces import PREFIXES
from tests.graph.factories import Story


def test_the_sample_conforms(reader: Reader) -> None:
    report = validate(reader)
    assert report.results == ()
    assert report.conforms


def test_a_violation_names_its_focus_node_and_says_what_is_asked(workspace: Workspace) -> None:
    first, second = Story("first.txt"), Story("second.txt")
    for number, story in enumerate((first, second)):
        story.name("days", "Event", f"Lantern Days {number}")
        story.say(f"Lantern Days {number} are near.")
    with workspace.writer() as writer:
        writer.put(*first.pair())
        writer.commit()
    # The gate lets nothing wrong through, so somebody writes past it.
    days, guest = "https://w3id.org/hansa/id/event/guest", "urn:guest"
    kind = triple(days, PREFIXES["rdf"] + "type", iri(terms.EVENT))
    year = triple(days, terms.FOUNDING_YEAR, text("long ago"))
    nameless = '_:somebody <urn:says> "hello" .'
    Store.open(workspace.path / "store").apply({}, {guest: {kind, year, nameless}})
    with workspace.writer() as writer:
        writer.put(*second.pair())
        writer.commit()
    with workspace.reader() as reader:
        report = validate(reader)
    assert not report.conforms
    assert {result.focus_node for result in report.results} == {days}
    assert {result.value for result in report.results} == {"long ago", None}
    assert all(result.severity == "Violation" and result.message for result in report.results)
    assert list(report.results) == sorted(report.results, key=repr)
