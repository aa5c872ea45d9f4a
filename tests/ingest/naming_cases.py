"""What the whole pipeline names in a short text: for the tests of the entity components."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.pipeline import read
from ontology.model import Document


def named(nlp: Language, text: str) -> Doc:
    """Return *text* as the pipeline reads it."""
    return next(iter(read(nlp, [Document(key="case.txt", text=text, sha256="")])))


def kinds(nlp: Language, text: str) -> dict[str, str]:
    """Return the kind of each entity in *text* by each of its names."""
    return {name: one.kind for one in named(nlp, text)._.clusters for name in one.names}


def clusters(nlp: Language, text: str) -> list[set[str]]:
    """Return the names of each entity in *text*."""
    return [set(one.names) for one in named(nlp, text)._.clusters]


def links(nlp: Language, text: str) -> dict[str, str | None]:
    """Return the link of each entity in *text* by its fullest name."""
    return {one.names[0]: one.link for one in named(nlp, text)._.clusters}
