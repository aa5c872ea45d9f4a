"""Scores follow the annotation guide's rules, shown on one small statement."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from ingest.documents import read
from ingest.errors import EvaluationError
from ingest.evaluation import evaluate, load_pairs
from ingest.executors import SerialExecutor
from ingest.scoring import score_document
from ingest.tallies import total
from ontology.model import Entity, Evidence, Extraction, Fact, LiteralFact

TEXT = "Turku and Vaasa joined the Port Pact Network (PPN). It works on clean air and ferries."
GOLD: dict[str, Any] = {
    "document": "x.txt",
    "entities": [
        {"id": "turku", "type": "City", "names": ["Turku"]},
        {"id": "vaasa", "type": "City", "names": ["Vaasa"]},
        {
            "id": "ppn",
            "type": "Network",
            "or": ["Agreement"],
            "names": ["Port Pact Network", "PPN"],
        },
        {"id": "unused", "type": "Person", "names": ["It"]},
    ],
    "facts": [
        {"s": "turku", "p": "memberOf", "o": "ppn", "status": "asserted", "evidence": TEXT[:51]},
        {"s": "turku", "p": "partnerOf", "o": "vaasa", "status": "asserted", "evidence": TEXT[:51]},
    ],
    "literals": [
        {"s": "ppn", "p": "focusArea", "value": "clean air", "evidence": TEXT[52:]},
    ],
    "doubtful": [
        {"s": "vaasa", "p": "memberOf", "o": "ppn", "status": "asserted", "evidence": TEXT[:51]},
    ],
}
SENTENCE = Evidence.cut(TEXT, 0, 51)


def _fact(subject: str, property_: str, object_: str) -> Fact:
    return Fact(subject, property_, object_, SENTENCE)


READ = Extraction(
    "x.txt",
    "p",
    entities=(
        Entity("a", "City", ("The Turku's",)),
        Entity("b", "City", ("Vaasa",)),
        Entity("c", "Agreement", ("PPN",)),
    ),
    facts=(_fact("a", "memberOf", "c"), _fact("b", "partnerOf", "a")),
)


def test_names_are_folded_and_a_second_defensible_kind_is_right() -> None:
    score = score_document(READ, GOLD, TEXT)
    entities = total(score.entities.values())
    assert (entities.right, entities.wrong, entities.missed) == (3, 0, 0)


def test_partnerships_count_in_either_direction() -> None:
    facts = total(score_document(READ, GOLD, TEXT).facts.values())
    assert (facts.right, facts.wrong, facts.missed) == (2, 0, 0)


def test_a_doubtful_fact_counts_neither_way() -> None:
    more = replace(READ, facts=(*READ.facts, _fact("b", "memberOf", "c")))
    facts = total(score_document(more, GOLD, TEXT).facts.values())
    assert (facts.right, facts.wrong) == (2, 0)


def test_an_entity_no_fact_uses_counts_neither_way() -> None:
    more = replace(READ, entities=(*READ.entities, Entity("d", "Person", ("It",))))
    assert total(score_document(more, GOLD, TEXT).entities.values()).wrong == 0


def test_a_second_entity_for_the_same_thing_is_wrong() -> None:
    twice = replace(READ, entities=(*READ.entities, Entity("d", "City", ("Turku",))))
    assert total(score_document(twice, GOLD, TEXT).entities.values()).wrong == 1


def test_a_wrong_kind_is_both_wrong_and_missed() -> None:
    entities = (Entity("a", "Person", ("Turku",)), *READ.entities[1:])
    tally = total(score_document(replace(READ, entities=entities), GOLD, TEXT).entities.values())
    assert (tally.right, tally.wrong, tally.missed) == (2, 1, 1)


def test_an_invented_fact_is_wrong_even_between_unknown_ends() -> None:
    more = replace(
        READ,
        entities=(*READ.entities, Entity("d", "City", ("Atlantis",))),
        facts=(*READ.facts, _fact("d", "memberOf", "c")),
    )
    assert total(score_document(more, GOLD, TEXT).facts.values()).wrong == 1


def test_a_focus_area_is_right_by_half_of_its_words() -> None:
    near = LiteralFact("c", "focusArea", "clean city air", SENTENCE)
    far = replace(near, value="ferries")
    score = score_document(replace(READ, literals=(near, far)), GOLD, TEXT)
    tally = total(score.literals.values())
    assert (tally.right, tally.wrong, tally.missed) == (1, 1, 0)


def test_errors_call_one_thing_by_its_singular() -> None:
    invented = replace(READ, entities=(*READ.entities, Entity("d", "City", ("Oz",))), facts=())
    kinds = {error.split()[1] for error in score_document(invented, GOLD, TEXT).errors}
    assert kinds == {"entity", "fact", "literal"}


@pytest.mark.parametrize("gold", ["[]", "{}", '{"document": "a.md", "entities": [], "facts": []}'])
def test_a_gold_file_that_lacks_a_part_is_named(tmp_path: Path, gold: str) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    (tmp_path / "a.json").write_text(gold)
    with pytest.raises(
        EvaluationError, match=r"a\.json has no document, entities, facts, literals"
    ):
        list(load_pairs(tmp_path, tmp_path))


def test_documents_of_one_name_in_two_folders_both_count(tmp_path: Path, nlp: Language) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text(TEXT)
        gold = {**GOLD, "document": f"{folder}/a.md"}
        (tmp_path / f"{folder}.json").write_text(json.dumps(gold))
    pairs = list(load_pairs(tmp_path, tmp_path))
    executor = SerialExecutor()
    executor.__dict__["nlp"] = nlp
    report = evaluate(pairs, [read(path, root=tmp_path) for path, _ in pairs], executor)
    assert list(report.documents) == ["first/a.md", "second/a.md"]


def test_wrong_years_roles_and_statuses_of_right_facts_are_errors() -> None:
    fact = replace(_fact("a", "memberOf", "c"), status="planned", year=2003, role="chair")
    gold = {**GOLD, "facts": [{**GOLD["facts"][0], "year": 2004}]}
    score = score_document(replace(READ, facts=(fact,)), gold, TEXT)
    said = "\"The Turku's\" memberOf 'PPN' [] Turku and Vaasa joined the Port Pact Network (PPN)."
    assert [error for error in score.errors if said in error] == [
        f"wrong status 'planned' (gold: 'asserted') of {said}",
        f"wrong year 2003 (gold: 2004) of {said}",
        f"wrong role 'chair' (gold: nothing) of {said}",
    ]
    assert total(score.facts.values()).right == 1


def test_right_qualities_are_no_errors() -> None:
    assert not [error for error in score_document(READ, GOLD, TEXT).errors if " of " in error]
