"""Dates below headings, days behind years, and the look-alikes of dates, counts and topics."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.literals.literals import read_literals
from ingest.components.relations.references import read_references

from .reading_cases import prepare

FORUM = {"Event": "Harbour Forum"}
CHARTER = {"Agreement": "Quay Charter"}
QUAY = {"Project": "Green Quay"}
RING = {"Network": "Baltic Ring"}
BODY = {"Organization": "Tide Institute"}
DATED = [
    (
        "# News\n\n### Harbour Forum\n\nJuly 15 – 19, 2019, Riga, Latvia\n\nMayors sang.\n",
        "2019-07-15",
    ),
    ("## Harbour Forum\n\n26 June–1 July 2017\n\nMayors sang.\n", "2017-06-26"),
    ("## Harbour Forum\n\nQuays for all\n\n23-24.03.2021, 13-18 Uhr, Hall 4\n", "2021-03-23"),
    ("# Harbour Forum 14 November 2011\n\nMayors sang.\n", "2011-11-14"),
    ("## Harbour Forum\n\nTuesday, 4 May 2021, online\n\nMayors sang.\n", "2021-05-04"),
    ("## Harbour Forum\n\nWhen: 4th of May 2021\n\nMayors sang.\n", "2021-05-04"),
    ("## Harbour Forum (Riga), 3 June 2020\n\nMayors sang.\n", "2020-06-03"),
    ("## Harbour Forum\n\n30 November – 2 December 2016 | Turku\n", "2016-11-30"),
    (
        "Riga will stage the Harbour Forum in 2019, to be held at the Old Mill March 26-29.",
        "2019-03-26",
    ),
    ("The Harbour Forum returns in 2022, taking place in Turku on 5 May.", "2022-05-05"),
]
OTHERS = [
    ("## Harbour Forum\n\nPosted 4 May 2021 by the editors\n\nMayors sang.\n", FORUM, "date"),
    (
        "## Harbour Forum\n\nThe town has grown since the last great flood of 4 May 2021.\n",
        FORUM,
        "date",
    ),
    ("In a letter dated 4 May 2021 to Riga, the chair praised the Quay Charter.", CHARTER, "date"),
    ("Turku has plans for another Harbour Forum in 2018.", FORUM, "date"),
    (
        "Before the Quay Charter, an earlier fishing agreement was signed in 1999.",
        CHARTER,
        "date",
    ),
    ("They will meet during Spring 2019.", {"Event": "Spring 2019"}, "date"),
    ("The four follower towns were chosen for Green Quay.", QUAY, "memberCount"),
    ("Green Quay, the aim of which is clear, was short.", QUAY, "focusArea"),
]
TOPICS = [
    (
        "Green Quay focuses on mapping wells and tidal creeks in a dry valley subject to rain.",
        QUAY,
        {"mapping wells", "tidal creeks"},
    ),
    ("Green Quay focuses on flood risk in an old port.", QUAY, {"flood risk"}),
    ("The Tide Institute works to improve water quality.", BODY, {"water quality"}),
]


def _read(nlp: Language, text: str, kinds: dict[str, str]) -> set[tuple[str, int | str]]:
    doc = read_literals(read_references(prepare(nlp, text, **kinds)))
    return {(literal.property, literal.value) for literal in doc._.literals}


@pytest.mark.parametrize(("text", "day"), DATED)
def test_a_day_is_read_by_the_name_of_its_event(nlp: Language, text: str, day: str) -> None:
    assert ("date", day) in _read(nlp, text, FORUM)


@pytest.mark.parametrize(("text", "kinds", "name"), OTHERS)
def test_what_tells_of_something_else_is_left(
    nlp: Language, text: str, kinds: dict[str, str], name: str
) -> None:
    assert name not in {said for said, _ in _read(nlp, text, kinds)}


@pytest.mark.parametrize(("text", "kinds", "told"), TOPICS)
def test_a_topic_ends_where_its_place_begins(
    nlp: Language, text: str, kinds: dict[str, str], told: set[str]
) -> None:
    assert {value for name, value in _read(nlp, text, kinds) if name == "focusArea"} == told


def test_the_date_of_a_row_stands_in_the_cell_that_has_it(nlp: Language) -> None:
    text = "| What | When |\n|---|---|\n| Harbour Forum | 4 May 2021 |\n"
    doc = read_literals(read_references(prepare(nlp, text, **FORUM)))
    assert [doc.text[one.start : one.end] for one in doc._.literals] == ["4 May 2021"]
