"""Minting IRIs: safe, stable and apart."""

from __future__ import annotations

import re

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.iris import Base, claim_digest, digest, hash8, normalise_name, slug

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BASE = Base()


@given(st.text())
def test_a_slug_is_ascii_words_and_never_empty(text: str) -> None:
    assert SLUG.fullmatch(slug(text))


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text(min_size=1), st.integers(min_value=8, max_value=40))
def test_a_slug_keeps_its_limit(text: str, limit: int) -> None:
    assert len(slug(text, limit=limit)) <= limit


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1))
def test_a_slug_ignores_case(text: str) -> None:
    assert slug(text.casefold()) == slug(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("  --Rio de Janeiro--  ", "rio-de-janeiro"),
        ("Ørsted & Æbelø", "orsted-aebelo"),
        ("N'Djamena", "n-djamena"),
    ],
)
def test_slugs_of_real_names(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_names_in_other_scripts_ignore_case_and_composition_too() -> None:
    assert slug("КИЇВ") == slug("Київ")
    assert slug("\u0419") == slug("\u0418\u0306")


def test_names_in_other_scripts_get_different_slugs() -> None:
    assert len({slug("東京"), slug("大阪"), slug("Київ"), slug("القاهرة")}) == 4


@given(st.text())
def test_a_normalised_name_is_stable(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(normalise_name(name).strip())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The World Bank", "World Bank"),
        ("UNITED NATIONS", "United Nations"),
        ("Open & Agile Smart Cities", "Open  Agile Smart-Cities"),
        ("Malmö’s", "Malmo"),
        ("U.S. Conference of Mayors", "U S Conference of Mayors"),
    ],
)
def test_names_that_differ_in_dress_only_are_equal(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


def test_a_name_that_is_only_an_article_stays() -> None:
    assert normalise_name("A") == "a"


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_digests_of_different_parts_differ(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@given(st.lists(st.text(), max_size=3))
def test_hash8_begins_the_digest(parts: list[str]) -> None:
    assert digest(*parts).startswith(hash8(*parts))
    assert len(hash8(*parts)) == 8


@given(st.text(), st.text(min_size=1))
def test_every_minted_iri_is_an_iri_under_the_base(key: str, name: str) -> None:
    minted = [
        BASE.document(key),
        BASE.local_entity(key, "City", name),
        BASE.entity("City", slug(name)),
        BASE.claim(claim_digest(key, name)),
        BASE.pipeline(hash8(key)),
        BASE.graph("ontology"),
        BASE.scheme("focus-area/water"),
    ]
    for iri in minted:
        assert iri.startswith(BASE.iri)
        (quad,) = pyoxigraph.parse(
            f"<{iri}> <urn:p> <urn:o> .", format=pyoxigraph.RdfFormat.N_TRIPLES
        )
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        assert quad.subject.value == iri


@given(st.text(), st.text())
def test_documents_with_different_keys_have_different_iris(one: str, other: str) -> None:
    assert (BASE.document(one) == BASE.document(other)) == (one == other)


@given(st.text(), st.text(min_size=1))
def test_a_local_entity_is_a_fragment_of_its_document(key: str, name: str) -> None:
    document, fragment = BASE.local_entity(key, "Network", name).split("#")
    assert document == BASE.document(key)
    assert fragment.startswith("e-network-")


def test_another_base_moves_the_data_only() -> None:
    moved = Base("http://localhost:8000/")
    assert moved.entity("Network", "c40-cities") == "http://localhost:8000/id/network/c40-cities"
