"""The pages of questions: names that are completed, answers in place, the queries behind them."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect

from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

MEMBERS = "/questions/members-of-network"
ASKED = f"{MEMBERS}?network=Baltic+Harbour+Cities+Network"


def test_a_question_is_found_by_its_words(seen: Watched) -> None:
    page = seen.open("/questions", wait="#finder input")
    page.get_by_label("Find a question").fill("belongs network")
    expect(page.locator(".card:visible")).to_have_count(1)
    expect(page.locator("#finder [role=status]")).to_contain_text("1 of ")
    page.locator(".card:visible h3 a").click()
    page.wait_for_url(f"**{MEMBERS}")


def test_a_name_is_completed_and_answered_in_place(seen: Watched) -> None:
    page = seen.open(MEMBERS, wait="#question [role=combobox]")
    page.evaluate("globalThis.stayed = true")
    page.locator("#p-network").press_sequentially("Baltic Har")
    expect(page.locator("#p-network-list [role=option]").first).to_contain_text("network")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".answers > li")).to_have_count(6)
    assert "network=Baltic+Harbour+Cities+Network" in page.url
    expect(page.locator("#p-network")).to_be_focused()
    expect(page.locator(".answers > li").first).to_contain_text("is a member of")
    expect(page.locator(".answers > li blockquote a").first).to_be_visible()
    page.get_by_role("combobox", name="status").select_option("planned")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**status=planned")
    page.go_back()
    expect(page.locator(".answers > li")).to_have_count(6)
    assert page.evaluate("globalThis.stayed") is True
    expect(page.get_by_role("combobox", name="status")).to_have_value("asserted")


def test_a_place_in_the_page_asks_nothing_and_a_page_of_answers_is_read_from_its_beginning(
    seen: Watched,
) -> None:
    page = seen.open(f"{ASKED}&limit=2", wait=".answer-views")
    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    asked = [each for each in seen.requests if MEMBERS in each]
    page.get_by_role("link", name="The answers that follow").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**offset=2**")
    expect(page.locator("#answered")).to_be_focused()
    assert len([each for each in seen.requests if MEMBERS in each]) == len(asked) + 1


def test_an_answer_is_sorted_as_a_table_and_saved(seen: Watched) -> None:
    page = seen.open(ASKED, wait=".answer-views")
    page.get_by_role("button", name="Table").click()
    heading = page.get_by_role("button", name="member", exact=True)
    heading.click()
    names = page.locator("#answer tbody td:first-child").all_inner_texts()
    heading.click()
    assert page.locator("#answer tbody td:first-child").all_inner_texts() == names[::-1]
    address = page.get_by_role("link", name="CSV").get_attribute("href") or ""
    saved = page.request.get(f"{seen.origin}/questions/{address}").text()
    assert all(name in saved for name in names)
    assert seen.axe() == []


def test_the_queries_behind_an_answer_give_the_same(seen: Watched) -> None:
    page = seen.open(ASKED, wait=".answer-views")
    page.get_by_role("button", name="Queries").click()
    for summary in page.locator("[data-view=queries] summary").all():
        summary.click()
    sparql, graphql = page.locator("[data-view=queries] pre").all_inner_texts()
    links = page.locator("[data-view=queries] a.button")
    opened = [link.get_attribute("href") or "" for link in links.all()]
    assert [parse_qs(urlsplit(each).query)["query"][0].strip() for each in opened] == [
        sparql.strip(),
        graphql.strip(),
    ]
    answer = page.request.post(f"{seen.origin}/graphql", data={"query": graphql}).json()
    assert len(answer["data"]["question"]["rows"]) == 6
    rows = page.request.get(f"{seen.origin}/sparql", params={"query": sparql, "format": "json"})
    assert len(rows.json()["results"]["bindings"]) == 6


def test_what_is_not_found_is_said_where_the_answer_would_be(seen: Watched) -> None:
    seen.expected.append("404")
    page = seen.open(MEMBERS, wait="#question [role=combobox]")
    page.locator("#p-network").fill("Baltic Harbor Cities Netwerk")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Baltic Harbour Cities Network")
    assert seen.axe() == []


def test_graphiql_opens_what_the_address_asks_for(seen: Watched) -> None:
    seen.expected.append("DialogContent")
    page = seen.page
    document = "query Mine($n: Int!) { networks(first: $n) { nodes { id } } }"
    page.goto(f"{seen.origin}/graphql")
    if not page.locator("#ide").is_visible():
        pytest.skip("GraphiQL is not built")
    values = json.dumps({"n": 2})
    page.goto(f"{seen.origin}/graphql?query={document}&variables={values}")
    page.get_by_role("button", name="Execute query").click()
    answer = "document.querySelector('.result-window .CodeMirror').CodeMirror.getValue()"
    expect(page.locator(".result-window .CodeMirror")).to_contain_text("/id/network/")
    assert len(json.loads(page.evaluate(answer))["data"]["networks"]["nodes"]) == 2
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("body.graphiql-dark")).to_have_count(1)
    page.get_by_label("Colours").select_option("light")
    expect(page.locator("body.graphiql-light")).to_have_count(1)


def test_on_a_phone_in_dark_colours_nothing_is_to_mend(browser: Browser, origin: str) -> None:
    options = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    with watched(browser, origin, **options) as phone:
        for path, wait in ((ASKED, ".answer-views"), ("/questions", "#finder input")):
            page = phone.open(path, wait=wait)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            assert phone.axe() == []
            phone.check()


def test_things_of_the_kind_that_is_asked_for_are_suggested_first(seen: Watched) -> None:
    page = seen.open("/questions/shared-networks", wait="#question [role=combobox]")
    page.locator("#p-city").press_sequentially("col")
    options = page.locator("#p-city-list [role=option]")
    expect(options.first).to_contain_text("city")
    kinds = [each.inner_text().split()[-1] for each in options.all()]
    assert "country" in kinds
    assert kinds == sorted(kinds, key=lambda kind: kind != "city")


def test_a_name_that_was_perhaps_meant_is_asked_by_a_click(seen: Watched) -> None:
    seen.expected.append("404")
    page = seen.open(f"{MEMBERS}?network=IOPCM", wait="#answer .problem")
    page.locator("#answer .problem").get_by_role("link", name="IOPCN").click()
    expect(page.locator(".answers > li").first).to_contain_text("is a member of")
    assert "network=IOPCN" in page.url


def test_graphiql_has_all_of_the_page_and_the_answer_below_on_a_phone(
    browser: Browser, demo: httpx.Client
) -> None:
    origin = str(demo.base_url).rstrip("/")
    for width in (390, 1600):
        with watched(browser, origin, viewport={"width": width, "height": 844}) as seen:
            page = seen.open("/graphql", wait=".graphiql-execute-button")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for part in ("header nav", "#tools", ".graphiql-container"):
                box = page.locator(part).first.bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
            session = page.locator("#graphiql-session").bounding_box()
            response = page.locator(".graphiql-response").bounding_box()
            assert session is not None
            assert response is not None
            assert session["width"] > 0.75 * width
            assert response["width"] > 0.4 * session["width"]
            seen.check()
