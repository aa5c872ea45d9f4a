"""What an extraction must be before it is stored: of its document, and whole in itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ontology import terms
from ontology.model import Document, Extraction, Fact, LiteralFact

from .errors import GraphError

_PIPELINE: Final = re.compile(r"[0-9A-Za-z._-]+")


def check(document: Document, extraction: Extraction) -> None:
    """Refuse an extraction that is not of that document, or names what it does not hold.

    Raises GraphError that says what is wrong with it.
    """
    for trouble in _troubles(document, extraction):
        raise GraphError(f"the extraction of {document.key!r} {trouble}")


def _troubles(document: Document, extraction: Extraction) -> Iterator[str]:
    if extraction.document != document.key:
        yield f"is of {extraction.document!r}; put it with its own document"
    if not _PIPELINE.fullmatch(extraction.pipeline):
        yield f"has the pipeline digest {extraction.pipeline!r}; give it one"
    for entity in extraction.entities:
        if entity.kind not in terms.KINDS or not entity.names:
            yield f"has a {entity.kind!r} with {len(entity.names)} names"
    ids = {entity.id for entity in extraction.entities}
    for said in (*extraction.facts, *extraction.literals, *extraction.proposals):
        yield from _saying_troubles(said, ids, document.text)


def _saying_troubles(said: Fact | LiteralFact, ids: set[str], text: str) -> Iterator[str]:
    if isinstance(said, Fact):
        if said.property not in terms.RELATIONS or not {said.subject, said.object} <= ids:
            yield f"has no entities for {said.property!r}, or no such relation"
    elif said.property not in terms.LITERALS or said.subject not in ids:
        yield f"has no subject for {said.property!r}, or no such literal"
    if text[said.evidence.start : said.evidence.end] != said.evidence.exact:
        yield f"quotes {said.evidence.exact!r}, which is not in the text"
    if said.status not in terms.STATUSES:
        yield f"has the unknown status {said.status!r}"
