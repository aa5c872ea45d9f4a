"""The years that documents give their facts: in rows, brackets, clauses, headings and by others."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.annotations import FactCandidate, LiteralCandidate
from ingest.components.lists.lists import read_lists
from ingest.components.posts.roles import read_roles
from ingest.components.relations.qualifiers import read_qualifiers

from .reading_cases import prepare

LIND = {"Person": "Mara Lind", "Organization": "Harbour Agency"}
POSTS = [
    ("Mara Lind was appointed Director of the Harbour Agency in March 2020.", 2020),
    ("In 2021 Mara Lind was elected Chair of the Harbour Agency.", 2021),
    ("Mara Lind has served as Director of the Harbour Agency since early 2016.", 2016),
    ("Mara Lind became Director of the Harbour Agency on 4 May 2019.", 2019),
    ("Mara Lind joined the Harbour Agency as Head of Data in 2018.", 2018),
    ("Elected in 2012, Mara Lind, Director of the Harbour Agency, opened two quays.", 2012),
    ("Mara Lind, a 2011 Harbour Agency Fellow, spoke.", 2011),
    # Years of something else.
    ("Mara Lind, Director of the Harbour Agency, opened the quay in 2019.", None),
    ("Mara Lind is Director of the Harbour Agency, founded in 1998.", None),
    ("Mara Lind was Director of the Harbour Agency (2011-2015).", None),
    ("In 2019 and 2020 Mara Lind was named Director of the Harbour Agency.", None),
    ("Mara Lind, Director of the Harbour Agency, recalled the first fair held in 2010.", None),
]


@pytest.mark.parametrize(("text", "year"), POSTS)
def test_a_post_has_the_year_in_which_it_was_taken(
    nlp: Language, text: str, year: int | None
) -> None:
    doc = read_qualifiers(read_roles(prepare(nlp, text, **LIND)))
    assert {fact.year for fact in doc._.facts} == {year}


def years(nlp: Language, text: str, **kinds: str) -> dict[str, int | None]:
    """Return the years of the facts that lists and tables say, by their subject's name."""
    doc = read_qualifiers(read_lists(prepare(nlp, text, **kinds)))
    return {doc._.clusters[fact.subject].names[0]: fact.year for fact in doc._.facts}


@pytest.mark.parametrize("header", ["joined", "Member since", "Year of accession", "Year"])
def test_a_column_of_joining_dates_each_member(nlp: Language, header: str) -> None:
    text = (
        "## Baltic Ring\n\nMember cities of the Baltic Ring:\n\n"
        f"| Member city | {header} |\n| --- | --- |\n| Turku | 2015 |\n| Riga | 2019 |\n"
    )
    found = years(nlp, text, City="Turku; Riga", Network="Baltic Ring")
    assert found == {"Turku": 2015, "Riga": 2019}


@pytest.mark.parametrize("header", ["Founded", "Population in", "Mayor until"])
def test_a_column_of_other_years_dates_no_membership(nlp: Language, header: str) -> None:
    text = (
        "## Baltic Ring\n\nMember cities of the Baltic Ring:\n\n"
        f"| Member city | {header} |\n| --- | --- |\n| Turku | 1915 |\n| Riga | 1919 |\n"
    )
    found = years(nlp, text, City="Turku; Riga", Network="Baltic Ring")
    assert found == {"Turku": None, "Riga": None}


@pytest.mark.parametrize(
    ("remark", "year"),
    [
        ("2015", 2015),
        ("since 2015", 2015),
        ("joined in May 2015", 2015),
        ("Laureate, 2015", None),
        ("founded 1915", None),
    ],
)
def test_a_year_in_brackets_behind_a_member_is_that_of_joining(
    nlp: Language, remark: str, year: int | None
) -> None:
    text = f"Members of the Baltic Ring:\n\n- Turku ({remark})\n- Riga\n- Narva\n"
    found = years(nlp, text, City="Turku; Riga; Narva", Network="Baltic Ring")
    assert found["Turku"] == year


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("Green Quay winners 2019", 2019),
        ("2021 winners of Green Quay", 2021),
        ("Green Quay winners", None),
        ("Green Quay winners 2019-2021", None),
    ],
)
def test_a_heading_dates_who_took_part(nlp: Language, heading: str, year: int | None) -> None:
    text = f"## {heading}\n\n- Turku\n- Riga\n- Narva\n"
    found = years(nlp, text, City="Turku; Riga; Narva", Programme="Green Quay")
    assert set(found.values()) == {year}


KINDS = {"City": "Turku", "Event": "Harbour Forum", "Organization": "Ring Office"}


def dated(nlp: Language, text: str, fact: tuple[int, str, int], rule: str) -> int | None:
    """Return the year of one fact about *text*, whose event is dated to May 2021."""
    doc = prepare(nlp, text, **KINDS)
    doc._.facts = [FactCandidate(*fact, 0, len(doc.text), rule)]
    doc._.literals = [LiteralCandidate(1, "date", "2021-05-03", 0, 5, "literals.date")]
    found: int | None = read_qualifiers(doc)._.facts[0].year
    return found


@pytest.mark.parametrize(
    ("fact", "year"),
    [
        ((1, "locatedIn", 0), 2021),
        ((1, "ledBy", 2), 2021),
        ((0, "participatesIn", 1), 2021),
        ((1, "supportedBy", 2), None),
        ((2, "locatedIn", 0), None),
    ],
)
def test_what_is_so_of_an_event_has_its_year(
    nlp: Language, fact: tuple[int, str, int], year: int | None
) -> None:
    text = "The Harbour Forum was run by the Ring Office in Turku."
    assert dated(nlp, text, fact, "frames.verb.run") == year


RELATIVE = [
    ("3 May 2019\n\nEarlier this year, Turku joined the Baltic Ring.", 2019),
    ("3 May 2019\n\nTurku joined the Baltic Ring last year.", 2018),
    ("The fair opened in 1995. Turku joined the Baltic Ring the same year.", 1995),
    ("Turku joined the Baltic Ring earlier this year.", None),
    ("3 May 2019\n\nTurku joined the Baltic Ring.", None),
    ("Elected in 2012, the mayor saw that Turku joined the Baltic Ring.", None),
    ("Turku joined the Baltic Ring, the 2018 prize winner.", None),
]


@pytest.mark.parametrize(("text", "year"), RELATIVE)
def test_a_year_may_be_told_by_another(nlp: Language, text: str, year: int | None) -> None:
    doc = prepare(nlp, text, City="Turku", Network="Baltic Ring")
    start = doc.text.index("Turku")
    doc._.facts = [FactCandidate(0, "memberOf", 1, start, len(doc.text), "frames.verb.join")]
    assert read_qualifiers(doc)._.facts[0].year == year
