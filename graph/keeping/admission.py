"""What an extraction must be before it is stored: of its document, and whole in itself.

What only breaks a shape is stored and withheld from the graph. Refused is what would leave a
document or a thing without what it has to have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph.deriving.mapping import metadata_lines
from graph.errors import GraphError
from graph.shacl.gate import gate
from ontology import terms
from ontology.iris import Base
from ontology.model import Document, Extraction, Fact, LiteralFact

#: What no source key holds: IRIs, the index and terminals would each read it otherwise.
_UNSEEMLY: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PIPELINE: Final = re.compile(r"[0-9A-Za-z._-]+")


def check(document: Document, extraction: Extraction) -> None:
    """Refuse an extraction that is not of that document, or names what it does not hold.

    Raises GraphError that says what is wrong with it.
    """
    if _UNSEEMLY.search(document.key):
        raise GraphError(
            f"the source key {document.key!r} has a control character or half of one; give the "
            "document another name, or a key of its own with --id"
        )
    for reason in _missing(document):
        raise GraphError(f"the document {document.key!r} cannot be published: {reason}")
    for trouble in _troubles(document, extraction):
        raise GraphError(f"the extraction of {document.key!r} {trouble}")


def _missing(document: Document) -> Iterator[str]:
    """Yield what the shapes refuse even without the metadata that may be withheld."""
    lines = list(metadata_lines(document, Base()))
    withheld = gate().metadata_refusals(lines)
    broken = gate().violations(line for line in lines if line not in withheld) if withheld else ()
    yield from (violation.message for violation in broken)


def _troubles(document: Document, extraction: Extraction) -> Iterator[str]:
    if extraction.document != document.key:
        yield f"is of {extraction.document!r}; put it with its own document"
    if not _PIPELINE.fullmatch(extraction.pipeline):
        yield f"has the pipeline digest {extraction.pipeline!r}; give it one"
    for entity in extraction.entities:
        if entity.kind not in terms.KINDS or not entity.names:
            yield f"has a {entity.kind!r} with {len(entity.names)} names"
        if not all(entity.names):
            yield f"has a {entity.kind!r} with an empty name"
        if any(not 0 <= start < end for start, end in entity.mentions):
            yield f"mentions {entity.names[0]!r} where no text can be"
    ids = {entity.id for entity in extraction.entities}
    for said in (*extraction.facts, *extraction.literals, *extraction.proposals):
        yield from _saying_troubles(said, ids, document.text)


def _saying_troubles(said: Fact | LiteralFact, ids: set[str], text: str) -> Iterator[str]:
    if isinstance(said, Fact):
        if said.property not in terms.RELATIONS or not {said.subject, said.object} <= ids:
            yield f"has no entities for {said.property!r}, or no such relation"
    elif said.property not in terms.LITERALS or said.subject not in ids:
        yield f"has no subject for {said.property!r}, or no such literal"
    start, end, exact = said.evidence.start, said.evidence.end, said.evidence.exact
    if start < 0 or not exact or text[start:end] != exact:
        yield f"quotes {exact!r}, which is not in the text"
    if said.status not in terms.STATUSES:
        yield f"has the unknown status {said.status!r}"
