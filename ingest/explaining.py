"""An annotated ``Doc`` and its Extraction to an Explanation: what was known, in plain values."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from ontology.model import Document, Extraction, Fact, LiteralFact

from .annotations import Cluster, FactCandidate, LiteralCandidate, Mention
from .components.confidence.features import NAMES, Features, sort_of
from .components.confidence.scorer import NAME as SCORER
from .components.confidence.scorer import Scorer
from .components.entities.linker import NAME as LINKER
from .components.entities.linker import Linker
from .explanation import Context, EntityNote, Explanation, Part, SayingNote, Spoken
from .explanation_merging import NoteMerger
from .extraction import Cutter, by_length, local_ids, read_segments, to_extraction
from .layout import Block, Layout
from .pipeline import pipeline_digest, read
from .reasons import reason_of_link, reasons_of, record_of

Candidate = FactCandidate | LiteralCandidate
#: Rules that read a name by what stands above it, which is shown even if both ends stand beside.
_HEADED = (
    "lists.items",
    "lists.line",
    "lists.section",
    "tables.items",
    "roles.label",
    "pairs.heading",
    "learned.heading",
    "learned.lead",
    "learned.column",
    "learned.parent",
)


def explain(
    documents: Iterable[Document], nlp: Language
) -> Iterator[tuple[Extraction, Explanation]]:
    """Yield the Extraction of each document, as ``extract`` does, and why it is as it is."""
    digest = pipeline_digest(nlp)
    for is_long, group in by_length(documents, nlp):
        if is_long:
            yield from (_merged(document, nlp, digest) for document in group)
        else:
            yield from (_explained(doc, nlp, digest) for doc in read(nlp, group))


def _explained(doc: Doc, nlp: Language, digest: str) -> tuple[Extraction, Explanation]:
    extraction = to_extraction(doc, digest)
    explanation = to_explanation(doc, extraction, nlp)
    doc.user_data.clear()  # what the components kept holds the Doc in turn
    return extraction, explanation


def _merged(document: Document, nlp: Language, digest: str) -> tuple[Extraction, Explanation]:
    merger = NoteMerger(document)
    for segment, doc in read_segments(document, nlp):
        merger.add(segment, *_explained(doc, nlp, digest))
    return merger.result(digest)


def to_explanation(doc: Doc, extraction: Extraction, nlp: Language) -> Explanation:
    """Return the notes on *extraction*, which was read from *doc* by *nlp*."""
    spoken = _Spoken(doc)
    ids = local_ids(doc._.clusters)
    cut = Cutter(doc._.layout, doc._.document.text)
    weigh = _Weighing(doc, nlp)
    candidates: dict[Fact | LiteralFact, Candidate] = {}
    for one in (*doc._.facts, *doc._.literals, *doc._.unsure):
        candidates.setdefault(cut.saying(one, ids), one)

    def notes(sayings: Iterable[Fact | LiteralFact]) -> tuple[SayingNote, ...]:
        return tuple(_note(candidates[saying], spoken, weigh) for saying in sayings)

    return Explanation(
        document=extraction.document,
        entities=_entity_notes(doc, extraction, spoken, nlp),
        facts=notes(extraction.facts),
        literals=notes(extraction.literals),
        proposals=notes(extraction.proposals),
    )


def _entity_notes(
    doc: Doc, extraction: Extraction, spoken: _Spoken, nlp: Language
) -> tuple[EntityNote, ...]:
    clusters: list[Cluster] = doc._.clusters
    ids = local_ids(clusters)
    by_id = {ids[cluster.index]: cluster for cluster in clusters}
    linker = nlp.get_pipe(LINKER) if LINKER in nlp.pipe_names else None
    countries = Counter(
        cluster.link.partition(":")[2]
        for cluster in clusters
        if cluster.kind == "Country" and cluster.link
    )

    def note(cluster: Cluster) -> EntityNote:
        linked = None
        if isinstance(linker, Linker):
            linked = reason_of_link(cluster, linker.places, countries)
        return EntityNote(
            votes=tuple(sorted(cluster.votes.items(), key=lambda vote: (-vote[1], vote[0]))),
            sources=cluster.sources,
            linked=linked,
            references=spoken.references(cluster.index),
        )

    return tuple(note(by_id[entity.id]) for entity in extraction.entities)


def _note(one: Candidate, spoken: _Spoken, weigh: _Weighing) -> SayingNote:
    clusters = [one.subject, *([one.object] if isinstance(one, FactCandidate) else [])]
    within = [spoken.within(cluster, one.start, one.end) for cluster in clusters]
    missing = [cluster for cluster, found in zip(clusters, within, strict=True) if not found]
    return SayingNote(
        reasons=reasons_of(one.rule),
        record=record_of(one.rule),
        subject=within[0],
        object=within[1] if len(within) > 1 else (),
        contexts=tuple(_contexts(one, missing, spoken)),
        parts=weigh.parts(one),
    )


def _contexts(one: Candidate, missing: list[int], spoken: _Spoken) -> Iterator[Context]:
    """Yield what stands above the evidence and counts, and where the ends not in it are named."""
    layout = spoken.layout
    here = layout.blocks[layout.block_at(one.start)]
    above = [(where, layout.blocks[place]) for where, place in _above(layout, one)]
    chosen: dict[tuple[int, int], str] = {}
    if above and one.rule.startswith(_HEADED):
        chosen[above[0][1].start, above[0][1].end] = above[0][0]
    for cluster in missing:
        near = spoken.nearest(cluster, one.start)
        named = ((where, block) for where, block in above if spoken.is_in(cluster, block))
        found = next(named, None)
        if found is not None and not (near and here.start <= near[1] < here.end):
            chosen.setdefault((found[1].start, found[1].end), found[0])
        elif near is not None:
            chosen.setdefault(near[1:], near[0])
    for (start, end), where in chosen.items():
        yield Context(where, *layout.source_span(start, end), layout.text[start:end])


def _above(layout: Layout, one: Candidate) -> list[tuple[str, int]]:
    """Return what each block above the evidence is to it, nearest first, and its index."""
    index = layout.block_at(one.start)
    block = layout.blocks[index]
    places = [
        ("column header", block.header),
        ("line above", block.lead_in),
        ("item above", block.parent),
        *(("heading", heading) for heading in layout.headings(index)),
    ]
    return [
        (where, place)
        for where, place in places
        if place is not None and not one.start <= layout.blocks[place].start < one.end
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """A mention with its characters of the plain text."""

    start: int
    end: int
    mention: Mention


class _Spoken:
    """Where each cluster is spoken of, by plain characters."""

    def __init__(self, doc: Doc) -> None:
        self.layout: Layout = doc._.layout
        self._doc = doc
        self._by_cluster: dict[int, list[_Words]] = {}
        for mention in sorted(doc._.mentions):
            last = doc[mention.end - 1]
            words = _Words(doc[mention.start].idx, last.idx + len(last.text), mention)
            self._by_cluster.setdefault(mention.cluster, []).append(words)

    def references(self, cluster: int) -> tuple[Spoken, ...]:
        """Return the words that stand for a cluster without naming it."""
        found = self._by_cluster.get(cluster, [])
        return tuple(self._plain(words) for words in found if words.mention.form != "name")

    def within(self, cluster: int, start: int, end: int) -> tuple[Spoken, ...]:
        """Return the words for a cluster that touch plain characters *start* to *end*."""
        return tuple(self._plain(words) for words in self._between(cluster, start, end))

    def is_in(self, cluster: int, block: Block) -> bool:
        """Tell whether a block speaks of a cluster."""
        return bool(self._between(cluster, block.start, block.end))

    def nearest(self, cluster: int, offset: int) -> tuple[str, int, int] | None:
        """Return the sentence that spoke of a cluster last before *offset*, or first after it."""
        found = self._by_cluster.get(cluster)
        if not found:
            return None
        at = bisect_left(found, offset, key=lambda words: words.start)
        where, words = ("earlier", found[at - 1]) if at else ("later", found[0])
        sentence = self._doc[words.mention.start].sent
        return where, sentence.start_char, sentence.end_char

    def _between(self, cluster: int, start: int, end: int) -> list[_Words]:
        found = self._by_cluster.get(cluster, [])
        low = bisect_left(found, start, key=lambda words: words.end - 1)
        high = bisect_left(found, end, key=lambda words: words.start)
        return found[low:high]

    def _plain(self, words: _Words) -> Spoken:
        start, end = self.layout.source_span(words.start, words.end)
        return Spoken(start, end, self.layout.text[words.start : words.end], words.mention.form)


class _Weighing:
    """The parts of confidences, where the pipeline has a scorer."""

    def __init__(self, doc: Doc, nlp: Language) -> None:
        scorer = nlp.get_pipe(SCORER) if SCORER in nlp.pipe_names else None
        self._scorer = scorer if isinstance(scorer, Scorer) else None
        self._features = Features(doc) if self._scorer else None

    def parts(self, one: Candidate) -> tuple[Part, ...]:
        """Return the bias and each feature's part in the confidence of a saying."""
        if self._scorer is None or self._features is None:
            return ()
        values = (1.0, *self._features.of(one, self._scorer.records))
        weights = self._scorer.weights[sort_of(one)]
        named = zip(("bias", *NAMES), values, weights, strict=True)
        return tuple(Part(name, round(value, 4), weight) for name, value, weight in named)
