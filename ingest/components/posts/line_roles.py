"""The post of a person in a list of a body's people: behind the name, or in the line below it."""

from __future__ import annotations

import re

from ...annotations import Mention
from ...reading import Reading
from ..relations.chains import between
from .employers import bodies
from .person_context import is_alone, names_person, title_of
from .post_after import after_letters, is_finite
from .posts import has_post_noun, trim

_LONGEST = 10  # words of a post
_BEHIND = re.compile(r"^[,–—:|(-]+\s*(?P<role>[^;|()]+)")
#: The organs of the body whose people are listed: their posts are not held where else one works.
_ORGAN = re.compile(
    r"^(?P<role>[^,]+ of the (?:board|committee|council|jury|panel|group|team)),", re.I
)


def line_role(reading: Reading, person: Mention) -> str | None:
    """Return the words of a person's post in a line of a list of people, or None."""
    if is_alone(reading, person):
        return _below(reading, person) or title_of(reading, person)
    span = reading.block_spans[reading.block_of[person.start]]
    start = after_letters(reading, person)
    match = _BEHIND.match(between(reading, start, span.end))
    if match is None:
        return title_of(reading, person)
    organ = _ORGAN.match(match["role"])
    if organ is not None:
        return trim(organ["role"])
    if bodies(reading, start, span.end) or any(map(is_finite, reading.doc[start : span.end])):
        return None
    role = trim(match["role"].rstrip(" .*_"))
    return role if role[:1].isupper() or (has_post_noun(role) and _is_short(role)) else None


def _below(reading: Reading, person: Mention) -> str | None:
    """Return the post that the line under a name alone in its line consists of."""
    index = reading.block_of[person.start] + 1
    if index >= len(reading.block_spans) or names_person(reading, index):
        return None
    span, text = reading.block_spans[index], reading.layout.block_text(index)
    if bodies(reading, span.start, span.end) or any(map(is_finite, span)):
        return None
    return trim(text) if has_post_noun(text) and _is_short(text) else None


def _is_short(text: str) -> bool:
    return len(text.split()) <= _LONGEST and not text.rstrip().endswith((".", ":", "?"))
