"""What a stranger's query may hold that is sent to a SPARQL server, and how it is written there."""

from __future__ import annotations

import pytest

from graph.errors import QueryError, QueryRefusedError, QuerySyntaxError, UnknownFunctionError
from graph.foreign.abroad import plain
from graph.foreign.forwarding import form_of
from graph.foreign.jobs import Limits, QueryDataset, job
from graph.remote.addresses import remote_at
from graph.remote.dialects import STANDARD, VIRTUOSO, Dialect
from graph.remote.served import Served

EVERYWHERE = [
    "PREFIX a: <urn:a> DELETE WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    "BASE <urn:a> INSERT DATA { <urn:s> <urn:p> 1 }",
    'DEFINE get:soft "soft" SELECT * FROM <http://inside.example/> { ?s ?p ?o }',
    "SELECTDISTINCT ?s { ?s ?p ?o }",
    "SELECT (bif:concat('a', 'b') AS ?x) {}",
    "SELECT (<bif:concat>('a', 'b') AS ?x) {}",
    "PREFIX b: <bif:> SELECT (b:concat('a') AS ?x) {}",
    "PREFIX b: <bi> SELECT (b:f:concat('a') AS ?x) {}",
    "SELECT (<\\u0062if:concat>('a') AS ?x) {}",
    "SELECT (sql:user_get_option('dba') AS ?x) {}",
    "ASK { ?s <java:java.lang.Runtime> ?o }",
    "ASK { FILTER <urn:f>(1) }",
    "ASK { FILTER (?x = <urn:f>(1)) }",
    "ASK { BIND (1 + (2 * <urn:f>(1)) AS ?x) }",
    "ASK { ?s ?p ?o FILTER <http://www.w3.org/2001/XMLSchema#integer>(<urn:f>(1)) }",
    "SELECT ?x { ?x ?p ?o } ORDER BY ?x <urn:f>(?x)",
    "SELECT ?x { ?x ?p ?o } GROUP BY <urn:f>(?x)",
]
BEYOND = [
    'SELECT * FROM <http://inside.example/> OPTION (get:soft "soft") { ?s ?p ?o }',
    "SELECT (`1` AS ?x) {}",
    "SELECT * { ?s ?p ?o OPTION (transitive) }",
    "SELECT * { ?s ?p @@1 }",
]
KNOWN = [
    "SELECT ?s { ?s <urn:p> (1 2 3) }",
    "SELECT ?s { ?s a (1 2) ; <urn:p> (<urn:x> (1)) . (1 2) <urn:q> (<urn:y> (2)) }",
    "ASK { ?s <urn:p>/(<urn:q>|^<urn:r>)* (1) . ?s !(<urn:a>|<urn:b>) ?o }",
    "SELECT (xsd:integer('1') AS ?x) (COUNT(*) AS ?n) { ?y ?p ?o FILTER(?y IN (<urn:a>)) }",
    "ASK { VALUES (?a ?b) { (<urn:a> <urn:b>) (UNDEF 1.5) } FILTER NOT EXISTS { ?a ?p true } }",
    "SELECT ?s { ?s rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), 'en') && ?s != <urn:a>) }",
    "CONSTRUCT WHERE { ?s ?p [ <urn:q> (1) ] }",
    "DESCRIBE hansa:City",
]


def _sent(query: str, dialect: Dialect, **named: tuple[str, ...]) -> str:
    """Return what is sent of a query, as the server has it."""
    served = Served(remote_at("http://127.0.0.1:1"), dialect)
    asked = job(
        served,
        query,
        format="nt" if query.startswith(("CONSTRUCT", "DESCRIBE")) else "json",
        limits=Limits(),
        dataset=QueryDataset(**named),
        base_iri="http://here.example/sparql",
    )
    return str(form_of(query, asked, served)["query"])


@pytest.mark.parametrize("query", EVERYWHERE)
@pytest.mark.parametrize("dialect", [STANDARD, VIRTUOSO], ids=lambda each: each.name)
def test_what_is_no_query_or_calls_what_is_not_of_sparql_is_not_sent(
    query: str, dialect: Dialect
) -> None:
    with pytest.raises(QueryError):
        _sent(query, dialect)


@pytest.mark.parametrize("query", BEYOND)
def test_other_words_and_signs_than_those_of_the_standard_are_not_sent(query: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"none of SPARQL 1\.1"):
        _sent(query, VIRTUOSO)


@pytest.mark.parametrize("query", KNOWN)
def test_queries_are_sent(query: str) -> None:
    assert _sent(query, VIRTUOSO).endswith(query.replace("'", '"'))


def test_it_is_said_what_is_wrong() -> None:
    with pytest.raises(QueryRefusedError, match="DELETE is an update"):
        _sent(EVERYWHERE[0], STANDARD)
    with pytest.raises(QuerySyntaxError, match="line 2, column 3: what is meant by “DEFINE"):
        _sent("PREFIX a: <urn:a>\n  DEFINE get:soft 'soft' ASK {}", STANDARD)
    with pytest.raises(UnknownFunctionError, match="no function <bif:concat> here"):
        _sent("SELECT (bif:concat('a') AS ?x) {}", STANDARD)


def test_no_server_reads_a_text_otherwise_than_the_guard_does() -> None:
    hidden = '#\r"""\nDELETE WHERE { GRAPH <urn:g> { ?s ?p ?o } } #"""'
    for dialect in (STANDARD, VIRTUOSO):
        with pytest.raises(QuerySyntaxError):
            _sent(hidden, dialect)
    seen = _sent(f"ASK {{ ?s ?p {hidden} }}", VIRTUOSO)
    assert seen.endswith('ASK { ?s ?p \n"\\nDELETE WHERE { GRAPH <urn:g> { ?s ?p ?o } } #" }')
    assert plain("ASK { ?s ?p 'a\\u0022 b' }") == 'ASK { ?s ?p "a\\" b" }'
    assert plain("ASK { ?s <urn:\\u0061> '' }") == 'ASK { ?s <urn:a> "" }'
    with pytest.raises(QuerySyntaxError, match="is no IRI"):
        plain("ASK { ?s <urn:a\\u003e> ?o }")
    with pytest.raises(QuerySyntaxError, match="is no character"):
        plain("ASK { ?s ?p '\\uD800' }")


def test_graphs_beside_a_query_are_iris() -> None:
    assert _sent("ASK {}", VIRTUOSO, default_graphs=("urn:g",))
    with pytest.raises(QueryRefusedError, match="no absolute IRI"):
        _sent("ASK {}", VIRTUOSO, default_graphs=('urn:g> define get:soft "soft',))
