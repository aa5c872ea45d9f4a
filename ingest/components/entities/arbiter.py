"""Which proposals are names: the strongest of those that overlap, if strong enough."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.lexicon import head_kinds, phrases, words

from .refusals import (
    is_abstract,
    is_any,
    is_capitalised,
    is_greeting,
    is_organ,
    is_portfolio,
    is_post,
)
from .spans import Name, Proposal
from .word_groups import either
from .words import Words

NAME = "hansa_arbiter_v1"
#: What a table says, or the text itself defines: needs no second voice.
_SURE = frozenset({"authority", "honorific", "state", "government"})
_PERSONAL = frozenset({"honorific", "post", "role", "speaker"})
#: Titles of texts, and things that a text keeps speaking of: no capitals needed.
_WHOLE_PHRASES = frozenset({"heading", "described-thing", "chapter", "entitled"})
#: Who says what a name is called by: "Quay Road, a platform" is no street.
_TOLD = frozenset({"defined", "topic", "introduced", "firm-slot"})
_DEFINED = frozenset({"headed", "long-form"})
#: Who finds names of several words whatever names stand within them.
_ENTRIES = frozenset({"local", "entitled"})
#: Who says that a text abbreviates a name.
_SPELT = frozenset({"long-form", "acronym"})
#: A vote for a city that only the name of its government gives: "Turku City Hall".
_RULES = 3.0
#: The strength of a name that the text says something is called by.
_NAMED = 1.2
#: Sources that know where a name begins and ends better than those whose spans lie within.
_WHOLE = 4.0


class Arbiter:
    """Writes ``doc._.chosen``: names in order, none overlapping another."""

    def __init__(self, *, threshold: float, length_bonus: float, titled_discount: float) -> None:
        """Accept names of at least *threshold* strength; longer ones win by *length_bonus* a word.

        In blocks where every word has a capital the statistical model counts less, by
        *titled_discount*.
        """
        self.threshold = threshold
        self.length_bonus = length_bonus
        self.titled_discount = titled_discount

    def __call__(self, doc: Doc) -> Doc:
        """Choose among ``doc._.proposals``."""
        w: Words = doc._.words
        names = self._names(w, doc._.proposals)
        nationalities = {
            i
            for entity in doc.ents
            if entity.label_ in {"NORP", "LANGUAGE"}
            for i in range(entity.start, entity.end)
        }
        taken: set[int] = set()
        chosen: list[Name] = []
        for name in sorted(names, key=self._rank):
            if name.strength < self.threshold or not self._is_name(w, name, nationalities):
                continue
            span = range(name.start, name.end)
            if taken.isdisjoint(span):
                taken.update(span)
                chosen.append(name)
        doc._.chosen = sorted(chosen, key=lambda name: name.start)
        return doc

    def _names(self, w: Words, proposals: list[Proposal]) -> list[Name]:
        """Gather the proposals of the same span."""
        spans: dict[tuple[int, int], Name] = {}
        for one in proposals:
            name = spans.setdefault((one.start, one.end), Name(one.start, one.end))
            before = name.strength
            name.add(one)
            if one.source.startswith("ner") and w.titled[w.block[one.start]]:
                name.strength = before + one.strength * self.titled_discount
        return [spans[span] for span in sorted(spans)]

    def _rank(self, name: Name) -> tuple[float, int]:
        score = name.strength + self.length_bonus * (name.end - name.start - 1)
        named = "introduced" in name.sources and name.strength >= _NAMED
        sure = named or not name.sources.isdisjoint(_ENTRIES)
        if (sure or name.sources & _DEFINED) and name.strength >= self.threshold:
            score = _WHOLE + 1.5 + 0.8 * (name.end - name.start)
        return (-score, name.start)

    def _is_name(self, w: Words, name: Name, nationalities: set[int]) -> bool:
        """Refuse what is capitalised but names nothing, or nothing of our kinds."""
        if "code" in name.sources:
            return True
        if name.sources & _SURE:
            return name.end - name.start > 1 or w.folded[name.start] not in _not_alone()
        if any(
            mark in w.texts[i] for i in range(name.start, name.end) for mark in ("@", "www", "//")
        ):
            return False
        surface = w.surface(name.start, name.end)
        if surface.count("(") != surface.count(")"):
            return False
        if name.sources & _WHOLE_PHRASES:
            return True
        if name.sources == {"ner-ORG"} and not is_capitalised(w, name):
            return False
        key, last = w.key(name.start, name.end), w.folded[name.end - 1]
        personal = bool(name.sources & _PERSONAL)
        linked = "headed" in name.sources and "of" in w.texts[name.start : name.end]
        if key in phrases("names", "generic") or (
            last in words("heads", "rejected") and not personal and not linked
        ):
            return False
        if name.sources.isdisjoint(_TOLD | _SPELT) and is_organ(w, name):
            return False
        if name.end - name.start == 1:
            return self._is_single(w, name, nationalities)
        if is_any(w, name) or is_portfolio(w, name.start, name.end):
            return False
        if "place" in name.sources or personal:
            return True
        seat = name.votes.get("City", 0.0) >= _RULES
        if (
            last in words("heads", "facilities") and not seat and name.sources.isdisjoint(_TOLD)
        ) or ("headed" not in name.sources and is_post(w, name)):
            return False
        if last in words("heads", "strong"):
            return True
        told = name.strength > 2.0 and not name.sources.isdisjoint(_TOLD | _DEFINED)
        return told or not all(
            w.folded[i] in words("names", "commons")
            or len(w.folded[i]) < 2
            or w.folded[i].isdigit()
            for i in range(name.start, name.end)
        )

    def _is_single(self, w: Words, name: Name, nationalities: set[int]) -> bool:
        """Judge a name of one word, which only a special spelling or a list makes sure."""
        folded, text = w.folded[name.start], w.texts[name.start]
        if "acronym" in name.sources:
            return True
        if "introduced" in name.sources and "quoted" in name.sources:
            return True
        if folded in words("names", "salutations") and name.strength < _WHOLE:
            return False
        if folded in either("persons", "address", "letters") and "code" not in name.sources:
            return False
        if folded in words("names", "commons") or w.is_stop(name.start):
            return False
        if folded in head_kinds() or folded.removesuffix("s") in head_kinds():
            return False
        if folded in words("persons", "roles") or len(folded) < 2:
            return False
        if is_abstract(w, name.start) or is_greeting(w, name.start):
            return False
        if "place" in name.sources:
            return True
        if name.start in nationalities:
            return False
        if "introduced" in name.sources and "quoted" in name.sources:
            return True
        return not (folded in w.lower and not any(letter.isupper() for letter in text[1:]))


@cache
def _not_alone() -> frozenset[str]:
    """Return the words that are no name even after an honorific or in a table of names."""
    return words("names", "commons") | words("persons", "roles")


def register() -> None:
    """Register the component under its versioned name."""

    def make(  # spaCy passes nlp and name
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        threshold: float,
        length_bonus: float,
        titled_discount: float,
    ) -> Arbiter:
        return Arbiter(
            threshold=threshold, length_bonus=length_bonus, titled_discount=titled_discount
        )

    Language.factory(
        NAME,
        default_config={"threshold": 1.0, "length_bonus": 0.35, "titled_discount": 0.6},
        requires=["doc._.words", "doc._.proposals"],
        assigns=["doc._.chosen"],
        func=make,
    )
