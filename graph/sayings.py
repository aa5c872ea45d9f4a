"""What a document says: every fact and literal read in it, under the IRI of its claim.

Reviewers speak of claims by these IRIs, so they hang on nothing that a later ingestion changes:
neither on offsets nor on confidences, nor on what the entities resolve to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ontology.iris import Base
from ontology.model import Document, Extraction, Fact, LiteralFact
from ontology.namespaces import HANSA

from .clusters import LocalKey
from .documents import Verdict
from .ntriples import calendar, integer, iri, text
from .resolution import Resolution, local_key


@dataclass(frozen=True, slots=True)
class Claimed:
    """A saying under the IRI of its claim, before entities are resolved."""

    iri: str
    source: Fact | LiteralFact
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim on its way into the graph: its IRI, its resolved ends, and where it stands.

    ``object`` is a written N-Triples term: an IRI in angle brackets, or a literal.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    source: Fact | LiteralFact


def claims_of(document: Document, extraction: Extraction, base: Base) -> Iterator[Claimed]:
    """Yield every saying of the document under the IRI of its claim, proposals last.

    A claim's IRI hashes what was said and the words that say it, never offsets, confidence or
    resolved IRIs; claims equal in all that are told apart by their order in the text. The very
    same span saying the very same thing twice is one claim, the more confident one. Proposals
    come last, so that no proposal ever changes the IRI of a claim that is asserted.
    """
    keys = {entity.id: local_key(document.key, entity) for entity in extraction.entities}
    ordinals: Counter[tuple[str, ...]] = Counter()
    seen: set[tuple[int, int, tuple[str, ...]]] = set()
    asserted: list[Fact | LiteralFact] = [*extraction.facts, *extraction.literals]
    ordered = [*sorted(asserted, key=_position), *sorted(extraction.proposals, key=_position)]
    for place, source in enumerate(ordered):
        parts = _claim_parts(source, keys, document.language)
        span = (source.evidence.start, source.evidence.end, parts)
        if span in seen:
            continue
        seen.add(span)
        ordinals[parts] += 1
        about = base.claim(document.key, *parts, str(ordinals[parts]))
        yield Claimed(about, source, is_proposal=place >= len(asserted))


def sayings(
    document: Document,
    extraction: Extraction,
    resolution: Resolution,
    verdicts: Mapping[str, Verdict],
) -> Iterator[Saying]:
    """Yield what the document says after review, between canonical entities.

    *verdicts* are those of reviewers, by claim: what was rejected is left out, and of the
    proposals only what was accepted is said.
    """
    for claimed in claims_of(document, extraction, resolution.base):
        if verdicts.get(claimed.iri, "reject" if claimed.is_proposal else "accept") == "reject":
            continue
        source = claimed.source
        yield Saying(
            iri=claimed.iri,
            subject=resolution.iri(document.key, source.subject),
            predicate=HANSA + source.property,
            object=_object(source, document, resolution),
            source=source,
        )


def literal_term(property_name: str, value: int | str, *, language: str) -> str:
    """Return the written term for a literal fact's value, by its property.

    >>> literal_term("focusArea", "clean transport", language="en")
    '"clean transport"@en'
    """
    if isinstance(value, int):
        return integer(value)
    return calendar(value) if property_name == "date" else text(value, language=language)


def _position(source: Fact | LiteralFact) -> tuple[int, int, float, str]:
    return source.evidence.start, source.evidence.end, -source.confidence, source.rule


def _claim_parts(
    source: Fact | LiteralFact, keys: dict[str, LocalKey], language: str
) -> tuple[str, ...]:
    """Return what identifies a claim within its document, except for its ordinal."""
    subject = keys[source.subject]
    if isinstance(source, Fact):
        object_, role = keys[source.object], source.role
        said = (object_.kind, object_.name)
    else:
        role = None
        said = ("", literal_term(source.property, source.value, language=language))
    year = "" if source.year is None else str(source.year)
    quote = " ".join(source.evidence.exact.split())
    words = (source.property, *said, source.status, year, role or "", quote)
    return (subject.kind, subject.name, *words)


def _object(source: Fact | LiteralFact, document: Document, resolution: Resolution) -> str:
    if isinstance(source, Fact):
        return iri(resolution.iri(document.key, source.object))
    return literal_term(source.property, source.value, language=document.language)
