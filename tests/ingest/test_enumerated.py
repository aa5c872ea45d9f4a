"""Names counted up after a noun of their kind, and those of a table's column of projects."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("The union runs three programmes: Slow Water, Roofs of Hope and Bread Today.",
         ("Slow Water", "Roofs of Hope", "Bread Today"), "Programme"),
        ("We learnt from projects such as tideBox (4471), QuayPulse (4472) and SeeHarbour.",
         ("tideBox", "QuayPulse", "SeeHarbour"), "Project"),
        ("They use apps like “Ferrywise” and “Lampo”.", ("Ferrywise", "Lampo"), "Project"),
        ("It backs campaigns, namely Walk More, Drive Less and Share Well.",
         ("Walk More", "Drive Less", "Share Well"), "Programme"),
        ("Staff spoke at events including Northern Lightsides and Baltic Tidewise.",
         ("Northern Lightsides", "Baltic Tidewise"), "Event"),
        ("Startups such as Quayline, Tramora and Vodalis took part.",
         ("Quayline", "Tramora", "Vodalis"), "Organization"),
    ],
)  # fmt: skip
def test_a_plural_noun_says_what_the_names_after_it_are(
    nlp: Language, text: str, names: tuple[str, ...], kind: str
) -> None:
    found = kinds(nlp, text)
    assert [found.get(name) for name in names] == [kind] * len(names)


@pytest.mark.parametrize(
    "text",
    [
        "There are projects in cities such as Tartu, Riga and Turku.",
        "The projects, including Tartu and Riga, went well.",
        "Programmes like these are rare. Monday and Tuesday are free.",
        "Solutions: Ada Lind and Ingo Halvor will help.",
    ],
)
def test_places_people_and_plain_words_are_not_what_is_counted(nlp: Language, text: str) -> None:
    assert not {"Project", "Programme"} & set(kinds(nlp, text).values())


def test_a_column_of_projects_holds_their_titles(nlp: Language) -> None:
    text = (
        "| Project title | City |\n|---|---|\n| Light for the last mile | Tartu |\n"
        "| Who feeds the gulls? | Turku |\n| Bread and bricks | Riga |\n"
    )
    found = kinds(nlp, text)
    assert found.get("Light for the last mile") == "Project"
    assert found.get("Bread and bricks") == "Project"
    assert found.get("Tartu") == "City"


def test_a_network_is_one_with_and_without_its_noun(nlp: Language) -> None:
    text = "QuayNet is a network of ports. The QuayNet Network met in Oslo."
    assert any({"QuayNet", "QuayNet Network"} <= names for names in clusters(nlp, text))


def test_a_school_of_city_government_is_no_city(nlp: Language) -> None:
    found = kinds(nlp, "Ada Lind teaches at the School of Municipal Government.")
    assert found.get("School of Municipal Government") != "City"
