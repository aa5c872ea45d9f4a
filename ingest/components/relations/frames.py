"""Relations said in sentences: verb, noun and phrase frames of ``patterns/frames.toml``, run over
the parse with each mention as one node."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import PLACES

from ...annotations import Mention
from .addresses import read_addresses
from .based import read_based
from .clauses import Clause, read_clause
from .dating import clause_year
from .ellipsis import unsaid
from .emission import Emission
from .frame_table import Frame, Statement, nominal_words, opened, verbal_words
from .hyphens import read_hyphens
from .items import read_items
from .links import read_links
from .modality import modality
from .named_places import read_named_places
from .naming import read_naming
from .nominal import Slots, noun_slots
from .openings import read_openings
from .parts import read_parts
from .phrases import phrase_slots
from .sayings import read_sayings
from .surface import read_surface
from .syntax import Syntax

#: Words beside a verb by which frames for any verb ("*") read it.
_ANY_VERB = frozenset({"under", "within", "together", "along", "alongside", "jointly"})
NAME = "hansa_frames_v1"


def read_frames(doc: Doc) -> Doc:
    """Add a fact candidate for each relation that a sentence of *doc* states."""
    if not doc._.mentions:
        return doc
    syntax = Syntax.of(doc)
    reading = syntax.reading
    emission = Emission(reading)
    verbs, nouns = _parts(doc)
    for sentence in _speaking(syntax):
        for unit in range(*sentence):
            if syntax.unit(unit) != unit or unit in syntax.mention_at:
                continue
            if unit in verbs:
                _verb(syntax, emission, unit)
            elif unit in nouns:
                _noun(syntax, emission, unit)
    read_links(syntax, emission)
    read_naming(syntax, emission)
    read_surface(syntax, emission)
    read_openings(syntax, emission)
    read_based(syntax, emission)
    read_named_places(syntax, emission)
    read_parts(syntax, emission)
    read_addresses(syntax, emission)
    read_hyphens(syntax, emission)
    read_items(syntax, emission)
    read_sayings(syntax, emission)
    doc._.facts.extend(emission.facts())
    return doc


def _parts(doc: Doc) -> tuple[set[int], set[int]]:
    """Return the tokens that are verbs and those that are nouns; arrays spare making tokens."""
    strings = doc.vocab.strings
    pairs = doc.to_array(["POS", "TAG"]).tolist()
    kinds = {pair: (strings[pair[0]], strings[pair[1]]) for pair in set(map(tuple, pairs))}
    verbs: set[int] = set()
    nouns: set[int] = set()
    for index, pair in enumerate(pairs):
        part, tag = kinds[tuple(pair)]
        if part in {"VERB", "AUX"} or tag.startswith("VB"):
            verbs.add(index)
        elif part in {"NOUN", "PROPN"}:
            nouns.add(index)
    return verbs, nouns


def _speaking(syntax: Syntax) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of the sentences that speak of at least two things."""
    reading = syntax.reading
    for sentence in reading.sentences:
        named = len(reading.mentions_in(sentence.start, sentence.end))
        if named > 1 or (named and syntax.plurals.speaks(sentence.start, sentence.end)):
            yield sentence.start, sentence.end


def _verb(syntax: Syntax, emission: Emission, unit: int) -> None:
    if not _may_speak(syntax, unit):
        return
    clause = read_clause(syntax, unit)
    status = modality(syntax, unit)
    if status is None:
        return
    slots = _mentions(syntax, clause)
    left_out = unsaid(syntax, clause)
    if left_out is not None:
        for agent in slots["agent"]:
            properties = ("memberOf", "participatesIn", "partyTo")
            emission.add(
                "frames.verb.unsaid",
                properties,
                agent,
                left_out,
                status,
                0.65,
                clause_year(syntax, unit),
            )
    transitive = bool(clause.slots.get("patient")) and not clause.passive
    for frame in opened("verb", clause.keys):
        if frame.takes(clause.keys, passive=clause.passive, transitive=transitive):
            _state(emission, frame, slots, status, clause_year(syntax, unit))


def _noun(syntax: Syntax, emission: Emission, unit: int) -> None:
    lemma = syntax.doc[unit].lemma_.lower()
    lemmas = {lemma, *_modified(syntax, unit, lemma)}
    if lemmas.isdisjoint(nominal_words()):
        return
    said = opened("noun", lemmas)
    slots, status = noun_slots(syntax, unit) if said else ({}, None)
    if status is not None:
        year = _held_since(syntax, unit)
        for frame in said:
            _state(emission, frame, slots, status, year)
    for frame in opened("phrase", {lemma}):
        slots, status = phrase_slots(syntax, unit, frame.prepositions)
        if status is not None:
            _state(emission, frame, slots, status)


def _held_since(syntax: Syntax, unit: int) -> int | None:
    """Return the year that a noun or its copula gives: "has been a member since 2011"."""
    head = syntax.head(unit)
    copular = syntax.doc[unit].dep_ == "attr"
    return clause_year(syntax, unit) or (clause_year(syntax, head) if copular else None)


def _modified(syntax: Syntax, unit: int, lemma: str) -> Iterator[str]:
    """Yield a noun with what says its part: "lead partner", and "member agencies" as members."""
    for child in syntax.children(unit, "compound", "amod", "nmod"):
        word = syntax.doc[child].lower_
        yield f"{word}_{lemma}"
        if word in {"member", "partner"} and child not in syntax.mention_at:
            yield word


def _may_speak(syntax: Syntax, unit: int) -> bool:
    """Say whether a verb opens a frame by its lemma, or by a preposition that any verb may have."""
    if syntax.doc[unit].lemma_.lower() in verbal_words():
        return True
    aside = syntax.children(unit, "prep", "advmod")
    return any(syntax.doc[child].lower_ in _ANY_VERB for child in aside)


def _mentions(syntax: Syntax, clause: Clause) -> Slots:
    """Return the mentions in a clause's slots."""
    return {
        slot: [
            mention
            for unit in units
            for mention in (syntax.narrow(unit) if unit in clause.narrow else syntax.denoted(unit))
        ]
        for slot, units in clause.slots.items()
    }


def _state(
    emission: Emission, frame: Frame, slots: Slots, status: str, year: int | None = None
) -> None:
    for fact in frame.facts:
        subjects = [m for slot in fact.subjects for m in slots.get(slot, ())]
        objects = [m for slot in fact.objects for m in slots.get(slot, ())]
        if fact.objects == ("together",):
            subjects = [m for m in subjects if m not in slots.get("together", ())]
        if fact.subjects == fact.objects:
            subjects = objects = _alike(emission, subjects) if len(subjects) > 2 else subjects
        elif _is_one_list(fact, set(subjects), set(objects)):
            continue  # "the partners are A and B": one list in both slots relates nothing
        emission.state(frame, fact, subjects, objects, status, year)


def _is_one_list(fact: Statement, subjects: set[Mention], objects: set[Mention]) -> bool:
    """Say whether both slots hold the same list, or who bears a noun is among what it is of."""
    if fact.subjects == ("self",):
        return subjects <= objects
    return objects <= subjects if fact.objects == ("self",) else subjects == objects


def _alike(emission: Emission, mentions: list[Mention]) -> list[Mention]:
    """Keep the last names of one sort, places or bodies: those a verb of joint work is said of."""
    sorts = [emission.reading.kind(mention) in PLACES for mention in mentions]
    start = len(sorts)
    while start and sorts[start - 1] == sorts[-1]:
        start -= 1
    return mentions[start:]


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_frames)
