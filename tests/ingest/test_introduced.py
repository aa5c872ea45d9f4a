"""Names by what stands around them: nouns before and after, headings, lists, repeated phrases."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds, named


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The council uses a platform called Quayline.", "Quayline", "Project"),
        ("The ministry opened an online service known as “Green Steps”.", "Green Steps", "Project"),
        ("Its app Ferrywise shows free seats.", "Ferrywise", "Project"),
        ("We like the Tramora portal most.", "Tramora", "Project"),
        ("They joined a scheme named Lanterna in May.", "Lanterna", "Programme"),
        ("Stopwise, which is a mobile service for commuters, began in spring.",
         "Stopwise", "Project"),
        ("The second component of the plan is our “Route Doctor.”", "Route Doctor", "Programme"),
        ("Alto Labs' HeatLens, a tool for planners, is free. HeatLens is used in Turin.",
         "HeatLens", "Project"),
        ("The Open Kerb Principles (OKP) coalition has nine members.",
         "Open Kerb Principles (OKP) coalition", "Network"),
        ("Jo Park is executive director of the Quiet Ports Forum.",
         "Quiet Ports Forum", "Organization"),
        ("Under the Oslo-Riga Harbour Partnership, we will share tugs.",
         "Oslo-Riga Harbour Partnership", "Agreement"),
        ("The Brazil Community belongs to it.", "Brazil Community", "Network"),
        ("Delegates came to the Tram Kick-off Workshop.", "Tram Kick-off Workshop", "Event"),
    ],
)  # fmt: skip
def test_the_noun_beside_a_name_says_what_it_names(
    nlp: Language, text: str, name: str, kind: str
) -> None:
    assert kinds(nlp, text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The bus uses the GPS system and a new app.",
        "Every platform here is a service. The Monday service is late.",
        "Please call Monday about the project.",
    ],
)
def test_common_words_beside_such_nouns_name_nothing(nlp: Language, text: str) -> None:
    assert not {"Project", "Programme"} & set(kinds(nlp, text).values())


def test_a_page_says_what_its_title_names(nlp: Language) -> None:
    text = (
        "# SlowStreets\n\nThis project is run by volunteers.\n\n"
        "Anyone may copy SlowStreets, and the project helps.\n"
    )
    assert kinds(nlp, text).get("SlowStreets") == "Project"
    silent = kinds(nlp, "# SlowStreets\n\nNobody knows what it is.\n")
    assert silent.get("SlowStreets") != "Project"


def test_things_and_what_they_are_make_a_list_of_projects(nlp: Language) -> None:
    text = (
        "What we do:\n\n- PipeEar: sensors in old mains\n"
        "- Night Wheels: buses after dark\n- SunCount: meters on roofs\n"
    )
    found = kinds(nlp, text)
    assert [found.get(name) for name in ("PipeEar", "Night Wheels", "SunCount")] == ["Project"] * 3


def test_a_thing_that_a_lead_in_speaks_of_needs_no_capitals(nlp: Language) -> None:
    text = (
        "# News of the drought toolkit\n\nExperts wrote the drought toolkit in 2020.\n\n"
        "## Four towns agreed to test the toolkit\n\n- Piura\n- Salto\n- Temuco\n- Mendoza\n"
    )
    doc = named(nlp, text)
    toolkit = next(one for one in doc._.clusters if "drought toolkit" in one.names)
    assert toolkit.kind == "Programme"
    found = {(f.property, f.object) for f in doc._.facts}
    assert ("participatesIn", toolkit.index) in found


def test_descriptions_in_passing_are_no_entities(nlp: Language) -> None:
    text = "The local programme was short. A water campaign began. The joint project ended."
    assert kinds(nlp, text) == {}


def test_a_heading_may_be_a_text_s_whole_title(nlp: Language) -> None:
    text = (
        "## Joint Statement by Peru and Chile on Clean Ports\n\n"
        "Ministers signed the Joint Statement in Lima.\n"
    )
    doc = named(nlp, text)
    statement = next(one for one in doc._.clusters if one.kind == "Agreement")
    assert statement.names == [
        "Joint Statement by Peru and Chile on Clean Ports",
        "Joint Statement",
    ]
    parties = {f.subject for f in doc._.facts if f.property == "partyTo"}
    assert {doc._.clusters[i].names[0] for i in parties} == {"Peru", "Chile"}


def test_a_town_may_have_another_name_in_brackets(nlp: Language) -> None:
    assert {"Zeleni Grad", "Villaverde"} in clusters(nlp, "Zeleni Grad (Villaverde), Croatia")


def test_flags_before_names_do_not_hide_them(nlp: Language) -> None:
    text = (
        "# Night Rails Programme\n\nCities of the programme:\n\n"
        "| City | Contact |\n| --- | --- |\n| 🇫🇮 Turku | @a |\n| 🇸🇪 Malmö | @b |\n| 🇳🇴 Bergen | |\n"
    )
    facts = named(nlp, text)._.facts
    assert sum(fact.property == "participatesIn" for fact in facts) == 3
