"""Writing over HTTP: guests' graphs only, by the keeper only, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.api.problem import assert_problem

from .lines import defends
from .sample import write_sample
from .server import running_server

TOKEN = "a-secret"
KEEPER = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {**KEEPER, "Content-Type": "text/turtle"}
MINE = "https://guest.example/mine"


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server with a token."""
    store = write_sample(tmp_path_factory.mktemp("writes") / "data")
    with running_server(store, HANSA_TOKEN=TOKEN, HANSA_WRITE_LENGTH="20000") as client:
        yield client


def update(client: httpx.Client, text: str, **using: str) -> httpx.Response:
    return client.post("/sparql/update", data={"update": text, **using}, headers=KEEPER)


def ask(client: httpx.Client, pattern: str) -> bool:
    answer = client.post("/sparql", data={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.raise_for_status().json()["boolean"])


def test_an_update_makes_a_generation_that_is_read_at_once(keeper: httpx.Client) -> None:
    before = int(keeper.get("/sparql?query=ASK%7B%7D").headers["hansa-generation"])
    done = update(
        keeper,
        f"INSERT {{ GRAPH <{MINE}> {{ ?c rdfs:label ?l }} }} "
        "WHERE { ?c a hansa:City ; rdfs:label ?l } ; "
        f"INSERT DATA {{ GRAPH <{MINE}> {{ _:b hansa:noted 1 }} }}",
    )
    assert done.status_code == 204
    assert int(done.headers["hansa-generation"]) == before + 1
    noted = f"GRAPH <{MINE}> {{ ?c rdfs:label ?l . ?b hansa:noted 1 }}"
    assert ask(keeper, f'{noted} FILTER(STR(?l) = "Riga")')


REFUSED = [
    ("CLEAR ALL", 403, "managed-graph"),
    ("INSERT DATA { <a:a> <a:a> 1 }", 403, "managed-graph"),
    ("INSERTDATA{<a:a><a:a>1}", 403, "managed-graph"),
    ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", 403, "managed-graph"),
    ("MOVE <https://w3id.org/hansa/graph/ontology> TO <urn:x>", 403, "managed-graph"),
    ("INSERT DATA { GRAPH <urn:x> { <a:a> <a:a> 1 } } ; DROP DEFAULT", 403, "managed-graph"),
    ("INSERT DATA { GRAPH <urn:x> { <a:a> <a:a> 1 } } ; DROP GRAPH <urn:no>", 409, "update-failed"),
    ("LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:x>", 403, "call-refused"),
    ("INSERT { GRAPH <urn:x> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
     403, "call-refused"),
    ("INSERT DATA {", 400, "query-syntax"),
    ("LOAD", 400, "query-syntax"),
    ("SELECT * {}", 400, "query-syntax"),
    ("INSERT DATA { GRAPH <urn:x> {" + "[" * 500 + "]" * 500 + "} }", 400, "query-refused"),
    ("INSERT DATA { GRAPH <urn:x> { <a:a> <a:a> '" + "x" * 20_000 + "' } }", 413,
     "content-too-large"),
]  # fmt: skip


@defends("guests")
@pytest.mark.parametrize(("text", "status", "code"), REFUSED, ids=lambda each: str(each)[:40])
def test_what_may_not_be_written_is_refused_whole(
    keeper: httpx.Client, text: str, status: int, code: str
) -> None:
    before = keeper.get("/sparql?query=ASK%7B%7D").headers["hansa-generation"]
    assert_problem(update(keeper, text), status, code)
    assert keeper.get("/sparql?query=ASK%7B%7D").headers["hansa-generation"] == before
    assert not ask(keeper, "GRAPH <urn:x> { ?s ?p ?o }")


def test_the_dataset_of_the_protocol_is_where_updates_look(keeper: httpx.Client) -> None:
    update(
        keeper,
        "INSERT DATA { GRAPH <urn:one> { <a:a> <a:a> 1 } GRAPH <urn:two> { <a:a> <a:a> 2 } }",
    )
    insert = "INSERT { GRAPH <urn:three> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert update(keeper, insert, **{"using-graph-uri": "urn:one"}).status_code == 204
    assert ask(
        keeper, "GRAPH <urn:three> { ?s ?p 1 } FILTER NOT EXISTS { GRAPH <urn:three> { ?s ?p 2 } }"
    )
    twice = insert.replace("WHERE", "USING <urn:two> WHERE")
    assert_problem(update(keeper, twice, **{"using-graph-uri": "urn:one"}), 400, "query-refused")


def test_a_graph_is_put_read_added_to_and_deleted(keeper: httpx.Client) -> None:
    address = {"graph": "https://guest.example/town"}
    put = keeper.put("/data", params=address, content="<x> <urn:p> _:a, _:a .", headers=TURTLE)
    assert put.status_code == 201
    assert keeper.put("/data", params=address, content="", headers=TURTLE).status_code == 204
    assert keeper.get("/data", params=address).status_code == 200  # it is there, and empty
    part = {"file": ("a.nt", b"<a:a> <a:p> 1 .".replace(b"1", b'"1"'), "application/n-triples")}
    assert keeper.post("/data", params=address, files=part, headers=KEEPER).status_code == 204
    posted = keeper.post("/data", params=address, content="<x> <a:p> 2 .", headers=TURTLE)
    assert posted.status_code == 204
    got = keeper.get("/data", params=address, headers={"Accept": "application/n-triples"})
    assert got.headers["content-type"] == "application/n-triples"
    assert sorted(got.text.splitlines()) == [
        '<a:a> <a:p> "1" .',
        '<https://guest.example/x> <a:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]
    head = keeper.head("/data", params=address, headers={"Accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/turtle")
    assert keeper.delete("/data", params=address, headers=KEEPER).status_code == 204
    for method in ("GET", "DELETE"):
        assert_problem(
            keeper.request(method, "/data", params=address, headers=KEEPER), 404, "not-found"
        )


def _put(client: httpx.Client, text: str, graph: str, **conditions: str) -> httpx.Response:
    headers = TURTLE | {name.replace("_", "-"): value for name, value in conditions.items()}
    return client.put("/data", params={"graph": graph}, content=text, headers=headers)


def test_who_has_not_seen_a_change_does_not_overwrite_it(keeper: httpx.Client) -> None:
    graph, other = "https://guest.example/both", "https://guest.example/other"
    assert_problem(_put(keeper, "<x:> <y:> 0 .", graph, If_Match="*"), 412, "precondition-failed")
    assert _put(keeper, "<x:> <y:> 0 .", graph, If_None_Match="*").status_code == 201
    assert_problem(
        _put(keeper, "<x:> <y:> 9 .", graph, If_None_Match="*"), 412, "precondition-failed"
    )
    address = {"graph": graph}
    seen = [
        keeper.get("/data", params=address, headers={"Accept": accept}).headers["etag"]
        for accept in ("text/turtle", "application/ld+json", "application/n-triples")
    ]
    assert _put(keeper, "<x:> <y:> 1 .", other).status_code == 201  # another generation, not his
    assert _put(keeper, "<x:> <y:> 1 .", graph, If_Match=f'"no", {seen[1]}').status_code == 204
    for tag in seen:
        failed = _put(keeper, "<x:> <y:> 2 .", graph, If_Match=tag)
        assert_problem(failed, 412, "precondition-failed")
        posted = keeper.post(
            "/data", params=address, content="", headers=TURTLE | {"If-Match": tag}
        )
        assert_problem(posted, 412, "precondition-failed")
        deleted = keeper.delete("/data", params=address, headers=KEEPER | {"If-Match": tag})
        assert_problem(deleted, 412, "precondition-failed")
    assert ask(keeper, f"GRAPH <{graph}> {{ <x:> <y:> 1 }}")
    fresh = keeper.get("/data", params=address, headers={"Accept": "text/turtle"}).headers["etag"]
    weak = _put(keeper, "<x:> <y:> 2 .", graph, If_Match=f"W/{fresh}")
    assert_problem(weak, 412, "precondition-failed")  # compared strongly: section 13.1.1
    assert_problem(
        _put(keeper, "<x:> <y:> 2 .", graph, If_None_Match=fresh), 412, "precondition-failed"
    )
    packed = f'"{fresh.strip(chr(34))}-gzip"'
    assert keeper.delete("/data", params=address, headers=KEEPER | {"If-Match": packed}).is_success


def test_writes_may_depend_on_a_time(keeper: httpx.Client) -> None:
    graph = "https://guest.example/timed"
    assert _put(keeper, "<x:> <y:> 0 .", graph).status_code == 201
    past, coming = "Thu, 31 May 2007 20:35:00 GMT", "Thu, 31 May 2107 20:35:00 GMT"
    late = _put(keeper, "<x:> <y:> 1 .", graph, If_Unmodified_Since=past)
    assert_problem(late, 412, "precondition-failed")
    for sent in (coming, "yesterday"):  # what is no time is passed over: section 13.1.4
        assert _put(keeper, "<x:> <y:> 1 .", graph, If_Unmodified_Since=sent).status_code == 204


def test_an_update_may_depend_on_the_generation(keeper: httpx.Client) -> None:
    text = {"update": "INSERT DATA { GRAPH <urn:tagged> { <a:a> <a:a> 1 } }"}
    done = keeper.post("/sparql/update", data=text, headers=KEEPER)
    number = int(done.headers["hansa-generation"])
    assert done.headers["etag"] == f'"{number}"'
    text = {"update": "INSERT DATA { GRAPH <urn:tagged> { <a:a> <a:a> 2 } }"}
    stale = KEEPER | {"If-Match": f'"{number - 1}"'}
    failed = keeper.post("/sparql/update", data=text, headers=stale)
    assert_problem(failed, 412, "precondition-failed")
    fresh = KEEPER | {"If-Match": f'"{number}"'}
    assert keeper.post("/sparql/update", data=text, headers=fresh).status_code == 204


def test_of_many_who_write_on_what_they_saw_one_wins(keeper: httpx.Client) -> None:
    graph = "https://guest.example/contended"
    assert _put(keeper, "<x:> <y:> 0 .", graph).status_code == 201
    tag = keeper.get("/data", params={"graph": graph}).headers["etag"]

    def write(number: int) -> int:
        return _put(keeper, f"<x:> <y:> {number} .", graph, If_Match=tag).status_code

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(write, range(1, 5))) == [204, 412, 412, 412]


def test_a_graph_may_be_named_by_its_own_address(keeper: httpx.Client) -> None:
    made = keeper.post("/data", content="<> <urn:p> 1 .", headers=TURTLE)
    assert made.status_code == 201
    address = made.headers["location"]
    got = keeper.get(address, headers={"Accept": "application/n-triples"})
    assert got.text.startswith(f"<{address}> <urn:p>")
    assert ask(keeper, f"GRAPH <{address}> {{ <{address}> <urn:p> 1 }}")


BAD = [
    ("PUT", "/data?default", TURTLE, b"", 403, "managed-graph"),
    ("PUT", "/data?graph=https://w3id.org/hansa/doc/x", TURTLE, b"", 403, "managed-graph"),
    ("DELETE", "/data?default", KEEPER, b"", 403, "managed-graph"),
    ("PUT", "/data?graph=urn:x", TURTLE, b"<a:a> <a:a>", 400, "data-syntax"),
    ("PUT", "/data?graph=urn:x", {**KEEPER, "Content-Type": "application/ld+json"},
     b'{"@id": "urn:g", "@graph": [{"@id": "a:a", "a:b": 1}]}', 400, "data-syntax"),
    ("PUT", "/data?graph=urn:x", {**KEEPER, "Content-Type": "image/png"}, b"",
     415, "unsupported-media-type"),
    ("PUT", "/data?graph=x", TURTLE, b"", 400, "bad-request"),
    ("PUT", "/data", TURTLE, b"", 400, "bad-request"),
    ("GET", "/data?graph=urn:x&default", {}, b"", 400, "bad-request"),
    ("GET", "/data?graph=urn:nobodys", {}, b"", 404, "not-found"),
    ("PATCH", "/data?graph=urn:x", KEEPER, b"", 405, "method-not-allowed"),
    ("PUT", "/data?graph=urn:x", {"Content-Type": "text/turtle"}, b"", 401, "unauthorized"),
    ("POST", "/sparql/update", {"Authorization": "Bearer other"}, b"", 401, "unauthorized"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "target", "headers", "body", "status", "code"), BAD)
def test_a_wrong_write_is_a_problem(
    keeper: httpx.Client,
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    code: str,
) -> None:
    answer = keeper.request(method, target, headers=headers, content=body)
    assert_problem(answer, status, code)
    assert ("www-authenticate" in answer.headers) == (status == 401)
