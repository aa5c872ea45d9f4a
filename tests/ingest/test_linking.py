"""Links to GeoNames, ISO 3166 and the authority file, measured on annotated names.

Those of the real documents are measured where these are read, in ``test_extraction``.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from graph.deriving.gazetteer import Gazetteer, is_place_link
from graph.workspace import Workspace
from ingest.annotations import Cluster
from ingest.extraction import extract
from ingest.folding import fold
from ingest.linking import GEONAMES, Evidence, city_link
from ingest.pipeline import read
from ingest.places import places
from ontology.model import Document
from ontology.namespaces import prologue
from tests.ingest.known_links import KNOWN, wanted

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "links.toml").read_text(encoding="utf-8"))


def linked(nlp: Language, documents: list[Document]) -> list[Doc]:
    """Return *documents* as read up to their links; what comes after does not change them."""
    after = nlp.pipe_names[nlp.pipe_names.index("hansa_linker_v1") + 1 :]
    with nlp.select_pipes(disable=after):
        return list(read(nlp, documents))


def judged(nlp: Language, cases: list[dict[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    """Yield text, name, and whether the link is right, for each name that was found."""
    documents = [Document(key="case", text=case["text"], sha256="") for case in cases]
    for case, doc in zip(cases, linked(nlp, documents), strict=True):
        by_name = {name: one for one in doc._.clusters for name in one.names}
        for name, link in case["links"].items():
            right = link if link.startswith("iso3166:") else f"{GEONAMES}{link}/"
            if name in by_name:
                found = by_name[name].link
                yield case["text"], name, found == (None if link == "nil" else right)


@pytest.mark.parametrize("group", sorted(CASES))
def test_ambiguous_names_are_told_apart_by_what_stands_around_them(
    nlp: Language, group: str
) -> None:
    found = list(judged(nlp, CASES[group]))
    wrong = [(text, name) for text, name, right in found if not right]
    annotated = sum(len(case["links"]) for case in CASES[group])
    assert len(found) >= 0.9 * annotated
    assert 1 - len(wrong) / len(found) >= 0.95, wrong


def test_the_graph_knows_every_place_that_is_annotated() -> None:
    links = {link for names in KNOWN.values() for one in names.values() for link in wanted(one)}
    places_ = {link for link in links if link and is_place_link(link)}
    gazetteer = Gazetteer()
    gazetteer.look_up(places_)
    assert len(places_) > 150
    assert {link for link in places_ if gazetteer[link] is None} == set()


def city(name: str, evidence: Evidence) -> str | None:
    """Return the GeoNames id of a city by name and evidence."""
    found = city_link(Cluster(0, "City", [name]), places(), evidence)
    return found[0].removeprefix(GEONAMES).rstrip("/") if found else None


def test_two_cities_that_are_as_likely_are_not_told_apart_by_chance() -> None:
    assert city("Springfield", Evidence()) is None
    assert city("Springfield", Evidence(beside=["US-IL"])) == "4250542"


def test_a_small_town_needs_its_country_or_region_beside_it() -> None:
    assert city("Visby", Evidence()) == "2662689"
    assert city("Sedona", Evidence()) is None
    assert city("Sedona", Evidence(beside=["US-AZ"])) == "5313667"
    assert city("Sedona", Evidence(beside=["SE"])) is None


def test_the_state_of_a_countrys_name_is_tried_where_the_country_has_no_such_city() -> None:
    assert city("Tbilisi", Evidence(beside=["US-GA"], otherwise=["GE"])) == "611717"


def test_a_licence_is_not_the_body_it_is_named_after(nlp: Language) -> None:
    texts = ["The code is under the MIT license.", "The code was written at MIT by two students."]
    docs = linked(nlp, [Document(key="case", text=text, sha256="") for text in texts])
    found = [{one.link for one in doc._.clusters if "MIT" in one.names} - {None} for doc in docs]
    assert [len(links) for links in found] == [0, 1]


ASKED = """
SELECT ?name ?lat ?long ?country ?link WHERE {
  GRAPH ?gazetteer {
    ?city a hansa:City ; wgs84:lat ?lat ; wgs84:long ?long ; schema:sameAs ?link ;
          hansa:country/schema:identifier ?country ; skos:prefLabel ?name
  }
} ORDER BY ?name
"""


def test_a_linked_city_has_its_place_and_country_in_the_graph(
    tmp_path: Path, nlp: Language
) -> None:
    text = (
        "# Harbour pact\n\nValencia, Venezuela, and Davos, Switzerland, are members of the "
        "Lantern Cities Network.\n"
    )
    document = Document(key="pact.md", text=text, sha256=sha256(text.encode()).hexdigest())
    workspace = Workspace(tmp_path)
    with workspace.writer() as writer:
        writer.put(document, next(extract([document], nlp)))
        writer.commit()
    with workspace.reader() as reader:
        rows = [
            {k: v.value for k, v in row.items()} for row in reader.solutions(prologue() + ASKED)
        ]
    assert [fold(row["name"]) for row in rows] == ["davos", "valencia"]
    assert [row["country"] for row in rows] == ["CH", "VE"]
    assert [row["link"] for row in rows] == [f"{GEONAMES}2661039/", f"{GEONAMES}3625549/"]
    assert [round(float(row["lat"])) for row in rows] == [47, 10]
    assert [round(float(row["long"])) for row in rows] == [10, -68]


def test_the_cases_are_many_and_of_every_sort() -> None:
    topics = Counter(case["topic"] for cases in CASES.values() for case in cases)
    assert sum(topics.values()) >= 120
    assert set(topics) == {"beside", "small", "context", "prior", "names", "nil", "countries"}
