"""The page by which documents come and go: chosen, looked at, committed, followed, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.api.proxy import PREFIX
from tests.api.server import reading_server

from .conftest import TOKEN
from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

#: Milliseconds that a test waits for the model.
PATIENCE = 90_000
NEWS = """# The harbours meet

The city of Turku has joined the Foggy Harbours Network. Riga might one day be in it too.
"""
#: Drops files on an element, as a person does with the mouse.
DROP = """(element, files) => {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""
MEMBERS = """ASK { ?c hansa:memberOf ?n ; rdfs:label "Turku" . ?n rdfs:label ?l
  FILTER(STR(?l) = "Foggy Harbours Network") }"""


def opened(seen: Watched) -> Page:
    return seen.open("/ingest", wait=".drop-zone")


def drop(page: Page, *files: tuple[str, str]) -> None:
    page.locator(".drop-zone").evaluate(DROP, [list(each) for each in files])


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Chosen documents").get_by_role("button", name=name)


def is_member(client: httpx.Client) -> bool:
    answer = client.get("/sparql", params={"query": MEMBERS}).raise_for_status()
    found: dict[str, Any] = answer.json()
    return bool(found["boolean"])


def test_two_files_of_which_one_is_broken_are_looked_at_committed_and_taken_back(
    keeping: Watched, changing: httpx.Client
) -> None:
    keeping.expected.append("422")
    page = opened(keeping)
    drop(page, ("news.md", NEWS), ("broken.pdf", "%PDF-1.7 nothing of the kind"))
    page.get_by_role("button", name="Look at all").click()
    shown = page.get_by_role("region", name="What would be read")
    expect(shown).to_contain_text("too unsure to assert: 1", timeout=PATIENCE)
    fact = shown.get_by_role("listitem").filter(has_text="Turku is a member of Foggy Harbours")
    expect(fact.first.locator("mark")).to_have_text(NEWS.split(". ")[0].splitlines()[-1] + ".")
    proposal = shown.locator("li.proposal")
    expect(proposal).to_contain_text("waits for review")
    proposal.get_by_text("Why").click()
    expect(proposal.get_by_text("The trained model")).to_be_visible()
    expect(row(page, "broken.pdf")).to_contain_text("broken.pdf is damaged", timeout=PATIENCE)
    assert keeping.axe() == []
    assert not is_member(changing)

    page.get_by_role("button", name="Commit all 2").click()
    expect(page.get_by_role("status").filter(has_text="committed")).to_have_text(
        "1 of 2 committed, 1 failed.", timeout=PATIENCE
    )
    changes = page.get_by_role("region", name="What generation 2 changed")
    expect(changes).to_contain_text("Facts added: 1; withdrawn: 0")
    expect(changes.get_by_role("listitem")).to_contain_text("has joined the Foggy Harbours Network")
    assert is_member(changing)
    row(page, "broken.pdf").click()
    expect(page.get_by_role("alert")).to_contain_text("broken.pdf is damaged")
    assert keeping.axe() == []

    page.get_by_text("Documents of the graph").first.click()
    page.get_by_label("Title contains").fill("harbours meet")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Take back news.md").click()
    assert keeping.axe() == []
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("news.md is taken back")).to_be_visible(timeout=PATIENCE)
    withdrawn = page.get_by_role("region", name="What generation 3 changed")
    expect(withdrawn).to_contain_text("withdrawn: 1")
    expect(page.get_by_text("No document has such a title.")).to_be_visible()
    assert not is_member(changing)


def test_a_text_is_committed_by_keyboard_alone(keeping: Watched, changing: httpx.Client) -> None:
    page = opened(keeping)
    page.get_by_text("Or a text").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(NEWS)
    page.keyboard.press("Tab")
    page.keyboard.type("notes/harbours")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Commit the document").focus()
    page.keyboard.press("Enter")
    expect(row(page, "notes/harbours")).to_contain_text("added to the graph", timeout=PATIENCE)
    assert is_member(changing)
    page.get_by_role("link", name="its page").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The harbours meet")


def test_the_whole_page_is_shown_in_a_frame_in_which_nothing_runs(keeping: Watched) -> None:
    # What the test itself puts into every frame is no more run there than anything else.
    keeping.expected.append("Blocked script execution in 'blob:")
    page = opened(keeping)
    drop(page, ("script.md", NEWS + "\n<script>parent.document.title = 'run'</script>\n"))
    page.get_by_role("button", name="What would be read").click()
    page.get_by_role("button", name="The whole text").click(timeout=PATIENCE)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text(
        "The harbours meet", timeout=PATIENCE
    )
    assert frame.locator("body").evaluate("getComputedStyle(document.body).maxWidth") != "none"
    frame.get_by_role("link", name="To the entities").click()
    expect(frame.get_by_role("heading", name="Entities")).to_be_in_viewport()
    assert page.title() != "run"
    page.get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_a_document_is_known_by_can_be_changed_before(
    keeping: Watched, changing: httpx.Client
) -> None:
    page = opened(keeping)
    drop(page, ("news.md", NEWS))
    page.locator(".shown").get_by_label("Known by").fill("press/2026/news.md")
    page.get_by_role("button", name="Commit", exact=True).click()
    expect(page.get_by_text("press/2026/news.md: added to the graph.")).to_be_visible(
        timeout=PATIENCE
    )
    keys = [each["key"] for each in changing.get("/documents").json()["documents"]]
    assert "press/2026/news.md" in keys


def test_a_folder_is_searched_for_what_is_read(keeping: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    (folder / "june").mkdir(parents=True)
    (folder / "june" / "news.md").write_text(NEWS)
    (folder / "june" / "tool.exe").write_bytes(b"MZ")
    (folder / ".hidden.md").write_text(NEWS)
    page = opened(keeping)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Pick a folder").click()
    chooser.value.set_files(folder)
    expect(page.locator(".shown").get_by_label("Known by")).to_have_value("press/june/news.md")
    expect(page.get_by_role("list", name="Chosen documents").get_by_role("listitem")).to_have_count(
        1
    )


def test_without_the_token_nothing_can_be_sent(seen: Watched) -> None:
    page = opened(seen)
    assert seen.axe() == []
    drop(page, ("news.md", NEWS))
    commit = page.get_by_role("button", name="Commit the document")
    expect(commit).to_be_disabled()
    expect(page.get_by_text("needs the token of this server")).to_be_visible()
    page.locator(".note").get_by_role("button", name="Token").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(commit).to_be_enabled()
    expect(page.locator(".note")).to_have_count(0)


def test_what_was_just_chosen_is_shown_and_the_list_says_what_was_found(keeping: Watched) -> None:
    keeping.expected.append("422")
    page = opened(keeping)
    drop(page, ("empty.md", ""))
    drop(page, ("news.md", NEWS))
    expect(page.locator(".shown h3")).to_have_text("news.md")
    page.get_by_role("button", name="Look at all").click()
    expect(row(page, "news.md")).to_contain_text("facts: 1, unsure: 1", timeout=PATIENCE)
    expect(row(page, "empty.md")).to_contain_text("is empty")


def test_what_was_sent_is_followed_on_when_the_page_is_loaded_anew(
    keeping: Watched, changing: httpx.Client
) -> None:
    page = opened(keeping)
    drop(page, ("news.md", NEWS), ("later.md", NEWS.replace("Turku", "Oulu")))
    page.get_by_role("button", name="Commit all 2").click()
    for name in ("news.md", "later.md"):  # the model is loaded meanwhile
        expect(row(page, name)).to_contain_text("waits", timeout=PATIENCE)
    kept = "JSON.parse(sessionStorage.getItem('hansa-readings') ?? '[]').length"
    page.wait_for_function(f"{kept} == 2")
    page.reload()
    expect(row(page, "later.md")).to_be_visible()
    for name in ("news.md", "later.md"):
        expect(row(page, name)).to_contain_text("added to the graph", timeout=PATIENCE)
    page.wait_for_function(f"{kept} == 0")
    assert is_member(changing)
    keeping.forgive_shifts()


def test_on_a_phone_it_is_as_wide_as_the_screen(browser: Browser, demo: httpx.Client) -> None:
    origin = str(demo.base_url).rstrip("/")
    with watched(browser, origin, viewport={"width": 320, "height": 640}) as seen:
        seen.page.add_init_script(f"sessionStorage.setItem('hansa-token', '{TOKEN}')")
        page = opened(seen)
        drop(page, ("news.md", NEWS), ("b" * 80 + ".md", NEWS))
        page.get_by_role("button", name="What would be read").click()
        expect(page.get_by_text("Sentences and facts")).to_be_visible(timeout=PATIENCE)
        page.get_by_text("Documents of the graph").first.click()
        expect(page.get_by_role("table")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert seen.axe() == []
        seen.check()


def test_an_empty_server_behind_a_prefix_takes_its_first_document(
    browser: Browser, tmp_path: Path
) -> None:
    environment = {"HANSA_PREFIX": PREFIX, "HANSA_TOKEN": TOKEN}
    with (
        reading_server(tmp_path / "none", **environment) as client,
        watched(browser, str(client.base_url).rstrip("/")) as seen,
    ):
        seen.page.add_init_script(f"sessionStorage.setItem('hansa-token', '{TOKEN}')")
        page = seen.open(f"{PREFIX}/ingest", wait=".drop-zone")
        drop(page, ("news.md", NEWS))
        page.get_by_role("button", name="Commit the document").click()
        expect(page.get_by_text("It is the first generation")).to_be_visible(timeout=PATIENCE)
        page.reload()  # what the browser has of the page already runs its scripts, too
        expect(page.locator(".drop-zone")).to_be_visible()
        seen.check()
