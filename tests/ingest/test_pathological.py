"""Awkward texts end in seconds, with a result whose evidence stands in them verbatim."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from spacy.language import Language

from ingest.extraction import extract
from ontology.model import Document

SAID = "Riga joined the Amber Quays Network in 2004. "
TEXTS: dict[str, str] = {
    "one huge line": SAID * 200,
    "one huge sentence": "the mayor of Riga, and " * 350,
    "many items": "Members of the Amber Quays Network:\n\n"
    + "".join(f"- Town {i}\n" for i in range(1000)),
    "items within items": "".join(" " * i + "- Riga\n" for i in range(120)),
    "a table of many cells": "| City | Network |\n|---|---|\n"
    + "".join(f"| Town {i} | Amber Quays Network |\n" for i in range(400)),
    "capitals": "THE MAYOR OF RIGA JOINED THE AMBER QUAYS NETWORK " * 150,
    "brackets": "([{" * 1000 + SAID + ")]}" * 1000,
    "no spaces": "AmberQuays" * 3000,
    "right to left": "אגודת הערים הגדולות של הים " * 250,
    "marks of direction": f"\u202e\u2066{SAID}\u2069\u202c" * 100,
    "joiners of no width": "\u200d".join("Riga joined the Amber Quays Network. ") * 150,
    "control characters": "".join(f"{chr(i % 32)}{word} " for i, word in enumerate(SAID.split()))
    * 200,
    "one name often": "Riga spoke. The Amber Quays Network spoke. " * 300,
    "many names": " ".join(f"Anna Berg{chr(97 + i % 26)}{i:x} met Riga." for i in range(500)),
    "half characters": "\ud800 " + SAID * 5,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_awkward_texts_are_read_in_seconds(nlp: Language, text: str) -> None:
    started = time.process_time()
    (read,) = extract([Document("awkward.md", text, "0")], nlp)
    assert time.process_time() - started < 15
    for one in (*read.facts, *read.literals, *read.proposals):
        assert text[one.evidence.start : one.evidence.end] == one.evidence.exact
    for entity in read.entities:
        assert all(0 <= start < end <= len(text) for start, end in entity.mentions)


@pytest.mark.parametrize("text", ["-", "- ", "# ", "|", "* \n* \n", "", "\n"])
def test_texts_without_words_say_nothing(nlp: Language, text: str) -> None:
    (read,) = extract([Document("awkward.md", text, "0")], nlp)
    assert not read.entities
    assert not [*read.facts, *read.literals, *read.proposals]


def _names(size: int) -> str:
    return " ".join(f"Anna Berg{chr(97 + i % 26)}{i:x} met Riga." for i in range(size // 25))


def _sentence(size: int) -> str:
    return "the mayor of Riga, and " * (size // 23)


def _owners(size: int) -> str:
    return "Minister of Health of the Ministry of " * (size // 38)


def _officers(size: int) -> str:
    return "President City of Riga, Latvia Vice President City of Turku, Finland " * (size // 69)


def _dated(size: int) -> str:
    towns = ("Riga", "Turku", "Ghent", "Lisbon", "Bergen", "Vigo")
    return "".join(
        f"In {1950 + i % 70} {towns[i % 6]} joined the Amber{i} Quays Network, and "
        f"{towns[(i + 1) % 6]} will sign the Birch{i} Charter in {1960 + i % 60}. "
        for i in range(size // 105)
    )


def _run(size: int) -> str:
    return "Mayor of " + "Velika Strana " * (size // 14) + "."


def _table(size: int) -> str:
    return "| City | Country |\n|---|---|\n" + "| Riga | Latvia |\n" * (size // 18)


@pytest.mark.parametrize("made", [_names, _sentence, _dated, _owners, _officers, _run, _table])
def test_four_times_the_text_takes_no_more_than_about_four_times_as_long(
    nlp: Language, made: Callable[[int], str]
) -> None:
    times = []
    for size in (1000, 5000, 20_000):  # the first makes what is made at the first use
        started = time.process_time()
        list(extract([Document("awkward.md", made(size), "0")], nlp))
        times.append(time.process_time() - started)
    assert times[2] < 7 * times[1] + 0.5
