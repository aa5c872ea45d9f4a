"""Counts, founding years and dates."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.literals.literals import read_literals
from ingest.components.relations.references import read_references

from .reading_cases import prepare

RING = {"Network": "Baltic Ring"}
QUAY = {"Programme": "Green Quay"}
FORUM = {"Event": "Harbour Forum"}
CHARTER = {"Agreement": "Quay Charter"}
SAID = [
    ("The Baltic Ring is a network of 26 cities.", RING, ("memberCount", 26)),
    ("The Baltic Ring brings together more than 1,400 members.", RING, ("memberCount", 1400)),
    ("The 30 cities of the Baltic Ring met today.", RING, ("memberCount", 30)),
    ("The Baltic Ring has twenty-six members.", RING, ("memberCount", 26)),
    ("The Baltic Ring was founded in 1998.", RING, ("foundingYear", 1998)),
    ("The Baltic Ring (est. 2005) trains pilots.", RING, ("foundingYear", 2005)),
    ("Green Quay, launched in 2018, trains pilots.", QUAY, ("foundingYear", 2018)),
    ("The Harbour Forum will be held on 24 April 2023.", FORUM, ("date", "2023-04-24")),
    ("The Harbour Forum takes place from 12-14 May 2019.", FORUM, ("date", "2019-05-12")),
    ("The Quay Charter was signed in November 2022.", {"Agreement": "Quay Charter"},
     ("date", "2022-11")),
    ("# Harbour Forum\n\nDate: 3 May 2021\n", FORUM, ("date", "2021-05-03")),
    ("There are nine towns participating in the Harbour Forum.", FORUM, ("memberCount", 9)),
    ("Some 200 delegates at the Harbour Forum clapped.", FORUM, ("memberCount", 200)),
    ("With 45 member towns, the Baltic Ring is the largest.", RING, ("memberCount", 45)),
    ("The Baltic Ring and its 24 member cities agreed.", RING, ("memberCount", 24)),
    ("The Baltic Ring is made up of 17 cities.", RING, ("memberCount", 17)),
    ("The Baltic Ring, an alliance of some fifty cities, met.", RING, ("memberCount", 50)),
    ("The Baltic Ring has three new members, bringing its membership to 42 cities.", RING,
     ("memberCount", 42)),
    ("The Baltic Ring is a union of 34 river and sea harbour authorities.", RING,
     ("memberCount", 34)),
    ("Twelve cities were selected to take part in Green Quay.", QUAY, ("memberCount", 12)),
    ("A total of 16 cities participate in Green Quay.", QUAY, ("memberCount", 16)),
    ("Green Quay is being tested in nine towns.", QUAY, ("memberCount", 9)),
    ("Forty cities have signed the Quay Charter.", CHARTER, ("memberCount", 40)),
    ("The Quay Charter has been signed by 40 cities.", CHARTER, ("memberCount", 40)),
    ("More than 300 participants attended the Harbour Forum.", FORUM, ("memberCount", 300)),
    ("# Baltic Ring\n\n| Members | 45 |\n", RING, ("memberCount", 45)),
    ("# Baltic Ring\n\nFounded: 1994\n", RING, ("foundingYear", 1994)),
    ("The Baltic Ring, a network of 38 towns founded in 1991, met.", RING, ("foundingYear", 1991)),
    ("Launched in March 2020, Green Quay trains pilots.", QUAY, ("foundingYear", 2020)),
    ("Since its creation in 2009, Green Quay has won two prizes.", QUAY, ("foundingYear", 2009)),
    ("Green Quay started in 2016 with five towns.", QUAY, ("foundingYear", 2016)),
    ("Green Quay has been running since 2014.", QUAY, ("foundingYear", 2014)),
    ("The Harbour Forum, held in Riga on 3-5 June 2022, closed with songs.", FORUM,
     ("date", "2022-06-03")),
    ("The Harbour Forum ran from 30 May to 2 June 2023.", FORUM, ("date", "2023-05-30")),
    ("On 4 May 2021, the mayors signed the Quay Charter in Riga.", CHARTER,
     ("date", "2021-05-04")),
    ("The Quay Charter (2015) covers ports.", CHARTER, ("date", "2015")),
    ("RIGA, 12 March 2024 – Four cities today signed the Quay Charter.", CHARTER,
     ("date", "2024-03-12")),
    ("Riga, 12 March 2024\n\nThe Harbour Forum opens on 3 April in Turku.", FORUM,
     ("date", "2024-04-03")),
    ("Riga, 12 March 2024\n\nAt the Harbour Forum last year, mayors sang.", FORUM,
     ("date", "2023")),
    ("The Harbour Forum 2023 was short.", FORUM, ("date", "2023")),
    ("The Baltic Ring met. That makes us 14.", RING, ("memberCount", 14)),
    ("With Turku, the Baltic Ring now counts 31 towns.", RING, ("memberCount", 31)),
    ("Turku became the ninth town of the Baltic Ring.", RING, ("memberCount", 9)),
    ("Turku was welcomed as the 52nd member of the Baltic Ring.", RING, ("memberCount", 52)),
    ("The Baltic Ring, a 74-city membership organisation, met.", RING, ("memberCount", 74)),
    ("The Baltic Ring is now ten towns strong.", RING, ("memberCount", 10)),
    ("The Baltic Ring is a coalition of twelve.", RING, ("memberCount", 12)),
    ("The Green Quay consortium is composed of 9 partners.", QUAY, ("memberCount", 9)),
    ("# Baltic Ring\n\nMembers: 14 (as last year).\n", RING, ("memberCount", 14)),
    ("The Baltic Ring was born in Riga in 2006.", RING, ("foundingYear", 2006)),
    ("The Baltic Ring came into being in 2011.", RING, ("foundingYear", 2011)),
    ("Green Quay has been in use since May 2018.", QUAY, ("foundingYear", 2018)),
    ("The Baltic Ring unites ports. It was registered in Turku in 2015.", RING,
     ("foundingYear", 2015)),
    ("# Green Quay\n\nDuration: 01/03/2022 - 28/02/2026\n", {"Project": "Green Quay"},
     ("date", "2022-03-01")),
    ("Green Quay is expected to start in 2027.", QUAY, ("date", "2027")),
    ("The Quay Charter was signed on 28.06.2024.", CHARTER, ("date", "2024-06-28")),
    ("The Harbour Forum takes place from 6 to 8 of May of 2024.", FORUM, ("date", "2024-05-06")),
    ("The Harbour Forum was held in spring 2017.", FORUM, ("date", "2017")),
    ("| Meeting | When |\n|---|---|\n| Harbour Forum | 27-28/09/2023 |\n", FORUM,
     ("date", "2023-09-27")),
    ("# Quay Charter\n\nThe parties agree.\n\nDone at Riga on 17 May 2025 in two copies.\n",
     CHARTER, ("date", "2025-05-17")),
    ("Riga, 8 May 2024\n\nThe mayors signed the Quay Charter yesterday.", CHARTER,
     ("date", "2024-05-07")),
    ("Riga, 8 May 2024\n\nThe mayors signed the Quay Charter on Monday.", CHARTER,
     ("date", "2024-05-06")),
]  # fmt: skip
UNSAID = [
    ("The Baltic Ring met 26 times in 2019.", RING),
    ("Green Quay bought 26 buses.", QUAY),
    ("In 2019 the mayor praised the Baltic Ring.", RING),
    ("The mayors of five cities visited the Baltic Ring.", RING),
    ("Three members left the Baltic Ring.", RING),
    ("The Baltic Ring welcomed three new members.", RING),
    ("Riga has been a member of the Baltic Ring since 2015.", RING),
    ("Turku has been using Green Quay since May 2013.", QUAY),
    ("The Baltic Ring acts under the Quay Charter in its report of May 2019.", CHARTER),
    ("The Baltic Ring has 9 boats and its budget climbed to 63 per cent.", RING),
    ("That brings the Baltic Ring 14 new boats.", RING),
    ("The Baltic Ring is not expected to open a house in use since 1913 again.", RING),
    ("Since its launch in 2017 the Harbour Forum has grown.", FORUM),
    ("Two delegates left the town before the Harbour Forum.", FORUM),
]


def literals(nlp: Language, text: str, kinds: dict[str, str]) -> set[tuple[str, int | str]]:
    """Return the values read in *text*."""
    doc = read_literals(read_references(prepare(nlp, text, **kinds)))
    return {(literal.property, literal.value) for literal in doc._.literals}


@pytest.mark.parametrize(("text", "kinds", "value"), SAID)
def test_a_value_is_read_from_its_sentence(
    nlp: Language, text: str, kinds: dict[str, str], value: tuple[str, int | str]
) -> None:
    assert value in literals(nlp, text, kinds)


@pytest.mark.parametrize(("text", "kinds"), UNSAID)
def test_other_numbers_are_no_values(nlp: Language, text: str, kinds: dict[str, str]) -> None:
    assert not literals(nlp, text, kinds)
