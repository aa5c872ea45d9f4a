"""The search index: what is found by which words, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.lines.ntriples import text, triple
from graph.searching.search import Match, SearchIndex
from ontology.namespaces import PREFIXES

from .search_lines import BASE, REPORT, Part, built, city, named, texts

# What is found


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("São Paulo", "sao paulo"),
        ("São Paulo", "SÃO PAUL"),
        ("São Paulo", "sa\u0303o"),
        ("Łódź", "lodz"),
        ("Lodz", "łódź"),
        ("Großenhain", "grossenhain"),
        ("Grossenhain", "großen"),
        ("Ærøskøbing", "aeroskobing"),
        ("İstanbul", "istanbul"),
        ("The Hague", "hague"),
        ("Hague", "the hague"),
        ("The Hague", "The Ha"),
        ("Saint-Étienne", "saint etienne"),
        ("Saint Étienne", "saint-etienne"),
        ("Mayor’s Office of Riga", "mayor office"),
        ("Mayor Office of Riga", "mayor's office"),
        ("東京都", "東京"),
        ("東京都", "京都"),
        ("Harbour of Xi'an", "xian"),
        ("Harbour of Xi’an", "Xi'an"),
        ("U.S. Conference of Mayors", "US mayors"),
        ("Харків", "харк"),
        ("ХАРКІВ", "харків"),
        ("서울특별시", "서울"),
        ("กรุงเทพมหานคร", "กรุงเทพ"),
        ("Αθήνα", "αθηνα"),
        ("Μύκονος", "ΜΥΚΟΝΟΣ"),
        ("ﬁne Cities １２", "fine cities 12"),
        ("Harbour & Quay (Forum)", "harbour quay forum"),
    ],
)
def test_a_name_is_found_however_it_is_typed(tmp_path: Path, name: str, query: str) -> None:
    with closing(built(tmp_path, ("it", name), ("other", "Something Else"))) as index:
        assert texts(index.find(query, generation=1)) == [name]
        assert index.count(query, generation=1) == 1


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "!!!", "*", "'", "“”", "\x00"])
def test_nothing_is_found_where_there_is_no_word(tmp_path: Path, query: str) -> None:
    with closing(built(tmp_path, ("riga", "Riga"), quotes={"a": "Riga."})) as index:
        assert index.find(query, generation=1) == []
        assert index.count(query, generation=1) == 0


def test_the_last_word_may_be_unfinished_and_others_may_not(tmp_path: Path) -> None:
    with closing(built(tmp_path, ("bsl", "Baltic Sea League"))) as index:
        assert texts(index.find("sea lea", generation=1)) == ["Baltic Sea League"]
        assert index.find("balt xyz", generation=1) == []
        (some,) = index.find("se league", generation=1)
        assert some.match is Match.SOME


def test_words_between_quotation_marks_are_a_phrase(tmp_path: Path) -> None:
    names = ("a", "Sea of Baltic Cities"), ("b", "Baltic Sea Cities"), ("c", "Baltic Seaside")
    with closing(built(tmp_path, *names)) as index:
        assert texts(index.find('cities "baltic sea"', generation=1)) == ["Baltic Sea Cities"]
        assert texts(index.find('"baltic sea"', generation=1)) == ["Baltic Sea Cities"]
        assert texts(index.find('"baltic sea', generation=1)) == [
            "Baltic Sea Cities",
            "Baltic Seaside",
        ]


@given(query=st.text(max_size=40) | st.text("\"'()*^-+:{}ANDORNEAT ,ab", max_size=40))
@settings(deadline=None)
def test_nothing_that_is_typed_is_an_operator_or_an_error(lasting: SearchIndex, query: str) -> None:
    found = lasting.find(query, generation=1, limit=5)
    assert all(hit.match is not None for hit in found)
    assert lasting.count(query, generation=1) >= sum(hit.kind != "Claim" for hit in found)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    names = [(f"n{number}", f"AND {word} OR") for number, word in enumerate(("a", "b", "near"))]
    folder = tmp_path_factory.mktemp("lasting")
    with closing(built(folder, *names, quotes={"a": "Near, and not a. Or b?"})) as index:
        yield index


def test_a_long_query_is_looked_for_by_its_first_words(tmp_path: Path) -> None:
    quote = " ".join(f"word{number}" for number in range(500))
    with closing(built(tmp_path, quotes={"a": quote})) as index:
        assert texts(index.find(quote, generation=1)) == [quote]


def test_documents_are_found_by_their_titles(tmp_path: Path) -> None:
    title = triple(REPORT, PREFIXES["rdfs"] + "label", text("Joint Report", language="en"))
    with closing(SearchIndex.open(tmp_path / "search.sqlite", writable=True)) as index:
        index.apply(1, [Part(added={None: {title, *named(city("joint"), "Joint")}})])
        assert [(hit.iri, hit.kind) for hit in index.find("report", generation=1)] == [
            (REPORT, "Document")
        ]
        assert texts(index.find("joint", generation=1, kinds={"City"})) == ["Joint"]
        assert index.count("joint", generation=1) == 2
        assert index.count("joint", generation=1, kinds={"Document"}) == 1
        assert index.find("joint", generation=1, kinds=()) == []


# In which order


def test_names_are_ranked_by_how_they_meet_the_query(tmp_path: Path) -> None:
    names = [
        ("7", "Aid for Riga"),
        ("6", "Port of Riga"),
        ("5", "Zeta", "Riga Ring"),
        ("4", "Rigatoni"),
        ("3", "Riga Port"),
        ("2", "Alpha", "RIGA"),
        ("1", "Riga"),
    ]
    with closing(built(tmp_path, *names)) as index:
        found = index.find("riga", generation=1)
        assert [hit.iri[-1] for hit in found] == list("1234576")
        assert [hit.match.name for hit in found] == [
            *["EXACT"] * 2,
            *["BEGINS"] * 3,
            *["HOLDS"] * 2,
        ]


def test_words_in_their_order_rank_before_words_in_another(tmp_path: Path) -> None:
    names = ("1", "New Baltic Sea League"), ("2", "A Sea, the Baltic"), ("3", "Baltic Sea")
    with closing(built(tmp_path, *names)) as index:
        found = index.find("baltic sea", generation=1)
        assert [(hit.iri[-1], hit.match) for hit in found] == [
            ("3", Match.EXACT),
            ("1", Match.HOLDS),
            ("2", Match.ALL),
        ]


def test_where_no_name_holds_all_words_the_rarest_decide(tmp_path: Path) -> None:
    names = [(f"c{number}", f"City {number}") for number in range(30)]
    with closing(built(tmp_path, ("r", "Riga"), ("t", "Turku City"), *names)) as index:
        found = index.find("riga city council", generation=1)
        assert found[0].text == "Riga"
        assert {hit.match for hit in found} == {Match.SOME}
        assert index.count("riga city council", generation=1) == len(found) == 32


def test_a_phrase_is_not_taken_apart_and_joining_words_find_nothing_alone(tmp_path: Path) -> None:
    with closing(built(tmp_path, ("r", "Port of Riga"), ("t", "The Tartu Forum"))) as index:
        for query in ('"riga port"', "harbour of the", "of-riga-port", "of the"):
            assert index.find(query, generation=1) == []
            assert index.count(query, generation=1) == 0
        assert texts(index.find('harbour "of riga"', generation=1)) == ["Port of Riga"]


def test_a_thing_is_found_once_by_the_best_of_its_names(tmp_path: Path) -> None:
    names = ("r", "City of Riga", "Riga", "Riga City", "RIGA"), ("s", "Riga South")
    with closing(built(tmp_path, *names)) as index:
        found = index.find("riga", generation=1)
        assert texts(found) == ["RIGA", "Riga South"]
        assert index.count("riga", generation=1) == 2


def test_pages_follow_each_other_without_gap_or_double(tmp_path: Path) -> None:
    names = [(f"n{number:02}", f"Riga {number:02}", f"Port Riga {number}") for number in range(30)]
    quotes = {f"q{number:02}": f"Riga says {'so ' * number}." for number in range(20)}
    with closing(built(tmp_path, *names, quotes=quotes)) as index:
        whole = index.find("riga", generation=1, limit=100)
        assert len(whole) == 50
        pages = [
            hit
            for start in range(0, 60, 7)
            for hit in index.find("riga", generation=1, limit=7, offset=start)
        ]
        assert pages == whole
        quoted = index.find("riga", generation=1, what="quotes", limit=5, offset=3)
        assert quoted == whole[33:38]
        assert index.find("riga", generation=1, limit=0) == []


def test_sentences_are_ranked_and_show_where_the_words_stand(tmp_path: Path) -> None:
    quotes = {
        "a": "The sea, grey and Baltic, is the Baltic Seas' own.",
        "b": "In the Baltic Sea, and in the Baltic sea, it is cold, as everybody there knows.",
        "c": "Baltic seaside.",
        "d": "The Baltic is a Sea.",
    }
    with closing(built(tmp_path, quotes=quotes)) as index:
        found = index.find("baltic sea", generation=1, what="quotes")
        assert [hit.iri[-1] for hit in found] == ["b", "c", "a", "d"]
        best = found[0]
        shown = [best.text[start:end] for start, end in best.marks]
        assert shown == ["Baltic Sea", "Baltic sea"]
        assert (best.document, best.kind) == (REPORT, "Claim")


def test_marks_count_code_points_of_the_sentence_as_it_stands(tmp_path: Path) -> None:
    quote = "🏙 In Łódź’s “São Paulo” street: 東京タワー, Zu\u0308rich."
    with closing(built(tmp_path, quotes={"a": quote})) as index:
        for query, shown in {
            "lodz": "Łódź",
            '"sao paulo"': "São Paulo",
            "東京": "東京",
            "zurich": "Zu\u0308rich",
        }.items():
            (hit,) = index.find(query, generation=1)
            assert [quote[start:end] for start, end in hit.marks] == [shown]


def test_a_sentence_behind_several_claims_is_found_once(tmp_path: Path) -> None:
    quotes = {"b": "Riga and Tartu joined.", "a": "Riga and Tartu joined.", "c": "Riga left."}
    with closing(built(tmp_path, quotes=quotes)) as index:
        short, long = index.find("riga", generation=1)
        assert short.claims == (BASE.claim("c"),)
        assert long.iri == BASE.claim("a")
        assert long.claims == (BASE.claim("a"), BASE.claim("b"))
