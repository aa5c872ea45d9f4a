"""Words as they are compared, and the lines that names and quotes are read from."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from graph.lines.ntriples import text, triple
from graph.searching.rows import literal
from graph.searching.search import NameRow, QuoteRow, rows_of
from graph.searching.words import fold, parse_query, words_of
from ontology.namespaces import PREFIXES

from .search_lines import BASE, REPORT, named, said


@given(st.text(max_size=12) | st.text(st.characters(max_codepoint=127)))
@settings(max_examples=500)
def test_words_have_one_form_and_one_place(given_text: str) -> None:
    folded = fold(given_text)
    assert fold(folded) == folded
    composed = unicodedata.normalize("NFC", given_text)
    assert [word.text for word in words_of(composed)] == folded.split()
    assert [word for phrase in parse_query(given_text) for word in phrase.words] == folded.split()


@given(st.text(), st.sampled_from(["", "en", "pt-br"]))
def test_literals_are_read_as_the_store_reads_them(value: str, language: str) -> None:
    line = triple("urn:s", "urn:p", text(value, language=language))
    (quad,) = parse(line.encode("utf-8", "surrogatepass"), format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, Literal)
    assert literal(line.split(" ", 2)[2]) == (quad.object.value, quad.object.language or "")


def test_only_names_of_things_titles_and_exact_words_are_rows() -> None:
    about = BASE.entity("Person", "ida-lind")
    lines = {
        *named(about, "Ida Lind"),
        triple(about, PREFIXES["rdf"] + "type", "<urn:x>"),
        triple(BASE.scheme("topic"), PREFIXES["skos"] + "prefLabel", text("Topic")),
        triple(f"{REPORT}#e-city-x", PREFIXES["skos"] + "prefLabel", text("Local")),
    }
    assert [*rows_of(None, lines)] == [NameRow(about, "Person", "Ida Lind", "en")]
    quote = f"{BASE.claim('a')}#quote"
    lines = {
        triple(quote, PREFIXES["oa"] + "prefix", text("before")),
        triple(quote, PREFIXES["rdf"] + "value", text(f"<{PREFIXES['oa']}exact>")),
        *said({"a": 'He said "yes"\nand \\ no.'}),
    }
    assert [*rows_of(REPORT, lines)] == [
        QuoteRow(REPORT, 'He said "yes"\nand \\ no.', BASE.claim("a"))
    ]
