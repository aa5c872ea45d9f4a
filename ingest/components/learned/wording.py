"""What a pair of mentions is judged by, as strings: the words around and between, and the parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc

from ingest.annotations import Mention
from ingest.reading import Reading

from .pairs import Pair

#: Tokens looked at on either side of a pair, and of a heading or lead-in.
_BESIDE, _OVER = 4, 25
#: Heads climbed in the parse from a name; only endless sentences have more.
_DEEPEST = 64
#: As many words between two names are also told as they stand.
_FEW = 6


@dataclass(slots=True)
class Features:
    """What a pair is judged by: features that tell by themselves, and others.

    ``both`` tell by themselves and once more for the kinds of the two ends; ``plain``, too many
    to be told apart by kinds, only by themselves.
    """

    kinds: str
    both: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        """Return all of them by the names under which they are learned."""
        own = [f"{self.kinds}|{one}" for one in self.both]
        return [f"K={self.kinds}", *self.plain, *self.both, *own]


class Wording:
    """The features of every pair of one document."""

    def __init__(self, doc: Doc, reading: Reading) -> None:
        """Note the lemma of each token, a kind for each name."""
        self.r = reading
        strings = doc.vocab.strings
        keys = doc.to_array(["LEMMA", "IS_DIGIT"]).tolist()
        known = {key: strings[key].lower() for key in {lemma for lemma, _ in keys}}
        self.lemmas = ["#" if digit else known[lemma] for lemma, digit in keys]
        self.kinds = [f"<{cluster.kind}>" for cluster in reading.clusters]
        self.names = {mention.start: mention for mention in reading.mentions}
        self._over: dict[tuple[int, str], list[str]] = {}
        self._roots: dict[Mention, int] = {}

    def of(self, pair: Pair) -> Features:
        """Return the features of a pair; the order means nothing, and some may repeat."""
        first, second = pair.first, pair.second
        found = Features(f"{self.r.kind(first)},{self.r.kind(second)}")
        block = self.r.block(second.start)
        found.both += (
            f"bk={block.kind}",
            f"ctx={pair.where}",
            f"form={first.form[0]}{second.form[0]}",
        )
        if pair.where == "sentence":
            self._between(pair, found)
        else:
            self._apart(pair, found)
        self._beside(first, second, found)
        return found

    def words(self, start: int, end: int) -> list[str]:
        """Return the lemmas of tokens *start* to *end*, each name as its kind."""
        found: list[str] = []
        names, lemmas = self.names, self.lemmas
        while start < end:
            name = names.get(start)
            if name is not None and name.end <= end:
                found.append(self.kinds[name.cluster])
                start = name.end
            else:
                found.append(lemmas[start])
                start += 1
        return found

    def _root(self, mention: Mention) -> int:
        if mention not in self._roots:
            self._roots[mention] = self.r.root(mention)
        return self._roots[mention]

    def _between(self, pair: Pair, found: Features) -> None:
        words = self.words(pair.first.end, pair.second.start)
        named = sum(word[:1] == "<" for word in words)
        found.both += (f"len={min(8, len(words) // 2)}", f"nm={min(4, named)}")
        if len(words) <= _FEW:
            found.both.append(f"mid={' '.join(words)}")
        found.plain += [f"m:{word}" for word in words]
        found.plain += [f"mm:{one} {two}" for one, two in pairwise(words)]
        if words:
            found.both += (f"m0:{words[0]}", f"m-1:{words[-1]}", f"m-2:{' '.join(words[-2:])}")
        found.both += self._path(self._root(pair.first), self._root(pair.second))

    def _path(self, first: int, second: int) -> list[str]:
        """Return the way between two tokens through the parse: labels, lemmas, and its top."""
        up, down, top = self._ways(first, second)
        if top is None:
            return []
        deps, lemmas = self.r.deps, self.lemmas
        labels = "/".join(deps[i] for i in up) + "^" + "/".join(deps[i] for i in reversed(down))
        over = [] if top in (first, second) else [f"*{lemmas[top]}"]
        inner = [lemmas[i] for i in up[1:]], [lemmas[i] for i in reversed(down[1:])]
        through = [*inner[0], *over, *inner[1]]
        found = [f"dp={labels}", f"dl={' '.join(through)}", *(f"pl:{one}" for one in through)]
        token = self.r.doc[top]
        found.append(f"dtop={lemmas[top]}{token.pos_}")
        if up:
            found.append(f"da={deps[up[-1]]}{lemmas[top]}")
        if down:
            found.append(f"db={deps[down[-1]]}{lemmas[top]}")
        passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in token.children)
        found.append(f"pass={passive:d}")
        return found

    def _ways(self, first: int, second: int) -> tuple[list[int], list[int], int | None]:
        """Return the tokens below the lowest common head on either side, and that head."""
        up, down = self._ancestors(first), self._ancestors(second)
        place = {token: number for number, token in enumerate(up)}
        for number, token in enumerate(down):
            if token in place:
                return up[: place[token]], down[:number], token
        return up, down, None

    def _ancestors(self, token: int) -> list[int]:
        heads, found = self.r.heads, [token]
        while (head := heads[found[-1]]) != found[-1] and len(found) < _DEEPEST:
            found.append(head)
        return found

    def _apart(self, pair: Pair, found: Features) -> None:
        """Add what is said where the first stands, and over and before the second."""
        first, second = pair.first, pair.second
        sentence = self.r.sentences[self.r.sentence_of[first.start]]
        before = self.words(max(sentence.start, first.start - 8), first.start)
        after = self.words(first.end, min(sentence.end, first.end + 10))
        found.plain += [f"ca:{word}" for word in before]
        found.plain += [f"cb:{word}" for word in after]
        sentence = self.r.sentences[self.r.sentence_of[second.start]]
        leading = self.words(max(sentence.start, second.start - 8), second.start)
        found.plain += [f"pre:{word}" for word in leading]
        root, place = self.r.heads[sentence.root.i], self._root(second)
        found.both += (
            f"pre2:{' '.join(leading[-2:])}" if leading else "first",
            f"verb={self.lemmas[root]}",
            f"bdep={self.r.deps[place]}{self.lemmas[self.r.heads[place]]}",
        )
        self._headers(self.r.block_of[second.start], found)

    def _headers(self, index: int, found: Features) -> None:
        block = self.r.layout.blocks[index]
        places = (("hd", block.heading), ("li", block.lead_in), ("ch", block.header))
        for name, place in places:
            if place is not None:
                found.plain += self._words_over(place, name)
        if block.column is not None:
            found.both.append(f"col={min(block.column, 5)}")

    def _words_over(self, index: int, name: str) -> list[str]:
        key = index, name
        if key not in self._over:
            span = self.r.block_spans[index]
            words = self.words(span.start, min(span.end, span.start + _OVER))
            self._over[key] = [f"{name}:{word}" for word in sorted(set(words))]
        return self._over[key]

    def _beside(self, first: Mention, second: Mention, found: Features) -> None:
        sentence = self.r.sentences[self.r.sentence_of[first.start]]
        before = self.words(max(sentence.start, first.start - _BESIDE + 1), first.start)
        found.plain += [f"bf:{word}" for word in before]
        if before:
            found.both.append(f"b1:{before[-1]}")
        sentence = self.r.sentences[self.r.sentence_of[second.start]]
        after = self.words(second.end, min(sentence.end, second.end + _BESIDE))
        found.plain += [f"af:{word}" for word in after]
        if after:
            found.both.append(f"a1:{after[0]}")
