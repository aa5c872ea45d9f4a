"""The dataset about itself: what is counted is so, and dumps are whole, the same and repeatable."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from graph.workspace import Workspace
from ontology.iris import Base
from ontology.namespaces import HANSA
from queries.catalogue import catalogue

from .problem import assert_problem

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
HERE = f"{Base().iri}void"
PREFIXES = f"PREFIX void: <{VOID}> PREFIX dcat: <{DCAT}> PREFIX g: <{Base().iri}graph/> "


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> pyoxigraph.Store:
    answer = client.get("/.well-known/void")
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "@prefix void:" in answer.text
    store = pyoxigraph.Store()
    store.load(answer.content, pyoxigraph.RdfFormat.TURTLE)
    return store


def _rows(store: pyoxigraph.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, prefixes={"void": VOID, "dcat": DCAT, "sh": SH, "dcterms": DCTERMS})
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {tuple(each.value for each in row) for row in found}


SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"


def _count(client: httpx.Client, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    answer = client.get("/sparql", params={"query": query}).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


def test_partitions_count_what_is_there(client: httpx.Client, described: pyoxigraph.Store) -> None:
    part = f"<{HERE}#facts>"
    classes = _rows(
        described,
        f"SELECT ?c ?n {{ {part} void:classPartition [ void:class ?c ; void:entities ?n ] }}",
    )
    assert (HANSA + "City", str(_count(client, "?s a hansa:City"))) in classes
    assert len(classes) == _count(client, "SELECT DISTINCT ?c { ?s a ?c }")
    properties = _rows(
        described,
        f"SELECT ?p ?n {{ {part} void:propertyPartition [ void:property ?p ; void:triples ?n ] }}",
    )
    for iri, number in properties:
        assert int(number) == _count(client, f"?s <{iri}> ?o")
    total = _count(client, "?s ?p ?o") + _count(client, "GRAPH ?g { ?s ?p ?o }")
    assert _rows(described, f"SELECT ?n {{ <{HERE}#dataset> void:triples ?n }}") == {(str(total),)}
    inner = _rows(
        described,
        f"SELECT ?n {{ [] void:class <{HANSA}City> ; void:propertyPartition "
        f"[ void:property <{HANSA}memberOf> ; void:triples ?n ] }}",
    )
    assert inner == {(str(_count(client, "?s a hansa:City ; hansa:memberOf ?o")),)}


def test_examples_and_files_can_be_had(client: httpx.Client, described: pyoxigraph.Store) -> None:
    examples = _rows(described, "SELECT ?e { ?s void:exampleResource ?e }")
    assert len(examples) > 4
    for (iri,) in examples:
        answer = client.get("/" + iri.removeprefix(Base().iri), follow_redirects=True)
        assert answer.status_code == 200
    files = _rows(described, "SELECT ?f { ?s dcat:distribution/dcat:downloadURL ?f }")
    assert {httpx.URL(each).path for (each,) in files} == {"/dump.nq.gz", "/dump.trig.gz"}
    for (address,) in files:
        assert client.get(address).status_code == 200
    (endpoint,) = _rows(described, f"SELECT ?e {{ <{HERE}#dataset> void:sparqlEndpoint ?e }}")
    assert client.get(endpoint[0], params={"query": "ASK {}"}).json()["boolean"] is True


def test_dcat_says_who_publishes_and_under_which_licence(described: pyoxigraph.Store) -> None:
    needed = ["title", "description", "publisher", "license", "rights", "modified", "identifier"]
    for name in needed:
        assert _rows(described, f"SELECT ?v {{ <{HERE}#dataset> dcterms:{name} ?v }}"), name
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    rights = _rows(described, f"SELECT ?l {{ ?s dcterms:rights [ {label} ?l ] }}")
    assert "GeoNames" in str(rights)


def test_every_question_is_an_executable_that_runs(
    client: httpx.Client, described: pyoxigraph.Store
) -> None:
    rows = _rows(described, "SELECT ?q ?text { ?q a sh:SPARQLExecutable ; sh:select ?text }")
    assert {iri.rpartition("/")[2] for iri, _ in rows} == {*catalogue()}
    for _, text in rows:
        answer = client.post("/sparql", data={"query": text})
        assert answer.status_code == 200, text


def test_the_endpoint_answers_for_the_graph_of_the_description(client: httpx.Client) -> None:
    query = PREFIXES + (
        "SELECT ?class ?n ?label { GRAPH g:description { ?p void:class ?class ; void:entities ?n } "
        "GRAPH g:ontology { ?class rdfs:label ?label } } ORDER BY DESC(?n) LIMIT 3"
    )
    first = client.get("/sparql", params={"query": query})
    assert len(first.json()["results"]["bindings"]) == 3
    again = client.get("/sparql", params={"query": query})
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    graph = f"{Base().iri}graph/description"
    asked = {"query": f"ASK {{ ?s a <{VOID}Dataset> }}", "default-graph-uri": graph}
    assert client.get("/sparql", params=asked).json()["boolean"] is True
    assert client.get("/sparql", params={"query": asked["query"]}).json()["boolean"] is False
    sd = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert f"<{graph}>" in sd or "graph/description" in sd
    lines = client.get("/graph/description.nt").text
    assert f"<{VOID}class>" in lines


def test_a_page_tells_it_too(client: httpx.Client) -> None:
    page = client.get("/void", headers={"Accept": "text/html"}, follow_redirects=True).text
    assert "What there is in this dataset" in page
    assert "hansa:City" in page
    assert_problem(client.get("/void.pdf"), 404, "not-found")


def test_dumps_are_the_export_and_say_so_by_their_tag(
    client: httpx.Client, sample_store: Path
) -> None:
    with Workspace(sample_store).reader() as reader:
        expected = {form: b"".join(reader.export(form)) for form in ("nq", "trig")}
    for form, content in expected.items():
        answer = client.get(f"/dump.{form}.gz")
        assert answer.headers["content-type"] == "application/gzip"
        assert "content-encoding" not in answer.headers
        assert gzip.decompress(answer.content) == content
        assert answer.content[4:8] == bytes(4)
        tag = answer.headers["etag"]
        assert not tag.startswith("W/")
        again = client.get(f"/dump.{form}.gz?generation=1")
        assert (again.content, again.headers["etag"]) == (answer.content, tag)
        assert client.get(f"/dump.{form}.gz", headers={"If-None-Match": tag}).status_code == 304
        assert client.head(f"/dump.{form}.gz").headers["content-length"] == str(len(answer.content))
        part = client.get(f"/dump.{form}.gz", headers={"Range": "bytes=0-9", "If-Range": tag})
        assert (part.status_code, part.content) == (206, answer.content[:10])
    assert_problem(client.get("/dump.nq.gz?generation=99"), 404, "unknown-generation")
