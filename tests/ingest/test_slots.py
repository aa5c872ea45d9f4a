"""The words beside a name tell its kind; without them a brand is no entity."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The software was initiated by Kelpact in spring.", "Kelpact", "Organization"),
        ("It was developed by Orbatt and Kelpact for towns.", "Kelpact", "Organization"),
        ("She gave a talk at PortoCode (June 2031) on buses.", "PortoCode", "Event"),
        ("The ABD pilots and ABD projects began under the ABD.", "ABD", "Programme"),
        ("The bus crosses the Vindelby region twice.", "Vindelby", "Region"),
        ("16:00 Hands on: Ada Oddlund, Kelphood and Mia Trevor, Urbanista", "Kelphood",
         "Organization"),
        ("He spoke at HarbourTechDay about tides.", "HarbourTechDay", "Event"),
        ("They met the sensor provider Zetkin there.", "Zetkin", "Organization"),
        ("The city has its own app for night boats, Marvik Float.", "Marvik Float", "Project"),
        ("It is part of our city strategy—the Lahti Path—for all.", "Lahti Path", "Agreement"),
        ("This was tested on the government's Berths.gov in May.", "Berths.gov", "Project"),
        ("# ABC Tide Review\n\nA light prototype that shows the figures of ports.",
         "ABC Tide Review", "Project"),
        ("Sand Loop is a volunteer-led drone project in Beira.", "Sand Loop", "Project"),
        ("The ABC Harbour Academy is a yearly programme for pilots.",
         "ABC Harbour Academy", "Programme"),
    ],
)  # fmt: skip
def test_a_brand_has_the_kind_its_neighbours_give_it(
    nlp: Language, text: str, name: str, kind: str
) -> None:
    assert kinds(nlp, text).get(name) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We use GPS and VR to guide boats.", "VR"),
        ("Follow us via SNS for news.", "SNS"),
        ("They share data over Application Programming Interfaces (APIs).", "APIs"),
        ("The implementation of Phase 2 projects begins.", "Phase 2"),
        ("Podcast Episode 7 is out.", "Episode 7"),
        ("Members are Rostock and Derby in Europe.", "Rostock and Derby"),
    ],
)
def test_techniques_and_parts_are_no_names(nlp: Language, text: str, name: str) -> None:
    assert name not in kinds(nlp, text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("It is run by Open Harbours Belgium in Ghent.", "Open Harbours Belgium", "Organization"),
        ("The group Teach for Estonia met us.", "Teach for Estonia", "Organization"),
        ("The Open Quays project began. The Open Quays Lagos team maps streets.",
         "Open Quays Lagos", "Project"),
    ],
)  # fmt: skip
def test_plain_words_and_a_place_make_a_local_name(
    nlp: Language, text: str, name: str, kind: str
) -> None:
    assert kinds(nlp, text).get(name) == kind


@pytest.mark.parametrize("name", ["Downtown Tartu", "Rural Kenya", "Minister for Estonia"])
def test_parts_of_places_and_posts_are_no_local_bodies(nlp: Language, name: str) -> None:
    assert kinds(nlp, f"They often visit {name} in winter.").get(name) != "Organization"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The NYC Tide Commission met. The New York City Tide Commission agreed.",
         {"NYC Tide Commission", "New York City Tide Commission"}),
        ("The Global Harbour Rules Alliance met. The Harbour Rules Alliance agreed.",
         {"Global Harbour Rules Alliance", "Harbour Rules Alliance"}),
        ("The Tidalware Media office opened. It was made by Tidalware in May.",
         {"Tidalware Media", "Tidalware"}),
        ("UOH, the Union of Harbours, is based in Riga.", {"Union of Harbours", "UOH"}),
        ("Japan founded the Kanto Association for Tides, or KAT, in 2019.",
         {"Kanto Association for Tides", "KAT"}),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one_thing(nlp: Language, text: str, names: set[str]) -> None:
    assert any(names <= found for found in clusters(nlp, text))


def test_a_city_and_the_firm_named_after_it_stay_apart(nlp: Language) -> None:
    text = "Kisumu is in Kenya. The Kisumu City Corporation (KCC) works in Kisumu City."
    assert kinds(nlp, text)["Kisumu City Corporation"] == "Organization"
    assert kinds(nlp, text)["Kisumu"] == "City"


@pytest.mark.parametrize(
    "name",
    ["Tartu Heat and Light Corporation", "Ministry of Land, Ports and Transport"],
)
def test_one_head_may_have_two_fields(nlp: Language, name: str) -> None:
    assert kinds(nlp, f"They met the {name} in May.").get(name) == "Organization"
