"""The component that gathers every proposal of a name: statistics, titles, tables, persons."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from ingest.lexicon import phrases, table, words
from ingest.places import Places, places

from .acronyms import acronym_pairs
from .context import defined_kind, is_agent, is_before_country, is_employer, is_governed, is_state
from .english import English
from .gazetteer import Gazetteer
from .heads import head_of, kind_of, singular
from .persons import person_proposals
from .spans import Proposal
from .statistics import statistical_proposals
from .joining import title_spans
from .marked import link_spans, quoted_spans
from .uniform import series_proposals
from .words import Words

NAME = "hansa_proposers_v1"
_TOWN_WORDS = 3
_DEFINITE = frozenset({"the", "The", "its", "our", "their", "'s", "’s"})
_TOWNS = frozenset({"city", "town", "municipality"})


class Proposers:
    """Writes ``doc._.words``, ``doc._.proposals`` and ``doc._.acronyms``."""

    def __init__(self, nlp: Language, *, smallest_city: int) -> None:
        """Use cities of at least *smallest_city* inhabitants."""
        self.places: Places = places(smallest_city)
        self.english = English(nlp, self.places)
        self.cues: dict[str, float] = table("weights")["cues"]

    def __call__(self, doc: Doc) -> Doc:
        """Propose names in *doc*."""
        w = Words(doc, self.english)
        found = statistical_proposals(doc, w)
        gazetteer = Gazetteer(w, self.places)
        found += gazetteer.proposals()
        found += person_proposals(w)
        known = {
            (one.start, one.end) for one in found if one.strength >= 1.0 and one.source != "ner-ORG"
        }
        found += self._titles(
            w, lambda start, end: (start, end) in known or _is_acronym(w, start, end)
        )
        found += self._marked(w)
        pairs = [pair for pair in acronym_pairs(w) if not _is_generic(w, pair)]
        for pair in pairs:
            found += self._pair(w, *pair)
        found += series_proposals(w, found)
        doc._.words, doc._.proposals, doc._.acronyms = w, sorted(found), pairs
        return doc

    def _titles(self, w: Words, is_entity: Callable[[int, int], bool]) -> list[Proposal]:
        """Return the spans of capitals, those with a head noun marked as such."""
        found: list[Proposal] = []
        for start, end in title_spans(w, is_entity):
            votes = self._head_votes(w, start, end)
            strength = self._strength(w, start, end, headed=bool(votes))
            found.append(Proposal(start, end, "headed" if votes else "title", strength, votes))
            found += self._lower_head(w, start, end, is_entity)
            found += self._heading(w, start, end, votes)
            found += (
                [] if votes else self._acting(w, start, end) + self._town(w, start, end, is_entity)
            )
            kind = defined_kind(w, start, end)
            if kind is not None:
                weight = self.cues["copula"]
                found.append(Proposal(start, end, "defined", 0.6, ((kind, weight),)))
        return found

    def _heading(
        self, w: Words, start: int, end: int, votes: tuple[tuple[str, float], ...]
    ) -> list[Proposal]:
        """Read a heading such as "Joint Statement by A and B on C" as the name of a text."""
        first, last = w.ranges[w.block[start]]
        if not votes or votes[0][0] != "Agreement" or start != first or w.kind(start) != "heading":
            return []
        if end >= last or w.texts[end].lower() not in {"by", "between", "on", "of", "among"}:
            return []
        return [Proposal(start, end, "heading", 1.0, votes, alias=last)]

    def _marked(self, w: Words) -> list[Proposal]:
        """Return what the writer marked as a name by a link or quotation marks."""
        found: list[Proposal] = []
        for spans, source in ((link_spans(w), "link"), (quoted_spans(w), "quoted")):
            for start, end in spans:
                votes = self._head_votes(w, start, end)
                strength = 0.8 if votes or not w.is_common(start, end) else 0.3
                found.append(
                    Proposal(
                        start, end, source, strength if source == "link" else strength / 2, votes
                    )
                )
                found += self._quoted_head(w, start, end) if source == "quoted" else []
        return found

    def _quoted_head(self, w: Words, start: int, end: int) -> list[Proposal]:
        """Read the head noun after a quotation: "the 'Clean Air' campaign"."""
        last = w.ranges[w.block[start]][1]
        for i in range(end + 1, min(end + 4, last)):
            kind = kind_of(singular(w.folded[i]), "")
            if kind and w.folded[i] in words("heads", "trailing"):
                return [Proposal(start, end, "described", 1.0, ((kind, self.cues["described"]),))]
        return []

    def _lower_head(
        self, w: Words, start: int, end: int, is_entity: Callable[[int, int], bool]
    ) -> list[Proposal]:
        """Read "Smart Sisters program": a head noun in small letters after capitals."""
        if end >= w.ranges[w.block[start]][1] or w.capital[end] or w.titled[w.block[start]]:
            return []
        kind = kind_of(w.folded[end], "")
        acronym = _is_acronym(w, start, end) and kind != "Event"
        known = is_entity(start, end) and not acronym
        if not kind or known or w.folded[end] not in words("heads", "trailing"):
            return []
        own = self._head_votes(w, start, end)
        if own:
            whole = kind == "Event" and own[0][0] != "Event"
            return (
                [Proposal(start, end + 1, "headed", 1.2, ((kind, self.cues["head"]),))]
                if whole
                else []
            )
        if end - start == 1 and not any(letter.isupper() for letter in w.texts[start][1:]):
            return []
        strength = 0.6 if end - start > 1 or acronym else 0.3
        return [
            Proposal(
                start, end, "described", strength, ((kind, self.cues["described"]),), alias=end + 1
            )
        ]

    def _pair(self, w: Words, first: int, last: int, short: int, stop: int) -> list[Proposal]:
        """Return what a long form and its acronym say, and the name that goes on after them."""
        votes = self._head_votes(w, first, last)
        sure = bool(votes) or not w.is_common(first, last)
        strength = 3.0 if sure else 0.8
        found = [
            Proposal(first, last, "headed" if votes else "long-form", strength, votes),
            Proposal(short, stop, "acronym", strength),
        ]
        return found

    def _strength(self, w: Words, start: int, end: int, *, headed: bool) -> float:
        """Weigh a span of capitals: a head noun makes a name, a title's capitals do not."""
        common = w.is_common(start, end)
        definite = (
            start > 0 and w.texts[start - 1] in _DEFINITE and w.block[start - 1] == w.block[start]
        )
        if w.titled[w.block[start]]:
            if not headed:
                return 0.1
            return 1.0 if not common or definite else 0.6
        if end - start == 1:
            return 0.5 if _is_mixed(w.texts[start]) else 0.2
        if headed:
            return self._common_headed(w, start, end, definite=definite) if common else 1.5
        return 0.2 if common else 0.5

    def _common_headed(self, w: Words, start: int, end: int, *, definite: bool) -> float:
        """Weigh a name of plain words by its head, and by the article before it."""
        head = head_of(w, start, end)
        word = head.word if head else ""
        sure = word in words("heads", "strong") or (definite and word not in words("heads", "weak"))
        return 1.2 if sure else 0.8

    def _town(
        self, w: Words, start: int, end: int, is_entity: Callable[[int, int], bool]
    ) -> list[Proposal]:
        """Read "Mayor of X", "X, Country" and "X (Country)" as a city of any size."""
        if is_entity(start, end) or end - start > _TOWN_WORDS or is_state(w, start, end):
            return []
        if w.is_common(start, end):
            return []
        if is_governed(w, start):
            return [Proposal(start, end, "town", 0.8, (("City", self.cues["before_country"]),))]
        if is_before_country(w, end):
            opens = start == w.ranges[w.block[start]][0]
            weight = self.cues["before_country"] * (1.0 if opens else 0.5)
            return [Proposal(start, end, "town", 0.6, (("City", weight),))]
        return []

    def _acting(self, w: Words, start: int, end: int) -> list[Proposal]:
        """Return what a name's acting and employing says for a body without a head noun."""
        if w.is_common(start, end) or w.titled[w.block[start]]:
            return []
        single = end - start == 1 and not _is_mixed(w.texts[start])
        if is_employer(w, start, comma=end - start == 1):
            votes = (("Organization", self.cues["role_of"]),)
            return [Proposal(start, end, "employer", 0.4 if single else 0.6, votes)]
        if end - start == 1 and not single and is_agent(w, start, end):
            votes = (("Organization", self.cues["bare_acronym"]),)
            return [Proposal(start, end, "agent", 0.5, votes)]
        return []

    def _head_votes(self, w: Words, start: int, end: int) -> tuple[tuple[str, float], ...]:
        head = head_of(w, start, end)
        if head is not None and head.word in _TOWNS and w.texts[start + 1 : start + 2] == ["of"]:
            return (("City", self.cues["licence"]),)
        if head is None or not head.kind:
            return ()
        return ((head.kind, self.cues["head"]),)


def _is_mixed(text: str) -> bool:
    """Tell a spelling that only names have: two capitals and more."""
    if text[-1] == "s" and text[:-1].isupper():
        return False
    return sum(letter.isupper() for letter in text) >= 2 and len(text) > 2


def _is_acronym(w: Words, start: int, end: int) -> bool:
    return end - start == 1 and w.texts[start].isupper()


def _is_generic(w: Words, pair: tuple[int, int, int, int]) -> bool:
    """Tell a phrase that texts abbreviate though it names nothing, or names a publication."""
    first, last = pair[0], pair[1]
    if w.key(first, last) in phrases("names", "generic"):
        return True
    return w.folded[last - 1] in words("heads", "rejected")


def register() -> None:
    """Register the component under its versioned name."""
    for name in ("words", "proposals", "acronyms", "chosen"):
        Doc.set_extension(name, default=None, force=True)

    def make(nlp: Language, name: str, smallest_city: int) -> Proposers:
        return Proposers(nlp, smallest_city=smallest_city)

    Language.factory(
        NAME,
        default_config={"smallest_city": 15_000},
        requires=["doc.ents", "token.pos", "token.is_sent_start"],
        assigns=["doc._.words", "doc._.proposals", "doc._.acronyms"],
        func=make,
    )
