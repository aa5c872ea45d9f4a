"""Long documents are read in segments, and say what their parts say.

That several processes read them alike is shown in ``test_executors``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from ingest.extraction import extract
from ingest.segments import cut
from ontology.model import Document, Extraction

from .long_texts import long_document

_LINES = st.sampled_from(
    ["# Pact", "## Members", "Text that goes on.", "- Vaasa", "  - Riga", "| a | b |", "|---|---|"]
)


@pytest.fixture
def short_segments(nlp: Language) -> Iterator[Language]:
    """Return the pipeline, told to read 3,000 characters at once."""
    settings = nlp.meta["hansa"]["settings"]["hansa"]
    before, settings["segment"] = settings["segment"], 3000
    yield nlp
    settings["segment"] = before


@given(st.lists(_LINES, max_size=60).map("\n\n".join), st.integers(20, 200))
def test_what_is_new_in_segments_makes_up_the_source(source: str, size: int) -> None:
    segments = list(cut(source, size=size))
    assert "".join(source[slice(*one.pieces[-1])] for one in segments) == source
    for one in segments:
        assert one.text.endswith(source[slice(*one.pieces[-1])])


def test_segments_begin_at_the_highest_headings() -> None:
    source = "# A\n\n" + "".join(f"## B{i}\n\nText.\n\n### C\n\nMore.\n\n" for i in range(20))
    for segment in list(cut(source, size=120))[1:]:
        assert source.startswith("## B", segment.pieces[-1][0])
        assert segment.text.startswith("# A")


def test_a_table_that_is_cut_keeps_its_column_names() -> None:
    rows = "".join(f"| Town {i} | Estonia |\n" for i in range(50))
    source = f"Members of the Pact:\n\n| City | Country |\n|---|---|\n{rows}"
    for segment in list(cut(source, size=300))[1:]:
        assert "Members of the Pact:" in segment.text
        assert "| City | Country |\n|---|---|\n| Town" in segment.text


def test_a_long_list_is_read_to_its_end(short_segments: Language) -> None:
    towns = [
        "Riga",
        "Turku",
        "Oslo",
        "Bergen",
        "Vigo",
        "Porto",
        "Ghent",
        "Bremen",
        "Gdynia",
        "Malmo",
    ]
    items = "".join(f"- {town}\n" for town in towns * 60)
    text = f"# Amber Quays Network\n\nThe members of the Amber Quays Network are:\n\n{items}"
    (read,) = extract([Document("list.md", text, "0")], short_segments)
    members = [fact for fact in read.facts if fact.property == "memberOf"]
    assert {fact.object for fact in members} == {"network-amber-quays-network"}
    assert max(fact.evidence.start for fact in members) > len(text) - 100


def _facts(read: Extraction) -> set[tuple[str, str, str, int]]:
    return {(f.subject, f.property, f.object, f.evidence.start) for f in read.facts}


def test_a_document_in_segments_says_what_it_says_at_once(nlp: Language) -> None:
    text = long_document(9000)
    document = Document("long.md", text, "0")
    (at_once,) = extract([document], nlp)
    settings = nlp.meta["hansa"]["settings"]["hansa"]
    before, settings["segment"] = settings["segment"], 3000
    try:
        (parted,) = extract([document], nlp)
    finally:
        settings["segment"] = before
    assert len(_facts(parted) & _facts(at_once)) > 0.9 * len(_facts(parted) | _facts(at_once))
    networks = [{one.id for one in r.entities if one.kind == "Network"} for r in (at_once, parted)]
    assert networks[0] == networks[1]
    for fact in parted.facts:
        assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.exact
