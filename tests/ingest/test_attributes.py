"""Attribute rules and matrix products that are quicker than spaCy's give what spaCy's give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language

from ingest.arithmetic import SteadyOps
from ingest.components.attributes import Attributes
from ingest.components.blocks import NAME as BLOCKS
from ingest.pipeline import make_doc
from ontology.model import Document

SAMPLES = Path(__file__).parent.parent.parent / "ingest" / "samples"
CASES = [
    "It's gonna be ours, I'd say. There were three of us; let's go, y'all!",
    "Somethin' they ain't got: goin' there.\u00a0 But don't you do it? Which one, that?",
    "C'mon, gotta do it  now.\t\tThe 's of cities' mayors' is theirs.",
    "",
    *(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.md"))),
]


@pytest.fixture(scope="module")
def plain(nlp: Language) -> Language:
    """Return the model as spaCy loads it, which only knows where blocks begin."""
    alone = spacy.load(nlp.meta["hansa"]["model"])
    alone.add_pipe(BLOCKS, first=True)
    return alone


@pytest.mark.parametrize("text", CASES)
def test_tokens_have_the_attributes_that_spacy_sets(
    nlp: Language, plain: Language, text: str
) -> None:
    assert isinstance(nlp.get_pipe("attribute_ruler"), Attributes)
    document = Document("a.md", text, "0")
    with nlp.select_pipes(enable=plain.pipe_names):
        read = nlp(make_doc(nlp, document))
    expected = plain(make_doc(plain, document))
    assert [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i) for t in read] == [
        (t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i) for t in expected
    ]
    assert [(t.ent_type_, t.ent_iob_) for t in read] == [
        (t.ent_type_, t.ent_iob_) for t in expected
    ]


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 24, 63, 64, 65, 300])
def test_a_row_of_a_product_does_not_hang_on_the_rows_around_it(rows: int) -> None:
    chance = np.random.default_rng(5)
    ops = SteadyOps(use_blis=False)
    left = chance.standard_normal((400, 96), dtype=np.float32)
    right = chance.standard_normal((50, 96), dtype=np.float32)
    whole = ops.gemm(left, right, trans2=True)
    part = ops.gemm(np.ascontiguousarray(left[9 : 9 + rows]), right, trans2=True)
    assert np.array_equal(part, whole[9 : 9 + rows])
