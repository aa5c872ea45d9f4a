"""The questions of the catalogue over HTTP, with the sentences behind their answers."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
import python_calamine

from api.workbooks import XLSX
from queries.catalogue import catalogue

from .problem import assert_problem
from .sample import write_namesakes
from .server import running_server

BROWSER = {"Accept": "text/html"}
NAME = "members-of-network"
LEAGUE = {"network": "Baltic Sea League"}
PAGING = {"limit", "offset", "generation", "format"}


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


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xlsx", "html"])
def test_rows_left_out_are_told_of_in_every_format(client: httpx.Client, format: str) -> None:
    def ask(address: str, **fields: str) -> httpx.Response:
        answer = client.get(f"/questions/{address}", params=fields or None)
        assert answer.status_code == 200, answer.text
        return answer

    whole = ask(NAME, **LEAGUE, format=format)
    assert whole.links.keys() == {"first"}
    assert whole.headers["hansa-rows"] == "offset=0, count=2, total=2"
    first = ask(NAME, **LEAGUE, format=format, limit="1")
    assert first.headers["hansa-rows"] == "offset=0, count=1, limit=1, more"
    assert first.links.keys() == {"first", "next"}
    second = ask(first.links["next"]["url"])
    assert second.headers["content-type"] == first.headers["content-type"]
    assert second.headers["hansa-rows"] == "offset=1, count=1, limit=1, total=2"
    assert second.links.keys() >= {"first", "prev"}
    assert ask(second.links["prev"]["url"]).headers["hansa-rows"] == first.headers["hansa-rows"]
    paging = ("first", "prev", "next")
    links = [
        each["url"]
        for answer in (first, second)
        for relation, each in answer.links.items()
        if relation in paging
    ]
    assert all("generation=1" in link and f"format={format}" in link for link in links)


def test_a_page_says_which_rows_it_has_and_leads_to_the_others(client: httpx.Client) -> None:
    page = client.get(f"/questions/{NAME}", params={**LEAGUE, "limit": "1"}, headers=BROWSER).text
    assert "rows 1 to 1, and more follow: 1 is asked" in page
    assert 'rel="next"' in page
    assert "limit=1&amp;format=xlsx&amp;generation=1" in page


def test_a_limit_nobody_asked_for_is_said(client: httpx.Client) -> None:
    answer = client.get("/questions/planned")
    assert answer.headers["hansa-rows"] == "offset=0, count=1, limit=100, default, total=1"
    assert answer.json()["limit_is_default"] is True
    asked = client.get("/questions/planned", params={"limit": "5"})
    assert "default" not in asked.headers["hansa-rows"]


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def test_a_workbook_holds_the_rows_their_sentences_and_how_they_were_found(
    client: httpx.Client,
) -> None:
    asked = client.get(f"/questions/{NAME}", params=LEAGUE, headers={"Accept": XLSX.media_type})
    assert asked.headers["content-disposition"] == f'attachment; filename="{NAME}.xlsx"'
    sheets = _sheets(asked.content)
    assert list(sheets) == ["Answer", "Sentences", "About"]
    rows = client.get(f"/questions/{NAME}", params=LEAGUE).json()
    heading, *answer = sheets["Answer"]
    assert heading == rows["columns"]
    riga = dict(zip(heading, answer[0], strict=True))
    assert (riga["memberName"], riga["sentences"]) == ("Riga", 2.0)
    sentences = sheets["Sentences"][1:]
    assert [row[0] for row in sentences] == [2.0, 3.0]  # as spreadsheets number them
    assert "Riga is a member of Baltic Sea League." in str(sentences[0][1])
    assert sentences[0][2] == "Riga, a member of the Baltic Sea League"
    about: dict[Any, Any] = dict(sheets["About"])
    assert about["query"] == rows["query"]
    assert about["generation"] == 1.0
    assert about["rows"] == "rows 1 to 2 of 2"
    again = client.get(str(about["address"]), headers={"Accept": XLSX.media_type})
    assert again.content == asked.content


def test_every_answer_of_a_question_is_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert "/questions/{name}" not in paths
    for name, question in catalogue().items():
        described = paths[f"/questions/{name}"]["get"]
        taken = {each["name"]: each for each in described["parameters"]}
        assert taken.keys() == {*(p.name for p in question.parameters), *PAGING}
        assert described["responses"].keys() >= {"200", "300", "400", "404", "406", "410", "422"}
        assert described["responses"]["200"]["content"].keys() >= {"text/csv", XLSX.media_type}
        for parameter in question.parameters:
            assert taken[parameter.name]["required"] is parameter.required
            if parameter.type == "status":
                assert taken[parameter.name]["schema"]["enum"] == ["asserted", "planned", "any"]


def test_answers_and_problems_are_as_described(client: httpx.Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]

    def check(name: str, value: object) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        jsonschema_rs.Draft202012Validator(schema).validate(value)

    check("Answer", client.get(f"/questions/{NAME}", params=LEAGUE).json())
    check("Problem", client.get(f"/questions/{NAME}").json())


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
        asked = client.get("/questions/posts-of", params={"person": "Ida Lind", "format": "csv"})
        problem = assert_problem(asked, 422, "ambiguous-name")
        choices = problem["choices"]
        assert isinstance(choices, list)
        assert [each["about"] for each in choices] == ["in News 0", "in News 1"]
        for each in choices:
            answer = client.get(f"/questions/{each['address']}").json()
            assert answer["resolved"]["person"] == each["iri"]
            assert "generation=1" in each["address"]
        page = client.get("/questions/posts-of", params={"person": "Ida Lind"}, headers=BROWSER)
        assert page.status_code == 300
        assert page.headers["cache-control"] == "no-cache"
        links = re.findall('href="(posts-of[^"]*)"', page.text)
        for link, news in zip(links, ("Blue Bank", "Grey Press"), strict=True):
            assert news in client.get(f"/questions/{html.unescape(link)}", headers=BROWSER).text


def test_the_page_of_an_answer_leads_to_the_feed_of_what_changes_in_it(
    client: httpx.Client,
) -> None:
    asked = {**LEAGUE, "status": "any"}
    page = client.get(f"/questions/{NAME}", params=asked, headers=BROWSER)
    feeds = re.findall(r'href="([^"]+changes/questions/[^"]+)"', page.text)
    assert len(feeds) == 2
    for feed in feeds:
        told = client.get(str(page.url.join(html.unescape(feed))))
        assert told.status_code == 200
        assert "(Baltic Sea League, any)" in told.text


def test_the_query_of_a_question_gives_the_answer_of_the_question(client: httpx.Client) -> None:
    asked = client.get(f"/questions/{NAME}.rq", params=LEAGUE)
    assert asked.headers["content-type"] == "application/sparql-query"
    rows = client.get(f"/questions/{NAME}", params={**LEAGUE, "format": "json"}).json()["rows"]
    answer = client.post("/sparql", data={"query": asked.text}).json()
    assert rows
    assert answer["results"]["bindings"] == rows


def test_the_query_of_a_name_that_nothing_bears_is_a_problem(client: httpx.Client) -> None:
    asked = client.get(f"/questions/{NAME}.rq", params={"network": 'x" } DROP ALL'})
    assert_problem(asked, 404, "unknown-name")
