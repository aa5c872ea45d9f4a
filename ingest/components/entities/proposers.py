"""The component that gathers every proposal of a name: statistics, titles, tables, persons."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.lexicon import phrases, table, words
from ingest.places import Places, places

from .acronyms import acronym_pairs
from .affiliations import affiliations
from .attributions import attributed_proposals
from .capitals import Capitals
from .country_codes import code_proposals
from .defined_items import defined_items
from .described import described_proposals
from .editions import edition_proposals
from .english import English
from .entitled import entitled_proposals
from .enumerated import enumerated_proposals
from .firm_slots import firm_proposals
from .gazetteer import Gazetteer
from .given_names import given_proposals, partial_names
from .governed_lists import governed_proposals
from .heads import head_votes
from .introduced import Introduced, noun_after
from .learned_names import learned_proposals
from .legal_forms import legal_proposals
from .local import local_proposals
from .marked import domain_proposals, marked_proposals
from .persons import person_proposals
from .prefixed import prefixed_proposals
from .run_in import run_in_proposals
from .seams import adjacent_proposals
from .slots import slot_proposals
from .spans import Proposal
from .speakers import speaker_proposals
from .statistics import statistical_proposals
from .topics import topic_proposals
from .towns import town_aliases
from .uniform import series_proposals
from .words import Words

NAME = "hansa_proposers_v1"


#: What these say is no thing of the kinds that nouns introduce.
_KNOWN = frozenset(
    {"authority", "place", "government", "state", "honorific", "post", "speaker", "given"}
)


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
        found = self._known(doc, w)
        found += self._told(w, found)
        towns = town_aliases(w)
        for first, last, short, stop in towns:
            votes = (("City", self.cues["before_country"]),)
            found += [Proposal(first, last, "town", 1.0, votes)]
            found += [Proposal(short, stop, "town", 1.0, votes)]
        pairs = [pair for pair in acronym_pairs(w) if not _is_generic(w, pair, self.cues)]
        for pair in pairs:
            found += self._pair(w, *pair)
        found += series_proposals(w, found)
        pairs += towns
        found += learned_proposals(w, found)
        doc._.words, doc._.proposals, doc._.acronyms = w, sorted(found), pairs
        return doc

    def _known(self, doc: Doc, w: Words) -> list[Proposal]:
        """Return what the model, the tables and the spelling of people and firms show."""
        found = statistical_proposals(doc, w)
        found += Gazetteer(w, self.places).proposals()
        found += person_proposals(w)
        found += adjacent_proposals(w, self.cues)
        found += attributed_proposals(w, self.cues)
        found += given_proposals(w, self.cues)
        found += partial_names(w, found, self.cues)
        found += affiliations(w, found, self.cues)
        found += speaker_proposals(w, found, self.cues)
        found += prefixed_proposals(w, self.cues)
        found += governed_proposals(w, self.cues)
        return found + legal_proposals(w, self.cues)

    def _told(self, w: Words, known: list[Proposal]) -> list[Proposal]:
        """Return what capitals, marks and the words around say, beside what is *known*."""
        sure = {
            (one.start, one.end) for one in known if one.strength >= 1.0 and one.source != "ner-ORG"
        }

        def is_sure(start: int, end: int) -> bool:
            return (start, end) in sure

        found = Capitals(w, self.cues, is_sure).proposals()
        found += edition_proposals(w, self.cues)
        named = {(one.start, one.end) for one in (*known, *found) if one.source in _KNOWN}
        found += Introduced(w, self.cues, lambda *span: span in named).proposals()
        found += local_proposals(w, self.cues, is_sure)
        found += slot_proposals(w, is_sure)
        found += firm_proposals(w, self.cues, is_sure)
        found += defined_items(w, self.cues, is_sure)
        found += entitled_proposals(w, self.cues, is_sure)
        found += enumerated_proposals(w, self.cues, is_sure)
        found += run_in_proposals(w, self.cues, is_sure)
        found += topic_proposals(w, self.cues, is_sure)
        found += described_proposals(w, self.cues)
        found += marked_proposals(w, self.cues)
        found += domain_proposals(w, self.cues)
        return found + code_proposals(w, self.cues)

    def _pair(self, w: Words, first: int, last: int, short: int, stop: int) -> list[Proposal]:
        """Return what a long form and its acronym say for each other."""
        votes = head_votes(w, first, last, self.cues)
        strength = 3.0 if votes or not w.is_common(first, last) else 0.8
        return [
            Proposal(first, last, "headed" if votes else "long-form", strength, votes),
            Proposal(short, stop, "acronym", strength),
            *noun_after(w, first, stop, self.cues),
        ]


def _is_generic(w: Words, pair: tuple[int, int, int, int], cues: dict[str, float]) -> bool:
    """Tell a phrase that texts abbreviate though it names nothing, or names a publication."""
    first, last, short = pair[0], pair[1], pair[2]
    plural = w.texts[short].endswith("s") and w.texts[short][:-1].isupper()
    if plural and pair[3] == short + 1 and not head_votes(w, first, last, cues):
        return True
    if w.key(first, last) in phrases("names", "generic"):
        return True
    return w.folded[last - 1] in words("heads", "rejected")


def register() -> None:
    """Register the component under its versioned name."""
    for name in ("words", "proposals", "acronyms", "chosen"):
        Doc.set_extension(name, default=None, force=True)

    def make(  # spaCy passes nlp and name
        nlp: Language,
        name: str,  # noqa: ARG001
        smallest_city: int,
    ) -> Proposers:
        return Proposers(nlp, smallest_city=smallest_city)

    Language.factory(
        NAME,
        default_config={"smallest_city": 15_000},
        requires=["doc.ents", "token.tag", "token.is_sent_start"],
        assigns=["doc._.words", "doc._.proposals", "doc._.acronyms"],
        func=make,
    )
