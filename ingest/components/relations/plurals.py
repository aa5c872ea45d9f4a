"""Plurals that stand for several things named before: "both cities", "the Parties", "they"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, cached_property

from spacy.tokens import Token

from ...annotations import Mention
from ...lexicon import table, words
from ...reading import Reading
from .listing import Listing
from .plural_words import count, lemma, pointed

_BACK = 3  # sentences of the same block that are searched backwards
_TOP = 6  # blocks at the top of a document that name the parties of its text
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss", "dobj", "pobj"})
_RESTRICTING = frozenset({"of", "from", "that", "who", "in", "across", "around", "between", "for"})
_MENTIONED = frozenset({"City", "Country", "Region", "Organization", "Network"})


@cache
def _kinds(lemma: str) -> frozenset[str]:
    """Return the kinds of things that a plural noun may stand for.

    >>> sorted(_kinds("city")), sorted(_kinds("wave"))
    (['City'], [])
    """
    groups = table("references")["group"]
    return frozenset(kind for kind, nouns in groups.items() if lemma in nouns.split())


class Plurals:
    """The things that plural words of a document stand for."""

    def __init__(self, reading: Reading, listing: Listing) -> None:
        """Look for antecedents among the names and lists of *reading*."""
        self.reading = reading
        self.listing = listing
        self._found: dict[int, tuple[Mention, ...]] = {}

    def of(self, index: int) -> tuple[Mention, ...]:
        """Return a reference at a token for each thing that it stands for, none if unclear."""
        if index not in self._found:
            clusters = dict.fromkeys(m.cluster for m in self._antecedent(self.reading.doc[index]))
            self._found[index] = tuple(
                Mention(index, index + 1, cluster, "reference") for cluster in clusters
            )
        return self._found[index]

    def speaks(self, start: int, end: int) -> bool:
        """Say whether any token between two stands for several things."""
        return any(self.of(index) for index in self.standing(start, end))

    def standing(self, start: int, end: int) -> list[int]:
        """Return the tokens between two that may stand for several things."""
        return self._plural[bisect_left(self._plural, start) : bisect_left(self._plural, end)]

    @cached_property
    def _plural(self) -> list[int]:
        """The tokens that may stand for several things."""
        doc = self.reading.doc
        tags = {doc.vocab.strings[tag] for tag in ("NNS", "NNPS")}
        forms = {doc.vocab.strings[word] for word in _STANDING}
        pairs = doc.to_array(["TAG", "LOWER"]).tolist()
        return [i for i, (tag, lower) in enumerate(pairs) if tag in tags or lower in forms]

    def _antecedent(self, token: Token) -> tuple[Mention, ...]:
        word = token.lower_
        if word in words("references", "plural"):
            return self._by_pronoun(token)
        if word in {"former", "latter"}:
            return self._one_of_two(token)
        if word == "both" and token.dep_ in _SUBJECTS:
            return self._nearest(token, _MENTIONED | {"Programme", "Project"}, 2)
        kinds = _kinds(lemma(token)) if token.tag_ in {"NNS", "NNPS"} else frozenset()
        return self._by_noun(token, kinds) if kinds else ()

    def _by_noun(self, token: Token, kinds: frozenset[str]) -> tuple[Mention, ...]:
        """Return the list that "the two cities" repeats, or that "the cities are" gives."""
        doc = self.reading.doc
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is not None and (after.lower_ in _RESTRICTING or after.pos_ in {"NOUN", "PROPN"}):
            given = self._given.get(lemma(token), ())
            return given if given and count(token) == len(given) else ()
        said, back = count(token), pointed(token)
        given = self._given.get(lemma(token), ())
        if given and (said == len(given) or (back and said is None)):
            return given
        if not back:
            return ()
        return self._nearest(token, kinds, said) or self._of_text(token, kinds, said)

    @cached_property
    def _given(self) -> dict[str, tuple[Mention, ...]]:
        """For each plural noun the list that a sentence says it to be: "The cities are A, B"."""
        found: dict[str, tuple[Mention, ...]] = {}
        for sentence in self.reading.sentences:
            for members in self._lists(sentence.start, sentence.end):
                lead = self.reading.doc[sentence.start : members[0].start]
                if len(lead) > 7:
                    continue
                nouns = [t for t in lead if t.tag_ in {"NNS", "NNPS"}]
                plain = len(nouns) == 1 and lead[0].lower_ in _OPENERS
                if plain and any(t.lower_ in {"are", "include", "were"} for t in lead):
                    found.setdefault(nouns[0].lemma_.lower(), members)
        return found

    def _by_pronoun(self, token: Token) -> tuple[Mention, ...]:
        """Return the list that was the subject of the sentence before, or of its own."""
        if token.dep_ not in _SUBJECTS:
            return ()
        reading = self.reading
        sentence = reading.sentence_of[token.i]
        for index in (sentence, sentence - 1):
            if index < 0 or not self._same_block(index, token.i):
                return ()
            span = reading.sentences[index]
            lists = list(self._lists(span.start, min(span.end, token.i)))
            subjects = [m for m in lists if self._is_subject(m)]
            if len(subjects) == 1 and len({m.cluster for m in subjects[0]}) > 1:
                return subjects[0]
            if lists or reading.mentions_in(span.start, min(span.end, token.i)):
                return ()
        return ()

    def _is_subject(self, members: tuple[Mention, ...]) -> bool:
        deps = {self.reading.deps[self.reading.root(mention)] for mention in members}
        return bool(deps & {"nsubj", "nsubjpass"})

    def _one_of_two(self, token: Token) -> tuple[Mention, ...]:
        """Return what "the former" or "the latter" stands for."""
        bare = token.i > 0 and token.nbor(-1).lower_ == "the" and token.dep_ in _SUBJECTS
        kinds = _MENTIONED | {"Programme", "Project", "Event", "Agreement"}
        found = self._nearest(token, kinds, 2) if bare else ()
        if len(found) < 2:
            return ()
        return found[:1] if token.lower_ == "former" else found[1:]

    def _nearest(
        self, token: Token, kinds: frozenset[str], said: int | None
    ) -> tuple[Mention, ...]:
        """Return the last list of such things before a token, in its own block."""
        reading = self.reading
        sentence = reading.sentence_of[token.i]
        for index in range(sentence, max(-1, sentence - _BACK - 1), -1):
            if not self._same_block(index, token.i):
                break
            span = reading.sentences[index]
            end = min(span.end, token.i)
            lists = [m for m in self._lists(span.start, end) if self._are(m, kinds)]
            lists = [m for m in lists if said is None or len(m) == said]
            if lists:
                return lists[-1] if len(lists) == 1 else ()
            named = self._named(span.start, end, kinds)
            if said is not None and len(named) == said:
                return tuple(named.values())
            if len(named) > (said or 1):
                break
        return ()

    def _of_text(
        self, token: Token, kinds: frozenset[str], said: int | None
    ) -> tuple[Mention, ...]:
        """Return who the top of a joint text names, for "the Parties", "both sides"."""
        if lemma(token) not in words("references", "parties"):
            return ()
        for span in self.reading.block_spans[:_TOP]:
            for members in self._lists(span.start, min(span.end, token.i)):
                if self._are(members, kinds) and said in {None, len(members)}:
                    return members
        return ()

    def _lists(self, start: int, end: int) -> Iterator[tuple[Mention, ...]]:
        """Yield the lists between two tokens, each once."""
        for mention in self.reading.mentions_in(start, end):
            members = self.listing.members(mention)
            if len(members) > 1 and mention == members[0] and members[-1].end <= end:
                yield members

    def _are(self, members: tuple[Mention, ...], kinds: frozenset[str]) -> bool:
        return all(self.reading.kind(mention) in kinds for mention in members)

    def _named(self, start: int, end: int, kinds: frozenset[str]) -> dict[int, Mention]:
        found = self.reading.mentions_in(start, end)
        return {m.cluster: m for m in found if self.reading.kind(m) in kinds}

    def _same_block(self, sentence: int, token: int) -> bool:
        first = self.reading.sentences[sentence].start
        return self.reading.block_of[first] == self.reading.block_of[token]


_STANDING = frozenset({"they", "them", "their", "both", "former", "latter"})
_OPENERS = frozenset({"the", "these", "our", "its", "they"})
