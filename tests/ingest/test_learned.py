"""The learned relations: which pairs are looked at, by what, and what is made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.learned.model import NONE, RelationModel, load
from ingest.components.learned.pairs import allowed, pairs
from ingest.components.learned.relations import NAME, LearnedRelations
from ingest.components.learned.wording import Wording
from ingest.errors import PipelineError
from ingest.pipeline import read
from ingest.reading import Reading
from ingest.training.relations import examples, fit
from ontology.model import Document

JOINED = "Turku joined the Skerry Mayors Network in 2019."
HOSTED = "The Reed Beds Forum was hosted by Kuopio. The Salt Quay Forum was hosted by Vaasa."


def _doc(nlp: Language, text: str) -> Doc:
    (doc,) = read(nlp, [Document("x.txt", text, "")])
    return doc


def _named(doc: Doc) -> list[tuple[str, str, str]]:
    reading = Reading(doc)
    text = [doc[m.start : m.end].text for m in reading.mentions]
    found = dict(zip(reading.mentions, text, strict=True))
    return [(found[p.first], found[p.second], p.where) for p in pairs(reading)]


def test_names_of_one_sentence_make_a_pair_and_those_of_two_do_not(nlp: Language) -> None:
    found = _named(_doc(nlp, HOSTED))
    assert ("Reed Beds Forum", "Kuopio", "sentence") in found
    assert not [pair for pair in found if pair[2] == "sentence" and pair[:2] == ("Kuopio", "Vaasa")]


def test_an_item_is_paired_with_what_introduces_its_list(nlp: Language) -> None:
    found = _named(_doc(nlp, "# Skerry Mayors Network\n\nMembers:\n\n- Turku\n- Vaasa\n"))
    assert ("Skerry Mayors Network", "Turku", "heading") in found


def test_names_side_by_side_in_an_enumeration_make_no_pair(nlp: Language) -> None:
    found = _named(_doc(nlp, "Turku, Vaasa and Kuopio signed the Reed Beds Declaration."))
    assert not [pair for pair in found if pair[:2] == ("Turku", "Vaasa")]


@pytest.mark.parametrize(
    ("kinds", "label"), [(("City", "Network"), "memberOf>"), (("Network", "City"), "memberOf<")]
)
def test_only_relations_that_fit_the_kinds_are_allowed(kinds: tuple[str, str], label: str) -> None:
    assert label in allowed(*kinds)
    assert "worksFor>" not in allowed(*kinds)


def test_wording_tells_the_words_between_with_names_as_kinds(nlp: Language) -> None:
    doc = _doc(nlp, JOINED)
    reading = Reading(doc)
    (pair,) = pairs(reading)
    assert "mid=join the" in Wording(doc, reading).of(pair).names()


def test_a_model_is_the_same_after_it_was_written_and_read(nlp: Language, tmp_path: Path) -> None:
    model = _small_model(nlp)
    model.save(tmp_path / "one.npz")
    again = load(tmp_path / "one.npz")
    features = [["K=City,Network", "mid=join the"], []]
    assert np.array_equal(model.chances(features), again.chances(features))
    again.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_chances_of_a_pair_sum_to_one() -> None:
    chances = load().chances([["K=City,Network", "mid=join the"], ["K=Person,City"]])
    assert chances.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_what_was_learned_is_read_in_new_names(nlp: Language) -> None:
    doc = _doc(nlp, "Vaasa joined the Salt Quay Cities Alliance in 2021.")
    doc._.facts = []
    LearnedRelations(least=0.3, model=_small_model(nlp))(doc)
    assert [(fact.property, fact.rule) for fact in doc._.facts] == [
        ("memberOf", "learned.sentence")
    ]
    assert doc.user_data[NAME]


def test_a_pair_that_the_gold_is_silent_about_is_an_example_of_nothing(nlp: Language) -> None:
    found = examples(_doc(nlp, JOINED), _gold(facts=False))
    assert {label for _, label in found} == {NONE}


def test_a_model_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="reinstall Hansa"):
        load(tmp_path / "none.npz")


def _gold(*, facts: bool) -> dict[str, object]:
    fact = {"s": "p", "p": "memberOf", "o": "n", "status": "asserted", "evidence": JOINED}
    return {
        "entities": [
            {"id": "p", "type": "City", "names": ["Turku"]},
            {"id": "n", "type": "Network", "names": ["Skerry Mayors Network"]},
        ],
        "facts": [fact] if facts else [],
        "literals": [],
    }


def _small_model(nlp: Language) -> RelationModel:
    """Return a model of one lesson: who joins is a member, who is seen beside it is none."""
    lesson = examples(_doc(nlp, JOINED), _gold(facts=True))
    beside = _doc(nlp, "Turku looked at the Skerry Mayors Network.")
    return fit([*lesson * 8, *examples(beside, _gold(facts=False)) * 8])
