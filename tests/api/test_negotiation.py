"""The format follows Accept with its weights, or format=, or is refused with what there is."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import NotAcceptableError
from api.http.negotiation import negotiate, parse_accept
from api.pages.pages import PAGE_FORMATS
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS

from .problem import assert_problem

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV; charset=utf-8", "csv"),
        ("application/sparql-results+xml;q=0.5, text/tab-separated-values;q=0.6", "tsv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/*", "csv"),
        ("text/*;q=0.1, application/sparql-results+json;q=0.2", "json"),
        ("*/*;q=0.1, text/csv;q=0", "json"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("text/csv;q=0.5, */*;q=0.5", "csv"),
        ("nonsense, text/csv", "csv"),
        ("text/csv;q=high, application/sparql-results+xml;q=0.1", "xml"),
    ],
)
def test_solutions_follow_accept(accept: str | None, name: str) -> None:
    assert negotiate(accept, SOLUTION_FORMATS).name == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "html"),
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json, text/turtle;q=0.9", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/n-triples, text/html;q=0.2", "nt"),
        ("text/turtle, application/rdf+xml;q=0.9, */*;q=0.1", "ttl"),
    ],
)
def test_things_follow_accept(accept: str | None, name: str) -> None:
    assert negotiate(accept, PAGE_FORMATS).name == name


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "nonsense"])
def test_what_cannot_be_sent_is_refused_with_what_can(accept: str) -> None:
    with pytest.raises(NotAcceptableError) as caught:
        negotiate(accept, GRAPH_FORMATS)
    assert "text/turtle" in caught.value.available
    assert "format=ttl" in str(caught.value)


@pytest.mark.parametrize("wanted", ["ttl", "Turtle", "text/turtle", "application/x-turtle"])
def test_format_wins_over_accept(wanted: str) -> None:
    assert negotiate("application/rdf+xml", GRAPH_FORMATS, wanted=wanted).name == "ttl"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(NotAcceptableError, match="pdf"):
        negotiate("*/*", SOLUTION_FORMATS, wanted="pdf")


@given(st.text(alphabet="abct*/;q=0.159, x-+"))
def test_any_header_is_read(header: str) -> None:
    assert all(0 <= each.quality <= 1 for each in parse_accept(header))


ASK = "query=ASK%7B%7D"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/sparql.json?{ASK}", "application/sparql-results+json"),
        (f"/sparql.csv?{ASK}", "text/csv; charset=utf-8"),
        (f"/sparql.xml?{ASK}&generation=1", "application/sparql-results+xml"),
        ("/sparql.ttl", "text/turtle; charset=utf-8"),
        ("/questions.json", "application/json"),
        ("/questions/networks.csv", "text/csv; charset=utf-8"),
        ("/questions/networks.html?limit=1", "text/html; charset=utf-8"),
        ("/documents.html", "text/html; charset=utf-8"),
        ("/search.json?q=riga", "application/json"),
    ],
)
def test_a_suffix_chooses_the_format(client: httpx.Client, path: str, kind: str) -> None:
    answer = client.get(path, headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert client.head(path).headers["content-type"] == kind


def test_a_suffix_that_cannot_be_is_refused(client: httpx.Client) -> None:
    assert_problem(client.get(f"/sparql.ttl?{ASK}"), 406, "not-acceptable")
    assert_problem(client.get(f"/sparql.pdf?{ASK}"), 404, "not-found")
    assert_problem(client.get("/questions/nothing.csv"), 404, "unknown-question")


DOORS = ["/sparql", "/graphql", "/documents", "/questions/networks", "/id/city/riga-lv", "/search"]


@pytest.mark.parametrize("path", DOORS)
def test_pages_of_others_may_ask_every_door(client: httpx.Client, path: str) -> None:
    origin = {"Origin": "https://example.org"}
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-own"}
    before = client.options(path, headers=origin | asked)
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == "*"
    assert "x-own" in before.headers["access-control-allow-headers"]
    answer = client.get(path, headers=origin | {"Accept": "application/json, text/turtle"})
    assert answer.headers["access-control-allow-origin"] == "*"
    seen = answer.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Hansa-Generation", "Link", "Memento-Datetime", "Retry-After"} <= set(seen)


@pytest.mark.parametrize("path", DOORS)
def test_options_tells_what_a_door_takes(client: httpx.Client, path: str) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["allow"].split(", "))
