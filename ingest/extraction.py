"""An annotated ``Doc`` to an Extraction: the plain value that leaves spaCy behind.

Every quote is cut from the source text through the layout's map, so that it stands there verbatim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

from .annotations import Cluster, FactCandidate, LiteralCandidate, Mention
from .errors import ExtractionError
from .layout import Layout
from .merging import Merger
from .order import fact_order, literal_order, local_ids, saying_order
from .pipeline import pipeline_digest, read
from .segments import Segment, cut

__all__ = [
    "LONGEST",
    "Cutter",
    "by_length",
    "extract",
    "local_ids",
    "read_segments",
    "to_extraction",
]

#: Characters of the longest text that is read: some ten thousand pages.
LONGEST = 30_000_000


def extract(documents: Iterable[Document], nlp: Language) -> Iterator[Extraction]:
    """Yield the Extraction of each document, in order: a pure function of it and the pipeline."""
    digest = pipeline_digest(nlp)
    for is_long, group in by_length(documents, nlp):
        if is_long:
            yield from (_merged(document, nlp, digest) for document in group)
        else:
            yield from (_finished(doc, digest) for doc in read(nlp, group))


def by_length(
    documents: Iterable[Document], nlp: Language
) -> Iterator[tuple[bool, Iterator[Document]]]:
    """Yield runs of documents that are to be read in segments, and of those that are not."""
    size = _segment_size(nlp)
    return groupby(documents, key=lambda document: len(document.text) > size)


def read_segments(document: Document, nlp: Language) -> Iterator[tuple[Segment, Doc]]:
    """Yield each segment of a long document with what was read there.

    Raises ExtractionError where the document is longer than ``LONGEST``.
    """
    if len(document.text) > LONGEST:
        raise ExtractionError(
            f"{document.key} has {len(document.text):,} characters, and {LONGEST:,} are read at "
            "most; split it into several files"
        )
    for segment in cut(document.text, size=_segment_size(nlp)):
        for doc in read(nlp, [replace(document, text=segment.text)]):
            yield segment, doc


def _segment_size(nlp: Language) -> int:
    size: int = nlp.meta["hansa"]["settings"]["hansa"]["segment"]
    return size


def _merged(document: Document, nlp: Language, digest: str) -> Extraction:
    merger = Merger(document)
    for segment, doc in read_segments(document, nlp):
        merger.add(segment, _finished(doc, digest))
    return merger.extraction(digest)


def _finished(doc: Doc, digest: str) -> Extraction:
    """Return the Extraction of a Doc that nobody else needs.

    What the components kept with it holds the Doc in turn; let go of, both go at once.
    """
    extraction = to_extraction(doc, digest)
    doc.user_data.clear()
    return extraction


def to_extraction(doc: Doc, digest: str) -> Extraction:
    """Return what the components wrote on *doc*, sorted, with local ids from kind and name."""
    document: Document = doc._.document
    ids = local_ids(doc._.clusters)
    cut = Cutter(doc._.layout, document.text)
    facts = {cut.fact(fact, ids) for fact in doc._.facts}
    literals = {cut.literal(literal, ids) for literal in doc._.literals}
    proposals = {cut.saying(proposal, ids) for proposal in doc._.unsure}
    names: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in doc._.mentions:
        if mention.form == "name":
            names[mention.cluster].append(mention)
    entities = (
        _entity(doc, cluster, ids[cluster.index], names[cluster.index])
        for cluster in doc._.clusters
    )
    return Extraction(
        document=document.key,
        pipeline=digest,
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        facts=tuple(sorted(facts, key=fact_order)),
        literals=tuple(sorted(literals, key=literal_order)),
        proposals=tuple(sorted(proposals, key=saying_order)),
    )


def _entity(doc: Doc, cluster: Cluster, id_: str, names: list[Mention]) -> Entity:
    layout: Layout = doc._.layout
    spans = {
        layout.source_span(doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1].text))
        for m in names
    }
    return Entity(
        id=id_,
        kind=cluster.kind,
        names=tuple(cluster.names),
        mentions=tuple(sorted(spans)),
        link=cluster.link,
        confidence=round(cluster.confidence, 3),
    )


class Cutter:
    """Turns candidates, in plain offsets, into facts with evidence in the source."""

    def __init__(self, layout: Layout, text: str) -> None:
        """Cut from *text*, whose plain text and offsets *layout* holds."""
        self.layout = layout
        self.text = text

    def _evidence(self, start: int, end: int) -> Evidence:
        return Evidence.cut(self.text, *self.layout.source_span(start, end))

    def saying(
        self, candidate: FactCandidate | LiteralCandidate, ids: dict[int, str]
    ) -> Fact | LiteralFact:
        """Return what a candidate of either sort stands for."""
        if isinstance(candidate, FactCandidate):
            return self.fact(candidate, ids)
        return self.literal(candidate, ids)

    def fact(self, fact: FactCandidate, ids: dict[int, str]) -> Fact:
        """Return the fact that a candidate stands for."""
        return Fact(
            subject=ids[fact.subject],
            property=fact.property,
            object=ids[fact.object],
            evidence=self._evidence(fact.start, fact.end),
            status=fact.status,
            year=fact.year,
            role=fact.role,
            confidence=round(fact.confidence, 3),
            rule=fact.rule,
        )

    def literal(self, literal: LiteralCandidate, ids: dict[int, str]) -> LiteralFact:
        """Return the literal that a candidate stands for."""
        return LiteralFact(
            subject=ids[literal.subject],
            property=literal.property,
            value=literal.value,
            evidence=self._evidence(literal.start, literal.end),
            status=literal.status,
            year=literal.year,
            confidence=round(literal.confidence, 3),
            rule=literal.rule,
        )
