"""A document's tokens as plain lists, read out of spaCy once for the entity components."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from spacy.tokens import Doc

from ingest.folding import fold
from ingest.layout import Layout
from ingest.lexicon import words

from .english import English
from .titles import title_runs

#: A block with at least this share of capitalised words says nothing by capitals.
_TITLED = 0.75
_LINK = re.compile(r"(?<!!)\[([^\]\n]{3,120})\]\(")
#: Blocks of more tokens than this, and sentences, are no titles unless they are headings.
_SHORT = 18
#: Lines longer than this many characters are taken for wrapped text.
_SHORT_LINE = 70


#: After these no sentence begins, whatever the parser says.
_WITHIN = frozenset({",", "and", "&", "of", "for", "the", "a", "an"})


class Words:
    """Parallel lists by token index: text, folded form, capital or not, block, part of speech."""

    def __init__(self, doc: Doc, english: English) -> None:
        """Read *doc*, which has a layout and parts of speech."""
        self.english = english
        self.postal = english.places.postal
        self.layout: Layout = doc._.layout
        tokens = list(doc)
        self.texts = [token.text for token in tokens]
        self.folded = [fold(text) for text in self.texts]
        self.tags = [token.pos_ for token in tokens]
        self.offsets = [token.idx for token in tokens]
        self.spaced = [bool(token.whitespace_) for token in tokens]
        self.capital = [_is_capital(text) for text in self.texts]
        self.ranges = self._ranges()
        self.block = [0] * len(self.texts)
        self.titled: list[bool] = []
        for index, (start, end) in enumerate(self.ranges):
            self.block[start:end] = [index] * (end - start)
            self.titled.append(self._is_titled(index, start, end))
        self.starts = {token.i for token in tokens if token.is_sent_start}
        self.breaks = self._breaks()
        self._places: dict[str, list[int]] = {}
        self._runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._keys: dict[tuple[int, int], str] = {}
        self.lower = {
            folded for text, folded in zip(self.texts, self.folded, strict=True) if text.islower()
        }

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
        return list(zip(edges, [*edges[1:], len(self.texts)], strict=True))

    def _is_titled(self, index: int, start: int, end: int) -> bool:
        """Tell whether a block has capitals on most of its words, as titles do."""
        stops = words("names", "stops")
        content = [
            i
            for i in range(start, end)
            if len(self.texts[i]) > 2 and self.texts[i][0].isalpha() and self.folded[i] not in stops
        ]
        kind = self.layout.blocks[index].kind
        if len(content) < 4 or kind == "cell":
            return False
        if kind != "heading" and (end - start > _SHORT or self.texts[end - 1] in {".", ";"}):
            return False
        return sum(self.capital[i] for i in content) / len(content) >= _TITLED

    def _breaks(self) -> list[bool]:
        """Mark the tokens that begin a line of their own: short lines, each with a capital."""
        source, offsets = self.layout.source, self.layout.offsets
        found = [False] * len(self.texts)
        for match in _LINK.finditer(source):
            for edge in match.span(1):
                i = bisect_left(self.offsets, bisect_left(offsets, edge))
                if i < len(found) and self._is_edge(i):
                    found[i] = True
        for start, end in self.ranges:
            begun = [
                i
                for i in range(start + 1, end)
                if "\n" in source[offsets[self.offsets[i] - 1] : offsets[self.offsets[i]] + 1]
            ]
            edges = [start, *begun, end]
            lengths = [self.offsets[b - 1] - self.offsets[a] for a, b in pairwise(edges) if b > a]
            if begun and max(lengths) <= _SHORT_LINE and all(self.capital[i] for i in begun):
                for i in begun:
                    found[i] = True
        return found

    def _is_edge(self, i: int) -> bool:
        """Tell whether a link may begin or end a name at this token, and not within a word."""
        return i > 0 and self.spaced[i - 1] and self.capital[i] and self.capital[i - 1]

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
        return all(
            not self.folded[i]
            or (self.english.is_common(self.folded[i]) and self.texts[i][1:].islower())
            or self.folded[i] in words("names", "stops")
            for i in range(start, end)
        )

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


def _is_capital(text: str) -> bool:
    """Tell whether a word has a capital letter where names have one.

    >>> [_is_capital(text) for text in ("Oslo", "eFerry", "eThekwini", "city", "3rd", "1A")]
    [True, True, True, False, False, True]
    """
    if text[0].isupper():
        return True
    return any(letter.isupper() for letter in text[1:]) and text[0].isalnum()
