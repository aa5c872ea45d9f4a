"""What an item under a body's name says it does: "Hosts the X", "Runs and maintains the Y".

Such items have no subject, and small parsers take their verbs for plural nouns; so they are read
by their words, and the doer is what the heading or the lead-in names.
"""

from __future__ import annotations

from ...annotations import Mention
from .chains import between
from .emission import Emission
from .frame_table import Frame, frames
from .surface import state
from .syntax import Syntax

_DOERS = frozenset({"Network", "Organization", "Programme", "Project", "City"})
_MOST = 6  # words from the verbs to the name
_JOINING = frozenset({",", "and", "or", "&", "/"})
#: Words after which a name is not what is done but with whom, for whom or where.
_ASIDE = frozenset({"with", "to", "for", "in", "at", "by", "from", "on", "under", "within", "into"})


def read_items(syntax: Syntax, emission: Emission) -> None:
    """Add what the items of *syntax*'s document say of the name above them."""
    for index, block in enumerate(syntax.reading.layout.blocks):
        span = syntax.reading.block_spans[index]
        if block.kind not in {"item", "cell"} or len(span) < 3:
            continue
        found, end = _verbs(syntax, span.start)
        named = syntax.reading.mentions_in(end, span.end) if found else []
        if not named or not _is_done(syntax, end, named[0].start):
            continue
        doer = _doer(syntax, index)
        if doer is not None and doer != named[0].cluster:
            agent = Mention(span.start, span.start + 1, doer, "reference")
            slots = {"agent": (agent,), "patient": syntax.listing.members(named[0])}
            for frame in found:
                state(emission, frame, slots, "asserted")


def _verbs(syntax: Syntax, start: int) -> tuple[list[Frame], int]:
    """Return the frames of the verbs in the third person that open a block, and their end."""
    found: list[Frame] = []
    end = start
    while end < len(syntax.doc) - 1:
        word = syntax.doc[end].lower_
        if word not in _JOINING:
            here = _frames(word)
            if not here and (end == start or syntax.doc[end - 1].lower_ not in _JOINING):
                break
            if not here:
                break
            found.extend(frame for frame in here if frame not in found)
        elif end == start:
            break
        end += 1
    return found, end


def _frames(word: str) -> list[Frame]:
    """Return the frames that a verb in the third person opens.

    >>> [frame.name for frame in _frames("coordinates")]
    ['frames.verb.lead']
    """
    if not word.endswith("s"):
        return []
    stems = {word[:-1], word[:-2]}
    return [
        frame
        for frame in frames("verb")
        if frame.voice != "passive"
        and "patient" in _slots(frame)
        and not stems.isdisjoint(frame.heads)
    ]


def _slots(frame: Frame) -> set[str]:
    return {slot for fact in frame.facts for slot in (*fact.subjects, *fact.objects)}


def _is_done(syntax: Syntax, start: int, name: int) -> bool:
    """Say whether the words before a name leave it what is done."""
    words = between(syntax.reading, start, name).lower().split()
    return len(words) <= _MOST and _ASIDE.isdisjoint(words)


def _doer(syntax: Syntax, index: int) -> int | None:
    """Return the only one that can act that the nearest heading or the lead-in names."""
    reading = syntax.reading
    lead_in = reading.layout.blocks[index].lead_in
    above = [] if lead_in is None else [lead_in]
    for block in (*above, *reading.layout.headings(index)):
        named = reading.mentions_of_block(block)
        if block == lead_in:
            named = [m for m in named if reading.block_spans[block].end - m.end <= 1]
        if named:
            fitting = {m.cluster for m in named if reading.kind(m) in _DOERS}
            return next(iter(fitting)) if len(fitting) == 1 else None
    return None
