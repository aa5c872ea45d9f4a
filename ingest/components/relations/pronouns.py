"""What "it" and "she" stand for: the subject before, the only thing, the only person named."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property

from spacy.tokens import Span, Token

from ...annotations import Mention
from ...lexicon import words
from .antecedents import BODIES, SUBJECTS, THINGS, Antecedents

_ORGANISED = frozenset({"Network", "Organization", "Programme", "Project", "City", "Event"})


class Pronouns:
    """The pronouns of a document, resolved by the sentences before them."""

    def __init__(self, antecedents: Antecedents) -> None:
        """Lean on the names and the references resolved so far that *antecedents* holds."""
        self.antecedents = antecedents
        self.reading = antecedents.reading

    def subject_before(self, token: Token) -> int | None:
        """Return the subject that "it" stands for, of its own sentence or of the one before."""
        reading = self.reading
        sentence = reading.sentence_of[token.i]
        if token.dep_ in {"dobj", "pobj"}:
            return self._object_before(sentence, token)
        if token.dep_ == "poss":
            own = self._subject(sentence, token.i)
            if own is not None:
                return own
        elif token.dep_ not in SUBJECTS or _expletive(token):
            return None
        own = self._subject(sentence, token.i)
        if own is not None:
            return own
        sentence = self._spoken_before(sentence)
        before = reading.sentences[sentence - 1]
        if sentence == 0 or reading.block_of[before.start] != reading.block_of[token.i]:
            return self._topic(token)
        if token.dep_ == "nsubjpass" and token.head.lemma_ in words("references", "done_to_things"):
            thing = self._thing(before)
            if thing is not None:
                return thing
        return self._subject(sentence - 1, before.end)

    def _spoken_before(self, sentence: int) -> int:
        """Return the sentence after the last one that names anything, of two in a block."""
        reading = self.reading
        for back in (sentence, sentence - 1):
            if back < 1:
                break
            before = reading.sentences[back - 1]
            low = bisect_left(
                self.antecedents.mentions, before.start, key=lambda mention: mention.start
            )
            named = (
                low < len(self.antecedents.mentions)
                and self.antecedents.mentions[low].start < before.end
            )
            if named or reading.block_of[before.start] != reading.block_of[before.end - 1]:
                return back
        return sentence

    def _topic(self, token: Token) -> int | None:
        """Return what a paragraph that opens with "It" goes on about.

        That is the only thing its heading names, else the subject that the paragraph before
        opened with, if the text names nothing of its sort more often.
        """
        block = self.reading.block_of[token.i]
        if token.i - self.reading.block_spans[block].start > 2 or token.dep_ == "poss":
            return None
        titled = self.antecedents.titled(set(THINGS | BODIES), block)
        if titled is not None or block == 0:
            return titled
        span = self.reading.block_spans[block - 1]
        if span.start >= span.end or self.reading.layout.blocks[block - 1].kind == "heading":
            return None
        first = self.reading.sentence_of[span.start]
        subject = self._subject(first, self.reading.sentences[first].end)
        return subject if subject is not None and self._leads(subject) else None

    def _leads(self, cluster: int) -> bool:
        """Say whether a text names no body or scheme more often than one."""
        counts = self._spoken_of
        return bool(counts) and counts[cluster] == counts.most_common(1)[0][1]

    @cached_property
    def _spoken_of(self) -> Counter[int]:
        """How often each body and scheme is named."""
        sorts = THINGS | BODIES
        return Counter(m.cluster for m in self.reading.mentions if self.reading.kind(m) in sorts)

    def person_before(self, token: Token) -> int | None:
        """Return the person that "she" stands for: the only one of the sentences just before."""
        if token.dep_ not in SUBJECTS:
            return None
        sentence = self.reading.sentence_of[token.i]
        for index in range(sentence, max(-1, sentence - 4), -1):
            span = self.reading.sentences[index]
            named = self.reading.mentions_in(span.start, min(span.end, token.i))
            people = {m.cluster for m in named if self.reading.kind(m) == "Person"}
            if people:
                return next(iter(people)) if len(people) == 1 else None
        return None

    def _object_before(self, sentence: int, token: Token) -> int | None:
        """Return what "it" as an object stands for: the one thing named just before."""
        span = self.reading.sentences[sentence]
        verb = token.head.i
        own = {
            m.cluster
            for m in self.reading.mentions_in(span.start, verb)
            if self.reading.kind(m) in THINGS
        }
        if own:
            return next(iter(own)) if len(own) == 1 else None
        if sentence == 0:
            return None
        before = self.reading.sentences[sentence - 1]
        if self.reading.block_of[before.start] != self.reading.block_of[token.i]:
            return None
        thing = self._thing(before)
        if thing is not None or token.dep_ == "pobj":
            return thing
        return self._subject(sentence - 1, before.end)

    def _thing(self, sentence: Span) -> int | None:
        """Return the only event, scheme or text of a sentence: what is funded, held or launched."""
        found = {
            mention.cluster
            for mention in self.reading.mentions_in(sentence.start, sentence.end)
            if self.reading.kind(mention) in THINGS
        }
        return next(iter(found)) if len(found) == 1 else None

    def _subject(self, sentence: int, end: int) -> int | None:
        """Return the only entity that is a subject in a sentence up to token *end*."""
        span = self.reading.sentences[sentence]
        low = bisect_left(self.antecedents.mentions, span.start, key=lambda mention: mention.start)
        found: list[Mention] = []
        for index in range(low, len(self.antecedents.mentions)):
            mention = self.antecedents.mentions[index]
            if mention.start >= end or mention.start >= span.end:
                break
            root = self.reading.doc[self.reading.root(mention)]
            if root.dep_ == "compound" and root.head.lemma_ in words("frames", "bearers"):
                root = root.head  # "the X programme has grown"
            if root.dep_ in SUBJECTS and self.reading.kind(mention) in _ORGANISED:
                found.append(mention)
        clusters = {mention.cluster for mention in found}
        return found[0].cluster if len(clusters) == 1 else None


def _expletive(token: Token) -> bool:
    """Say whether "it" only fills the subject's place: "it is important that"."""
    verb = token.head
    if verb.lemma_ != "be":
        return False
    return any(child.dep_ == "acomp" for child in verb.children) and any(
        child.dep_ in {"ccomp", "xcomp", "advcl"} for child in verb.children
    )
