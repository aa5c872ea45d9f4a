"""Lists of the persons on a committee, whatever post and body each has besides."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import FactCandidate, Mention
from ...reading import Reading
from ..relations.chains import Atom
from .cues import cue_named
from .headers import header_of, project
from .listed import leading

_SHARE = 0.6  # share of the items that name a person
_CUES = frozenset({"members", "team", "founding-members"})


def read_committee(reading: Reading, members: list[int]) -> Iterator[FactCandidate]:
    """Yield that the persons listed as members of a body other than a network work for it."""
    persons = {i: person for i in members if (person := _person(reading, i)) is not None}
    if len(persons) < 2 or len(persons) < _SHARE * len(members):
        return
    found = header_of(reading, members[0], short=True)
    if found is None or found[0].name not in _CUES or reading.kind(found[1]) != "Organization":
        return
    for index in members:
        person, span = persons.get(index), reading.block_spans[index]
        if person is not None and found[0].name == "team" and _has_own(reading, person):
            continue
        if person is not None:
            cue, items = cue_named("team"), [Atom(person, person.end)]
        else:
            cue, items = found[0], leading(reading, span.start, span.end)
        yield from project(reading, cue, found[1], items, index, "lists.items")


def _has_own(reading: Reading, person: Mention) -> bool:
    """Say whether another body stands right behind a person: "**Ada Lind** Tidal University"."""
    here = reading.mentions_in(person.end, person.end + 2, references=False)
    return any(reading.kind(mention) in {"Organization", "Network"} for mention in here)


def _person(reading: Reading, index: int) -> Mention | None:
    """Return the first person that an item names."""
    named = reading.mentions_of_block(index, references=False)
    return next((mention for mention in named if reading.kind(mention) == "Person"), None)
