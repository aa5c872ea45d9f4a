"""What a sentence leaves unsaid: "Funding comes from X" is said of what the text is about there."""

from __future__ import annotations

from functools import cached_property

from ...annotations import Mention
from ...lexicon import words
from .antecedents import Antecedents
from .subjects import subjects_of
from .syntax import Syntax
from .voices import Voices

_HIGHEST = 6  # words climbed from a name to its verb
_BACK = 3  # sentences back in a block
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BODIES = frozenset({"Network", "Organization"})


class Topics:
    """What the sentences of a document are about, by kinds."""

    def __init__(self, syntax: Syntax) -> None:
        """Look for topics among the names and references of *syntax*'s document."""
        self.syntax = syntax
        self.reading = syntax.reading

    @cached_property
    def _antecedents(self) -> Antecedents:
        return Antecedents(self.reading, self.issuer)

    @cached_property
    def issuer(self) -> int | None:
        """The body that the document speaks for, if that is known."""
        voices = Voices(self.reading)
        return voices.issuer if voices.issuer is not None else voices.author

    def of(
        self, token: int, kinds: frozenset[str], apart: frozenset[int], *, issued: bool = False
    ) -> int | None:
        """Return the cluster of *kinds* that a clause at *token* is about, None if unclear.

        *apart* are clusters that it is not about; *issued* allows the body that the text is of.
        """
        here = self.reading.sentence_of[token]
        block = self.reading.block_of[token]
        for index in range(here, max(-1, here - _BACK - 1), -1):
            span = self.reading.sentences[index]
            if self.reading.block_of[span.start] != block:
                break
            fitting = self._fitting(span.start, min(span.end, token), kinds, apart)
            if fitting:
                return self._one(fitting)
        titled = self._antecedents.titled(set(kinds), block)
        if titled is not None and titled not in apart:
            return titled
        if issued and self.issuer is not None and self.issuer not in apart:
            return self.issuer if self.reading.clusters[self.issuer].kind in kinds else None
        return None

    def subject(self, name: Mention, text: str) -> list[Mention] | None:
        """Return what the clause around *name* is said of, None if it has no subject of its own.

        A subject among the words of *text*, the saying itself, is none: "Funding comes from X".
        """
        syntax, unit = self.syntax, self.reading.root(name)
        for _ in range(_HIGHEST):
            if syntax.doc[unit].pos_ in {"VERB", "AUX"} and unit not in syntax.mention_at:
                break
            above = syntax.head(unit)
            if above == unit:
                return None
            unit = above
        else:
            return None
        said = set(text.lower().replace(",", " ").split())
        for subject in subjects_of(syntax, unit):
            token = syntax.doc[subject]
            if subject in syntax.mention_at:
                mention = syntax.mention_at[subject]
                return None if mention.cluster == name.cluster else syntax.denoted(subject)
            if token.lower_ in said or token.pos_ == "PRON":
                return None
            meant = syntax.denoted(subject)
            return meant or (None if token.lemma_.lower() in words("frames", "bearers") else [])
        return None

    def _fitting(
        self, start: int, end: int, kinds: frozenset[str], apart: frozenset[int]
    ) -> list[Mention]:
        found = self.reading.mentions_in(start, end) if start < end else []
        return [m for m in found if m.cluster not in apart and self.reading.kind(m) in kinds]

    def _one(self, fitting: list[Mention]) -> int | None:
        """Return the only thing named, or the only subject, or the only thing that is no body."""
        clusters = {m.cluster for m in fitting}
        if len(clusters) == 1:
            return fitting[0].cluster
        subjects = {m.cluster for m in fitting if self._is_subject(m)}
        if len(subjects) == 1:
            return next(iter(subjects))
        things = {m.cluster for m in fitting if self.reading.kind(m) not in _BODIES}
        return next(iter(things)) if len(things) == 1 else None

    def _is_subject(self, mention: Mention) -> bool:
        return self.reading.deps[self.reading.root(mention)] in _SUBJECTS
