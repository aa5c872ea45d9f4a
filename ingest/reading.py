"""A read-only view of an annotated ``Doc`` that relation components ask instead of searching."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from spacy.tokens import Doc, Span

from .annotations import Cluster, Mention
from .layout import Block, Layout


class Reading:
    """Blocks, sentences and mentions of one document, by token and by block.

    Build one per component call: it caches, so it must not outlive a change of the mentions.
    """

    def __init__(self, doc: Doc) -> None:
        """Read *doc*, whose layout, clusters and mentions are set."""
        self.doc = doc
        self.layout: Layout = doc._.layout
        self.clusters: list[Cluster] = doc._.clusters
        self.mentions: list[Mention] = sorted(doc._.mentions)

    @cached_property
    def block_spans(self) -> list[Span]:
        """The tokens of each block, in the layout's order (a block without tokens: empty)."""
        starts = [token.idx for token in self.doc]
        return [
            self.doc[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
            for block in self.layout.blocks
        ]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the document; none crosses a block."""
        return list(self.doc.sents)

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the index of its sentence."""
        return [i for i, sentence in enumerate(self.sentences) for _ in sentence]

    @cached_property
    def block_of(self) -> list[int]:
        """For each token the index of its block."""
        return [self.layout.block_at(token.idx) for token in self.doc]

    def block(self, token: int) -> Block:
        """Return the block that holds the token with that index."""
        return self.layout.blocks[self.block_of[token]]

    def mentions_in(self, start: int, end: int, *, references: bool = True) -> list[Mention]:
        """Return the mentions that lie wholly within tokens *start* to *end*, in order."""
        low = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        found: list[Mention] = []
        for mention in self.mentions[low:]:
            if mention.start >= end:
                break
            if mention.end <= end and (references or mention.form == "name"):
                found.append(mention)
        return found

    def mentions_of_block(self, index: int, *, references: bool = True) -> list[Mention]:
        """Return the mentions in the block with that index, in order."""
        span = self.block_spans[index]
        return self.mentions_in(span.start, span.end, references=references)

    def cluster(self, mention: Mention) -> Cluster:
        """Return the cluster a mention speaks of."""
        return self.clusters[mention.cluster]

    def kind(self, mention: Mention) -> str:
        """Return the kind of the entity a mention speaks of."""
        return self.clusters[mention.cluster].kind

    def root(self, mention: Mention) -> int:
        """Return the index of the token of a mention on which its other tokens depend."""
        return int(self.doc[mention.start : mention.end].root.i)

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``doc.text`` of tokens *start* to *end*, for evidence."""
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last.text)
