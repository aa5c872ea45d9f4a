"""Posts in the words of many press offices: areas, units, ministers, appointments, addresses."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.lists.lists import read_lists
from ingest.components.posts.roles import read_roles
from ingest.components.relations.references import read_references

from .reading_cases import facts, prepare, roles

Expected = set[tuple[str, str, str | None]]
READ: list[tuple[str, dict[str, str], Expected]] = [
    # The area or the unit of a post is not who employs.
    ("- Tomasz Wilk, Deputy Regional Director Asia, Habitat Partners",
     {"Person": "Tomasz Wilk", "Region": "Asia", "Organization": "Habitat Partners"},
     {("Tomasz Wilk", "Habitat Partners", "Deputy Regional Director Asia")}),
    ("- Amina Yusuf, Vice President, Latin America, Volt Mobility",
     {"Person": "Amina Yusuf", "Region": "Latin America", "Organization": "Volt Mobility"},
     {("Amina Yusuf", "Volt Mobility", "Vice President, Latin America")}),
    ("The panel heard Jon Ek, chief information officer EMEA and head of data, Port Systems.",
     {"Person": "Jon Ek", "Region": "EMEA", "Organization": "Port Systems"},
     {("Jon Ek", "Port Systems", "chief information officer EMEA and head of data")}),
    ("- Petra Nowak, Head of the Mobility Unit, Nordic Council",
     {"Person": "Petra Nowak", "Organization": "Mobility Unit; Nordic Council"},
     {("Petra Nowak", "Nordic Council", "Head of the Mobility Unit")}),
    ("- Petra Nowak, Country Manager Kenya, Habitat Partners",
     {"Person": "Petra Nowak", "Country": "Kenya", "Organization": "Habitat Partners"},
     {("Petra Nowak", "Habitat Partners", "Country Manager Kenya")}),
    # Ministers hold their posts in a country; their field is no body.
    ("Hon. Peter Banda, Minister of Public Works in Malawi;",
     {"Person": "Peter Banda", "Country": "Malawi", "Organization": "Public Works"},
     {("Peter Banda", "Malawi", "Minister of Public Works")}),
    ("Mr. Karim Fahmy, Tunisia's Minister of Inland Ports, welcomed the delegates.",
     {"Person": "Karim Fahmy", "Country": "Tunisia"},
     {("Karim Fahmy", "Tunisia", "Minister of Inland Ports")}),
    ("Karim Fahmy, Tunisia's Minister of Works, President of the Baltic Ring, spoke.",
     {"Person": "Karim Fahmy", "Country": "Tunisia", "Organization": "Baltic Ring"},
     {("Karim Fahmy", "Tunisia", "Minister of Works"),
      ("Karim Fahmy", "Baltic Ring", "President")}),
    # A title before the name is the post at the body behind it.
    ("- Mayor-elect Sam Boyd, Tulsa, OK",
     {"Person": "Sam Boyd", "City": "Tulsa", "Region": "OK"},
     {("Sam Boyd", "Tulsa", "Mayor-elect")}),
    ("- Alcaldesa Rosa Ruiz, Temuco, Chile",
     {"Person": "Rosa Ruiz", "City": "Temuco", "Country": "Chile"},
     {("Rosa Ruiz", "Temuco", "Alcaldesa")}),
    ("And Mayor Elena Petrova of Varna (Baltic Ring Treasurer) chaired the meeting.",
     {"Person": "Elena Petrova", "City": "Varna", "Network": "Baltic Ring"},
     {("Elena Petrova", "Varna", "Mayor"), ("Elena Petrova", "Baltic Ring", "Treasurer")}),
    # How one comes to a post.
    ("Carlos Mena was nominated as President of the Baltic Ring.",
     {"Person": "Carlos Mena", "Organization": "Baltic Ring"},
     {("Carlos Mena", "Baltic Ring", "President")}),
    ("Mara Lind took over as Director of the Harbour Agency in May.",
     {"Person": "Mara Lind", "Organization": "Harbour Agency"},
     {("Mara Lind", "Harbour Agency", "Director")}),
    ("Mara Lind joined the Harbour Agency as Head of Data in 2018.",
     {"Person": "Mara Lind", "Organization": "Harbour Agency"},
     {("Mara Lind", "Harbour Agency", "Head of Data")}),
    ("Jon Ek has served as Treasurer of the Baltic Ring since 2016.",
     {"Person": "Jon Ek", "Network": "Baltic Ring"}, {("Jon Ek", "Baltic Ring", "Treasurer")}),
    ("Jon Ek, who was named Executive Director of Quay Labs last year, agreed.",
     {"Person": "Jon Ek", "Organization": "Quay Labs"},
     {("Jon Ek", "Quay Labs", "Executive Director")}),
    # Words that lead up to a post are no part of it.
    ("According to the CEO at Quay Labs, Jon Ek, costs fell.",
     {"Person": "Jon Ek", "Organization": "Quay Labs"}, {("Jon Ek", "Quay Labs", "CEO")}),
    ("The freshly elected President of the Baltic Ring, Mayor Mara Lind, took the floor.",
     {"Person": "Mara Lind", "Network": "Baltic Ring"},
     {("Mara Lind", "Baltic Ring", "President")}),
    ("Vice-President of the Friendship Union, Mme. Lin Yi;",
     {"Person": "Lin Yi", "Organization": "Friendship Union"},
     {("Lin Yi", "Friendship Union", "Vice-President")}),
    ("Stephen Phiri MP, Minister of Housing, in Zambia;",
     {"Person": "Stephen Phiri", "Country": "Zambia"},
     {("Stephen Phiri", "Zambia", "Minister of Housing")}),
    # What stands behind a body may be the whole post, or another one in brackets.
    ("- Bill Harper, Dayton Council Acting Group Executive, Parks and Natural Assets",
     {"Person": "Bill Harper", "Organization": "Dayton Council"},
     {("Bill Harper", "Dayton Council", "Acting Group Executive, Parks and Natural Assets")}),
    ("- Emma Stone, Dayton Council CEO (Deputy Chair)",
     {"Person": "Emma Stone", "Organization": "Dayton Council"},
     {("Emma Stone", "Dayton Council", "CEO")}),
    ("- Luca Conti, Alpine Committee, Rapporteur for Housing, Mayor of Lodi",
     {"Person": "Luca Conti", "Organization": "Alpine Committee", "City": "Lodi"},
     {("Luca Conti", "Alpine Committee", "Rapporteur for Housing"),
      ("Luca Conti", "Lodi", "Mayor")}),
    # A sentence may go on to a further post, and begin with a former one.
    ("Mara Lind is Chief Data Officer of Turku and teaches at the University of Riga.",
     {"Person": "Mara Lind", "City": "Turku", "Organization": "University of Riga"},
     {("Mara Lind", "Turku", "Chief Data Officer"), ("Mara Lind", "University of Riga", None)}),
    ("Jon Ek, formerly with Volt Mobility and now Technology Officer at Quay Labs, agreed.",
     {"Person": "Jon Ek", "Organization": "Volt Mobility; Quay Labs"},
     {("Jon Ek", "Volt Mobility", None), ("Jon Ek", "Quay Labs", "Technology Officer")}),
    ("Ana Reis, who heads the Harbour Agency, will speak.",
     {"Person": "Ana Reis", "Organization": "Harbour Agency"},
     {("Ana Reis", "Harbour Agency", None)}),
    ("- Samuel Ode, Senior Specialist, Africa Region, Coastal Bank",
     {"Person": "Samuel Ode", "Region": "Africa Region", "Organization": "Coastal Bank"},
     {("Samuel Ode", "Coastal Bank", "Senior Specialist, Africa Region")}),
    ("It was opened by Mr. Dan Obi, Kenya's Minister of Works, and chaired by Ms. Ana Reis.",
     {"Person": "Dan Obi; Ana Reis", "Country": "Kenya"},
     {("Dan Obi", "Kenya", "Minister of Works")}),
    ("The Mayor of Riga, Dan Obi, and the President of the Quay Union, Ms. Ana Reis, spoke.",
     {"Person": "Dan Obi; Ana Reis", "City": "Riga", "Organization": "Quay Union"},
     {("Dan Obi", "Riga", "Mayor"), ("Ana Reis", "Quay Union", "President")}),
]  # fmt: skip
LIND = {"Person": "Mara Lind", "Organization": "Harbour Agency"}
SILENT = [
    ("Mara Lind is not Director of the Harbour Agency.", LIND),
    ("Mara Lind joined the Harbour Agency in calling for cleaner quays.", LIND),
    ("Mara Lind was elected in a town that the Harbour Agency serves.", LIND),
    ("Mara Lind, Vice President, Latin America",
     {"Person": "Mara Lind", "Region": "Latin America"}),
    ("Mara Lind is leaving for Europe.", {"Person": "Mara Lind", "Region": "Europe"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "expected"), READ)
def test_a_post_is_read_with_its_body_and_its_words(
    nlp: Language, text: str, kinds: dict[str, str], expected: Expected
) -> None:
    assert roles(read_roles(prepare(nlp, text, **kinds))) == expected


@pytest.mark.parametrize(("text", "kinds"), SILENT)
def test_words_that_look_like_a_post_give_none(
    nlp: Language, text: str, kinds: dict[str, str]
) -> None:
    assert not facts(read_roles(prepare(nlp, text, **kinds)))


@pytest.mark.parametrize(
    "text",
    [
        "Mara Lind will become Director of the Harbour Agency.",
        "Mara Lind, incoming Director of the Harbour Agency, agreed.",
        "Mara Lind, Director designate of the Harbour Agency, agreed.",
    ],
)
def test_a_post_to_come_is_planned(nlp: Language, text: str) -> None:
    doc = read_roles(prepare(nlp, text, **LIND))
    assert [fact.status for fact in doc._.facts] == ["planned"]


RING = {"Network": "Baltic Ring"}
UNSAID: list[tuple[str, dict[str, str], Expected]] = [
    # Several sign for the body under their names, each on a line or all in one.
    ("Done in Oslo.\n\nMara Lind, Commissioner\nJon Ek, Commissioner\nGrey County, Norway",
     {"Person": "Mara Lind; Jon Ek", "Region": "Grey County", "Country": "Norway"},
     {("Mara Lind", "Grey County", "Commissioner"), ("Jon Ek", "Grey County", "Commissioner")}),
    # A post within a body is one of the body just spoken of, or of the author.
    ("# Baltic Ring grows\n\nSecretary General Mr. Jon Ek said that two towns had joined.",
     {"Person": "Jon Ek", **RING}, {("Jon Ek", "Baltic Ring", "Secretary General")}),
    ("The Harbour Agency opened a quay in May. Executive Director Mara Lind cut the ribbon.",
     {"Person": "Mara Lind", "Organization": "Harbour Agency"},
     {("Mara Lind", "Harbour Agency", "Executive Director")}),
    ("The Harbour Agency opened a quay. “It works,” said Mara Lind, the director.",
     {"Person": "Mara Lind", "Organization": "Harbour Agency"},
     {("Mara Lind", "Harbour Agency", "director")}),
    # A biography goes on with a pronoun.
    ("Mara Lind lives in Riga. She is a Member of the Harbour Council, a Trustee of Quay Labs.",
     {"Person": "Mara Lind", "City": "Riga", "Organization": "Harbour Council; Quay Labs"},
     {("Mara Lind", "Harbour Council", "Member"), ("Mara Lind", "Quay Labs", "Trustee")}),
    ("Jon Ek grew up in Riga. He previously worked at the Harbour Agency.",
     {"Person": "Jon Ek", "City": "Riga", "Organization": "Harbour Agency"},
     {("Jon Ek", "Harbour Agency", None)}),
]  # fmt: skip
OPEN = [
    ("# Baltic Ring grows\n\nPresident Obi welcomed the Baltic Ring.", {"Person": "Obi", **RING}),
    ("The Harbour Agency and Quay Labs met. Director Mara Lind left early.",
     {"Person": "Mara Lind", "Organization": "Harbour Agency; Quay Labs"}),
    ("The Harbour Agency closed. Writer Mara Lind lives there.",
     {"Person": "Mara Lind", "Organization": "Harbour Agency"}),
    ("09.00 Mara Lind, Director\n09.30 Jon Ek, Manager, on the Harbour Agency",
     {"Person": "Mara Lind; Jon Ek", "Organization": "Harbour Agency"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "expected"), UNSAID)
def test_a_post_without_a_body_has_that_of_its_place(
    nlp: Language, text: str, kinds: dict[str, str], expected: Expected
) -> None:
    doc = read_references(prepare(nlp, text, **kinds))
    assert roles(read_roles(doc)) == expected


@pytest.mark.parametrize(("text", "kinds"), OPEN)
def test_a_post_of_an_open_body_is_left_out(
    nlp: Language, text: str, kinds: dict[str, str]
) -> None:
    assert not roles(read_roles(prepare(nlp, text, **kinds)))


def test_people_listed_under_a_body_have_the_posts_behind_or_below_their_names(
    nlp: Language,
) -> None:
    text = (
        "# Harbour Agency\n\n## Our team\n\n- Mara Lind, Executive Director\n"
        "- Jon Ek, Outreach and Communication\n- Ana Reis\n"
    )
    doc = prepare(nlp, text, Person="Mara Lind; Jon Ek; Ana Reis", Organization="Harbour Agency")
    assert roles(read_lists(doc)) == {
        ("Mara Lind", "Harbour Agency", "Executive Director"),
        ("Jon Ek", "Harbour Agency", "Outreach and Communication"),
        ("Ana Reis", "Harbour Agency", None),
    }


def test_a_post_in_an_organ_is_held_in_the_body_whose_people_are_listed(nlp: Language) -> None:
    text = "# Quay Fund\n\n## Board\n\n- Mara Lind, Chair of the Board, Volt Mobility\n- Jon Ek\n"
    doc = prepare(nlp, text, Person="Mara Lind; Jon Ek", Organization="Quay Fund; Volt Mobility")
    found = roles(read_lists(doc))
    assert ("Mara Lind", "Quay Fund", "Chair of the Board") in found
