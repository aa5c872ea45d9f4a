"""Whether a clause says that something is so, is planned, or is not so."""

from __future__ import annotations

from spacy.tokens import Token

from ...lexicon import words
from .denial import asks, is_denied, is_supposed, names
from .syntax import Syntax

_HIGHEST = 8  # words climbed from a clause to what governs it
#: How a word hangs on another that says whether it is meant, refused or wished for.
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "csubj", "csubjpass", "dep"})
_VERBAL = frozenset({"VERB", "AUX"})


def modality(syntax: Syntax, verb: int) -> str | None:
    """Return ``asserted`` or ``planned`` for the clause of a verb, None where it is not said so.

    That is where it is denied, refused, asked or only supposed, by its own words or by those that
    govern it: "declined to join", "no plans to join", "without joining".
    """
    if asks(syntax.reading.sentences[syntax.reading.sentence_of[verb]]):
        return None
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
        effect = _effect(syntax, unit, above)
        if effect is None:
            return None
        planned = planned or effect == "planned"
        unit = above
    return "planned" if planned else "asserted"


def modality_around(syntax: Syntax, unit: int) -> str | None:
    """Return the modality of the clause that a name stands in; what only describes it is so."""
    for _ in range(_HIGHEST):
        token = syntax.doc[unit]
        if token.pos_ in _VERBAL:
            return modality(syntax, unit)
        above = syntax.head(unit)
        if above == unit or token.dep_ == "appos" or token.lower_ in {"as", "like", "including"}:
            break
        unit = above
    return "asserted"


def _effect(syntax: Syntax, unit: int, above: int) -> str | None:
    """Return what a governing word makes of its complement; None where it denies it."""
    token, governor = syntax.doc[unit], syntax.doc[above]
    if names(governor, "excluding") or _is_chance(token, governor):
        return None
    on_the_way = token.pos_ not in _VERBAL and token.dep_ != "acomp"
    if (on_the_way or _is_complement(token, above)) and names(governor, "denying"):
        return None
    if on_the_way or not _is_complement(token, above):
        return "asserted"
    if governor.lemma_ == "have" and _has_word(syntax, (unit, above), "yet"):
        return None
    if names(governor, "intent") and not (governor.tag_ == "VBN" and token.tag_ == "VBN"):
        return "planned"
    weighed = token.tag_ == "VBG" or token.dep_ == "acl"
    if weighed and names(governor, "weighing"):
        return None
    if names(governor, "due") and (governor.pos_ not in _VERBAL or _is_due(syntax, above)):
        return "planned"
    return "planned" if _is_to(syntax, unit, above) else "asserted"


def _is_chance(token: Token, governor: Token) -> bool:
    """Say whether a clause only tells what might be done: "the chance to join", "invited to"."""
    if token.dep_ == "ccomp" and token.tag_ != "VB":
        return names(governor, "hoping")
    if not (token.tag_ == "VB" and token.dep_ in _COMPLEMENTS) and token.dep_ != "pcomp":
        return False
    return names(governor, "chance") or names(governor, "wished")


def _is_complement(token: Token, above: int) -> bool:
    return (
        token.dep_ in _COMPLEMENTS
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


def _governor(syntax: Syntax, unit: int) -> int | None:
    """Return the word whose complement a word is, along which plans and denials carry."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    if head == unit or head in syntax.mention_at:
        return None
    if token.pos_ not in _VERBAL and not token.tag_.startswith("VB"):
        return _above_word(syntax, unit, head)
    if token.dep_ == "pcomp" and token.tag_ != "VB":
        return _through(syntax, head)
    if token.dep_ in _COMPLEMENTS - {"acl", "dep"} or (
        token.dep_ in {"acl", "pcomp"} and token.tag_ == "VB"
    ):
        return head
    if token.dep_ in {"acl", "advcl", "relcl", "dep"}:
        return _above_clause(syntax, unit, head)
    if token.dep_ == "conj" and not syntax.children(unit, "nsubj", "nsubjpass", "aux"):
        contrast = any(syntax.doc[u].lower_ in {"but", "yet"} for u in syntax.children(head, "cc"))
        return head if syntax.doc[head].pos_ in _VERBAL and not contrast else None
    return None


def _above_clause(syntax: Syntax, unit: int, head: int) -> int | None:
    """Return the word that a looser clause still depends on: "claims that", "expected, led by"."""
    token, governor = syntax.doc[unit], syntax.doc[head]
    if head > unit:
        return None
    if token.dep_ == "advcl" and token.tag_ == "VBN":
        return head
    groups = ("denying", "intent", "due", "chance", "wished")
    lexical = any(names(governor, group) for group in groups)
    content = token.tag_ == "VB" or bool(syntax.children(unit, "mark"))
    if governor.pos_ == "NOUN":
        bare = is_denied(syntax, head)
        return head if content and (lexical or bare) and token.dep_ != "relcl" else None
    return head if lexical and token.dep_ in {"advcl", "dep"} and token.tag_ == "VB" else None


def _above_word(syntax: Syntax, unit: int, head: int) -> int | None:
    """Return the verb that a noun or adjective on the way belongs to: "has no plans to join"."""
    token = syntax.doc[unit]
    if token.dep_ == "acomp":
        return head
    lexical = names(token, "intent") or names(token, "denying")
    if lexical and token.dep_ in {"dobj", "attr", "nsubjpass"}:
        return head if syntax.doc[head].pos_ in _VERBAL else None
    if lexical and token.dep_ == "pobj":
        above = syntax.head(head)
        return above if syntax.doc[above].pos_ in _VERBAL else None
    return None


def _through(syntax: Syntax, preposition: int) -> int | None:
    """Return what governs "joining" in "committed to joining" and "without joining"."""
    if names(syntax.doc[preposition], "excluding"):
        return preposition
    above = syntax.head(preposition)
    if names(syntax.doc[above], "excluding"):
        return above
    known = ["denying", "weighing", "due", "wished", "chance"]
    if syntax.doc[preposition].lower_ not in {"in", "by"}:
        known.append("intent")
    return above if any(names(syntax.doc[above], group) for group in known) else None


def _own(syntax: Syntax, unit: int) -> str | None:
    """Return what a word's own negations and auxiliaries say."""
    if is_denied(syntax, unit) or is_supposed(syntax, unit):
        return None
    token = syntax.doc[unit]
    if any(is_denied(syntax, u) for u in syntax.children(unit, "dobj", "attr")):
        return None
    helpers = syntax.children(unit, "aux", "auxpass")
    auxiliaries = {syntax.doc[u].lower_ for u in helpers}
    if token.lemma_ in words("qualifiers", "continuing"):
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
