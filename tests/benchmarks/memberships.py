"""Networks with many members each, as documents tell of them: what GraphQL's figures are about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from ontology.iris import hash8
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from tests.benchmarks.bench_questions import city_links

#: The most populous cities of the gazetteer, from which each network has its members.
CITIES: Final = 20_000


def memberships(
    networks: int, members: int, *, cities: int = CITIES
) -> Iterator[tuple[Document, Extraction]]:
    """Yield a document for each network, with a sentence for each of its members."""
    chance = random.Random(11)
    links = city_links(cities)
    for number in range(networks):
        yield _roll(number, sorted(chance.sample(range(len(links)), members)), links)


def _roll(number: int, members: list[int], links: list[str]) -> tuple[Document, Extraction]:
    key, name = f"roll/{number}.md", f"{_adjective(number)} League of Cities"
    lines = [f"City {each} is a member of the {name}." for each in members]
    text = "\n".join(lines)
    entities = [Entity("network", "Network", (name,))]
    facts, start = [], 0
    for each, line in zip(members, lines, strict=True):
        entities.append(Entity(f"c{each}", "City", (f"City {each}",), link=links[each]))
        evidence = Evidence.cut(text, start, start + len(line))
        facts.append(Fact(f"c{each}", "memberOf", "network", evidence, rule="members.v1"))
        start += len(line) + 1
    document = Document(key, text, hash8(key) * 8, title=f"Members of the {name}")
    return document, Extraction(key, "0" * 64, tuple(entities), tuple(facts))


def _adjective(number: int) -> str:
    first = (
        "Amber",
        "Bright",
        "Calm",
        "Distant",
        "Eager",
        "Fair",
        "Green",
        "High",
        "Inner",
        "Just",
    )
    second = ("Baltic", "Coastal", "Danube", "Eastern", "Flemish", "Gulf", "Harbour", "Island")
    third = ("Upper", "Lower", "Great")
    words = third[number // 80 % 3], first[number % 10], second[number // 10 % 8]
    return " ".join(words)
