"""The review queue: what the pipeline is too unsure of to assert, and what reviewers said of it.

A proposal is no claim until a reviewer accepts it; a claim is one until a reviewer rejects it.
A claim is named by its IRI or the unique end of one. Where it is read an index knows, which is
brought after the documents whenever a claim is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from graph.errors import UnknownClaimError
from graph.identity.nearness import NearNames
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from ontology.errors import HansaError
from ontology.iris import Base
from ontology.model import Document, Extraction, Fact

from .doubts import doubts_in
from .edits import edited_digest, names_in, read_edit
from .sayings import Claimed, Given, claims_of
from .verdicts import Decided, Verdict

#: Documents that are indexed in one transaction.
_TOGETHER: Final = 500
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
    when, in UTC, is not known of old ones. Of an edit, ``made`` is the IRI of the claim that it
    makes, and ``instead`` what that says. ``is_read`` says whether the document, or one of the same
    bytes, says now what was judged.
    """

    claim: str
    document: str
    verdict: Verdict
    saying: str
    who: str | None = None
    at: str | None = None
    made: str | None = None
    instead: str = ""
    is_read: bool = False


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


def judged_under(documents: DocumentStore, key: str, given: Sequence[Decided]) -> set[str]:
    """Return the digests of what is read under *key* and was judged by any of the verdicts *given*.

    They may have been given on other keys of the same bytes, so the document is read.
    """
    entry, held = documents.current(key), Given(given)
    found = reading(documents, entry) if entry else None
    return {each.digest for each in (claims_of(*found) if found else ()) if held.last_on(each)}


def find_claims(documents: DocumentStore, base: Base, names: list[str]) -> list[Found]:
    """Return the claim or proposal that each name means: its IRI, or the unique end of one.

    Reads only the documents that hold one of them, and those the index does not hold yet, so it
    needs a store that may be written. Raises UnknownClaimError when a name means none, or several.
    """
    update_index(documents)
    found = []
    for name in names:
        keys = _keys_of_claims(documents, _digest_end(name, base))
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


def claim_under(
    documents: DocumentStore, entry: Current, digest: str
) -> tuple[Claimed, Document, Extraction] | None:
    """Return the claim with that digest and where it was read; None where it is gone."""
    if found := reading(documents, entry):
        for claimed in claims_of(*found):
            if claimed.digest == digest:
                return claimed, *found
    return None


def find_verdicts(documents: DocumentStore, base: Base, names: list[str]) -> list[Decided]:
    """Return the verdicts on the claims with these names: IRIs, or the unique ends of one.

    A claim goes by the key its verdict was given on, and by any current one with the same bytes.
    Needs a store that may be written. Raises UnknownClaimError when a name means no verdict, or
    several.
    """
    update_index(documents)
    decided = documents.decided()
    found = []
    for name in names:
        end = _digest_end(name, base)
        meant = [one for one in decided if end and _is_named(one, end)]
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
        listed += [_listed(base, one, words.get(one.claim)) for one in ones]
    return listed


def _listed(base: Base, one: Decided, words: _Words | None) -> GivenVerdict:
    edit = read_edit(one.edit) if one.edit else None
    return GivenVerdict(
        base.claim(one.claim),
        one.key,
        one.verdict,
        words.saying if words else _FORGOTTEN,
        one.who,
        one.at,
        base.claim(edited_digest(one.claim, one.edit)) if one.edit else None,
        edit.in_words(words.names) if edit and words else "",
        is_read=bool(words and words.is_current),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What a claim says, what its document calls things, and whether some key says it now."""

    saying: str
    names: Mapping[tuple[str, str], str]
    is_current: bool


def _keys_of_claims(documents: DocumentStore, end: str) -> dict[str, str]:
    """Return the keys of the claims with that end, by digest; one that an edit made means its own.

    What an edit made is read nowhere, so it is the claim in whose place it stands.
    """
    if found := documents.claims_ending(end):
        return found
    made = [one for one in documents.decided() if end and one.edit and _is_named(one, end)]
    return {one.claim: one.key for one in made}


def _is_named(given: Decided, end: str) -> bool:
    """Say whether the claim of a verdict, or the one that it makes, has a digest that ends so."""
    made = edited_digest(given.claim, given.edit) if given.edit else ""
    return given.claim.endswith(end) or made.endswith(end)


def _digest_end(name: str, base: Base) -> str:
    """Return the end of a digest that *name* is, or ends in, where it may be the end of an IRI."""
    head, slash, end = name.rpartition("/")
    return end if base.claim("").endswith(head + slash) else ""


def update_index(documents: DocumentStore) -> None:
    """Bring the index after the documents that it does not hold yet, as after a migration."""
    _index(documents, documents.unindexed())


def _index(documents: DocumentStore, entries: Iterable[Current]) -> None:
    for entry in entries:
        if found := reading(documents, entry):
            index_claims(documents, *found)
        else:
            documents.index(entry.key, ())


def fill_indexes(documents: DocumentStore) -> None:
    """Fill the indexes that a migration left empty, some documents in a transaction.

    Does nothing where they are filled. Raises StoreError where they cannot be written.
    """
    while some := documents.unindexed(_TOGETHER):
        documents.begin()
        _index(documents, some)
        documents.commit()
    names = documents.view(NearNames)
    if names.is_behind:
        documents.begin()
        names.follow(())
        documents.commit()


def index_claims(documents: DocumentStore, document: Document, extraction: Extraction) -> None:
    """Let the index hold what was read in a document, and what of it is doubtful."""
    claims = list(claims_of(document, extraction))
    doubts = doubts_in(claims, document.key, extraction)
    documents.index(document.key, [claimed.digest for claimed in claims], doubts)


def reading(documents: DocumentStore, entry: Current) -> tuple[Document, Extraction] | None:
    """Return a document and what was read in it, or None where what is kept of it is damaged."""
    try:
        extraction = documents.extraction(entry.key, entry.sha256, entry.pipeline)
        document = documents.document(entry.key, sha256=entry.sha256)
    except HansaError:  # hansa check tells of it; the other documents go on
        return None
    return (document, extraction) if extraction else None


def _words(documents: DocumentStore, base: Base, key: str, digests: set[str]) -> dict[str, _Words]:
    """Return what the claims with these digests say, from whatever is kept under *key*."""
    words: dict[str, _Words] = {}
    current = documents.current(key)
    is_twin_there = {
        sha256 for sha256 in documents.digests(key) if documents.twin(key, sha256) is not None
    }
    for entry in documents.readings(key):
        if digests <= words.keys():
            break
        found = reading(documents, entry)
        if found is None:
            continue
        is_current = entry == current or entry.sha256 in is_twin_there
        names = names_in(*found)
        for one in _claims(*found, base, []):
            words.setdefault(one.digest, _Words(one.item.saying(), names, is_current))
    return words


def _claims_in(
    documents: DocumentStore, base: Base, entry: Current, decided: list[Decided]
) -> Iterator[Found]:
    if found := reading(documents, entry):
        yield from _claims(*found, base, decided)


def _claims(
    document: Document, extraction: Extraction, base: Base, decided: list[Decided]
) -> Iterator[Found]:
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
