"""Posts written before a name: "Director of ORG NAME", "Bergen Mayor NAME", "For ORG: NAME"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import PLACES, fits

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import between
from .employers import OWNERS, bodies
from .person_context import (
    bare_title,
    is_line,
    is_title,
    phrase_start,
    title_before,
    without_honorific,
)
from .post_after import post_end
from .posts import FAR, Post, has_post_noun, trim

_OWNED = 4  # words of a post after "its"
_ON_BEHALF = re.compile(
    r"^(?:signed )?(?:for|on behalf of|representing)(?: and on behalf of)?"
    r"(?: the)?(?: city of| municipality of)?$"
)
#: What may stand between the name of a place and a person's, as part of the place's government.
_GOVERNMENTS = {"Government", "City Council", "City Government", "Municipality", "Town Council"}


def post_before(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the post written before a name: "Bergen Mayor NAME", "Director of ORG NAME"."""
    floor = _floor(reading, person)
    for mention in reversed(bodies(reading, max(floor, person.start - 25), person.start)):
        raw = without_honorific(between(reading, mention.end, person.start))
        gap = re.sub(r"^(?:'s|’s)\s*", "", raw)
        owned = reading.doc[mention.start].lower_ in OWNERS and len(gap.split()) <= _OWNED
        if has_post_noun(gap) and len(gap) <= 90 and (is_title(gap) or owned):
            if reading.kind(mention) in {"Event", "Agreement"}:
                return
            yield Post(mention, bare_title(gap)), "title"
        elif raw in {"'s", "’s"}:
            if reading.kind(mention) in {"Organization", "Network"}:
                yield Post(mention, None), "title"
        elif not gap or gap in {",", *_GOVERNMENTS} or _is_address(gap):
            role = None if _is_taken(reading, mention) else _role_of(reading, mention, floor)
            if role:
                yield Post(mention, role), "title"
        return


def _floor(reading: Reading, person: Mention) -> int:
    """Return where the sentence of a name begins; an honorific's full stop ends none."""
    number = reading.sentence_of[person.start]
    first = reading.block_spans[reading.block_of[person.start]].start
    start = reading.sentences[number].start
    while start > first and start >= person.start - 1 and _is_honorific(reading, start):
        number -= 1
        start = reading.sentences[number].start
    return max(first, start)


def _is_honorific(reading: Reading, start: int) -> bool:
    """Say whether a form of address with its full stop stands right before a token."""
    before = reading.doc[max(0, start - 2) : start].text.lower().split()[-1:]
    return bool(before) and before[0].rstrip(".") in words("persons", "honorifics")


def _is_address(gap: str) -> bool:
    """Say whether a comma and a form of address stand before a name: ", Mayor NAME"."""
    address = gap.removeprefix(",").strip().lower()
    return gap.startswith(",") and address.replace(" ", "-") in words("persons", "titles")


def post_for(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the body that a signature is given for: "For the Harbour Agency: NAME, Director"."""
    block = reading.block_of[person.start]
    for index in (block, block - 1):
        if index < 0:
            continue
        span = reading.block_spans[index]
        if person.start - span.start > FAR:
            continue
        found = reading.mentions_in(span.start, min(person.start, span.end))
        named = next((m for m in found if fits("worksFor", "Person", reading.kind(m))), None)
        if named is None or (index != block and not is_line(reading, person)):
            continue
        if not _ON_BEHALF.match(between(reading, span.start, named.start).lower()):
            continue
        if len(between(reading, named.end, min(person.start, span.end))) <= 12:
            role = trim(between(reading, person.end, post_end(reading, person)))
            yield Post(named, role if has_post_noun(role) else None), "for"
            return


def _is_taken(reading: Reading, body: Mention) -> bool:
    """Say whether the post at a body is held by who is named before: "NAME, Director, ORG NAME"."""
    block = reading.block_spans[reading.block_of[body.start]]
    before = reading.mentions_in(max(block.start, body.start - 20), body.start, references=False)
    people = [m for m in before if reading.kind(m) == "Person"]
    if not people:
        return False
    gap = between(reading, people[-1].end, body.start)
    if gap.endswith(" of") and reading.kind(body) in PLACES:
        return False  # "Mayor of A NAME, Mayor of B NAME": each stands before its holder
    joined = {"and", "also", "as"} & set(gap.split())
    return gap.startswith((",", "-", "–", "(")) and not joined and not {";", "."} & set(gap)


def _role_of(reading: Reading, body: Mention, floor: int) -> str | None:
    """Return the words of a post that end right before its body: "Director of [ORG]"."""
    start = phrase_start(reading, body)
    gap = between(reading, start - 1, start) if start else ""
    if gap not in {"of", "at", "for", ","}:
        return None
    stand_in = Mention(start - 1, start, body.cluster)
    text = bare_title(title_before(reading, stand_in))
    return text if text and has_post_noun(text) and start - 1 > floor else None
