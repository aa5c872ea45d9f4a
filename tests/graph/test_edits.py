"""Edits: a reviewer says what a sentence says, and it holds through all that comes after."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.curating.edits import RULE, Edit, Wanted
from graph.curating.review import given_verdicts, waiting
from graph.errors import CurationError, UnknownClaimError
from graph.reader import Claim
from graph.shacl.validation import validate
from graph.workspace import Workspace
from ontology.model import Extraction
from tests.graph.reviewable import QUAYS, reviewable, unsure_story

AT = "2024-05-06T07:08:09Z"
RIGHT = Wanted(property="memberOf", subject="Riga", object=QUAYS, year=2024)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path / "data")
    reviewable(place)
    return place


def proposal(workspace: Workspace) -> str:
    (item,) = [each for each in waiting(workspace.documents, workspace.base)
               if each.rule == "test.chair"]  # fmt: skip
    return item.claim


def edit(workspace: Workspace, claim: str, wanted: Wanted, *, who: str = "ada") -> str:
    with workspace.writer() as writer:
        done = writer.edit(claim, wanted, who=who, at=AT)
        writer.commit()
    return done.made


def export(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def read(workspace: Workspace, iri: str) -> Claim | None:
    with workspace.reader() as reader:
        return reader.claim(iri)


def test_an_edit_makes_a_claim_of_the_sentence_that_was_misread(workspace: Workspace) -> None:
    claim = proposal(workspace)
    made = read(workspace, edit(workspace, claim, RIGHT))
    assert made is not None
    assert (made.predicate.rpartition("#")[2], made.year, made.rule) == ("memberOf", 2024, RULE)
    assert made.subject.endswith("/riga-lv")
    assert made.object.value.endswith("/baltic-quays-league")
    assert made.exact.startswith("Riga, which Ada Lind speaks for")
    assert made.confidence == 1
    assert read(workspace, claim) is None
    assert claim not in {each.claim for each in waiting(workspace.documents, workspace.base)}


def test_who_read_it_stands_in_the_graph(workspace: Workspace) -> None:
    made = edit(workspace, proposal(workspace), RIGHT)
    ask = f"""PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?who ?when {{ GRAPH ?g {{ ?d prov:generated <{made}> ; prov:endedAtTime ?when ;
            prov:wasAssociatedWith ?a . ?a rdfs:label ?who }}
            GRAPH ?doc {{ <{made}> prov:wasAttributedTo ?a }} }}"""
    with workspace.reader() as reader:
        (row,) = reader.solutions(f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {ask}")
        assert validate(reader).results == ()
    assert (row["who"].value, row["when"].value) == ("ada", AT)


def test_an_edit_survives_ingestion_by_another_pipeline_and_a_rebuild(
    workspace: Workspace,
) -> None:
    edit(workspace, proposal(workspace), RIGHT)
    before = export(workspace)
    document, extraction = unsure_story()
    with workspace.writer() as writer:
        writer.retract("quays.txt")
        writer.commit()
    assert export(workspace) != before
    with workspace.writer() as writer:
        writer.put(document, extraction)
        writer.commit()
    assert export(workspace) == before
    with workspace.writer() as writer:
        writer.rebuild()
    assert export(workspace) == before
    assert check(workspace, deep=True).faults == ()
    surer = tuple(replace(each, confidence=0.55) for each in extraction.proposals)
    with workspace.writer() as writer:
        writer.put(document, replace(extraction, proposals=surer, pipeline="f" * 16))
        writer.commit()
    assert export(workspace).replace(b"f" * 16, extraction.pipeline.encode()) == before


def test_the_order_of_edits_does_not_matter_and_each_can_be_taken_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    untouched = export(workspace)
    other = Workspace(tmp_path / "other")
    reviewable(other)
    with workspace.reader() as reader:
        (post,) = [c.iri for c in reader.claims() if c.predicate.endswith("worksFor") and c.role]
    edits = [(proposal(workspace), RIGHT), (post, Wanted(role="Mayor", object=QUAYS))]
    for claim, wanted in edits:
        edit(workspace, claim, wanted)
    made = [edit(other, claim, wanted) for claim, wanted in reversed(edits)]
    assert export(workspace) == export(other)
    with workspace.writer() as writer:
        writer.undecide([edits[0][0], made[0]])  # by the claim it was given on, or the one it made
        writer.commit()
    assert export(workspace) == untouched


def test_of_what_was_said_of_a_claim_the_last_holds(workspace: Workspace) -> None:
    claim = proposal(workspace)
    first = edit(workspace, claim, RIGHT)
    second = edit(workspace, first, Wanted(status="planned"), who="ben")  # the rest stays as edited
    made = read(workspace, second)
    assert made is not None
    assert (made.status, made.year, made.predicate.rpartition("#")[2]) == (
        "planned", 2024, "memberOf",
    )  # fmt: skip
    assert read(workspace, first) is None
    (given,) = given_verdicts(workspace.documents, workspace.base, workspace.documents.decided())
    assert (given.verdict, given.who, given.made) == ("edit", "ben", second)
    assert given.instead == f"Riga memberOf {QUAYS} (planned, 2024)"
    with workspace.writer() as writer:
        writer.decide([second], "reject", who="ada", at=AT)
        writer.commit()
    assert read(workspace, second) is None
    assert [each.verdict for each in workspace.documents.decided()] == ["reject"]


def test_values_can_be_edited_and_things_made_of_them(workspace: Workspace) -> None:
    (count,) = [each.claim for each in waiting(workspace.documents, workspace.base)
                if each.rule == "test.count"]  # fmt: skip
    made = read(workspace, edit(workspace, count, Wanted(subject=QUAYS, value="41")))
    assert made is not None
    assert made.object.value == "41"
    made = read(workspace, edit(workspace, count, Wanted(property="locatedIn", object="Riga")))
    assert made is not None
    assert made.object.value.endswith("/riga-lv")


@pytest.mark.parametrize(
    ("wanted", "trouble"),
    [
        (Wanted(object="Tallinn"), "names nothing 'Tallinn'"),
        (Wanted(property="invented"), "no property 'invented'"),
        (Wanted(status="dreamt"), "no status"),
        (Wanted(property="memberOf", object="Ada Lind"), "Membership is in"),
        (Wanted(property="memberCount", value="many"), "is no number"),
        (Wanted(property="memberCount"), "say the value"),
        (Wanted(year=-4), "year"),
        (Wanted(property="chairedBy"), "what was read"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_changed(
    workspace: Workspace, wanted: Wanted, trouble: str
) -> None:
    before = export(workspace)
    with workspace.writer() as writer, pytest.raises(CurationError, match=trouble):
        writer.edit(proposal(workspace), wanted, who="ada", at=AT)
    assert export(workspace) == before


def test_a_claim_that_is_not_there_cannot_be_edited(workspace: Workspace) -> None:
    with workspace.writer() as writer, pytest.raises(UnknownClaimError):
        writer.edit("0" * 32, RIGHT, who="ada", at=AT)


def test_what_an_edit_speaks_of_may_be_named_no_more(workspace: Workspace) -> None:
    made = edit(workspace, proposal(workspace), RIGHT)
    document, extraction = unsure_story()
    left = {each.id for each in extraction.entities if each.names[0] != QUAYS}
    rest = replace(
        extraction,
        entities=tuple(each for each in extraction.entities if each.id in left),
        facts=tuple(f for f in extraction.facts if {f.subject, f.object} <= left),
        literals=(),
        proposals=(),
        pipeline="f" * 16,
    )
    with workspace.writer() as writer:
        writer.put(document, rest)
        writer.commit()
    assert read(workspace, made) is None
    (given,) = given_verdicts(workspace.documents, workspace.base, workspace.documents.decided())
    assert not given.is_read
    with workspace.writer() as writer:
        writer.put(document, extraction)
        writer.commit()
    assert read(workspace, made) is not None


def test_a_purge_leaves_nothing_of_an_edit(workspace: Workspace) -> None:
    edit(workspace, proposal(workspace), replace(RIGHT, property="worksFor", subject="Ada Lind",
                                                 role="Keeper of Lanterns"))  # fmt: skip
    path = workspace.path / "documents.sqlite"
    with workspace.writer() as writer:
        writer.purge("quays.txt")
        writer.commit()
    assert workspace.documents.decided() == []
    workspace.documents.close()
    assert b"Keeper of Lanterns" not in path.read_bytes()


def test_a_purge_takes_edits_of_a_text_that_another_key_once_had(workspace: Workspace) -> None:
    words = replace(RIGHT, property="worksFor", subject="Ada Lind", role="Keeper of Lanterns")
    edit(workspace, proposal(workspace), words)
    text, read_in_it = unsure_story()
    other = "Nothing is said here."
    anew = replace(text, text=other, sha256=sha256(other.encode()).hexdigest())
    with workspace.writer() as writer:
        writer.put(anew, Extraction(text.key, read_in_it.pipeline))
        writer.put(replace(text, key="copy.txt"), replace(read_in_it, document="copy.txt"))
        writer.commit()
    with workspace.writer() as writer:
        writer.purge("copy.txt")
        writer.commit()
    assert workspace.documents.decided() == []
    workspace.documents.close()
    path = workspace.path / "documents.sqlite"
    assert b"Keeper of Lanterns" not in path.read_bytes()


def test_an_edit_reads_back_as_it_was_written() -> None:
    said = Edit(("City", "riga"), "memberOf", ("Network", "ring"), None, "planned", 2024, None)
    assert Edit.from_json(said.to_json()) == said
