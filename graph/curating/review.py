"""The review queue: what the pipeline is too unsure of to assert, and what reviewers said of it.

A proposal is no claim until a reviewer accepts it; a claim is one until a reviewer rejects it.
A claim is named by its IRI or the unique end of one. Where it is read an index knows, which is
brought after the documents whenever a claim is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from graph.deriving.sayings import Claimed, Given, claims_of
from graph.errors import UnknownClaimError
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from ontology.errors import HansaError
from ontology.iris import Base
from ontology.model import Document, Extraction, Fact

from .verdicts import Decided, Verdict

#: What is listed where the words of a judged claim are kept no more.
_FORGOTTEN: Final = "(the words are not kept)"


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


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that was named: its digest, what a reviewer sees, and the verdicts on it so far."""

    digest: str
    item: Reviewable
    given: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict as it is listed: the claim's IRI, the document's key, and the fact in words.

    The words are read from what is kept of the document, in any of its contents. Who gave it and
    when, in UTC, is not known of old ones.
    """

    claim: str
    document: str
    verdict: Verdict
    saying: str
    who: str | None = None
    at: str | None = None


def waiting(documents: DocumentStore, base: Base) -> list[Reviewable]:
    """Return the proposals nobody has spoken of, the surest first, then by document and place.

    Reads the Extraction of every current document, so the cost grows with their number.
    """
    unspoken = (item for item in _unspoken(documents, base) if item.is_proposal)
    return sorted(unspoken, key=lambda item: -item.confidence)


def asserted(documents: DocumentStore, base: Base) -> list[Reviewable]:
    """Return the claims nobody has spoken of, the least sure first: what most needs a look.

    Costs what ``waiting`` does.
    """
    unspoken = (item for item in _unspoken(documents, base) if not item.is_proposal)
    return sorted(unspoken, key=lambda item: item.confidence)


def _unspoken(documents: DocumentStore, base: Base) -> Iterator[Reviewable]:
    decided = documents.verdicts_by_key()
    for entry in documents.speaking():
        for one in _claims_in(documents, base, entry, decided.get(entry.key, [])):
            if one.item.verdict is None:
                yield one.item


def find_claims(documents: DocumentStore, base: Base, names: list[str]) -> list[Found]:
    """Return the claim or proposal that each name means: its IRI, or the unique end of one.

    Reads only the documents that hold one of them, and those the index does not hold yet, so it
    needs a store that may be written. Raises UnknownClaimError when a name means none, or several.
    """
    _update_index(documents)
    found = []
    for name in names:
        keys = documents.claims_ending(_digest_end(name, base))
        if len(keys) != 1:
            trouble = f"{len(keys)} claims end in" if keys else "no claim goes by"
            raise UnknownClaimError(
                f"{trouble} {name!r}; hansa review and hansa review --asserted list them"
            )
        ((digest, key),) = keys.items()
        for entry in documents.readings(key)[:1]:
            claims = _claims_in(documents, base, entry, documents.verdicts_for(key))
            found += [one for one in claims if one.digest == digest]
    return found


def find_verdicts(documents: DocumentStore, base: Base, names: list[str]) -> list[Decided]:
    """Return the verdicts on the claims with these names: IRIs, or the unique ends of one.

    A claim goes by the key its verdict was given on, and by any current one with the same bytes.
    Needs a store that may be written. Raises UnknownClaimError when a name means no verdict, or
    several.
    """
    _update_index(documents)
    decided = documents.decided()
    found = []
    for name in names:
        end = _digest_end(name, base)
        meant = [one for one in decided if end and one.claim.endswith(end)]
        if len(meant) > 1:
            raise UnknownClaimError(
                f"{len(meant)} claims end in {name!r}; hansa review verdicts lists them"
            )
        if not meant and len(documents.claims_ending(end)) == 1:
            meant = [one for claim in find_claims(documents, base, [name]) for one in claim.given]
        if not meant:
            raise UnknownClaimError(
                f"no verdict was given on {name!r}; hansa review verdicts lists them"
            )
        found += meant
    return [*dict.fromkeys(found)]


def given_verdicts(
    documents: DocumentStore, base: Base, decided: Iterable[Decided]
) -> list[GivenVerdict]:
    """Return verdicts as they are listed, by document and claim."""
    by_key = attrgetter("key")
    listed = []
    for key, group in groupby(sorted(decided, key=by_key), by_key):
        ones = sorted(group)
        words = _words(documents, base, key, {one.claim for one in ones})
        listed += [
            GivenVerdict(
                base.claim(one.claim),
                key,
                one.verdict,
                words.get(one.claim, _FORGOTTEN),
                one.who,
                one.at,
            )
            for one in ones
        ]
    return listed


def _digest_end(name: str, base: Base) -> str:
    """Return the end of a digest that *name* is, or ends in, where it may be the end of an IRI."""
    head, slash, end = name.rpartition("/")
    return end if base.claim("").endswith(head + slash) else ""


def _update_index(documents: DocumentStore) -> None:
    for entry in documents.unindexed():
        claims = list(_claimed_in(documents, entry))
        documents.index(entry.key, [claimed.digest for claimed in claims])


def _claimed_in(documents: DocumentStore, entry: Current) -> Iterator[Claimed]:
    if reading := _reading(documents, entry):
        yield from claims_of(*reading)


def _reading(documents: DocumentStore, entry: Current) -> tuple[Document, Extraction] | None:
    """Return a document and what was read in it, or None where what is kept of it is damaged."""
    try:
        extraction = documents.extraction(entry.key, entry.sha256, entry.pipeline)
        document = documents.document(entry.key, sha256=entry.sha256)
    except HansaError:  # hansa check tells of it; the other documents go on
        return None
    return (document, extraction) if extraction else None


def _words(documents: DocumentStore, base: Base, key: str, digests: set[str]) -> dict[str, str]:
    """Return what the claims with these digests say, from whatever is kept under *key*."""
    words: dict[str, str] = {}
    for entry in documents.readings(key):
        if digests <= words.keys():
            break
        for one in _claims_in(documents, base, entry, []):
            words.setdefault(one.digest, one.item.saying())
    return words


def _claims_in(
    documents: DocumentStore, base: Base, entry: Current, decided: list[Decided]
) -> Iterator[Found]:
    reading = _reading(documents, entry)
    if reading is None:
        return
    document, extraction = reading
    names = {entity.id: entity.names[0] for entity in extraction.entities}
    given = Given(decided)
    for claimed in claims_of(document, extraction):
        item = _reviewable(claimed, document.key, names, given.on(claimed), base)
        yield Found(claimed.digest, item, tuple(given.all_on(claimed)))


def _reviewable(
    claimed: Claimed, key: str, names: Mapping[str, str], verdict: Verdict | None, base: Base
) -> Reviewable:
    source = claimed.source
    said = names[source.object] if isinstance(source, Fact) else str(source.value)
    return Reviewable(
        claim=base.claim(claimed.digest),
        document=key,
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
