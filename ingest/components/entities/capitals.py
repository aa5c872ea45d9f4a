"""Spans of capitals as proposals: weighed by head noun, article, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.lexicon import words

from .context import defined_kind, is_agent, is_before_country, is_employer, is_governed, is_state
from .heads import head_of, head_votes, kind_of
from .introduced import PARTS, is_odd, is_scheme
from .joining import title_spans
from .spans import Proposal, Votes
from .spelling import is_acronym, is_mixed
from .words import Words

_TOWN_WORDS = 3
_YEAR = re.compile(r"20\d\d")
#: Nouns that a name nearly always stands before: "XYZ project".
_SCHEMES = frozenset({"project", "programme", "program", "initiative", "campaign"})
_BARS = frozenset({"-", "–", "—", "|", "•"})
#: Meetings that may be bodies with officers of their own.
_BODIES = frozenset({"forum", "assembly", "congress", "conference", "dialogue"})
#: Votes that overrule a head noun.
_OVERRULED = 4.0
_DEFINITE = frozenset({"the", "The", "its", "our", "their", "'s", "’s"})
_FOREIGN = frozenset({"la", "le", "el", "de", "du", "der", "das", "los", "las", "des", "di"})
#: Kinds whose nouns are seldom meant otherwise: "X is a network of", "X is a programme run by".
_FIRM = frozenset({"Network", "Programme"})
#: Kinds whose names are often plain words.
_MADE = frozenset({"Project", "Programme", "Event"})
_BETWEEN = frozenset({"by", "between", "on", "of", "among"})


class Capitals:
    """Proposes the capitalised spans of one document."""

    def __init__(
        self, w: Words, cues: dict[str, float], is_known: Callable[[int, int], bool]
    ) -> None:
        """Read *w*; ``is_known`` tells whether a span surely is a place, person or body."""
        self.w = w
        self.cues = cues
        self.is_known = is_known

    def is_entity(self, start: int, end: int) -> bool:
        """Tell whether a span alone already names something, be it by an acronym."""
        return self.is_known(start, end) or is_acronym(self.w, start, end)

    def proposals(self) -> list[Proposal]:
        """Return the spans of capitals, those with a head noun marked as such."""
        found: list[Proposal] = []
        w = self.w
        w.spans = title_spans(w, self.is_entity)
        for start, end in w.spans:
            votes = head_votes(self.w, start, end, self.cues)
            strength = self._strength(start, end, headed=bool(votes))
            found.append(Proposal(start, end, "headed" if votes else "title", strength, votes))
            found += self._lower_head(start, end, votes)
            found += self._heading(start, end, votes)
            found += [] if votes else self._acting(start, end) + self._town(start, end)
            found += self._body(start, end, votes)
            found += [] if votes else self._regional(start, end)
            kind = defined_kind(self.w, start, end)
            if kind is not None and self._may_be(start, end, kind):
                firm = self.cues["copula_firm"] if kind in _FIRM else 0.0
                defined = ((kind, self.cues["copula"] + firm),)
                several = end - start > 1 and kind in _MADE and not w.titled[w.block[start]]
                made = several or (kind in _MADE - {"Event"} and not self._is_tail(start, end))
                found.append(Proposal(start, end, "defined", 0.9 if made else 0.6, defined))
        return found

    def _may_be(self, start: int, end: int, kind: str) -> bool:
        """Refuse "Lisbon is a network" of a place that is the last word of a longer name."""
        places = self.w.english.places
        key = self.w.key(start, end)
        known = key in places.countries or key in places.regions or bool(places.largest(key))
        return kind in {"City", "Country", "Region"} or not (known and self.is_known(start, end))

    def _is_tail(self, start: int, end: int) -> bool:
        """Tell plain words, and the last word of a foreign name, from a name of their own."""
        w = self.w
        return w.is_common(start, end) or (start > 0 and w.texts[start - 1] in _FOREIGN)

    def _strength(self, start: int, end: int, *, headed: bool) -> float:
        """Weigh a span of capitals: a head noun makes a name, a title's capitals do not."""
        w = self.w
        common = w.is_common(start, end)
        definite = (
            start > 0 and w.texts[start - 1] in _DEFINITE and w.block[start - 1] == w.block[start]
        )
        if w.titled[w.block[start]]:
            if not headed:
                return 0.1
            return 1.0 if not common or definite or self._is_part(start, end) else 0.6
        if end - start == 1:
            return 0.5 if is_mixed(w.texts[start]) else 0.2
        if headed:
            return self._common_headed(start, end, definite=definite) if common else 1.5
        return 0.2 if common else 0.5

    def _is_part(self, start: int, end: int) -> bool:
        """Tell one of the parts between the dashes or bars of a list's item."""
        w = self.w
        first, last = w.ranges[w.block[start]]
        before = start == first or w.texts[start - 1] in _BARS
        after = end == last or w.texts[end] in _BARS or w.texts[end] == "of"
        return before and after and (start, end) != (first, last) and w.kind(start) == "item"

    def _common_headed(self, start: int, end: int, *, definite: bool) -> float:
        """Weigh a name of plain words by its head, and by the article before it."""
        head = head_of(self.w, start, end)
        word = head.word if head else ""
        owned = start > 0 and self.w.texts[start - 1] in {"'s", "’s"}
        if owned and word not in words("heads", "weak"):
            return 2.1
        if head is not None and head.kind == "Agreement" and start and end - start == 2:
            own = owned or self.w.texts[start - 1] in {"its", "our", "their"}
            if own and word in words("heads", "plans") and not self.w.opens_sentence(start):
                return 2.1
        edition = head is not None and head.kind == "Event" and self.w.texts[start][0].isdigit()
        titled = head is not None and head.kind == "Agreement" and _goes_on(self.w, start, end)
        sure = (
            word in words("heads", "strong")
            or (definite and word not in words("heads", "weak"))
            or edition
            or (
                definite
                and head is not None
                and head.kind == "Event"
                and end - start > _TOWN_WORDS - 1
            )
            or titled
        )
        return 1.2 if sure else 0.8

    def _heading(self, start: int, end: int, votes: Votes) -> list[Proposal]:
        """Read a heading such as "Joint Statement by A and B on C" as the name of a text."""
        w = self.w
        first, last = w.ranges[w.block[start]]
        if not votes or votes[0][0] != "Agreement" or start != first or w.kind(start) != "heading":
            return []
        if end >= last or w.texts[end].lower() not in _BETWEEN:
            return []
        return [Proposal(start, end, "heading", 1.0, votes, alias=last)]

    def _lower_head(self, start: int, end: int, own: Votes) -> list[Proposal]:
        """Read "Clean Quays program": a head noun in small letters after capitals."""
        w = self.w
        if end >= w.ranges[w.block[start]][1] or w.folded[end] not in words("heads", "trailing"):
            return []
        kind = kind_of(w.folded[end], "")
        acronym = is_acronym(w, start, end) and kind != "Event"
        scheme = acronym and w.folded[end] in _SCHEMES
        if w.titled[w.block[start]] and kind != "Event" and not scheme:
            return []
        if not kind or w.capital[end]:
            return []
        if self.is_entity(start, end) and not acronym:
            return []
        if own:
            whole = kind == "Event" and own[0][0] != "Event"
            headed = Proposal(start, end + 1, "headed", 1.2, ((kind, self.cues["head"]),))
            return [headed] if whole else []
        if end - start == 1 and not any(letter.isupper() for letter in w.texts[start][1:]):
            return []
        definite = start > 0 and w.texts[start - 1] in _DEFINITE
        strength = 0.6 if end - start > 1 or acronym else 0.3
        strength = 0.85 if definite and end - start > 1 else strength
        if w.folded[end] in _SCHEMES and (acronym or not w.is_common(start, end)):
            strength = 1.0
        if w.folded[end] in PARTS and is_scheme(w, start, end, w.ranges[w.block[start]][1]):
            return [
                Proposal(
                    start, end, "described", strength, (("Programme", self.cues["described"]),)
                )
            ]
        votes = ((kind, self.cues["described"]),)
        return [Proposal(start, end, "described", strength, votes, alias=end + 1)]

    def _body(self, start: int, end: int, votes: Votes) -> list[Proposal]:
        """Read "director of the X Forum" as a body, "under the Y Partnership" as a pact."""
        w = self.w
        kind = votes[0][0] if votes else ""
        meeting = w.folded[end - 1] in _BODIES and not w.texts[start][0].isdigit()
        present = w.folded[end - 1] != "forum" and "at" in w.texts[max(0, start - 2) : start]
        if kind == "Event" and meeting and not present and is_employer(w, start, comma=False):
            return [Proposal(start, end, "employer", 0.0, (("Organization", _OVERRULED),))]
        if w.folded[end - 1] in {"chapter", "community"} and is_state(w, start, end - 1):
            return [Proposal(start, end, "chapter", 1.2, (("Network", self.cues["head"]),))]
        if w.folded[start] in {"project", "operation"} and 1 < end - start < _TOWN_WORDS + 2:
            roles = not words("persons", "roles").isdisjoint(w.folded[start:end])
            if not votes and not roles and not w.titled[w.block[start]]:
                projects = (("Project", self.cues["described"]),)
                return [Proposal(start, end, "introduced", 1.0, projects)]
        if end - start == 2 and is_odd(w, start) and _YEAR.fullmatch(w.texts[end - 1]):
            return [Proposal(start, end, "edition", 0.8, (("Event", self.cues["described"]),))]
        under = [text.lower() for text in w.texts[max(0, start - 2) : start]]
        if w.folded[end - 1] == "partnership" and under == ["under", "the"]:
            return [Proposal(start, end, "pact", 0.0, (("Agreement", 2 * _OVERRULED),))]
        return []

    def _town(self, start: int, end: int) -> list[Proposal]:
        """Read "Mayor of X", "X, Country" and "X (Country)" as a city of any size."""
        w = self.w
        if self.is_entity(start, end) or end - start > _TOWN_WORDS or is_state(w, start, end):
            return []
        if w.is_common(start, end) or is_odd(w, start):
            return []
        if is_governed(w, start):
            return [Proposal(start, end, "town", 0.8, (("City", self.cues["before_country"]),))]
        if is_before_country(w, end):
            opens = start == w.ranges[w.block[start]][0]
            weight = self.cues["before_country"] * (1.0 if opens else 0.5)
            return [Proposal(start, end, "town", 0.6, (("City", weight),))]
        return []

    def _regional(self, start: int, end: int) -> list[Proposal]:
        """Read "the Vindel region" and "southern Vindel mountains" as the region Vindel."""
        w = self.w
        first, last = w.ranges[w.block[start]]
        if start == first or end >= last or w.texts[end] not in words("places", "landscapes"):
            return []
        opened = w.texts[start - 1] in _DEFINITE or w.folded[start - 1] in words(
            "places", "compass"
        )
        if not opened or self.is_known(start, end) or w.is_common(start, end):
            return []
        return [Proposal(start, end, "regional", 0.7, (("Region", self.cues["described"]),))]

    def _is_firm(self, start: int, end: int) -> bool:
        """Tell "Weber & Weber" and "Okoye & Lindt": the names of partners make one of a firm."""
        w = self.w
        if end - start != 3 or w.texts[start + 1] != "&" or not w.spaced[start]:
            return False
        one, other = start, start + 2
        if not (w.texts[one].istitle() and w.texts[other].istitle()) or w.is_stop(other):
            return False
        given, known = words("persons", "first_names"), w.english.places.names
        odd = {one, other} if w.folded[one] != w.folded[other] else set()
        return all(
            w.folded[i] not in known and w.folded[i] not in given and not w.is_common(i, i + 1)
            for i in odd
        )

    def _acting(self, start: int, end: int) -> list[Proposal]:
        """Return what a name's acting and employing says for a body without a head noun."""
        w = self.w
        if self._is_firm(start, end):
            votes = (("Organization", self.cues["described"]),)
            return [Proposal(start, end, "firm", 1.0, votes)]
        if w.is_common(start, end) or w.titled[w.block[start]]:
            return []
        single = end - start == 1 and not is_mixed(w.texts[start])
        if is_employer(w, start, comma=end - start == 1) and not is_governed(w, start):
            votes = (("Organization", self.cues["role_of"]),)
            return [Proposal(start, end, "employer", 0.4 if single else 0.6, votes)]
        if end - start == 1 and not single and is_agent(w, start, end):
            votes = (("Organization", self.cues["bare_acronym"]),)
            return [Proposal(start, end, "agent", 0.5, votes)]
        return []


def _goes_on(w: Words, start: int, end: int) -> bool:
    """Tell a text's whole title: two words and more after "on", "for" or "of"."""
    links = [i for i in range(start + 1, end) if w.texts[i] in {"on", "for", "of"}]
    return bool(links) and end - links[-1] > 2
