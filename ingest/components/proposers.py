"""The component that gathers every proposal of a name: statistics, titles, tables, persons."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.lexicon import table
from ingest.places import Places, places

from .acronyms import acronym_pairs
from .gazetteer import Gazetteer
from .heads import head_of
from .persons import person_proposals
from .spans import Proposal
from .statistics import statistical_proposals
from .titles import title_spans
from .uniform import series_proposals
from .words import Words

NAME = "hansa_proposers_v1"


class Proposers:
    """Writes ``doc._.words``, ``doc._.proposals`` and ``doc._.acronyms``."""

    def __init__(self, *, smallest_city: int) -> None:
        """Use cities of at least *smallest_city* inhabitants."""
        self.places: Places = places(smallest_city)
        self.cues: dict[str, float] = table("weights")["cues"]

    def __call__(self, doc: Doc) -> Doc:
        """Propose names in *doc*."""
        w = Words(doc)
        found = statistical_proposals(doc, w)
        gazetteer = Gazetteer(w, self.places)
        found += gazetteer.proposals()
        found += person_proposals(w)
        known = {
            (one.start, one.end) for one in found if one.strength >= 1.0 and one.source != "ner-ORG"
        }
        found += self._titles(
            w,
            lambda start, end: (
                (start, end) in known or (w.texts[start].isupper() and end - start == 1)
            ),
        )
        pairs = acronym_pairs(w)
        for first, last, short, stop in pairs:
            found.append(Proposal(first, last, "long-form", 3.0, self._head_votes(w, first, last)))
            found.append(Proposal(short, stop, "acronym", 3.0))
        found += series_proposals(w, found, self.places)
        doc._.words, doc._.proposals, doc._.acronyms = w, sorted(found), pairs
        return doc

    def _titles(self, w: Words, is_entity: object) -> list[Proposal]:
        found: list[Proposal] = []
        for start, end in title_spans(w, is_entity):  # type: ignore[arg-type]  # a predicate
            votes = self._head_votes(w, start, end)
            strength = self._strength(w, start, end, headed=bool(votes))
            found.append(Proposal(start, end, "title", strength, votes))
        return found

    def _strength(self, w: Words, start: int, end: int, *, headed: bool) -> float:
        """Weigh a span of capitals: a head noun makes a name, a title's capitals do not."""
        if w.titled[w.block[start]]:
            return 0.7 if headed else 0.1
        if end - start == 1:
            text = w.texts[start]
            inner = sum(letter.isupper() for letter in text)
            return 0.6 if inner >= 2 and len(text) > 2 else 0.2
        return 1.5 if headed else 0.5

    def _head_votes(self, w: Words, start: int, end: int) -> tuple[tuple[str, float], ...]:
        head = head_of(w, start, end)
        if head is None or not head.kind:
            return ()
        return ((head.kind, self.cues["head"]),)


def register() -> None:
    """Register the component under its versioned name."""
    for name in ("words", "proposals", "acronyms", "chosen"):
        Doc.set_extension(name, default=None, force=True)

    def make(nlp: Language, name: str, smallest_city: int) -> Proposers:
        return Proposers(smallest_city=smallest_city)

    Language.factory(
        NAME,
        default_config={"smallest_city": 15_000},
        requires=["doc.ents", "token.pos", "token.is_sent_start"],
        assigns=["doc._.words", "doc._.proposals", "doc._.acronyms"],
        func=make,
    )
