"""Member counts, founding years and dates in further wordings, and numbers that are none."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .test_literals import literals

ASEAN = {"Organization": "ASEAN"}
DELTA = {"Event": "Delta Dialogue"}
DELTA_2 = {"Event": "Delta Dialogue 2016"}
EU = {"Organization": "EU"}
FJORD = {"Network": "Fjord Alliance"}
GENT = {"Agreement": "Gent Charter"}
LEAF = {"Project": "Leaf Map"}
REED = {"Organization": "Reed Institute"}
WARM = {"Programme": "Warm Homes"}
SAID = [
    ("The Fjord Alliance has since grown to over 52 municipalities.", FJORD,
     {("memberCount", 52)}),
    (("Since then the Fjord Alliance has expanded to include 140 cities on four "
      "continents."), FJORD, {("memberCount", 140)}),
    (("The Fjord Alliance brings together all sorts of towns, with more than 75 members "
      "in 12 Nordic states."), FJORD, {("memberCount", 75)}),
    ("More than 60 cities already use Leaf Map.", LEAF, {("memberCount", 60)}),
    ("Leaf Map's reporting tool is used by 35 municipalities in Spain.", LEAF,
     {("memberCount", 35)}),
    ("Leaf Map has been adopted by 18 councils.", LEAF, {("memberCount", 18)}),
    ("Warm Homes will support four pilot towns until 2027.", WARM, {("memberCount", 4)}),
    (("Applications for Warm Homes closed in May. Fifteen cities were selected from all "
      "parts of the country."), WARM, {("memberCount", 15)}),
    ("Warm Homes began with a call. The nine participating cities will meet in June.", WARM,
     {("memberCount", 9)}),
    ("Bergen set up the Fjord Alliance, covering 22 councils along the coast.", FJORD,
     {("memberCount", 22)}),
    ("Gent won Warm Homes out of 210 contestants.", WARM, {("memberCount", 210)}),
    ("The ten ASEAN states signed.", ASEAN, {("memberCount", 10)}),
    ("The Delta Dialogue drew 400 participants.", DELTA, {("memberCount", 400)}),
    ("Founded in 1988 with the help of fishermen, the Reed Institute runs six boats.", REED,
     {("foundingYear", 1988)}),
    (("Set up in 2003 as a school, the Reed Institute was recognised by the ministry at "
      "once."), REED, {("foundingYear", 2003)}),
    ("The Fjord Alliance has been in existence since 2011.", FJORD, {("foundingYear", 2011)}),
    (("The Delta Dialogue was held from Tuesday, October 4 to Thursday, October 6, 2022 "
      "in Gent."), DELTA, {("date", "2022-10-04")}),
    ("The Delta Dialogue ran from Tuesday 4 October to Thursday 6 October 2022.", DELTA,
     {("date", "2022-10-04")}),
    ("18-20 May 2021 | Young mayors at the Delta Dialogue in Gent", DELTA,
     {("date", "2021-05-18")}),
    ("In May of this year, our team took part in the Delta Dialogue 2016 in Gent.", DELTA_2,
     {("date", "2016-05")}),
    ("# Leaf Map\n\nThe project period lasts from March 2018 to April 2021.", LEAF,
     {("date", "2018-03")}),
    (("# Leaf Map\n\nThe implementation period runs from 1 January 2020 to 31 December "
      "2023."), LEAF, {("date", "2020-01-01")}),
]  # fmt: skip
UNSAID = [
    ("Mayors from seven ASEAN countries came.", ASEAN),
    ("We got letters from towns in nine EU countries.", EU),
    ("The two partners of the Fjord Alliance met.", FJORD),
    ("We have four towns interested in the Fjord Alliance.", FJORD),
    ("The Fjord Alliance has welcomed five cities since June.", FJORD),
    ("The third call for proposals of Warm Homes was launched in March 2021.", WARM),
    ("A survey on Warm Homes was launched in 2019.", WARM),
    (("# Gent Charter calls for cheaper homes\n\n8 November 2023\n\nMayors want more "
      "homes."), GENT),
    ("Warm Homes is open until 20 February 2022.", WARM),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "values"), SAID)
def test_every_value_said_of_a_name_is_read(
    nlp: Language, text: str, kinds: dict[str, str], values: set[tuple[str, int | str]]
) -> None:
    assert {said for said in literals(nlp, text, kinds) if said[0] != "focusArea"} == values


@pytest.mark.parametrize(("text", "kinds"), UNSAID)
def test_other_numbers_give_no_value(nlp: Language, text: str, kinds: dict[str, str]) -> None:
    assert not [said for said in literals(nlp, text, kinds) if said[0] != "focusArea"]
