"""What breaks a shape is withheld with its reason; the rest is published, and conforms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode

from graph.reader import Reader
from graph.shacl.gate import gate
from graph.shacl.validation import validate
from graph.shacl.withholding import Withheld
from graph.workspace import Workspace
from ontology import terms
from ontology.namespaces import HANSA

from .factories import Story, fill

COUNT = "A member count is a whole number, 0 or more."
YEAR = "A founding year is a whole number, 2999 at the latest."
DATE = "A date is a day, a month or a year."
AREA = "A focus area is lower-case text with a language."
DATED = "Only an event, agreement, programme or project has a date."
MEMBER = "Only a city, region, country, organisation or network can be a member."
TAKES_PART = (
    "Only a city, region, country, organisation, network or project takes part in something."
)
ROLE = "A role goes only with working for someone or chairing something."
WHEN = "A claim has at most one year, a whole number of four digits."
SURE = "A claim has exactly one confidence, a decimal number from 0 to 1."


def ring_story(key: str = "ring.txt") -> tuple[Story, list[Withheld]]:
    """Return a document that says right things and wrong ones, and what is to be withheld."""
    story = Story(key, title="The ring")
    story.name("ring", "Network", "Lantern Ring Alliance")
    story.name("hill", "City", "Lantern Hill")
    story.name("ada", "Person", "Ada Lind")
    said = story.say("Lantern Hill is in the Lantern Ring Alliance, says Ada Lind.")
    story.state("hill", "memberOf", "ring", said)
    story.state("ada", "memberOf", "ring", said)
    story.state("ada", "worksFor", "hill", said, role="Mayor")
    story.state("hill", "partnerOf", "ring", said, role="Mayor")
    story.state("hill", "ledBy", "ada", said, status="planned")
    story.state("ring", "foundedBy", "hill", said, year=98)
    story.state("ring", "chairedBy", "ada", said, confidence=1.25)
    for value in (26, -26):
        story.measure("ring", "memberCount", value, said)
    for year in (1998, 19980, "soon"):
        story.measure("ring", "foundingYear", year, said)
    for word in ("clean transport", "Clean Transport"):
        story.measure("ring", "focusArea", word, said)
    for day in ("2024-05", "last May"):
        story.measure("ring", "date", day, said)
    ring = "Lantern Ring Alliance"
    reasons = [
        (f"Ada Lind memberOf {ring}", MEMBER),
        (
            f"Lantern Hill partnerOf {ring}",
            ROLE,
        ),
        (
            f"{ring} foundedBy Lantern Hill",
            WHEN,
        ),
        (
            f"{ring} chairedBy Ada Lind",
            SURE,
        ),
        (f"{ring} memberCount -26", COUNT),
        (f"{ring} foundingYear 19980", YEAR),
        (f"{ring} foundingYear soon", YEAR),
        (f"{ring} focusArea Clean Transport", AREA),
        (f"{ring} date 2024-05", DATED),
        (f"{ring} date last May", DATE),
    ]
    return story, sorted(Withheld(key, *reason) for reason in reasons)


def plain(reader: Reader, name: str) -> list[str]:
    quads = reader.quads(None, NamedNode(HANSA + name), None, DefaultGraph())
    return sorted(str(quad.object) for quad in quads)


def test_bad_values_are_withheld_with_fact_and_reason(workspace: Workspace) -> None:
    story, expected = ring_story()
    assert list(fill(workspace, story).withheld) == expected


def test_the_rest_is_published_and_conforms(workspace: Workspace) -> None:
    fill(workspace, ring_story()[0])
    with workspace.reader() as reader:
        assert validate(reader).results == ()
        said = sorted(claim.predicate.removeprefix(HANSA) for claim in reader.claims())
        assert plain(reader, "memberCount") == ['"26"^^<http://www.w3.org/2001/XMLSchema#integer>']
        assert plain(reader, "focusArea") == ['"clean transport"@en']
        assert len(plain(reader, "memberOf")) == 1
        assert plain(reader, "date") == plain(reader, "foundedBy") == []
    # What does not fit the kinds is said all the same; of the planned nothing was to be derived.
    assert said == [
        *("date", "focusArea", "foundingYear", "ledBy", "memberCount"),
        *("memberOf", "memberOf", "worksFor"),
    ]


def test_a_rebuild_withholds_the_same(workspace: Workspace) -> None:
    first = fill(workspace, ring_story()[0])
    with workspace.reader() as reader:
        before = b"".join(reader.export())
    with workspace.writer() as writer:
        assert writer.rebuild().withheld == first.withheld
    with workspace.reader() as reader:
        assert b"".join(reader.export()) == before


def test_only_documents_that_are_written_are_reported(workspace: Workspace) -> None:
    story, expected = ring_story()
    fill(workspace, story)
    other = Story("other.txt")
    other.name("forum", "Event", "Lantern Forum 2024")
    other.measure("forum", "memberCount", -1, other.say("The Lantern Forum 2024 has no members."))
    assert fill(workspace, other).withheld == (
        Withheld("other.txt", "Lantern Forum 2024 memberCount -1", COUNT),
    )
    with workspace.writer() as writer:
        writer.put(*story.pair())
        assert writer.commit().withheld == ()
    edited = replace(story, text=story.text + "More.\n")
    assert list(fill(workspace, edited).withheld) == expected


def test_bad_metadata_are_withheld_line_by_line(workspace: Workspace) -> None:
    story = Story("odd.txt", title="Odd", publisher="Lantern Press", date="last June")
    story.name("ring", "Network", "Lantern Ring Alliance")
    story.measure("ring", "focusArea", "water", story.say("The Lantern Ring Alliance is on water."))
    document = replace(story.document(), language="plain English")
    with workspace.writer() as writer:
        writer.put(document, story.extraction())
        withheld = writer.commit().withheld
    assert withheld == (
        Withheld("odd.txt", "Lantern Ring Alliance focusArea water", AREA),
        Withheld(
            "odd.txt",
            "document date last June",
            "A document has at most one date: a day, a month or a year.",
        ),
        Withheld(
            "odd.txt",
            "document language plain English",
            "A document has at most one language, as a BCP 47 tag.",
        ),
    )
    with workspace.reader() as reader:
        assert validate(reader).results == ()
        (row,) = reader.documents()
        assert (row.title, row.publisher, row.date) == ("Odd", "Lantern Press", None)


def quays_story(key: str, kind: str) -> Story:
    story = Story(key)
    said = story.say(f"Clean Quays takes part in Open Berths, a {kind}, says {key}.")
    story.name("quays", kind, "Clean Quays")
    story.name("berths", "Programme", "Open Berths")
    if kind == "Project":
        story.state("quays", "participatesIn", "berths", said)
    else:
        story.measure("quays", "memberCount", 7, said)
    return story


def test_a_withheld_fact_comes_back_when_the_kinds_change_so_that_it_fits(
    workspace: Workspace,
) -> None:
    assert fill(workspace, quays_story("a", "Project")).withheld == ()
    with workspace.reader() as reader:
        assert len(plain(reader, "participatesIn")) == len(plain(reader, "hasParticipant")) == 1
    # Now most documents speak of a programme, and a programme takes part in nothing.
    commit = fill(workspace, quays_story("b", "Programme"), quays_story("c", "Programme"))
    assert commit.withheld == (Withheld("a", "Clean Quays participatesIn Open Berths", TAKES_PART),)
    with workspace.reader() as reader:
        assert plain(reader, "participatesIn") == plain(reader, "hasParticipant") == []
        (claim,) = reader.claims(predicate=terms.PARTICIPATES_IN)
        assert "/programme/" in claim.subject
        assert validate(reader).conforms
    with workspace.writer() as writer:
        writer.retract("b")
        writer.retract("c")
        assert writer.commit().withheld == ()
    with workspace.reader() as reader:
        assert len(plain(reader, "participatesIn")) == len(plain(reader, "hasParticipant")) == 1


def test_a_line_for_people_names_document_fact_and_reason() -> None:
    said = Withheld("a.txt", "Lantern Ring memberCount -26", COUNT)
    assert str(said) == f"withheld from a.txt: Lantern Ring memberCount -26: {COUNT}"


# Whatever a document says

NAMES = {kind: f"Lantern {kind} of the Ninth Quay" for kind in terms.KINDS}
WORDS = st.sampled_from(["clean water", "Water", "2024-05", "2024-13", "2024-02-30", "", "0000"])
FACTS = st.tuples(
    st.sampled_from(terms.KINDS),
    st.sampled_from(sorted(terms.RELATIONS)),
    st.sampled_from(terms.KINDS),
    st.sampled_from(["asserted", "planned"]),
    st.sampled_from([None, 0, 999, 1000, 2024, 3000]),
    st.sampled_from([None, "Mayor", ""]),
    st.sampled_from([0.0, 0.5, 1.0, 1.00001, 1.1, -0.1]),
)
LITERALS = st.tuples(
    st.sampled_from(terms.KINDS),
    st.sampled_from(terms.LITERALS),
    st.one_of(st.integers(-5, 4000), WORDS),
)


@settings(max_examples=25, deadline=None)
@given(
    facts=st.lists(FACTS, max_size=6, unique_by=lambda fact: fact[:3]),
    literals=st.lists(LITERALS, max_size=6, unique=True),
    language=st.sampled_from(["en", "en-GB", "plain English", ""]),
    date=st.sampled_from([None, "2024", "2024-05", "last June", "2024-02-30", ""]),
)
def test_whatever_passes_the_gate_conforms(
    tmp_path_factory: pytest.TempPathFactory,
    facts: list[tuple[str, str, str, str, int | None, str | None, float]],
    literals: list[tuple[str, str, int | str]],
    language: str,
    date: str | None,
) -> None:
    story = Story("any.txt", title="Any", date=date, language=language)
    said = story.say("What is said here may be anything.")
    for kind, name in NAMES.items():
        story.name(kind, kind, name)
    for subject, relation, object_, status, year, role, sure in facts:
        story.state(
            subject, relation, object_, said, status=status, year=year, role=role, confidence=sure
        )
    for subject, name, value in literals:
        story.measure(subject, name, value, said)
    workspace = Workspace(tmp_path_factory.mktemp("any") / "data")
    commit = fill(workspace, story)
    with workspace.reader() as reader:
        lines = {f"{quad.triple} ." for quad in reader.quads()}
        claims = len(list(reader.claims()))
    assert gate().violations(lines) == ()
    if not any(one.saying.startswith("Lantern") for one in commit.withheld):
        assert claims == len(facts) + len(literals)
