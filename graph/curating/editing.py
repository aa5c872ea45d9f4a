"""Keeping an edit: finding what a document names, and putting the verdict in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import UnknownClaimError
from graph.identity.index import NodeIndex
from graph.identity.nodes import LocalKey
from graph.keeping.documents import DocumentStore
from ontology.iris import Base

from .edits import Named, Wanted, edit_of, edited_digest, names_in
from .review import Found, claim_under
from .verdicts import Decided


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit that is kept: the IRIs of the claim it was given on and the one it made, in words."""

    claim: str
    made: str
    before: str
    after: str


def edit_claim(
    documents: DocumentStore,
    base: Base,
    found: Found,
    wanted: Wanted,
    *,
    who: str,
    at: str,
) -> Edited:
    """Keep what a reviewer says that the sentence of a claim says, in place of earlier verdicts.

    What is not said of it stays as the last edit had it, else as it was read. Raises CurationError.
    """
    key = found.item.document
    entry = documents.current(key)
    there = claim_under(documents, entry, found.digest) if entry else None
    if there is None:
        raise UnknownClaimError(f"{key} does not say {found.item.claim} any more")
    claimed, document, extraction = there
    named = Named(extraction.entities, key, iris_in(documents, base, key))
    earlier = found.given[-1].edit if found.given else None
    said = edit_of(wanted, claimed.source, named, language=document.language, earlier=earlier)
    given = Decided(found.digest, key, "edit", who, at, said.to_json())
    for one in found.given:
        documents.undecide(one.claim)
    documents.decide(given)
    made = base.claim(edited_digest(given.claim, given.edit or ""))
    names = names_in(document, extraction)
    return Edited(found.item.claim, made, found.item.saying(), said.in_words(names))


def iris_in(
    documents: DocumentStore, base: Base, document: str
) -> Callable[[LocalKey], tuple[str, str]]:
    """Return what tells the IRIs of what a document names: its own, and what it resolves to."""
    places = documents.view(NodeIndex).iris(document)

    def iris(local: LocalKey) -> tuple[str, str]:
        resolved = places.get(local) or base.entity(local.kind, local.own_slug())
        return base.local_entity(*local), resolved

    return iris
