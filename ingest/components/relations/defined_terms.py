"""Which of several bodies "the Alliance" is, where more than one name has that head noun.

What a text introduces as its own subject outweighs what it mentions in passing, and nothing that
comes later decides for what came before.
"""

from __future__ import annotations

import re
from collections import Counter

from ...annotations import Mention
from ...reading import Reading

_SHORT = re.compile(r"^\s*\(\s*(?:the )?[“\"‘']?[A-Z][\w&-]+", re.ASCII)


def meant(reading: Reading, issuer: int | None, earlier: list[Mention], near: list[Mention]) -> int:
    """Return which body a capitalised description means.

    *earlier* holds all mentions in front of it of bodies with its head noun, *near* those of the
    last blocks, which are not empty. *issuer* is the body in whose name the document speaks, if
    that is known.
    """
    rivals = {m.cluster for m in earlier} | {m.cluster for m in near}
    if issuer is not None and issuer in rivals:
        return issuer
    last = near[-1]
    for found in (_in_headings(reading, rivals, last), _abbreviated(reading, earlier)):
        if found is not None:
            return found
    block = reading.block_of[last.start]
    here = [m.cluster for m in near if reading.block_of[m.start] == block]
    counts = Counter(m.cluster for m in near)
    return max(dict.fromkeys(here), key=lambda cluster: counts[cluster])


def _in_headings(reading: Reading, rivals: set[int], last: Mention) -> int | None:
    """Return the only rival that the nearest heading above names, of those that name one."""
    index = reading.block_of[last.start]
    for above in (index, *reading.layout.headings(index)):
        if reading.layout.blocks[above].kind != "heading":
            continue
        named = {m.cluster for m in reading.mentions_of_block(above)} & rivals
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _abbreviated(reading: Reading, earlier: list[Mention]) -> int | None:
    """Return the only rival that is introduced with a short form: "Lakes Alliance (LA)"."""
    found = {m.cluster for m in earlier if _SHORT.match(reading.doc[m.end : m.end + 4].text)}
    return next(iter(found)) if len(found) == 1 else None
