"""An extraction has to be of its document and whole; what is refused says so in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.errors import GraphError
from graph.keeping.admission import check
from ontology.model import Document, Entity, Evidence, Extraction

from .factories import harbour_story

Pair = tuple[Document, Extraction]


def with_entity(pair: Pair, entity: Entity) -> Pair:
    document, extraction = pair
    return document, replace(extraction, entities=(*extraction.entities, entity))


def with_evidence(pair: Pair, evidence: Evidence) -> Pair:
    document, extraction = pair
    first, *others = extraction.facts
    return document, replace(extraction, facts=(replace(first, evidence=evidence), *others))


def test_a_whole_extraction_is_taken() -> None:
    check(*harbour_story().pair())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda pair: (replace(pair[0], sha256="00"), pair[1]), "exactly one SHA-256 digest"),
        (
            lambda pair: (replace(pair[0], sha256="A" * 64), pair[1]),
            "64 lower-case hexadecimal digits",
        ),
        (lambda pair: (replace(pair[0], key=""), pair[1]), "exactly one source key"),
        (lambda pair: (replace(pair[0], key="other.txt"), pair[1]), "put it with its own document"),
        (lambda pair: (pair[0], replace(pair[1], pipeline="a b")), "pipeline digest 'a b'"),
        (lambda pair: with_entity(pair, Entity("x", "Ship", ("A",))), "'Ship' with 1 names"),
        (lambda pair: with_entity(pair, Entity("x", "City", ())), "'City' with 0 names"),
        (lambda pair: with_entity(pair, Entity("x", "City", ("A", ""))), "an empty name"),
        (lambda pair: with_entity(pair, Entity("x", "City", ("A",), ((-4, 2),))), "mentions 'A'"),
        (lambda pair: with_evidence(pair, Evidence(0, 4, "Oslo")), "quotes 'Oslo'"),
        (lambda pair: with_evidence(pair, Evidence(4, 4, "")), "quotes ''"),
        (
            lambda pair: with_evidence(pair, Evidence(-5, -1, pair[0].text[-5:-1])),
            "not in the text",
        ),
    ],
)
def test_what_is_not_whole_is_refused(change: Callable[[Pair], Pair], said: str) -> None:
    with pytest.raises(GraphError) as refused:
        check(*change(harbour_story().pair()))
    assert said in str(refused.value)


def test_what_only_breaks_a_shape_is_taken_and_withheld_later() -> None:
    document, extraction = harbour_story().pair()
    first, *others = extraction.facts
    doubtful = replace(extraction, facts=(replace(first, confidence=7.0), *others))
    check(replace(document, date="last June", language="plain English"), doubtful)
