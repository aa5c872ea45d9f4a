"""A workspace of several networks, written by hand, for questions that need more things."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

CITIES = {
    "Gdańsk": 3099434,
    "Göteborg": 2711537,
    "Helsinki": 658225,
    "Kaunas": 598316,
    "Malmö": 2692969,
    "München": 2867714,
    "Oslo": 3143244,
    "Riga": 456172,
    "Tallinn": 588409,
    "Tartu": 588335,
    "Turku": 633679,
    "Vilnius": 593116,
    "Zürich": 2657896,
}
#: Each network with where its members begin in the list of cities, and how many they are.
NETWORKS = {
    "Amber Ports Network": (0, 9),
    "Baltic Sea League": (3, 7),
    "Cool Streets Alliance": (5, 1),
    "Harbour Cities Forum": (6, 7),
    "Quiet Towns Circle": (12, 0),
}


def write_networks(folder: Path) -> Path:
    """Write a document for each network into a new workspace in *folder* and return it."""
    with Workspace(folder).writer() as writer:
        for number, name in enumerate(NETWORKS):
            writer.put(*_statement(number, name))
        writer.commit()
    return folder


def _statement(number: int, network: str) -> tuple[Document, Extraction]:
    """Return what one network says: members, one more that is planned, a partner, and figures."""
    start, size = NETWORKS[network]
    cities = [*CITIES][start : start + size]
    planned = [*CITIES][(start + size) % len(CITIES)]
    partner = dict(pairwise([*NETWORKS])).get(network, "Amber Ports Network")
    lines = [f"{city} is a member of the {network}." for city in cities]
    lines += [f"{planned} will join the {network} in 2027."]
    lines += [f"The {network} works with the {partner} and has {size} members."]
    lines += [f"The {network} works on green ports; it met in {planned} in May 2024."]
    text = "\n".join(lines)
    entities = [Entity("n", "Network", (network,)), Entity("o", "Network", (partner,))]
    entities += [Entity("e", "Event", (f"{network} Days",))]
    entities += [
        Entity(city, "City", (city,), link=f"https://sws.geonames.org/{CITIES[city]}/")
        for city in dict.fromkeys([*cities, planned])
    ]
    said = [Evidence.cut(text, at, at + len(line)) for line, at in _places(lines)]
    facts = [
        Fact(city, "memberOf", "n", said[at], rule="members.v1", confidence=0.5 + at / 20)
        for at, city in enumerate(cities)
    ]
    facts += [
        Fact(planned, "memberOf", "n", said[-3], status="planned", year=2027, rule="plans.v1"),
        Fact("n", "partnerOf", "o", said[-2], rule="partners.v1", confidence=0.8),
        Fact("n", "participatesIn", "e", said[-1], rule="events.v1", year=2024),
        Fact("e", "locatedIn", planned, said[-1], rule="places.v1"),
    ]
    literals = [
        LiteralFact("n", "memberCount", size, said[-2], rule="counts.v1"),
        LiteralFact("n", "focusArea", "green ports", said[-1], rule="topics.v1"),
        LiteralFact("e", "date", f"2024-0{number + 1}", said[-1], rule="dates.v1"),
    ]
    key = f"statements/{number}.md"
    document = Document(
        key=key,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=f"Statement of the {network}",
        publisher=network if number % 2 else None,
        date=("2024", "2024-05", "2025-05-04", None, "2023-12-31")[number],
        language="en",
    )
    return document, Extraction(key, "p" * 64, tuple(entities), tuple(facts), tuple(literals))


def _places(lines: list[str]) -> list[tuple[str, int]]:
    """Return each line with where it begins in the text of them all."""
    found, at = [], 0
    for line in lines:
        found.append((line, at))
        at += len(line) + 1
    return found
