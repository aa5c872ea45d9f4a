"""Lists, labels and enumerations under what introduces them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.lists.lists import read_lists

from .reading_cases import facts, prepare

RING = {"Network": "Baltic Ring"}
ACADEMY = {"Programme": "Harbour Academy"}
TOWNS = {"City": "Tartu; Narva"}
GRANTS = """# Grants

Harbour Academy grants were awarded as follows:

- 2 million to Tartu for a bus
- 3 million to Narva for a pump
- 4 million to Turku for a bell
"""
FOUND = [
    (("# Quay Days\n\nThe list below names the participants in the Quay Days.\n\n## North\n\n"
     "- Tartu – a bridge\n- Narva – a boat\n"), {"Event": "Quay Days", **TOWNS},
     ("Narva", "participatesIn", "Quay Days")),
    (("# Harbour Academy\n\n## Money\n\nBrought together by the Baltic Ring, two towns contributed "
     "funds:\n\n- Tartu\n- Narva\n"), {**ACADEMY, **RING, **TOWNS},
     ("Harbour Academy", "supportedBy", "Narva")),
    ("# Quay Lab\n\nThis spring we spoke at:\n\n- Quay Days\n- Harbour Forum\n",
     {"Organization": "Quay Lab", "Event": "Quay Days; Harbour Forum"},
     ("Quay Lab", "participatesIn", "Harbour Forum")),
    ("# Quay Lab\n\n## Working groups\n\n- Tide Team\n- Rope Team\n",
     {"Organization": "Quay Lab; Tide Team; Rope Team"}, ("Tide Team", "partOf", "Quay Lab")),
    ("- Tartu, Estonia: The rules of the Night Bus pilot\n- Narva: Quay Charter\n",
     {**TOWNS, "Country": "Estonia", "Project": "Night Bus", "Agreement": "Quay Charter"},
     ("Narva", "partyTo", "Quay Charter")),
    ("# Baltic Ring\n\n## Members\n\n- Tartu\n- Narva\n", {**RING, **TOWNS},
     ("Narva", "memberOf", "Baltic Ring")),
    ("# Harbour Academy\n\nThe following towns have joined the programme:\n\n- Tartu\n- Narva\n",
     {**ACADEMY, **TOWNS}, ("Tartu", "participatesIn", "Harbour Academy")),
    ("12 towns agreed to test the Harbour Academy:\n\n1. Tartu\n2. Narva\n",
     {**ACADEMY, **TOWNS}, ("Tartu", "participatesIn", "Harbour Academy")),
    ("The signatories of the Quay Charter are:\n\n* City of Tartu, Estonia\n* City of Narva\n",
     {"Agreement": "Quay Charter", **TOWNS}, ("Tartu", "partyTo", "Quay Charter")),
    ("# Harbour Academy\n\n### Supported by\n\n- Volt Mobility\n- Ministry of Ports\n",
     {**ACADEMY, "Organization": "Volt Mobility; Ministry of Ports"},
     ("Harbour Academy", "supportedBy", "Ministry of Ports")),
    ("# Harbour Academy\n\n### Leadership team:\n\nCity of Tartu, Narva, Volt Mobility\n",
     {**ACADEMY, **TOWNS, "Organization": "Volt Mobility"},
     ("Harbour Academy", "ledBy", "Volt Mobility")),
    ("# Harbour Academy\n\nLead partner: Volt Mobility\nFunded by: Ministry of Ports\n",
     {**ACADEMY, "Organization": "Volt Mobility; Ministry of Ports"},
     ("Harbour Academy", "ledBy", "Volt Mobility")),
    ("# Quay Days\n\nVenue: Harbour Hall, Tartu\nOrganiser: Volt Mobility\n",
     {"Event": "Quay Days", "Organization": "Volt Mobility", "City": "Tartu"},
     ("Quay Days", "ledBy", "Volt Mobility")),
    ("Four partners of the Baltic Ring: Volt Mobility, Quay Lab and Port Bank, paid for it.",
     {**RING, "Organization": "Volt Mobility; Quay Lab; Port Bank"},
     ("Quay Lab", "partnerOf", "Baltic Ring")),
    ("Baltic Ring members such as Tartu and Narva were there.", {**RING, **TOWNS},
     ("Narva", "memberOf", "Baltic Ring")),
    ("The Baltic Ring links 14 cities, among them Tartu and Narva.", {**RING, **TOWNS},
     ("Tartu", "memberOf", "Baltic Ring")),
    ("The Baltic Ring has 90 members. Tartu and Narva are among them.", {**RING, **TOWNS},
     ("Narva", "memberOf", "Baltic Ring")),
    ("The Baltic Ring has 90 members, Tartu and Narva among them.", {**RING, **TOWNS},
     ("Tartu", "memberOf", "Baltic Ring")),
    ("Participants in the Harbour Academy include Tartu and Narva.", {**ACADEMY, **TOWNS},
     ("Narva", "participatesIn", "Harbour Academy")),
    ("# Tartu\n\n## Sister cities\n\n- Narva\n- Turku\n", {"City": "Tartu; Narva; Turku"},
     ("Narva", "partnerOf", "Tartu")),
    ("# Baltic Ring\n\n## Members\n\n- Estonia\n  - Tartu\n  - Narva\n",
     {**RING, **TOWNS, "Country": "Estonia"}, ("Tartu", "memberOf", "Baltic Ring")),
    ("# Quay Days\n\n## Sponsors\n\n- Main: Volt Mobility\n- Others: Port Bank\n",
     {"Event": "Quay Days", "Organization": "Volt Mobility; Port Bank"},
     ("Quay Days", "supportedBy", "Port Bank")),
    ("# Baltic Ring\n\n## Members\n\n- Estonia: Tartu, Narva\n", {**RING, **TOWNS,
     "Country": "Estonia"}, ("Narva", "memberOf", "Baltic Ring")),
    ("# Harbour Academy\n\n## Participating towns\n\n### Tartu\n\nIt has quays.\n\n### Narva\n",
     {**ACADEMY, **TOWNS}, ("Tartu", "participatesIn", "Harbour Academy")),
    (GRANTS, {**ACADEMY, "City": "Tartu; Narva; Turku"},
     ("Turku", "participatesIn", "Harbour Academy")),
    ("- Tartu – Night Bus\n- Narva – Rain Map\n", {**TOWNS, "Project": "Night Bus; Rain Map"},
     ("Rain Map", "ledBy", "Narva")),
]  # fmt: skip
NOT_FOUND = [
    (("# Quay Days\n\nThe Quay Days had a list of jokes.\n\n## North\n\n- Tartu – a bridge\n"
     "- Narva – a boat\n"), {"Event": "Quay Days", **TOWNS}),
    ("# Notes\n\n- Tartu\n- Narva\n", {**RING, **TOWNS}),
    ("# Baltic Ring\n\n## Members\n\n- We met the mayor and saw Tartu by night\n- Rain\n- Snow\n",
     {**RING, **TOWNS}),
    ("# Quay Pact\n\n## 9 towns agreed to test the roadmap\n\n- Tartu\n- Narva\n",
     {**TOWNS, "Agreement": "Quay Accord"}),
    ("- Harbour Academy - Tartu English subtitles\n- Rain\n", {**ACADEMY, **TOWNS}),
    ("The team saw museums, such as those of Tartu and Narva.", {**RING, **TOWNS}),
    ("# Smart City Work: Tartu and Narva share plans with the Baltic Ring.", {**RING, **TOWNS}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "expected"), FOUND)
def test_what_introduces_a_list_is_said_of_its_items(
    nlp: Language, text: str, kinds: dict[str, str], expected: tuple[str, str, str]
) -> None:
    found = facts(read_lists(prepare(nlp, text, **kinds)))
    subject, property_, object_ = expected
    mirrored = (object_, property_, subject) if property_ == "partnerOf" else expected
    assert expected in found or mirrored in found


@pytest.mark.parametrize(("text", "kinds"), NOT_FOUND)
def test_names_without_an_introduction_say_nothing(
    nlp: Language, text: str, kinds: dict[str, str]
) -> None:
    assert not facts(read_lists(prepare(nlp, text, **kinds)))


def test_the_country_of_a_member_is_no_member(nlp: Language) -> None:
    text = "# Baltic Ring\n\n## Members\n\n- Tartu, Estonia\n- Turku (Finland)\n"
    doc = prepare(nlp, text, **RING, City="Tartu; Turku", Country="Estonia; Finland")
    assert facts(read_lists(doc)) == {
        ("Tartu", "memberOf", "Baltic Ring"),
        ("Turku", "memberOf", "Baltic Ring"),
    }


def test_a_description_in_the_header_stands_for_the_thing_it_describes(nlp: Language) -> None:
    text = "# Baltic Ring\n\nThe quay roadmap is ready.\n\n## 9 towns test the roadmap\n\n- Tartu\n"
    doc = prepare(nlp, text, **RING, Programme="quay roadmap", City="Tartu")
    assert facts(read_lists(doc)) == {("Tartu", "participatesIn", "quay roadmap")}


def test_evidence_of_an_item_is_the_item(nlp: Language) -> None:
    doc = read_lists(
        prepare(nlp, "# Baltic Ring\n\n## Members\n\n- Tartu\n- Narva\n", **RING, **TOWNS)
    )
    assert {doc.text[f.start : f.end] for f in doc._.facts} == {"Tartu", "Narva"}
