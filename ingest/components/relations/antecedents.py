"""What a description or pronoun may stand for: the candidates, and when one is sure."""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import cached_property

from spacy.tokens import Token

from ...annotations import Mention
from ...folding import fold
from ...lexicon import table
from ...reading import Reading
from .defined_terms import meant
from .ranks import Ranks, ranks

_FAR = 12  # blocks back for a description that repeats a name's head noun
_NEAR = 3  # blocks back for a description by kind alone
THINGS = frozenset({"Programme", "Project", "Event", "Agreement"})
BODIES = frozenset({"Network", "Organization"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PLACES = frozenset({"City", "Country"})


class Antecedents:
    """The mentions of a document, searchable backwards from a token."""

    def __init__(self, reading: Reading, issuer: int | None = None) -> None:
        """Index the names of *reading*, a text that speaks for the body *issuer* if known."""
        self.reading = reading
        self.issuer = issuer
        self.mentions: list[Mention] = list(reading.mentions)
        self._ranks: dict[frozenset[str], Ranks] = {}

    def remember(self, mention: Mention) -> None:
        """Add a resolved reference, so that later ones can lean on it."""
        insort(self.mentions, mention)

    @cached_property
    def _headed(self) -> dict[str, list[int]]:
        """For each word the clusters whose names end their head phrase in it."""
        found: dict[str, list[int]] = {}
        for cluster in self.reading.clusters:
            for name in cluster.names:
                for word in _heads(name):
                    if cluster.index not in found.setdefault(word, []):
                        found[word].append(cluster.index)
        return found

    @cached_property
    def _generic(self) -> dict[str, set[str]]:
        kinds: dict[str, set[str]] = {}
        for kind, nouns in table("references")["generic"].items():
            for noun in nouns.split():
                kinds.setdefault(noun, set()).add(kind)
        return kinds

    def described(self, token: Token, start: int) -> int | None:
        """Return the cluster that "the NOUN" stands for, or None where that is not certain."""
        word = fold(token.text)
        capital = token.text[:1].isupper() and not token.is_sent_start
        headed = self._headed.get(word, [])
        if token.tag_ in {"NNS", "NNPS"}:
            return None
        if self.issuer in headed and token.doc[start].lower_ == "our":
            return self.issuer
        near = self._before(start, _FAR if capital else _NEAR)
        named = [m for m in near if m.cluster in headed]
        if named:
            return self._certain(named, headed, capital=capital)
        standing = [cluster for cluster in headed if self._stands_before(cluster, start)]
        if headed and (len(headed) == 1 or len(standing) == 1):
            return standing[0] if standing else None
        kinds = self._generic.get(word, set())
        return self._by_kind(kinds, start) if kinds else None

    def _certain(self, named: list[Mention], headed: list[int], *, capital: bool) -> int | None:
        """Return what a defined term means, else the nearest candidate if it is unrivalled."""
        last = named[-1]
        if capital:
            earlier = [
                m for m in self.reading.mentions if m.start <= last.start and m.cluster in headed
            ]
            return meant(self.reading, self.issuer, earlier, named)
        block = self.reading.block_of[last.start]
        rivals = {m.cluster for m in named if self.reading.block_of[m.start] == block}
        return last.cluster if len(rivals) == 1 else None

    def _by_kind(self, kinds: set[str], start: int) -> int | None:
        """Return the one cluster of a kind in the last blocks, or the one of the document."""
        near = [m for m in self._before(start, 1) if self.reading.kind(m) in kinds]
        block = self.reading.block_of[start]
        here = [m for m in near if self.reading.block_of[m.start] == block]
        for fitting in (here, near):
            clusters = {m.cluster for m in fitting}
            if len(clusters) == 1:
                return fitting[-1].cluster
            subject = None if kinds & _PLACES else self._subject_of_last(fitting)
            if subject is not None:
                return subject
        titled = self.titled(kinds, block)
        if titled is not None:
            return titled
        return None if near else self._dominant(kinds, start)

    def _subject_of_last(self, fitting: list[Mention]) -> int | None:
        """Return what the last sentence before is about, of several things of a kind."""
        if not fitting:
            return None
        last = self.reading.sentence_of[fitting[-1].start]
        subjects = {
            m.cluster
            for m in fitting
            if self.reading.sentence_of[m.start] == last
            and self.reading.deps[self.reading.root(m)] in SUBJECTS
        }
        return next(iter(subjects)) if len(subjects) == 1 else None

    def titled(self, kinds: set[str], block: int) -> int | None:
        """Return the only thing of a kind that the nearest heading above names."""
        for above in self.reading.layout.headings(block):
            named = {m.cluster for m in self.reading.mentions_of_block(above)}
            fitting = {c for c in named if self.reading.clusters[c].kind in kinds}
            if fitting:
                return next(iter(fitting)) if len(fitting) == 1 else None
        return None

    def _dominant(self, kinds: set[str], start: int) -> int | None:
        """Return the cluster of those kinds that the text so far named twice as often as others."""
        ranked = self._ranked(frozenset(kinds))
        if not ranked.starts or ranked.starts[0] >= start:
            # Nothing named yet: sure only where the document has no two of the kind.
            return ranked.only
        return ranked.leaders[bisect_left(ranked.starts, start) - 1]

    def _ranked(self, kinds: frozenset[str]) -> Ranks:
        """Return who leads among the names of *kinds*, counted once through the document."""
        if kinds not in self._ranks:
            named = (m for m in self.reading.mentions if self.reading.kind(m) in kinds)
            self._ranks[kinds] = ranks(named)
        return self._ranks[kinds]

    def _before(self, start: int, blocks: int) -> list[Mention]:
        """Return the mentions before a token, at most so many blocks back."""
        end = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        first = self.reading.block_of[start] - blocks
        found = self.mentions[max(0, end - 80) : end]
        return [m for m in found if self.reading.block_of[m.start] >= first]

    @cached_property
    def _first(self) -> dict[int, int]:
        """For each cluster the token at which it is first named."""
        return {m.cluster: m.start for m in reversed(self.reading.mentions)}

    def _stands_before(self, cluster: int, start: int) -> bool:
        return self._first.get(cluster, start) < start


def _heads(name: str) -> list[str]:
    """Return the head nouns of a name: its last word, and the last before of, for, on.

    >>> _heads("Centre for Tides"), _heads("Baltic Ring")
    (['tides', 'centre'], ['ring'])
    """
    parts = fold(name).split()
    heads = parts[-1:]
    for word in ("of", "for", "on", "to", "in", "at", "and", "by", "between", "with", "under"):
        if word in parts[1:]:
            head = parts[parts.index(word, 1) - 1]
            if head not in heads:
                heads.append(head)
    return heads
