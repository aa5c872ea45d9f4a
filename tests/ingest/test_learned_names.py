"""What annotated statements taught of names, and two-letter countries, halves of names, towns."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest
from spacy.language import Language

from ingest.components.entities.learned_names import NameWording, learned_proposals, names_model
from ingest.components.learned.model import RelationModel

from .naming_cases import clusters, kinds, named


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The pilot Solvane, which is run by the city, began in May.", "Solvane", "Project"),
        ("| Partner | Country |\n|---|---|\n| Stadt Ulmenau | Germany |\n",
         "Stadt Ulmenau", "City"),
        ("The museum is paid for by Comune di Bergalto.", "Comune di Bergalto", "City"),
        ("The partners are Lumo Labs (NL), Grava Studio (IT) and Norte Verde (PT).",
         "NL", "Country"),
        ("Mayor Kim Tae-rin opened the meeting.", "Kim Tae-rin", "Person"),
    ],
)  # fmt: skip
def test_names_of_unusual_shape_are_found(nlp: Language, text: str, name: str, kind: str) -> None:
    assert kinds(nlp, text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The lights (AB) and the lamps (CX) were replaced.",
        "The EU-funded and city-owned trams run at night.",
        "Green roofs cool streets, and Cool Roofs cost less.",
    ],
)
def test_look_alikes_name_nothing_new(nlp: Language, text: str) -> None:
    assert {"AB", "CX", "EU-funded", "Cool Roofs"}.isdisjoint(kinds(nlp, text))


def test_a_code_joins_the_country_it_stands_for(nlp: Language) -> None:
    text = "Lumo Labs (NL) and Grava Studio (IT) met in the Netherlands, not in Italy."
    assert any({"NL", "Netherlands"} <= set(names) for names in clusters(nlp, text))


def test_votes_follow_the_weights_that_are_given(nlp: Language) -> None:
    doc = named(nlp, "Everybody likes Quorvane there.")
    weights = np.array([[100, -100]], dtype=np.int8)
    model = RelationModel(("Project", "none"), {"len:1": 0}, weights, 0.1, np.zeros(2, np.float32))
    rules = [one for one in doc._.proposals if one.source != "learned"]
    votes = learned_proposals(doc._.words, rules, model)
    assert {vote for one in votes for vote, _ in one.votes} == {"Project"}
    assert all(one.end - one.start == 1 for one in votes)


def test_features_speak_of_the_words_around_and_within(nlp: Language) -> None:
    doc = named(nlp, "Operator: Quorvane Ferries\n")
    wording = NameWording(doc._.words, doc._.proposals)
    found = {name for span in wording.rivals.spans for name in wording.of(span)}
    assert {"lab:operator", "lw:ferries", "bk^paragraph"} <= found


def test_no_place_or_given_name_is_a_word_of_the_weights() -> None:
    features = MappingProxyType(names_model().rows)
    assert not {"w:lisbon", "fw:maria", "lw:tampere", "ow:lagos"} & features.keys()
