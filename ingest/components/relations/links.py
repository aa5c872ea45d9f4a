"""Relations said by one name hanging on another: "X's Y", "Y of X", "Y by X", "Y in X"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...folding import fold
from ...lexicon import words
from .emission import Emission
from .frame_table import links
from .syntax import Syntax

_COMPOUND = frozenset({"compound", "nmod", "amod", "nummod"})


def read_links(syntax: Syntax, emission: Emission) -> None:
    """Add what names that hang on one another say, by their kinds."""
    for unit, mention in sorted(syntax.mention_at.items()):
        for form, other in _hanging(syntax, unit):
            for link in links():
                if link.form == form:
                    _state(emission, link.name, link.pairs, mention, other)


def _hanging(syntax: Syntax, unit: int) -> Iterator[tuple[str, Mention]]:
    """Yield the mentions that hang on a mention, each with its form."""
    for child in syntax.children(unit, "poss"):
        for other in syntax.narrow(child):
            yield "poss", other
    owner = _owner_before(syntax, syntax.mention_at[unit])
    if owner is not None:
        yield "poss", owner
    for child in syntax.children(unit):
        before = syntax.mention_at.get(child)
        modifies = before is not None and syntax.doc[child].dep_ in _COMPOUND
        if before is not None and modifies and before.end == syntax.mention_at[unit].start:
            yield "compound", before
    for child in syntax.children(unit, "prep", "agent"):
        word = syntax.doc[child].lower_
        for inner in syntax.children(child, "pobj"):
            for other in syntax.denoted(inner):
                yield word, other
    for child in syntax.children(unit, "acl"):
        for inner in syntax.objects(child, "by"):
            if syntax.doc[child].tag_ == "VBN":
                continue
            for other in syntax.denoted(inner):
                yield "by", other


def _owner_before(syntax: Syntax, mention: Mention) -> Mention | None:
    """Return the name right before "'s" and the mention, whatever the parse made of it."""
    end = mention.start - 1
    if syntax.doc[syntax.unit(mention.start)].dep_ in _COMPOUND:
        return None
    if end < 1 or syntax.doc[end].tag_ != "POS":
        return None
    owner = syntax.mention_at.get(syntax.unit(end - 1))
    return owner if owner is not None and owner.end == end else None


def _state(
    emission: Emission,
    rule: str,
    pairs: tuple[tuple[frozenset[str], str, frozenset[str]], ...],
    mention: Mention,
    other: Mention,
) -> None:
    kind, other_kind = emission.reading.kind(mention), emission.reading.kind(other)
    kinds = {kind}
    name = fold(emission.reading.cluster(mention).names[0])
    if kind == "Organization" and words("frames", "official") & set(name.split()):
        kinds.add("official")
    for subjects, property_, objects in pairs:
        if kinds & subjects and other_kind in objects:
            ends = (other, mention) if property_ == "partyTo" else (mention, other)
            emission.add(rule, (property_,), *ends, "asserted", 0.75)
            return
