"""Triple patterns are read as rdflib's parser reads them, and rewritten queries bind the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyoxigraph
import pytest
from rdflib import URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.evidence.patterns import Unreadable, Variable, read_select
from ontology.namespaces import PREFIXES, prologue

EX = "PREFIX ex: <http://ex.org/> "
QUERIES = [
    "SELECT * { ?a ex:p ?b }",
    "SELECT ?a WHERE { ?a ex:p ?b , 'x'@en , 1.5 ; ex:q -3 ; a ex:T ; . ?b ex:r true . }",
    "SELECT ?a { ?a ex:p [ ex:q ?c ; ex:r [ ex:s 'a{}\"b' ] ] ; ex:t [] . [] ex:u ?a }",
    "SELECT ?a { [ ex:p ?a ; ex:q [ ex:r ?z ] ] . [ ex:p ?b ] ex:s ?a }",
    "SELECT ?a { ?a ex:p ?b OPTIONAL { ?b ex:q _:x . _:x ex:r ?d } FILTER(?b != <http://x>) }",
    "SELECT ?a { { ?a ex:p ?b } UNION { ?a ex:q ?b . ?b ex:r ?c } GRAPH ?g { ?g ex:s ?t } }",
    "SELECT ?a { GRAPH ex:g { ?a ex:p ?b } VALUES (?a ?b) { (ex:x UNDEF) } BIND(1 AS ?n) }",
    "BASE <http://ex.org/> SELECT DISTINCT ?a { ?a <p> ?b FILTER regex(?b, '}') ?b <q> <r#s> }",
    "SELECT ?a { ?a ex:p-q ?b ; ex:a.b ?c . # a comment { ?x ex:no ?y }\n ?c ex:q ?d }",
    "SELECT (COUNT(?b) AS ?n) ?a { ?a ex:p ?b } GROUP BY ?a HAVING (?n > 1) ORDER BY ?a LIMIT 3",
    "SELECT ?a { ?a ^ex:p ?b }",
    'SELECT ?a { ?a ex:p """long " one""" , "\\u0041\\n"^^ex:d }',
]


def triples(part: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the triples of rdflib's algebra."""
    if isinstance(part, CompValue):
        if "triples" in part:
            yield from part["triples"]
        for value in part.values():
            yield from triples(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from triples(value)


@pytest.mark.parametrize("query", QUERIES)
def test_the_patterns_are_those_of_a_full_parser(query: str) -> None:
    algebra = translateQuery(parseQuery(EX + query)).algebra
    theirs: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    for subject, predicate, object_ in {*triples(algebra)}:
        theirs[str(predicate) if isinstance(predicate, URIRef) else "path"] += 1
        terms.update(end.n3() for end in (subject, object_) if type(end).__name__ != "BNode")
    ours: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for pattern in read_select(EX + query).patterns:
        assert not isinstance(pattern.step, Variable)
        [(iri, is_turned)] = pattern.step
        ours["path" if is_turned else iri] += 1
        for end in (pattern.subject, pattern.object):
            if not isinstance(end, Variable):
                own[str(end)] += 1
            elif not end.name.startswith("hidden"):
                own[f"?{end.name}"] += 1
    assert ours == theirs
    assert sum(own.values()) == sum(terms.values())
    named = {term for term in terms if term.startswith(("?", "<"))}
    assert named <= set(own)


DATA = """
@prefix ex: <http://ex.org/> .
ex:a ex:p ex:b , ex:c ; ex:q ex:d . ex:b ex:q ex:c ; ex:p ex:d . ex:c ex:q ex:d , ex:a ; ex:p ex:a .
ex:d ex:p ex:a ; ex:q ex:b .
"""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x ?y { ?x ex:p/ex:q ?y }",
        "SELECT ?x ?y { ?x ex:p/^ex:q/ex:p ?y , ex:b ; ex:q ?z }",
        "SELECT ?x ?y { ?x ex:p [ ex:q ?y ; ^ex:p/ex:q ?z ] }",
        "SELECT ?x { [ ex:p/ex:q ?x ] . ?x ex:p* ?y }",
        "SELECT ?x { ?x (ex:p|ex:q)/ex:p _:n . _:n ex:q ?y }",
        "SELECT ?x ?y { ?x ex:p ?y OPTIONAL { ?y ex:q/ex:q ?z } MINUS { ?x ex:q/ex:p ?y } }",
        "SELECT ?x { ?x ex:p|ex:q/ex:p ?y . { SELECT ?y { ?y ex:q ?k } } }",
    ],
)
def test_a_rewritten_query_has_the_same_rows(query: str) -> None:
    store = pyoxigraph.Store()
    store.load(DATA.encode(), pyoxigraph.RdfFormat.TURTLE)

    def rows(text: str, names: list[str]) -> Counter[tuple[str, ...]]:
        found = store.query(text)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return Counter(tuple(str(row[name]) for name in names) for row in found)

    read = read_select(EX + query)
    whole = rows(EX + query, read.keys)
    assert whole
    assert rows(read.solutions_query([], [], most=1_000), read.keys) == whole
    given = ["(" + " ".join(row) + ")" for row in whole]
    limited = rows(read.solutions_query(read.keys, given, most=1_000), read.keys)
    assert limited == whole


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a FROM ex:g { ?a ex:p ?b }",
        "SELECT ?a { ?a ex:p ?b {| ex:q ?c |} }",
        "SELECT ?a { << ?a ex:p ?b >> ex:q ?c }",
        "SELECT (COUNT(?a) AS ?n) { ?a ex:p ?b } GROUP BY (STR(?b))",
        "SELECT ?a { { SELECT * { ?a ex:p ?b } } }",
        "SELECT ?a { ?a ex:p",
        "SELECT ?a { ?a unknown:p ?b }",
        "SELECT ?x { " + "?x ex:p ?n . " * 501 + "}",
        "SELECT ?x { " + "?x ex:p [ ex:q [] ] . " * 251 + "}",
        "SELECT ?x { ?x ex:p '" + "x" * 50_000 + "' }",
        "SELECT",
        "PREFIX",
    ],
)
def test_what_is_not_understood_is_said(query: str) -> None:
    with pytest.raises(Unreadable):
        read_select(EX + query)


def test_prefixes_of_hansa_are_known() -> None:
    [pattern] = read_select("SELECT * { ?a rdfs:label ?b }").patterns
    assert pattern.step == ((PREFIXES["rdfs"] + "label", False),)
    assert read_select(prologue() + "SELECT * { ?a a ?b }").keys == ["a", "b"]
