"""Titles of projects in lists, and names that open a line which says what they are."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import kinds


def _list(lead: str, *items: str) -> str:
    return f"{lead}\n\n" + "\n".join(f"- {item}" for item in items) + "\n"


def test_titles_beside_towns_are_projects(nlp: Language) -> None:
    text = _list(
        "Meet the three winning teams:",
        "Light and shade on the old quay - Municipality of Oleiros, Spain",
        "Who owns the night? – City of Tartu",
        "Letting the river in: gardens, ponds and play - University of Pori, Finland",
    )
    found = kinds(nlp, text)
    for title in (
        "Light and shade on the old quay",
        "Who owns the night?",
        "Letting the river in: gardens, ponds and play",
    ):
        assert found.get(title) == "Project"


@pytest.mark.parametrize(
    ("lead", "item", "title"),
    [
        ("Selected projects", "“Bread from the roof” (Town of Pori, Finland)",
         "Bread from the roof"),
        ("The finalist projects are:", "Borough of Leith – Warm walls for cold flats",
         "Warm walls for cold flats"),
        ("## Pilots", "Ferry Bell – Riga, Latvia", "Ferry Bell"),
        ("Innovations from the region:", "Sol na escola - Prefeitura de Olinda, Brasil",
         "Sol na escola"),
    ],
)  # fmt: skip
def test_a_project_s_owner_stands_before_or_after_it(
    nlp: Language, lead: str, item: str, title: str
) -> None:
    text = _list(lead, item, "Slow water for all - Municipality of Elva, Estonia")
    assert kinds(nlp, text).get(title) == "Project"


def test_other_lists_with_dashes_hold_no_titles(nlp: Language) -> None:
    for text in (
        _list("Winners:", "Riga – City of the year", "Turku – second place", "Pori – third place"),
        _list("Members:", "Tartu University - City of Tartu", "Elva School - Town of Elva"),
        _list("Winning firms", "Quaylight - Lisbon, Portugal", "Ferrybell - Riga, Latvia"),
        _list("Speakers", "Ada Lind - City of Oslo", "Ingo Halvor - City of Bergen"),
    ):
        assert "Project" not in kinds(nlp, text).values()


@pytest.mark.parametrize(
    ("line", "name", "kind"),
    [
        ("- Doors Not Walls: small grants for schools", "Doors Not Walls", "Programme"),
        ("- Slow Sundays – a campaign for quiet streets", "Slow Sundays", "Programme"),
        ("**Action 2. Porch Light.** A dashboard for street lamps.", "Porch Light", "Project"),
        ("**Shared Kitchens:** Neighbours cook. The programme is paid by the town.",
         "Shared Kitchens", "Programme"),
        ("**Night Ferry** – Free rides after dark; the pilot runs in Oslo.",
         "Night Ferry", "Project"),
        ("- Open Cellars: a festival of old vaults", "Open Cellars", "Event"),
    ],
)  # fmt: skip
def test_a_line_says_what_its_first_words_name(
    nlp: Language, line: str, name: str, kind: str
) -> None:
    assert kinds(nlp, f"What we do\n\n{line}\n\nThat is all for now.\n").get(name) == kind


@pytest.mark.parametrize(
    "line",
    [
        "**Note:** The programme is paid by the town.",
        "- Opening Hours: the app shows them",
        "- Ada Lind: a project manager",
        "**How to apply.** Write to us. The project begins in May.",
        "- Next Steps: a workshop in spring",
    ],
)
def test_labels_of_lines_are_no_names(nlp: Language, line: str) -> None:
    found = kinds(nlp, f"What we do\n\n{line}\n\nThat is all for now.\n")
    assert not {"Project", "Programme", "Event"} & set(found.values())
