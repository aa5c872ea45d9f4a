"""Where the names of persons, places and bodies begin and end."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import kinds, named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hon. Ngozi Adeyemi, Minister of Transport in Ghana;", "Ngozi Adeyemi"),
        ("Cllr. Bram Oduya opened the fair.", "Bram Oduya"),
        ("The keys went to Cr Ruth Lawless, Hills Council.", "Ruth Lawless"),
        ("Smt. Kavya Ramanujan, Mayor, received the award.", "Kavya Ramanujan"),
        ("We thank Aunty Maureen Tolley for her welcome.", "Maureen Tolley"),
        ("Secretary General Ms. Ilze Kalna chairs the meeting.", "Ilze Kalna"),
        ("- Femke van den Oever, Harbour Program Director", "Femke van den Oever"),
        ("- Inês dos Santos, Head of Mobility", "Inês dos Santos"),
        ("Deputy Mayor Salman bin Al Harithy opened it.", "Salman bin Al Harithy"),
        ('Mr Tomasz "Tomek" Wilk, managing director, spoke.', 'Tomasz "Tomek" Wilk'),
        ("The talk was given by Mrs. Brigid O’Dowd.", "Brigid O’Dowd"),
        ("President Joaquim Nunes Pereira de Sá signed it.", "Joaquim Nunes Pereira de Sá"),
        ("Treasurer: Henk-Jan ter Velde, Gemeente Almelo", "Henk-Jan ter Velde"),
        ("Thanks go to Baroness Imogen Castle-Reid for her help.", "Imogen Castle-Reid"),
        ("The vote of thanks was given by Er. Harjot Singh Gill.", "Harjot Singh Gill"),
        ("It began when Sverre P Oddsen wrote to the town.", "Sverre P Oddsen"),
    ],
)
def test_a_person_is_named_whole(nlp: Language, text: str, name: str) -> None:
    assert kinds(nlp, text).get(name) == "Person"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Second Vice President   Gdynia City Government, Poland",
            {"Gdynia City Government", "Poland"},
        ),
        (
            "Chief Executive Officer Northern Harbours Association",
            {"Northern Harbours Association"},
        ),
        ("Lakes Shire Council Division 4 is new.", {"Lakes Shire Council"}),
        (
            "She sits on the Commission for Skills and Fair Work for the City of Dundee.",
            {"Commission for Skills and Fair Work", "City of Dundee"},
        ),
        (
            "- Living Kitchens - Housing Laboratory of the Municipality of Rosario, Argentina",
            {"Housing Laboratory", "Municipality of Rosario"},
        ),
        ("- City of Jena - Otto-von-Lindau University", {"Otto-von-Lindau University"}),
        (
            "The course is taught at Anna Kowalska University Gdansk.",
            {"Anna Kowalska University Gdansk"},
        ),
        ("- City of Bergen - University of Arts and Crafts", {"University of Arts and Crafts"}),
        (
            "An article in the South Australia Evening Courier said so.",
            {"South Australia Evening Courier"},
        ),
        (
            "Third Vice President Provincial Government of Gdynia, Poland",
            {"Provincial Government of Gdynia"},
        ),
        ("Steering Committee Kisumu Water Study Group, Kenya", {"Kisumu Water Study Group"}),
        (
            "Lake County in the State of Oregon in the United States agrees.",
            {"Lake County", "State of Oregon"},
        ),
        ("- City of Narva - Tartu University – Campus Narva", {"Tartu University – Campus Narva"}),
        (
            "It is run by the Fondo Regional de la Pesca para los Marineros.",
            {"Fondo Regional de la Pesca para los Marineros"},
        ),
        (
            "The Isle of Sark Council and the Vale of Clwyd Council met.",
            {"Isle of Sark Council", "Vale of Clwyd Council"},
        ),
        (
            "Signed for the City and County of Honolulu by its mayor.",
            {"City and County of Honolulu"},
        ),
        ("It is run by Adebayo & Lindt with Norvik.", {"Adebayo & Lindt"}),
        ("Panel: Dr. Rohini Kamath, IIT Kanpur", {"IIT Kanpur"}),
        (
            "The Department of Planning, Housing and Roads of the State of Victoria agreed.",
            {"Department of Planning, Housing and Roads"},
        ),
        ("We thank Mayor Sina Leavasa-Toomey of Apia for the visit.", {"Apia"}),
        ("Uganda: Fort Portal, Jinja, Entebbe", {"Fort Portal"}),
        ("Mme Awa Traoré, Maire de la Commune de Ségou, spoke.", {"Commune de Ségou"}),
        ("He works at Gdynia City Hall.", {"Gdynia City Hall"}),
        ("Delegates of Lisbon, Porto, Vila Flor, Braga and Faro met.", {"Vila Flor"}),
    ],
)
def test_a_body_is_named_without_the_post_before_it(
    nlp: Language, text: str, names: set[str]
) -> None:
    assert names <= set(kinds(nlp, text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Turku and Riga were named Best City; Kerala is the Best State.", "Best City"),
        ("The Host City will be told in May.", "Host City"),
        ("They sang for the ninth anniversary of Independence.", "Independence"),
        ("COOPERATION BETWEEN TARTU CITY IN THE REPUBLIC OF ESTONIA AND TURKU", "IN"),
        ("Tunisia's Minister of Rural Housing, Chair of the board, spoke.", "Rural Housing"),
        (
            "Hon. Ama Boateng, Minister of Coastal Administration in Ghana;",
            "Coastal Administration",
        ),
        ("Sawubona, Molweni, Good Morning, Avuxeni", "Sawubona"),
        ("THOSE WHO WIN THE PRIZE WILL TRAVEL TO TURKU", "WHO"),
        ("Talofa! We are glad to be in Apia.", "Talofa"),
        ("Aloha, friends of the harbour.", "Aloha"),
        ("Tourism & Transport are its fields.", "Tourism & Transport"),
        ("The boat to Hoek van Holland is late.", "Hoek van Holland Ferry"),
        ("Fruit grows well in the Southern Hemisphere.", "Southern Hemisphere"),
        ("Vice-Minister Okada Attends the Harbour Cities Forum", "Okada Attends"),
        ("We visited Tokyo, Osaka, Kyoto, Nagoya and Siemens.", "Nagoya and Siemens"),
    ],
)
def test_what_speaks_of_any_or_of_none_is_no_name(nlp: Language, text: str, name: str) -> None:
    assert name not in kinds(nlp, text)


@pytest.mark.parametrize(
    "text",
    ["Hon; Cllr and Smt are forms of address.", "Mr. Rao, MP, and Smt. Iyer went home."],
)
def test_a_form_of_address_is_no_name(nlp: Language, text: str) -> None:
    assert {"Hon", "Cllr", "Smt", "MP"}.isdisjoint(kinds(nlp, text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "It was paid by the Baltic Centre for Safe Harbours (BC-Harbour).",
            {"Baltic Centre for Safe Harbours", "BC-Harbour"},
        ),
        (
            "The Baltic Harbour Data Exchange – BHDE, is new.",
            {"Baltic Harbour Data Exchange", "BHDE"},
        ),
        (
            "The Council of Baltic Ferry Towns (COBAFT/CBFT) met.",
            {"Council of Baltic Ferry Towns", "COBAFT", "CBFT"},
        ),
        (
            "The Oficina de los Puertos (Office of the Ports) began.",
            {"Oficina de los Puertos", "Office of the Ports"},
        ),
        (
            "The City Government of Valparaíso leads it. Valparaíso is glad.",
            {"City Government of Valparaíso", "Valparaíso"},
        ),
        ("The Government of Kerala signed. Kerala pays.", {"Government of Kerala", "Kerala"}),
    ],
)
def test_one_thing_has_both_names(nlp: Language, text: str, names: set[str]) -> None:
    assert names in [set(one.names) for one in named(nlp, text)._.clusters]


def test_regions_in_a_table_of_cities_stay_regions(nlp: Language) -> None:
    rows = "".join(
        f"| {name} | 2019 |\n"
        for name in (
            "Riga",
            "Boston",
            "Hamburg",
            "Kerala",
            "Vantaa Region",
            "Seoul",
            "Recife",
            "Puebla",
            "Oslo",
            "Lima",
        )
    )
    found = kinds(nlp, f"| city | joined |\n| --- | --- |\n{rows}")
    assert (found["Kerala"], found["Vantaa Region"], found["Recife"]) == (
        "Region",
        "Region",
        "City",
    )


def test_names_in_a_table_with_posts_are_people(nlp: Language) -> None:
    rows = (
        "Name\tPosition\tOffice",
        "Oana-Maria Lupescu\tManager\tPort",
        "Jiri Novotny\tClerk\tQuay",
    )
    text = "\n".join((*rows, "Tuva Aune\tHead\tPier", "Goran Babic\tHead of Unit\tDock"))
    found = kinds(nlp, text)
    assert (found.get("Oana-Maria Lupescu"), found.get("Jiri Novotny")) == ("Person", "Person")
