"""Values said of something: how many members, founded when, on which date, working on what."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ontology.iris import normalise_name
from ontology.terms import fits_literal

from ...annotations import LiteralCandidate
from ...reading import Reading
from ..relations.evidence import evidence_span
from ..relations.syntax import Syntax
from .beginnings import read_beginnings
from .counts import read_counts
from .dates import read_dates
from .focus import read_focus
from .founding import read_founding
from .labels import read_labels
from .saying import Saying

NAME = "hansa_literals_v1"
_READERS = (
    read_counts,
    read_founding,
    read_labels,
    read_beginnings,
    read_dates,
    read_focus,
)


def read_literals(doc: Doc) -> Doc:
    """Add a literal candidate for each value that *doc* gives, once for each entity and value."""
    if not doc._.mentions:
        return doc
    syntax = Syntax.of(doc)
    seen: set[tuple[int, str, int | str]] = set()
    begun: set[tuple[int, str]] = set()
    told: dict[int, list[frozenset[str]]] = {}
    for reader in _READERS:
        for saying in reader(syntax):
            key = (saying.subject, saying.property, saying.value)
            kind = syntax.reading.clusters[saying.subject].kind
            if saying.rule == "literals.begun" and (saying.subject, saying.property) in begun:
                continue
            begun.add((saying.subject, saying.property))
            if key in seen or not fits_literal(saying.property, kind):
                continue
            if saying.property == "focusArea" and _is_told(told, saying):
                continue
            seen.add(key)
            doc._.literals.append(_candidate(syntax.reading, saying))
    return doc


def _is_told(told: dict[int, list[frozenset[str]]], saying: Saying) -> bool:
    """Say whether a topic repeats, in about the same words, one that its subject has already."""
    mine = frozenset(normalise_name(str(saying.value)).split())
    before = told.setdefault(saying.subject, [])
    if any(2 * len(mine & other) >= len(mine | other) for other in before):
        return True
    before.append(mine)
    return False


def _candidate(reading: Reading, saying: Saying) -> LiteralCandidate:
    start, end = evidence_span(reading, saying.start, saying.end)
    return LiteralCandidate(
        saying.subject, saying.property, saying.value, start, end, saying.rule, confidence=0.75
    )


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_literals)
