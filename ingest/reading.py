"""A read-only view of an annotated ``Doc`` that relation components ask instead of searching."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Span

from .annotations import Cluster, Mention
from .layout import Block, Layout


class _Places:
    """Where each token of a document stands; found once, since it does not hang on mentions."""

    def __init__(self, doc: Doc) -> None:
        layout: Layout = doc._.layout
        # Arrays, because making a Token for each of these look-ups takes longer than all rules.
        starts: list[int] = doc.to_array("IDX").tolist()
        bounds = [
            (bisect_left(starts, block.start), bisect_left(starts, block.end))
            for block in layout.blocks
        ]
        self.starts = starts
        self.block_spans = [doc[start:end] for start, end in bounds]
        self.block_of = [i for i, (start, end) in enumerate(bounds) for _ in range(start, end)]
        self.sentences = list(doc.sents)
        self.sentence_of = [
            i for i, sentence in enumerate(self.sentences) for _ in range(len(sentence))
        ]
        names = {key: doc.vocab.strings[key] for key in set(doc.to_array("DEP").tolist())}
        self.deps = [names[key] for key in doc.to_array("DEP").tolist()]
        self.heads = [
            i + offset for i, offset in enumerate(doc.to_array("HEAD").astype("int64").tolist())
        ]

    @classmethod
    def of(cls, doc: Doc) -> _Places:
        """Return the places of *doc*, kept with it."""
        found = doc.user_data.get("hansa_places")
        if not isinstance(found, cls):
            found = doc.user_data["hansa_places"] = cls(doc)
        return found


class Reading:
    """Blocks, sentences and mentions of one document, by token and by block.

    Build one per component call: it holds the mentions as they are then.
    """

    def __init__(self, doc: Doc) -> None:
        """Read *doc*, whose layout, clusters and mentions are set."""
        self.doc = doc
        self.layout: Layout = doc._.layout
        self.clusters: list[Cluster] = doc._.clusters
        self.mentions: list[Mention] = sorted(doc._.mentions)
        self._places = _Places.of(doc)
        #: How much each entity is spoken of; filled by those who first ask.
        self.weights: dict[int, float] | None = None

    @property
    def block_spans(self) -> list[Span]:
        """The tokens of each block, in the layout's order (a block without tokens: empty)."""
        return self._places.block_spans

    @property
    def sentences(self) -> list[Span]:
        """The sentences of the document; none crosses a block."""
        return self._places.sentences

    @property
    def sentence_of(self) -> list[int]:
        """For each token the index of its sentence."""
        return self._places.sentence_of

    @property
    def block_of(self) -> list[int]:
        """For each token the index of its block."""
        return self._places.block_of

    @property
    def heads(self) -> list[int]:
        """For each token the index of the token it depends on; a root depends on itself."""
        return self._places.heads

    @property
    def deps(self) -> list[str]:
        """For each token its dependency label."""
        return self._places.deps

    def block(self, token: int) -> Block:
        """Return the block that holds the token with that index."""
        return self.layout.blocks[self.block_of[token]]

    def mentions_in(self, start: int, end: int, *, references: bool = True) -> list[Mention]:
        """Return the mentions that lie wholly within tokens *start* to *end*, in order."""
        low = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        found: list[Mention] = []
        for index in range(low, len(self.mentions)):
            mention = self.mentions[index]
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
        """Return the index of the token of a mention on which its other tokens depend.

        Where a parser ends a sentence inside a name, the part that governs nothing is left out.
        """
        root = self.doc[mention.start : mention.end].root
        last = self.doc[mention.end - 1]
        if root.head.i != root.i or last.head.i < mention.end:
            return int(root.i)
        return int(last.i if root.sent.end < mention.end else root.i)

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``doc.text`` of tokens *start* to *end*, for evidence."""
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last.text)
