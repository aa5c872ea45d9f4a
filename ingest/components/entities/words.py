"""A document's tokens as plain lists, read out of spaCy once for the entity components."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from ingest.layout import Layout
from ingest.lexicon import words

from .english import English
from .line_breaks import line_breaks
from .titles import title_runs

if TYPE_CHECKING:
    from .heads import Head

#: A block with at least this share of capitalised words says nothing by capitals.
_TITLED = 0.75
#: Blocks of more tokens than this, and sentences, are no titles unless they are headings.
_SHORT = 18


#: After these no sentence begins, whatever the parser says.
_WITHIN = frozenset({",", "and", "&", "of", "for", "the", "a", "an"})


class Words:
    """Parallel lists by token index: text, folded form, capital or not, block, part of speech."""

    def __init__(self, doc: Doc, english: English) -> None:
        """Read *doc*, which has a layout and parts of speech."""
        self.english = english
        self.postal = english.places.postal
        self.layout: Layout = doc._.layout
        # One read of all tokens, and one look at each different word: both are slow one by one.
        columns = doc.to_array(["ORTH", "POS", "IDX", "SPACY", "SENT_START"]).T.tolist()
        orths, tags, self.offsets, spaces, begins = columns
        different, strings = set(orths), doc.vocab.strings
        spelt = english.spellings.of(different, strings)
        names = {tag: strings[tag] for tag in set(tags)}
        self.texts: list[str] = [spelt[orth].text for orth in orths]
        self.folded: list[str] = [spelt[orth].folded for orth in orths]
        self.capital: list[bool] = [spelt[orth].capital for orth in orths]
        self.tags: list[str] = [names[tag] for tag in tags]
        self.spaced = list(map(bool, spaces))
        self.ranges = self._ranges()
        self.block = [0] * len(self.texts)
        self.titled: list[bool] = []
        for index, (start, end) in enumerate(self.ranges):
            self.block[start:end] = [index] * (end - start)
            self.titled.append(self._is_titled(index, start, end))
        self.starts = {i for i, begun in enumerate(begins) if begun == 1}
        self._places: dict[str, list[int]] = {}
        self._runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._keys: dict[tuple[int, int], str] = {}
        self._plain: dict[str, bool] = {}
        self.heads: dict[tuple[int, int], Head | None] = {}
        #: Spans of capitalised words that may be names, once they are joined.
        self.spans: list[tuple[int, int]] = []
        self.lower = {spelt[orth].folded for orth in different if spelt[orth].small}
        self.breaks = line_breaks(self)

    def places(self, folded: str) -> list[int]:
        """Return the tokens of a folded form, in order."""
        if not self._places:
            for i, text in enumerate(self.folded):
                self._places.setdefault(text, []).append(i)
        return self._places.get(folded, [])

    def runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the runs of capitalised words among tokens *start* to *end*, found once."""
        if (start, end) not in self._runs:
            self._runs[start, end] = title_runs(self, start, end)
        return self._runs[start, end]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.texts)

    def _ranges(self) -> list[tuple[int, int]]:
        edges = [bisect_left(self.offsets, block.start) for block in self.layout.blocks]
        return list(zip(edges, [*edges, len(self.texts)][1:], strict=True))

    def _is_titled(self, index: int, start: int, end: int) -> bool:
        """Tell whether a block has capitals on most of its words, as titles do."""
        kind = self.layout.blocks[index].kind
        if end - start < 4 or kind == "cell":
            return False
        if kind != "heading" and (end - start > _SHORT or self.texts[end - 1] in {".", ";"}):
            return False
        stops = words("names", "stops")
        content = [
            i
            for i in range(start, end)
            if len(self.texts[i]) > 2 and self.texts[i][0].isalpha() and self.folded[i] not in stops
        ]
        if len(content) < 4:
            return False
        return sum(self.capital[i] for i in content) / len(content) >= _TITLED

    def kind(self, token: int) -> str:
        """Return the kind of the block a token stands in."""
        return self.layout.blocks[self.block[token]].kind

    def surface(self, start: int, end: int) -> str:
        """Return the text of tokens *start* to *end* as it stands."""
        last = end - 1
        return self.layout.text[self.offsets[start] : self.offsets[last] + len(self.texts[last])]

    def key(self, start: int, end: int) -> str:
        """Return the folded words of tokens *start* to *end*."""
        if end - start == 1:
            return self.folded[start]
        known = self._keys.get((start, end))
        if known is None:
            known = self._keys[start, end] = " ".join(filter(None, self.folded[start:end]))
        return known

    def is_common(self, start: int, end: int) -> bool:
        """Tell whether every word of a span is plain English, spelt as such."""
        plain = self._plain
        for i in range(start, end):
            known = plain.get(self.texts[i])
            if not (self._is_plain(i) if known is None else known):
                return False
        return True

    def _is_plain(self, i: int) -> bool:
        """Tell a mark, a function word, and a word that the dictionary has, spelt as there."""
        text, folded = self.texts[i], self.folded[i]
        common = not folded or folded in words("names", "stops")
        common = common or (self.english.is_common(folded) and text[1:].islower())
        self._plain[text] = common
        return common

    def is_stop(self, token: int) -> bool:
        """Tell whether a token is a function word; "US" and "IT" in capitals are not."""
        if self.folded[token] not in words("names", "stops"):
            return False
        text = self.texts[token]
        return not (text.isupper() and len(text) > 1 and not self.titled[self.block[token]])

    def is_proper(self, token: int) -> bool:
        """Tell whether the tagger takes the token for a proper noun."""
        return self.tags[token] == "PROPN"

    def opens_sentence(self, token: int) -> bool:
        """Tell whether the token begins a sentence, block or quotation."""
        if token == self.ranges[self.block[token]][0]:
            return True
        if token in self.starts:
            return self.texts[token - 1] not in _WITHIN
        return self.texts[token - 1] in {'"', "“", "‘", ":", "'", "(", "•"}
