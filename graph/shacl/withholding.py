"""What of a document is published, and what the gate keeps back, with the reason.

A saying whose own value breaks a shape is no claim: neither the document's graph nor the default
graph has it. A fact that does not fit what its ends resolved to is a claim, for the document said
it, but has no plain triple; it gets one when the kinds change so that it fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from graph.curating.sayings import Saying
from graph.deriving.derivation import kind_of
from graph.lines.ntriples import decimal, integer, text
from graph.lines.written import split, text_of
from ontology import terms
from ontology.iris import Base
from ontology.model import Document, Extraction, Fact, LiteralFact
from ontology.namespaces import HANSA

from .gate import gate

#: Decimal places of a confidence in the graph.
_DIGITS: Final = 4
#: Judgements of one sort that are remembered at most.
_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True, order=True)
class Withheld:
    """Something a document says that is not published, or not as a plain triple.

    ``document`` is the source key, ``saying`` what was said in the document's own names, and
    ``reason`` the sentence of the shape that it would break.
    """

    document: str
    saying: str
    reason: str

    def __str__(self) -> str:
        """Return it as one line for people."""
        return f"withheld from {self.document}: {self.saying}: {self.reason}"


@dataclass(slots=True)
class Admitted:
    """What passed the gate: sayings to be claims, those of them to be plain triples, metadata."""

    claims: list[Saying] = field(default_factory=list)
    facts: list[Saying] = field(default_factory=list)
    metadata: list[str] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)


def admit(
    document: Document,
    extraction: Extraction,
    said: Iterable[Saying],
    metadata: Iterable[str],
    base: Base,
) -> Admitted:
    """Send through the gate what a document says after review, and the lines about itself."""
    admitted, names = Admitted(), {each.id: each.names[0] for each in extraction.entities}
    for saying in said:
        wrong = _value_reason(saying, document.language)
        unfit = None if wrong else _kind_reason(saying, base)
        if not wrong:
            admitted.claims.append(saying)
        if not wrong and not unfit and saying.source.status == "asserted":
            admitted.facts.append(saying)
        if reason := wrong or unfit:
            spoken = _spoken(saying.source, names)
            admitted.withheld.append(Withheld(document.key, spoken, reason))
    lines = list(metadata)
    refused = gate().metadata_refusals(lines)
    admitted.metadata = [line for line in lines if line not in refused]
    for line, reason in refused.items():
        admitted.withheld.append(Withheld(document.key, _spoken_line(line), reason))
    return admitted


def _value_reason(saying: Saying, language: str) -> str | None:
    """Return why a saying may be no claim, if it may not."""
    source, name = saying.source, saying.predicate.removeprefix(HANSA)
    role = (source.role if isinstance(source, Fact) else None) or ""
    is_literal = not saying.object.startswith("<")
    return (
        (gate().value_refusal(saying.predicate, saying.object) if is_literal else None)
        or _confidence_reason(name, round(source.confidence, _DIGITS))
        or _text_reason(name, terms.RULE, source.rule, "")
        or _year_reason(name, source.year)
        or _text_reason(name, terms.ROLE, role, language)
    )


@lru_cache(maxsize=_REMEMBERED)
def _confidence_reason(name: str, value: float) -> str | None:
    return gate().attribute_refusal(name, terms.CONFIDENCE, decimal(value, digits=_DIGITS))


@lru_cache(maxsize=_REMEMBERED)
def _year_reason(name: str, value: int | None) -> str | None:
    return gate().attribute_refusal(name, terms.YEAR, "" if value is None else integer(value))


@lru_cache(maxsize=_REMEMBERED)
def _text_reason(name: str, attribute: str, value: str, language: str) -> str | None:
    written = text(value, language=language) if value else ""
    return gate().attribute_refusal(name, attribute, written)


def _kind_reason(saying: Saying, base: Base) -> str | None:
    """Return why an asserted saying may be no plain triple between what its ends are, if so."""
    if saying.source.status != "asserted":
        return None
    name, kind = saying.predicate.removeprefix(HANSA), kind_of(saying.subject, base)
    if saying.object.startswith("<"):
        return gate().refusal(name, kind, kind_of(saying.object[1:-1], base))
    return gate().subject_refusal(name, kind)


def _spoken(source: Fact | LiteralFact, names: dict[str, str]) -> str:
    object_ = names[source.object] if isinstance(source, Fact) else str(source.value)
    return f"{names[source.subject]} {source.property} {object_}"


def _spoken_line(line: str) -> str:
    _, predicate, term = split(line)
    return f"document {re.split('[/#]', text_of(predicate))[-1]} {text_of(term)}"
