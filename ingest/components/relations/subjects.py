"""Who a verb is said of: its grammatical subject, through conjuncts, relatives and control."""

from __future__ import annotations

from ...lexicon import words
from .syntax import Syntax

_CLAUSAL = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl"})
#: Pronouns that stand for the name before a clause.
RELATIVE = frozenset({"who", "which", "that", "whom"})
_DEEPEST = 6


def is_passive(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb's grammatical subject is what is acted on."""
    token = syntax.token(verb)
    if syntax.children(verb, "auxpass", "nsubjpass"):
        return True
    if token.tag_ != "VBN":
        return False
    if any(syntax.doc[u].lemma_ in {"have", "'ve"} for u in syntax.children(verb, "aux")):
        return False
    if token.dep_ == "conj":
        head = syntax.head(verb)
        own = syntax.children(verb, "nsubj", "aux")
        return not own and syntax.doc[head].pos_ == "VERB" and is_passive(syntax, head)
    return not syntax.children(verb, "nsubj")


def subjects_of(syntax: Syntax, verb: int, depth: int = 0) -> list[int]:
    """Return the grammatical subjects of a verb, through conjuncts, relatives and control."""
    own = syntax.children(verb, "nsubj", "nsubjpass", "csubj")
    token = syntax.token(verb)
    if own:
        pronoun = own[0] not in syntax.mention_at and syntax.doc[own[0]].lower_ in {"they", "it"}
        if token.dep_ == "ccomp" and pronoun:
            return _controller(syntax, syntax.head(verb), depth)
        relative = token.dep_ == "relcl" and syntax.doc[own[0]].lower_ in RELATIVE
        return [syntax.head(verb)] if relative and own[0] not in syntax.mention_at else own
    if depth > _DEEPEST or syntax.head(verb) == verb:
        return []
    head = syntax.head(verb)
    parallel = _parallel(syntax, verb)
    if parallel is not None:
        return subjects_of(syntax, parallel, depth + 1)
    if token.dep_ in {"acl", "relcl"} and syntax.doc[head].pos_ not in {"VERB", "AUX"}:
        return [head] if token.tag_ != "VB" else _controller(syntax, head, depth)
    if token.dep_ == "conj" or token.dep_ in _CLAUSAL or token.dep_ in {"dep", "ROOT"}:
        return _controller(syntax, head, depth)
    return []


def _parallel(syntax: Syntax, verb: int) -> int | None:
    """Return the verb that a participle goes on from: "is led by A, funded by B"."""
    if syntax.token(verb).tag_ != "VBN" or syntax.token(verb).dep_ != "acl" or verb < 1:
        return None
    by = syntax.head(syntax.head(verb))
    above = syntax.head(by)
    goes_on = syntax.doc[verb - 1].text == "," and syntax.doc[by].lower_ == "by"
    spoken = goes_on and syntax.objects(verb, "by") and syntax.doc[above].tag_ == "VBN"
    return above if spoken and above != verb and is_passive(syntax, above) else None


def _controller(syntax: Syntax, head: int, depth: int) -> list[int]:
    """Climb to the verb whose subject a subjectless verb shares.

    Whoever owns a noun on the way is meant: "X welcomed Y's decision to found Z". So is whom
    something is for: "support for Y in organising Z".
    """
    noun: int | None = None
    while syntax.doc[head].pos_ not in {"VERB", "AUX"} and syntax.head(head) != head:
        owners = syntax.children(head, "poss") if head not in syntax.mention_at else []
        if owners:
            return owners
        above = syntax.head(head)
        if head in syntax.mention_at and syntax.doc[above].lower_ == "for":
            return [head]
        noun = head if syntax.doc[head].pos_ == "NOUN" else noun
        head = above
    if noun is not None and syntax.doc[head].lemma_.lower() in words("frames", "judging"):
        return []
    if syntax.doc[head].pos_ not in {"VERB", "AUX"}:
        return []
    if syntax.doc[head].lemma_ in words("frames", "moving"):
        objects = syntax.children(head, "dobj")
        if objects:
            return objects
    return subjects_of(syntax, head, depth + 1)
