"""Answers as JSON, CSV, TSV, tables and sentences."""

import csv
import io
import json

import pytest

from queries import Answer, ask
from queries.renderings import to_csv, to_json, to_table, to_tsv
from queries.sentences import to_sentences
from tests.queries.conftest import OpenGraph
from tests.queries.test_questions import CASES


@pytest.fixture
def answer(open_graph: OpenGraph) -> Answer:
    reader = open_graph(CASES / "participants-of" / "data.trig")
    return ask(reader, "participants-of", {"programme": "Clear Water Plan"}, limit=2)


def test_json_has_rows_with_sentences_and_tells_how_they_were_found(answer: Answer) -> None:
    found = json.loads(json.dumps(to_json(answer)))
    assert found["rows"][1]["participantName"] == "Porto"
    assert found["rows"][1]["sentences"] == 1
    assert found["rows"][0]["countryName"] is None
    assert found["rows"][1]["sentence"].startswith(
        "Porto in Portugal takes part in Clear Water Plan."
    )
    assert (found["more"], found["limit"]) == (True, 2)
    assert found["resolved"]["programme"].endswith("/id/programme/clear-water-plan")


def test_csv_holds_values_only_and_reads_back(answer: Answer) -> None:
    text = to_csv(answer)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["participantName"] for row in rows] == ["Lantern Cities", "Porto"]
    assert text.count("\r\n") == 3


def test_tsv_holds_terms_as_turtle_writes_them(answer: Answer) -> None:
    heading, first, _ = to_tsv(answer).splitlines()
    assert heading.startswith("?participant\t?participantName\t")
    assert '"Lantern Cities"@en' in first.split("\t")
    assert len(first.split("\t")) == len(answer.columns)


def test_a_table_shows_names_in_place_of_iris_and_no_empty_column(answer: Answer) -> None:
    heading, *rows = to_table(answer)
    assert heading == ["participant", "country", "status", "sentences", "quote", "document"]
    assert rows[1][:3] == ["Porto", "Portugal", "asserted"]
    assert "http" not in json.dumps(rows)


def test_a_planned_fact_reads_as_planned_with_its_quote_and_document(
    open_graph: OpenGraph,
) -> None:
    reader = open_graph(CASES / "members-of-network" / "data.trig")
    values = {"network": "LC", "status": "planned"}
    (sentence,) = to_sentences(ask(reader, "members-of-network", values))
    assert sentence == (
        "Porto is a member of Lantern Cities (2030) (planned). "
        "“Porto is a member of Lantern Cities, according to plan.” (New list)"
    )
