"""Foreign texts are recognised; names of foreign places do not make a text foreign."""

from __future__ import annotations

import pytest

from ingest.language import language_of

FOREIGN = {
    "de": (
        "Riga und Porto haben gestern vereinbart, beim Wasser enger zusammenzuarbeiten. "
        "Die Bürgermeister unterzeichneten dazu eine Absichtserklärung."
    ),
    "es": (
        "Las ciudades de Riga y Oporto acordaron ayer trabajar juntas en el agua. "
        "Los alcaldes firmaron para ello un memorando de entendimiento."
    ),
    "fi": (
        "Riian ja Porton kaupungit sopivat eilen tekevänsä yhteistyötä veden parissa. "
        "Pormestarit allekirjoittivat asiasta aiesopimuksen."
    ),
    "fr": (
        "Les villes de Riga et de Porto ont convenu hier de travailler ensemble sur l'eau. "
        "Les maires ont signé à cet effet un protocole d'accord."
    ),
    "ja": "リガ市とポルト市は昨日、水に関する協力について合意した。両市長は覚書に署名した。",
    "nl": (
        "De steden Riga en Porto hebben gisteren afgesproken samen te werken aan water. "
        "De burgemeesters ondertekenden daarvoor een intentieverklaring."
    ),
    "pt": (
        "As cidades de Riga e do Porto acordaram ontem trabalhar em conjunto sobre a água. "
        "Os presidentes das câmaras assinaram para isso um memorando."
    ),
}
OFFICES = (
    "Ayuntamiento de Madrid",
    "Câmara Municipal de Lisboa",
    "Mairie de la ville de Lyon",
    "Gemeente Den Haag",
    "Stadt Frankfurt am Main",
    "Provincia di Reggio nell'Emilia",
)
PLACES = (("København", "Danmark"), ("Málaga", "España"), ("Île-de-Bréhat", "France"))
ENGLISH = {
    "one sentence": "Riga joined the Harbour Network in 1998.",
    "one word": "Members",
    "a label": "Co-chairs:",
    "only names": "Oslo\nLille\nUtrecht\nGöteborg",
    "a list of offices": "# Members\n\n" + "\n".join(f"- {name}" for name in OFFICES * 20),
    "a table of places": "# Member cities\n\n| City | Country |\n|---|---|\n"
    + "\n".join(f"| {city} | {country} |" for city, country in PLACES * 30),
    "a quotation": "The mayor of Lyon greeted the members and the guests of the meeting. "
    "They answered at once.\n\n« Bienvenue dans notre ville. »",
    "capitals": "THE CITIES OF RIGA AND PORTO AGREE TO WORK TOGETHER ON WATER.",
    "numbers": "1998 2004 2011",
}


@pytest.mark.parametrize("code", sorted(FOREIGN))
def test_a_foreign_text_is_recognised(code: str) -> None:
    assert language_of(FOREIGN[code], languages=("en",)) == code


@pytest.mark.parametrize("code", sorted(FOREIGN))
def test_a_foreign_text_under_an_english_heading_is_recognised(code: str) -> None:
    text = f"# Press release\n\n{FOREIGN[code]}\n\n{FOREIGN[code]}\n"
    assert language_of(text, languages=("en",)) == code


@pytest.mark.parametrize("case", sorted(ENGLISH))
def test_an_english_text_with_foreign_names_is_english(case: str) -> None:
    assert language_of(ENGLISH[case], languages=("en",)) == "en"


@pytest.mark.parametrize("code", sorted(FOREIGN))
def test_a_text_in_english_and_another_language_is_read(code: str) -> None:
    english = "The cities of Riga and Porto agreed to work together on water in every season."
    assert language_of(f"{english}\n\n{FOREIGN[code]}", languages=("en",)) == "en"
