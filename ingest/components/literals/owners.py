"""Whose purpose a verb or a noun tells: "X was set up to VERB", "a programme that VERBs"."""

from __future__ import annotations

from functools import cache

from ...annotations import Mention
from ...lexicon import words
from ..lists.anchors import anchor_above
from ..relations.clauses import read_clause
from ..relations.nominal import noun_slots
from ..relations.subjects import subjects_of
from ..relations.syntax import Syntax
from .nearest import SCHEMES, nearest_scheme

BODIES = SCHEMES | {"Organization"}
#: Adjectives of those who speak of what they would do: "glad to VERB", "keen to VERB".
MOODS = frozenset({"delighted", "glad", "happy", "proud", "pleased", "keen", "ready", "able"})
_DEEPEST = 6
#: What those belong to who act in it.
_SIDES = {
    "member": frozenset({"Network", "Programme"}),
    "party": frozenset({"Agreement"}),
    "signatory": frozenset({"Agreement"}),
}
_VERBAL = frozenset({"VERB", "AUX"})
_PRESENT = frozenset({"VBZ", "VBP", "VB", "VBG"})


def owners(syntax: Syntax, verb: int, depth: int = 0) -> list[Mention]:
    """Return those whose purpose the verb at unit *verb* tells, surest first."""
    if depth > _DEEPEST:
        return []
    token, head = syntax.doc[verb], syntax.head(verb)
    own = syntax.children(verb, "nsubj", "nsubjpass")
    if token.dep_ == "acomp" and syntax.doc[head].lemma_ in {"be", "remain", "become"}:
        return [m for u in syntax.children(head, "nsubj") for m in bearing(syntax, u)]
    if token.dep_ == "xcomp" and syntax.doc[head].lemma_.lower() in MOODS:
        return []
    if token.dep_ == "pcomp":
        return [] if syntax.doc[head].lower_ == "by" else _above_preposition(syntax, head, depth)
    if token.dep_ in {"acl", "relcl"} and syntax.doc[head].pos_ not in _VERBAL:
        return _of_noun(syntax, head, depth)
    if token.dep_ in {"ccomp", "xcomp"} and syntax.doc[head].pos_ in _VERBAL:
        return _of_governor(syntax, head, depth)
    if own and not _is_relative(syntax, own[0]):
        return _by_means(syntax, verb) or [m for u in own for m in bearing(syntax, u)]
    if token.dep_ == "advcl" and head != verb and token.tag_ == "VBG" and verb < head:
        return [m for u in subjects_of(syntax, head) for m in bearing(syntax, u)]
    if token.dep_ == "advcl" and head != verb:
        return _of_end(syntax, verb, head, depth)
    if token.dep_ == "conj" and head != verb and syntax.doc[head].pos_ in _VERBAL:
        return owners(syntax, head, depth + 1)
    found = [m for u in subjects_of(syntax, verb) for m in syntax.narrow(u)]
    return found or _of_tagline(syntax, verb)


def _of_tagline(syntax: Syntax, verb: int) -> list[Mention]:
    """Return what the heading above "Building skills to VERB" is about."""
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[verb]]
    block = syntax.reading.block_of[verb]
    first = sentence[0]
    opens = sentence.start == syntax.reading.block_spans[block].start
    if not opens or first.tag_ != "VBG" or first.dep_ != "ROOT" or block == 0:
        return []
    if syntax.reading.layout.blocks[block - 1].kind != "heading":
        return []
    found = anchor_above(syntax.reading, block, lambda kind: 1.0 if kind in SCHEMES else 0.0)
    return [found] if found is not None else []


def _by_means(syntax: Syntax, verb: int) -> list[Mention]:
    """Return the scheme by which a subject acts: "through X, the city VERBs"."""
    units = [verb, *syntax.children(verb, "nsubj")]
    found = [u for unit in units for u in syntax.objects(unit, "through", "via", "under")]
    named = [syntax.mention_at[u] for u in found if u in syntax.mention_at]
    return [m for m in named if syntax.reading.kind(m) in {"Programme", "Project", "Agreement"}]


def _is_relative(syntax: Syntax, unit: int) -> bool:
    return syntax.doc[unit].tag_ in {"WDT", "WP"}


def bearing(syntax: Syntax, unit: int) -> list[Mention]:
    """Return what a subject speaks of: itself, or what "the aim of X" and "X's goal" belong to."""
    found = syntax.narrow(unit)
    bodies = any(syntax.reading.kind(m) in BODIES for m in found)
    if not bodies and syntax.doc[unit].lemma_.lower() in words("literals", "doers"):
        held = [m for u in syntax.objects(unit, "in", "at", "of") for m in syntax.narrow(u)]
        return held or nearest_scheme(syntax, unit) or _of_section(syntax, unit)
    if found or syntax.doc[unit].lemma_.lower() not in words("literals", "aims"):
        return found
    units = [*syntax.children(unit, "poss"), *syntax.objects(unit, "of", "for", "behind")]
    whose = any(syntax.doc[u].tag_ == "WP$" for u in units)
    verb = syntax.head(unit)
    if whose and syntax.doc[verb].dep_ == "relcl":  # "a network whose mission is to VERB"
        noun = syntax.head(verb)
        return syntax.narrow(noun) or noun_slots(syntax, noun)[0]["self"]
    return [m for u in units for m in syntax.narrow(u)]


def _of_section(syntax: Syntax, unit: int) -> list[Mention]:
    """Return what the section is about whose "members" or "parties" act."""
    kinds = _SIDES.get(syntax.doc[unit].lemma_.lower(), frozenset({"Event", "Programme"}))
    block = syntax.reading.block_of[unit]
    found = anchor_above(syntax.reading, block, lambda kind: 1.0 if kind in kinds else 0.0)
    return [found] if found is not None else []


def _above_preposition(syntax: Syntax, preposition: int, depth: int) -> list[Mention]:
    """Return the owners of "is dedicated to VERBing", "a tool for VERBing"."""
    above = syntax.head(preposition)
    if syntax.doc[above].pos_ in _VERBAL:
        clause = read_clause(syntax, above)
        if clause.passive and syntax.doc[above].dep_ not in {"acl", "relcl"}:
            return [m for u in clause.slots.get("patient", ()) for m in syntax.narrow(u)]
        return owners(syntax, above, depth + 1)
    return _of_noun(syntax, above, depth)


def _of_governor(syntax: Syntax, head: int, depth: int) -> list[Mention]:
    """Return the owners of "aims to VERB", "helps cities VERB", "its goal is to VERB"."""
    clause = read_clause(syntax, head)
    lemma = syntax.doc[head].lemma_.lower()
    if lemma == "be":
        return [m for u in syntax.children(head, "nsubj") for m in bearing(syntax, u)]
    if lemma in words("literals", "discussing"):
        return owners(syntax, head, depth + 1)
    if lemma in words("literals", "asking") and not clause.passive:
        return [m for u in syntax.children(head, "dobj") for m in syntax.narrow(u)]
    if lemma not in words("literals", "helping") | words("literals", "set_up_to"):
        return []
    if clause.passive:
        return [m for u in clause.slots.get("patient", ()) for m in bearing(syntax, u)]
    return owners(syntax, head, depth + 1)


def _of_end(syntax: Syntax, verb: int, head: int, depth: int) -> list[Mention]:
    """Return the owners of "launched X to VERB" (X), "X met to VERB" (X)."""
    if syntax.doc[head].pos_ not in _VERBAL:
        return _of_noun(syntax, head, depth)
    if not {syntax.doc[head].lemma_.lower(), syntax.lemma(head)} & _leading_to():
        return []
    if syntax.doc[verb].tag_ == "VB":
        patients = read_clause(syntax, head).slots.get("patient", ())
        found = [m for u in patients for m in syntax.narrow(u)]
        fitting = [m for m in found if syntax.reading.kind(m) in SCHEMES]
        if fitting:
            return fitting
        for unit in patients:
            through = noun_slots(syntax, unit)[0]["self"] if unit not in syntax.mention_at else []
            if through:
                return through
    return owners(syntax, head, depth + 1)


@cache
def _leading_to() -> frozenset[str]:
    """Return the verbs whose "to VERB" tells what for."""
    names = ("set_up_to", "topic_of", "topic_in_order_to", "offering")
    return frozenset().union(*(words("literals", name) for name in names))


@cache
def _offers() -> frozenset[str]:
    return words("literals", "offering") | {"create", "organise", "organize", "hold", "play"}


def _of_noun(syntax: Syntax, noun: int, depth: int) -> list[Mention]:
    """Return what "a scheme that VERBs" or "efforts to VERB" is said of."""
    if noun in syntax.mention_at:
        return [syntax.mention_at[noun]]
    found = noun_slots(syntax, noun)[0]["self"] or bearing(syntax, noun)
    head = syntax.head(noun)
    within = syntax.doc[noun].dep_ == "pobj" and syntax.doc[head].lower_ == "of"
    if not found and within and syntax.doc[noun].lemma_.lower() in words("literals", "people"):
        return _of_noun(syntax, syntax.head(head), depth + 1) if depth < _DEEPEST else []
    if found or syntax.doc[noun].dep_ not in {"dobj", "attr", "conj", "pobj"}:
        return found
    lemma = syntax.doc[noun].lemma_.lower()
    offered = syntax.doc[noun].dep_ == "dobj" and syntax.doc[head].lemma_ in _offers()
    if lemma not in words("literals", "topic_nouns") | words("literals", "aims") and not offered:
        return []
    if syntax.doc[noun].dep_ == "pobj":
        return _above_preposition(syntax, head, depth + 1)
    leading = {syntax.doc[head].lemma_.lower(), syntax.lemma(head)} & _leading_to() or offered
    if syntax.doc[head].pos_ in _VERBAL:
        return owners(syntax, head, depth + 1) if leading else []
    return _of_noun(syntax, head, depth + 1) if depth < _DEEPEST else []


def fitting(syntax: Syntax, mentions: list[Mention], verb: int | None = None) -> list[Mention]:
    """Leave the first of *mentions* if it is a thing with a purpose.

    Of bodies that do many things a finite *verb* must tell what they do as a rule.
    """
    for mention in mentions[:1]:
        kind = syntax.reading.kind(mention)
        if kind not in BODIES or (verb is not None and not _usual(syntax, verb, kind)):
            continue
        return [mention]
    return []


def _usual(syntax: Syntax, verb: int, kind: str) -> bool:
    """Say whether a verb tells what its subject does as a rule, not what it once did."""
    token = syntax.doc[verb]
    if token.lemma_.lower() in words("literals", "discussing"):
        return True
    if token.tag_ not in _PRESENT:
        return False
    modal = any(syntax.doc[u].tag_ == "MD" for u in syntax.children(verb, "aux"))
    return not modal or kind in SCHEMES
