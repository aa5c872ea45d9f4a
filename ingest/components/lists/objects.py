"""What a header speaks of, and which paragraph opens a run of short lines; each found once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ...annotations import Mention
from ...folding import fold
from ...lexicon import head_kinds, words
from ...reading import Reading
from .anchors import acts, anchor_above, anchor_in
from .cues import Cue

#: Kinds that one description may stand for.
_ALIKE = (
    frozenset({"Programme", "Project", "Agreement"}),
    frozenset({"Network", "Organization"}),
    frozenset({"Event", "Programme"}),
    frozenset({"City"}),
)
_LONGEST = 30  # tokens of a lead-in that is taken as a whole; of a longer one the last sentence
_TITLE = 12  # tokens of a line in a run of short lines
_OPENING = re.compile(r":$|^(?:co-?)?sign(?:ed|atories)\b.{0,4}$", re.IGNORECASE)


@dataclass(slots=True)
class _Memory:
    """What was found for one reading: a list asks the same header for each of its items."""

    anchors: dict[tuple[int, str], Mention | None] = field(default_factory=dict)
    openers: dict[int, int | None] = field(default_factory=dict)
    bearers: dict[str, list[Mention]] = field(default_factory=dict)


_MEMORIES: WeakKeyDictionary[Reading, _Memory] = WeakKeyDictionary()


def _memory(reading: Reading) -> _Memory:
    found = _MEMORIES.get(reading)
    if found is None:
        found = _MEMORIES[reading] = _Memory(bearers=_by_word(reading))
        for index, block in enumerate(reading.layout.blocks):
            if block.kind == "paragraph":
                found.openers[index] = _opener(reading, index, found.openers)
    return found


def opener_of(reading: Reading, index: int) -> int | None:
    """Return the paragraph that opens the run of short lines to which paragraph *index* belongs."""
    return _memory(reading).openers[index]


def _by_word(reading: Reading) -> dict[str, list[Mention]]:
    """Return the first mention of each entity that bears a head noun in a name, by that noun."""
    found: dict[str, list[Mention]] = {}
    seen: set[int] = set()
    for mention in reading.mentions:
        if mention.cluster in seen:
            continue
        seen.add(mention.cluster)
        for word in fold(" ".join(reading.cluster(mention).names)).split():
            if word in head_kinds():
                found.setdefault(word, []).append(mention)
    return found


def object_of(reading: Reading, header: int, cue: Cue) -> Mention | None:
    """Return what a header speaks of, looked for once."""
    known = _memory(reading).anchors
    if (header, cue.name) not in known:
        known[header, cue.name] = _anchor(reading, header, cue)
    return known[header, cue.name]


def _anchor(reading: Reading, header: int, cue: Cue) -> Mention | None:
    """Return what a header speaks of: named or described in it or a heading above, or the topic."""
    span = reading.block_spans[header]
    inside = [m for m in reading.mentions_in(span.start, span.end) if not acts(reading, m)]
    named = anchor_in(reading, inside, cue.may_anchor)
    if named is not None:
        return named
    nouns: frozenset[str] = frozenset()
    for level in (header, *reading.layout.headings(header)[:1]):
        span = reading.block_spans[level]
        own = described(reading, span.start, span.end)
        meant = [m for noun in sorted(own) for m in _memory(reading).bearers.get(noun, [])]
        if (found := anchor_in(reading, meant, cue.may_anchor)) is not None:
            return found
        nouns |= own if cue.name != "team" else frozenset()  # "our team" is whose people follow
    if nouns and not nouns & words("headers", "broad"):
        return None
    kinds = {kind for noun in nouns for kind in head_kinds()[noun]}
    alike = frozenset(k for group in _ALIKE if group & kinds for k in group)
    return anchor_above(
        reading,
        header,
        lambda kind: cue.may_stand_for(kind) if kind in alike or not nouns else 0,
        topic=not cue.titled,
    )


def described(reading: Reading, start: int, end: int) -> frozenset[str]:
    """Return the head nouns of definite descriptions: "roadmap" of "agreed to test the roadmap"."""
    nouns: set[str] = set()
    for token in reading.doc[start:end]:
        if token.lower_ not in {"the", "this", "our"}:
            continue
        following = [t.lower_ for t in reading.doc[token.i + 1 : min(token.i + 4, end)]]
        nouns.update(next(([n] for n in following if n in head_kinds()), []))
    return frozenset(nouns)


def _opener(reading: Reading, index: int, before: dict[int, int | None]) -> int | None:
    """Return the paragraph ending in a colon that a run of short lines up to *index* follows."""
    blocks, above = reading.layout.blocks, index - 1
    beside = above >= 0 and blocks[above].kind == "paragraph"
    if not beside or blocks[above].heading != blocks[index].heading:
        return None
    if _OPENING.search(reading.layout.block_text(above)):
        return above
    return before[above] if len(reading.block_spans[above]) <= _TITLE else None


def header_text(reading: Reading, index: int) -> str:
    """Return the words of a header: all of a short block, the last sentence of a long one."""
    span = reading.block_spans[index]
    if len(span) <= _LONGEST or reading.layout.blocks[index].kind == "heading":
        return str(span.text)
    return str(reading.sentences[reading.sentence_of[span.end - 1]].text)
