"""Topics that texts say their subjects work on."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .test_literals import CHARTER, FORUM, QUAY, RING, literals

LAB = {"Organization": "Tide Lab"}
WATCH = {"Project": "Tide Watch"}
SAID = [
    ("The Baltic Ring works on clean water, port noise and flood warning.", RING,
     {"clean water", "port noise", "flood warning"}),
    ("The Tide Lab specialises in wave forecasting and dune repair.", LAB,
     {"wave forecasting", "dune repair"}),
    ("Green Quay focuses on three themes: shore power, electric ferries and green roofs.", QUAY,
     {"shore power", "electric ferries", "green roofs"}),
    ("Green Quay's focus areas are land use and building, clean energy, and safe streets.", QUAY,
     {"land use and building", "clean energy", "safe streets"}),
    ("The priorities of the Baltic Ring are clean air, safe cycling and social housing.", RING,
     {"clean air", "safe cycling", "social housing"}),
    ("The Baltic Ring is active in the fields of water, energy and waste.", RING,
     {"water", "energy", "waste"}),
    ("The Baltic Ring is committed to climate neutrality and social inclusion.", RING,
     {"climate neutrality", "social inclusion"}),
    ("The Harbour Forum is devoted to coastal erosion.", FORUM, {"coastal erosion"}),
    ("The Harbour Forum will discuss sea level rise, dune repair and wave power.", FORUM,
     {"sea level rise", "dune repair", "wave power"}),
    ("Participants in the Harbour Forum discussed shore power and green hydrogen.", FORUM,
     {"shore power", "green hydrogen"}),
    ('The theme of the Harbour Forum was "Living with the sea".', FORUM, {"living with the sea"}),
    ("The Quay Charter covers cooperation in the fields of education and flood protection.",
     CHARTER, {"education", "flood protection"}),
    ("Oslo and Riga signed the Quay Charter on cooperation in education and culture.", CHARTER,
     {"education", "culture"}),
    ("Oslo and Riga signed the Quay Charter to strengthen cooperation in tourism and trade.",
     CHARTER, {"tourism", "trade"}),
    ("Green Quay was launched to reduce port noise and improve air quality.", QUAY,
     {"port noise", "air quality"}),
    ("Green Quay helps towns to adapt to climate change.", QUAY, {"climate change"}),
    ("The Baltic Ring brings together cities to share knowledge on heat stress.", RING,
     {"heat stress"}),
    ("Through Green Quay, Riga is working to improve bus services and street lighting.", QUAY,
     {"bus services", "street lighting"}),
    ("The Baltic Ring's work on urban heat has grown.", RING, {"urban heat"}),
    ("Tide Watch is an open platform for sharing flood data.", WATCH, {"sharing flood data"}),
    ("Tide Watch, the town's project for leak detection, has grown.", WATCH, {"leak detection"}),
    ("# Harbour Forum\n\nTopics include shore power, electric ferries and green roofs.\n", FORUM,
     {"shore power", "electric ferries", "green roofs"}),
    ("# Green Quay\n\nThe programme has two work streams:\n\n- Shore power\n- Green roofs\n", QUAY,
     {"shore power", "green roofs"}),
    ("# Quay Charter\n\nThe parties work in the following areas:\n\n- waste\n- rail\n", CHARTER,
     {"waste", "rail"}),
    ("Riga runs Tide Watch, a flood-warning service run by pupils.", WATCH, {"flood-warning"}),
    ("Riga showed Tide Watch, an open ledger for berth fees.", WATCH, {"berth fees"}),
    ("Tide Watch monitors river ice.", WATCH, {"river ice"}),
    ("The Baltic Ring gathers 27 towns around clean water, port noise and tides.", RING,
     {"clean water", "port noise", "tides"}),
    ("| Text | Year | Subject |\n|---|---|---|\n| Quay Charter | 2021 | seals, tourism |\n",
     CHARTER, {"seals", "tourism"}),
    ("Oslo and Riga signed the Quay Charter on Clean Ferries.",
     {"Agreement": "Quay Charter on Clean Ferries"}, {"clean ferries"}),
    ("# Green Quay\n\n| Focus | shore power, electric ferries |\n", QUAY,
     {"shore power", "electric ferries"}),
]  # fmt: skip
FORMER = [
    ("The Baltic Ring focuses on clean water, ferries and tides.", RING, ("focusArea", "tides")),
    ("Green Quay aims to improve water quality.", QUAY, ("focusArea", "water quality")),
    ("Green Quay is dedicated to knowledge exchange.", QUAY, ("focusArea", "knowledge exchange")),
    ("Green Quay works in areas such as energy and waste.", QUAY, ("focusArea", "waste")),
    ("Green Quay is a water quality programme.", QUAY, ("focusArea", "water quality")),
    ("The Baltic Ring, a bird protection network, met.", RING, ("focusArea", "bird protection")),
    ("# Green Quay\n\nFocus areas: tides, ferries and seals\n", QUAY, ("focusArea", "seals")),
    ("# Baltic Ring\n\n## Topics\n\n- Clean ferries\n- Safe piers\n", RING,
     ("focusArea", "safe piers")),
    ("# Baltic Ring\n\nWe help our members with:\n\n- Clean ferries\n- Safe piers\n", RING,
     ("focusArea", "clean ferries")),
    ("The Tide Lab is an office of coastal research.", {"Organization": "Tide Lab"},
     ("focusArea", "coastal research")),
]  # fmt: skip
UNSAID = [
    ("Green Quay is a pilot project.", QUAY),
    ("The Baltic Ring is a city network.", RING),
    ("# Green Quay\n\nDocuments: annex, map and budget\n", QUAY),
    ("# Baltic Ring\n\n## Contact\n\n- Harbour street\n- Old town\n", RING),
    ("The Baltic Ring supports its members.", RING),
    ("Green Quay helps small towns.", QUAY),
    ("Green Quay addresses these challenges.", QUAY),
    ("The mayor praised the Baltic Ring for clean air.", RING),
    ("Riga runs Tide Watch, the winner of the prize.", WATCH),
    ("Riga runs Tide Watch, a new pilot project.", WATCH),
    ("The mayors hope to sign the Quay Charter on Clean Ferries.",
     {"Agreement": "Quay Charter on Clean Ferries"}),
    ("The Baltic Ring was never meant to replace national harbour rules.", RING),
    ("In 2019 the Tide Lab improved its offices.", LAB),
    ("The Harbour Forum on Monday was short.", FORUM),
    ("The Baltic Ring does not work on clean water.", RING),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "topics"), SAID)
def test_every_topic_of_a_list_is_read(
    nlp: Language, text: str, kinds: dict[str, str], topics: set[str]
) -> None:
    assert {value for name, value in literals(nlp, text, kinds) if name == "focusArea"} == topics


@pytest.mark.parametrize(("text", "kinds", "value"), FORMER)
def test_a_topic_is_read_from_its_sentence(
    nlp: Language, text: str, kinds: dict[str, str], value: tuple[str, int | str]
) -> None:
    assert value in literals(nlp, text, kinds)


@pytest.mark.parametrize(("text", "kinds"), UNSAID)
def test_what_only_sounds_like_a_topic_is_none(
    nlp: Language, text: str, kinds: dict[str, str]
) -> None:
    assert not [name for name, _ in literals(nlp, text, kinds) if name == "focusArea"]
