"""What is proposed, and what the arbiter makes of it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import kinds, named


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Ministry of Works, Housing and Transport opened it.",
         "Ministry of Works, Housing and Transport", "Organization"),
        ("They joined the Centre for Quiet Streets in May.",
         "Centre for Quiet Streets", "Organization"),
        ("The council funds the Trees and Shade Initiative.",
         "Trees and Shade Initiative", "Programme"),
        ("It was launched under the Water for Cities Programme.",
         "Water for Cities Programme", "Programme"),
        ("Ministers adopted the Turku Harbour Declaration.",
         "Turku Harbour Declaration", "Agreement"),
        ("Delegates met at the Lagos Ferry Summit 2021.", "Lagos Ferry Summit 2021", "Event"),
        ("The Baltic Lanes Network has nine members.", "Baltic Lanes Network", "Network"),
        ("The Association of Danube Cities spoke first.",
         "Association of Danube Cities", "Network"),
        ("The University of Texas at Austin took part.",
         "University of Texas at Austin", "Organization"),
    ],
)  # fmt: skip
def test_a_head_noun_gives_a_name_its_extent_and_kind(
    nlp: Language, text: str, name: str, kind: str
) -> None:
    assert kinds(nlp, text).get(name) == kind


def test_two_bodies_beside_each_other_stay_two(nlp: Language) -> None:
    found = kinds(nlp, "It is funded by the Ministry of Health and the Ministry of Trade.")
    assert {"Ministry of Health", "Ministry of Trade"} <= set(found)


@pytest.mark.parametrize(
    "text",
    [
        "Artificial Intelligence and the Internet of Things change Smart Cities.",
        "On Monday the Managing Director read the Annual Report in English.",
        "See www.example.org or write to Info@example.org.",
        "## Next Steps and Lessons Learned",
    ],
)
def test_plain_words_in_capitals_name_nothing(nlp: Language, text: str) -> None:
    assert kinds(nlp, text) == {}


def test_a_name_known_from_the_text_is_found_in_headings_too(nlp: Language) -> None:
    doc = named(nlp, "# Why Riverbank Alliance Matters\n\nThe Riverbank Alliance met in Oslo.\n")
    alliance = next(one for one in doc._.clusters if "Riverbank Alliance" in one.names)
    assert [m.cluster for m in doc._.mentions].count(alliance.index) == 2


def test_quotations_are_named_by_the_noun_after_them(nlp: Language) -> None:
    found = kinds(nlp, "The city runs the “Blue Lanterns at Night” programme for children.")
    assert found.get("Blue Lanterns at Night") == "Programme"


def test_mentions_never_overlap_and_stand_where_their_names_do(nlp: Language) -> None:
    doc = named(nlp, "Mayor Ana Ruiz of Porto, Portugal met the Ministry of Trade of Japan (MTJ).")
    mentions = sorted(m for m in doc._.mentions if m.form == "name")
    ends = [0, *(m.end for m in mentions)]
    assert all(m.start >= end for m, end in zip(mentions, ends, strict=False))
    for m in mentions:
        assert doc[m.start : m.end].text in doc._.clusters[m.cluster].names
