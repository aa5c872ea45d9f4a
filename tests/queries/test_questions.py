"""Every question of the catalogue against its case: a small graph, its values, its answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from queries import ask, catalogue
from queries.renderings import to_results_json
from queries.sentences import to_sentences
from tests.queries.conftest import OpenGraph

CASES = Path(__file__).parent / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def read_json(name: str, file: str) -> Any:
    return json.loads((CASES / name / file).read_text(encoding="utf-8"))


def test_every_question_has_a_case_and_every_case_a_question() -> None:
    assert sorted(catalogue()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_expected_one_and_no_distractor_is_in_it(
    name: str, open_graph: OpenGraph
) -> None:
    reader = open_graph(CASES / name / "data.trig")
    answer = ask(reader, name, read_json(name, "params.json"))
    assert to_results_json(answer) == read_json(name, "result.srj")
    assert answer.rows, "a case whose answer is empty shows nothing"


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_one_row_put_together_are_the_whole_answer(
    name: str, open_graph: OpenGraph
) -> None:
    reader = open_graph(CASES / name / "data.trig")
    values = read_json(name, "params.json")
    whole = ask(reader, name, values).rows
    pages = [ask(reader, name, values, limit=1, offset=offset) for offset in range(len(whole))]
    assert tuple(row for page in pages for row in page.rows) == whole
    assert [page.more for page in pages] == [True] * (len(whole) - 1) + [False]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_reads_as_a_sentence_with_its_quote(name: str, open_graph: OpenGraph) -> None:
    reader = open_graph(CASES / name / "data.trig")
    answer = ask(reader, name, read_json(name, "params.json"))
    for row, sentence in zip(answer.rows, to_sentences(answer), strict=True):
        assert "?" not in sentence
        assert "{" not in sentence
        if "quote" in row:
            assert row["quote"].value in sentence


@pytest.mark.parametrize("name", [name for name in NAMES if catalogue()[name].parameters])
def test_the_quote_and_its_document_come_with_every_fact(name: str) -> None:
    columns = set(catalogue()[name].columns)
    counted = {"countries-count", "documents-about"}
    assert name in counted or {"quote", "document", "documentTitle"} <= columns
