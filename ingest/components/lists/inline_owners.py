"""What the words before a list inside a sentence belong to: "partners of the Ring: A, B"."""

from __future__ import annotations

import re

from spacy.tokens import Span

from ...annotations import Mention
from ...reading import Reading
from ..relations.chains import atoms, between
from .anchors import Accepts, anchor_above, main_entity
from .cues import Cue

_COUNTED = 9  # the same where the noun is counted: "in four cities"
_BESIDE = 4  # tokens between an owner and a bare noun
_FARTHEST = 400  # tokens back from the words of a cue to their owner
_OF = re.compile(r"^(?:of|in|to|for|on|by|at)\b")


def owner_of(
    reading: Reading, cue: Cue, place: tuple[int, int], sentence: Span, trigger: int
) -> Mention | None:
    """Return what the cue's words belong to: after "of", before them, or the section's subject."""
    first, end = place
    after = _heads(reading, end, trigger, cue.may_anchor)
    if after and _OF.match(between(reading, end, after[0].start)):
        return after[0]
    begin = max(sentence.start, first - _FARTHEST)
    parted = [i + 1 for i in range(begin, first) if reading.doc[i].text == ";"]
    before = _heads(reading, max([begin, *parted]), first, cue.may_anchor)
    if (
        cue.items
    ):  # bare nouns count only beside their owner: "Ring cities such as", "it links 9 cities"
        counted = first > 0 and reading.doc[first - 1].like_num
        near = _COUNTED if counted else _BESIDE
        return before[-1] if before and first - before[-1].end <= near else None
    if before or after:
        return before[-1] if before else after[0]
    if any(token.lower_ in {"we", "our", "us"} for token in reading.doc[sentence.start : end]):
        return main_entity(reading, lambda kind: kind in {"Network", "Organization"})
    block = reading.block_of[sentence.start]
    start = reading.block_spans[block].start
    accepts: Accepts = cue.may_stand_for
    if "project" in reading.doc[first:end].text.lower().split():
        accepts = _is_project
    previous = _heads(reading, start, max([sentence.start, *parted]), accepts)
    topics = [m for m in previous if reading.kind(m) not in {"City", "Organization"}]
    if not topics and len({m.cluster for m in previous}) == 1:
        topics = previous
    return topics[-1] if topics else anchor_above(reading, block, accepts)


def _is_project(kind: str) -> float:
    """Say whether a thing can be what "project partners" are partners in."""
    return float(kind == "Project")


def _heads(reading: Reading, start: int, end: int, accepts: Accepts) -> list[Mention]:
    """Return the mentions of accepted kinds between two tokens, places of others left out."""
    heads = [atom.head for atom in atoms(reading, reading.mentions_in(start, end))]
    return [mention for mention in heads if accepts(reading.kind(mention))]
