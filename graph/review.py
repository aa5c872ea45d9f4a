"""The review queue: what the pipeline is too unsure of to assert, and what reviewers said of it.

A proposal is no claim until a reviewer accepts it; a claim is one until a reviewer rejects it.
Verdicts are kept by the IRI of the claim, which no later ingestion of the same words changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ontology.iris import Base
from ontology.model import Document, Extraction, Fact

from .documents import Decided, DocumentStore, Verdict
from .errors import UnknownClaimError
from .sayings import Claimed, claims_of


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A claim as a reviewer sees it: names instead of IRIs, and the words that say it.

    ``verdict`` is None while nobody has spoken; ``is_proposal`` tells what waits to be accepted
    from what is asserted already.
    """

    claim: str
    document: str
    subject: str
    property: str
    object: str
    status: str
    confidence: float
    rule: str
    quote: str
    is_proposal: bool
    verdict: Verdict | None = None

    def saying(self) -> str:
        """Return the fact in one line: subject, property, object."""
        return f"{self.subject} {self.property} {self.object}"


def waiting(documents: DocumentStore, base: Base) -> list[Reviewable]:
    """Return the proposals nobody has spoken of, the surest first, then by document and place.

    Reads the Extraction of every current document, so the cost grows with their number.
    """
    found = [
        item for item in _reviewables(documents, base) if item.is_proposal and item.verdict is None
    ]
    return sorted(found, key=lambda item: -item.confidence)


def find_claims(documents: DocumentStore, base: Base, names: list[str]) -> list[Reviewable]:
    """Return the claim or proposal that each name means: its IRI, or the unique end of one.

    Raises UnknownClaimError when one means none, or several.
    """
    claims = {item.claim: item for item in _reviewables(documents, base)}
    remedy = "hansa review lists them by their IRIs"
    return [_meant(name, claims, "no claim goes by", remedy) for name in names]


def find_verdicts(documents: DocumentStore, names: list[str]) -> list[Decided]:
    """Return the verdict on the claim that each name means: its IRI, or the unique end of one.

    Raises UnknownClaimError when one means none, or several.
    """
    verdicts = {decided.claim: decided for decided in documents.decided()}
    remedy = "hansa review verdicts lists them"
    return [_meant(name, verdicts, "no verdict was given on", remedy) for name in names]


_Named = TypeVar("_Named")


def _meant(name: str, claims: Mapping[str, _Named], none: str, remedy: str) -> _Named:
    if name in claims:
        return claims[name]
    found = [iri for iri in claims if name and iri.endswith(name)]
    if len(found) != 1:
        trouble = f"{len(found)} claims end in" if found else none
        raise UnknownClaimError(f"{trouble} {name!r}; {remedy}")
    return claims[found[0]]


def _reviewables(documents: DocumentStore, base: Base) -> Iterator[Reviewable]:
    for entry in documents.speaking():
        extraction = documents.extraction(entry.key, entry.sha256, entry.pipeline)
        if extraction is None:
            continue
        document = documents.document(entry.key, sha256=entry.sha256)
        verdicts = documents.verdicts(entry.key)
        for claimed in claims_of(document, extraction, base):
            yield _reviewable(claimed, document, extraction, verdicts.get(claimed.iri))


def _reviewable(
    claimed: Claimed, document: Document, extraction: Extraction, verdict: Verdict | None
) -> Reviewable:
    names = {entity.id: entity.names[0] for entity in extraction.entities}
    source = claimed.source
    said = names[source.object] if isinstance(source, Fact) else str(source.value)
    return Reviewable(
        claim=claimed.iri,
        document=document.key,
        subject=names[source.subject],
        property=source.property,
        object=said,
        status=source.status,
        confidence=source.confidence,
        rule=source.rule,
        quote=" ".join(source.evidence.exact.split()),
        is_proposal=claimed.is_proposal,
        verdict=verdict,
    )
