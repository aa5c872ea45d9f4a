"""Plural words and the several things they stand for."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.relations.references import read_references
from ingest.components.relations.syntax import Syntax

from .reading_cases import prepare

TOWNS = {"City": "Turku; Riga; Oslo"}
STATES = {"Country": "Norway; Latvia"}
CASES = [
    ("Turku and Riga grow. Both cities built quays.", TOWNS, "cities", {"Turku", "Riga"}),
    ("Turku, Riga and Oslo grow. The three towns built quays.", TOWNS, "towns",
     {"Turku", "Riga", "Oslo"}),
    ("Turku met Riga in May. The two cities built quays.", TOWNS, "cities", {"Turku", "Riga"}),
    ("Turku and Riga grow. They built quays.", TOWNS, "They", {"Turku", "Riga"}),
    ("# Quay Charter\n\nbetween Norway and Latvia\n\nBoth sides will build quays.", STATES, "sides",
     {"Norway", "Latvia"}),
    ("Two towns won. The towns are Turku and Riga.", TOWNS, "towns", {"Turku", "Riga"}),
    ("Norway and Latvia met. The former built quays.", STATES, "former", {"Norway"}),
    ("Turku and Riga grow. Three cities built quays.", TOWNS, "cities", set()),
    ("Turku and Riga grow. The cities of the south built quays.", TOWNS, "cities", set()),
    ("Turku and Riga grow. The ministries built quays.", TOWNS, "ministries", set()),
    ("Turku grows. They built quays.", TOWNS, "They", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "word", "names"), CASES)
def test_a_plural_stands_for_what_was_listed(
    nlp: Language, text: str, kinds: dict[str, str], word: str, names: set[str]
) -> None:
    doc = read_references(prepare(nlp, text, **kinds))
    last = [token for token in doc if token.text == word][-1 if names != {"Turku", "Riga"} else 0]
    found = Syntax.of(doc).plurals.of(last.i)
    assert {doc._.clusters[mention.cluster].names[0] for mention in found} == names
