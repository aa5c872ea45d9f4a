"""The four views of Explore lead to each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .watched import Watched


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/explore", "Picture"),
        ("/explore/map", "Map"),
        ("/explore/timeline", "Time line"),
        ("/explore/matrix", "Matrix"),
    ],
)
def test_each_view_says_which_it_is_and_leads_to_the_others(
    seen: Watched, path: str, name: str
) -> None:
    page = seen.open(f"{path}?generation=1", wait="nav.views")
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link")).to_have_text(["Picture", "Map", "Time line", "Matrix"])
    expect(views.locator("[aria-current]")).to_have_text(name)
    other = views.get_by_role("link", name="Matrix" if name == "Map" else "Map")
    other.click()
    expect(views.locator("[aria-current]")).to_have_text("Matrix" if name == "Map" else "Map")
    assert page.url.endswith("?generation=1")
