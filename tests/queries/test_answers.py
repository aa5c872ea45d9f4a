"""Asking: what is refused, how pages are cut, and what is run."""

import pytest

from graph.reader import Reader
from ontology.namespaces import HANSA
from queries import ask, catalogue
from queries.errors import ParameterError, UnknownQuestionError
from tests.queries.conftest import OpenGraph
from tests.queries.test_questions import CASES

NETWORK = {"network": "LC"}


@pytest.fixture
def reader(open_graph: OpenGraph) -> Reader:
    return open_graph(CASES / "members-of-network" / "data.trig")


def test_an_unknown_question_brings_up_near_names_or_all(reader: Reader) -> None:
    with pytest.raises(UnknownQuestionError, match="did you mean members-of-network") as caught:
        ask(reader, "members-of-networks", {})
    assert caught.value.candidates[0] == "members-of-network"
    with pytest.raises(UnknownQuestionError, match="there are about, agreements, "):
        ask(reader, "qqq", {})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "members-of-network needs network: The network, or another body that has members."),
        ({"network": " "}, "members-of-network needs network: The network, or another body"),
        (NETWORK | {"town": "x"}, "has no parameter 'town'; it takes network, status"),
        (NETWORK | {"status": "soon"}, "status must be one of asserted, planned, any, not 'soon'"),
    ],
)
def test_values_that_do_not_fit_are_refused_in_one_sentence(
    reader: Reader, values: dict[str, str], message: str
) -> None:
    with pytest.raises(ParameterError, match=message.replace("(", r"\(")):
        ask(reader, "members-of-network", values)


@pytest.mark.parametrize("limit", [-1, 10**9, "5", True, 1.5])
def test_a_limit_that_is_no_number_of_rows_is_refused(reader: Reader, limit: object) -> None:
    with pytest.raises(ParameterError, match="limit must be a whole number"):
        ask(reader, "members-of-network", NETWORK, limit=limit)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="offset must be a whole number"):
        ask(reader, "members-of-network", NETWORK, offset=limit)  # type: ignore[arg-type]


def test_status_chooses_what_is_so_what_is_planned_or_both(reader: Reader) -> None:
    def members(**more: str) -> list[str]:
        rows = ask(reader, "members-of-network", NETWORK | more).rows
        return [row["memberName"].value for row in rows]

    assert members() == members(status="asserted") == ["Blue Bank", "Riga"]
    assert members(status="PLANNED") == ["Porto"]
    for planned in ("planned", "hansa:planned", HANSA + "planned", f"<{HANSA}planned>"):
        assert members(status=planned) == ["Porto"]
    assert members(status="any") == ["Blue Bank", "Porto", "Riga"]


def test_the_query_that_is_shown_can_be_run_again_and_gives_the_same_rows(reader: Reader) -> None:
    answer = ask(reader, "members-of-network", NETWORK, limit=1, offset=1)
    assert "LIMIT 1" in answer.query
    assert tuple(reader.solutions(answer.query)) == answer.rows


def test_no_rows_is_an_answer(reader: Reader) -> None:
    answer = ask(reader, "chairs-of", {"entity": "LC"})
    assert (answer.rows, answer.more) == ((), False)


def test_every_example_fits_its_question() -> None:
    for question in catalogue().values():
        for name in question.example:
            assert question.parameter(name)
