"""Topics in definitions, statements, discussions and numbered lines, and what only looks so."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .test_literals import literals

CITYRING = {"Network": "CityRing"}
DELTA = {"Event": "Delta Dialogue"}
DELTA_2 = {"Network": "Delta Mayors' Union"}
FJORD = {"Network": "Fjord Alliance"}
GENT = {"Agreement": "Gent Charter"}
GREEN = {"Programme": "Green Quay"}
HARBOUR = {"Event": "Harbour Forum"}
QUAY = {"Agreement": "Quay Charter"}
REED = {"Organization": "Reed Institute"}
TIDE = {"Organization": "Tide Lab"}
TIDE_2 = {"Project": "Tide Watch"}
WARM = {"Programme": "Warm Homes"}
SAID = [
    ("The Reed Institute is a charity that defends wetland restoration.", REED,
     {"wetland restoration"}),
    (("The Fjord Alliance is a coalition of coastal municipalities which supports ferry "
      "electrification."), FJORD, {"ferry electrification"}),
    ("The Reed Institute, a foundation that promotes river ecology, opened an office.", REED,
     {"river ecology"}),
    ("The Reed Institute was established in 1999 to advance flood modelling.", REED,
     {"flood modelling"}),
    ("The Reed Institute has been promoting school meals and food literacy for years.", REED,
     {"food literacy", "school meals"}),
    ("The Fjord Alliance is a group of mayors dedicated to energy poverty.", FJORD,
     {"energy poverty"}),
    (("The Fjord Alliance is the oldest union of municipalities devoted to circular "
      "construction."), FJORD, {"circular construction"}),
    (("The minister asked the Fjord Alliance to cooperate on night trains and port "
      "security."), FJORD, {"night trains", "port security"}),
    ("Urban heat and drought were examined at the Delta Dialogue.", DELTA,
     {"drought", "urban heat"}),
    ("# Delta Dialogue\n\nSoil health was discussed over lunch.", DELTA, {"soil health"}),
    ("Debates at the Delta Dialogue ranged from housing to school buses.", DELTA,
     {"housing", "school buses"}),
    (("The Delta Dialogue took place in Gent under the motto \"Bridges between "
      "generations\"."), DELTA, {"bridges between generations"}),
    ("This year's theme of the Delta Dialogue is \"Rivers without borders\".", DELTA,
     {"rivers without borders"}),
    ("Insulation is one of the priorities of Warm Homes.", WARM, {"insulation"}),
    ("Heat pumps and district heating are the main themes of the Warm Homes programme.", WARM,
     {"district heating", "heat pumps"}),
    ("# Warm Homes\n\nWork package 1: Fuel poverty\n\nWork package 2: Roof repair", WARM,
     {"fuel poverty", "roof repair"}),
    (("# Warm Homes\n\nThe programme rests on two strategic pillars:\n\n## 1. Training "
      "of installers\n\nCourses.\n\n## 2. Advice for tenants\n\nDesks."), WARM,
     {"advice for tenants", "training of installers"}),
    ("The Gent Charter calls for affordable housing.", GENT, {"affordable housing"}),
    ("The Gent Charter stresses the importance of open procurement.", GENT, {"open procurement"}),
    ("The Gent Charter commits its signatories to reduce child poverty.", GENT,
     {"child poverty"}),
    ("The Gent Charter urges governments to tackle river pollution.", GENT, {"river pollution"}),
    (("The charter sets out measures to promote digital inclusion. The Gent Charter "
      "sets out measures to promote digital inclusion."), GENT, {"digital inclusion"}),
    (("The City of Gent invites residents to submit ideas under Warm Homes in one of "
      "these categories: attic insulation and heat metering."), WARM,
     {"attic insulation", "heat metering"}),
    (("The Reed Institute is the region's centre for water policy and soil mapping, the "
      "first of its kind."), REED, {"soil mapping", "water policy"}),
    (("We met the Reed Institute, a think tank dedicated to water policy and soil "
      "mapping, and the Nile School."), REED, {"soil mapping", "water policy"}),
    (("# About us\n\nThe Fjord Alliance is an association of ports.\n\nWe help our "
      "members improve storm drainage."), FJORD, {"storm drainage"}),
    ("The Reed Institute played a leading role in promoting seed libraries.", REED,
     {"seed libraries"}),
    ("CityRing aims to promote exchange toward the restoration of tidal flats.", CITYRING,
     {"restoration of tidal flats"}),
    ("Tide Lab is the port's bureau for dune ecology and ferry design.", TIDE,
     {"dune ecology", "ferry design"}),
    ("Tide Lab, a small repair firm dedicated to quiet engines and clean hulls, moved.", TIDE,
     {"clean hulls", "quiet engines"}),
    ("Focusing on the topic of shore power (SP), the Harbour Forum heard reports.", HARBOUR,
     {"shore power"}),
    ("The Harbour Forum centred its talks on the theme “Piers at the edge of winter.”", HARBOUR,
     {"piers at the edge of winter"}),
    ("Green Quay is a programme which supports port electrification.", GREEN,
     {"port electrification"}),
    ("CityRing, a network that promotes noise reduction, met in Riga.", CITYRING,
     {"noise reduction"}),
    (("It was founded in 1991 as Tide Lab. The Tide Lab was founded in 1991 to provide "
      "a shared approach to coastal dredging management."), TIDE,
     {"coastal dredging management"}),
    ("CityRing is a network of port cities committed to addressing climate change.", CITYRING,
     {"climate change"}),
    (("Under Green Quay, we started nine trials under its three pillars of shore "
      "power, pilot training, and ferry design."), GREEN,
     {"ferry design", "pilot training", "shore power"}),
    ("CityRing will promote core principles including openness, privacy and safety.", CITYRING,
     {"openness", "privacy", "safety"}),
    (("CityRing helps towns cooperate in areas of common concern, which include but are "
      "not limited to housing, transit and noise."), CITYRING, {"housing", "noise", "transit"}),
    (("The second round of Green Quay invites entries in one or more of these "
      "thematic areas: urban heat and flooding."), GREEN, {"flooding", "urban heat"}),
    (("Green Quay is a contest. Cities may apply in one of the following three "
      "categories: quiet ports, clean air, and ferry data."), GREEN,
     {"clean air", "ferry data", "quiet ports"}),
    (("CityRing helps harbour masters meet their targets related to shore power and "
      "clean ferries."), CITYRING, {"clean ferries", "shore power"}),
    ("The Tide Watch project for flood mapping ended.", TIDE_2, {"flood mapping"}),
    (("Its mission is to support noise reduction. Green Quay pursues its mission to "
      "support noise reduction."), GREEN, {"noise reduction"}),
    ("The Harbour Forum was held in Riga under the theme \"Living with the sea\".", HARBOUR,
     {"living with the sea"}),
    ("At the Harbour Forum, coastal erosion was discussed by mayors.", HARBOUR,
     {"coastal erosion"}),
    ("The Tide Lab has been advancing wave forecasting and dune repair since 2018.", TIDE,
     {"dune repair", "wave forecasting"}),
    (("# Quay Charter\n\nWe stand by the following three living "
      "principles:\n\n## 01 Equal access to piers\n\nEveryone should have access.\n\n## "
      "02 Shelter, storm warning and lighting\n\nEveryone should have shelter.\n\n## "
      "03 Tidal safety\n\nEveryone."), QUAY,
     {"equal access to piers", "lighting", "shelter", "storm warning", "tidal safety"}),
    (("# Green Quay\n\nPillar 1: Clean air\n\nThe city plants trees.\n\nPillar 2 – "
      "Quiet streets\n\nThe city slows cars."), GREEN, {"clean air", "quiet streets"}),
    (("The Green Quay is taking aim at two challenges that trouble all "
      "six participating towns:\n\n1) Repairing stoves.\n2) Building shelters in harbours."), GREEN,
     {"building shelters in harbours", "repairing stoves"}),
    (("# Harbour Forum\n\nContent of discussion:\n\n- Uptake of tidal power among small "
      "firms\n- Impact of noise on schools"), HARBOUR,
     {"impact of noise on schools", "uptake of tidal power among small firms"}),
    (("The Tide Lab was a cornerstone in improving dune repair and wave "
      "forecasting."), TIDE, {"dune repair", "wave forecasting"}),
    (("CityRing is a platform for harbour masters to connect and exchange knowledge on "
      "safe harbours."), CITYRING, {"safe harbours"}),
    ("CityRing is a forum where cities share experience on safe harbours.", CITYRING,
     {"safe harbours"}),
    ("Mayors can join Green Quay, a contest aimed at helping ports to create quiet piers.", GREEN,
     {"quiet piers"}),
    (("Green Quay creates pairs of towns, with a view to sharing experience on "
      "dredging."), GREEN, {"dredging"}),
    (("We, the undersigned cities, form the CityRing to protect and defend fishing "
      "rights."), CITYRING, {"fishing rights"}),
    ("The Delta Mayors' Union works on coastal erosion and mangrove restoration.", DELTA_2,
     {"coastal erosion", "mangrove restoration"}),
]  # fmt: skip
UNSAID = [
    ("The Gent Charter recognises the signatories.", GENT),
    ("The Gent Charter is based on the principles of equality and mutual trust.", GENT),
    ("The Fjord Alliance asked the ministry to work on taxes.", FJORD),
    ("Several new projects were discussed at the Delta Dialogue.", DELTA),
    ("The mayor, who supports clean air, visited the Reed Institute.", REED),
    ("# Warm Homes\n\n## 1 Definitions\n\n## 2 Duration", WARM),
    ("Sellers keen to work on road repair met the Reed Institute.", REED),
    ("The Fjord Alliance will help plan the next meeting.", FJORD),
    ("Warm Homes supports the implementation of the Gent Plan.", WARM),
    ("# Harbour Forum\n\nSpeakers in the following order:\n\n- Opening words\n- A song", HARBOUR),
    ("# Quay Charter\n\n## 1 Definitions\n\nSome words.\n\n## 2 Duration\n\nIt lasts.", QUAY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "topics"), SAID)
def test_every_topic_said_of_a_name_is_read(
    nlp: Language, text: str, kinds: dict[str, str], topics: set[str]
) -> None:
    assert {value for name, value in literals(nlp, text, kinds) if name == "focusArea"} == topics


@pytest.mark.parametrize(("text", "kinds"), UNSAID)
def test_other_words_give_no_topic(nlp: Language, text: str, kinds: dict[str, str]) -> None:
    assert not [name for name, _ in literals(nlp, text, kinds) if name == "focusArea"]
