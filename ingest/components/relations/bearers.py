"""Who or what bears a noun: the name it stands beside, its subject, or its examples."""

from __future__ import annotations

from ...annotations import Mention
from ...lexicon import words
from .modality import modality
from .subjects import subjects_of
from .syntax import Syntax

#: Verbs whose object is what "as a member" says it to be.
_COUNTING = frozenset({"welcome", "recognise", "have", "count", "list", "name"})
_BEFORE = frozenset({"compound", "nmod"})
#: Verbs by which one becomes what "as a member" says, rather than does something as one.
_BECOMING = frozenset(
    {"join", "serve", "act", "function", "enter", "accept", "admit", "select", "name", "elect"}
    | {"choose", "welcome", "appoint", "designate", "recognise", "recognize", "confirm", "remain"}
    | {"participate", "take", "invite", "include", "add", "register", "enrol", "enroll", "work"}
)
_BODIES = frozenset({"Organization", "Network"})
_FARTHEST = 25  # words back from a body to the noun that is of it
_REACH = 120  # words on from a noun to an apposition that belongs to it
_HIGHEST = 4  # units climbed from an apposition to the noun that it repeats


def bearers(syntax: Syntax, unit: int) -> tuple[list[int], str | None]:
    """Return the units of what bears the noun, and the status of its being so."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    found: list[int] = list(syntax.examples(unit))
    status: str | None = "asserted"
    beside = _beside(syntax, unit)
    for child in syntax.children(unit, "prep"):
        for inner in syntax.children(child, "pobj"):
            if inner in syntax.mention_at and token.tag_ == "NNS":
                found.extend(syntax.examples(inner))
    before = _same_noun(syntax, unit, head) if token.dep_ in {"appos", "conj"} else None
    if before is not None:
        more, status = bearers(syntax, before)
        found.extend(more)
    elif token.dep_ == "appos" or (
        token.dep_ in {"compound", "nmod"} and head in syntax.mention_at
    ):
        found.append(head)
    elif token.dep_ in {"attr", "oprd"}:
        found.extend(subjects_of(syntax, head))
        status = modality(syntax, head)
    elif token.dep_ in {"nsubj"} and syntax.doc[head].lemma_ in {"be", "include"}:
        found.extend(syntax.children(head, "attr", "dobj"))
        status = modality(syntax, head)
    elif token.dep_ == "pobj":
        more, status = _through_preposition(syntax, unit)
        found.extend(more)
    elif token.dep_ == "conj" and head not in syntax.mention_at:
        more, status = bearers(syntax, head)
        found.extend(more)
    return found or beside, status


def borne(syntax: Syntax, unit: int, bearer: int) -> list[Mention]:
    """Return what a bearer speaks of; of a list before "a member of", its last name alone."""
    mention = syntax.mention_at.get(bearer)
    one = syntax.doc[unit].tag_ in {"NN", "NNP"} and syntax.doc[unit].dep_ == "appos"
    if mention is None or not one or bearer > unit or syntax.head(unit) != bearer:
        return syntax.denoted(bearer)
    return [[m for m in syntax.listing.members(mention) if m.start < unit][-1]]


def is_said_of(syntax: Syntax, unit: int, mention: Mention) -> bool:
    """Say whether a body is what the same noun is of elsewhere: "a member of A, a member of B"."""
    if syntax.reading.kind(mention) not in _BODIES:
        return False
    lemma = syntax.doc[unit].lemma_.lower()
    start = syntax.reading.sentences[syntax.reading.sentence_of[mention.start]].start
    for index in range(mention.start - 1, max(start, mention.start - _FARTHEST) - 1, -1):
        same = syntax.doc[index].lemma_.lower() == lemma and syntax.doc[index + 1].lower_ == "of"
        if same or index == unit:
            return index != unit or _follows_of(syntax, mention)
    return False


def _follows_of(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a name stands right behind "of", or "of the"."""
    before = [token.lower_ for token in syntax.doc[max(0, mention.start - 2) : mention.start]]
    return before[-1:] == ["of"] or before == ["of", "the"]


def _beside(syntax: Syntax, unit: int) -> list[int]:
    """Return the appositions right after a noun: none across a semicolon, none far away."""
    after = [u for u in syntax.children(unit, "appos") if unit < u <= unit + _REACH]
    last = after[-1] if after else unit
    parting = next((t.i for t in syntax.doc[unit:last] if t.text == ";"), last)
    return [u for u in after if u <= parting]


def _same_noun(syntax: Syntax, unit: int, head: int) -> int | None:
    """Return the noun that *unit* repeats: "a member of A, a member of B"; A bears nothing."""
    if head not in syntax.mention_at:
        same = syntax.doc[head].lemma_.lower() == syntax.doc[unit].lemma_.lower()
        return head if same and head < unit else None
    for _ in range(_HIGHEST):
        above = syntax.head(head)
        if above == head or syntax.doc[above].pos_ in {"VERB", "AUX"}:
            return None
        head = above
        same = syntax.doc[head].lemma_.lower() == syntax.doc[unit].lemma_.lower()
        if same and head < unit and head not in syntax.mention_at:
            return head
    return None


def _through_preposition(syntax: Syntax, unit: int) -> tuple[list[int], str | None]:
    """Climb from "one of the members" to its bearer, and from "acts as a member" to the subject."""
    preposition = syntax.head(unit)
    above = syntax.head(preposition)
    word = syntax.doc[preposition].lower_
    token = syntax.doc[above]
    if word == "of" and (token.tag_ == "CD" or token.lower_ in {"one", "some", "many", "several"}):
        return bearers(syntax, above)
    if word == "among" and token.pos_ in {"VERB", "AUX"}:
        counted = syntax.children(above, "dobj")
        return counted or subjects_of(syntax, above), modality(syntax, above)
    if word == "as" and token.lemma_ in words("frames", "moving") | _COUNTING:
        return syntax.children(above, "dobj"), modality(syntax, above)
    if word == "as" and token.pos_ in {"VERB", "AUX"} and syntax.doc[unit].lemma_ != "part":
        status = modality(syntax, above)
        becomes = token.lemma_.lower() in _BECOMING or status is None
        return subjects_of(syntax, above), status if becomes else "asserted"
    return [], "asserted"
