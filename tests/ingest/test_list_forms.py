"""Lists in the many forms that press offices, networks and projects write them."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from ingest.components.lists.lists import read_lists

from .reading_cases import facts, prepare

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for name in ("lists", "layouts")
    for case in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
]


def _folded(found: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Write partnerships one way round."""
    return {(min(s, o), p, max(s, o)) if p == "partnerOf" else (s, p, o) for s, p, o in found}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_list_gives_these_facts_and_no_others(nlp: Language, case: dict[str, Any]) -> None:
    doc = read_lists(prepare(nlp, case["text"], **case["kinds"]))
    expected = {tuple(line.split(" | ")) for line in case["facts"]}
    # Places beside names and posts are read by others too: they count where they are asked for.
    others = {"locatedIn", "worksFor"} - {property_ for _, property_, _ in expected}
    found = {fact for fact in facts(doc) if fact[1] not in others}
    assert _folded(found) == _folded(expected)


LONG = {
    "table": "| City | Country |\n|---|---|\n" + "| Tartu | Estonia |\n| Narva | Estonia |\n" * 500,
    "items": "- Tartu, Estonia\n- Narva\n" * 800,
    "line": "Members: " + "Tartu, Narva, " * 800,
    "labels": "Partner city: Tartu\n\nMember: Narva\n\n" * 400,
}


@pytest.mark.parametrize("text", LONG.values(), ids=list(LONG))
def test_long_lists_are_read_in_seconds(nlp: Language, text: str) -> None:
    kinds = {"Network": "Baltic Ring", "City": "Tartu; Narva", "Country": "Estonia"}
    doc = prepare(nlp, f"# Baltic Ring\n\n## Members\n\n{text}", **kinds)
    started = time.process_time()
    read_lists(doc)
    assert time.process_time() - started < 5
    assert ("Narva", "memberOf", "Baltic Ring") in facts(doc)
