"""The constructions that facts are said in, each with texts that say one and look-alikes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.pipeline import make_doc
from ontology.iris import normalise_name
from ontology.model import Document

CASES = Path(__file__).parent / "cases" / "constructions.toml"
CONSTRUCTIONS = tomllib.loads(CASES.read_text("utf-8"))["construction"]
YES = [(one["name"], case) for one in CONSTRUCTIONS for case in one["yes"]]
NO = [(one["name"], case) for one in CONSTRUCTIONS for case in one["no"]]

#: Subject, property, object, and what qualifies them.
Said = tuple[str, str, str, set[str]]


def read(nlp: Language, text: str) -> list[Said]:
    """Return the facts that the whole pipeline reads in *text*, partnerships both ways round."""
    doc: Doc = nlp(make_doc(nlp, Document(key="case.md", text=text, sha256="")))
    names = [normalise_name(cluster.names[0]) for cluster in doc._.clusters]
    found = [
        (names[f.subject], f.property, names[f.object], {f.status, str(f.year)})
        for f in doc._.facts
    ]
    return found + [(o, p, s, more) for s, p, o, more in found if p == "partnerOf"]


def says(found: list[Said], line: str) -> bool:
    """Say whether a fact, written "subject | property | object | qualifier", is among *found*."""
    subject, property_, object_, *more = (part.strip() for part in line.split("|"))
    return any(
        (s, p, o) == (normalise_name(subject), property_, normalise_name(object_))
        and set(more) <= qualifiers
        for s, p, o, qualifiers in found
    )


def named(cases: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """Return a name for each case: its construction and its place."""
    return [f"{name}-{place}" for place, (name, _) in enumerate(cases)]


@pytest.mark.parametrize(("name", "case"), YES, ids=named(YES))
def test_a_construction_says_its_facts(nlp: Language, name: str, case: dict[str, Any]) -> None:
    found = read(nlp, case["text"])
    assert [line for line in case["says"] if not says(found, line)] == [], (name, found)


@pytest.mark.parametrize(("name", "case"), NO, ids=named(NO))
def test_a_look_alike_says_nothing_false(nlp: Language, name: str, case: dict[str, Any]) -> None:
    found = read(nlp, case["text"])
    if "never" in case:
        assert [line for line in case["never"] if says(found, line)] == [], (name, found)
    else:
        assert found == [], name


def test_every_construction_has_three_positives_and_two_look_alikes() -> None:
    assert len(CONSTRUCTIONS) >= 16
    for one in CONSTRUCTIONS:
        assert len(one["yes"]) >= 3, one["name"]
        assert len(one["no"]) >= 2, one["name"]
        assert all(case["says"] for case in one["yes"]), one["name"]
