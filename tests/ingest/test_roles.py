"""Persons and their posts, in the ways press offices and agendas write them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.posts.roles import read_roles

from .reading_cases import facts, prepare, roles

LIND = {"Person": "Mara Lind"}
AGENCY = {"Organization": "Harbour Agency", **LIND}
FOUND = [
    ('"It works," said Mara Lind, Director of the Harbour Agency.', AGENCY,
     ("Mara Lind", "Harbour Agency", "Director")),
    ("Ms Mara Lind, Head of Port Affairs, Harbour Agency, added that it works.", AGENCY,
     ("Mara Lind", "Harbour Agency", "Head of Port Affairs")),
    ("- Mara Lind, Harbour Agency", AGENCY, ("Mara Lind", "Harbour Agency", None)),
    ("| 09:00 | Welcome (Mara Lind, Harbour Agency) |", AGENCY,
     ("Mara Lind", "Harbour Agency", None)),
    ("| 09:00 | Welcome (Mara Lind, Chief Engineer at Harbour Agency) |", AGENCY,
     ("Mara Lind", "Harbour Agency", "Chief Engineer")),
    ("Contact: Mara Lind, Harbour Agency", AGENCY, ("Mara Lind", "Harbour Agency", None)),
    ("I'm Mara Lind, Programme Manager at the Harbour Agency, and I work on quays.", AGENCY,
     ("Mara Lind", "Harbour Agency", "Programme Manager")),
    ("Mara Lind leads the water team at the Harbour Agency.", AGENCY,
     ("Mara Lind", "Harbour Agency", None)),
    ("Mara Lind from the Harbour Agency opened the day.", AGENCY,
     ("Mara Lind", "Harbour Agency", None)),
    ("Mara Lind is Deputy Director of the Harbour Agency.", AGENCY,
     ("Mara Lind", "Harbour Agency", "Deputy Director")),
    ("Harbour Agency Director Mara Lind cut the ribbon.", AGENCY,
     ("Mara Lind", "Harbour Agency", "Director")),
    ("President of the Harbour Agency Mara Lind opened the day.", AGENCY,
     ("Mara Lind", "Harbour Agency", "President")),
    ("Riga Mayor Mara Lind opened the day.", {"City": "Riga", **LIND},
     ("Mara Lind", "Riga", "Mayor")),
    ("Mayor Mara Lind of the City of Riga opened the day.", {"City": "Riga", **LIND},
     ("Mara Lind", "Riga", "Mayor")),
    ("Speakers: Mara Lind (Mayor of Riga, Latvia)",
     {"City": "Riga", "Country": "Latvia", **LIND}, ("Mara Lind", "Riga", "Mayor")),
    ("**Mara Lind**\n\nDirector\n\nHarbour Agency", AGENCY,
     ("Mara Lind", "Harbour Agency", "Director")),
    ("For the Harbour Agency:\nMara Lind, Director", AGENCY,
     ("Mara Lind", "Harbour Agency", "Director")),
    ("My name is Mara Lind and I am the Head of Data at the Harbour Agency.", AGENCY,
     ("Mara Lind", "Harbour Agency", "Head of Data")),
    ("- Mara Lind (City of Riga, Latvia)", {"City": "Riga", "Country": "Latvia", **LIND},
     ("Mara Lind", "Riga", None)),
    ("Press officer Mara Lind now works for the Harbour Agency.", AGENCY,
     ("Mara Lind", "Harbour Agency", None)),
    ("Contact: Mara Lind, Press Officer, City of Riga", {"City": "Riga", **LIND},
     ("Mara Lind", "Riga", "Press Officer")),
    ("As CEO of the Harbour Agency, Mara Lind has seen much.", AGENCY,
     ("Mara Lind", "Harbour Agency", "CEO")),
    ("Mara Lind, CEO of Latvia's Harbour Agency, agreed.", {"Country": "Latvia", **AGENCY},
     ("Mara Lind", "Harbour Agency", "CEO")),
]  # fmt: skip
NOT_FOUND = [
    ("Mara Lind visited the Harbour Agency on Monday.", AGENCY),
    ("Mara Lind thanked Jon Ek, Director of the Harbour Agency.",
     {"Organization": "Harbour Agency", "Person": "Mara Lind"}),
    ("Mara Lind, Riga, Tartu and Narva were on the list of names that day.",
     {"City": "Riga; Tartu; Narva", **LIND}),
    ("The Harbour Agency said Mara Lind had left.", AGENCY),
    ("Mara Lind from Latvia won the race.", {"Country": "Latvia", **LIND}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "expected"), FOUND)
def test_a_post_beside_a_name_is_read(
    nlp: Language, text: str, kinds: dict[str, str], expected: tuple[str, str, str | None]
) -> None:
    assert expected in roles(read_roles(prepare(nlp, text, **kinds)))


@pytest.mark.parametrize(("text", "kinds"), NOT_FOUND)
def test_a_name_without_a_post_has_none(nlp: Language, text: str, kinds: dict[str, str]) -> None:
    assert not roles(read_roles(prepare(nlp, text, **kinds)))


def test_several_persons_of_one_paragraph_keep_their_posts(nlp: Language) -> None:
    text = (
        "The panel will hear: Mara Lind, Mayor of Riga, Latvia; Jon Ek, Deputy Head for Transport, "
        "Ministry of Ports; and Ana Reis, VP of Growth at Volt Mobility."
    )
    doc = prepare(nlp, text, Person="Mara Lind; Jon Ek; Ana Reis", City="Riga", Country="Latvia",
                  Organization="Ministry of Ports; Volt Mobility")  # fmt: skip
    assert roles(read_roles(doc)) == {
        ("Mara Lind", "Riga", "Mayor"),
        ("Jon Ek", "Ministry of Ports", "Deputy Head for Transport"),
        ("Ana Reis", "Volt Mobility", "VP of Growth"),
    }


def test_two_posts_in_one_phrase_are_two_facts(nlp: Language) -> None:
    text = (
        "said Jon Ek, Secretary General of the Port Forum, and Managing Director of Volt Mobility."
    )
    doc = prepare(nlp, text, Person="Jon Ek", Organization="Port Forum; Volt Mobility")
    assert roles(read_roles(doc)) == {
        ("Jon Ek", "Port Forum", "Secretary General"),
        ("Jon Ek", "Volt Mobility", "Managing Director"),
    }


def test_the_nearest_body_is_taken_and_not_its_parent(nlp: Language) -> None:
    text = "- Jon Ek, Director, Quay Laboratory, University of Riga"
    doc = prepare(nlp, text, Person="Jon Ek", Organization="Quay Laboratory; University of Riga")
    assert roles(read_roles(doc)) == {("Jon Ek", "Quay Laboratory", "Director")}


def test_the_chair_of_a_network_chairs_it(nlp: Language) -> None:
    doc = prepare(nlp, "said Mara Lind, Co-Chair of the Baltic Ring.",
                  Network="Baltic Ring", **LIND)  # fmt: skip
    assert ("Baltic Ring", "chairedBy", "Mara Lind") in facts(read_roles(doc))


def test_the_vice_president_of_a_network_does_not_chair_it(nlp: Language) -> None:
    doc = prepare(nlp, "said Mara Lind, Vice President of the Baltic Ring.",
                  Network="Baltic Ring", **LIND)  # fmt: skip
    assert facts(read_roles(doc)) == {("Mara Lind", "worksFor", "Baltic Ring")}


def test_persons_under_a_chair_heading_chair_what_the_section_is_about(nlp: Language) -> None:
    text = "## Clean Quays Network\n\n### Co-Chairs:\n\n**Mara Lind, CEO, Volt Mobility**\n"
    doc = prepare(nlp, text, Network="Clean Quays Network", Organization="Volt Mobility", **LIND)
    assert facts(read_roles(doc)) == {
        ("Mara Lind", "worksFor", "Volt Mobility"),
        ("Mara Lind", "worksFor", "Clean Quays Network"),
        ("Clean Quays Network", "chairedBy", "Mara Lind"),
    }


def test_a_mayor_named_alone_is_mayor_of_the_city_the_text_is_about(nlp: Language) -> None:
    text = "# Riga opens its quays\n\nMayor Mara Lind said that Riga was ready."
    doc = prepare(nlp, text, City="Riga", **LIND)
    assert roles(read_roles(doc)) == {("Mara Lind", "Riga", "Mayor")}


def test_a_label_before_a_name_gives_the_post(nlp: Language) -> None:
    doc = prepare(nlp, "# Baltic Ring\n\nPresident: Mara Lind\nSeat: Riga\n",
                  Network="Baltic Ring", City="Riga", **LIND)  # fmt: skip
    assert facts(read_roles(doc)) == {
        ("Mara Lind", "worksFor", "Baltic Ring"),
        ("Baltic Ring", "chairedBy", "Mara Lind"),
    }
