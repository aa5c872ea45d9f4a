"""Relations said by one name hanging on another: "X's Y", "Y of X", "Y by X", "Y in X"."""

from __future__ import annotations

from collections.abc import Iterator

from ..annotations import Mention
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
    for child in syntax.children(unit):
        before = syntax.mention_at.get(child)
        if before is not None and syntax.doc[child].dep_ in _COMPOUND:
            if before.end == syntax.mention_at[unit].start:
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


def _state(
    emission: Emission,
    rule: str,
    pairs: tuple[tuple[frozenset[str], str, frozenset[str]], ...],
    mention: Mention,
    other: Mention,
) -> None:
    kinds = emission.reading.kind(mention), emission.reading.kind(other)
    for subjects, property_, objects in pairs:
        if kinds[0] in subjects and kinds[1] in objects:
            emission.add(rule, (property_,), mention, other, "asserted", 0.75)
            return
