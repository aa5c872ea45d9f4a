"""Officers of a network in a row, post before name: "President City of Riga, Latvia"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import ACTORS

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between
from .anchors import anchor_above

_POST = re.compile(
    r"^(?:(?:first|second|third|fourth|1st|2nd|3rd|vice|deputy|immediate|past|honorary|acting|co|the|executive"
    r"|senior|associate|assistant|former|current|incoming|outgoing)[ -])*"
    r"(?:(?:co-?)?(?:president|chair(?:man|woman|person)?|presidency)|vice-?(?:president|chair)"
    r"|secretary[ -]?general|general secretary|secretary|treasurer|auditor|rapporteur|spokesperson"
    r"|director)"
    r"(?: emeritus| elect)?$"
)
_CHAIR = re.compile(
    r"^(?:(?:the|current|co) )*(?:co )?(?:president|chair(?:man|woman|person)?|presidency)$"
)
_HONORIFIC = re.compile(
    r"\b(?:mr|mrs|ms|mx|dr|prof|professor|hon|cllr|cr|sir|dame|madam|h e|ing)\b\.?", re.I
)
_TOWN = re.compile(r"\b(?:the )?(?:city|town|municipality|government|mayor) of(?: the)?\s*$", re.I)
_OFFICER = re.compile(
    r"president|chair|presidency|secretary|treasurer|auditor|rapporteur|spokesperson|director", re.I
)
_FEWEST = 2  # officers of a list
_WITHIN = 3  # officers of a paragraph that had been a list
_REACH = 12  # tokens before a name that its post may fill


def read_officers(reading: Reading, blocks: list[int]) -> Iterator[FactCandidate]:
    """Yield who holds which post of the network that lists its officers post first.

    A committee named in front of a body has it and those after it, up to the next post, as members.
    """
    spoken = [i for i in blocks if _OFFICER.search(reading.layout.block_text(i))]
    if len(spoken) < (_FEWEST if len(blocks) > 1 else 1):
        return
    told = [row for index in blocks for row in _rows(reading, index)]
    posts = [label for label, _, _ in told if label]
    if len(posts) < (_FEWEST if len(blocks) > 1 else _WITHIN):
        return
    network = anchor_above(reading, blocks[0], lambda kind: float(kind == "Network"))
    committee: Mention | None = None
    for label, atom, index in told:
        unit = _committee(reading, label, atom, committee)
        if unit is not None and unit is not atom.head and reading.kind(atom.head) in ACTORS:
            yield _fact(reading, index, (atom.head, "memberOf", unit), "lists.officers.member")
        committee = unit
        if network is not None and label:
            yield from _post(reading, index, (label, atom), network)


def _rows(reading: Reading, index: int) -> Iterator[tuple[str, Atom, int]]:
    """Yield the names of a block with the post before each, or the empty string."""
    span = reading.block_spans[index]
    end = span.start
    for atom in atoms(reading, reading.mentions_in(span.start, span.end, references=False)):
        text = between(reading, max(end, atom.start - _REACH), atom.start)
        label = _TOWN.sub("", _HONORIFIC.sub("", text)).strip(" .:,–-")
        label = re.split(r"[:;.]\s", label)[-1]
        yield (label if _POST.match(fold(label)) else ""), atom, index
        end = atom.end


def _committee(reading: Reading, label: str, atom: Atom, before: Mention | None) -> Mention | None:
    """Return the committee of which those at a place in the row are members."""
    if label:
        return None
    named = fold(reading.doc[atom.head.start : atom.head.end].text).split()
    if reading.kind(atom.head) == "Organization" and named[-1] in words("headers", "committees"):
        return atom.head
    return before


def _post(
    reading: Reading, index: int, row: tuple[str, Atom], network: Mention
) -> Iterator[FactCandidate]:
    label, atom = row
    kind = reading.kind(atom.head)
    if kind == "Person":
        yield _fact(reading, index, (atom.head, "worksFor", network), "lists.officers.post", label)
    elif kind in ACTORS and _CHAIR.match(fold(label)) and atom.head.cluster != network.cluster:
        yield _fact(reading, index, (network, "chairedBy", atom.head), "lists.officers.chair")


def _fact(
    reading: Reading, index: int, ends: tuple[Mention, str, Mention], rule: str, role: str = ""
) -> FactCandidate:
    block, (subject, property_, object_) = reading.layout.blocks[index], ends
    joined = subject.cluster, property_, object_.cluster
    return FactCandidate(*joined, block.start, block.end, rule, role=role or None)
