"""Foreign queries run in processes of their own, which end when they must."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph
import pytest

from graph.errors import (
    ExportError,
    QueryCrashedError,
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    StoreError,
    UnknownFunctionError,
)
from graph.foreign import worker
from graph.foreign.jobs import Limits, QueryDataset
from graph.foreign.sandbox import run_query
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS

EX = "http://ex.org/"
SHORT = Limits(seconds=1.5, memory=128 * 1024 * 1024, answer=1_000_000)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkpoint of 400 numbered things, one of them in a named graph."""
    folder = tmp_path_factory.mktemp("store")
    store = pyoxigraph.Store(folder / "live")
    number = pyoxigraph.NamedNode(EX + "number")
    store.extend(
        pyoxigraph.Quad(pyoxigraph.NamedNode(f"{EX}{each}"), number, pyoxigraph.Literal(each))
        for each in range(400)
    )
    store.add(
        pyoxigraph.Quad(
            pyoxigraph.NamedNode(EX + "inside"),
            number,
            pyoxigraph.Literal("Łódź", language="pl"),
            pyoxigraph.NamedNode(EX + "graph"),
        )
    )
    store.backup(folder / "checkpoint")
    return folder / "checkpoint"


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_select_is_answered_in_every_format_of_solutions(checkpoint: Path, name: str) -> None:
    answer = run_query(
        checkpoint, "SELECT ?n { GRAPH ?g { ?s <http://ex.org/number> ?n } }", format=name
    )
    assert "Łódź" in answer.body.decode()
    assert answer.format is SOLUTION_FORMATS[name]


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_ask_is_answered_in_every_format_of_solutions(checkpoint: Path, name: str) -> None:
    answer = run_query(checkpoint, "ASK { ?s ?p 7 }", format=name)
    assert b"true" in answer.body


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_construct_is_answered_in_every_format_of_graphs(checkpoint: Path, name: str) -> None:
    query = "CONSTRUCT { ?s rdfs:label ?n } { ?s <http://ex.org/number> ?n FILTER(?n < 3) }"
    answer = run_query(checkpoint, query, format=name)
    media_type = answer.format.media_type
    found = pyoxigraph.parse(answer.body, pyoxigraph.RdfFormat.from_media_type(media_type))
    assert sorted(
        triple.object.value for triple in found if not isinstance(triple.object, pyoxigraph.Triple)
    ) == ["0", "1", "2"]


def test_known_prefixes_need_no_declaration_and_yield_to_one(checkpoint: Path) -> None:
    query = "ASK { ?s hansa:number 7 }"
    own = f"PREFIX hansa: <{EX}> {query}"
    assert json.loads(run_query(checkpoint, query, format="json").body)["boolean"] is False
    assert json.loads(run_query(checkpoint, own, format="json").body)["boolean"] is True


def test_the_dataset_of_the_protocol_replaces_the_store_s_own(checkpoint: Path) -> None:
    def ask(query: str, **graphs: tuple[str, ...]) -> bool:
        dataset = QueryDataset(**graphs)
        return bool(
            json.loads(run_query(checkpoint, query, format="json", dataset=dataset).body)["boolean"]
        )

    plain, named = "ASK { ?s ?p ?o }", "ASK { GRAPH ?g { ?s ?p ?o } }"
    assert ask(plain, default_graphs=(EX + "graph",))
    assert not ask(named, default_graphs=(EX + "graph",))
    assert not ask(plain, named_graphs=(EX + "graph",))
    assert ask(named, named_graphs=(EX + "graph",))
    assert not ask(plain, default_graphs=(EX + "missing",))


HOSTILE: list[tuple[str, type[QueryError]]] = [
    ("SELECT * { " + "(" * 10_000, QueryRefusedError),
    ("SELECT * { " + "{" * 10_000 + "}" * 10_000 + "}", QueryRefusedError),
    ("SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } ORDER BY ?o ?c ?f", QueryError),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", QueryTimeoutError),
    ("SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }", QueryTooLargeError),
    (
        "SELECT (STRLEN(?x) AS ?n) { BIND('aaaaaaaaaa' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(45))
        + " BIND(?x45 AS ?x) }",
        QueryCrashedError,
    ),
    ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", QueryRefusedError),
    ("LOAD <http://127.0.0.1:1/>", QueryRefusedError),
    ("INSERT DATA { <a:a> <a:a> 1 }", QueryRefusedError),
    ("SELECT * {", QuerySyntaxError),
    ("SELECT * WHERE { ?s ?p ?o } GROUP", QuerySyntaxError),
    ("SELECT nonsense", QuerySyntaxError),
    ("SELECT * { FILTER(ex:undeclared) }", QuerySyntaxError),
    ("ASK { " + "?s ?p ?o . " * 100_000 + "}", QueryRefusedError),
    (
        "SELECT * { ?s (!<a:b>|^!<a:b>)+ ?o . ?o (!<a:b>|^!<a:b>)+ ?x . ?z ?q ?r }",
        QueryError,
    ),
]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {\n ?s hnasa:member ?o }", "line 2: the prefix hnasa: .*did you mean hansa:"),
        ("ASK { ?s zzz:member ?o }", "line 1: the prefix zzz: .*write a PREFIX line for it"),
        ("PREFIX ex: <http://ex.org/> SELCT * { ?s ex:a ?o }", "line 1, column 29: .*SELCT"),
        ("SELECT ?x { ?s ?p ?x } GROUP BY ?s", "line 1: with GROUP BY, SELECT may name"),
        ("SELECT (STR(?x) AS ?y) { ?s ?p ?x } GROUP BY (STR(?x))", "line 1: with GROUP BY, SELECT"),
        ("SELECT ?s WHERE ?s ?p ?o", r'error at 1:17: expected "\{"'),
    ],
)
def test_a_query_that_is_not_sparql_is_told_what_is_wrong(
    checkpoint: Path, query: str, words: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=words):
        run_query(checkpoint, query, format="json")


@pytest.mark.parametrize(("query", "error"), HOSTILE)
def test_hostile_queries_end_in_an_error_of_their_own_and_soon(
    checkpoint: Path, query: str, error: type[QueryError]
) -> None:
    began = time.monotonic()
    with pytest.raises(error) as caught:
        run_query(checkpoint, query, format="json", limits=SHORT)
    assert time.monotonic() - began < SHORT.seconds + 4
    assert len(str(caught.value)) < 500


def test_a_format_that_does_not_fit_the_form_is_refused(checkpoint: Path) -> None:
    with pytest.raises(QueryRefusedError, match="choose ttl"):
        run_query(checkpoint, "DESCRIBE <http://ex.org/1>", format="csv")


def test_a_graph_that_is_no_iri_is_refused(checkpoint: Path) -> None:
    with pytest.raises(QueryRefusedError):
        run_query(
            checkpoint, "ASK {}", format="json", dataset=QueryDataset(default_graphs=("no iri",))
        )


UNSAYABLE = [
    ("xml", 'SELECT ("a\\u0001b" AS ?x) {}', r"U\+0001"),
    ("xml", 'SELECT ("a\\uFFFEb" AS ?x) {}', r"U\+FFFE"),
    ("rdf", 'CONSTRUCT { <x:a> <x:b> "\\u000B" } {}', r"U\+000B"),
    ("rdf", 'CONSTRUCT { <x:a> <http://ex.org/> "b" } {}', "a property whose IRI ends in no name"),
    ("rdf", "CONSTRUCT { <x:a> <x:1> <x:b> } {}", "a property whose IRI ends in no name"),
]


@pytest.mark.parametrize(("format", "query", "told"), UNSAYABLE)
def test_what_xml_cannot_say_is_no_answer_in_it(
    checkpoint: Path, format: str, query: str, told: str
) -> None:
    with pytest.raises(ExportError, match=told):
        run_query(checkpoint, query, format=format)
    other = {"xml": "json", "rdf": "nt"}[format]
    assert run_query(checkpoint, query, format=other).body


def test_what_xml_can_say_is_said(checkpoint: Path) -> None:
    query = r'SELECT ("a\t\n\r\u0085\uFFFD\U0001F6B2<oxprefix: >" AS ?x) {}'
    found = pyoxigraph.parse_query_results(
        run_query(checkpoint, query, format="xml").body, format=pyoxigraph.QueryResultsFormat.XML
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert next(found)["x"].value.startswith("a\t\n")


def test_triple_terms_as_json_ld_fail_whole(checkpoint: Path) -> None:
    query = "CONSTRUCT { ?s <a:b> <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }"
    with pytest.raises(ExportError, match="triple terms"):
        run_query(checkpoint, query, format="jsonld")


@pytest.fixture
def visited() -> Iterator[tuple[int, list[str]]]:
    """Run a server on a free port that notes each request's path."""
    paths: list[str] = []

    class Notes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            paths.append(self.path)
            self.send_error(500)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Notes) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


CALL = """
import json, sys
sys.path.insert(0, sys.argv[1])
import worker
if sys.argv[4] == "locked" and not worker.forbid_sockets():
    sys.exit(3)
job = {"checkpoint": sys.argv[2], "query": f"ASK {{ SERVICE <{sys.argv[3]}> {{ ?s ?p ?o }} }}"}
job |= dict(memory=2**29, format="json", prefixes={}, base_iri=None)
job |= dict(default_graphs=None, named_graphs=None)
print(json.dumps(worker.run(job, worker.Sink(limit=1000), worker.Stores())))
"""


@pytest.mark.parametrize("state", ["open", "locked"])
def test_a_worker_without_sockets_calls_nobody_even_past_the_guard(
    checkpoint: Path, visited: tuple[int, list[str]], state: str
) -> None:
    port, paths = visited
    folder = str(Path(worker.__file__).parent)
    url = f"http://127.0.0.1:{port}/called"
    child = subprocess.run(
        [sys.executable, "-c", CALL, folder, str(checkpoint), url, state],
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode == 3:
        pytest.skip("this kernel or machine has no seccomp that we know how to use")
    assert json.loads(child.stdout.splitlines()[-1])["outcome"] == "failed"
    assert paths == (["/called"] if state == "open" else [])


def test_the_worker_needs_nothing_of_hansa() -> None:
    code = "import runpy, sys; runpy.run_path(sys.argv[1]); print(*sys.modules)"
    listed = subprocess.run(
        [sys.executable, "-I", "-c", code, worker.__file__],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"graph", "ontology", "spacy"} & set(listed.stdout.split())


def test_a_checkpoint_that_is_not_there_is_the_stores_trouble(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "missing", tmp_path / "empty"):
        with pytest.raises(StoreError, match="hansa rebuild"):
            run_query(folder, "ASK {}", format="json", limits=SHORT)


def test_a_function_that_is_not_known_is_refused_by_its_name(checkpoint: Path) -> None:
    with pytest.raises(UnknownFunctionError, match="there is no function <urn:f> here"):
        run_query(checkpoint, "SELECT (<urn:f>(1) AS ?x) {}", format="json")
