"""Those for whom a text is signed: "For the City of Riga: Mara Lind", "On behalf of Turku"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import ACTORS

from ...annotations import FactCandidate
from ...reading import Reading
from ..relations.chains import Atom, atoms
from .anchors import main_entity

_FOR = re.compile(
    r"^(?:signed )?(?:for|on behalf of|for and on behalf of)(?: the)?"
    r"(?: (?:city|town|municipality|government|region|county|province|ministry)(?: council)? of)?$",
    re.IGNORECASE,
)
_LONGEST = 40  # tokens of a signature
_AFTER = frozenset(":,–—-(")


def read_signatures(reading: Reading) -> Iterator[FactCandidate]:
    """Yield the parties of the document's agreement that two lines or more are signed for."""
    signed = {
        index: atom
        for index, span in enumerate(reading.block_spans)
        if len(span) <= _LONGEST and (atom := _signer(reading, index)) is not None
    }
    pact = main_entity(reading, lambda kind: kind == "Agreement") if len(signed) > 1 else None
    if pact is None:
        return
    for index, atom in signed.items():
        block = reading.layout.blocks[index]
        ends = atom.head.cluster, "partyTo", pact.cluster
        yield FactCandidate(*ends, block.start, block.end, "lists.signature")


def _signer(reading: Reading, index: int) -> Atom | None:
    """Return for whom a line is signed: its first name, after "for", and nothing else follows."""
    span, text = reading.block_spans[index], reading.layout.block_text(index)
    if not text[:1].isupper() or not text.lower().startswith(("for ", "on behalf", "signed ")):
        return None
    found = atoms(reading, reading.mentions_of_block(index, references=False))
    if not found or reading.kind(found[0].head) not in ACTORS:
        return None
    before = reading.doc[span.start : found[0].start].text
    after = reading.doc[found[0].end : found[0].end + 1].text if found[0].end < span.end else ""
    closed = not after or after in _AFTER
    return found[0] if _FOR.match(before) and closed else None


def represented(reading: Reading, items: list[Atom], end: int) -> list[Atom]:
    """Return the bodies for which persons stand in a list of signatories, and the other items."""
    found: list[Atom] = []
    for atom in items:
        if reading.kind(atom.head) != "Person":
            found.append(atom)
            continue
        after = atoms(reading, reading.mentions_in(atom.end, end, references=False))
        bodies = [other for other in after if reading.kind(other.head) in ACTORS]
        found += bodies[:1]
    return found
