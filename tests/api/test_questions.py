"""The questions of the catalogue over HTTP, with the sentences behind their answers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pytest

from queries.catalogue import catalogue

from .problem import assert_problem
from .sample import write_namesakes
from .server import running_server

BROWSER = {"Accept": "text/html"}
NAME = "members-of-network"
LEAGUE = {"network": "Baltic Sea League"}


def test_the_catalogue_is_listed(client: httpx.Client) -> None:
    listed = client.get("/questions").json()["questions"]
    assert [each["name"] for each in listed] == list(catalogue())
    assert all(each["summary"] and each["columns"] for each in listed)
    page = client.get("/questions", headers=BROWSER).text
    assert all(f"questions/{name}" in page for name in catalogue())


@pytest.mark.parametrize("name", catalogue())
def test_every_question_has_its_page(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/questions/{name}", headers=BROWSER)
    assert answer.status_code == 200
    assert all(f'name="{each.name}"' in answer.text for each in catalogue()[name].parameters)


def test_an_answer_carries_its_sentences_as_json(client: httpx.Client) -> None:
    answer = client.get(f"/questions/{NAME}", params=LEAGUE)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["resolved"]["network"].endswith("/id/network/baltic-sea-league")
    quotes = {row["quote"]["value"] for row in found["rows"]}
    assert "Riga, a member of the Baltic Sea League" in quotes
    assert found["generation"] == 1
    assert "SELECT" in found["query"]


def test_an_answer_comes_as_csv_and_tsv(client: httpx.Client) -> None:
    as_csv = client.get(f"/questions/{NAME}", params=LEAGUE, headers={"Accept": "text/csv"})
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(as_csv.text, newline="")))
    assert any(row["quote"].startswith("Riga, a member") for row in rows)
    as_tsv = client.get(f"/questions/{NAME}", params={**LEAGUE, "format": "tsv"})
    assert as_tsv.text.startswith("?")
    assert len(as_tsv.text.splitlines()) == len(rows) + 1


def test_an_answer_comes_as_a_page_with_links(client: httpx.Client) -> None:
    page = client.get(f"/questions/{NAME}", params=LEAGUE, headers=BROWSER).text
    assert "../id/city/riga-lv" in page
    assert "Riga, a member of the Baltic Sea League" in page


def test_a_page_shows_each_thing_once_and_choices_as_such(client: httpx.Client) -> None:
    page = client.get(f"/questions/{NAME}", params=LEAGUE, headers=BROWSER).text
    assert '<th scope="col">member</th>' in page
    assert '<th scope="col">member name</th>' not in page
    assert ">Riga</a></td>" in page
    assert "<option selected>asserted</option>" in page
    assert "<code>sentences</code>" in page
    assert "`" not in page.split("<details>")[0]


def test_a_page_of_rows_can_be_asked_for(client: httpx.Client) -> None:
    def rows(**page: str) -> list[object]:
        found = client.get(f"/questions/{NAME}", params={**LEAGUE, **page}).json()["rows"]
        assert isinstance(found, list)
        return found

    assert rows(limit="1") == rows()[:1]
    assert rows(limit="1", offset="1") == rows()[1:2]


def test_rows_left_out_are_told_of_in_every_format(client: httpx.Client) -> None:
    first = {**LEAGUE, "limit": "1"}
    for format in ("json", "csv", "tsv"):
        answer = client.get(f"/questions/{NAME}", params={**first, "format": format})
        following = answer.links["next"]["url"]
        rest = client.get(f"/questions/{following}")
        assert rest.status_code == 200
        assert rest.text != answer.text
        assert "next" not in client.get(f"/questions/{NAME}", params=LEAGUE).links
    page = client.get(f"/questions/{NAME}", params=first, headers=BROWSER).text
    assert "1 answer, and more" in page
    assert 'rel="next"' in page
    assert "limit=1&amp;format=csv" in page


def test_an_unknown_name_is_a_problem_with_the_nearest(client: httpx.Client) -> None:
    asked = {"network": "Baltic See League"}
    problem = assert_problem(client.get(f"/questions/{NAME}", params=asked), 404, "unknown-name")
    assert "Baltic Sea League" in str(problem["candidates"])
    assert "did you mean" in str(problem["detail"])
    page = client.get(f"/questions/{NAME}", params=asked, headers=BROWSER)
    assert page.status_code == 404
    assert "Baltic Sea League" in page.text


def test_an_unknown_question_is_a_problem_with_the_nearest(client: httpx.Client) -> None:
    problem = assert_problem(client.get("/questions/members"), 404, "unknown-question")
    assert problem["candidates"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "parameter"),
        ("?network=Baltic+Sea+League&nonsense=1", "parameter"),
        ("?network=Baltic+Sea+League&network=x", "bad-request"),
        ("?network=Baltic+Sea+League&limit=many", "bad-request"),
        ("?network=Baltic+Sea+League&limit=-1", "bad-request"),
        ("?network=%FF", "bad-request"),
        ("?network=League&limit=1&limit=2", "bad-request"),
    ],
)
def test_wrong_values_are_problems(client: httpx.Client, query: str, code: str) -> None:
    assert_problem(client.get(f"/questions/{NAME}{query}"), 400, code)


def test_a_value_cannot_break_out_of_its_place(client: httpx.Client) -> None:
    for value in ('" } UNION { ?s ?p ?o } #', "> <script>alert(1)</script>", "\\", "'''", "?x"):
        asked = {"network": value}
        assert_problem(client.get(f"/questions/{NAME}", params=asked), 404, "unknown-name")
        page = client.get(f"/questions/{NAME}", params=asked, headers=BROWSER)
        assert "<script>" not in page.text


def test_a_name_of_several_things_brings_up_choices(tmp_path: Path) -> None:
    write_namesakes(tmp_path / "data")
    with running_server(tmp_path / "data") as client:
        asked = client.get("/questions/posts-of", params={"person": "Ida Lind"})
        problem = assert_problem(asked, 400, "ambiguous-name")
        choices = problem["choices"]
        assert isinstance(choices, list)
        assert [each["about"] for each in choices] == ["in News 0", "in News 1"]
        page = client.get("/questions/posts-of", params={"person": "Ida Lind"}, headers=BROWSER)
        assert page.text.count('href="posts-of?person=https') == 2
