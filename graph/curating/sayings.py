"""What a document says: every fact and literal read in it, under the IRI of its claim.

Reviewers speak of claims by these IRIs, so they hang on nothing that a later ingestion changes:
neither on offsets nor on confidences, nor on what the entities resolve to. Verdicts are kept by
the digests in them, which no other base changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.identity.nodes import LocalKey, local_key
from graph.identity.resolution import Resolution
from graph.lines.ntriples import calendar, integer, iri, text
from ontology.iris import claim_digest
from ontology.model import Document, Extraction, Fact, LiteralFact
from ontology.namespaces import HANSA

from .edits import edited, edited_digest
from .verdicts import Decided, Verdict


@dataclass(frozen=True, slots=True)
class Claimed:
    """A saying before entities are resolved: the digest of its claim, and what that is made of.

    ``parts`` are what tells the claim from the others of its document; with the source key
    before them they make the digest.
    """

    digest: str
    parts: tuple[str, ...]
    source: Fact | LiteralFact
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim on its way into the graph: its IRI, its resolved ends, and where it stands.

    ``object`` is a written N-Triples term: an IRI in angle brackets, or a literal. ``reader`` is
    the reviewer who read it, None where the pipeline did.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    source: Fact | LiteralFact
    reader: str | None = None


def claims_of(document: Document, extraction: Extraction) -> Iterator[Claimed]:
    """Yield every saying of the document under the digest of its claim, proposals last.

    The digest is of what was said and the words that say it, never offsets, confidence or
    resolved IRIs; claims equal in all that are told apart by their order in the text. The very
    same span saying the very same thing twice is one claim, the more confident one. Proposals
    come last, so that no proposal ever changes the digest of a claim that is asserted.
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
        numbered = (*parts, str(ordinals[parts]))
        about = claim_digest(document.key, *numbered)
        yield Claimed(about, numbered, source, is_proposal=place >= len(asserted))


class Given:
    """The verdicts that hold for one document, looked up by claim."""

    def __init__(self, decided: Sequence[Decided]) -> None:
        """Hold *decided*, the latest last; their keys may be those of documents it is kin to."""
        self._places = {one.claim: place for place, one in enumerate(decided)}
        self._keys = sorted({one.key for one in decided})
        self._decided = decided

    def all_on(self, claimed: Claimed) -> list[Decided]:
        """Return the verdicts on that claim, the latest last."""
        if not self._keys:
            return []
        digests = [claim_digest(key, *claimed.parts) for key in self._keys]
        places = sorted(self._places[name] for name in digests if name in self._places)
        return [self._decided[place] for place in places]

    def last_on(self, claimed: Claimed) -> Decided | None:
        """Return what was said last of that claim, or None for nothing."""
        found = self.all_on(claimed)
        return found[-1] if found else None

    def on(self, claimed: Claimed) -> Verdict | None:
        """Return the verdict on that claim, which is the latest, or None for none."""
        found = self.last_on(claimed)
        return found.verdict if found else None


def sayings(
    document: Document,
    extraction: Extraction,
    resolution: Resolution,
    decided: Sequence[Decided] = (),
) -> Iterator[Saying]:
    """Yield what the document says after review, between canonical entities.

    *decided* are the verdicts that hold for the document, the latest last: what was rejected is
    left out, of the proposals only what was accepted is said, and what was edited is said as the
    reviewer read it.
    """
    given = Given(decided)
    for claimed in claims_of(document, extraction):
        last = given.last_on(claimed)
        if last is not None and last.verdict == "edit":
            source = edited(last, claimed.source, document, extraction)
            about, reader = edited_digest(last.claim, last.edit or ""), last.who
        elif (
            last.verdict if last else ("reject" if claimed.is_proposal else "accept")
        ) == "accept":
            source, about, reader = claimed.source, claimed.digest, None
        else:
            continue
        if source is None:  # the document does not name any more what the edit speaks of
            continue
        yield Saying(
            iri=resolution.base.claim(about),
            subject=resolution.iri(document.key, source.subject),
            predicate=HANSA + source.property,
            object=_object(source, document, resolution),
            source=source,
            reader=reader,
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
