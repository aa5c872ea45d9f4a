"""The page of the reviewer: by keyboard and by buttons, each verdict checked in the graph."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import TOKEN
from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

HANSA = "https://w3id.org/hansa/ontology#"
IN_A_DOCUMENT = "FILTER(CONTAINS(STR(?g), '/doc/'))"


def graphql(client: httpx.Client, query: str) -> Any:
    answer = client.post(
        "/graphql",
        json={"query": query},
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=60,
    )
    found = answer.json()
    assert "errors" not in found, found
    ((_, its),) = found["data"].items()
    return its


def ask(client: httpx.Client, pattern: str) -> bool:
    found = client.post("/sparql", data={"query": f"ASK {{ {pattern} }}"}, timeout=60)
    return bool(found.raise_for_status().json()["boolean"])


def first(client: httpx.Client, kind: str) -> dict[str, Any]:
    """Return what the queue of that kind begins with."""
    items = "... on UncertainFact { claim } ... on UncertainPair { one { iri } other { iri } }"
    asked = f"{{ review(first: 1, filter: {{kinds: [{kind}]}}) {{ nodes {{ key {items} }} }} }}"
    (found,) = graphql(client, asked)["nodes"]
    its: dict[str, Any] = found
    return its


def is_claim(client: httpx.Client, iri: str) -> bool:
    return ask(client, f"GRAPH ?g {{ <{iri}> a <{HANSA}Claim> }} {IN_A_DOCUMENT}")


def opened(keeping: Watched, kind: str) -> Page:
    """Open the queue of a kind, as somebody who said who decides."""
    keeping.page.add_init_script("localStorage.setItem('hansa-reviewer', 'Ada Lind')")
    return keeping.open(f"/review?kind={kind}", wait=".acts button")


def all_sent(page: Page) -> None:
    expect(page.locator(".sent [role=status]")).to_have_text("all sent", timeout=30_000)


def waiting(page: Page) -> int:
    count = page.locator(".queue .count")
    expect(count).to_have_text(re.compile(r"\d+ waiting"))
    return int(count.inner_text().split()[0].replace(",", ""))


def test_facts_are_accepted_and_rejected_by_keys_and_taken_back(
    keeping: Watched, changing: httpx.Client
) -> None:
    page = opened(keeping, "PROPOSAL")
    claim = first(changing, "PROPOSAL")["claim"]
    before = waiting(page)
    assert not is_claim(changing, claim)
    page.keyboard.press("a")
    all_sent(page)
    assert is_claim(changing, claim)
    expect(page.locator(".queue .count")).to_have_text(f"{before - 1} waiting")
    rejected = first(changing, "PROPOSAL")["claim"]
    page.keyboard.press("r")
    all_sent(page)
    kept = graphql(
        changing, "{ decisions(first: 9) { nodes { act who ... on ClaimDecision { claim } } } }"
    )
    assert kept["nodes"] == [
        {"act": "REJECT", "who": "Ada Lind", "claim": rejected},
        {"act": "ACCEPT", "who": "Ada Lind", "claim": claim},
    ]
    page.keyboard.press("u")
    expect(page.locator(".sent li")).to_have_count(1, timeout=30_000)
    page.keyboard.press("u")
    expect(page.locator(".sent")).to_have_count(0, timeout=30_000)
    assert not is_claim(changing, claim)
    expect(page.locator(".queue .count")).to_have_text(f"{before} waiting")
    keeping.forgive_shifts()  # what is taken back comes back when the server has done it


def test_many_verdicts_hold_nobody_up_and_all_arrive(
    keeping: Watched, changing: httpx.Client
) -> None:
    page = opened(keeping, "CLAIM")
    for _ in range(6):
        page.keyboard.press("r")
    expect(page.locator(".sent li")).to_have_count(6)
    all_sent(page)
    assert graphql(changing, "{ decisions(first: 0) { totalCount } }")["totalCount"] == 6


@pytest.mark.parametrize(("button", "is_one"), [("Same", True), ("Different", False)])
def test_a_pair_is_decided(
    keeping: Watched, changing: httpx.Client, button: str, is_one: bool
) -> None:
    page = opened(keeping, "JOINED")
    pair = first(changing, "JOINED")
    page.get_by_role("button", name=button).click()
    all_sent(page)
    one, other = pair["one"]["iri"], pair["other"]["iri"]
    assert ask(changing, f"<{other}> <http://purl.org/dc/terms/isReplacedBy> <{one}>") is is_one
    expect(page.get_by_text("Nothing of that kind waits for review.")).to_be_visible()
    page.get_by_text("All decisions").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".history li")).to_have_count(0, timeout=30_000)
    expect(page.locator(".sent")).to_have_count(0)  # it is no verdict of this visit any more
    expect(page.get_by_role("button", name=button)).to_be_visible()  # and waits again
    keeping.forgive_shifts()
    assert ask(changing, f"<{other}> <http://purl.org/dc/terms/isReplacedBy> <{one}>")


def test_a_fact_is_edited_in_a_form(keeping: Watched, changing: httpx.Client) -> None:
    page = opened(keeping, "PROPOSAL")
    claim = first(changing, "PROPOSAL")["claim"]
    page.keyboard.press("e")
    expect(page.get_by_label("Of what")).to_be_focused()
    page.get_by_label("Since (year)").fill("2031")
    assert keeping.axe() == []
    page.get_by_role("button", name="Say so").click()
    all_sent(page)
    made = graphql(
        changing, "{ decisions(first: 1) { nodes { ... on ClaimDecision { claim made } } } }"
    )
    (kept,) = made["nodes"]
    assert kept["claim"] == claim
    assert ask(changing, f"GRAPH ?g {{ <{kept['made']}> <{HANSA}year> 2031 }}")


def test_what_is_refused_is_shown_and_can_be_dropped(keeping: Watched) -> None:
    page = opened(keeping, "PROPOSAL")
    before = waiting(page)
    page.keyboard.press("e")
    page.get_by_label("What it says").select_option("MEMBER_COUNT")
    page.get_by_label("The value").fill("many")
    page.get_by_role("button", name="Say so").click()
    expect(page.locator(".sent [role=alert]")).to_contain_text("no number", timeout=30_000)
    page.locator(".sent").get_by_role("button", name="Undo").click()
    expect(page.locator(".queue .count")).to_have_text(f"{before} waiting")


def test_who_decides_is_asked_once_and_single_keys_can_be_switched_off(keeping: Watched) -> None:
    page = keeping.open("/review?kind=PROPOSAL", wait=".acts button")
    page.keyboard.press("a")
    expect(page.get_by_label("Who decides")).to_be_focused()
    expect(page.locator(".sent")).to_have_count(0)
    page.get_by_label("Who decides").fill("Ada Lind")
    page.get_by_label("Decide by single keys").uncheck()
    page.keyboard.press("r")
    keeping.open("/review?kind=PROPOSAL", wait=".acts button")
    expect(page.get_by_label("Who decides")).to_have_value("Ada Lind")
    page.keyboard.press("r")
    expect(page.locator(".sent")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_sentence_stands_in_its_document(keeping: Watched) -> None:
    page = opened(keeping, "PROPOSAL")
    expect(page.locator(".context .around").first).not_to_be_empty()
    quote = page.locator(".context mark").first.inner_text()
    assert quote
    begun = "getComputedStyle(document.querySelector('.context .around'), '::before').content"
    assert page.evaluate(begun) == "none", "the text itself says where it goes on"
    page.keyboard.press("j")
    expect(page.locator(".queue li").nth(1).get_by_role("button")).to_have_attribute(
        "aria-current", "true"
    )
    page.keyboard.press("k")
    expect(page.locator(".context mark").first).to_have_text(quote)
    assert keeping.axe() == []


def test_it_fits_on_a_phone(browser: Browser, demo: httpx.Client) -> None:
    origin = str(demo.base_url).rstrip("/")
    with watched(browser, origin, viewport={"width": 360, "height": 740}) as seen:
        seen.page.add_init_script(f"sessionStorage.setItem('hansa-token', '{TOKEN}')")
        page = seen.open("/review", wait=".acts button")
        expect(page.locator(".context .around").first).not_to_be_empty()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360
        assert seen.axe() == []
        seen.check()


def test_without_the_token_it_says_what_is_needed(seen: Watched) -> None:
    page = seen.open("/review", wait="#island .waiting")
    expect(page.locator("#island")).to_contain_text("with the token of this server")
    page.get_by_role("main").get_by_role("button", name="Token").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator(".acts button").first).to_be_visible()


def test_whoever_hears_the_page_is_told_what_comes_next(keeping: Watched) -> None:
    page = opened(keeping, "PROPOSAL")
    told = page.locator("#island > .review > [role=status]")
    page.keyboard.press("j")
    second = page.locator(".item").get_attribute("aria-label")
    expect(told).to_have_text(f"proposal: {second}")
    page.keyboard.press("r")
    expect(told).to_have_text(re.compile(rf"^{re.escape(str(second))}: rejected\. proposal: ."))
    all_sent(page)


def test_the_form_of_an_edit_takes_the_focus_and_gives_it_back(keeping: Watched) -> None:
    page = opened(keeping, "PROPOSAL")
    page.get_by_role("button", name="Keys").click()  # whoever was elsewhere before
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_label("Of what")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".edit-form")).to_have_count(0)
    expect(page.locator(".item .acts button").first).to_be_focused()


def test_what_was_decided_before_anybody_said_who_is_done_by_enter(keeping: Watched) -> None:
    page = keeping.open("/review?kind=PROPOSAL", wait=".acts button")
    page.keyboard.press("r")
    expect(page.get_by_text("Say who decides first").first).to_be_visible()
    page.get_by_label("Who decides").fill("Ada Lind")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say who decides first")).to_have_count(0)
    all_sent(page)


def test_the_count_is_of_what_is_asked_for_whatever_failed_elsewhere(keeping: Watched) -> None:
    page = opened(keeping, "PROPOSAL")
    page.keyboard.press("e")
    page.get_by_label("What it says").select_option("MEMBER_COUNT")
    page.get_by_label("The value").fill("many")
    page.get_by_role("button", name="Say so").click()
    expect(page.locator(".sent [role=alert]")).to_contain_text("no number", timeout=30_000)
    page.get_by_label("Kind").select_option("JOINED")
    expect(page.locator(".queue li")).to_have_count(1)
    expect(page.locator(".queue .count")).to_have_text("1 waiting")
    page.get_by_label("Kind").select_option("APART")
    expect(page.get_by_text("Nothing of that kind waits for review.")).to_be_visible()
    keeping.forgive_shifts()
    page.evaluate("addEventListener('beforeunload', (event) => event.stopImmediatePropagation())")


def test_a_shared_address_says_what_the_queue_is_narrowed_to(keeping: Watched) -> None:
    page = keeping.open("/review", wait=".item h2 a")
    name = page.locator(".item h2 a").first.inner_text()
    href = str(page.locator(".item h2 a").first.get_attribute("href"))
    iri = "https://w3id.org/hansa/id/" + href.partition("/id/")[2]
    keeping.open(f"/review?about={iri}", wait=".item h2 a")
    expect(page.locator(".narrowed")).to_contain_text(f"Only about {name}")
    before = waiting(page)
    page.get_by_role("button", name="About all").click()
    expect(page.locator(".narrowed")).to_have_count(0)
    expect(page.locator(".queue .count")).not_to_have_text(f"{before} waiting")
    keeping.forgive_shifts()
