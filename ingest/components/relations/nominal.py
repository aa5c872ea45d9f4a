"""Relations said by nouns: who bears them, and what stands in their of, by, with and possessive."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ...annotations import Mention
from ...lexicon import words
from .denial import is_denied, names
from .modality import modality
from .standing import repeated
from .subjects import subjects_of
from .syntax import Syntax

Slots = dict[str, list[Mention]]
#: Verbs whose object is what "as a member" says it to be.
_COUNTING = frozenset({"welcome", "recognise", "have", "count", "list", "name"})
#: Posts that one body holds of another.
_HELD = frozenset({"presidency", "chairmanship", "chair"})
#: How a noun hangs on the verb that ends what it names.
_GOVERNED = frozenset({"dobj", "nsubj", "nsubjpass"})
_BEFORE = frozenset({"compound", "nmod"})
_ENDS = frozenset({"end", "termination", "expiry", "loss", "lapse", "withdrawal", "suspension"})
#: Verbs by which one becomes what "as a member" says, rather than does something as one.
_BECOMING = frozenset(
    {"join", "serve", "act", "function", "enter", "accept", "admit", "select", "name", "elect"}
    | {"choose", "welcome", "appoint", "designate", "recognise", "recognize", "confirm", "remain"}
    | {"participate", "take", "invite", "include", "add", "register", "enrol", "enroll", "work"}
)
_BODIES = frozenset({"Organization", "Network"})
_FARTHEST = 25  # words back from a body to the noun that is of it
_HIGHEST = 4  # units climbed from an apposition to the noun that it repeats
_TALK = frozenset(
    {"talk", "discussion", "negotiation", "idea", "proposal", "debate", "rumour", "rumor"}
    | {"hope", "bid", "application", "request", "call", "study", "option", "plan"}
)


def noun_slots(syntax: Syntax, unit: int) -> tuple[Slots, str | None]:
    """Return the mentions in a noun's slots, and the status of the clause it stands in."""
    slots = own_slots(syntax, unit)
    bearers, status = _bearers(syntax, unit)
    for word, inner in _late_prepositions(syntax, unit):
        slots.setdefault(word, []).extend(syntax.denoted(inner))
    borne = [m for u in bearers for m in _borne(syntax, unit, u)]
    slots["self"] = [m for m in borne if not _is_said_of(syntax, unit, m)]
    # In "our X presidency" the name before the noun is what it is held of, not who holds it.
    owned = slots.get("poss") and syntax.doc[unit].lemma_.lower() in _HELD
    if not slots["self"] and not owned:
        slots["self"] = repeated(syntax, unit)
    slots["haver"] = _havers(syntax, unit)
    return slots, None if is_over(syntax, unit) else status


def is_over(syntax: Syntax, unit: int) -> bool:
    """Say whether what a noun names is denied or at its end: "no partner", "left its alliance"."""
    token, head = syntax.doc[unit], syntax.head(unit)
    if is_denied(syntax, unit):
        return True
    if token.dep_ in _GOVERNED and syntax.doc[head].pos_ == "VERB":
        return names(syntax.doc[head], "ending") and not is_denied(syntax, head)
    before = syntax.doc[head] if token.dep_ == "pobj" else None
    if before is None or before.lower_ not in {"of", "from"}:
        return before is not None and _is_only_talk(syntax.doc[syntax.head(head)], before.lower_)
    above = syntax.doc[syntax.head(head)]
    return names(above, "ending") or above.lemma_.lower() in _ENDS


def _is_only_talk(above: Token, preposition: str) -> bool:
    """Say whether a thing is only talked of, or left out: "talks about a partnership"."""
    if preposition in {"about", "on", "over", "towards", "toward", "for"}:
        return above.lemma_.lower() in _TALK
    return preposition in {"unlike", "without", "against"}


def own_slots(syntax: Syntax, unit: int) -> Slots:
    """Return the mentions in a noun's prepositions, its possessive and before it."""
    slots: Slots = {}
    for child in syntax.children(unit, "prep", "agent"):
        word = syntax.doc[child].lower_
        for inner in syntax.children(child, "pobj"):
            slots.setdefault(word, []).extend(syntax.denoted(inner))
    ranked = any(syntax.doc[u].tag_ in {"JJS", "RBS"} for u in syntax.children(unit, "amod"))
    for child in () if ranked else syntax.children(unit, "poss"):
        slots.setdefault("poss", []).extend(syntax.narrow(child))
    for child in syntax.children(unit, "compound", "nmod"):
        mention = syntax.mention_at.get(child)
        if mention is not None and child < unit:
            slots.setdefault("compound", []).extend(syntax.listing.members(mention))
    return slots


def _bearers(syntax: Syntax, unit: int) -> tuple[list[int], str | None]:
    """Return the units of what bears the noun, and the status of its being so."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    found: list[int] = list(syntax.examples(unit))
    status: str | None = "asserted"
    found.extend(u for u in syntax.children(unit, "appos") if u > unit and _near(syntax, unit, u))
    for child in syntax.children(unit, "prep"):
        for inner in syntax.children(child, "pobj"):
            if inner in syntax.mention_at and token.tag_ == "NNS":
                found.extend(syntax.examples(inner))
    before = _same_noun(syntax, unit, head) if token.dep_ in {"appos", "conj"} else None
    if before is not None:
        more, status = _bearers(syntax, before)
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
        more, status = _bearers(syntax, head)
        found.extend(more)
    return found, status


def _borne(syntax: Syntax, unit: int, bearer: int) -> list[Mention]:
    """Return what a bearer speaks of; of a list before "a member of", its last name alone."""
    mention = syntax.mention_at.get(bearer)
    one = syntax.doc[unit].tag_ in {"NN", "NNP"} and syntax.doc[unit].dep_ == "appos"
    if mention is None or not one or bearer > unit or syntax.head(unit) != bearer:
        return syntax.denoted(bearer)
    return [[m for m in syntax.listing.members(mention) if m.start < unit][-1]]


def _is_said_of(syntax: Syntax, unit: int, mention: Mention) -> bool:
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


def _near(syntax: Syntax, unit: int, other: int) -> bool:
    """Say whether an apposition belongs to a noun: not across a semicolon, not to the next post."""
    return not any(token.text == ";" for token in syntax.doc[unit:other])


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
        return _bearers(syntax, above)
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


def _late_prepositions(syntax: Syntax, unit: int) -> Iterator[tuple[str, int]]:
    """Yield prepositions that belong to a noun though the parse hangs them on its verb."""
    token = syntax.doc[unit]
    head = syntax.head(unit)
    if token.dep_ == "pobj" and syntax.doc[head].lower_ == "as":
        head = syntax.head(head)
    elif token.dep_ not in {"attr", "oprd", "dobj"}:
        return
    for child in syntax.children(head, "prep"):
        ahead = child < unit and syntax.doc[child + 1].lower_ in {"which", "whom"}
        if (child > unit or ahead) and syntax.doc[child].lower_ in {
            "of",
            "for",
            "to",
            "in",
            "with",
        }:
            for inner in syntax.children(child, "pobj"):
                yield syntax.doc[child].lower_, inner


def _havers(syntax: Syntax, unit: int) -> list[Mention]:
    """Return who has the thing: "X counts A among its partners", "X has partners such as A"."""
    head = syntax.head(unit)
    token = syntax.doc[unit]
    if token.dep_ == "pobj":
        head = syntax.head(head)
        while syntax.doc[head].pos_ not in {"VERB", "AUX"} and syntax.head(head) != head:
            head = syntax.head(head)
    if syntax.doc[head].lemma_ not in {"have", "count", "include", "boast"}:
        return []
    return [m for u in subjects_of(syntax, head) for m in syntax.denoted(u)]
