"""What a clause denies, asks or only plans is not said to be so."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.relations.frames import read_frames
from ingest.components.relations.qualifiers import read_qualifiers
from ingest.components.relations.references import read_references

from .reading_cases import prepare

RING = "the Baltic Ring"
KINDS = {"City": "Turku; Riga", "Network": "Baltic Ring"}
NOT_SO = [
    f"Turku is not a member of {RING}.",
    f"Turku is no longer a member of {RING}.",
    f"Turku no longer belongs to {RING}.",
    f"Turku never joined {RING}.",
    f"Turku has not yet joined {RING}.",
    f"Turku has yet to join {RING}.",
    f"Turku refused to join {RING}.",
    f"Turku declined an invitation to join {RING}.",
    f"Turku failed to join {RING}.",
    f"Turku was unable to join {RING}.",
    f"Turku was prevented from joining {RING}.",
    f"Turku decided against joining {RING}.",
    f"Turku has no plans to join {RING}.",
    f"Turku denied that it had joined {RING}.",
    f"Turku denied being a member of {RING}.",
    f"Turku ceased to be a member of {RING} in 2018.",
    f"Turku grew without joining {RING}.",
    f"Turku, rather than joining {RING}, built a quay.",
    f"Turku withdrew from {RING}.",
    f"Turku left {RING} in 2019.",
    f"Neither Turku nor Riga is a member of {RING}.",
    f"Neither Turku nor Riga joined {RING}.",
    f"It is not true that Turku joined {RING}.",
    f"There is no evidence that Turku joined {RING}.",
    f"Turku would have joined {RING}.",
    f"The fee falls if Turku joins {RING}.",
    f"Should Turku join {RING}, the fee falls.",
    f"Had Turku joined {RING}, the fee would have fallen.",
    f"Whether Turku is a member of {RING} is unclear.",
    f"Nor is Turku a member of {RING}.",
    f"Did Turku join {RING}?",
    f"Is Turku a member of {RING}?",
    f"Why did Turku join {RING}?",
]
WISHED = [
    f"Turku hopes to join {RING}.",
    f"Turku hoped to join {RING}.",
    f"Turku was invited to join {RING}.",
    f"Turku has applied to join {RING}.",
    f"Turku is considering joining {RING}.",
    f"Turku wants to join {RING}.",
    f"Turku would like to join {RING}.",
    f"Turku is keen to join {RING}.",
    f"Riga hopes that Turku joins {RING}.",
    f"Riga invited Turku to join {RING}.",
    f"Turku missed the chance to join {RING}.",
    f"Turku was offered the opportunity to join {RING}.",
    f"Turku ended its membership of {RING}.",
    f"Turku's membership of {RING} lapsed in 2019.",
    f"Turku lost its membership of {RING}.",
    f"Turku is interested in joining {RING}.",
    f"Turku has no membership of {RING}.",
    f"Turku dreams of joining {RING}.",
    f"Turku is free to join {RING}.",
]
PLANNED = [
    f"Turku is set to join {RING}.",
    f"Turku is due to join {RING}.",
    f"Turku is about to join {RING}.",
    f"Turku is going to join {RING}.",
    f"Turku is to join {RING}.",
    f"Turku proposes to join {RING}.",
    f"Turku committed to joining {RING}.",
    f"Turku announced plans to join {RING}.",
    f"Turku is in talks to join {RING}.",
]
SO = [
    f"Turku aims to halve its waste as a member of {RING}.",
    f"As a member of {RING}, Turku plans to halve its waste.",
    f"Turku joined {RING}.",
    f"Turku was a member of {RING} until 2019.",
    f"Turku is a former member of {RING}.",
    f"Turku continues to be a member of {RING}.",
    f"Turku will remain a member of {RING}.",
    f"Turku aims to continue to be a member of {RING}.",
    f"Turku managed to join {RING}.",
    f"Turku was proud to join {RING}.",
    f"Turku was the first city to join {RING}.",
    f"Turku is not only a member of {RING} but also its host.",
    f"Turku planned a new quay and joined {RING}.",
    f"Turku refused the grant but joined {RING}.",
    f"Turku did not pay but joined {RING}.",
]


def statuses(nlp: Language, text: str) -> dict[str, str]:
    """Return the status of each membership read in *text*, by the city's name."""
    doc = read_qualifiers(read_frames(read_references(prepare(nlp, text, **KINDS))))
    names = [cluster.names[0] for cluster in doc._.clusters]
    return {names[f.subject]: f.status for f in doc._.facts if f.property == "memberOf"}


@pytest.mark.parametrize("text", NOT_SO)
def test_what_is_denied_refused_asked_or_supposed_is_no_fact(nlp: Language, text: str) -> None:
    assert not statuses(nlp, text)


@pytest.mark.parametrize("text", WISHED)
def test_what_is_wished_for_invited_or_ended_is_no_fact(nlp: Language, text: str) -> None:
    assert not statuses(nlp, text)


@pytest.mark.parametrize("text", PLANNED)
def test_what_is_due_is_planned(nlp: Language, text: str) -> None:
    assert statuses(nlp, text) == {"Turku": "planned"}


@pytest.mark.parametrize("text", SO)
def test_what_is_or_was_so_is_asserted(nlp: Language, text: str) -> None:
    assert statuses(nlp, text) == {"Turku": "asserted"}


def test_a_name_that_is_left_out_takes_no_part(nlp: Language) -> None:
    assert statuses(nlp, f"Turku but not Riga joined {RING}.") == {"Turku": "asserted"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"{RING.capitalize()} continues to be led by Turku.", "asserted"),
        (f"{RING.capitalize()} is to be led by Turku.", "planned"),
        (f"{RING.capitalize()} is expected to be led by Turku.", "planned"),
        (f"{RING.capitalize()} is no longer led by Turku.", None),
    ],
)
def test_the_passive_of_plans_and_of_what_goes_on(
    nlp: Language, text: str, status: str | None
) -> None:
    text = text.replace("baltic ring", "Baltic Ring")
    doc = read_qualifiers(read_frames(read_references(prepare(nlp, text, **KINDS))))
    assert [f.status for f in doc._.facts] == ([status] if status else [])


def test_who_has_a_presidency_chairs_the_body_named_before_it(nlp: Language) -> None:
    kinds = {"Organization": "Harbour Council; Q20", "Event": "Quay Forum"}
    text = "The Harbour Council hosts the Quay Forum as part of its Q20 presidency."
    doc = read_frames(read_references(prepare(nlp, text, **kinds)))
    found = {(f.subject, f.object) for f in doc._.facts if f.property == "chairedBy"}
    assert found == {(1, 0)}
