"""Relations read from the words between two names, where a small parser may have gone astray."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ...annotations import Mention
from ...lexicon import table, words
from .chains import between
from .emission import Emission
from .frame_table import Frame, opened
from .modality import modality
from .syntax import Syntax

_FARTHEST = 12  # tokens between two names of one simple clause
_DENIED = re.compile(
    r"\b(?:not|never|nor|neither|no longer|n[’']t|unlike|without|instead of|rather than)\b",
    re.IGNORECASE,
)
_BREAKS = frozenset(';:.?!“”"()[]|')
_SMALL = frozenset({"AUX", "DET", "ADV", "ADJ", "ADP", "PART", "PRON", "NUM", "NOUN", "PROPN"})


#: Relations to choose from, each with whether the first name is the subject.
Directed = tuple[tuple[bool, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern of what stands between two names, and the relation it says."""

    name: str
    pattern: re.Pattern[str]
    facts: Directed
    only: frozenset[str]


def directed(facts: list[str]) -> Directed:
    """Parse "forward memberOf|participatesIn" to a direction and the relations to choose from."""
    parts = (fact.split() for fact in facts)
    return tuple((way == "forward", tuple(names.split("|"))) for way, names in parts)


@cache
def _wordings() -> tuple[Wording, ...]:
    return tuple(
        Wording(
            f"frames.wording.{row['name']}",
            re.compile(row["between"], re.IGNORECASE),
            directed(row["facts"]),
            frozenset(row.get("only", ())),
        )
        for row in table("frames")["wording"]
    )


def read_surface(syntax: Syntax, emission: Emission) -> None:
    """Add what neighbouring names say by the words between them."""
    for sentence in syntax.reading.sentences:
        mentions = syntax.reading.mentions_in(sentence.start, sentence.end)
        for first, second in neighbours(syntax, mentions):
            gap = between(syntax.reading, first.end, second.start)
            if gap and len(gap) < 120:
                _worded(syntax, emission, first, second, gap)
                _simple_clause(syntax, emission, first, second)


def neighbours(syntax: Syntax, mentions: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield each name with the next one of another list, places beside names left out."""
    items = [m for m in mentions if m not in syntax.listing.beside]
    for position, first in enumerate(items):
        members = syntax.listing.members(first)
        if first != members[-1]:
            continue
        for second in items[position + 1 :]:
            if second not in members:
                if not syntax.listing.owns(second):
                    yield first, second
                break


def _worded(syntax: Syntax, emission: Emission, first: Mention, second: Mention, gap: str) -> None:
    gap = re.sub(r"^\)\s*", "", gap)
    if _DENIED.search(gap):
        return
    for wording in _wordings():
        if not wording.pattern.match(gap):
            continue
        status = "planned" if re.search(r"\bto be\b|\bwill\b", gap) else "asserted"
        for forward, properties in wording.facts:
            if forward and _is_inside(syntax, first):
                continue
            ends = (first, second) if forward else (second, first)
            subjects = _spread(syntax, ends[0], whole=not forward or "," not in gap[:2])
            for subject in subjects:
                if wording.only and syntax.reading.kind(subject) not in wording.only:
                    continue
                for object_ in _spread(syntax, ends[1], whole=forward):
                    emission.add(wording.name, properties, subject, object_, status)


def _is_inside(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a name only ends another phrase: "cities on the rim of X have launched"."""
    doc, start = syntax.doc, syntax.listing.members(mention)[0].start - 1
    if start >= 0 and doc[start].pos_ == "DET":
        start -= 1
    if start < 1 or doc[start].pos_ != "ADP":
        return False
    return not (doc[start].lower_ == "of" and doc[start - 1].lemma_ in words("frames", "light"))


def _spread(syntax: Syntax, mention: Mention, *, whole: bool) -> tuple[Mention, ...]:
    """Return the list of a mention where the wording is said of all of it."""
    return syntax.listing.members(mention) if whole else (mention,)


def _simple_clause(syntax: Syntax, emission: Emission, first: Mention, second: Mention) -> None:
    """Read "A has recently VERBED (the) B" and "A was VERBED by B" without the parse."""
    gap = syntax.doc[first.end : second.start]
    if len(gap) > _FARTHEST or any(t.text in _BREAKS or t.text == "," for t in gap):
        return
    verbs = [t for t in gap if t.tag_.startswith("VB") and t.pos_ == "VERB"]
    verbs += [t for t in gap if t.pos_ == "NOUN" and t.i and syntax.doc[t.i - 1].lower_ == "to"]
    verbs = [t for t in verbs if t.lemma_.lower() not in words("frames", "raising")]
    if len(verbs) != 1 or any(t.pos_ not in _SMALL and t not in verbs for t in gap):
        return
    verb = verbs[0]
    if verb.i == first.end + 1 and syntax.doc[first.end].lower_ == "to":
        return
    if _is_inside(syntax, first):
        return
    status = modality(syntax, verb.i)
    if status is None or any(t.dep_ == "neg" for t in gap):
        return
    slots = _slots(syntax, first, second, verb.i)
    if slots is None:
        return
    keys = {verb.lemma_.lower(), syntax.lemma(verb.i)}
    for frame in opened("verb", keys):
        if frame.takes(keys, passive="by" in slots, transitive="patient" in slots):
            state(emission, frame, slots, status)


def _slots(
    syntax: Syntax, first: Mention, second: Mention, verb: int
) -> dict[str, tuple[Mention, ...]] | None:
    """Return which slot each name fills, by the words after the verb; None where it is unclear."""
    doc = syntax.doc
    after = [t for t in doc[verb + 1 : second.start] if t.pos_ not in {"DET", "ADV"}]
    passive = doc[verb].tag_ == "VBN" and not any(
        t.lemma_ == "have" for t in doc[first.end : verb] if t.i == verb - 1
    )
    ends = syntax.listing.members(first), syntax.listing.members(second)
    small = [t.lower_ for t in after if t.pos_ in {"ADP", "PART", "SCONJ"}]
    plain = [t for t in after if t.pos_ in {"NOUN", "PROPN"}]
    if plain and not (small and small[-1] == "of"):
        return None
    if passive and small and small[-1] == "by":
        return {"patient": ends[0], "agent": ends[1], "by": ends[1]}
    if len(small) == 1 and small[0] != "of" and not plain:
        role = "patient" if passive else "agent"
        return {role: ends[0], small[0]: ends[1]}
    if not small and not passive and not plain:
        return {"agent": ends[0], "patient": ends[1]}
    return None


def state(
    emission: Emission, frame: Frame, slots: dict[str, tuple[Mention, ...]], status: str
) -> None:
    """Add what a frame says of the mentions in its slots."""
    for fact in frame.facts:
        subjects = [m for slot in fact.subjects for m in slots.get(slot, ())]
        objects = [m for slot in fact.objects for m in slots.get(slot, ())]
        emission.state(frame, fact, subjects, objects, status)
