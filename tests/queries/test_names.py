"""Names are found by any of their forms, kept to their kinds, and suggested when near."""

from pathlib import Path

import pytest

from graph.reader import Reader
from queries import NameIndex, ask
from queries.errors import AmbiguousNameError, ParameterError, UnknownNameError
from tests.queries.conftest import OpenGraph
from tests.queries.facts import write_trig

TABLE = """
# press/letter.md | Spring Letter | 2020
+ Amber Smart Cities Network:Network | ASCN
@ Riga:City | https://sws.geonames.org/456172/
Riga:City | memberOf | Amber Smart Cities Network:Network
Tallinn:City | memberOf | Harbour Ring:Organization
Vega:Network | partnerOf | Vega:City
Lyra:Programme | ledBy | Riga:City
Lyra:Event | ledBy | Riga:City
+ Old Amber Sail Craft Network:Network | OASC
Riga:City | partnerOf | Old Amber Sail Craft Network:Network
# press/note.md | Autumn Note | 2021
Ida Berg:Person | worksFor | Blue Bank:Organization
# press/second.md | Winter Note | 2022
Ida Berg:Person | worksFor | Grey Press:Organization
"""


@pytest.fixture
def reader(tmp_path: Path, open_graph: OpenGraph) -> Reader:
    (tmp_path / "data").mkdir()
    write_trig(TABLE, tmp_path / "data" / "data.trig")
    return open_graph(tmp_path / "data" / "data.trig")


@pytest.mark.parametrize(
    "name",
    [
        "Amber Smart Cities Network",
        "the amber smart cities network",
        "ASCN",
        "ascn",
        "id/network/amber-smart-cities-network",
        "https://w3id.org/hansa/id/network/amber-smart-cities-network",
        "<https://w3id.org/hansa/id/network/amber-smart-cities-network>",
        "  ASCN ",
    ],
)
def test_a_thing_is_found_by_any_of_its_names_and_by_its_iri(reader: Reader, name: str) -> None:
    answer = ask(reader, "members-of-network", {"network": name})
    assert answer.resolved["network"].endswith("id/network/amber-smart-cities-network")
    assert [row["memberName"].value for row in answer.rows] == ["Riga"]


def refusal(reader: Reader, question: str, **values: str) -> UnknownNameError:
    with pytest.raises(UnknownNameError) as caught:
        ask(reader, question, values)
    return caught.value


def test_an_unknown_name_brings_up_the_nearest_of_its_kind(reader: Reader) -> None:
    error = refusal(reader, "members-of-network", network="ASCM")
    assert str(error) == "no network named 'ASCM'; did you mean ASCN?"
    assert error.candidates == ("ASCN",)
    assert error.parameter == "network"


def test_a_name_of_another_kind_is_called_what_it_is(reader: Reader) -> None:
    error = refusal(reader, "members-of-network", network="Tallinn")
    assert str(error) == "'Tallinn' is a city, not a network"
    assert "is an organisation, not a city" in str(
        refusal(reader, "networks-of-city", city="Blue Bank")
    )


def test_where_nothing_of_the_kind_is_near_the_nearest_of_any_kind_is_named(reader: Reader) -> None:
    error = refusal(reader, "parties-to", agreement="Talin")
    assert str(error) == "no agreement named 'Talin'; did you mean the city Tallinn?"


def test_a_name_in_capitals_is_suggested_as_its_thing_spells_it(reader: Reader) -> None:
    iri = ask(reader, "networks-of-city", {"city": "Tallinn"}).resolved["city"]
    index = NameIndex.of([("TALLINN", iri, "City")])
    with pytest.raises(UnknownNameError, match="did you mean Tallinn"):
        ask(reader, "networks-of-city", {"city": "Talinn"}, index=index)


@pytest.mark.parametrize("code", ["LV", "lv", "LVA", "Latvia"])
def test_a_country_is_found_by_its_iso_code(reader: Reader, code: str) -> None:
    answer = ask(reader, "cities-of-country", {"country": code})
    assert [row["cityName"].value for row in answer.rows] == ["Riga"]


def test_a_code_of_no_country_that_is_known_is_refused(reader: Reader) -> None:
    assert "no country named 'DE'" in str(refusal(reader, "cities-of-country", country="DE"))


def test_a_network_parameter_takes_an_organisation_too(reader: Reader) -> None:
    answer = ask(reader, "members-of-network", {"network": "harbour ring"})
    assert [row["memberName"].value for row in answer.rows] == ["Tallinn"]


def test_the_kind_a_question_prefers_decides_between_things_of_one_name(reader: Reader) -> None:
    assert "/network/" in ask(reader, "members-of-network", {"network": "Vega"}).resolved["network"]
    assert (
        "/programme/" in ask(reader, "participants-of", {"programme": "Lyra"}).resolved["programme"]
    )


def test_an_ambiguous_name_comes_with_choices_that_can_be_told_apart(reader: Reader) -> None:
    error = refusal(reader, "posts-of", person="Ida Berg")
    assert isinstance(error, AmbiguousNameError)
    assert [(each.label, each.kind, each.about) for each in error.choices] == [
        ("Ida Berg", "Person", "in Autumn Note"),
        ("Ida Berg", "Person", "in Winter Note"),
    ]
    assert error.candidates == tuple(each.iri for each in error.choices)
    chosen = ask(reader, "posts-of", {"person": error.candidates[0]})
    assert len(chosen.rows) == 1


def test_an_iri_that_nothing_has_is_refused(reader: Reader) -> None:
    error = refusal(reader, "about", entity="https://example.org/nothing")
    assert (
        str(error) == "nothing is known as https://example.org/nothing; give a name or another IRI"
    )


@pytest.mark.parametrize("name", ["press/letter.md", "letter.md", "Spring Letter", "spring letter"])
def test_a_document_is_found_by_key_end_of_key_and_title(reader: Reader, name: str) -> None:
    answer = ask(reader, "document-says", {"document": name})
    assert {row["documentTitle"].value for row in answer.rows} == {"Spring Letter"}


def test_an_unknown_document_brings_up_near_ones_and_an_ambiguous_one_its_keys(
    reader: Reader,
) -> None:
    assert "did you mean press/letter.md" in str(
        refusal(reader, "document-says", document="Sprung Letter")
    )
    assert "press/letter.md, press/note.md" in str(refusal(reader, "document-says", document=".md"))


@pytest.mark.parametrize(
    "hostile",
    [
        'Riga" } DROP ALL #',
        "Riga> } INSERT DATA { <a> <b> <c> } #",
        "Riga\n} ; DROP ALL",
        "https://example.org/> } DROP ALL <x",
        "\\",
        "'''",
        "{}",
        "#VALUES",
        "?network",
        "Riga\u0000",
    ],
)
def test_hostile_values_are_names_that_nothing_bears_and_never_syntax(
    reader: Reader, hostile: str
) -> None:
    before = len(list(reader.quads()))
    with pytest.raises(ParameterError):
        ask(reader, "members-of-network", {"network": hostile})
    answer = ask(reader, "working-on", {"words": hostile})
    assert answer.rows == ()
    assert len(list(reader.quads())) == before


def test_text_that_is_no_unicode_is_refused(reader: Reader) -> None:
    for question, parameter in (("about", "entity"), ("working-on", "words")):
        with pytest.raises(ParameterError, match="is not well-formed text"):
            ask(reader, question, {parameter: "Riga\ud83d"})


def test_suggestions_begin_with_names_that_begin_so(reader: Reader) -> None:
    index = NameIndex.of(reader.names())
    assert [found.name for found in index.suggest("ta")] == ["Tallinn"]
    assert [found.kind for found in index.suggest("vega")] == ["City", "Network"]
    assert [found.kind for found in index.suggest("vega", {"Network"})] == ["Network"]
    assert [found.name for found in index.suggest("smart")] == ["Amber Smart Cities Network"]
