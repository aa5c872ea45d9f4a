"""Claims that no generation has, or none any more: what they wait for, or who turned them down."""

from __future__ import annotations

from contextlib import suppress

from graph.keeping.documents import DocumentStore
from ontology.errors import HansaError

from .sayings import Claimed, Given, claims_of


def standing(documents: DocumentStore, digest: str) -> str | None:
    """Return how the review of a claim stands, in a sentence, without telling what it says.

    Reads one document at most. None where nothing is known of a claim with that digest: it never
    was one, or nobody has reviewed anything since it was read.
    """
    for key in documents.claims_ending(digest).values():
        with suppress(HansaError):  # what is damaged says nothing; hansa check tells of it
            for claimed in _claims_under(documents, key):
                if claimed.digest == digest:
                    verdict = Given(documents.verdicts_for(key)).on(claimed)
                    return _standing(verdict, is_proposal=claimed.is_proposal)
    return None


def _claims_under(documents: DocumentStore, key: str) -> list[Claimed]:
    entry = documents.current(key)
    extraction = entry and documents.extraction(key, entry.sha256, entry.pipeline)
    return list(claims_of(documents.document(key), extraction)) if extraction else []


def _standing(verdict: str | None, *, is_proposal: bool) -> str | None:
    if verdict == "reject":
        return "a reviewer rejected it"
    if verdict == "edit":
        return "a reviewer read its sentence otherwise"
    if is_proposal and verdict is None:
        return "it waits for review, and is published once it is accepted"
    return None
