"""An annotated ``Doc`` to an Extraction: the plain value that leaves spaCy behind.

Every quote is cut from the source text through the layout's map, so that it stands there verbatim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ontology.iris import slug
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

from .annotations import Cluster, FactCandidate, LiteralCandidate
from .layout import Layout
from .pipeline import pipeline_digest, read


def extract(documents: Iterable[Document], nlp: Language) -> Iterator[Extraction]:
    """Yield the Extraction of each document, in order: a pure function of it and the pipeline."""
    digest = pipeline_digest(nlp)
    for doc in read(nlp, documents):
        yield to_extraction(doc, digest)


def to_extraction(doc: Doc, digest: str) -> Extraction:
    """Return what the components wrote on *doc*, sorted, with local ids from kind and name."""
    document: Document = doc._.document
    ids = local_ids(doc._.clusters)
    cut = Cutter(doc._.layout, document.text)
    facts = {cut.fact(fact, ids) for fact in doc._.facts}
    literals = {cut.literal(literal, ids) for literal in doc._.literals}
    proposals = {cut.saying(proposal, ids) for proposal in doc._.unsure}
    entities = (_entity(doc, cluster, ids[cluster.index]) for cluster in doc._.clusters)
    return Extraction(
        document=document.key,
        pipeline=digest,
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        facts=tuple(sorted(facts, key=_fact_order)),
        literals=tuple(sorted(literals, key=_literal_order)),
        proposals=tuple(sorted(proposals, key=_saying_order)),
    )


def local_ids(clusters: list[Cluster]) -> dict[int, str]:
    """Name each cluster by kind and first name; equals are told apart by their order."""
    seen: Counter[str] = Counter()
    ids: dict[int, str] = {}
    for cluster in clusters:
        name = f"{cluster.kind.lower()}-{slug(cluster.names[0])}"
        seen[name] += 1
        ids[cluster.index] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return ids


def _entity(doc: Doc, cluster: Cluster, id_: str) -> Entity:
    layout: Layout = doc._.layout
    spans = {
        layout.source_span(doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1].text))
        for m in doc._.mentions
        if m.cluster == cluster.index and m.form == "name"
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


def _fact_order(fact: Fact) -> tuple[object, ...]:
    ends = (fact.evidence.start, fact.evidence.end, fact.subject, fact.property, fact.object)
    return (*ends, fact.status, fact.year or 0, fact.role or "", fact.rule)


def _literal_order(literal: LiteralFact) -> tuple[object, ...]:
    place = (literal.evidence.start, literal.evidence.end, literal.subject, literal.property)
    return (*place, str(literal.value), literal.status, literal.year or 0, literal.rule)


def _saying_order(saying: Fact | LiteralFact) -> tuple[object, ...]:
    if isinstance(saying, LiteralFact):
        return (1, *_literal_order(saying))
    return (0, *_fact_order(saying))
