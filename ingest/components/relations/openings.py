"""Relations said by what opens a sentence: "With A, B ...", "Set up in 2008 by A, the B ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ...annotations import Mention
from ...lexicon import table
from .chains import between
from .emission import Emission
from .frame_table import frames, opened
from .surface import Directed, directed, neighbours, state
from .syntax import Syntax

#: From a name at the front to the subject: rest of its phrase, comma, article.
_COMMA = r"^(?:\w[\w -]{0,30})?(?:\([^)]*\))? ?,(?: the)?$"


@dataclass(frozen=True, slots=True)
class Opening:
    """A pattern of what opens a sentence before its first name, and the relation it says."""

    name: str
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    facts: Directed
    only: frozenset[str]
    runs_on: bool
    #: Whether it may be said of what the sentence acts on, not only of its subject.
    of_object: bool


def read_openings(syntax: Syntax, emission: Emission) -> None:
    """Add what the opening of each sentence says of its first name and its subject."""
    for sentence in syntax.reading.sentences:
        mentions = syntax.reading.mentions_in(sentence.start, sentence.end)
        if len(mentions) > 1:
            _fronted(syntax, emission, sentence.start, mentions)
            _opened(syntax, emission, sentence.start, mentions)


@cache
def _openings() -> tuple[Opening, ...]:
    return tuple(
        Opening(
            f"frames.fronted.{row['name']}",
            re.compile(row["opening"], re.IGNORECASE),
            re.compile(
                rf"^[’'s\w -]{{0,30}}(?:{row['closing']}),(?: the)?$"
                if "closing" in row
                else _COMMA
            ),
            directed(row["facts"]),
            frozenset(row.get("only", ())),
            row["name"] == "together",
            row["name"] == "text",
        )
        for row in table("frames")["fronted"]
    )


def _closing(nouns: str) -> str:
    return rf"^[’'s\w -]{{0,30}}(?:{nouns}),(?: the)?$"


def _opened(syntax: Syntax, emission: Emission, start: int, mentions: list[Mention]) -> None:
    """Read "In partnership with A, B ..." by the words before the first name."""
    _run_on(syntax, emission, start, mentions[0])
    _of_object(syntax, emission, start, mentions)
    for first, second in list(neighbours(syntax, mentions))[:1]:
        lead = between(syntax.reading, start, syntax.listing.members(first)[0].start)
        gap = between(syntax.reading, first.end, second.start)
        for opening in _openings():
            if not opening.opening.match(lead) or not opening.closing.match(gap):
                continue
            for forward, properties in opening.facts:
                ends = (second, first) if forward else (first, second)
                for subject in syntax.listing.members(ends[0]):
                    if opening.only and syntax.reading.kind(subject) not in opening.only:
                        continue
                    for object_ in syntax.listing.members(ends[1]):
                        emission.add(opening.name, properties, subject, object_, "asserted", 0.75)


def _of_object(syntax: Syntax, emission: Emission, start: int, mentions: list[Mention]) -> None:
    """Read "As foreseen in A, B launched C" as said of C."""
    first = mentions[0]
    lead = between(syntax.reading, start, first.start)
    after = syntax.doc[first.end : first.end + 1].text
    for opening in _openings():
        if not opening.of_object or after != "," or not opening.opening.match(lead):
            continue
        for mention in mentions[1:]:
            done = syntax.reading.deps[syntax.reading.root(mention)] == "dobj"
            if done and syntax.reading.kind(mention) in opening.only:
                emission.add(opening.name, ("underAgreement",), mention, first, "asserted", 0.7)


def _run_on(syntax: Syntax, emission: Emission, start: int, first: Mention) -> None:
    """Read "Together with A, B and C launched ...": the list goes on from opening to subject."""
    members = syntax.listing.members(first)
    after = members[-1].end
    if len(members) < 2 or first != members[0] or after >= len(syntax.doc):
        return
    comma = between(syntax.reading, first.end, members[1].start).removesuffix("the").strip() == ","
    if not comma or syntax.doc[after].pos_ not in {"VERB", "AUX"}:
        return
    lead = between(syntax.reading, start, first.start)
    for opening in _openings():
        if opening.runs_on and opening.opening.match(lead):
            for forward, properties in opening.facts:
                for other in members[1:]:
                    ends = (other, first) if forward else (first, other)
                    emission.add(opening.name, properties, *ends, "asserted", 0.75)


def _fronted(syntax: Syntax, emission: Emission, start: int, mentions: list[Mention]) -> None:
    """Read "Based in A, the B ..." and "Set up in 2008 by A, the B ..."."""
    verb = syntax.doc[start]
    if verb.text[:1].islower() or verb.tag_ not in {"VBN", "VBD", "VB"} or len(mentions) < 2:
        return
    for first, second in neighbours(syntax, mentions):
        gap = between(syntax.reading, first.end, second.start)
        if not re.match(r"^(?:\([^)]*\))? ?,(?: the)?$", gap):
            continue
        lead = syntax.doc[start : first.start]
        word = next((t.lower_ for t in reversed(lead) if t.pos_ == "ADP"), "")
        keys = {verb.lemma_.lower(), syntax.lemma(start), _guess(verb.lower_)}
        slots = {"patient": (second,), word: syntax.listing.members(first)}
        if word == "by":
            slots["agent"] = syntax.listing.members(first)
        for frame in opened("verb", keys):
            if frame.takes(keys, passive=True, transitive=False):
                state(emission, frame, slots, "asserted")
        return


def _guess(word: str) -> str:
    """Return the likely lemma of a participle that was not tagged as one.

    >>> _guess("founded"), _guess("based")
    ('found', 'base')
    """
    stem = word.removesuffix("ed")
    known = {head for frame in frames("verb") for head in frame.heads}
    return next((form for form in (stem, f"{stem}e") if form in known), word)
