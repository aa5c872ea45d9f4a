"""Whether a clause says that something is so, is planned, or is not so."""

from __future__ import annotations

from spacy.tokens import Token

from ...lexicon import words
from .denial import asks, is_denied, is_supposed, names
from .governors import COMPLEMENTS, VERBAL, governor
from .syntax import Syntax

_HIGHEST = 8  # words climbed from a clause to what governs it


def modality(syntax: Syntax, verb: int) -> str | None:
    """Return ``asserted`` or ``planned`` for the clause of a verb, None where it is not said so.

    That is where it is denied, refused, asked or only supposed, by its own words or by those that
    govern it: "declined to join", "no plans to join", "without joining".
    """
    if asks(syntax.reading.sentences[syntax.reading.sentence_of[verb]]):
        return None
    planned = goes_on = False
    unit = verb
    for _ in range(_HIGHEST):
        here = _own(syntax, unit)
        if here is None:
            return None
        # "aims to continue to cooperate" speaks of what is so already
        goes_on = goes_on or (unit != verb and syntax.doc[unit].lemma_ in _continuing())
        planned = planned or (here == "planned" and not goes_on)
        above = governor(syntax, unit)
        if above is None:
            break
        effect = _effect(syntax, unit, above)
        if effect is None:
            return None
        planned = planned or (effect == "planned" and not goes_on)
        unit = above
    return "planned" if planned else "asserted"


def _continuing() -> frozenset[str]:
    return words("qualifiers", "continuing")


def modality_around(syntax: Syntax, unit: int) -> str | None:
    """Return the modality of the clause that a name stands in; what only describes it is so."""
    for _ in range(_HIGHEST):
        token = syntax.doc[unit]
        if token.pos_ in VERBAL:
            return modality(syntax, unit)
        above = syntax.head(unit)
        if above == unit or token.dep_ == "appos" or token.lower_ in {"as", "like", "including"}:
            break
        unit = above
    return "asserted"


def _effect(syntax: Syntax, unit: int, above: int) -> str | None:
    """Return what a governing word makes of its complement; None where it denies it."""
    token, ruler = syntax.doc[unit], syntax.doc[above]
    if names(ruler, "excluding") or _is_chance(token, ruler):
        return None
    on_the_way = token.pos_ not in VERBAL and token.dep_ != "acomp"
    if (on_the_way or _is_complement(token, above)) and names(ruler, "denying"):
        return None
    if on_the_way or not _is_complement(token, above):
        return "asserted"
    if ruler.lemma_ == "have" and _has_word(syntax, (unit, above), "yet"):
        return None
    if names(ruler, "intent") and not (ruler.tag_ == "VBN" and token.tag_ == "VBN"):
        return "planned"
    weighed = token.tag_ == "VBG" or token.dep_ == "acl"
    if weighed and names(ruler, "weighing"):
        return None
    if names(ruler, "due") and (ruler.pos_ not in VERBAL or _is_due(syntax, above)):
        return "planned"
    return "planned" if _is_to(syntax, unit, above) else "asserted"


def _is_chance(token: Token, ruler: Token) -> bool:
    """Say whether a clause only tells what might be done: "the chance to join", "invited to"."""
    if token.dep_ == "ccomp" and token.tag_ != "VB":
        return names(ruler, "hoping")
    if not (token.tag_ == "VB" and token.dep_ in COMPLEMENTS) and token.dep_ != "pcomp":
        return False
    return names(ruler, "chance") or names(ruler, "wished")


def _is_complement(token: Token, above: int) -> bool:
    return (
        token.dep_ in COMPLEMENTS
        or token.dep_ == "pcomp"
        or (token.dep_ in {"advcl", "relcl"} and token.tag_ == "VB" and above < token.i)
    )


def _is_due(syntax: Syntax, verb: int) -> bool:
    """Say whether a participle tells what someone is about to do: "is set to", "is going to"."""
    helpers = syntax.children(verb, "aux", "auxpass")
    return syntax.doc[verb].tag_ in {"VBN", "VBG", "VBD"} and any(
        syntax.doc[u].lemma_ in {"be", "'s"} for u in helpers
    )


def _is_to(syntax: Syntax, unit: int, above: int) -> bool:
    """Say whether something named "is to" do what a verb says."""
    if syntax.doc[above].lemma_ != "be" or syntax.doc[unit].tag_ != "VB":
        return False
    subjects = syntax.children(above, "nsubj")
    return any(u in syntax.mention_at or syntax.doc[u].pos_ == "PRON" for u in subjects)


def _has_word(syntax: Syntax, units: tuple[int, ...], word: str) -> bool:
    return any(syntax.doc[u].lower_ == word for unit in units for u in syntax.children(unit))


def _own(syntax: Syntax, unit: int) -> str | None:
    """Return what a word's own negations and auxiliaries say."""
    if is_denied(syntax, unit) or is_supposed(syntax, unit):
        return None
    token = syntax.doc[unit]
    if any(is_denied(syntax, u) for u in syntax.children(unit, "dobj", "attr")):
        return None
    helpers = syntax.children(unit, "aux", "auxpass")
    auxiliaries = {syntax.doc[u].lower_ for u in helpers}
    if token.lemma_ in _continuing():
        return "asserted"
    if auxiliaries & words("qualifiers", "hypothetical"):
        return None
    if auxiliaries & words("qualifiers", "future"):
        return "planned"
    due = token.tag_ == "VBN" and "be" in auxiliaries and "to" in auxiliaries
    return "planned" if due and not _is_raised(syntax, unit) else "asserted"


def _is_raised(syntax: Syntax, unit: int) -> bool:
    """Say whether a verb above says that something is so: "continues to be led by"."""
    head = syntax.head(unit)
    raised = syntax.doc[unit].dep_ == "xcomp" and head != unit
    return raised and syntax.doc[head].lemma_ in words("qualifiers", "holding")
