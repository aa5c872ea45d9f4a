"""What a pair of mentions is judged by, as strings: the words around and between, and the parse."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc

from ingest.annotations import Mention
from ingest.reading import Reading

from .pairs import Pair

#: Tokens looked at on either side of a pair, and of a heading or lead-in.
_BESIDE, _OVER = 4, 25
#: Groups of features too many to be told apart by the kinds of the two ends as well.
_PLAIN = ("m:", "mm:", "af:", "bf:", "pre:", "hd:", "li:", "ca:", "cb:", "ch:")


class Wording:
    """The features of every pair of one document."""

    def __init__(self, doc: Doc, reading: Reading) -> None:
        """Note the lemma of each token, a kind for each name."""
        self.r = reading
        strings = doc.vocab.strings
        keys = doc.to_array(["LEMMA", "IS_DIGIT"]).tolist()
        self.lemmas = ["#" if digit else strings[lemma].lower() for lemma, digit in keys]
        self.names = {mention.start: mention for mention in reading.mentions}
        self._over: dict[tuple[int, str], list[str]] = {}

    def of(self, pair: Pair) -> list[str]:
        """Return the features of a pair; the order means nothing, and some may repeat."""
        first, second = pair.first, pair.second
        kinds = f"{self.r.kind(first)},{self.r.kind(second)}"
        block = self.r.block(second.start)
        found = [f"bk={block.kind}", f"ctx={pair.where}", f"form={first.form[0]}{second.form[0]}"]
        found += self._between(pair) if pair.where == "sentence" else self._apart(pair)
        found += self._beside(first, second)
        own = [f"{kinds}|{one}" for one in found if not one.startswith(_PLAIN)]
        return [f"K={kinds}", *found, *own]

    def words(self, start: int, end: int) -> list[str]:
        """Return the lemmas of tokens *start* to *end*, each name as its kind."""
        found: list[str] = []
        while start < end:
            name = self.names.get(start)
            if name is not None and name.end <= end:
                found.append(f"<{self.r.kind(name)}>")
                start = name.end
            else:
                found.append(self.lemmas[start])
                start += 1
        return found

    def _between(self, pair: Pair) -> Iterator[str]:
        words = self.words(pair.first.end, pair.second.start)
        yield f"len={min(8, len(words) // 2)}"
        yield f"nm={min(4, sum(word[0] == '<' for word in words if word))}"
        if len(words) <= 6:
            yield f"mid={' '.join(words)}"
        yield from (f"m:{word}" for word in set(words))
        yield from (f"mm:{one} {two}" for one, two in pairwise(words))
        if words:
            yield f"m0:{words[0]}"
            yield f"m-1:{words[-1]}"
            yield f"m-2:{' '.join(words[-2:])}"
        yield from self._path(self.r.root(pair.first), self.r.root(pair.second))

    def _path(self, first: int, second: int) -> Iterator[str]:
        """Yield the way between two tokens through the parse: labels, lemmas, and its top."""
        up, down, top = self._ways(first, second)
        if top is None:
            return
        deps = self.r.deps
        labels = "/".join(deps[i] for i in up) + "^" + "/".join(deps[i] for i in reversed(down))
        over = [] if top in (first, second) else [f"*{self.lemmas[top]}"]
        inner = [self.lemmas[i] for i in up[1:]], [self.lemmas[i] for i in reversed(down[1:])]
        lemmas = [*inner[0], *over, *inner[1]]
        token = self.r.doc[top]
        yield f"dp={labels}"
        yield f"dl={' '.join(lemmas)}"
        yield from (f"pl:{lemma}" for lemma in lemmas)
        yield f"dtop={self.lemmas[top]}{token.pos_}"
        if up:
            yield f"da={deps[up[-1]]}{self.lemmas[top]}"
        if down:
            yield f"db={deps[down[-1]]}{self.lemmas[top]}"
        yield f"pass={any(child.dep_ in ('nsubjpass', 'auxpass') for child in token.children):d}"

    def _ways(self, first: int, second: int) -> tuple[list[int], list[int], int | None]:
        """Return the tokens below the lowest common head on either side, and that head."""
        up, down = self._ancestors(first), self._ancestors(second)
        place = {token: number for number, token in enumerate(up)}
        for number, token in enumerate(down):
            if token in place:
                return up[: place[token]], down[:number], token
        return up, down, None

    def _ancestors(self, token: int) -> list[int]:
        found = [token]
        while (head := self.r.heads[found[-1]]) != found[-1]:
            found.append(head)
        return found

    def _apart(self, pair: Pair) -> Iterator[str]:
        """Yield what is said where the first stands, and over and before the second."""
        first, second = pair.first, pair.second
        sentence = self.r.sentences[self.r.sentence_of[first.start]]
        before = self.words(max(sentence.start, first.start - 8), first.start)
        yield from (f"ca:{word}" for word in set(before))
        after = self.words(first.end, min(sentence.end, first.end + 10))
        yield from (f"cb:{word}" for word in set(after))
        sentence = self.r.sentences[self.r.sentence_of[second.start]]
        leading = self.words(max(sentence.start, second.start - 8), second.start)
        yield from (f"pre:{word}" for word in set(leading))
        yield f"pre2:{' '.join(leading[-2:])}" if leading else "first"
        root, place = self.r.heads[sentence.root.i], self.r.root(second)
        yield f"verb={self.lemmas[root]}"
        yield f"bdep={self.r.deps[place]}{self.lemmas[self.r.heads[place]]}"
        yield from self._headers(self.r.block_of[second.start])

    def _headers(self, index: int) -> Iterator[str]:
        block = self.r.layout.blocks[index]
        places = (("hd", block.heading), ("li", block.lead_in), ("ch", block.header))
        for name, place in places:
            if place is not None:
                yield from self._words_over(place, name)
        if block.column is not None:
            yield f"col={min(block.column, 5)}"

    def _words_over(self, index: int, name: str) -> list[str]:
        key = index, name
        if key not in self._over:
            span = self.r.block_spans[index]
            words = self.words(span.start, min(span.end, span.start + _OVER))
            self._over[key] = [f"{name}:{word}" for word in sorted(set(words))]
        return self._over[key]

    def _beside(self, first: Mention, second: Mention) -> Iterator[str]:
        sentence = self.r.sentences[self.r.sentence_of[first.start]]
        before = self.words(max(sentence.start, first.start - _BESIDE + 1), first.start)
        yield from (f"bf:{word}" for word in before)
        if before:
            yield f"b1:{before[-1]}"
        sentence = self.r.sentences[self.r.sentence_of[second.start]]
        after = self.words(second.end, min(sentence.end, second.end + _BESIDE))
        yield from (f"af:{word}" for word in after)
        if after:
            yield f"a1:{after[0]}"
