"""The names that stand at the head of a list item, or fill a line that is a list."""

from __future__ import annotations

from ..annotations import Mention
from ..reading import Reading
from .chains import Atom, atoms, between, is_listed

#: Words that may stand between the beginning of an item and its name.
_FILLERS = frozenset(
    "the a an city cities of town municipality government county and - – — : • * “ \" ' ( in "
    "project projects including for from mayor both logo new".split()
)


def leading(reading: Reading, start: int, end: int) -> list[Atom]:
    """Return the names that an item begins with, and those enumerated with them."""
    found = atoms(reading, reading.mentions_in(start, end, references=False))
    taken: list[Atom] = []
    at = start
    for atom in found:
        gap = [token.lower_ for token in reading.doc[at : atom.start]]
        if taken and not _continues(reading, taken[-1], atom):
            break
        if not taken and (len(gap) > 4 or not all(word in _FILLERS for word in gap)):
            break
        taken.append(atom)
        at = atom.end
    return taken


def _continues(reading: Reading, before: Atom, atom: Atom) -> bool:
    """Say whether the words between two names only enumerate them."""
    gap = between(reading, before.end, atom.start)
    return is_listed(gap.replace("(", "").replace(")", "").strip() or gap)


def coverage(reading: Reading, start: int, end: int) -> float:
    """Return the share of the characters of tokens *start* to *end* that belong to names."""
    mentions: list[Mention] = reading.mentions_in(start, end, references=False)
    if not mentions or start >= end:
        return 0.0
    first, last = reading.characters(start, end)
    named = sum(b - a for a, b in (reading.characters(m.start, m.end) for m in mentions))
    return named / max(1, last - first)
