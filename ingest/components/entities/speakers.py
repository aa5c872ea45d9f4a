"""Lines of a person and a body: "Ada Lind & Bo Ek (Portolan) On tides", "**Ada Lind** Portolan"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ingest.lexicon import phrases, words

from .heads import head_of
from .persons import name_end
from .spans import Proposal, Votes
from .word_groups import either
from .words import Words

_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*\n]{5,50}?)(?<=\S)\1")
_KNOWN = frozenset({"given", "honorific", "post", "role", "speaker", "ner-PERSON"})
_JOINTS = frozenset({",", "&", "and"})
_CLOSING = frozenset({",", "—", "–", "|", ";", "(", "/", ":"})
#: Small words within the names of bodies, here and abroad.
_LINKS = frozenset({"of", "for", "the", "and", "&", "et", "-", "’", "'", ".", "in"})
_FOREIGN = frozenset(
    {"de", "do", "da", "di", "del", "du", "des", "für", "und", "der", "i", "e", "y"}
)
#: What this says of a line outweighs the model, and heads of names in other languages.
_STRENGTH = 5.0
#: Persons known among so many lines make all of them lines of persons.
_FEWEST = 2
_PERSON, _BODY = (2, 4), 9

Span = tuple[int, int]
#: The persons of a line, and the bodies that they come from.
Line = tuple[list[Span], list[Span]]


def speaker_proposals(w: Words, found: list[Proposal], cues: Mapping[str, float]) -> list[Proposal]:
    """Return the people and bodies of lines that all have a person and then a body.

    Two such lines with a person known otherwise show what the others of their list are.
    """
    known = {(one.start, one.end) for one in found if one.source in _KNOWN}
    groups: dict[tuple[int, bool], list[Line]] = defaultdict(list)
    for index, block in enumerate(w.layout.blocks):
        if block.kind == "item" and block.group is not None and (line := _bracketed(w, index)):
            groups[block.group, False].append(line)
    for index, line in _bold(w):
        group = w.layout.blocks[index].group
        if group is not None:
            groups[group, True].append(line)
    people: Votes = (("Person", cues["honorific"]),)
    proposals: list[Proposal] = []
    for lines in groups.values():
        sure = sum(any(span in known for span in line[0]) for line in lines)
        if sure < max(_FEWEST, 0.4 * len(lines)):
            continue
        for persons, bodies in lines:
            proposals += [Proposal(*span, "speaker", _STRENGTH, people) for span in persons]
            proposals += [
                Proposal(*span, "affiliation", _STRENGTH, _votes(w, span, cues)) for span in bodies
            ]
    return proposals


def _votes(w: Words, span: Span, cues: Mapping[str, float]) -> Votes:
    """Vote for a body, but where the head of its name says what it is."""
    head = head_of(w, *span)
    governs = any(w.key(*span).endswith(f" {each}") for each in phrases("heads", "governments"))
    if governs or (head is not None and head.kind not in {"", "Organization", "Region"}):
        return ()
    return (("Organization", cues["honorific"] + cues["list"]),)


def _bracketed(w: Words, index: int) -> Line | None:
    """Read "10:15 Ada Lind & Bo Ek (Portolan) and Cy Moe (Tide Lab) On tides"."""
    i, last = w.ranges[index]
    while i < last and not w.capital[i]:
        if w.texts[i].isalpha():
            return None
        i += 1
    persons: list[Span] = []
    bodies: list[Span] = []
    while i < last:
        end = name_end(w, i)
        if not _is_person(w, i, end) or end >= last:
            break
        persons.append((i, end))
        i = end
        if w.texts[i] == "(":
            close = next((k for k in range(i, min(last, i + 2 * _BODY)) if w.texts[k] == ")"), 0)
            if not close or not (parts := _parts(w, i + 1, close)):
                return None
            bodies += parts
            i = close + 1
        if i >= last or w.texts[i] not in _JOINTS:
            break
        i += 1
    return (persons, bodies) if bodies else None


def _parts(w: Words, start: int, close: int) -> list[Span]:
    """Return the bodies that commas part in brackets; places among them are left out."""
    found: list[Span] = []
    begin = start
    for i in range(start, close + 1):
        if i == close or w.texts[i] in {",", ";", "/"}:
            if _is_body(w, begin, i):
                found.append((begin, i))
            elif not _is_place(w, begin, i):
                return []
            begin = i + 1
    return found


def _bold(w: Words) -> Iterator[tuple[int, Line]]:
    """Yield the lines of a list that open with a person in bold, and what body follows."""
    for match in _BOLD.finditer(w.layout.source):
        low, high = (bisect_left(w.layout.offsets, edge) for edge in match.span(2))
        start, end = bisect_left(w.offsets, low), bisect_left(w.offsets, high)
        if start >= end or end >= len(w) or w.block[start] != w.block[end]:
            continue
        first, last = w.ranges[w.block[start]]
        if start != first or w.kind(start) != "item" or not _is_person(w, start, end):
            continue
        begin = end + (w.texts[end] in _CLOSING - {"(", "/"})
        stop = next((i for i in range(begin, last) if w.texts[i] in _CLOSING), last)
        bodies = [(begin, stop)] if _is_body(w, begin, stop) else []
        yield w.block[start], ([(start, end)], bodies)


def _is_person(w: Words, start: int, end: int) -> bool:
    """Tell words that may be a person's name by their number and spelling."""
    if not _PERSON[0] <= end - start <= _PERSON[1] + 2:
        return False
    if w.is_common(start, end) and w.folded[start] not in words("persons", "first_names"):
        return False
    if not either("persons", "roles", "posts").isdisjoint(w.folded[start:end]):
        return False
    inner = w.texts[start:end]
    return head_of(w, start, end) is None and not any(text.isdigit() for text in inner)


def _is_place(w: Words, start: int, end: int) -> bool:
    key = w.key(start, end) if end > start else ""
    return key in w.english.places.names or key in w.english.places.countries


def _is_body(w: Words, start: int, end: int) -> bool:
    """Refuse posts, places, languages, and phrases."""
    if not 0 < end - start <= _BODY or not w.capital[start] or w.is_stop(start):
        return False
    inner = range(start, end)
    if any(not w.capital[i] and w.texts[i] not in _LINKS | _FOREIGN for i in inner) or _is_place(
        w, start, end
    ):
        return False
    if not either("persons", "roles", "posts", "suffixes", "letters").isdisjoint(
        w.folded[start:end]
    ):
        return False
    plain = w.is_common(start, end) and head_of(w, start, end) is None
    shouted = end - start == 1 and w.texts[start].isupper() and len(w.texts[start]) > 2
    if end - start == 1 and w.folded[start] in w.english.demonyms:
        return False
    return shouted or not plain
