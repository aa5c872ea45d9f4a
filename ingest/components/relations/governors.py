"""Which word governs a clause: the one whose plan, wish or denial carries over to it."""

from __future__ import annotations

from .denial import is_denied, names
from .syntax import Syntax

#: How a word hangs on another that says whether it is meant, refused or wished for.
COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "csubj", "csubjpass", "dep"})
VERBAL = frozenset({"VERB", "AUX"})


def governor(syntax: Syntax, unit: int) -> int | None:
    """Return the word whose complement a word is, along which plans and denials carry."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    if head == unit or head in syntax.mention_at:
        return None
    if token.pos_ not in VERBAL and not token.tag_.startswith("VB"):
        return _above_word(syntax, unit, head)
    if token.dep_ == "pcomp" and token.tag_ != "VB":
        return _through(syntax, head)
    if token.dep_ in COMPLEMENTS - {"acl", "dep"} or (
        token.dep_ in {"acl", "pcomp"} and token.tag_ == "VB"
    ):
        return head
    if token.dep_ in {"acl", "advcl", "relcl", "dep"}:
        return _above_clause(syntax, unit, head)
    if token.dep_ == "conj" and not syntax.children(unit, "nsubj", "nsubjpass", "aux"):
        contrast = any(syntax.doc[u].lower_ in {"but", "yet"} for u in syntax.children(head, "cc"))
        return head if syntax.doc[head].pos_ in VERBAL and not contrast else None
    return None


def _above_clause(syntax: Syntax, unit: int, head: int) -> int | None:
    """Return the word that a looser clause still depends on: "claims that", "expected, led by"."""
    token, ruler = syntax.doc[unit], syntax.doc[head]
    if head > unit:
        return None
    if token.dep_ == "advcl" and token.tag_ == "VBN":
        return head
    groups = ("denying", "intent", "due", "chance", "wished")
    lexical = any(names(ruler, group) for group in groups)
    content = token.tag_ == "VB" or bool(syntax.children(unit, "mark"))
    if ruler.pos_ == "NOUN":
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
        return head if syntax.doc[head].pos_ in VERBAL else None
    if lexical and token.dep_ == "pobj":
        above = syntax.head(head)
        return above if syntax.doc[above].pos_ in VERBAL else None
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
