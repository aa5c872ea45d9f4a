"""Clauses: a verb with its agent, its patient and its prepositions, voices folded into one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ontology.terms import PLACES

from ...lexicon import words
from .company import ALONG, between_commas, company, with_objects
from .subjects import RELATIVE, is_passive, subjects_of
from .syntax import Syntax

#: Prepositions whose own object may carry the slot: "signed a memorandum of understanding with".
_NESTING = frozenset({"of", "into", "as"})
#: Verbs that give a name: "launched what we call X".
_NAMING = frozenset({"call", "term", "name", "dub", "title"})
#: Before "to" these only tell on what ground something is done: "entered into pursuant to X".
_GROUNDS = frozenset(
    {"pursuant", "according", "due", "owing", "subject", "prior", "thanks", "next"}
)
_JOINT = frozenset(
    {"joint", "cooperation", "co-operation", "bilateral", "collaboration", "partnership"}
)


@dataclass(slots=True)
class Clause:
    """A predicate and the units in its slots.

    Slots are ``agent``, ``patient`` and each preposition's own word; a preposition inside the
    patient's phrase fills the clause's slot too, because small parsers hang it on either.
    """

    unit: int
    keys: set[str]
    passive: bool
    #: Units of which only the name itself is meant, not the list it ends.
    narrow: set[int] = field(default_factory=set)
    slots: dict[str, list[int]] = field(default_factory=dict)

    def add(self, slot: str, units: list[int]) -> None:
        """Put *units* into a slot that may hold some already."""
        held = self.slots.setdefault(slot, [])
        held.extend(u for u in units if u not in held)


def read_clause(syntax: Syntax, verb: int) -> Clause:
    """Return the clause of the verb at unit *verb*."""
    if verb not in syntax.clauses:
        syntax.clauses[verb] = _read_clause(syntax, verb)
    return syntax.clauses[verb]


def _read_clause(syntax: Syntax, verb: int) -> Clause:
    passive = is_passive(syntax, verb)
    clause = Clause(verb, {syntax.lemma(verb), syntax.doc[verb].lemma_.lower()}, passive)
    for child in syntax.children(verb, "advmod"):
        if syntax.doc[child].lower_ in {"together", "jointly"}:
            clause.keys.add(f"{syntax.doc[verb].lemma_.lower()}_together")
    subjects = [_nearer(syntax, unit, verb) for unit in subjects_of(syntax, verb)]
    clause.add("patient" if passive else "agent", subjects)
    if syntax.token(verb).dep_ in {"acl", "relcl"}:
        clause.narrow.update(u for u in subjects if _is_narrow(syntax, verb, u))
    _add_complements(syntax, clause)
    _add_prepositions(syntax, clause, verb)
    if passive:
        _add_done(syntax, clause, subjects)
    for other in (*company(syntax, subjects), *between_commas(syntax, verb)):
        clause.add("patient" if passive else "agent", [other])
    for child in syntax.children(verb, "advmod", "prep"):
        if syntax.doc[child].lower_ in ALONG:
            units = with_objects(syntax, child)
            clause.add("together", units)
            if not passive:
                clause.add("agent", units)
    for child in syntax.children(verb, "prep"):
        if syntax.doc[child].lower_ == "with" and syntax.doc[child - 1].lower_ in ALONG:
            clause.add("together", syntax.children(child, "pobj"))
            clause.add("patient" if passive else "agent", syntax.children(child, "pobj"))
    for inner in syntax.children(verb, "xcomp"):
        clause.add("doing", syntax.children(inner, "dobj"))
    return clause


def _add_done(syntax: Syntax, clause: Clause, subjects: list[int]) -> None:
    """Read "support for X is provided by Y" as "Y provides support for X"."""
    for unit in subjects:
        if unit in syntax.mention_at or unit > clause.unit:
            continue
        clause.keys.add(
            f"{syntax.doc[clause.unit].lemma_.lower()}:{syntax.doc[unit].lemma_.lower()}"
        )
        _add_prepositions(syntax, clause, unit)


def _is_narrow(syntax: Syntax, verb: int, subject: int) -> bool:
    """Say whether a clause behind a list is said of its last name only: "A and B, which is"."""
    if subject > verb or subject not in (syntax.head(verb), *syntax.children(syntax.head(verb))):
        return False
    if subject in syntax.children(verb, "nsubj", "nsubjpass"):
        return False
    helpers = [verb, *syntax.children(verb, "aux", "auxpass")]
    return not any(syntax.doc[u].lower_ in {"have", "are", "were"} for u in helpers)


def _nearer(syntax: Syntax, subject: int, verb: int) -> int:
    """Return the last name of "A and B, led by C": a participle speaks of its neighbour."""
    if syntax.token(verb).dep_ not in {"acl", "relcl"} or syntax.head(verb) != subject:
        return subject
    later = [u for u in syntax.children(subject, "conj") if subject < u < verb]
    return later[-1] if later and later[-1] in syntax.mention_at else subject


def _add_complements(syntax: Syntax, clause: Clause) -> None:
    verb = clause.unit
    for child in syntax.children(verb, "dobj", "attr", "oprd", "dative"):
        if clause.passive:
            clause.add("complement", [child])
            continue
        clause.add("patient", [child])
        clause.keys.add(f"{syntax.doc[verb].lemma_.lower()}:{syntax.doc[child].lemma_.lower()}")
        clause.keys.update(_shared_work(syntax, verb, child))
        _add_prepositions(syntax, clause, child)
    for child in syntax.children(verb, "ccomp"):
        if syntax.doc[child].lemma_.lower() in _NAMING and not clause.passive:
            clause.add("patient", syntax.children(child, "oprd", "dobj", "attr"))
    for child in syntax.children(verb, "acomp"):
        clause.keys.add(f"{syntax.doc[verb].lemma_.lower()}:{syntax.doc[child].lemma_.lower()}")
        _add_prepositions(syntax, clause, child)
    if not clause.passive and syntax.token(verb).dep_ == "relcl":
        _add_relative(syntax, clause)


def _shared_work(syntax: Syntax, verb: int, unit: int) -> Iterator[str]:
    """Yield the keys of an object that is said to be joint: "launched a joint pilot"."""
    for child in syntax.children(unit, "amod", "compound"):
        if syntax.doc[child].lower_ in _JOINT:
            yield f"{syntax.doc[verb].lemma_.lower()}:joint"


def _add_relative(syntax: Syntax, clause: Clause) -> None:
    """Make the noun before "which they launched" or "they launched" the patient."""
    own = syntax.children(clause.unit, "nsubj")
    if not own or syntax.doc[own[0]].lower_ in RELATIVE:
        return
    objects = syntax.children(clause.unit, "dobj")
    bare = not objects and not any(
        syntax.doc[u].lower_ in RELATIVE
        for prep in syntax.children(clause.unit, "prep")
        for u in syntax.children(prep, "pobj")
    )
    if _is_whereabouts(syntax, syntax.head(clause.unit)):
        return
    if bare or any(syntax.doc[u].lower_ in RELATIVE for u in objects):
        clause.add("patient", [syntax.head(clause.unit)])


def _is_whereabouts(syntax: Syntax, unit: int) -> bool:
    """Say whether a name only tells where: "a meeting in Riga, which we supported"."""
    mention = syntax.mention_at.get(unit)
    if mention is None or syntax.doc[unit].dep_ != "pobj":
        return False
    return syntax.reading.kind(mention) in PLACES and syntax.doc[syntax.head(unit)].lower_ == "in"


def _add_prepositions(syntax: Syntax, clause: Clause, unit: int, depth: int = 0) -> None:
    """Fill the slots of the prepositions on *unit*; "by" in a passive is its agent."""
    for child in syntax.children(unit, "prep", "agent", "dative", "prt"):
        word = syntax.doc[child].lower_
        if word == "to" and child and syntax.doc[child - 1].lower_ in _GROUNDS:
            continue
        objects = syntax.children(child, "pobj", "pcomp")
        for inner in syntax.children(child, "prep"):
            if syntax.doc[inner - 1].lower_ not in _GROUNDS:
                objects = objects + syntax.children(inner, "pobj")
        if clause.passive and word == "by":
            clause.add("agent", objects)
        clause.add(word, objects)
        for inner in objects:
            clause.keys.add(
                f"{syntax.doc[clause.unit].lemma_.lower()}:{syntax.doc[inner].lemma_.lower()}"
            )
            nesting = word in _NESTING or (word == "in" and _is_places(syntax, inner))
            nesting = nesting or syntax.doc[inner].lemma_.lower() in words("frames", "giving")
            if depth < 1 and inner not in syntax.mention_at and nesting:
                _add_prepositions(syntax, clause, inner, depth + 1)


def _is_places(syntax: Syntax, unit: int) -> bool:
    """Say whether a plural noun only counts places: "in eleven cities in X"."""
    return syntax.doc[unit].lemma_.lower() in words("frames", "sites")
