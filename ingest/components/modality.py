"""Whether a clause says that something is so, is planned, or is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span

from ..lexicon import words
from .syntax import Syntax

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_HIGHEST = 6  # verbs climbed from a clause to what governs it


def modality(syntax: Syntax, verb: int) -> str | None:
    """Return ``asserted`` or ``planned`` for the clause of a verb, None where it is denied."""
    planned = False
    unit = verb
    for _ in range(_HIGHEST):
        here = _own(syntax, unit)
        if here is None:
            return None
        planned = planned or here == "planned"
        above = _governor(syntax, unit)
        if above is None:
            break
        planned = planned or _intends(syntax, above)
        unit = above
    return "planned" if planned else "asserted"


def _intends(syntax: Syntax, unit: int) -> bool:
    return syntax.doc[unit].lemma_.lower() in words("qualifiers", "intent")


def _governor(syntax: Syntax, unit: int) -> int | None:
    """Return the verb whose complement a verb is, along which plans and denials carry."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    if head == unit:
        return None
    if token.dep_ == "xcomp" or (token.dep_ in {"acl", "pcomp"} and token.tag_ == "VB"):
        return head
    if token.dep_ == "advcl" and token.tag_ == "VBN" and head < unit:
        return head
    if token.dep_ == "conj" and not syntax.children(unit, "nsubj", "nsubjpass", "aux"):
        return head if syntax.doc[head].pos_ in {"VERB", "AUX"} else None
    return None


def _is_condition(syntax: Syntax, unit: int) -> bool:
    marks = {syntax.doc[u].lower_ for u in syntax.children(unit, "mark")}
    return bool(marks & words("qualifiers", "conditional"))


def _own(syntax: Syntax, unit: int) -> str | None:
    if syntax.children(unit, "neg") or _is_condition(syntax, unit):
        return None
    helpers = syntax.children(unit, "aux", "auxpass")
    auxiliaries = {syntax.doc[u].lower_ for u in helpers}
    continuing = syntax.doc[unit].lemma_ in words("qualifiers", "continuing")
    if auxiliaries & words("qualifiers", "hypothetical") and not continuing:
        return None
    if auxiliaries & words("qualifiers", "future") and not continuing:
        return "planned"
    due = syntax.doc[unit].tag_ == "VBN" and "be" in auxiliaries and "to" in auxiliaries
    return "planned" if due else "asserted"


def clause_year(syntax: Syntax, verb: int) -> int | None:
    """Return the year that a verb's own prepositional phrases give, if they give one.

    Phrases that hang on its object count as well, those of other verbs do not.
    """
    found: set[int] = set()
    for unit in (verb, *syntax.children(verb, "dobj", "attr", "xcomp")):
        for child in syntax.children(unit, "prep", "npadvmod", "agent"):
            if syntax.doc[child].lower_ in words("qualifiers", "dating"):
                found.update(_years_below(syntax, child))
    return next(iter(found)) if len(found) == 1 else None


def _years_below(syntax: Syntax, unit: int) -> Iterator[int]:
    """Yield the years among what depends on a unit, verbs and names left out."""
    for child in syntax.children(unit):
        token = syntax.doc[child]
        if _YEAR.match(token.text):
            yield int(token.text)
        if token.pos_ not in {"VERB", "AUX"}:
            yield from _years_below(syntax, child)


def foretells(sentence: Span) -> bool:
    """Say whether the main verb of a sentence speaks of what is to come."""
    root = sentence.root
    helpers = {child.lower_ for child in root.children if child.dep_ in {"aux", "auxpass"}}
    if root.lemma_ in words("qualifiers", "continuing"):
        return False
    if helpers & words("qualifiers", "future"):
        return True
    complement = any(child.dep_ in {"xcomp", "ccomp"} for child in root.children)
    return (
        complement and root.lemma_.lower() in words("qualifiers", "intent") and root.tag_ != "VBN"
    )


def denies(sentence: Span) -> bool:
    """Say whether the main verb of a sentence is denied."""
    return any(child.dep_ == "neg" for child in sentence.root.children)
