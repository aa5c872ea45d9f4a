"""Rendering a row of an answer as an English sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from ontology.namespaces import HANSA
from ontology.terms import PLANNED

from .answers import Answer
from .names import Term

_SLOT: Final = re.compile(r"\{(\w+)\}")
_OPTIONAL: Final = re.compile(r"\[([^][]*)\]")
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def to_sentences(answer: Answer) -> list[str]:
    """Return one sentence a row, from the question's template, with the words that say so."""
    return [_sentence(answer, row) for row in answer.rows]


def _sentence(answer: Answer, row: Mapping[str, Term]) -> str:
    spoken = answer.labels | {column: speak(term) for column, term in row.items()}
    sentence = fill(answer.question.sentence, spoken)
    if row.get("status") == NamedNode(PLANNED):
        sentence = sentence.removesuffix(".") + " (planned)."
    if "quote" in spoken:
        sentence += f" “{' '.join(spoken['quote'].split())}”"
        if "documentTitle" in spoken:
            sentence += f" ({spoken['documentTitle']})"
    return sentence


def fill(template: str, spoken: Mapping[str, str]) -> str:
    """Fill the slots of a template; a part in brackets goes where one of its slots is empty.

    >>> fill("{who} chairs it[ in {year}].", {"who": "Riga", "year": "2020"})
    'Riga chairs it in 2020.'
    >>> fill("{who} chairs it[ in {year}].", {"who": "Riga"})
    'Riga chairs it.'
    """

    def kept(part: re.Match[str]) -> str:
        return part[1] if all(name in spoken for name in _SLOT.findall(part[1])) else ""

    return _SLOT.sub(lambda slot: spoken.get(slot[1], "?"), _OPTIONAL.sub(kept, template))


def speak(term: Term) -> str:
    """Return a term as a reader says it: a relation in words, any other by its value.

    >>> speak(NamedNode(HANSA + "participatesIn"))
    'participates in'
    """
    if isinstance(term, NamedNode) and term.value.startswith(HANSA):
        return _CAPITAL.sub(" ", term.value.removeprefix(HANSA)).lower()
    return term.value
