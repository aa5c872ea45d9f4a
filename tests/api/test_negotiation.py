"""The format follows Accept with its weights, or format=, or is refused with what there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import NotAcceptableError
from api.negotiation import negotiate, parse_accept
from api.pages import PAGE_FORMATS
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS

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
