"""The plain values that travel between rooms."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import OntologyError
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

TEXT = "Porto and Gdańsk joined the Harbour Ring in 1986 🚢 with others."


@given(st.text(min_size=1).flatmap(lambda text: st.tuples(st.just(text), _span(text))))
def test_evidence_can_be_put_back_into_its_text(case: tuple[str, tuple[int, int]]) -> None:
    text, (start, end) = case
    found = Evidence.cut(text, start, end)
    assert text[found.start : found.end] == found.exact
    around = found.prefix + found.exact + found.suffix
    assert text[start - len(found.prefix) :].startswith(around)


def _span(text: str) -> st.SearchStrategy[tuple[int, int]]:
    start = st.integers(0, len(text) - 1)
    return start.flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, len(text))))


def test_offsets_count_code_points() -> None:
    start = TEXT.index("🚢")
    assert Evidence.cut(TEXT, start, start + 1).exact == "🚢"
    assert Evidence.cut(TEXT, start + 1, len(TEXT)).prefix.endswith("🚢")


@given(st.integers(0, 80))
def test_context_is_as_long_as_asked_or_as_the_text_allows(context: int) -> None:
    found = Evidence.cut(TEXT, 10, 16, context=context)
    assert len(found.prefix) == min(context, 10)
    assert len(found.suffix) == min(context, len(TEXT) - 16)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 3), (-1, 2), (0, len(TEXT) + 1)])
def test_a_span_that_is_empty_or_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(OntologyError, match="outside a text"):
        Evidence.cut(TEXT, start, end)


def extraction() -> Extraction:
    evidence = Evidence.cut(TEXT, 0, 48)
    return Extraction(
        document="letter.md",
        pipeline="00ff",
        entities=(
            Entity(id="porto", kind="City", names=("Porto",), mentions=((0, 5),)),
            Entity(id="ring", kind="Network", names=("Harbour Ring", "the Ring")),
        ),
        facts=(Fact("porto", "memberOf", "ring", evidence, year=1986, rule="verb.v1"),),
        literals=(LiteralFact("ring", "foundingYear", 1986, evidence),),
    )


def test_an_extraction_travels_to_another_process_unchanged() -> None:
    sent = extraction()
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301


def test_equal_extractions_hash_alike() -> None:
    assert len({extraction(), extraction()}) == 1


def test_values_cannot_be_changed() -> None:
    document = Document(key="letter.md", text=TEXT, sha256="00")
    with pytest.raises(FrozenInstanceError):
        document.text = "other"  # type: ignore[misc]


def test_a_fact_is_asserted_and_certain_unless_told_otherwise() -> None:
    fact = Fact("porto", "memberOf", "ring", Evidence.cut(TEXT, 0, 5))
    assert (fact.status, fact.confidence, fact.year, fact.role) == ("asserted", 1.0, None, None)
