"""Relations said by nouns: who bears them, and what stands in their of, by, with and possessive."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ...annotations import Mention
from .bearers import bearers, borne, is_said_of
from .denial import is_denied, names
from .standing import repeated
from .subjects import subjects_of
from .syntax import Syntax

Slots = dict[str, list[Mention]]
#: Posts that one body holds of another.
_HELD = frozenset({"presidency", "chairmanship", "chair"})
#: How a noun hangs on the verb that ends what it names.
_GOVERNED = frozenset({"dobj", "nsubj", "nsubjpass"})
_ENDS = frozenset({"end", "termination", "expiry", "loss", "lapse", "withdrawal", "suspension"})
_TALK = frozenset(
    {"talk", "discussion", "negotiation", "idea", "proposal", "debate", "rumour", "rumor"}
    | {"hope", "bid", "application", "request", "call", "study", "option", "plan"}
)


def noun_slots(syntax: Syntax, unit: int) -> tuple[Slots, str | None]:
    """Return the mentions in a noun's slots, and the status of the clause it stands in."""
    slots = own_slots(syntax, unit)
    bearing, status = bearers(syntax, unit)
    for word, inner in _late_prepositions(syntax, unit):
        slots.setdefault(word, []).extend(syntax.denoted(inner))
    found = [m for u in bearing for m in borne(syntax, unit, u)]
    slots["self"] = [m for m in found if not is_said_of(syntax, unit, m)]
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
