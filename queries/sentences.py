"""Rendering a row of an answer as an English sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology.namespaces import HANSA
from ontology.terms import PLANNED

from .answers import Answer
from .names import Term
from .quotes import is_entry, to_plain

_SLOT: Final = re.compile(r"\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}")
_OPTIONAL: Final = re.compile(r"\[([^][]*)\]")
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: The columns of quotes in the order in which a sentence shows them, each with its document's.
_QUOTES: Final = (("quote", "documentTitle"), ("otherQuote", "otherDocumentTitle"))


def evidence_columns(columns: Collection[str]) -> frozenset[str]:
    """Return those columns that say how a row is known, and not what it says.

    >>> sorted(evidence_columns(("city", "quote", "document", "documentTitle", "sentences")))
    ['document', 'documentTitle', 'quote', 'sentences']
    >>> evidence_columns(("document", "documentTitle"))
    frozenset()
    """
    found = {
        name
        for quote, title in _QUOTES
        if quote in columns
        for name in (quote, title, title.removesuffix("Title"), "sentences")
    }
    return frozenset(found & {*columns})


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document behind a row; ``document`` is its IRI, where the row has it.

    ``exact`` is what stands in the document, ``plain`` that on one line without emphasis. An entry
    of a list is no sentence.
    """

    exact: str
    plain: str
    title: str | None
    document: str | None
    is_entry: bool

    def __str__(self) -> str:
        """Return the words with their document, as they follow a sentence."""
        place = self.title
        if self.is_entry:
            place = f"in a list or table of {self.title or 'the document'}"
        return " ".join([f"“{self.plain}”", *([f"({place})"] if place else [])])


@dataclass(frozen=True, slots=True)
class Told:
    """A row as a sentence, and the words of documents that say so."""

    sentence: str
    quotes: tuple[Quoted, ...]

    def __str__(self) -> str:
        """Return both in one line."""
        return " ".join([self.sentence, *map(str, self.quotes)])


def tell(answer: Answer) -> list[Told]:
    """Return each row as a sentence from the question's template, with what is behind it."""
    return [_told(answer, row) for row in answer.rows]


def to_sentences(answer: Answer) -> list[str]:
    """Return one line for each row: its sentence, with the words that say so."""
    return [str(told) for told in tell(answer)]


def _told(answer: Answer, row: Mapping[str, Term]) -> Told:
    spoken = answer.labels | {column: speak(term) for column, term in row.items()}
    sentence = fill(answer.question.sentence, spoken)
    if row.get("status") == NamedNode(PLANNED):
        sentence = sentence.removesuffix(".") + " (planned)."
    return Told(sentence, tuple(_quoted(spoken)))


def _quoted(spoken: Mapping[str, str]) -> Iterator[Quoted]:
    """Yield each quote with its document; an entry of a list is no sentence, and is called so."""
    for quote, title in _QUOTES:
        if quote in spoken:
            names = [value for column, value in spoken.items() if column not in {quote, title}]
            yield Quoted(
                exact=spoken[quote],
                plain=to_plain(spoken[quote]),
                title=spoken.get(title),
                document=spoken.get(title.removesuffix("Title")),
                is_entry=is_entry(spoken[quote], names),
            )


def fill(template: str, spoken: Mapping[str, str]) -> str:
    """Fill the slots of a template; a part in brackets goes where one of its slots is empty or 0.

    A slot with two words after its name gives the first for 1 and the second for other numbers.

    >>> fill("{who} chairs it[ in {year}].", {"who": "Riga", "year": "2020"})
    'Riga chairs it in 2020.'
    >>> fill("{who} chairs it[ in {year}].", {"who": "Riga"})
    'Riga chairs it.'
    >>> fill("{n} {n|city|cities}[ and {m} more]", {"n": "1", "m": "0"})
    '1 city'
    """

    def kept(part: re.Match[str]) -> str:
        filled = all(spoken.get(slot[1], "0") != "0" for slot in _SLOT.finditer(part[1]))
        return part[1] if filled else ""

    def said(slot: re.Match[str]) -> str:
        value = spoken.get(slot[1], "?")
        if slot[2] is None:
            return value
        return slot[2] if value == "1" else slot[3]

    return _SLOT.sub(said, _OPTIONAL.sub(kept, template))


def speak(term: Term) -> str:
    """Return a term as a reader says it: a relation in words, any other by its value.

    >>> speak(NamedNode(HANSA + "participatesIn"))
    'participates in'
    """
    if isinstance(term, NamedNode) and term.value.startswith(HANSA):
        return _CAPITAL.sub(" ", term.value.removeprefix(HANSA)).lower()
    return term.value
