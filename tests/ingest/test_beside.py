"""Bodies beside persons, towns of mayors, labels of projects, and what only looks like them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.lists.lists import read_lists
from ingest.components.posts.roles import read_roles
from ingest.components.relations.frames import read_frames
from ingest.components.relations.references import read_references

from .reading_cases import facts, prepare, roles

_CHAIRS = "# Baltic Ring\n\n## Chairs\n\n- **Mara Lind** Tidal University\n- **Jon Ek** Quay Lab\n"


def test_a_body_behind_a_name_in_bold_employs_its_bearer_and_chairs_nothing(nlp: Language) -> None:
    doc = prepare(
        nlp,
        _CHAIRS,
        Network="Baltic Ring",
        Person="Mara Lind; Jon Ek",
        Organization="Tidal University; Quay Lab",
    )
    posts = {(person, body) for person, body, _ in roles(read_roles(doc))}
    assert {("Mara Lind", "Tidal University"), ("Jon Ek", "Quay Lab")} <= posts
    chairs = {
        object_ for _, property_, object_ in facts(read_lists(doc)) if property_ == "chairedBy"
    }
    assert not chairs & {"Tidal University", "Quay Lab"}


def test_bodies_alone_still_hold_the_chair(nlp: Language) -> None:
    text = "# Baltic Ring\n\n## Past presidencies\n\n- Tidal University\n- Quay Lab\n"
    doc = prepare(nlp, text, Network="Baltic Ring", Organization="Tidal University; Quay Lab")
    assert ("Baltic Ring", "chairedBy", "Quay Lab") in facts(read_lists(doc))


MAYORS: list[tuple[str, dict[str, str], set[tuple[str, str]]]] = [
    ("# Turku opens its quay\n\nTurku has a new quay. Mayor Mara Lind cut the ribbon in Turku.",
     {"City": "Turku", "Person": "Mara Lind"}, {("Mara Lind", "Turku")}),
    # Another town stands beside the mayor, or is spoken of as much.
    ("# Turku has a quay\n\nTurku has a new quay.\n\nGdansk has no quay, Mayor Mara Lind wrote.",
     {"City": "Turku; Gdansk", "Person": "Mara Lind"}, set()),
    ("Tartu and Narva met in May. Narva and Tartu spoke of tides. Mayor Jon Ek took the floor.",
     {"City": "Tartu; Narva", "Person": "Jon Ek"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "expected"), MAYORS)
def test_a_mayor_without_a_town_has_the_one_that_a_document_is_about(
    nlp: Language, text: str, kinds: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    found = roles(read_roles(read_references(prepare(nlp, text, **kinds))))
    assert {(person, body) for person, body, _ in found} == expected


LABELS: list[tuple[str, set[tuple[str, str, str]]]] = [
    ("_Collaborating Cities:_ Turku, Riga",
     {("Turku", "participatesIn", "Quay Map"), ("Riga", "participatesIn", "Quay Map")}),
    ("Piloting municipalities: Turku, Riga",
     {("Turku", "participatesIn", "Quay Map"), ("Riga", "participatesIn", "Quay Map")}),
    ("Potential Future Collaborators: Turku, Riga", set()),
    ("Interested partners: Turku, Riga", set()),
    ("Partners wanted: Turku, Riga", set()),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LABELS)
def test_a_label_tells_who_works_on_a_project_and_who_only_might(
    nlp: Language, line: str, expected: set[tuple[str, str, str]]
) -> None:
    doc = prepare(nlp, f"## Quay Map\n\n{line}\n", Project="Quay Map", City="Turku; Riga")
    assert facts(read_lists(doc)) == expected


SAID: list[tuple[str, dict[str, str], tuple[str, str, str], bool]] = [
    ("A pact is concluded pursuant to the Harbour Act by Turku and Riga.",
     {"Agreement": "Harbour Act", "City": "Turku; Riga"},
     ("Turku", "partyTo", "Harbour Act"), False),
    ("Turku acceded to the Harbour Convention in May.",
     {"Agreement": "Harbour Convention", "City": "Turku"},
     ("Turku", "partyTo", "Harbour Convention"), True),
    ("Fellows of the Tide Lab had guests in the office from Riga.",
     {"Organization": "Tide Lab", "City": "Riga"},
     ("Tide Lab", "locatedIn", "Riga"), False),
    ("The Wave Stewards, head of the UN Water Advisory Board, spoke to the UN.",
     {"Organization": "UN; UN Water Advisory Board; Wave Stewards"},
     ("UN Water Advisory Board", "partOf", "UN"), False),
    ("The HA Advisory Board met at the Harbour Agency (HA).",
     {"Organization": "Harbour Agency/HA; HA Advisory Board"},
     ("HA Advisory Board", "partOf", "Harbour Agency"), True),
    ("Green Quay is a scheme. Green Quay Platform to Test was shown.",
     {"Programme": "Green Quay; Green Quay Platform to Test"},
     ("Green Quay Platform to Test", "partOf", "Green Quay"), False),
    ("Turku Council met in Turku.",
     {"City": "Turku", "Organization": "Turku Council"},
     ("Turku Council", "partOf", "Turku"), False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "fact", "said"), SAID)
def test_grounds_guests_and_names_say_no_more_than_they_do(
    nlp: Language, text: str, kinds: dict[str, str], fact: tuple[str, str, str], said: bool
) -> None:
    found = facts(read_frames(read_references(prepare(nlp, text, **kinds))))
    assert (fact in found) is said


def test_towns_of_members_who_are_people_are_no_members(nlp: Language) -> None:
    text = "Other members of the Baltic Ring include: Mara Lind, Turku, Finland; and Jon Ek, Riga."
    doc = prepare(
        nlp,
        text,
        Network="Baltic Ring",
        Person="Mara Lind; Jon Ek",
        City="Turku; Riga",
        Country="Finland",
    )
    assert "memberOf" not in {property_ for _, property_, _ in facts(read_lists(doc))}


def test_towns_without_people_are_members(nlp: Language) -> None:
    text = "Other members of the Baltic Ring include: Turku, Riga and Tartu."
    doc = prepare(nlp, text, Network="Baltic Ring", City="Turku; Riga; Tartu")
    assert ("Riga", "memberOf", "Baltic Ring") in facts(read_lists(doc))
